// What is needed before the first paint: light or dark, as the user set it, else as the system is; and
// an ear for what happens until the other scripts are there.
'use strict';
(() => {
    const root = document.documentElement;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
        const chosen = root.dataset.theme;
        const dark = chosen === 'dark' || (chosen !== 'light' && system.matches);
        root.setAttribute('data-bs-theme', dark ? 'dark' : 'light');
    };
    apply();
    system.addEventListener('change', apply);
    // The window of a history (history.js gives it its name) has no navigation.
    root.classList.toggle('window', window.name.startsWith('history-'));
    // Back or forward while the page is still coming: it is not the page of that address any more.
    let moved = false;
    addEventListener('popstate', () => (moved = true));
    document.addEventListener('DOMContentLoaded', () => { if (moved) location.reload(); });
})();
