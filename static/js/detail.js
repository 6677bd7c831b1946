// One interaction in full: as a page of its own, and as a drawer over the grid. The drawer is the
// page's article, fetched; its address is the page's, so that it can be mailed and reloaded.
// Everything works without this file: a row's link leads to the page.
'use strict';
(() => {
    // Scripts of the sections begin their work on the first of these events, whose detail is the
    // article, and end it on the second.
    const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
    const plain = (event) => !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const article = () => document.getElementById('detail');

    document.addEventListener('DOMContentLoaded', () => {
        if (article()) tell('parley:detail', article());
    });

    // --- the actions menu ---------------------------------------------------------------------

    async function copyLink(button) {
        const link = new URL(article().dataset.url, location.href).href;
        try {
            await navigator.clipboard.writeText(link);
            button.textContent = 'Link copied';
        } catch {
            prompt('The link to this interaction', link); // where the clipboard is not to be had
        }
    }

    const acts = { 'copy-link': copyLink, print: () => print() };

    document.addEventListener('click', (event) => {
        const act = event.target.closest?.('[data-act]')?.dataset.act;
        if (acts[act]) acts[act](event.target.closest('[data-act]'));
        for (const menu of document.querySelectorAll('.detail-menu[open]'))
            if (!menu.contains(event.target)) menu.open = false;
    });

    // --- the drawer ---------------------------------------------------------------------------

    const drawer = document.getElementById('drawer');
    const desk = document.getElementById('desk');
    const root = document.documentElement;
    const narrow = matchMedia('(max-width: 1139.98px)');
    if (article()) root.classList.add('live');

    const rowOf = (id) => document.getElementById(`i${id}`);
    const isOpen = () => Boolean(drawer) && !drawer.hidden;
    const idOf = (url) => new URL(url, location.href).searchParams.get('id');
    const isDetail = (url) => new URL(url, location.href).pathname === '/interaction';

    let shown = '';   // the address that is shown, or asked for
    let asking = null; // the AbortController of the answer under way
    let base = '';    // the address of the grid below
    const titleOfGrid = document.title;

    function mark() {
        document.querySelector('#rows > tr[data-open]')?.removeAttribute('data-open');
        if (isOpen()) rowOf(idOf(shown))?.setAttribute('data-open', '');
    }

    function empty() {
        if (article()) tell('parley:detail-gone', article());
        drawer.replaceChildren();
    }

    const element = (name, properties, ...children) => {
        const made = Object.assign(document.createElement(name), properties);
        made.append(...children);
        return made;
    };

    // Where it has no room beside the list, the list cannot be reached behind it.
    const cover = () => { if (desk) desk.inert = isOpen() && narrow.matches; };
    narrow.addEventListener('change', cover);

    function goTo(part) {
        part.tabIndex = -1;
        part.focus({ preventScroll: true });
        part.scrollIntoView();
    }

    function fill(found, partId) {
        empty();
        drawer.append(document.importNode(found, true));
        const back = drawer.querySelector('.detail-back');
        if (back) back.textContent = 'Close';
        document.title = `Interaction ${article().dataset.id} - Parley`;
        drawer.scrollTop = 0;
        tell('parley:detail', article());
        const part = document.getElementById(partId || location.hash.slice(1));
        if (part && drawer.contains(part)) goTo(part);
        else article().querySelector('h1').focus({ preventScroll: true });
    }

    function problem(title, text, again, signin) {
        empty();
        const box = element('div', { className: 'drawer-problem' }, element('h2', { textContent: title }), element('p', { textContent: text }));
        const actions = element('p', { className: 'actions' });
        if (signin) actions.append(element('a', { className: 'btn btn-primary', href: signin, textContent: 'Sign in' }));
        else if (again) {
            const button = element('button', { type: 'button', className: 'btn btn-primary', textContent: 'Try again' });
            button.addEventListener('click', again);
            actions.append(button);
        }
        const shut = element('button', { type: 'button', className: 'btn detail-back', textContent: 'Close' });
        actions.append(shut);
        box.append(actions);
        box.setAttribute('role', 'alert');
        drawer.append(box);
        drawer.querySelector('.btn').focus();
    }

    const sameOrigin = (address) => {
        try {
            const url = new URL(address, location.href);
            return url.origin === location.origin ? url.href : '';
        } catch {
            return '';
        }
    };

    const PROBLEMS = {
        401: ['You were signed out', 'Sign in to see this interaction.'],
        403: ['You may not do this', 'Your role does not allow it. Ask an administrator of your contact center.'],
        404: ['This interaction is not there', 'It is gone, or it belongs to a queue that is not assigned to you.'],
    };
    const OTHER = ['Parley could not show this interaction', 'The list stays as it was.'];

    // Fetches the page and shows its article. What is asked for last is shown; of what was asked for
    // before, nothing more is heard. partId: the section to go to.
    async function load(url, request, partId) {
        asking?.abort();
        const control = new AbortController();
        asking = control;
        const slow = setTimeout(() => control.abort('slow'), 20000);
        drawer.classList.add('waiting');
        drawer.setAttribute('aria-busy', 'true');
        const again = () => load(url);
        try {
            const answer = await fetch(url, {
                headers: { 'HX-Request': 'true', Accept: 'text/html' },
                credentials: 'same-origin', cache: 'no-store', signal: control.signal, ...request,
            });
            // A form that was refused comes back with the article, saying why.
            const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('detail');
            if (asking !== control || !isOpen()) return;
            if (found) {
                if (answer.redirected && isDetail(answer.url)) moved(answer.url);
                fill(found, partId);
            } else {
                const signin = answer.status === 401 && (sameOrigin(answer.headers.get('X-Parley-Signin')) || location.href);
                problem(...(PROBLEMS[answer.status] || OTHER), request ? () => load(shown) : again, signin);
            }
        } catch {
            if (asking === control && isOpen()) problem(OTHER[0], control.signal.aborted ? 'The answer took too long. The list stays as it was.'
                : 'Parley could not be reached. The list stays as it was.', request ? () => load(shown) : again);
        } finally {
            clearTimeout(slow);
            if (asking === control) {
                asking = null;
                drawer.classList.remove('waiting');
                drawer.removeAttribute('aria-busy');
            }
        }
    }

    // A form led to another address.
    function moved(url) {
        const to = new URL(url);
        shown = to.href;
        history.replaceState({ parley: 'drawer' }, '', to);
        mark();
    }

    // The list makes room for the drawer, or takes it back; the row stays where it is.
    function makeRoom(row) {
        const top = row?.getBoundingClientRect().top;
        root.classList.toggle('with-drawer', isOpen());
        if (row) scrollBy({ top: row.getBoundingClientRect().top - top, behavior: 'instant' });
        cover();
        mark();
    }

    function show(url) {
        shown = new URL(url, location.href).href;
        if (!isOpen()) drawer.append(element('p', { className: 'drawer-wait quiet', textContent: 'Opening …' }));
        // An open panel of filters would leave no room for the list.
        if (drawer.hidden) document.getElementById('more')?.removeAttribute('open');
        drawer.hidden = false;
        makeRoom(rowOf(idOf(shown)));
        rowOf(idOf(shown))?.scrollIntoView({ block: 'nearest' });
        if (!drawer.contains(document.activeElement)) drawer.focus({ preventScroll: true });
        load(shown);
    }

    // Opens an interaction, or goes on to another one: Back closes the drawer in either case.
    function open(url) {
        if (isOpen() && history.state?.parley === 'drawer') {
            history.replaceState({ parley: 'drawer' }, '', url);
        } else {
            // Not htmx's entry any more: it would load the list anew.
            base = location.href;
            history.replaceState({ parley: 'grid' }, '');
            history.pushState({ parley: 'drawer' }, '', url);
        }
        show(url);
    }

    function hide() {
        const row = rowOf(idOf(shown));
        asking?.abort();
        asking = null;
        const inside = drawer.contains(document.activeElement) || document.activeElement === document.body;
        empty();
        drawer.hidden = true;
        drawer.classList.remove('waiting');
        document.title = titleOfGrid;
        makeRoom(row);
        if (!row || !inside) return;
        document.querySelector('#rows > tr[data-at]')?.removeAttribute('data-at');
        row.setAttribute('data-at', '');
        row.tabIndex = -1;
        row.focus({ preventScroll: true });
        row.scrollIntoView({ block: 'nearest' });
    }

    // As Back would; where the address is the list's already, it stays.
    function close() {
        if (history.state?.parley === 'drawer') history.back();
        else hide();
    }

    function step(rel) {
        const link = document.querySelector(`#detail a[rel="${rel}"]`);
        if (!link) return false;
        if (isOpen()) open(link.href);
        else location.assign(link.href);
        return true;
    }

    document.addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
        if (document.querySelector('dialog[open]') || event.target.closest?.('input, select, textarea, [contenteditable]')) return;
        const menu = document.querySelector('.detail-menu[open]');
        if (event.key === 'Escape' && menu) {
            menu.open = false;
            menu.querySelector('summary').focus();
        } else if (event.key === 'Escape' && isOpen()) {
            close();
        } else if (event.key === 'J' || event.key === 'K') {
            if (!article() || !step(event.key === 'J' ? 'next' : 'prev')) return;
        } else if (event.key === 'Enter' && drawer && !event.target.closest?.('a, button, summary') && !drawer.contains(event.target)) {
            const row = document.querySelector('#rows > tr[data-at]');
            if (!row) return;
            open(urlOf(row));
        } else {
            return;
        }
        event.preventDefault();
    }, true);

    if (!drawer) return;

    // The row's own link has its address; where no such column is shown, it is made.
    function urlOf(row) {
        const link = row.querySelector('a.open');
        if (link) return link.href;
        const url = new URL('/interaction', location.href);
        url.searchParams.set('id', row.id.slice(1));
        const list = document.getElementById('grid').dataset.list;
        if (list) url.searchParams.set('list', list);
        return url.href;
    }

    const selecting = (node) => {
        const selection = getSelection();
        return !selection.isCollapsed && selection.rangeCount > 0 && selection.getRangeAt(0).intersectsNode(node);
    };

    document.addEventListener('click', (event) => {
        if (!plain(event) || event.defaultPrevented) return;
        const row = event.target.closest?.('#rows > tr');
        const link = event.target.closest?.('a, button, input, label, select, summary');
        if (row && (link ? link.matches('a.open') : !selecting(row))) {
            event.preventDefault();
            open(urlOf(row));
        } else if (drawer.contains(event.target) && link?.matches('.detail-back')) {
            event.preventDefault();
            close();
        } else if (drawer.contains(event.target) && link?.matches('a[rel="prev"], a[rel="next"]')) {
            event.preventDefault();
            open(link.href);
        } else if (drawer.contains(event.target) && link?.matches('a[href^="#"]')) {
            event.preventDefault(); // the drawer scrolls; its address stays the interaction's
            const part = document.getElementById(link.hash.slice(1));
            if (part) goTo(part);
        }
    });

    // Forms of the sections, all of which post: the answer that they are led to takes the place of the article.
    document.addEventListener('submit', (event) => {
        const form = event.target;
        if (event.defaultPrevented || !drawer.contains(form) || !form.matches('[data-drawer]')) return;
        event.preventDefault();
        const body = new URLSearchParams(new FormData(form, event.submitter));
        const address = event.submitter?.getAttribute('formaction') || form.getAttribute('action');
        if (form.method === 'get') load(`${address}?${body}`);
        else load(address, { method: 'POST', body }, form.closest('section[id]')?.id);
    });

    addEventListener('popstate', (event) => {
        if (event.state?.parley === 'drawer' && isDetail(location.href)) show(location.href);
        else if (isOpen() && location.href === base) hide();
        else if (event.state?.parley === 'grid' && location.href !== base) location.reload();
    });

    // A new list below: the drawer goes on, its row is marked again where it stands in the list.
    document.addEventListener('parley:rows', mark);
})();
