// Views and columns by hand: the panel over the grid, dragging, the keys, and the same without
// JavaScript.
import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { sql } from '../lib/stack.mjs';
import { addressed, eventually, ids, open, query, shows, texts } from './browser.mjs';
import { Desk } from './desk.mjs';

const STANDARD = ['Created', 'Closed', 'Channel', 'Queue', 'Agent', 'Client', 'DID', 'Disposition', 'Duration', 'ACW', 'Status', 'C', 'A'];
let desk;

before(() => {
    desk = new Desk('views');
    desk.addMany(60);
    desk.add([desk.running()]);
    desk.ready();
});
beforeEach(() => sql(`DELETE FROM saved_views WHERE tenant_id = ${desk.id}; UPDATE users SET view_id = NULL, grid_columns = NULL WHERE id = ${desk.userId}`));

const start = (t, path = '/', more = {}) => open(t, path, { user: desk.user, ...more });
const heads = (page) => texts(page, '#table th');
const headed = (page, list) => eventually(async () => assert.deepEqual(await heads(page), list));
const listed = (page) => page.$$eval('#column-list li', (l) => l.map((i) => i.dataset.label));
const item = (page, label) => page.locator('#column-list li', { has: page.locator(`.column-label:text-is("${label}")`) });
const box = (page, label) => item(page, label).locator('input[type=checkbox]');
const viewName = (page) => page.textContent('.view-name');

async function chooser(page) {
    await page.click('#columns-open');
    await page.waitForSelector('#panel-box #column-list .move');
}
const apply = (page) => page.click('#columns-form .btn-primary');

test('columns by dragging', async (t) => {
    const page = await start(t);
    await headed(page, STANDARD);
    await chooser(page);
    const drag = async (label, over) => {
        const from = await item(page, label).locator('.handle').boundingBox(), to = await item(page, over).boundingBox();
        await page.mouse.move(from.x + 10, from.y + 10);
        await page.mouse.down();
        for (let i = 1; i <= 6; i++) await page.mouse.move(from.x + 10, from.y + 10 + (to.y + to.height / 2 - from.y - 10) * i / 6);
        await page.mouse.up();
    };
    await drag('Agent', 'Created');
    assert.deepEqual((await listed(page)).slice(0, 3), ['Agent', 'Created', 'Closed']);
    await drag('Closed', 'Queue');
    assert.deepEqual((await listed(page)).slice(0, 5), ['Agent', 'Created', 'Channel', 'Queue', 'Closed']);
    assert.match(await page.textContent('#columns-form [role=status]'), /^Closed: position 5 of 36$/);
    await box(page, 'DID').uncheck();
    await apply(page);
    await headed(page, ['Agent', 'Created', 'Channel', 'Queue', 'Closed', 'Client', 'Disposition', 'Duration', 'ACW', 'Status', 'C', 'A']);
    await addressed(page, {});
    await page.reload();
    assert.equal((await heads(page))[0], 'Agent', 'kept');
});

test('columns by the keys: every step is told, the focus stays', async (t) => {
    const page = await start(t, '/?period=all&queue=1');
    await page.focus('#columns-open');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#panel-box #column-list .move');
    await box(page, 'Wait').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.equal(await focused(), 'Move up: Wait');
    const place = (await listed(page)).indexOf('Wait');
    for (let i = 0; i < place; i++) await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Move up: Wait');
    assert.equal(await page.textContent('#columns-form [role=status]'), 'Wait: position 1 of 36');
    await page.keyboard.press('Enter');
    assert.equal((await listed(page))[0], 'Wait', 'the first goes nowhere');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Move down: Wait');
    await page.keyboard.press('Space');
    assert.deepEqual((await listed(page)).slice(0, 2), ['Created', 'Wait']);
    await page.focus('#columns-form .btn-primary');
    await page.keyboard.press('Enter');
    await headed(page, ['Created', 'Wait', ...STANDARD.slice(1)]);
    await addressed(page, { period: 'all', queue: '1' });
});

test('Esc, Close and a click beside the panel leave everything as it was', async (t) => {
    const page = await start(t);
    for (const leave of [() => page.keyboard.press('Escape'), () => page.click('.panel-close'), () => page.mouse.click(5, 890)]) {
        await chooser(page);
        await box(page, 'Queue').uncheck();
        await leave();
        await eventually(async () => assert.equal(await page.locator('#panel-box').count(), 0));
        assert.deepEqual(await heads(page), STANDARD);
        assert.equal(await page.evaluate(() => document.activeElement.id), 'columns-open', 'the focus is back');
    }
    await page.reload();
    assert.deepEqual(await heads(page), STANDARD);
});

test('no column at all is said; the standard is one step', async (t) => {
    const page = await start(t, '/', { forgive: /status of 422/ });
    await chooser(page);
    for (const label of STANDARD) await box(page, label).uncheck();
    await apply(page);
    await page.waitForSelector('.field-error:has-text("Choose at least one column")');
    await page.locator('#column-list .move').first().waitFor();
    await box(page, 'ID').check();
    await apply(page);
    await headed(page, ['ID']);
    await chooser(page);
    await page.click('button[name=standard]');
    await headed(page, STANDARD);
});

test('a view is saved, changes show, are saved, and it comes back', async (t) => {
    const page = await start(t);
    await page.selectOption('#f-queue', '2');
    await addressed(page, { queue: '2' });
    await page.click('#views-open');
    await page.fill('#n-new', 'Support <i>only</i>');
    await page.click('#view-save .btn');
    await eventually(async () => assert.equal(await viewName(page), 'Support <i>only</i>'));
    await shows(page, desk.expect((r) => r.queue_id === 2));
    const id = query(page).view;
    assert.equal(await page.locator('.view-changed').count(), 0);
    await page.selectOption('#f-channel', 'voice');
    await page.waitForSelector('.view-changed');
    assert.equal(query(page).view, id, 'the form keeps the view');
    await chooser(page);
    await box(page, 'ACW').uncheck();
    await apply(page);
    await headed(page, STANDARD.filter((c) => c !== 'ACW'));
    await page.click('#views-open');
    await page.click('.view-update .btn');
    await eventually(async () => assert.equal(await page.locator('.view-changed').count(), 0));
    await page.goto('/');
    await eventually(() => assert.deepEqual([query(page).view, query(page).queue, query(page).channel], [id, '2', 'voice']));
    await headed(page, STANDARD.filter((c) => c !== 'ACW'));
    await shows(page, desk.expect((r) => r.queue_id === 2 && r.channel === 'voice'));
    await page.click('#views-open');
    await page.click('#panel-box .view-open button:has-text("All interactions")');
    await eventually(async () => assert.equal(await viewName(page), 'All interactions'));
    await addressed(page, {});
    await headed(page, STANDARD);
});

test('a name that is taken is said at its field; renaming and deleting', async (t) => {
    const page = await start(t, '/?channel=sms', { forgive: /status of 422/ });
    const save = async (name) => {
        await page.click('#views-open');
        await page.fill('#n-new', name);
        await page.click('#view-save .btn-primary, #view-save .btn');
    };
    await save('One');
    await eventually(async () => assert.equal(await viewName(page), 'One'));
    await save('One');
    await page.waitForSelector('#e-n-new:has-text("a view of this name already")');
    assert.equal(await page.inputValue('#n-new'), 'One');
    await page.fill('#n-new', 'Two');
    await page.click('#view-save .btn');
    await eventually(async () => assert.equal(await viewName(page), 'Two'));
    await page.click('#views-open');
    const row = page.locator('.view-list li', { has: page.locator('bdi:text-is("Two")') });
    await row.locator('.view-edit > summary').click();
    await row.locator('input[name=name]').fill('Three');
    await row.locator('.view-edit > form .btn').click();
    await eventually(async () => assert.equal(await viewName(page), 'Three'));
    await page.click('#views-open');
    const three = page.locator('.view-list li', { has: page.locator('bdi:text-is("Three")') });
    await three.locator('.view-edit > summary').click();
    assert.equal(await three.locator('.view-delete .btn').isVisible(), false, 'not by one click');
    await three.locator('.view-delete > summary').click();
    await three.locator('.view-delete .btn').click();
    await eventually(async () => assert.equal(await viewName(page), 'All interactions'));
    await page.click('#views-open');
    assert.deepEqual(await texts(page, '#panel-box .view-open button'), ['All interactions', 'One']);
});

test('a list whose columns changed elsewhere is replaced whole when it refreshes', async (t) => {
    const page = await start(t, '/', { clock: true });
    await headed(page, STANDARD);
    sql(`UPDATE users SET grid_columns = 'id,queue' WHERE id = ${desk.userId}`);
    await page.clock.runFor(31000);
    await headed(page, ['ID', 'Queue']);
    const cells = await page.$$eval('#rows > tr:first-child > td', (l) => l.map((c) => c.className));
    assert.deepEqual(cells, ['k-id', 'k-queue']);
});

test('a panel that cannot be fetched is a page', async (t) => {
    const page = await start(t, '/', { forgive: /Failed to load resource|ERR_/ });
    await page.route('**/columns', (route) => (route.request().isNavigationRequest() ? route.continue() : route.abort()));
    await page.click('#columns-open');
    await page.waitForURL('**/columns');
    await page.locator('#column-list .move').first().waitFor();
});

test('without JavaScript: columns by numbers, views by their page', async (t) => {
    for (const width of [1440, 390]) {
        sql(`DELETE FROM saved_views WHERE tenant_id = ${desk.id}; UPDATE users SET view_id = NULL, grid_columns = NULL WHERE id = ${desk.userId}`);
        const page = await start(t, '/?channel=voice', { js: false, width });
        const click = async (selector) => Promise.all([page.waitForEvent('load'), page.click(selector)]);
        await click('#columns-open');
        await page.fill('[name=at_status]', '1');
        await page.fill('[name=at_created]', '2');
        await page.uncheck('[name=on_closed]');
        await page.check('[name=on_csat]');
        await click('#columns-form .btn-primary');
        await addressed(page, { channel: 'voice' });
        assert.deepEqual(await heads(page), ['Status', 'Created', 'Channel', 'Queue', 'Agent', 'Client', 'DID', 'Disposition', 'Duration', 'ACW', 'C', 'A', 'CSAT']);
        await click('#views-open');
        await page.fill('#n-new', 'Plain');
        await click('#view-save .btn-primary');
        assert.equal(await viewName(page), 'Plain');
        assert.deepEqual(await ids(page), desk.expect((r) => r.channel === 'voice').map((r) => r.id));
        await click('#views-open');
        await click('.view-open button:has-text("All interactions")');
        assert.equal(await viewName(page), 'All interactions');
        await click('#views-open');
        await page.click('.view-edit > summary');
        await page.click('.view-delete > summary');
        await click('.view-delete .btn');
        assert.equal(sql(`SELECT COUNT(*) FROM saved_views WHERE tenant_id = ${desk.id}`)[0][0], '0');
    }
});
