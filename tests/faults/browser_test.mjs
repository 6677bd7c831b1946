// What a reader sees while the database, or everything, is away.
import './where.mjs';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { databaseBack, stack, sv } from './faults.mjs';
import { eventually, ids, noSidewaysScroll, open, query } from '../browser/browser.mjs';
import { Desk } from '../browser/desk.mjs';

const AWAY = /status of 50[23]|Status Error Code 50[23]|ERR_CONNECTION|ERR_EMPTY|afterRequest|sendError|Send Error/;
let desk;

before(() => {
    stack('up');
    desk = new Desk('away');
    desk.addMany(60);
    desk.ready();
});
after(() => stack('down'));

const look = (t, path) => open(t, path, { user: desk.user, clock: true, forgive: AWAY });
const isRefresh = (r) => new URL(r.url()).searchParams.has('refresh');
const clockOf = { now: performance.now.bind(performance) };

async function later(page, seconds = 31) {
    const answer = page.waitForEvent('requestfinished', isRefresh).catch(() => null);
    await page.clock.fastForward(seconds * 1000);
    return answer;
}

test('a refresh that fails keeps the rows, says so, and recovers by itself', async (t) => {
    const page = await look(t, '/?queue=2');
    const list = await ids(page);
    assert.ok(list.length > 5);
    sv('stop', 'mariadb');
    try {
        await later(page);
        await eventually(async () => assert.match(await page.textContent('#status'), /Not refreshed since \d\d:\d\d:\d\d, trying again/));
        assert.deepEqual(await ids(page), list);
        await later(page);
        assert.deepEqual(await ids(page), list);
    } finally {
        sv('start', 'mariadb');
        await databaseBack(clockOf);
    }
    const [added] = desk.add([desk.running({ queue_id: 2, created_at: Date.now() })]);
    await eventually(async () => {
        await page.clock.fastForward(65000);
        assert.equal((await ids(page))[0], added.id);
    });
    await eventually(async () => assert.match(await page.textContent('#status'), /^Updated/));
});

test('a filter that cannot be answered is explained, and can be tried again', async (t) => {
    const page = await look(t, '/');
    sv('stop', 'mariadb');
    try {
        await page.selectOption('#f-queue', '2');
        await page.waitForSelector('main h1:has-text("The database is not answering"), #banner');
        await noSidewaysScroll(page);
        assert.equal(query(page).queue === undefined || query(page).queue === '2', true);
    } finally {
        sv('start', 'mariadb');
        await databaseBack(clockOf);
    }
    await page.goto('/?queue=2');
    assert.ok((await ids(page)).length > 5);
});

test('a page asked for while it is away says what happened and leads on', async (t) => {
    sv('stop', 'mariadb');
    let page;
    try {
        page = await look(t, '/');
        assert.match(await page.textContent('h1'), /The database is not answering/);
        assert.match(await page.textContent('main'), /Nothing was lost/);
        assert.match(await page.textContent('.rid'), /^[0-9a-f]{32}$/);
    } finally {
        sv('start', 'mariadb');
        await databaseBack(clockOf);
    }
    await page.click('main .btn');
    await page.waitForSelector('#rows > tr');
});

test('with the programs stopped nginx says so itself, in full', async (t) => {
    sv('stop', 'pages');
    try {
        const page = await look(t, '/');
        assert.equal(await page.title() !== '', true);
        assert.ok(await page.isVisible('h1'));
        assert.match(await page.textContent('body'), /[0-9a-f]{32}/);
        assert.doesNotMatch(await page.content(), /nginx/i);
    } finally {
        sv('start', 'pages');
    }
    const page = await look(t, '/');
    const list = await ids(page);
    sv('stop', 'pages');
    try {
        await page.selectOption('#f-queue', '2');
        await page.waitForSelector('#banner');
        assert.match(await page.textContent('#banner'), /The list below is as of \d\d:\d\d:\d\d/);
        assert.deepEqual(await ids(page), list);
    } finally {
        sv('start', 'pages');
    }
    await eventually(async () => {
        await page.click('#banner a');
        await page.waitForSelector('#rows > tr', { timeout: 2000 });
    });
    assert.equal(query(page).queue, '2');
});

test('with nothing there at all, the rows stay and the way back works', async (t) => {
    const page = await look(t, '/');
    const list = await ids(page);
    sv('stop', 'nginx');
    try {
        await page.selectOption('#f-queue', '2');
        await page.waitForSelector('#banner');
        assert.match(await page.textContent('#banner'), /could not be reached/);
        assert.deepEqual(await ids(page), list);
        await page.clock.fastForward(31000);
        await eventually(async () => assert.match(await page.textContent('#status'), /Not refreshed since/));
    } finally {
        sv('start', 'nginx');
    }
    await page.click('#banner a');
    await page.waitForSelector('#rows > tr');
    assert.equal(query(page).queue, '2');
});
