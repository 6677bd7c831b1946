// The frame around every page: the user menu closes when it is left.
'use strict';
(() => {
    const menu = document.getElementById('usermenu');
    if (!menu) return;
    document.addEventListener('click', (event) => {
        if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener('focusout', (event) => {
        if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape' || !menu.open) return;
        menu.open = false;
        menu.querySelector('summary').focus();
        event.stopPropagation();
    });
})();
