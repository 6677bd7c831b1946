// One interaction in full: as a page of its own, and as a drawer over the grid.
'use strict';
(() => {
    // Scripts of the sections begin their work on this event, whose detail is the element #detail.
    const ready = (detail) => document.dispatchEvent(new CustomEvent('parley:detail', { detail }));

    document.addEventListener('DOMContentLoaded', () => {
        const detail = document.getElementById('detail');
        if (detail) ready(detail);
    });
})();
