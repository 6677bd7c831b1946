// Choosing interactions in the grid, to flag or tag them together. What is chosen outlives paging
// and sorting: it is kept for the browser's tab, for one list at a time. Without this file the boxes
// of one page, and all that match, are sent as they are.
'use strict';
(() => {
    const KEPT = 'parley-select';
    const byId = (id) => document.getElementById(id);
    const bulk = () => byId('bulk');
    const boxes = () => [...document.querySelectorAll('#rows td.k-pick input')];

    // The edit is done: what was chosen for it is chosen no more.
    if (byId('edited')) sessionStorage.removeItem(KEPT);
    if (!byId('desk')) return;

    let chosen = none(null); // of no list yet
    function none(key) {
        return { key, all: false, ids: new Set(), except: new Set() };
    }

    function load(key) {
        if (chosen.key === key) return;
        chosen = none(key);
        try {
            const kept = JSON.parse(sessionStorage.getItem(KEPT));
            if (kept?.key === key) chosen = { key, all: kept.all === true, ids: new Set(kept.ids), except: new Set(kept.except) };
        } catch { /* nothing usable was kept */ }
    }

    function keep() {
        const { key, all, ids, except } = chosen;
        sessionStorage.setItem(KEPT, JSON.stringify({ key, all, ids: [...ids], except: [...except] }));
    }

    const has = (id) => (chosen.all ? !chosen.except.has(id) : chosen.ids.has(id));
    const most = () => Number(bulk().dataset.most);
    const number = (n) => n.toLocaleString('en-US');

    // False when there are too many picked one by one.
    function set(id, on) {
        const list = chosen.all ? chosen.except : chosen.ids;
        if (on === chosen.all) return list.delete(id) || true;
        if (!list.has(id) && list.size >= most()) return false;
        list.add(id);
        return true;
    }

    // --- what is shown ------------------------------------------------------------------------

    // "1,234", where the list is counted.
    const total = () => (/^[\d.,\s\u00a0\u202f]+$/.test(bulk().dataset.all) ? Number(bulk().dataset.all.replace(/\D/g, '')) : NaN);

    function count() {
        if (!chosen.all) return chosen.ids.size ? `${number(chosen.ids.size)} selected` : 'Nothing selected';
        const left = total() - chosen.except.size;
        return Number.isNaN(left) ? `All selected${chosen.except.size ? ` but ${number(chosen.except.size)}` : ''}` : `${number(left)} selected`;
    }

    function show(text = count()) {
        const line = byId('bulk-count');
        if (line.textContent !== text) line.textContent = text;
        const any = chosen.all || chosen.ids.size > 0;
        bulk().all.checked = chosen.all;
        for (const button of bulk().querySelectorAll('.bulk-acts button')) button.disabled = !any;
        byId('bulk-none').hidden = !any;
        const page = boxes();
        const on = page.filter((box) => box.checked).length;
        byId('bulk-page').checked = on > 0 && on === page.length;
        byId('bulk-page').indeterminate = on > 0 && on < page.length;
    }

    function sync() {
        if (!bulk()) return;
        load(bulk().dataset.key);
        for (const box of boxes()) {
            box.checked = has(box.value);
            box.closest('tr').toggleAttribute('data-picked', box.checked);
        }
        show();
    }

    // --- choosing -----------------------------------------------------------------------------

    const tooMany = () => `At most ${number(most())} can be picked one by one. Choose all that match instead.`;
    let last = ''; // the box that was used last: where a range begins

    function pick(list, on) {
        const all = list.every((box) => set(box.value, on));
        keep();
        sync();
        if (!all) show(tooMany());
    }

    // With Shift: all from the box used last to this one.
    function use(box, on, range) {
        const page = boxes();
        const from = page.findIndex((b) => b.value === last), to = page.indexOf(box);
        last = box.value;
        pick(range && from >= 0 ? page.slice(Math.min(from, to), Math.max(from, to) + 1) : [box], on);
    }

    document.addEventListener('click', (event) => {
        const cell = event.target.closest?.('#rows td.k-pick');
        if (cell) {
            // The row is not opened; the whole cell is the box.
            event.stopPropagation();
            const box = cell.querySelector('input');
            if (event.target !== box) box.checked = !box.checked;
            getSelection().removeAllRanges();
            use(box, box.checked, event.shiftKey);
        } else if (event.target.id === 'bulk-none') {
            chosen = none(chosen.key);
            keep();
            sync();
            byId('bulk-page').focus();
        }
    }, true);

    document.addEventListener('change', (event) => {
        if (event.target.id === 'bulk-page') pick(boxes(), event.target.checked);
        if (event.target.form !== bulk() || event.target.name !== 'all' || !bulk()) return;
        chosen = { ...none(chosen.key), all: event.target.checked };
        keep();
        sync();
    });

    document.addEventListener('keydown', (event) => {
        if (event.key !== 'x' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
        if (document.querySelector('dialog[open]') || event.target.closest?.('select, textarea, input:not([type="checkbox"])')) return;
        const box = document.querySelector('#rows > tr[data-at] td.k-pick input');
        if (!box) return;
        event.preventDefault();
        use(box, !box.checked, false);
    });

    document.addEventListener('formdata', (event) => {
        if (event.target !== bulk()) return;
        event.formData.delete('id');
        if (chosen.all) event.formData.set('except', [...chosen.except].join('.'));
        else event.formData.set('ids', [...chosen.ids].join('.'));
    });

    // Rows come with each page, and by themselves.
    let soon = 0;
    new MutationObserver((changes) => {
        if (soon || !changes.some((c) => [...c.addedNodes].some((n) => n.nodeType === 1 && (n.matches('tr, td.k-pick') || n.querySelector('td.k-pick'))))) return;
        soon = requestAnimationFrame(() => { soon = 0; sync(); });
    }).observe(byId('desk'), { childList: true, subtree: true });
    addEventListener('pageshow', sync);
    sync();
})();
