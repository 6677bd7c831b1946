// The look of the pages between a desk and a phone, at any width, in a theme of one's own and on paper.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../lib/stack.mjs';
import { noSidewaysScroll, open, texts } from './browser.mjs';
import { desk, look } from './look.mjs';

look(1000);

test('no width loses anything', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    for (const width of [320, 360, 390, 719, 720, 999, 1000, 1139, 1140, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto('/');
        await noSidewaysScroll(page);
        assert.ok(await page.isVisible('#page-next'), `${width} px`);
        assert.ok(await page.isVisible('#rows > tr:first-child .k-client'), `${width} px`);
    }
});

test('a theme that the user chose wins over the system’s', async (t) => {
    sql(`UPDATE users SET theme = 'dark' WHERE id = ${desk.userId}`);
    const page = await open(t, '/', { user: desk.user, scheme: 'light' });
    assert.equal(await page.getAttribute('html', 'data-bs-theme'), 'dark');
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
    assert.ok(Math.max(...back.slice(0, 3)) < 80, `the ground is dark: ${back}`);
    sql(`UPDATE users SET theme = 'auto' WHERE id = ${desk.userId}`);
});

test('paper shows the table, and only what belongs on paper', async (t) => {
    for (const scheme of ['light', 'dark']) {
        // 277 mm at 96 dpi: A4 across, without its margins.
        const page = await open(t, '/', { user: desk.user, scheme, width: 1047 });
        await page.emulateMedia({ media: 'print', colorScheme: scheme });
        for (const gone of ['.topbar', '#filters', '#period-today', '.pager']) assert.equal(await page.isVisible(gone), false, gone);
        for (const there of ['h1', '#table', '#count', '#rows > tr:first-child .k-client']) assert.equal(await page.isVisible(there), true, there);
        const heads = await page.$$eval('#table th', (l) => l.filter((h) => h.offsetParent).map((h) => h.textContent.trim()));
        assert.deepEqual(heads, (await texts(page, '#table th')).slice(0, 11));
        await noSidewaysScroll(page);
        const [ink, ground] = await page.evaluate(() => [document.querySelector('#rows td'), document.body].map((e, i) =>
            getComputedStyle(e)[i ? 'backgroundColor' : 'color'].match(/\d+/g).slice(0, 3).map(Number)));
        assert.deepEqual([ink, ground], [[0, 0, 0], [255, 255, 255]]);
        const pdf = await page.pdf({ preferCSSPageSize: true });
        assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
        assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 84[12]/, 'A4 across');
    }
});
