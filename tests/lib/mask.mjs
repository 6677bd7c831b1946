// An answer as text without what differs from one time to the next: the request's number, the form's
// token, the time, signed links, the version of static files, the looks that were recorded meanwhile.
export function masked(answer) {
    const headers = answer.raw.filter(([k]) => !/^(date|connection|keep-alive|content-length|location|x-parley-signin|set-cookie)$/i.test(k));
    const body = answer.body
        .replace(/(name="csrf" value=")[^"]*/g, '$1CSRF')
        .replace(/(class="rid">)[0-9a-f]{32}/g, '$1ID')
        .replace(/(Request )[0-9a-f]{32}/g, '$1ID')
        .replace(/\be=\d+&amp;k=[\w.-]+/g, 'SIGNED')
        .replace(/\/static\/v[0-9a-f]{12}\//g, '/static/')
        .replace(/<section class="looked"[^]*?<\/section>/g, '')
        .replace(/(data-now=")\d+/g, '$1NOW')
        .replace(/(<td class="k-duration"[^>]*data-since="\d+"[^>]*>)[^<]*/g, '$1SINCE');
    return `${answer.status}\n${headers.map((h) => h.join(': ')).join('\n')}\n\n${body}`;
}
