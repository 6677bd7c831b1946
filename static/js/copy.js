// Copies what stands in a field, where the browser lets a page do that.
(() => {
    'use strict';
    const button = document.getElementById('copy');
    if (!button || !navigator.clipboard) return;
    const field = document.getElementById(button.dataset.copy), said = document.getElementById('copied');
    button.hidden = false;
    button.addEventListener('click', async () => {
        try {
            await navigator.clipboard.writeText(field.value);
            said.textContent = 'Copied.';
        } catch {
            field.select();
            said.textContent = 'Marked: copy it with the keyboard.';
        }
    });
})();
