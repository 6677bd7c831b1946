// Views and columns: their pages open as a panel over the grid, and columns are put in order by
// dragging or by their buttons. Without this file they are pages of their own, with numbers.
'use strict';
(() => {
    const element = (name, properties, ...children) => {
        const made = Object.assign(document.createElement(name), properties);
        made.append(...children);
        return made;
    };

    // --- columns in an order ------------------------------------------------------------------

    function arrange(form) {
        const list = form.querySelector('#column-list');
        const told = element('p', { className: 'sr' });
        told.setAttribute('role', 'status');
        form.append(told);
        form.closest('.choose').classList.add('by-hand');

        const items = () => [...list.children];
        const number = () => items().forEach((item, i, all) => {
            item.querySelector('.column-at').value = i + 1;
            item.querySelector('.up').setAttribute('aria-disabled', String(i === 0));
            item.querySelector('.down').setAttribute('aria-disabled', String(i === all.length - 1));
        });
        const tell = (item) => {
            told.textContent = `${item.dataset.label}: position ${items().indexOf(item) + 1} of ${list.children.length}`;
        };

        function step(item, by) {
            const all = items();
            const other = all[all.indexOf(item) + by];
            if (!other) return;
            if (by < 0) other.before(item);
            else other.after(item);
            number();
            tell(item);
            item.scrollIntoView({ block: 'nearest' });
        }

        const mover = (item, className, label, by) => {
            const button = element('button', { type: 'button', className: `move ${className}` });
            button.setAttribute('aria-label', `${label}: ${item.dataset.label}`);
            button.title = label;
            button.addEventListener('click', () => {
                step(item, by);
                button.focus();
            });
            return button;
        };

        // The others change sides: an element that is moved itself loses the pointer.
        function pass(item, other) {
            const all = items();
            const at = all.indexOf(item);
            const to = all.indexOf(other);
            if (to > at) item.before(...all.slice(at + 1, to + 1));
            else item.after(...all.slice(to, at));
        }

        // The handle follows the finger or the mouse; its column goes where the pointer is.
        function drag(item, handle) {
            let from = -1;
            handle.addEventListener('pointerdown', (event) => {
                if (event.button !== 0) return;
                event.preventDefault();
                from = items().indexOf(item);
                handle.setPointerCapture(event.pointerId);
                item.classList.add('dragged');
            });
            handle.addEventListener('pointermove', (event) => {
                if (from < 0) return;
                const other = items().find((one) => {
                    const box = one.getBoundingClientRect();
                    return one !== item && event.clientY >= box.top && event.clientY < box.bottom;
                });
                if (other) pass(item, other);
                const scroller = list.getBoundingClientRect();
                if (event.clientY > scroller.bottom - 16) list.scrollTop += 8;
                if (event.clientY < scroller.top + 16) list.scrollTop -= 8;
            });
            const drop = () => {
                if (from < 0) return;
                item.classList.remove('dragged');
                number();
                if (items().indexOf(item) !== from) tell(item);
                from = -1;
            };
            handle.addEventListener('pointerup', drop);
            handle.addEventListener('pointercancel', drop);
            handle.addEventListener('lostpointercapture', drop);
        }

        for (const item of items()) {
            const handle = element('span', { className: 'handle', title: 'Drag to move' });
            handle.setAttribute('aria-hidden', 'true');
            drag(item, handle);
            item.prepend(handle);
            item.append(mover(item, 'up', 'Move up', -1), mover(item, 'down', 'Move down', 1));
        }
        number();
    }

    const here = document.getElementById('columns-form');
    if (here) arrange(here);

    // --- the panel ----------------------------------------------------------------------------

    if (!document.getElementById('desk')) return;

    // Below the link that opened it, as a menu would be, where there is room.
    function place(panel, link) {
        const box = link.getBoundingClientRect();
        if (innerWidth < 720) return;
        const left = Math.min(box.left, innerWidth - panel.offsetWidth - 16);
        panel.style.margin = '0';
        panel.style.left = `${Math.max(16, left)}px`;
        panel.style.top = `${box.bottom + 6}px`;
        panel.style.maxHeight = `${Math.max(320, innerHeight - box.bottom - 22)}px`;
    }

    function show(content, link) {
        document.getElementById('panel-box')?.remove();
        const panel = element('dialog', { id: 'panel-box', className: 'panel' }, document.importNode(content, true));
        panel.setAttribute('aria-labelledby', 'panel-title');
        document.body.append(panel);
        for (const link of panel.querySelectorAll('.panel-close')) link.textContent = 'Close';
        const form = panel.querySelector('#columns-form');
        if (form) arrange(form);
        panel.addEventListener('close', () => panel.remove());
        panel.addEventListener('click', (event) => {
            if (event.target !== panel && !event.target.closest('.panel-close')) return;
            event.preventDefault();
            panel.close();
        });
        panel.showModal();
        place(panel, link);
    }

    async function open(link) {
        const control = new AbortController();
        const slow = setTimeout(() => control.abort(), 8000);
        try {
            const answer = await fetch(link.href, {
                headers: { Accept: 'text/html' }, credentials: 'same-origin', cache: 'no-store', signal: control.signal,
            });
            const page = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
            const content = page && page.getElementById('panel');
            if (content) show(content, link);
            else location.assign(link.href);
        } catch {
            location.assign(link.href); // as a page of its own it says what is wrong
        } finally {
            clearTimeout(slow);
        }
    }

    document.addEventListener('click', (event) => {
        const link = event.target.closest?.('#views-open, #columns-open');
        if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        open(link);
    });
})();
