// The transcript of one interaction: search within it, follow the recording, seek in it. On the
// detail page and in its drawer it begins with parley:detail, on its own page at once. What there
// is without this file is read and searched by the browser.
'use strict';
(() => {
    const el = (name, more = {}, ...inside) => {
        const e = Object.assign(document.createElement(name), more);
        e.append(...inside);
        return e;
    };

    // --- search: text is compared folded, and found where it stands -------------------------------

    // Accents of letters, points of Hebrew, vowel signs of Arabic: what people leave out.
    const POINTS = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]/g;
    const fold = (c) => (c >= '\uac00' && c <= '\ud7a3' ? c
        : c.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD').replace(POINTS, ''));

    // Folded text, and for each of its units where the character begins that it came from.
    function folded(text) {
        if (/^[\0-\x7f]*$/.test(text)) return { text: text.toLowerCase(), from: null };
        const from = [];
        let out = '', at = 0;
        for (const [part] of text.matchAll(/[\0-\x7f]+|[^]/gu)) {
            const plain = part < '\x80', f = plain ? part.toLowerCase() : fold(part);
            for (let i = 0; i < f.length; i++) from.push(plain ? at + i : at);
            out += f;
            at += part.length;
        }
        return { text: out, from };
    }

    const SEARCHED = '.said, .fn, .fold th, .fold td, .fold .value, .file';

    function textNodes(element) {
        const only = element.firstChild;
        if (only && !only.nextSibling && only.nodeType === Node.TEXT_NODE) return [{ node: only }];
        const nodes = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) nodes.push({ node: walker.currentNode });
        return nodes;
    }

    // What can be found, read once: the text nodes of each element, one after the other.
    function readTexts(list) {
        const texts = [];
        for (const element of list.querySelectorAll(SEARCHED)) {
            const nodes = textNodes(element);
            let all = '';
            for (const n of nodes) {
                n.at = all.length;
                all += n.node.data;
            }
            if (nodes.length) texts.push({ element, nodes, length: all.length, ...folded(all) });
        }
        return texts;
    }

    // The node and the place in it.
    function place(text, at) {
        const { nodes } = text;
        let i = nodes.length - 1;
        while (i > 0 && nodes[i].at > at) i--;
        return [nodes[i].node, at - nodes[i].at];
    }

    // Of folded text: up to where the next character begins, so with the accents of the last one.
    function rangeOf(text, from, to) {
        const start = text.from ? text.from[from] : from;
        const end = !text.from ? to : to < text.from.length ? text.from[to] : text.length;
        const [startContainer, startOffset] = place(text, start), [endContainer, endOffset] = place(text, end);
        return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
    }

    const MOST = 5000; // hits: of one letter in a long talk nobody looks at all

    function find(texts, what) {
        const hits = [], words = folded(what.trim()).text;
        if (!words) return hits;
        const wanted = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'), 'g');
        for (const text of texts) {
            for (const hit of text.text.matchAll(wanted)) {
                if (hits.length === MOST) return hits;
                hits.push({ element: text.element, range: rangeOf(text, hit.index, hit.index + hit[0].length) });
            }
        }
        return hits;
    }

    const marks = (name, ranges) => {
        if (!window.CSS?.highlights) return;
        if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
        else CSS.highlights.delete(name);
    };

    // Shows the element within the list where that scrolls by itself, else on the page.
    function reveal(scroller, element) {
        for (let d = element.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
        if (!scroller) {
            element.scrollIntoView({ block: 'center' });
            return;
        }
        const box = scroller.getBoundingClientRect(), e = element.getBoundingClientRect();
        if (e.top < box.top + 8 || e.bottom > box.bottom - 8)
            scroller.scrollTop += e.top - box.top - Math.max(8, (box.height - e.height) / 2);
    }

    function makeSearch(talk, list, scroller) {
        const field = el('input', { type: 'search', className: 'form-control', placeholder: 'Find in the transcript', autocomplete: 'off', spellcheck: false });
        const count = el('output', { className: 'talk-count' });
        const before = el('button', { type: 'button', className: 'btn', textContent: '↑', title: 'Hit before (Shift+Enter)', disabled: true });
        const after = el('button', { type: 'button', className: 'btn', textContent: '↓', title: 'Next hit (Enter)', disabled: true });
        field.setAttribute('aria-label', 'Find in the transcript');
        before.setAttribute('aria-label', 'Hit before');
        after.setAttribute('aria-label', 'Next hit');
        count.setAttribute('role', 'status');
        const box = el('div', { className: 'talk-find' }, field, before, after, count);
        box.setAttribute('role', 'search');
        let texts = null, hits = [], at = -1, bubble = null;

        const show = (index) => {
            bubble?.classList.remove('found');
            bubble = null;
            at = hits.length ? (index + hits.length) % hits.length : -1;
            marks('talk-hit', at < 0 ? [] : [hits[at].range]);
            const n = hits.length === MOST ? `${MOST}+` : hits.length;
            count.textContent = !field.value.trim() ? '' : at < 0 ? 'None' : `${at + 1} of ${n}`;
            if (at < 0) return;
            bubble = hits[at].element.closest('li');
            bubble.classList.add('found');
            for (let i = 0; i < 2; i++) reveal(scroller, hits[at].element); // heights are known once it was seen
        };
        const read = () => { texts ??= readTexts(list); };
        const search = () => {
            read();
            hits = find(texts, field.value);
            marks('talk-hits', hits.map((h) => h.range));
            before.disabled = after.disabled = !hits.length;
            show(0);
        };
        const clear = () => {
            field.value = '';
            search();
        };
        field.addEventListener('focus', read); // before the first letter
        field.addEventListener('input', search);
        field.addEventListener('keydown', (event) => {
            if (event.key === 'Enter') {
                event.preventDefault();
                show(at + (event.shiftKey ? -1 : 1));
            } else if (event.key === 'Escape' && field.value) {
                event.preventDefault(); // what else closes with Esc stays open
                event.stopPropagation();
                clear();
            }
        });
        before.addEventListener('click', () => show(at - 1));
        after.addEventListener('click', () => show(at + 1));
        talk.querySelector('.talk-head h2').after(box);
        return () => ['talk-hits', 'talk-hit'].forEach((name) => marks(name, []));
    }

    // --- the recording ----------------------------------------------------------------------------

    // The bubbles with a place in the recording, in its order.
    const placed = (list) => [...list.querySelectorAll('button.at')]
        .map((button) => ({ ms: Number(button.dataset.ms), button, bubble: button.closest('li') }))
        .sort((a, b) => a.ms - b.ms);

    // The last one that has begun; -1: none has.
    function spokenAt(places, ms) {
        let low = 0, high = places.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (places[middle].ms <= ms) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    function makeFollowing(detail, list, scroller) {
        const places = placed(list);
        if (!places.length) return;
        let now = null, following = true;
        const back = el('button', { type: 'button', className: 'btn talk-follow', textContent: 'Follow the recording', hidden: true });
        const follow = (on) => {
            following = on;
            back.hidden = on || !now;
            if (on && now) reveal(scroller, now);
        };
        scroller?.append(back);
        back.addEventListener('click', () => follow(true));
        // Only a hand that scrolls stops the following; scrolling by the program does not.
        for (const name of ['wheel', 'touchmove'])
            scroller?.addEventListener(name, () => follow(false), { passive: true });
        scroller?.addEventListener('pointerdown', (event) => event.target === scroller && follow(false));
        scroller?.addEventListener('keydown', (event) =>
            ['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', ' '].includes(event.key)
            && event.target === scroller && follow(false));

        detail.addEventListener('parley:audio', (event) => {
            const { ms, playing } = event.detail, bubble = places[spokenAt(places, ms)]?.bubble ?? null;
            if (bubble !== now) {
                now?.removeAttribute('aria-current');
                bubble?.setAttribute('aria-current', 'true');
                now = bubble;
            }
            back.hidden = following || !now;
            if (now && following && playing) reveal(scroller, now);
        });
        detail.addEventListener('click', (event) => {
            const button = event.target.closest('button.at');
            if (!button) return;
            follow(true);
            detail.dispatchEvent(new CustomEvent('parley:seek', { detail: { ms: Number(button.dataset.ms) } }));
        });
        makeKeys(list, places.map((p) => p.button));
    }

    // One stop of the tab key for all times; arrows go from one to the next.
    function makeKeys(list, buttons) {
        const order = [...list.querySelectorAll('button.at')];
        buttons.forEach((b) => { b.tabIndex = -1; });
        order[0].tabIndex = 0;
        list.addEventListener('focusin', (event) => {
            if (!event.target.matches('button.at')) return;
            list.querySelector('button.at[tabindex="0"]').tabIndex = -1;
            event.target.tabIndex = 0;
        });
        list.addEventListener('keydown', (event) => {
            const at = order.indexOf(event.target);
            const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
            if (at < 0 || to === undefined) return;
            event.preventDefault();
            order[Math.min(Math.max(to, 0), order.length - 1)].focus();
        });
    }

    // A link to a folded function opens it.
    function openTarget(root) {
        root.addEventListener('click', (event) => {
            const link = event.target.closest('a[href^="#fn-"]');
            const fold = link && root.querySelector(`#${CSS.escape(link.hash.slice(1))} > details`);
            if (fold) fold.open = true;
        });
    }

    // A picture that cannot be shown says so.
    function watchPictures(list) {
        for (const img of list.querySelectorAll('.picture img')) {
            const gone = () => img.parentElement.replaceWith(el('span', { className: 'no-picture', textContent: 'The picture is missing or damaged' }));
            if (img.complete && !img.naturalWidth) gone();
            else img.addEventListener('error', gone);
        }
    }

    function start(root) {
        const talk = root.querySelector('.talk'), list = talk?.querySelector('.talk-list');
        if (!list) return;
        const scroller = talk.querySelector('.talk-scroll');
        const stop = makeSearch(talk, list, scroller);
        makeFollowing(root, list, scroller);
        openTarget(root);
        watchPictures(list);
        document.addEventListener('parley:detail-gone', stop, { once: true });
    }

    document.addEventListener('parley:detail', (event) => start(event.detail));
    if (!document.getElementById('detail') && document.querySelector('.talk.whole')) {
        start(document.body);
        const print = el('button', { type: 'button', className: 'btn', textContent: 'Print' });
        print.addEventListener('click', () => window.print());
        document.querySelector('.talk-tools').append(print);
    }
})();
