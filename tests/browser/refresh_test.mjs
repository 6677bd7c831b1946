// The grid keeps itself up to date without disturbing who reads it. The browser's clock is put
// forward; everything else is as it is.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { datetime, quote, sleep, sql } from '../lib/stack.mjs';
import { eventually, ids, open, query, shows } from './browser.mjs';
import { Desk, MINUTE } from './desk.mjs';

const ENDED = /(status of|Status Error Code) 401/;
let number = 0;

// A center of its own for each test, with 120 interactions that ended and one that runs.
function center() {
    const desk = new Desk(`refresh-${++number}`);
    desk.addMany(120);
    desk.add([desk.running({ created_at: Date.now() - 2 * MINUTE })]);
    return desk.ready();
}

const isRefresh = (r) => new URL(r.url()).searchParams.has('refresh');

async function look(t, desk, path = '/', more = {}) {
    const page = await open(t, path, { user: desk.user, clock: true, own: true, ...more });
    await page.mouse.move(5, 5);
    return page;
}

// Half a minute later: waits for the answer to the refresh, and until it is on the page.
async function later(page, seconds = 31) {
    const answer = page.waitForResponse(isRefresh);
    await page.clock.fastForward(seconds * 1000);
    const got = await answer;
    if (got.ok()) await got.finished();
    await page.waitForTimeout(150);
    return got;
}

const top = (page, id) => page.$eval(`#i${id}`, (r) => r.getBoundingClientRect().top);

test('a new interaction appears at the top', async (t) => {
    const desk = center();
    const page = await look(t, desk);
    await shows(page, desk.expect().slice(0, 50));
    const [added] = desk.add([desk.running({ created_at: Date.now() - 1000, status: 'new' })]);
    await later(page);
    const now = await ids(page);
    assert.equal(now[0], added.id);
    assert.deepEqual(now, desk.expect().slice(0, 50).map((r) => r.id));
    assert.equal(await page.textContent('#count strong'), String(desk.expect().length));
    assert.match(await page.textContent('#status'), /Updated \d\d:\d\d:\d\d/);
});

test('what changed is changed in its place', async (t) => {
    const desk = center();
    const page = await look(t, desk);
    const running = desk.rows.find((r) => r.running), known = await ids(page);
    const mark = await page.$eval(`#i${known[3]}`, (r) => (r.marked = true));
    assert.ok(mark);
    sql(`UPDATE active_interactions SET status = 'acw', duration_s = 77, disposition_id = 2, closed_at = created_at
        WHERE tenant_id = ${desk.id} AND id = ${running.id}`, 'pbxlogs');
    await later(page);
    assert.deepEqual(await ids(page), known);
    assert.equal(await page.textContent(`#i${running.id} .k-status`), 'ACW');
    assert.equal(await page.textContent(`#i${running.id} .k-duration`), '1:17');
    assert.equal(await page.textContent(`#i${running.id} .k-disposition`), 'Promised to pay');
    assert.equal(await page.getAttribute(`#i${running.id}`, 'class'), 'is-acw');
    assert.equal(await page.$eval(`#i${known[3]}`, (r) => r.marked), true, 'rows that did not change are the same elements');

    sql(`INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status, queue_id, agent_id)
        SELECT tenant_id, id, created_at, UTC_TIMESTAMP(3), channel, 'closed', queue_id, agent_id FROM active_interactions
        WHERE tenant_id = ${desk.id}; DELETE FROM active_interactions WHERE tenant_id = ${desk.id}`, 'pbxlogs');
    await later(page);
    assert.deepEqual(await ids(page), known);
    assert.equal(await page.textContent(`#i${running.id} .k-status`), 'Closed');
});

for (const width of [1440, 1000, 390]) {
    test(`rows being read do not move when newer ones arrive (${width} px wide)`, async (t) => {
        const desk = center();
        const page = await look(t, desk, '/?size=100', { width });
        const list = await ids(page), seen = list[60];
        await page.evaluate((id) => document.getElementById(`i${id}`).scrollIntoView({ block: 'center' }), seen);
        const before = await top(page, seen), hidden = list.slice(0, 5);
        desk.add([1, 2, 3].map((i) => desk.running({ created_at: Date.now() - i * 1000 })));
        await later(page);
        assert.equal((await ids(page)).length >= 100, true);
        assert.equal((await ids(page))[0], desk.expect()[0].id, 'the new ones are there');
        assert.ok(hidden.every((id) => id));
        const moved = await top(page, seen) - before;
        assert.ok(Math.abs(moved) <= 1, `moved by ${moved} px`);
    });
}

for (const [how, use] of [
    ['the pointer is over the table', (page, id) => page.hover(`#i${id} .k-queue`)],
    ['the focus is in the table', (page, id) => page.focus(`#i${id} .k-a a`)],
    ['text in the table is selected', (page, id) => page.evaluate((row) => {
        getSelection().selectAllChildren(document.querySelector(`#i${row} .k-did`));
    }, id)],
]) {
    test(`while ${how}, new rows wait behind a button`, async (t) => {
        const desk = center();
        const page = await look(t, desk);
        const list = await ids(page);
        await use(page, list[2]);
        const before = await top(page, list[2]);
        desk.add([desk.running({ created_at: Date.now() - 1000 })]);
        await later(page);
        assert.deepEqual(await ids(page), list);
        assert.ok(Math.abs(await top(page, list[2]) - before) <= 1);
        assert.equal(await page.textContent('#pill'), '1 new interaction');
        desk.add([desk.running({ created_at: Date.now() - 500 })]);
        await later(page);
        assert.equal(await page.textContent('#pill'), '2 new interactions');
        await page.click('#pill');
        await shows(page, desk.expect().slice(0, 50));
        assert.equal(await page.$('#pill'), null);
    });
}

test('an older page stays as it was asked for', async (t) => {
    const desk = center();
    const page = await look(t, desk);
    await page.click('#page-next');
    await shows(page, desk.expect().slice(50, 100));
    const list = await ids(page);
    desk.add([desk.running({ created_at: Date.now() - 1000 })]);
    sql(`UPDATE closed_interactions SET disposition_id = 3 WHERE tenant_id = ${desk.id} AND id = ${list[7]}`, 'pbxlogs');
    await later(page);
    assert.deepEqual(await ids(page), list);
    assert.equal(await page.textContent(`#i${list[7]} .k-disposition`), 'Wrong number');
});

test('filters hold while it refreshes, and an empty list fills', async (t) => {
    const desk = center();
    const page = await look(t, desk, '/?queue=4&channel=email&agent=bob');
    await shows(page, desk.expect((r) => r.queue_id === 4 && r.channel === 'email' && r.agent_id === 2));
    await page.goto('/?queue=4&agent=zoe&channel=email&did=44&disposition=3');
    await page.waitForSelector('.blank');
    const [hit] = desk.add([{ ...desk.row({ created_at: Date.now() - 1000, closed_at: Date.now(), queue_id: 4, agent_id: 5,
        channel: 'email', did_id: 3, disposition_id: 3 }) }]);
    desk.add([desk.running({ queue_id: 1, created_at: Date.now() - 900 })]);
    await later(page);
    await shows(page, [hit]);
});

test('refreshing does not keep a session alive; using it does', async (t) => {
    const desk = center();
    const page = await look(t, desk);
    const seen = () => sql(`SELECT seen_at FROM sessions WHERE tenant_id = ${desk.id}`)[0][0];
    const old = datetime(Date.now() - 10 * MINUTE);
    sql(`UPDATE sessions SET seen_at = ${quote(old)} WHERE tenant_id = ${desk.id}`);
    assert.equal((await later(page)).status(), 200);
    assert.equal((await later(page)).status(), 200);
    assert.equal(seen(), old);
    await page.selectOption('#f-queue', '1');
    await eventually(() => assert.notEqual(seen(), old));
});

test('a session that ended is said, the rows stay, and there is a way back', async (t) => {
    const desk = center();
    const page = await look(t, desk, '/?agent=o&queue=2&period=30d', { forgive: ENDED });
    const list = await ids(page), state = query(page);
    sql(`UPDATE sessions SET seen_at = ${quote(datetime(Date.now() - 31 * MINUTE))} WHERE tenant_id = ${desk.id}`);
    assert.equal((await later(page)).status(), 401);
    await page.waitForSelector('#banner');
    assert.match(await page.textContent('#banner'), /You were signed out/);
    assert.deepEqual(await ids(page), list);
    let asked = 0;
    page.on('request', (r) => (asked += isRefresh(r)));
    await page.clock.fastForward(120000);
    assert.equal(asked, 0, 'it does not go on asking');
    await page.click('#banner a');
    await page.waitForSelector('#email');
    sql('DELETE FROM signin_failures');
    await page.fill('#email', desk.user);
    await page.fill('#password', 'correct-horse-battery');
    await page.click('button[type=submit]');
    await page.waitForSelector('#grid');
    assert.deepEqual(query(page), state);
    assert.deepEqual(await ids(page), list);
});

test('a hidden window does not ask; shown again, it asks at once', async (t) => {
    const desk = center();
    const page = await look(t, desk);
    let asked = 0;
    page.on('request', (r) => (asked += isRefresh(r)));
    const show = (state) => page.evaluate((s) => {
        Object.defineProperty(document, 'visibilityState', { value: s, configurable: true });
        Object.defineProperty(document, 'hidden', { value: s === 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }, state);
    await show('hidden');
    await page.clock.fastForward(300000);
    await sleep(300);
    assert.equal(asked, 0);
    const [added] = desk.add([desk.running({ created_at: Date.now() - 1000 })]);
    const answer = page.waitForResponse(isRefresh);
    await show('visible');
    await page.clock.fastForward(1000);
    await answer;
    await eventually(async () => assert.equal((await ids(page))[0], added.id));
});

test('r and the button refresh at once', async (t) => {
    const desk = center();
    const page = await look(t, desk);
    for (const act of [() => page.keyboard.press('r'), () => page.click('#status .again')]) {
        const [added] = desk.add([desk.running({ created_at: Date.now() })]);
        await act();
        await eventually(async () => assert.equal((await ids(page))[0], added.id));
    }
});

test('running durations go on after a refresh and follow the server’s clock', async (t) => {
    const desk = center();
    const page = await open(t, null, { user: desk.user, own: true });
    await page.clock.install({ time: Date.now() + 3 * 3600000 });
    await page.goto('/');
    const id = desk.rows.find((r) => r.running).id;
    const shown = async () => (await page.textContent(`#i${id} .k-duration`)).split(':').reduce((s, x) => s * 60 + Number(x), 0);
    await page.waitForTimeout(1100);
    const off = await shown() - (Date.now() - desk.rows.find((r) => r.running).created_at) / 1000;
    assert.ok(Math.abs(off) < 5, `off by ${off} s on a computer whose clock is wrong by three hours`);
});
