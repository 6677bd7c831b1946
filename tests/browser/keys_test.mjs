// The keys of the grid, and what a reader of the screen is told.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eventually, ids, open, shows } from './browser.mjs';
import { Desk } from './desk.mjs';

let desk, all;

before(() => {
    desk = new Desk('keys');
    desk.addMany(120);
    desk.ready();
    all = desk.expect();
});

const at = (page) => page.evaluate(() => document.querySelector('#rows > tr[data-at]')?.id ?? null);
const focus = (page) => page.evaluate(() => document.activeElement.id);

test('j and k move through the rows and keep them in view', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    const list = await ids(page);
    await page.keyboard.press('j');
    assert.equal(await at(page), `i${list[0]}`);
    for (let i = 0; i < 40; i++) await page.keyboard.press('j');
    assert.equal(await at(page), `i${list[40]}`);
    assert.equal(await focus(page), `i${list[40]}`);
    const inView = () => page.$eval('#rows > tr[data-at]', (r) => {
        const b = r.getBoundingClientRect(), pager = document.querySelector('.pager').getBoundingClientRect().top;
        const head = document.querySelector('#table th').getBoundingClientRect().bottom;
        return b.top >= head - 1 && b.bottom <= pager + 1;
    });
    assert.ok(await inView());
    for (let i = 0; i < 38; i++) await page.keyboard.press('k');
    assert.equal(await at(page), `i${list[2]}`);
    assert.ok(await inView());
    for (let i = 0; i < 60; i++) await page.keyboard.press('j');
    assert.equal(await at(page), `i${list.at(-1)}`);
    await page.keyboard.press('Escape');
    assert.equal(await at(page), null);
});

test('n and p turn the pages', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    await page.keyboard.press('n');
    await shows(page, all.slice(50, 100));
    await page.keyboard.press('p');
    await shows(page, all.slice(0, 50));
    await page.keyboard.press('p');
    await shows(page, all.slice(0, 50));
});

test('/ goes to the filter, letters there are letters, Esc leaves', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    await page.keyboard.press('/');
    assert.equal(await focus(page), 'f-agent');
    await page.keyboard.type('jknp?/');
    assert.equal(await page.inputValue('#f-agent'), 'jknp?/');
    assert.equal(await at(page), null);
    await page.keyboard.press('Escape');
    assert.notEqual(await focus(page), 'f-agent');
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto('/');
    await page.keyboard.press('/');
    assert.equal(await focus(page), 'f-agent');
    assert.ok(await page.isVisible('#f-agent'));
});

test('? lists the keys, Esc closes the list', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    await page.keyboard.press('?');
    assert.ok(await page.isVisible('#keys'));
    await page.keyboard.press('j');
    assert.equal(await at(page), null, 'behind the list no key acts');
    await page.keyboard.press('Escape');
    assert.equal(await page.isVisible('#keys'), false);
    await page.click('#keys-open');
    assert.ok(await page.isVisible('#keys'));
    await page.click('#keys button');
    assert.equal(await page.isVisible('#keys'), false);
});

test('keys with Ctrl, Alt or Meta are the browser’s', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    for (const key of ['Control+j', 'Alt+j', 'Meta+j', 'Alt+n']) await page.keyboard.press(key);
    assert.equal(await at(page), null);
    assert.deepEqual(await ids(page), all.slice(0, 50).map((r) => r.id));
});

test('the tab key reaches everything in order, starting with the way to the content', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    const path = [];
    for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        path.push(await page.evaluate(() => {
            const e = document.activeElement, b = e.getBoundingClientRect();
            return { is: e.id || e.className || e.tagName, shown: b.width > 0 && b.height > 0,
                /* the button inside a date field has the browser's own outline */
                outlined: getComputedStyle(e).outlineStyle !== 'none' || (e.type === 'date' && !e.matches(':focus')) };
        }));
    }
    assert.equal(path[0].is, 'skip-link');
    for (const p of path) assert.ok(p.shown && p.outlined, `focus is visible on ${p.is}`);
    const order = ['f-agent', 'f-queue', 'f-channel', 'f-did', 'f-disposition', 'f-from', 'f-to', 'f-size', 'period-today',
        'sort-created', 'sort-closed', 'sort-duration'].map((id) => path.findIndex((p) => p.is === id));
    assert.ok(order.every((n, i) => n > 0 && (!i || n > order[i - 1])), `in order: ${order}`);
});

test('what happens is announced', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    await page.selectOption('#f-queue', '2');
    await eventually(async () => assert.match(await page.textContent('#say'), /interactions$/));
    await page.fill('#f-agent', 'nobody of that name');
    await eventually(async () => assert.match(await page.textContent('#say'), /Nothing matches/));
});
