// A transcript on its way: shows how far it is, and then what came, without losing what somebody is
// writing or hearing. Without this file the page has a link to look again.
'use strict';
(() => {
    const part = () => document.getElementById('fetch');
    let timer = 0, asking = null;

    function stop() {
        clearTimeout(timer);
        asking?.abort();
        asking = null;
    }

    async function get(url) {
        const control = new AbortController();
        asking = control;
        const slow = setTimeout(() => control.abort(), 15000);
        try {
            const answer = await fetch(url, { headers: { 'HX-Request': 'true', 'X-Parley-Refresh': '1' }, credentials: 'same-origin', cache: 'no-store', signal: control.signal });
            if (asking !== control || answer.redirected || !answer.ok) return null;
            return new DOMParser().parseFromString(await answer.text(), 'text/html');
        } catch {
            return null; // asked again after a while
        } finally {
            clearTimeout(slow);
        }
    }

    const isHeard = (article) => [...article.querySelectorAll('audio')].some((a) => !a.paused);
    const isWritten = (section) => [...section.querySelectorAll('textarea, input:not([type=hidden])')].some((f) => f.value !== f.defaultValue);

    // The sections of a column as they are now; one that somebody writes in stays.
    function renew(article, found, column) {
        const old = article.querySelector(column), now = found.querySelector(column);
        if (!old || !now) return;
        const kept = new Map([...old.children].filter((s) => s.id && isWritten(s)).map((s) => [s.id, s]));
        const list = [...now.children].map((s) => kept.get(s.id) || document.importNode(s, true));
        old.replaceChildren(...list);
    }

    // Title and place stay; the scripts of the sections begin anew.
    async function arrive(article) {
        const page = await get(article.dataset.url), found = page?.getElementById('detail');
        if (!found || part()?.closest('#detail') !== article) return later(article, 5000);
        const focus = part().contains(document.activeElement), y = scrollY;
        document.dispatchEvent(new CustomEvent('parley:detail-gone', { detail: article }));
        for (const column of ['.detail-head .detail-is', '.detail-nav', '.detail-main', '.detail-side']) renew(article, found, column);
        document.dispatchEvent(new CustomEvent('parley:detail', { detail: article }));
        scrollTo({ top: y, behavior: 'instant' });
        const title = document.getElementById('transcript-title');
        if (focus && title) {
            title.tabIndex = -1;
            title.focus({ preventScroll: true });
        }
    }

    // Somebody listens: what came is offered, not shown.
    function offer(article) {
        const section = part(), link = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-primary', textContent: 'Show what came' });
        section.removeAttribute('data-poll');
        section.replaceChildren(Object.assign(document.createElement('h2'), { id: 'fetch-title', textContent: 'It was fetched' }), link);
        link.addEventListener('click', () => arrive(article));
    }

    function put(section, next) {
        if (section.innerHTML === next.innerHTML) return;
        const focus = section.contains(document.activeElement);
        section.className = next.className;
        section.replaceChildren(...[...next.childNodes].map((n) => document.importNode(n, true)));
        if (focus) section.querySelector('button, h2').focus({ preventScroll: true });
    }

    async function look(article) {
        const section = part();
        if (!section || section.closest('#detail') !== article) return;
        const url = new URL('/interactions/fetch', location.href), list = section.querySelector('[name=list]')?.value || new URL(article.dataset.url, location.href).searchParams.get('list');
        url.searchParams.set('id', article.dataset.id);
        if (list) url.searchParams.set('list', list);
        const page = await get(url);
        if (part() !== section) return;
        if (!page) return later(article, 5000);
        const next = page.getElementById('fetch'), poll = Number(next?.dataset.poll);
        if (poll) {
            put(section, next);
            later(article, poll);
        } else if (isHeard(article)) {
            offer(article);
        } else {
            arrive(article);
        }
    }

    function later(article, ms) {
        clearTimeout(timer);
        timer = setTimeout(() => (document.hidden ? later(article, ms) : look(article)), ms);
    }

    document.addEventListener('parley:detail-gone', stop);
    document.addEventListener('parley:detail', ({ detail: article }) => {
        stop();
        const section = part();
        section?.setAttribute('aria-live', 'polite');
        if (section?.dataset.poll) later(article, Number(section.dataset.poll));
    });
})();
