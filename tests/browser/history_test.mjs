// Histories in the browser: windows side by side, badges with numbers, keys, and all of it without
// windows on a phone and without scripts.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eventually, ids, noSidewaysScroll, open } from './browser.mjs';
import { Desk } from './desk.mjs';
import { inserts, sql } from '../lib/stack.mjs';

let desk, row, bare;

before(() => {
    desk = new Desk('history');
    desk.addMany(160);
    desk.add([desk.running({ crm_contact_id: 2, agent_id: 3 })]);
    desk.ready();
    row = desk.expect().find((r) => r.crm_contact_id && r.agent_id && !r.running);
    bare = desk.expect().find((r) => !r.crm_contact_id);
    const written = desk.rows.filter((r) => r.channel !== 'voice').slice(0, 60);
    sql(inserts('messages', written.map((r) => ({ tenant_id: desk.id, interaction_id: r.id, message_no: 1, role: 'client', body: `Message of ${r.id}\nsecond line` }))), 'pbxlogs');
});

const of = (key) => desk.rows.filter((r) => r[key] === row[key]).length;
const shown = (n) => (n > 99 ? '99+' : String(n));
const badge = (r, which) => `#i${r.id} .k-${which} a`;

async function popup(page, act) {
    const [made] = await Promise.all([page.waitForEvent('popup'), act()]);
    made.setDefaultTimeout(15000);
    await made.waitForSelector('#list[data-state]');
    return made;
}

test('a badge opens a window of its own, that of another client another one; the same one comes back', async (t) => {
    const page = await open(t, '/?size=100', { user: desk.user });
    const client = await popup(page, () => page.click(badge(row, 'c')));
    assert.equal(new URL(client.url()).pathname, '/history/client');
    assert.equal((await client.textContent('h1')).trim(), desk.name('contacts', row.crm_contact_id));
    assert.deepEqual((await ids(client)).length, Math.min(100, of('crm_contact_id')));
    assert.equal(await client.isVisible('.mainnav'), false, 'the window has no navigation');
    const agent = await popup(page, () => page.click(badge(row, 'a')));
    assert.equal((await agent.textContent('h1')).trim().replace(/ AI$/, ''), desk.name('agents', row.agent_id));
    const third = await popup(page, () => page.click(badge(bare, 'c')));
    assert.equal((await third.textContent('h1')).trim(), bare.phone_e164);
    assert.equal(page.context().pages().length, 4, 'the desk and three windows');
    assert.equal(new URL(page.url()).pathname, '/', 'the desk stays');

    await client.click('#sort-duration');
    await eventually(() => assert.equal(new URL(client.url()).searchParams.get('sort'), 'duration'));
    await page.click(badge(row, 'c'));
    await page.waitForTimeout(300);
    assert.equal(page.context().pages().length, 4, 'no second window of the same client');
    assert.equal(new URL(client.url()).searchParams.get('sort'), 'duration', 'and it is as it was left');
    await client.keyboard.press('Escape').catch(() => {}); /* it closes under the key */
    await eventually(() => assert.ok(client.isClosed()));
});

test('c and a open the histories of the row', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    const list = await ids(page), first = desk.rows.find((r) => r.id === list[0]);
    await page.keyboard.press('j');
    const agent = await popup(page, () => page.keyboard.press('a'));
    assert.equal(new URL(agent.url()).searchParams.get('agent'), String(first.agent_id));
    const client = await popup(page, () => page.keyboard.press('c'));
    assert.match(new URL(client.url()).searchParams.get('client'), /^[cp]/);
});

test('with Ctrl a badge is a link like any other', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    const [tab] = await Promise.all([page.context().waitForEvent('page'), page.click(badge(row, 'c'), { modifiers: ['Control'] })]);
    await tab.waitForSelector('#list');
    assert.equal(await tab.isVisible('.mainnav'), true);
});

test('badges tell how many interactions there are, also in rows that come later', async (t) => {
    const page = await open(t, '/?size=25', { user: desk.user });
    const visible = desk.expect().slice(0, 25).find((r) => r.crm_contact_id === row.crm_contact_id && r.agent_id === row.agent_id) ?? row;
    await eventually(async () => assert.equal(await page.textContent(badge(visible, 'c')), `C ${shown(of('crm_contact_id'))}`));
    assert.equal(await page.textContent(badge(visible, 'a')), `A ${shown(of('agent_id'))}`);
    assert.match(await page.getAttribute(badge(visible, 'a'), 'aria-label'), new RegExp(`, ${of('agent_id') > 99 ? 'more than 99' : of('agent_id')} interactions$`));
    let asked = 0;
    page.on('request', (r) => (asked += r.url().includes('/history/counts')));
    const [added] = desk.add([desk.row({ created_at: Date.now() - 500, crm_contact_id: visible.crm_contact_id, agent_id: visible.agent_id })]);
    await page.evaluate(() => document.getElementById('main').focus());
    await page.mouse.move(5, 5);
    await page.keyboard.press('r');
    await page.waitForSelector(`#i${added.id} .k-c .n`);
    assert.equal(asked, 0, 'what is known is not asked for again');
    await page.click('#page-next');
    await eventually(async () => {
        assert.ok(!(await ids(page)).includes(added.id));
        assert.equal(await page.$$eval('#rows a.hist:not(:has(.n))', (l) => l.length), 0);
    });
});

test('the numbers move nothing', async (t) => {
    const page = await open(t, '/', { user: desk.user, js: false });
    const widths = (p) => p.$$eval('#table th', (l) => l.map((h) => Math.round(h.getBoundingClientRect().width)));
    const plain = await widths(page), full = await open(t, '/', { user: desk.user });
    await full.waitForSelector('.hist .n');
    assert.deepEqual(await widths(full), plain);
});

test('the list is narrowed, sorted and paged in place; the figures stay', async (t) => {
    const page = await open(t, `/history/agent?agent=${row.agent_id}&size=25`, { user: desk.user });
    const all = desk.sorted(desk.rows.filter((r) => r.agent_id === row.agent_id));
    await page.waitForSelector('#figures dl');
    let figures = 0;
    page.on('request', (r) => (figures += r.url().includes('figures')));
    assert.deepEqual(await ids(page), all.slice(0, 25).map((r) => r.id));
    await page.selectOption('#f-channel', 'chat');
    const chats = all.filter((r) => r.channel === 'chat');
    await eventually(async () => assert.deepEqual(await ids(page), chats.slice(0, 25).map((r) => r.id)));
    assert.deepEqual(new URL(page.url()).searchParams.get('channel'), 'chat');
    assert.equal(await page.textContent(`#i${chats[0].id} .k-content`), `Message of ${chats[0].id} second line`);
    await page.selectOption('#f-channel', '');
    await eventually(async () => assert.deepEqual(await ids(page), all.slice(0, 25).map((r) => r.id)));
    if (all.length > 25) {
        await page.click('#page-next');
        await eventually(async () => assert.deepEqual(await ids(page), all.slice(25, 50).map((r) => r.id)));
        await page.goBack();
        await eventually(async () => assert.deepEqual(await ids(page), all.slice(0, 25).map((r) => r.id)));
    }
    await page.click('.by-channel a >> nth=0');
    await eventually(() => assert.ok(new URL(page.url()).searchParams.get('channel')));
    await page.click('#period-yesterday');
    await eventually(() => assert.equal(new URL(page.url()).searchParams.get('period'), 'yesterday'));
    assert.ok(await page.isVisible('#figures dl'));
    assert.ok(figures <= 1, `the figures were asked for ${figures} times`);
});

test('what still runs counts up', async (t) => {
    const page = await open(t, '/history/client?client=c2', { user: desk.user });
    const cell = '.is-active .k-duration', seconds = async () => (await page.textContent(cell)).split(':').reduce((s, x) => s * 60 + Number(x), 0);
    const before = await seconds();
    await eventually(async () => assert.ok(await seconds() >= before + 2));
    assert.equal(await page.textContent('.is-active .k-source'), 'Active');
});

test('figures that fail leave the way to them', async (t) => {
    const page = await open(t, '', { user: desk.user, forgive: /50[0-9]|Response Status Error/ });
    await page.route('**/figures?*', (r) => r.fulfill({ status: 503, body: 'no' }));
    await page.goto('/history/client?client=c2');
    await page.waitForSelector('.figures.failed .figures-link');
    assert.ok((await ids(page)).length > 0);
    await page.unrouteAll();
    await page.click('.figures-link');
    await page.waitForSelector('#figures dl');
});

test('on a phone a badge leads to the history in the same tab', async (t) => {
    const page = await open(t, '/', { user: desk.user, width: 390 });
    await page.click(badge(row, 'c'));
    await page.waitForURL('**/history/client?*');
    await noSidewaysScroll(page);
    assert.equal(page.context().pages().length, 1);
});

test('without scripts: a link, a form, the figures by a link', async (t) => {
    const page = await open(t, '/', { user: desk.user, js: false });
    assert.equal(await page.textContent(badge(row, 'c')), 'C');
    await page.click(badge(row, 'c'));
    await page.waitForURL('**/history/client?*');
    await page.selectOption('#f-channel', row.channel);
    await page.click('#narrow .apply');
    await page.waitForURL(`**channel=${row.channel}**`);
    await page.click('.figures-link');
    await page.waitForSelector('#figures dl');
    assert.equal(new URL(page.url()).searchParams.get('channel'), row.channel);
});

test('no width loses anything', async (t) => {
    for (const path of [`/history/agent?agent=${row.agent_id}`, '/history/client?client=c2']) {
        const page = await open(t, path, { user: desk.user });
        for (const width of [360, 390, 719, 720, 999, 1139, 1140, 1180, 1440]) {
            await page.setViewportSize({ width, height: 800 });
            await noSidewaysScroll(page);
            for (const part of ['h1', '#f-channel', '#rows > tr:first-child .k-created', '#rows > tr:first-child .k-content'])
                assert.ok(await page.isVisible(part), `${part} at ${width} px`);
        }
    }
});
