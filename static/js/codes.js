// Recovery codes: what a browser cannot do without a script, printing and copying at the press of a
// button. The codes themselves are on the page in any case.
'use strict';
(() => {
    const print = document.getElementById('codes-print'), copy = document.getElementById('codes-copy');
    const said = document.getElementById('codes-said');
    print.hidden = false;
    print.addEventListener('click', () => window.print());
    if (!navigator.clipboard) return;
    copy.hidden = false;
    copy.addEventListener('click', async () => {
        const codes = [...document.querySelectorAll('#codes code')].map((c) => c.textContent);
        try {
            await navigator.clipboard.writeText(`${codes.join('\n')}\n`);
            said.textContent = 'Copied.';
        } catch {
            said.textContent = 'The browser did not allow it: select the codes and copy them.';
        }
    });
})();
