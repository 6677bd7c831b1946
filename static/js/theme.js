// Chooses light or dark before the first paint: as the user set it, else as the system is.
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
})();
