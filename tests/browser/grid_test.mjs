// The grid in Chromium: columns, filters, periods, sorting, paging, and the address that holds them.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { addDays, clock, dayOf } from '../lib/zones.mjs';
import { addressed, chips, count, eventually, ids, open, query, shows, texts } from './browser.mjs';
import { DAY, Desk, ZONE } from './desk.mjs';

const CROWD = 10050;
let desk, user;

before(() => {
    desk = new Desk('grid');
    desk.addMany(230);
    desk.addMany(20, (i) => ({ created_at: desk.now - 40 * DAY - i * 1000 }));
    desk.add([desk.running({ created_at: Date.now() - 3725000 }), desk.running({ status: 'new', agent_id: null })]);
    desk.addCrowd(CROWD, 200);
    desk.ready();
    user = desk.user;
});

const first = (rows, n = 50) => rows.slice(0, n);

test('thirteen columns say what is known', async (t) => {
    const page = await open(t, '/', { user });
    assert.deepEqual(await texts(page, '#table th'), ['Created', 'Closed', 'Channel', 'Queue', 'Agent', 'Client', 'DID',
        'Disposition', 'Duration', 'ACW', 'Status', 'C', 'A']);
    const all = desk.expect();
    await shows(page, first(all));
    assert.equal(await count(page), String(all.length));

    const row = all.find((r) => r.status === 'closed' && r.agent_id === 4 && r.crm_contact_id && r.acw_s);
    await page.goto(`/?agent=assistant&size=100`);
    const cells = await page.$eval(`#i${row.id}`, (tr) => [...tr.cells].map((c) => (c.querySelector('a.hist')?.firstChild ?? c).textContent.trim()));
    const length = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
    const label = { voice: 'Voice', chat: 'Chat', sms: 'SMS', whatsapp: 'WhatsApp', email: 'E-mail' };
    assert.equal(cells.length, 13);
    assert.ok(cells[0].includes(clock(ZONE, row.created_at).slice(11, 16)), `created: ${cells[0]}`);
    assert.ok(cells[1].includes(clock(ZONE, row.closed_at).slice(11, 16)), `closed: ${cells[1]}`);
    assert.deepEqual(cells.slice(2), [label[row.channel], desk.name('queues', row.queue_id), 'AI Voice Assistant',
        desk.name('contacts', row.crm_contact_id), desk.name('dids', row.did_id), desk.name('dispositions', row.disposition_id),
        length(row.duration_s), length(row.acw_s), 'Closed', 'C', 'A']);
    assert.ok((await page.getAttribute(`#i${row.id} .k-created`, 'title')).includes(clock(ZONE, row.created_at).slice(0, 10)));
});

test('a choice from a list filters at once', async (t) => {
    const page = await open(t, '/', { user });
    const loads = [];
    page.on('request', (r) => r.isNavigationRequest() && loads.push(r.url()));
    await page.selectOption('#f-queue', '2');
    await addressed(page, { queue: '2' });
    await shows(page, first(desk.expect((r) => r.queue_id === 2)));
    await page.selectOption('#f-channel', 'chat');
    await addressed(page, { queue: '2', channel: 'chat' });
    await shows(page, first(desk.expect((r) => r.queue_id === 2 && r.channel === 'chat')));
    await page.selectOption('#f-disposition', '3');
    await addressed(page, { queue: '2', channel: 'chat', disposition: '3' });
    await shows(page, first(desk.expect((r) => r.queue_id === 2 && r.channel === 'chat' && r.disposition_id === 3)));
    assert.deepEqual(await chips(page), [['Queue', 'Support'], ['Channel', 'Chat'], ['Disposition', 'Wrong number']]);
    await page.selectOption('#f-queue', '');
    await shows(page, first(desk.expect((r) => r.channel === 'chat' && r.disposition_id === 3)));
    await addressed(page, { channel: 'chat', disposition: '3' });
    assert.deepEqual(loads, [], 'only the grid was replaced');
});

test('text filters after a pause in typing, without losing the cursor or a letter', async (t) => {
    const page = await open(t, '/', { user });
    const asked = [];
    page.on('request', (r) => new URL(r.url()).pathname === '/' && asked.push(r.url()));
    await page.click('#f-agent');
    await page.keyboard.type('zoe ang', { delay: 60 });
    await shows(page, first(desk.expect((r) => r.agent_id === 5)));
    await addressed(page, { agent: 'zoe ang' });
    assert.equal(asked.length, 1, `asked once: ${asked}`);
    await page.keyboard.type('X');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('st');
    await addressed(page, { agent: 'zoe angst' });
    assert.equal(await page.inputValue('#f-agent'), 'zoe angst');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'f-agent');

    await page.fill('#f-agent', '');
    await page.fill('#f-did', '+44 800');
    await addressed(page, { did: '+44 800' });
    await page.fill('#f-did', '4480');
    await shows(page, first(desk.expect((r) => r.did_id === 3)));
    assert.deepEqual(await chips(page), [['DID contains', '4480']]);
});

test('dates replace the period, a period replaces the dates', async (t) => {
    const page = await open(t, '/?period=30d', { user });
    const day = dayOf(ZONE, desk.now - 2 * DAY);
    await page.fill('#f-from', day);
    await eventually(() => assert.equal(query(page).from, day));
    await page.fill('#f-to', day);
    await addressed(page, { from: day, to: day });
    await shows(page, first(desk.expect((r) => dayOf(ZONE, r.created_at) === day)));
    assert.deepEqual(await chips(page), [['Created', day]]);
    assert.equal(await page.$('.periods [aria-current]'), null);
    await page.click('#period-yesterday');
    await addressed(page, { period: 'yesterday' });
    assert.equal(await page.inputValue('#f-from'), '');
    const yesterday = addDays(dayOf(ZONE, Date.now()), -1);
    await shows(page, first(desk.expect((r) => dayOf(ZONE, r.created_at) === yesterday)));
});

test('each period shows its days', async (t) => {
    const page = await open(t, '/', { user });
    assert.equal(await page.textContent('.periods [aria-current]'), 'Last 7 days');
    const today = dayOf(ZONE, Date.now()), month = today.slice(0, 7);
    const day = (r) => dayOf(ZONE, r.created_at);
    const last = addDays(`${month}-01`, -1).slice(0, 7);
    const periods = {
        today: (r) => day(r) === today,
        '30d': (r) => day(r) >= addDays(today, -29),
        month: (r) => day(r).startsWith(month),
        lastmonth: (r) => day(r).startsWith(last),
        '7d': (r) => day(r) >= addDays(today, -6),
    };
    for (const [key, match] of Object.entries(periods)) {
        const expected = desk.expect(match, 0);
        await page.click(`#period-${key}`);
        await eventually(async () => assert.equal(await page.getAttribute(`#period-${key}`, 'aria-current'), 'true'));
        await shows(page, first(expected));
        if (expected.length) assert.equal(await count(page), String(expected.length), key);
        await addressed(page, key === '7d' ? {} : { period: key });
    }
});

test('back and forward restore rows and fields', async (t) => {
    const page = await open(t, '/', { user });
    const all = first(desk.expect()), support = first(desk.expect((r) => r.queue_id === 2));
    const chat = first(desk.expect((r) => r.queue_id === 2 && r.channel === 'chat'));
    await page.selectOption('#f-queue', '2');
    await addressed(page, { queue: '2' });
    await shows(page, support);
    await page.selectOption('#f-channel', 'chat');
    await addressed(page, { queue: '2', channel: 'chat' });
    await shows(page, chat);
    await page.goBack();
    await shows(page, support);
    await eventually(async () => assert.equal(await page.inputValue('#f-channel'), ''));
    assert.equal(await page.inputValue('#f-queue'), '2');
    await page.goBack();
    await shows(page, all);
    await eventually(async () => assert.equal(await page.inputValue('#f-queue'), ''));
    await page.goForward();
    await shows(page, support);
    await page.goForward();
    await shows(page, chat);
    await eventually(async () => assert.equal(await page.inputValue('#f-channel'), 'chat'));
});

test('forward while the page is still coming leads there, too', async (t) => {
    const page = await open(t, '/', { user });
    const all = first(desk.expect()), support = first(desk.expect((r) => r.queue_id === 2));
    await page.selectOption('#f-queue', '2');
    await addressed(page, { queue: '2' });
    await shows(page, support);
    let release;
    const held = new Promise((go) => (release = go));
    await page.route('**/grid.js*', async (route) => (await held, route.continue()));
    await page.goBack({ waitUntil: 'commit' });
    await shows(page, all);
    await page.goForward({ waitUntil: 'commit' });
    release();
    await shows(page, support);
    assert.equal(await page.inputValue('#f-queue'), '2');
});

test('an address opened in another window shows the same', async (t) => {
    const page = await open(t, '/', { user });
    await page.selectOption('#f-queue', '3');
    await addressed(page, { queue: '3' });
    await page.click('#sort-duration');
    await addressed(page, { queue: '3', sort: 'duration' });
    await page.waitForSelector('th.k-duration[aria-sort]');
    const rows = await ids(page);
    const other = await open(t, page.url(), { user });
    assert.deepEqual(await ids(other), rows);
    assert.equal(await other.inputValue('#f-queue'), '3');
});

test('chips take their filter away, and only that', async (t) => {
    const page = await open(t, '/?agent=bob&queue=2&channel=sms&did=49&disposition=1', { user });
    assert.equal((await chips(page)).length, 5);
    await page.click('.chip:has-text("Channel")');
    await addressed(page, { agent: 'bob', queue: '2', did: '49', disposition: '1' });
    assert.equal(await page.inputValue('#f-channel'), '');
    await page.click('.chip:has-text("Agent contains")');
    await addressed(page, { queue: '2', did: '49', disposition: '1' });
    assert.equal(await page.inputValue('#f-agent'), '');
    await page.click('.clear');
    await addressed(page, {});
    await shows(page, first(desk.expect()));
    assert.deepEqual(await chips(page), []);
});

test('headings sort, either way', async (t) => {
    const page = await open(t, '/?size=100', { user });
    const done = desk.expect((r) => !r.running);
    const running = desk.expect((r) => r.running).map((r) => r.id);
    for (const [key, value] of [['closed', (r) => r.closed_at], ['duration', (r) => r.duration_s]]) {
        await page.click(`#sort-${key}`);
        await page.waitForSelector(`th.k-${key}[aria-sort=descending]`);
        assert.deepEqual(await ids(page), [...running, ...desk.sorted(done, value).map((r) => r.id)].slice(0, 100));
        await page.click(`#sort-${key}`);
        await page.waitForSelector(`th.k-${key}[aria-sort=ascending]`);
        assert.deepEqual(await ids(page), desk.sorted(done, value, true).slice(0, 100).map((r) => r.id));
        await addressed(page, { sort: key, dir: 'asc', size: '100' });
    }
    await page.click('#sort-created');
    await shows(page, first(desk.expect(), 100));
    await page.click('#sort-created');
    await shows(page, first(desk.sorted(desk.expect(), undefined, true), 100));
});

test('25, 50 or 100 rows', async (t) => {
    const page = await open(t, '/', { user });
    for (const size of [25, 100, 50]) {
        await page.selectOption('#f-size', String(size));
        await shows(page, first(desk.expect(), size));
        await addressed(page, size === 50 ? {} : { size: String(size) });
    }
});

test('older, oldest, newer, newest', async (t) => {
    const page = await open(t, '/', { user });
    const all = desk.expect();
    assert.deepEqual(await texts(page, '.paging .disabled'), ['Newest', 'Newer']);
    await page.click('#page-next');
    await shows(page, all.slice(50, 100));
    await page.click('#page-next');
    await shows(page, all.slice(100, 150));
    await page.click('#page-prev');
    await shows(page, all.slice(50, 100));
    await page.click('#page-last');
    await shows(page, all.slice(-50));
    await eventually(async () => assert.deepEqual(await texts(page, '.paging .disabled'), ['Older', 'Oldest']));
    await page.click('#page-prev');
    await shows(page, all.slice(-100, -50));
    await page.click('#page-first');
    await shows(page, all.slice(0, 50));
    await page.goBack();
    await shows(page, all.slice(-100, -50));
});

test('a count beyond ten thousand is exact when asked for', async (t) => {
    const page = await open(t, '/?period=all', { user });
    assert.equal(await count(page), '10,000+');
    await page.click('#count a');
    await eventually(async () => assert.equal(await count(page), (CROWD + desk.rows.length).toLocaleString('en-US')));
    assert.equal(await page.$('#count a'), null);
});

test('nothing found says what to do, and that works', async (t) => {
    const page = await open(t, '/?period=today&queue=4&agent=dan&channel=email&did=44&disposition=3&from=2020-01-01&to=2020-01-02', { user });
    assert.match(await page.textContent('.blank h2'), /Nothing matches these filters in this period/);
    await page.click('.blank a:has-text("Clear the filters")');
    await addressed(page, { period: 'all' });
    await page.waitForSelector('#rows > tr');

    await page.goto('/?from=2020-01-01&to=2020-01-02');
    assert.match(await page.textContent('.blank h2'), /No interactions in this period/);
    await page.click('.blank a:has-text("Show all time")');
    await addressed(page, { period: 'all' });
    await page.waitForSelector('#rows > tr');

    const today = dayOf(ZONE, Date.now());
    await page.goto(`/?from=${today}&to=${addDays(today, -1)}`);
    assert.match(await page.textContent('.blank h2'), /ends before it begins/);
    await page.click('.blank a:has-text("Swap the two dates")');
    await addressed(page, { from: addDays(today, -1), to: today });
    await page.waitForSelector('#rows > tr');

    await page.fill('#f-agent', 'nobody of that name');
    await page.waitForSelector('.blank');
    await page.fill('#f-agent', '');
    await page.waitForSelector('#rows > tr');
});

test('what still runs counts up', async (t) => {
    const page = await open(t, '/', { user });
    const cell = `#i${desk.expect((r) => r.running && r.status === 'active')[0].id} .k-duration`;
    const seconds = async () => (await page.textContent(cell)).split(':').reduce((s, x) => s * 60 + Number(x), 0);
    const before = await seconds();
    assert.match(await page.textContent(cell), /^1:\d\d:\d\d$/);
    await eventually(async () => assert.ok(await seconds() >= before + 2));
    assert.ok(await seconds() <= before + 12);
});

test('names of any length that the fields take are searched for', async (t) => {
    const page = await open(t, '/', { user });
    await page.fill('#f-agent', '李'.repeat(80));
    await page.waitForSelector('.blank');
    await page.fill('#f-did', 'é'.repeat(40));
    await eventually(async () => assert.equal((await chips(page)).length, 2));
    assert.match(await page.textContent('.blank h2'), /Nothing matches/);
});
