// Copies what stands in a field, where the browser lets a page do that.
(() => {
    'use strict';
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll('[data-copy]')) {
        const field = document.getElementById(button.dataset.copy), said = button.nextElementSibling;
        button.closest('[hidden]').hidden = false;
        button.addEventListener('click', async () => {
            try {
                await navigator.clipboard.writeText(field.value);
                said.textContent = 'Copied.';
            } catch {
                field.select();
                said.textContent = 'Marked: copy it with the keyboard.';
            }
        });
    }
})();
