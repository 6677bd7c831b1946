// The product page of the interactions, sentence by sentence, with an admin in one browser and a
// supervisor in another.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ROLE_SUPERVISOR, makeUser } from '../lib/http.mjs';
import { inserts, sql } from '../lib/stack.mjs';
import { eventually, ids, open, texts } from './browser.mjs';
import { Desk } from './desk.mjs';

const MINE = [1, 3]; /* the supervisor's queues */
const LONG = `The invoice of last month is wrong, ${'and I have written twice already '.repeat(4)}`;
let desk, supervisor, admin;

before(() => {
    desk = new Desk('product');
    desk.addMany(120);
    desk.add([desk.row({ crm_contact_id: null, phone_number: null, phone_e164: null }), desk.running()]);
    desk.ready();
    admin = desk.user;
    supervisor = `supervisor@${desk.slug}.example`;
    makeUser({ tenant: desk.id, email: supervisor, name: 'Sam Supervisor', role: ROLE_SUPERVISOR, queues: MINE });
    const typed = desk.rows.filter((r) => r.channel !== 'voice');
    sql(inserts('messages', typed.map((r) => ({ tenant_id: desk.id, interaction_id: r.id, message_no: 1, role: 'client', body: LONG }))), 'pbxlogs');
});

async function both(t, path) {
    return { admin: await open(t, path, { user: admin }), supervisor: await open(t, path, { user: supervisor }) };
}

const cells = (page, key) => texts(page, `#rows > tr > .k-${key}`);
const names = (list) => list.map((x) => x.name).sort();

test('available to Contact Center Admin and Contact Center Supervisor; a supervisor sees only the assigned queues', async (t) => {
    const { admin: a, supervisor: s } = await both(t, '/?period=all&size=100');
    assert.equal(await a.textContent('h1'), 'Interactions');
    assert.equal(await s.textContent('h1'), 'Interactions');
    assert.deepEqual(await texts(a, '#f-queue option'), ['All queues', ...names(desk.queues)]);
    const mine = names(desk.queues.filter((q) => MINE.includes(q.id)));
    assert.deepEqual(await texts(s, '#f-queue option'), ['All queues', ...mine]);
    assert.equal(new Set(await cells(a, 'queue')).size, desk.queues.length);
    assert.deepEqual([...new Set(await cells(s, 'queue'))].sort(), mine);
});

test('the filter bar: agent, queue, channel, DID, disposition; the date range below it', async (t) => {
    for (const page of Object.values(await both(t, '/?period=all&size=100'))) {
        for (const id of ['agent', 'did']) assert.equal(await page.getAttribute(`#f-${id}`, 'type'), 'search');
        assert.deepEqual((await texts(page, '#f-channel option')).slice(0, 5), ['All channels', 'Voice', 'Chat', 'SMS', 'WhatsApp']);
        assert.deepEqual(await texts(page, '#f-disposition option'), ['All dispositions', ...names(desk.dispositions)]);
        assert.deepEqual((await texts(page, '.periods a')).slice(0, 3), ['Today', 'Yesterday', 'Last 7 days']);
        for (const id of ['from', 'to']) assert.equal(await page.getAttribute(`#f-${id}`, 'type'), 'date');
        for (const [id, value, key, want] of [['agent', 'arl', 'agent', 'Carla Cruz'], ['did', '12345602', 'did', '+493012345602']]) {
            await page.fill(`#f-${id}`, value);
            await eventually(async () => assert.deepEqual([...new Set(await cells(page, key))], [want]));
            await page.fill(`#f-${id}`, '');
            await eventually(async () => assert.ok(new Set(await cells(page, key)).size > 1));
        }
        for (const [id, label, key] of [['queue', 'Sales', 'queue'], ['channel', 'SMS', 'channel'], ['disposition', 'Sold', 'disposition']]) {
            await page.selectOption(`#f-${id}`, { label });
            await eventually(async () => assert.deepEqual([...new Set(await cells(page, key))], [label]));
            await page.selectOption(`#f-${id}`, '');
            await eventually(async () => assert.ok(new Set(await cells(page, key)).size > 1));
        }
    }
});

test('the columns of the grid; the client is the CRM contact, else the number, else the DID', async (t) => {
    const page = await open(t, '/?period=all&size=100', { user: admin });
    assert.deepEqual(await texts(page, '#table th'), ['Created', 'Closed', 'Channel', 'Queue', 'Agent', 'Client', 'DID', 'Disposition', 'Duration', 'ACW', 'Status', 'C', 'A']);
    const client = (r) => page.textContent(`#i${r.id} .k-client`);
    const shown = new Set(await ids(page)), find = (match) => desk.rows.find((r) => shown.has(r.id) && match(r));
    const linked = find((r) => r.crm_contact_id), number = find((r) => !r.crm_contact_id && r.phone_number);
    assert.equal(await client(linked), desk.name('contacts', linked.crm_contact_id));
    assert.equal(await client(number), number.phone_number);
    await page.goto('/?period=all&size=100&client_op=empty');
    const bare = desk.rows.find((r) => !r.crm_contact_id && !r.phone_number);
    assert.equal(await client(bare), desk.name('dids', bare.did_id));
});

test('the teal C opens the client’s history in a window, the indigo A the agent’s; each sees their own queues there', async (t) => {
    const { admin: a, supervisor: s } = await both(t, '/?period=all&size=100');
    const row = desk.rows.find((r) => r.crm_contact_id && r.agent_id && MINE.includes(r.queue_id) && r.channel !== 'voice' && !r.running);
    for (const [page, sees] of [[a, () => true], [s, (r) => MINE.includes(r.queue_id)]]) {
        const colour = (which) => page.$eval(`#i${row.id} .k-${which} a`, (e) => getComputedStyle(e).color.match(/[\d.]+/g).map(Number));
        const [c, indigo] = [await colour('c'), await colour('a')];
        assert.ok(c[1] > c[0] && c[2] > c[0], `teal: ${c}`);
        assert.ok(indigo[2] > indigo[0] && indigo[2] > indigo[1], `indigo: ${indigo}`);
        for (const [which, key] of [['c', 'crm_contact_id'], ['a', 'agent_id']]) {
            const [window] = await Promise.all([page.waitForEvent('popup'), page.click(`#i${row.id} .k-${which} a`)]);
            await window.waitForSelector('#list[data-state]');
            const columns = await texts(window, 'thead th');
            assert.deepEqual(columns.filter((x) => x !== 'Client'), ['Source', 'Created', 'Closed', 'Channel', 'Queue', 'Agent', 'DID', 'Disposition', 'Duration', 'Status', 'Content', 'Play', 'Transcription']);
            const all = desk.rows.filter((r) => r[key] === row[key] && sees(r));
            assert.equal((await ids(window)).length, Math.min(50, all.length));
            const content = (await window.textContent(`#i${row.id} .k-content`)).trim();
            assert.equal(content, `${LONG.slice(0, 80).trimEnd()}…`, 'the first 80 characters');
            await window.close();
        }
    }
});

test('a supervisor is made: first the tenant, then the assigned queues; only those are seen', async (t) => {
    const page = await open(t, '/admin/users/edit', { user: admin });
    const order = await page.evaluate(() => {
        const at = (text) => [...document.querySelectorAll('main *')].findIndex((e) => e.children.length === 0 && e.textContent.trim() === text);
        return [at('Tenant'), at('Assigned queues')];
    });
    assert.ok(order[0] > 0 && order[0] < order[1], `${order}`);
    await page.fill('#i-name', 'Nina New');
    await page.fill('#i-email', `nina@${desk.slug}.example`);
    await page.selectOption('#i-role', { label: 'Contact Center Supervisor (assigned queues)' });
    await page.getByLabel('Support', { exact: true }).check();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await eventually(async () => assert.match(await page.textContent('main'), /Nina New/));
    const queues = sql(`SELECT q.queue_id FROM user_queues q JOIN users u ON u.id = q.user_id WHERE u.email = 'nina@${desk.slug}.example'`);
    assert.deepEqual(queues, [['2']]);
});
