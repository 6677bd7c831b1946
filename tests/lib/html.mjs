// Just enough HTML for the pages of Parley: the grid as data.

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ndash: '–', middot: '·' };

export function text(html) {
    return html.replace(/<[^>]*>/g, '').replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (all, e) =>
        e[0] !== '#' ? named[e] ?? all
            : String.fromCodePoint(/^#x/i.test(e) ? parseInt(e.slice(2), 16) : parseInt(e.slice(1), 10)));
}

// The attributes of a start tag.
export function attributes(tag) {
    const out = {};
    for (const [, name, , value] of tag.matchAll(/([a-z-]+)(="([^"]*)")?/gi)) out[name] ??= text(value ?? '');
    return out;
}

// All elements of a name, not nested in themselves: [{attributes, inner}].
export function elements(html, name) {
    return [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>([\\s\\S]*?)</${name}>`, 'g'))]
        .map(([, a, inner]) => ({ ...attributes(a), inner }));
}

// The input fields of a page: {name: value}.
export function formFields(html) {
    const out = {};
    for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
        const a = attributes(tag.slice(6));
        if (a.name) out[a.name] = a.value ?? '';
    }
    return out;
}

function select(html, name) {
    const found = elements(html, 'select').find((s) => s.name === name);
    return found && elements(found.inner, 'option').map((o) =>
        ({ value: o.value, label: text(o.inner), selected: 'selected' in o }));
}

function row([, id, kind, inner]) {
    const r = { id: Number(id), kind, title: {}, cell: {}, link: {} };
    for (const [, key, a, content] of inner.matchAll(/<td class="k-([a-z]+)"([^>]*)>([\s\S]*?)<\/td>/g)) {
        const attrs = attributes(a);
        r.title[key] = attrs.title ?? '';
        r.cell[key] = text(content);
        const link = /<a\b[^>]*\bhref="([^"]*)"/.exec(content);
        if (link) r.link[key] = text(link[1]);
    }
    return r;
}

// The lines below rows: what a search in texts found, {id: {hits, text, marks, href}}.
function foundLines(html) {
    const out = {};
    for (const [, id, inner] of html.matchAll(/<tr id="f(\d+)" class="found">([\s\S]*?)<\/tr>/g)) {
        const link = elements(inner, 'a')[0], said = /<bdi class="found-text">([\s\S]*?)<\/bdi>/.exec(inner)[1];
        out[id] = { hits: parseInt(text(link.inner).replace(',', ''), 10), href: link.href, text: text(said),
            marks: elements(said, 'mark').map((m) => text(m.inner)) };
    }
    return out;
}

// The lists of checkboxes behind "More filters": {key: [{value, label, checked}]}.
function ticks(html) {
    const out = {};
    for (const [, key, inner] of html.matchAll(/data-ticks="([a-z_]+)">([\s\S]*?)<\/div>/g))
        out[key] = elements(inner, 'label').map((l) => {
            const box = attributes(/<input\b([^>]*)>/.exec(l.inner)[1]);
            return { value: box.value, label: text(l.inner).trim(), checked: 'checked' in box };
        });
    return out;
}

// The grid as a person sees it.
export function parseGrid(html) {
    const section = /<section id="grid"([^>]*)>([\s\S]*?)<\/section>/.exec(html);
    if (!section) return null;
    const a = attributes(section[1]), inner = section[2];
    const pager = {};
    for (const [, attrs] of inner.matchAll(/<a\b([^>]*\bid="page-[a-z]+"[^>]*)>/g)) {
        const link = attributes(attrs);
        pager[link.id.slice(5)] = link.href;
    }
    const count = /<p class="count"[^>]*>([\s\S]*?)<\/p>/.exec(inner);
    const found = foundLines(inner);
    return {
        state: a['data-state'],
        now: Number(a['data-now']),
        refresh: a['data-refresh'],
        rows: [...inner.matchAll(/<tr id="i(\d+)" class="is-([a-z]+)">([\s\S]*?)<\/tr>/g)].map(row)
            .map((r) => ({ ...r, found: found[r.id] ?? null })),
        count: count ? text(/<strong>([\s\S]*?)<\/strong>/.exec(count[1])?.[1] ?? '') : '',
        shown: count ? text(/<span class="shown">([\s\S]*?)<\/span>/.exec(count[1])?.[1] ?? '') : '',
        pager,
        chips: elements(inner, 'a').filter((e) => e.class === 'chip').map((e) => ({
            label: text(/chip-label">([\s\S]*?)<\/span>/.exec(e.inner)[1]),
            value: text(/chip-value">([\s\S]*?)<\/span>/.exec(e.inner)[1]),
            href: e.href,
        })),
        sortLinks: Object.fromEntries(elements(inner, 'a').filter((e) => e.id?.startsWith('sort-'))
            .map((e) => [e.id.slice(5), e.href])),
        periods: elements(inner, 'a').filter((e) => e.id?.startsWith('period-'))
            .map((e) => ({ key: e.id.slice(7), href: e.href, current: 'aria-current' in e })),
        heading: text(/<h2>([\s\S]*?)<\/h2>/.exec(inner)?.[1] ?? ''),
        actions: elements(inner, 'a').filter((e) => /\bbtn\b/.test(e.class ?? '') && !e.id)
            .map((e) => ({ label: text(e.inner), href: e.href })),
        queues: select(html, 'queue'),
        dispositions: select(html, 'disposition'),
        channels: select(html, 'channel'),
        sizes: select(html, 'size'),
        ticks: ticks(html),
        operators: Object.fromEntries(elements(html, 'select').filter((x) => x.name?.endsWith('_op'))
            .map((x) => [x.name, select(html, x.name).find((o) => o.selected)?.value])),
        more: Number(/class="more-count">(\d+)/.exec(html)?.[1] ?? 0),
    };
}
