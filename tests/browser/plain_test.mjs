// The grid without JavaScript: links and one Apply button do everything.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { dayOf } from '../lib/zones.mjs';
import { addressed, chips, count, ids, open, query, shows } from './browser.mjs';
import { DAY, Desk, ZONE } from './desk.mjs';

const CROWD = 10010;
let desk;

before(() => {
    desk = new Desk('plain');
    desk.addMany(120);
    desk.add([desk.running()]);
    desk.addCrowd(CROWD, 200);
    desk.ready();
});

const plain = (t, path) => open(t, path, { user: desk.user, js: false });
const first = (rows, n = 50) => rows.slice(0, n);

// Playwright's own queries need no JavaScript of the page.
async function apply(page) {
    await Promise.all([page.waitForEvent('load'), page.click('#filters .apply')]);
}

test('each filter, by Apply', async (t) => {
    const page = await plain(t, '/');
    const steps = [
        [() => page.selectOption('#f-queue', '2'), { queue: '2' }, (r) => r.queue_id === 2],
        [() => page.selectOption('#f-channel', 'voice'), { channel: 'voice' }, (r) => r.channel === 'voice'],
        [() => page.selectOption('#f-disposition', '3'), { disposition: '3' }, (r) => r.disposition_id === 3],
        [() => page.fill('#f-agent', 'bob'), { agent: 'bob' }, (r) => r.agent_id === 2],
        [() => page.fill('#f-did', '+44'), { did: '+44' }, (r) => r.did_id === 3],
    ];
    for (const [act, state, match] of steps) {
        await page.goto('/');
        await act();
        await apply(page);
        assert.deepEqual(query(page), state);
        assert.deepEqual(await ids(page), first(desk.expect(match)).map((r) => r.id));
        assert.equal((await chips(page)).length, 1);
    }
    await page.goto('/');
    await page.selectOption('#f-queue', '3');
    await page.fill('#f-agent', 'ann');
    await page.selectOption('#f-size', '25');
    await apply(page);
    await addressed(page, { queue: '3', agent: 'ann', size: '25' });
    await shows(page, first(desk.expect((r) => r.queue_id === 3 && r.agent_id === 1), 25));
    await page.click('.chip:has-text("Queue")');
    await shows(page, first(desk.expect((r) => r.agent_id === 1), 25));
    await page.click('.clear');
    await addressed(page, { size: '25' });
    await page.goBack();
    await addressed(page, { agent: 'ann', size: '25' });
    assert.equal(await page.inputValue('#f-agent'), 'ann');
});

test('dates and periods, by Apply and links', async (t) => {
    const page = await plain(t, '/?period=30d');
    const day = dayOf(ZONE, desk.now - DAY);
    await page.fill('#f-from', day);
    await page.fill('#f-to', day);
    await apply(page);
    assert.deepEqual(await ids(page), first(desk.expect((r) => dayOf(ZONE, r.created_at) === day)).map((r) => r.id));
    assert.deepEqual(await chips(page), [['Created', day]]);
    await page.click('#period-today');
    await addressed(page, { period: 'today' });
    await shows(page, first(desk.expect((r) => dayOf(ZONE, r.created_at) === dayOf(ZONE, Date.now()))));
    await page.selectOption('#f-queue', '1');
    await apply(page);
    await addressed(page, { period: 'today', queue: '1' });
});

test('sorting, paging and counting, by links', async (t) => {
    const page = await plain(t, '/?size=25');
    const all = desk.expect();
    await page.click('#page-next');
    await shows(page, all.slice(25, 50));
    await page.click('#page-last');
    await shows(page, all.slice(-25));
    await page.click('#page-prev');
    await shows(page, all.slice(-50, -25));
    await page.click('#page-first');
    await shows(page, all.slice(0, 25));
    await page.click('#sort-duration');
    await page.click('#sort-duration');
    await addressed(page, { sort: 'duration', dir: 'asc', size: '25' });
    await shows(page, desk.sorted(all.filter((r) => !r.running), (r) => r.duration_s, true).slice(0, 25));
    await page.selectOption('#f-queue', '2');
    await apply(page);
    await addressed(page, { queue: '2', sort: 'duration', dir: 'asc', size: '25' });
    await page.click('#period-all');
    await page.click('.chip');
    assert.equal(await count(page), '10,000+');
    await page.click('#count a');
    assert.equal(await count(page), (CROWD + desk.rows.length).toLocaleString('en-US'));
});

test('nothing found', async (t) => {
    const page = await plain(t, '/?queue=1&from=2020-01-01&to=2020-01-02');
    await page.click('.blank a:has-text("Clear the filters")');
    await addressed(page, { period: 'all' });
});

test('nothing is shown that only a script could make work', async (t) => {
    for (const width of [1440, 390]) {
        const page = await open(t, '/', { user: desk.user, js: false, width });
        assert.equal(await page.isVisible('#keys-open'), false);
        assert.equal(await page.isVisible('dialog'), false);
        if (width === 390) {
            await page.click('.filters-toggle > summary');
            assert.equal(await page.isVisible('#f-queue'), true);
        }
        assert.equal(await page.isVisible('#filters .apply'), true);
    }
});
