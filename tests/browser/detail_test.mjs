// One interaction in the browser: the drawer over the grid, its address, its keys, and the page.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../lib/stack.mjs';
import { eventually, ids, open } from './browser.mjs';
import { Desk } from './desk.mjs';

let desk, all;

before(() => {
    desk = new Desk('detail');
    desk.addMany(70);
    desk.ready();
    all = desk.expect().map((r) => r.id);
});

const shown = (page) => page.$eval('#drawer', (d) => (d.hidden ? null : Number(d.querySelector('#detail')?.dataset.id ?? 0)));
const shows = (page, id) => eventually(async () => assert.equal(await shown(page), id));
const marked = (page) => page.$$eval('#rows > tr[data-open]', (l) => l.map((r) => Number(r.id.slice(1))));
const focused = (page) => page.evaluate(() => document.activeElement.id);
const address = (page) => new URL(page.url()).searchParams.get('id');
const cell = (id, key = 'client') => `#i${id} .k-${key}`;

async function opened(t, path = '/', id = all[2], options = {}) {
    const page = await open(t, path, { user: desk.user, ...options });
    await page.click(cell(id));
    await shows(page, id);
    return page;
}

test('a click on a row opens it beside the list; its address is the page’s, Back closes it', async (t) => {
    const page = await opened(t, '/?period=all&sort=duration', desk.sorted(desk.rows, (r) => r.duration_s)[1].id);
    const id = await shown(page);
    assert.equal(address(page), String(id));
    assert.equal(new URL(page.url()).searchParams.get('list'), 'period=all&sort=duration');
    assert.deepEqual(await marked(page), [id]);
    assert.equal(await focused(page), 'detail-title', 'the reader is where the news is');
    assert.match(await page.title(), new RegExp(`Interaction ${id}`));
    assert.ok(await page.isVisible('#rows > tr:last-child .k-created'));
    await page.goBack();
    await shows(page, null);
    assert.equal(new URL(page.url()).search, '?period=all&sort=duration');
    assert.equal(await focused(page), `i${id}`, 'and back at the row');
    assert.deepEqual(await marked(page), []);
    await page.goForward();
    await shows(page, id);
});

test('reloaded, it is the page in full, and leads back to the list', async (t) => {
    const page = await opened(t, '/?channel=voice', desk.expect((r) => r.channel === 'voice')[1].id);
    await page.reload();
    assert.equal(await page.$$eval('#drawer', (l) => l.length), 0);
    assert.ok(await page.isVisible('main > #detail h1'));
    await page.click('.detail-back');
    await page.waitForSelector('#rows');
    assert.equal(new URL(page.url()).search, '?channel=voice');
});

test('Enter opens the row that is marked, Esc closes it', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    await page.keyboard.press('Enter');
    assert.equal(await shown(page), null, 'no row is marked');
    for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
    await shows(page, all[1]);
    await page.keyboard.press('Escape');
    await shows(page, null);
    assert.equal(await focused(page), `i${all[1]}`);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await shows(page, all[2]);
});

test('J and K, Next and Previous go through the list; Back closes all the same', async (t) => {
    const page = await opened(t);
    await page.keyboard.press('J');
    await shows(page, all[3]);
    assert.deepEqual(await marked(page), [all[3]]);
    await page.click('#drawer a[rel="next"]');
    await shows(page, all[4]);
    await page.keyboard.press('K');
    await shows(page, all[3]);
    assert.equal(address(page), String(all[3]));
    for (const id of [all[2], all[1], all[0]]) {
        await page.click('#drawer a[rel="prev"]');
        await shows(page, id);
    }
    assert.equal(await page.$$eval('#drawer a[rel="prev"]', (l) => l.length), 0);
    await page.keyboard.press('K');
    await page.goBack();
    await shows(page, null);
    assert.equal(await focused(page), `i${all[0]}`);
    /* the same keys on the page */
    await page.goto(`/interaction?id=${all[0]}`);
    await Promise.all([page.waitForURL(new RegExp(`id=${all[1]}\\b`)), page.keyboard.press('J')]);
});

test('another row takes its place, and the list goes on below', async (t) => {
    const page = await opened(t);
    await page.click(cell(all[5]));
    await shows(page, all[5]);
    assert.deepEqual(await marked(page), [all[5]]);
    await page.selectOption('#f-channel', 'voice');
    await eventually(async () => assert.deepEqual(await ids(page), desk.expect((r) => r.channel === 'voice').map((r) => r.id).slice(0, 50)));
    await shows(page, all[5]);
    await page.click('#drawer .detail-back');
    await shows(page, null);
    assert.equal(new URL(page.url()).searchParams.get('channel'), 'voice', 'the list stays as it was chosen');
    assert.equal((await ids(page)).length, desk.expect((r) => r.channel === 'voice').length);
});

test('the list is refreshed below, and the row stays marked', async (t) => {
    const page = await opened(t, '/', all[1]);
    const fresh = desk.add([desk.row({ created_at: Date.now() - 1000 })])[0];
    await page.evaluate(() => document.querySelector('#status .again').click());
    await page.waitForSelector(`#i${fresh.id}`);
    assert.deepEqual(await marked(page), [all[1]]);
    assert.equal(await shown(page), all[1]);
    all.unshift(fresh.id);
});

test('links and badges keep their own meaning', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    const id = all.find((i) => desk.rows.find((r) => r.id === i).crm_contact_id);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click(`#i${id} .k-c a`)]);
    await popup.close();
    assert.equal(await shown(page), null);
    const [tab] = await Promise.all([page.context().waitForEvent('page'), page.click(`#i${id} .k-created a`, { modifiers: ['Control'] })]);
    await tab.waitForSelector('main > #detail');
    assert.equal(await shown(page), null);
    await page.click(`#i${id} .k-created a`);
    await shows(page, id);
});

test('a failure says so and can be tried again; what is gone, and signing out, are told apart', async (t) => {
    const page = await open(t, '/', { user: desk.user, forgive: /Failed to load resource/, own: true });
    await page.route('**/interaction?*', (route) => route.abort());
    await page.click(cell(all[2]));
    await page.waitForSelector('.drawer-problem');
    assert.match(await page.textContent('.drawer-problem'), /could not be reached/);
    await page.unroute('**/interaction?*');
    await page.click('.drawer-problem .btn-primary');
    await shows(page, all[2]);
    sql(`UPDATE closed_interactions SET id = id + 500000 WHERE tenant_id = ${desk.id} AND id = ${all[4]}`, 'pbxlogs');
    await page.click(cell(all[4]));
    await eventually(async () => assert.match(await page.textContent('#drawer'), /is not there/));
    sql(`UPDATE closed_interactions SET id = id - 500000 WHERE tenant_id = ${desk.id} AND id = ${all[4] + 500000}`, 'pbxlogs');
    await page.context().clearCookies();
    await page.click(cell(all[3]));
    await eventually(async () => assert.match(await page.textContent('#drawer'), /signed out/i));
    assert.match(await page.getAttribute('.drawer-problem .btn-primary', 'href'), /\/login\?/);
    await page.keyboard.press('Escape');
    await shows(page, null);
});

test('a slow answer that was given up is not shown later', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    let release;
    const held = new Promise((done) => { release = done; });
    await page.route(`**/interaction?id=${all[2]}*`, async (route) => { await held; await route.continue().catch(() => {}); });
    await page.click(cell(all[2]));
    await page.waitForSelector('#drawer.waiting');
    await page.click(cell(all[6]));
    await shows(page, all[6]);
    release();
    await page.waitForTimeout(300);
    assert.equal(await shown(page), all[6]);
    assert.equal(address(page), String(all[6]));
});

test('sections are told when an article comes and goes', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    await page.evaluate(() => {
        window.heard = [];
        for (const name of ['parley:detail', 'parley:detail-gone'])
            document.addEventListener(name, (e) => window.heard.push(`${name} ${e.detail.dataset.id} ${document.contains(e.detail)}`));
    });
    await page.click(cell(all[2]));
    await shows(page, all[2]);
    await page.keyboard.press('J');
    await shows(page, all[3]);
    await page.keyboard.press('Escape');
    await shows(page, null);
    const [a, b] = [all[2], all[3]];
    assert.deepEqual(await page.evaluate(() => window.heard), [`parley:detail ${a} true`, `parley:detail-gone ${a} true`, `parley:detail ${b} true`, `parley:detail-gone ${b} true`]);
});

test('a form of the drawer is sent there, and its answer shown there', async (t) => {
    const page = await opened(t);
    let sent;
    await page.route('**/there', async (route) => {
        sent = route.request().postData();
        await route.fulfill({ status: 303, headers: { Location: `/interaction?id=${all[2]}#facts` } });
    });
    await page.evaluate(() => {
        const form = document.createElement('form');
        form.innerHTML = '<input name="tag" value="a b"><button name="how" value="add">Add</button>';
        Object.assign(form, { method: 'post', action: '/there', id: 'probe' });
        form.setAttribute('data-drawer', '');
        document.getElementById('facts').append(form);
    });
    await page.click('#probe button');
    await eventually(async () => assert.equal(await page.$$eval('#probe', (l) => l.length), 0));
    assert.equal(sent, 'tag=a+b&how=add');
    await shows(page, all[2]);
    assert.equal(await focused(page), 'facts', 'the reader stays in the section');
});

test('on a phone it covers the list, which cannot be reached behind it', async (t) => {
    const page = await opened(t, '/', all[2], { width: 390, height: 800 });
    assert.equal(await page.$eval('#desk', (d) => d.inert), true);
    assert.equal(await page.$eval('#drawer', (d) => d.getBoundingClientRect().width), 390);
    await page.click('#drawer .detail-back');
    await shows(page, null);
    assert.equal(await page.$eval('#desk', (d) => d.inert), false);
});

test('beside the drawer nothing of the list can be reached that cannot be seen', async (t) => {
    for (const path of ['/', '/?cols=created,closed,channel,queue,agent,client,did,c,a,wait,hold,outcome']) {
        const page = await opened(t, path);
        const hidden = await page.$$eval('#desk a, #desk button, #desk input, #desk select', (list) => list.filter((e) => {
            const box = e.getBoundingClientRect();
            return box.width && box.right > document.getElementById('drawer').getBoundingClientRect().left + 1;
        }).map((e) => e.outerHTML.slice(0, 90)));
        assert.deepEqual(hidden, [], path);
    }
});

test('without JavaScript the row leads to the page', async (t) => {
    const page = await open(t, '/', { user: desk.user, js: false });
    await page.click(`${cell(all[2], 'created')} a`);
    assert.equal(address(page), String(all[2]));
    assert.ok(await page.isVisible('#detail h1'));
    assert.equal(await page.isVisible('.detail-menu .live-only'), false);
    await page.click('a[rel="next"]');
    assert.equal(address(page), String(all[3]));
    await page.click('.detail-back');
    assert.ok(await page.isVisible('#rows'));
});

test('the menu opens, copies the link and closes with Esc', async (t) => {
    const page = await opened(t);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('.detail-menu > summary');
    await page.keyboard.press('Escape');
    assert.equal(await page.$eval('.detail-menu', (d) => d.open), false);
    assert.equal(await shown(page), all[2], 'only the menu');
    await page.click('.detail-menu > summary');
    await page.click('[data-act="copy-link"]');
    await eventually(async () => assert.match(await page.evaluate(() => navigator.clipboard.readText()), new RegExp(`/interaction\\?id=${all[2]}$`)));
    await page.click('.detail-menu .detail-page');
    await page.waitForSelector('main > #detail');
});
