// The interactions grid: what the page does beyond links and forms. Running durations count,
// the list refreshes itself without moving what is being read, keys move through it, and a
// request that fails says so. Everything works without this file, only less conveniently.
'use strict';
(() => {
    const byId = (id) => document.getElementById(id);
    const desk = byId('desk');
    if (!desk) return;

    // --- time ---------------------------------------------------------------------------------

    let ahead = 0; // how far the server's clock is ahead of this one, in milliseconds
    const readClock = (grid) => {
        const now = Number(grid.dataset.now);
        if (now > 0) ahead = now - Date.now();
    };

    const clockFormat = { minute: '2-digit', second: '2-digit',
        ...(desk.dataset.hours === '12' ? { hour: 'numeric', hour12: true } : { hour: '2-digit', hourCycle: 'h23' }) };
    let clock;
    try {
        clock = new Intl.DateTimeFormat('en-GB', { ...clockFormat, timeZone: desk.dataset.zone || undefined });
    } catch {
        clock = new Intl.DateTimeFormat('en-GB', clockFormat);
    }
    const clockText = () => clock.format(Date.now() + ahead);

    const two = (n) => String(n).padStart(2, '0');
    const durationText = (ms) => {
        const s = Math.max(0, Math.floor(ms / 1000));
        const h = Math.floor(s / 3600);
        const m = Math.floor(s / 60) % 60;
        return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
    };

    function tick(root) {
        const now = Date.now() + ahead;
        for (const cell of root.querySelectorAll('td[data-since]')) {
            const text = durationText(now - Number(cell.dataset.since));
            if (cell.textContent !== text) cell.textContent = text;
        }
    }

    // --- what the reader is told --------------------------------------------------------------

    const say = (text) => { byId('say').textContent = text; };

    const element = (name, className, text) => {
        const made = document.createElement(name);
        if (className) made.className = className;
        if (text) made.textContent = text;
        return made;
    };

    // One line above everything, for what needs the reader's attention. It goes with the next
    // page that arrives.
    function banner(text, label, url) {
        clearBanner();
        const box = element('div', 'banner');
        box.id = 'banner';
        box.setAttribute('role', 'alert');
        box.append(element('p', '', text));
        const link = element('a', 'btn', label);
        link.href = url;
        link.setAttribute('hx-boost', 'false');
        box.append(link);
        desk.prepend(box);
    }
    const clearBanner = () => byId('banner')?.remove();

    let since = clockText(); // when what is shown was fetched
    function showStatus(trouble) {
        const line = byId('status');
        if (!line) return;
        line.classList.toggle('late', Boolean(trouble));
        const stopped = stoppedRefreshing || !byId('grid')?.dataset.refresh;
        line.replaceChildren(trouble || (stopped ? `As of ${since}` : `Updated ${since}`));
        if (stoppedRefreshing) return;
        const button = element('button', 'again', 'Refresh');
        button.type = 'button';
        button.title = 'Refresh now (r)';
        button.addEventListener('click', refresh);
        line.append(' ', button);
    }

    // --- merging a newer answer into the table ------------------------------------------------

    const bar = document.querySelector('.topbar');
    const headerBottom = () => {
        const head = document.querySelector('#table thead');
        const sticky = head && getComputedStyle(head.querySelector('th') || head).position === 'sticky';
        return bar.getBoundingClientRect().bottom + (sticky ? head.getBoundingClientRect().height : 0);
    };

    const selectionIn = (node) => {
        const selection = getSelection();
        return !selection.isCollapsed && selection.rangeCount > 0
            && selection.getRangeAt(0).intersectsNode(node);
    };

    // Is somebody working with the table, so that rows must not slide away under the pointer?
    const inUse = (table) =>
        table.matches(':hover') || table.contains(document.activeElement) || selectionIn(table);

    function updateRow(old, fresh) {
        if (old.className !== fresh.className) old.className = fresh.className;
        const cells = old.cells;
        for (let i = 0; i < cells.length && i < fresh.cells.length; i++) {
            const was = cells[i];
            const is = fresh.cells[i];
            if (was.isEqualNode(is)) continue;
            if (was.contains(document.activeElement) || selectionIn(was)) continue;
            const next = document.importNode(is, true);
            was.replaceWith(next);
            window.htmx?.process(next);
        }
    }

    function replaceIfChanged(grid, fresh, selector) {
        const was = grid.querySelector(selector);
        const is = fresh.querySelector(selector);
        if (!was || !is || was.isEqualNode(is) || was.contains(document.activeElement)) return;
        const next = document.importNode(is, true);
        was.replaceWith(next);
        window.htmx?.process(next);
    }

    function replaceGrid(grid, fresh) {
        const next = document.importNode(fresh, true);
        grid.replaceWith(next);
        window.htmx?.process(next);
        arrived();
    }

    let waiting = null; // an answer with new rows that the reader has not asked to see yet

    function merge(fresh, force) {
        const grid = byId('grid');
        const table = byId('table');
        const body = byId('rows');
        tick(fresh);
        document.dispatchEvent(new CustomEvent('parley:fresh', { detail: fresh }));

        const freshBody = fresh.querySelector('#rows');
        const sameColumns = table?.dataset.columns === fresh.querySelector('#table')?.dataset.columns;
        if (!table || !freshBody || !sameColumns) {
            // There were no rows, or there are none any more: nothing can be merged.
            if (!table || force || !inUse(table)) replaceGrid(grid, fresh);
            return;
        }

        const freshRows = [...freshBody.rows];
        const known = new Map([...body.rows].map((row) => [row.id, row]));
        for (const row of freshRows) {
            const old = known.get(row.id);
            if (old) updateRow(old, row);
        }
        replaceIfChanged(grid, fresh, '#count');
        grid.dataset.now = fresh.dataset.now;

        // Only the newest page, newest first, grows; any other list stays as it was asked for.
        if (grid.dataset.first !== '1') return;

        const added = freshRows.filter((row) => !known.has(row.id));
        const top = headerBottom();
        const scrolledBelow = body.getBoundingClientRect().top < top - 1;
        if (added.length && !force && !scrolledBelow && inUse(table)) {
            waiting = fresh;
            showPill(added.length);
            return;
        }
        hidePill();

        const anchor = scrolledBelow
            ? [...body.rows].find((row) => row.getBoundingClientRect().bottom > top) : null;
        const anchorTop = anchor?.getBoundingClientRect().top;

        // Rows that fell off the end go, unless somebody may be reading them.
        const stays = new Set(freshRows.map((row) => row.id));
        for (const row of [...body.rows]) {
            if (stays.has(row.id) || row.contains(document.activeElement) || selectionIn(row)) continue;
            const box = row.getBoundingClientRect();
            if (force || box.top > innerHeight || box.bottom < top) row.remove();
        }
        // Each new row goes in front of the row that follows it in the answer.
        let next = null;
        for (const row of freshRows.toReversed()) {
            let shown = byId(row.id);
            if (!shown) {
                shown = document.importNode(row, true);
                if (!scrolledBelow) shown.classList.add('fresh');
                if (next) next.before(shown);
                else body.append(shown);
                window.htmx?.process(shown);
            }
            next = shown;
        }
        replaceIfChanged(grid, fresh, '.paging');
        if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - anchorTop, behavior: 'instant' });
    }

    function showPill(count) {
        const text = count === 1 ? '1 new interaction' : `${count} new interactions`;
        let pill = byId('pill');
        if (!pill) {
            pill = element('button', 'pill');
            pill.id = 'pill';
            pill.type = 'button';
            pill.addEventListener('click', () => {
                if (waiting) merge(waiting, true);
                waiting = null;
                showStatus();
                byId('rows')?.rows[0]?.scrollIntoView({ block: 'nearest' });
            });
            byId('count').before(pill);
            say(text);
        }
        pill.textContent = text;
    }
    function hidePill() {
        waiting = null;
        byId('pill')?.remove();
    }

    // --- refreshing ---------------------------------------------------------------------------

    let timer = 0;
    let failures = 0;
    let asking = null;       // the AbortController of a refresh under way
    let lastAsked = Date.now();
    let stoppedRefreshing = false;

    // Is htmx waiting for an answer that will replace the grid?
    const swapping = () => byId('progress').classList.contains('htmx-request');

    const seconds = () => Math.max(5, Number(byId('grid')?.dataset.seconds) || 30);

    function plan(delay) {
        clearTimeout(timer);
        if (stoppedRefreshing || document.visibilityState !== 'visible') return;
        if (byId('grid')?.dataset.refresh) timer = setTimeout(refresh, delay * 1000);
    }

    // 30 s, 60 s, 2 min, 4 min, 5 min, each a little early so that desks do not ask in step.
    const patience = () => Math.min(seconds() * 2 ** Math.max(0, failures - 1), 300) * (0.8 + Math.random() / 5);

    function failed(retryAfter) {
        failures++;
        const delay = Math.max(patience(), retryAfter || 0);
        const text = `Not refreshed since ${since}, trying again`;
        if (failures === 1) say(text);
        showStatus(text);
        plan(delay);
    }

    function sameOrigin(address) {
        try {
            const url = new URL(address, location.href);
            return url.origin === location.origin ? url.href : '';
        } catch {
            return '';
        }
    }

    async function signInAddress(response) {
        let address = response.headers.get('X-Parley-Signin');
        if (!address) {
            try {
                const body = await response.json();
                address = body.signin || body.url;
            } catch { /* no JSON: below */ }
        }
        return (address && sameOrigin(address)) || location.href;
    }

    function signedOut(address) {
        stoppedRefreshing = true;
        clearTimeout(timer);
        hidePill();
        showStatus();
        banner('You were signed out. What you see stays as it was until you leave the page.', 'Sign in', address);
    }

    async function refresh() {
        const grid = byId('grid');
        clearTimeout(timer);
        if (!grid?.dataset.refresh || stoppedRefreshing || asking) return;
        if (swapping()) { plan(2); return; }
        const control = new AbortController();
        asking = control;
        lastAsked = Date.now();
        const slow = setTimeout(() => control.abort(), 20000);
        try {
            const response = await fetch(grid.dataset.refresh, {
                headers: { 'X-Parley-Refresh': '1', Accept: 'text/html' },
                credentials: 'same-origin',
                cache: 'no-store',
                redirect: 'manual',
                signal: control.signal,
            });
            if (byId('grid') !== grid) return;
            if (response.status === 401 || response.type === 'opaqueredirect') {
                signedOut(response.status === 401 ? await signInAddress(response) : location.href);
                return;
            }
            const text = response.ok && response.status !== 204 ? await response.text() : '';
            if (byId('grid') !== grid || swapping()) return;
            const fresh = text && new DOMParser().parseFromString(text, 'text/html').getElementById('grid');
            if (!fresh || fresh.dataset.state === 'timeout' || fresh.dataset.state === 'error') {
                failed(Number(response.headers.get('Retry-After')));
                return;
            }
            if (failures) say('The list is up to date again');
            failures = 0;
            readClock(fresh);
            since = clockText();
            merge(fresh, false);
            showStatus();
            plan(seconds());
        } catch {
            if (byId('grid') === grid && !swapping()) failed(0);
        } finally {
            clearTimeout(slow);
            if (asking === control) asking = null;
        }
    }

    document.addEventListener('visibilitychange', () => {
        if (document.visibilityState !== 'visible') { clearTimeout(timer); return; }
        tick(document);
        const left = seconds() - (Date.now() - lastAsked) / 1000;
        plan(Math.max(0.2, left));
    });
    addEventListener('online', () => { if (failures) refresh(); });
    addEventListener('pageshow', (event) => { if (event.persisted) refresh(); });
    setInterval(() => { if (document.visibilityState === 'visible') tick(document); }, 1000);

    // --- htmx: filters, sorting and paging replace only the grid ------------------------------

    // A new grid is on the page.
    function arrived() {
        asking?.abort();
        asking = null;
        failures = 0;
        waiting = null;
        byId('pill')?.remove();
        const grid = byId('grid');
        if (!grid) return;
        readClock(grid);
        since = clockText();
        lastAsked = Date.now();
        tick(grid);
        showStatus();
        plan(seconds());
        document.dispatchEvent(new CustomEvent('parley:rows'));
    }

    const on = (name, handler) => document.body.addEventListener(name, handler);

    on('htmx:configRequest', (event) => {
        const values = event.detail.parameters;
        const form = byId('filters');
        if (event.detail.elt !== form) return;
        // Dates that were just chosen replace the named period.
        if (form.from.value !== form.from.defaultValue || form.to.value !== form.to.defaultValue) {
            delete values.period;
        }
        for (const name of Object.keys(values)) {
            if (values[name] === '') delete values[name];
        }
    });

    on('htmx:beforeRequest', () => {
        asking?.abort();
        plan(seconds());
    });

    // What is to be shown, and where. An answer without a grid never empties the page.
    on('htmx:beforeSwap', (event) => {
        const detail = event.detail;
        const xhr = detail.xhr;
        const html = String(detail.serverResponse);
        const asked = sameOrigin(detail.pathInfo.finalRequestPath) || location.href;

        if (xhr.status === 401) {
            detail.shouldSwap = false;
            let address = xhr.getResponseHeader('X-Parley-Signin');
            if (!address) try { address = JSON.parse(html).signin; } catch { /* none */ }
            location.assign((address && sameOrigin(address)) || asked);
            return;
        }
        clearBanner();
        if (html.includes('<section id="grid"')) {
            detail.shouldSwap = true;
            detail.isError = false;
            return;
        }
        if (xhr.status < 400) {
            // Another page: the sign-in page at the end of a redirect, most likely.
            detail.shouldSwap = false;
            location.assign(sameOrigin(xhr.responseURL) || asked);
            return;
        }
        // What passes by itself leaves the list alone; any other problem is shown as its own page.
        // So is a value that was refused: it is still in its field.
        const passing = [400, 429, 502, 503, 504].includes(xhr.status);
        if (!passing && html.includes('<main id="main"')) {
            detail.shouldSwap = true;
            detail.target = byId('main');
            detail.selectOverride = '#main';
            detail.swapOverride = 'outerHTML';
            return;
        }
        detail.shouldSwap = false;
        const page = new DOMParser().parseFromString(html, 'text/html');
        const said = (selector) => page.querySelector(`main ${selector}`)?.textContent.trim();
        const what = said('h1') || `Parley could not answer (status ${xhr.status})`;
        const why = `${what}. ${said('p') || ''}`;
        if (xhr.status === 400) banner(`${why}. The list below is without it.`, 'Dismiss', location.href);
        else banner(`${why} The list below is as of ${since}.`, 'Try again', asked);
    });

    for (const name of ['htmx:sendError', 'htmx:timeout']) {
        on(name, (event) => {
            const asked = sameOrigin(event.detail.pathInfo.finalRequestPath) || location.href;
            const why = name === 'htmx:timeout' ? 'Parley took too long to answer.' : 'Parley could not be reached.';
            banner(`${why} The list below is as of ${since}.`, 'Try again', asked);
        });
    }

    // A new form comes with new links: what the reader opened stays open.
    let moreOpen = false;
    on('htmx:oobBeforeSwap', () => { moreOpen = byId('more')?.open ?? moreOpen; });
    on('htmx:oobAfterSwap', () => { if (moreOpen && byId('more')) byId('more').open = true; });

    on('htmx:afterSwap', (event) => {
        if (event.detail.target?.id === 'main' || !byId('grid')) {
            clearTimeout(timer);
            byId('main')?.focus();
            return;
        }
        arrived();
        const grid = byId('grid');
        if (grid.getBoundingClientRect().top < 0) grid.scrollIntoView();
        const count = byId('count')?.textContent.trim();
        say(count ? `${count} interactions` : grid.querySelector('h2')?.textContent || '');
    });

    if (window.htmx) document.documentElement.classList.add('live');

    // --- keys ---------------------------------------------------------------------------------

    const current = () => document.querySelector('#rows > tr[data-at]');

    function moveTo(row) {
        if (!row) return;
        current()?.removeAttribute('data-at');
        row.setAttribute('data-at', '');
        row.tabIndex = -1;
        row.focus({ preventScroll: true });
        row.scrollIntoView({ block: 'nearest' });
    }

    function firstVisible() {
        const top = headerBottom();
        return [...(byId('rows')?.rows || [])].find((row) => row.getBoundingClientRect().top >= top - 1);
    }

    const keys = {
        '/': () => {
            const toggle = document.querySelector('.filters-toggle');
            const field = byId('f-agent');
            if (toggle && !field.offsetParent) toggle.open = true;
            field.focus();
            field.select();
        },
        j: () => moveTo(current() ? current().nextElementSibling : firstVisible()),
        k: () => moveTo(current() ? current().previousElementSibling : firstVisible()),
        n: () => byId('page-next')?.click(),
        p: () => byId('page-prev')?.click(),
        c: () => current()?.querySelector('td.k-c a')?.click(),
        a: () => current()?.querySelector('td.k-a a')?.click(),
        r: refresh,
        '?': () => byId('keys').showModal(),
        Escape: () => {
            current()?.removeAttribute('data-at');
            document.activeElement?.blur();
        },
    };

    document.addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
        if (document.querySelector('dialog[open]')) return;
        const field = event.target.closest?.('input, select, textarea, [contenteditable]');
        if (field) {
            if (event.key === 'Escape') { event.preventDefault(); field.blur(); }
            return;
        }
        const act = keys[event.key];
        if (!act) return;
        event.preventDefault();
        act();
    });

    // A click on a row marks it, so that j and k go on from there; detail.js opens it.
    document.addEventListener('click', (event) => {
        const row = event.target.closest?.('#rows > tr');
        if (!row || event.target.closest('a, button') || selectionIn(row)) return;
        current()?.removeAttribute('data-at');
        row.setAttribute('data-at', '');
    });

    // One value chosen in the first line takes the place of what was ticked for the same field, and
    // a shortcut and the ends of a range take each other's place. Before htmx hears of the change.
    document.addEventListener('change', (event) => {
        const changed = event.target;
        const ticks = changed.name && !changed.closest('#more') && document.querySelector(`[data-ticks="${changed.name}"]`);
        if (ticks && changed.value) {
            for (const box of ticks.querySelectorAll('input:checked')) box.checked = false;
            byId(`op-${changed.name}`).selectedIndex = 0;
        }
        const range = changed.closest?.('.more-range');
        if (!range || changed.value === '') return;
        for (const field of range.querySelectorAll('select, input')) {
            if ((field.tagName === 'SELECT') !== (changed.tagName === 'SELECT')) field.value = '';
        }
    }, true);

    // An empty date is shown as quietly as an empty text field.
    document.addEventListener('input', (event) => {
        if (event.target.type === 'date') event.target.classList.toggle('filled', event.target.value !== '');
    });

    // Names that do not fit are readable in full.
    document.addEventListener('mouseover', (event) => {
        const cell = event.target.closest?.('#rows td.k-client');
        if (!cell || cell.scrollWidth <= cell.clientWidth || cell.title.includes(cell.textContent)) return;
        cell.title = `${cell.textContent} · ${cell.title}`;
    });

    document.addEventListener('click', (event) => {
        if (event.target.closest?.('#keys-open')) keys['?']();
    });

    // The sign-in page leads back to the address that was refused, which may have been a refresh.
    const here = new URL(location.href);
    if (here.searchParams.has('refresh')) {
        here.searchParams.delete('refresh');
        history.replaceState(history.state, '', here);
    }

    arrived();
})();
