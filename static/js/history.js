// Histories. In the grid: the badges C and A open windows, and tell how many interactions stand
// behind them. On a history's own page: the list is replaced in place, running durations count, a
// window closes with Esc. Everything works without this file, only less conveniently.
'use strict';
(() => {
    const root = document.documentElement;
    const WIDTH = 1180, HEIGHT = 760, STEP = 32;
    const PREFIX = 'history-'; // of the names of windows; theme.js knows it, too

    // --- windows ------------------------------------------------------------------------------

    // One window per client and agent: asked for again, it comes to the front.
    function nameOf(url) {
        const who = url.searchParams.get('client') ?? url.searchParams.get('agent') ?? '';
        return `${PREFIX}${url.pathname.split('/').pop()}-${who.replace(/\W/g, '_')}`;
    }

    let places = 0;

    function features() {
        const width = Math.min(WIDTH, screen.availWidth), height = Math.min(HEIGHT, screen.availHeight);
        const room = (all, part) => Math.max(1, Math.floor((all - part) / STEP));
        const left = (screen.availLeft || 0) + (places % room(screen.availWidth, width)) * STEP;
        const top = (screen.availTop || 0) + (places % room(screen.availHeight, height)) * STEP;
        return `popup,width=${width},height=${height},left=${left},top=${top}`;
    }

    // Asked for without an address, a window that is there stays as it is. True when there is one; a
    // browser that allows none follows the link instead.
    function openWindow(address) {
        const made = window.open('', nameOf(new URL(address, location.href)), features());
        if (!made) return false;
        if (made.location.href === 'about:blank') {
            made.location.replace(address);
            places++;
        }
        made.focus();
        return true;
    }

    const isPhone = () => matchMedia('(max-width: 719.98px)').matches;

    document.addEventListener('click', (event) => {
        const link = event.target.closest?.('a.hist, a[data-history]');
        if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        if (isPhone() || event.defaultPrevented) return;
        if (openWindow(link.href)) event.preventDefault();
    });

    // --- badges -------------------------------------------------------------------------------

    const BOUND = 100, AT_ONCE = 100;
    const known = new Map(); // 'client c5', 'agent 7' -> count, or null while it is asked for

    function keyOf(link) {
        const url = new URL(link.href);
        const client = url.searchParams.get('client');
        return client === null ? `agent ${url.searchParams.get('agent')}` : `client ${client}`;
    }

    function show(link, n) {
        const text = n >= BOUND ? `${BOUND - 1}+` : String(n);
        if (link.querySelector('.n')?.textContent === ` ${text}`) return;
        link.querySelector('.n')?.remove();
        const number = document.createElement('span');
        number.className = 'n';
        number.textContent = ` ${text}`;
        link.dataset.label ??= link.getAttribute('aria-label');
        // What is seen stands in the name, too: it is what people say to have it clicked.
        link.setAttribute('aria-label', `${link.firstChild.data} ${text}: ${link.dataset.label}, ${n >= BOUND ? `more than ${BOUND - 1} interactions`
            : n === 1 ? '1 interaction' : `${n} interactions`}`);
        link.append(number);
    }

    // Fills in what is known, and returns the keys of what is not.
    function fill(part) {
        const wanted = new Set();
        for (const link of part.querySelectorAll('a.hist')) {
            const key = keyOf(link), n = known.get(key);
            if (n) show(link, n);
            else if (n === undefined) wanted.add(key);
        }
        return [...wanted];
    }

    const ids = (keys, kind) => keys.filter((k) => k.startsWith(`${kind} `)).map((k) => k.slice(kind.length + 1)).slice(0, AT_ONCE);

    async function ask(keys) {
        const clients = ids(keys, 'client'), agents = ids(keys, 'agent');
        const asked = [...clients.map((c) => `client ${c}`), ...agents.map((a) => `agent ${a}`)];
        for (const key of asked) known.set(key, null);
        try {
            const query = new URLSearchParams({ clients: clients.join(), agents: agents.join() });
            const answer = await fetch(`/history/counts?${query}`, {
                headers: { 'X-Parley-Refresh': '1', Accept: 'application/json' },
                credentials: 'same-origin', cache: 'no-store', redirect: 'manual',
            });
            if (!answer.ok) throw new Error(answer.status);
            const found = await answer.json();
            for (const [id, n] of Object.entries(found.clients)) known.set(`client ${id}`, n);
            for (const [id, n] of Object.entries(found.agents)) known.set(`agent ${id}`, n);
            fill(document);
        } catch {
            // Without their numbers the badges do all they are there for; the next list asks again.
            for (const key of asked) if (known.get(key) === null) known.delete(key);
        }
    }

    function watchBadges(desk) {
        let soon = 0;
        const look = () => {
            soon = 0;
            const keys = fill(document);
            if (keys.length) ask(keys);
        };
        new MutationObserver((changes) => {
            if (soon || !changes.some((c) => [...c.addedNodes].some((n) => n.nodeType === 1
                && (n.matches('tr, td.k-c, td.k-a') || n.querySelector('a.hist'))))) return;
            soon = setTimeout(look, 30);
        }).observe(desk, { childList: true, subtree: true });
        // A newer answer is compared with what is shown: it gets the numbers first.
        document.addEventListener('parley:fresh', (event) => fill(event.detail));
        look();
    }

    const desk = document.getElementById('desk');
    if (desk) watchBadges(desk);

    // A window closes with Esc, as it was opened with a key.
    document.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !root.classList.contains('window')) return;
        const field = event.target.closest?.('input, select, textarea');
        if (field) field.blur();
        else window.close();
    });

    // --- the page of a history ----------------------------------------------------------------

    const history = document.getElementById('history');
    if (!history) return;
    if (window.htmx) root.classList.add('live');
    const list = () => document.getElementById('list');
    const say = (text) => { document.getElementById('say').textContent = text; };

    const two = (n) => String(n).padStart(2, '0');
    let ahead = 0; // how far the server's clock is ahead of this one, in milliseconds
    function arrived() {
        ahead = Number(list()?.dataset.now || Date.now()) - Date.now();
        tick();
    }
    function tick() {
        for (const cell of document.querySelectorAll('#rows td[data-since]')) {
            const s = Math.max(0, Math.floor((Date.now() + ahead - Number(cell.dataset.since)) / 1000));
            const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
            const text = h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
            if (cell.textContent !== text) cell.textContent = text;
        }
    }
    setInterval(() => { if (document.visibilityState === 'visible') tick(); }, 1000);

    document.addEventListener('change', (event) => {
        if (event.target.matches?.('#narrow .apply-now')) event.target.form.requestSubmit();
    });

    const on = (name, handler) => document.body.addEventListener(name, handler);

    on('htmx:configRequest', (event) => {
        const values = event.detail.parameters, form = event.detail.elt;
        if (form.id !== 'narrow') return;
        // Dates that were just chosen replace the named period.
        if (values.from || values.to) delete values.period;
        if (values.size === '50') delete values.size;
        for (const name of Object.keys(values)) if (values[name] === '') delete values[name];
    });

    // The list or, when the answer is anything else, that page itself. Figures that fail leave the
    // link to them.
    on('htmx:beforeSwap', (event) => {
        const { xhr, target, pathInfo } = event.detail;
        if (target.id === 'figures') {
            event.detail.shouldSwap = xhr.status === 200;
            if (xhr.status !== 200) target.classList.add('failed');
            return;
        }
        const isList = String(event.detail.serverResponse).includes('<section id="list"');
        event.detail.shouldSwap = isList;
        event.detail.isError = false;
        if (!isList) location.assign(pathInfo.finalRequestPath || location.href);
    });
    for (const name of ['htmx:sendError', 'htmx:timeout'])
        on(name, (event) => {
            const target = event.detail.target;
            if (target?.id === 'figures') target.classList.add('failed');
            else showProblem(event.detail.pathInfo.finalRequestPath || location.href);
        });

    function showProblem(address) {
        document.getElementById('banner')?.remove();
        const box = document.createElement('div'), text = document.createElement('p'), link = document.createElement('a');
        box.id = 'banner';
        box.className = 'banner';
        box.setAttribute('role', 'alert');
        text.textContent = 'Parley could not be reached. The list below stays as it was.';
        link.className = 'btn';
        link.href = address;
        link.textContent = 'Try again';
        link.setAttribute('hx-boost', 'false');
        box.append(text, link);
        history.prepend(box);
    }

    on('htmx:afterSwap', (event) => {
        if (event.detail.target?.id !== 'list') return;
        document.getElementById('banner')?.remove();
        arrived();
        if (list().getBoundingClientRect().top < 0) list().scrollIntoView();
        const count = document.getElementById('count')?.textContent.trim();
        say(count ? `${count} interactions` : list().querySelector('h2')?.textContent || '');
    });

    arrived();
})();
