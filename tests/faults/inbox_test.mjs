// What arrives while everything dies: nothing that was acknowledged is lost, nothing is applied
// twice, and what is not valid stays outside.
import './where.mjs';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeTenant } from '../lib/http.mjs';
import { Random, seed } from '../lib/random.mjs';
import { sleep, sql } from '../lib/stack.mjs';
import { call, connect, drained, event, inbox, interactions, send } from '../hooks/hooks.mjs';
import { children, kill, pidOf, stack, sv } from './faults.mjs';

const random = new Random(seed('inbox'));
const CALLS = 1000, PARTS = 4, AT_ONCE = 16, SPOILT = 20;
let tenant, c;

before(() => {
    stack('up');
    tenant = makeTenant(`inbox-${process.pid}-${Date.now() % 1000000}`);
    c = connect(tenant);
});
after(() => stack('down'));

// --- the events --------------------------------------------------------------------------------

// A call, and what is added to it by events of their own, each of which would show if it were
// applied twice. One in SPOILT is none that can be applied.
function events() {
    const out = [];
    for (let k = 0; k < CALLS; k++) {
        out.push({ event_id: `call-${k}`, interaction: call(`call-${k}`) });
        for (let p = 0; p < PARTS; p++) {
            const bad = (k * PARTS + p) % SPOILT === 7;
            out.push({ event_id: `part-${k}-${p}`, bad, interaction: { id: `call-${k}`, created_at: '2026-11-20T09:00:00Z', channel: bad ? 'pigeon' : 'voice',
                append_messages: [{ role: 'client', text: `said ${k} ${p}` }] } });
        }
    }
    return out;
}

// Sends until it is answered for good; as vendors do, who do not know what became of the first.
async function deliver(d, told) {
    for (let i = 0; i < 200; i++) {
        try {
            const a = await send(c, d.text, { secret: d.forged ? 'forged' : c.secret, timeout: 15000 });
            told[a.status] = (told[a.status] ?? 0) + 1;
            if (a.status < 500) return assert.equal(a.status, d.forged ? 401 : 200, a.body);
            assert.ok([502, 503, 504].includes(a.status), `${a.status} ${a.body}`);
        } catch (e) {
            if (e.code === 'ERR_ASSERTION') throw e;
            told.cut = (told.cut ?? 0) + 1;
        }
        await sleep(100);
    }
    throw new Error(`never answered: ${d.text.slice(0, 100)}`);
}

// --- what dies meanwhile -----------------------------------------------------------------------

const one = (list) => list.length && random.pick(list);

async function havoc(state) {
    const died = { hooks: 0, lane: 0, worker: 0, mariadb: 0 };
    const strike = (what, pid) => {
        if (!pid) return;
        try {
            kill(pid);
            died[what]++;
        } catch { /* it has just gone */ }
    };
    for (let i = 1; !state.over; i++) {
        await sleep(400);
        if (state.over) break;
        try {
            if (i % 12 === 4) strike('mariadb', pidOf('mariadb'));
            else if (i % 12 === 9) strike('worker', pidOf('worker'));
            else if (i % 2) strike('hooks', one(children(pidOf('hooks'))));
            else strike('lane', one(children(pidOf('worker'))));
        } catch { /* on its way up */ }
    }
    return died;
}

// Nothing waits any more; the database may still be on its way up.
async function settled(seconds) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100))
        try {
            if (!sql(`SELECT 1 FROM inbox WHERE tenant_id = ${tenant} AND state = 'waiting' LIMIT 1`).length) return;
        } catch { /* it is away */ }
    throw new Error(`still waiting: ${JSON.stringify(inbox(tenant, "state = 'waiting'").slice(0, 3))}`);
}

test('10,000 deliveries, doubled, shuffled, sixteen at a time, while processes die', async (t) => {
    const list = events(), state = { over: false }, told = {};
    const deliveries = random.shuffle(list.flatMap((e, i) => {
        const { bad, ...body } = e, text = JSON.stringify(body);
        return [{ text }, { text, forged: i % 50 === 3 }];
    }));
    const began = Date.now(), struck = havoc(state);
    let next = 0;
    await Promise.all([...Array(AT_ONCE)].map(async () => {
        while (next < deliveries.length) await deliver(deliveries[next++], told);
    }));
    const sent = Date.now() - began;
    await sleep(10000); /* while it is applied, too */
    state.over = true;
    await struck;
    await settled(120);
    t.diagnostic(`${deliveries.length} deliveries in ${sent} ms, applied ${Date.now() - began - sent} ms later, ` +
        `answers ${JSON.stringify(told)}, killed ${JSON.stringify(await struck)}`);
    await back();
    const rows = inbox(tenant), by = new Map(rows.map((r) => [r.event, r]));
    assert.equal(rows.length, list.length, 'each event once');
    for (const e of list) assert.equal(by.get(e.event_id)?.state, e.bad ? 'refused' : 'applied', `${e.event_id}: ${by.get(e.event_id)?.reason}`);
    const got = interactions(tenant);
    assert.deepEqual(got.map((i) => i.ref).sort(), [...Array(CALLS).keys()].map((k) => `call-${k}`).sort(), 'each call once');
    assert.ok(got.every((i) => i.status === 'closed'));
    const said = sql(`SELECT body FROM messages WHERE tenant_id = ${tenant}`, 'pbxlogs').map(([s]) => s).sort();
    assert.deepEqual(said, list.filter((e) => e.interaction.append_messages && !e.bad).map((e) => e.interaction.append_messages[0].text).sort(), 'each message once');
    assert.deepEqual(sql(`SELECT COUNT(*), SUM(messages) FROM search_texts WHERE tenant_id = ${tenant}`)[0].map(Number), [CALLS, said.length], 'all of it can be found');
});

// The database answers again.
async function back() {
    for (let i = 0; i < 300; i++) {
        try {
            return sql('SELECT 1');
        } catch {
            await sleep(100);
        }
    }
    throw new Error('the database does not come back');
}

test('while the database is away nothing is acknowledged, and soon after its return all is as before', async () => {
    sv('stop', 'mariadb');
    const began = Date.now(), a = await send(c, event('away'));
    assert.ok(Date.now() - began < 2000);
    assert.equal(a.status, 503);
    assert.equal(a.headers['retry-after'], '2');
    assert.match(JSON.parse(a.body).type, /#problem-db-away$/);
    sv('start', 'mariadb');
    await back();
    for (const end = Date.now() + 5000; (await send(c, event('away'))).status !== 200; await sleep(100))
        assert.ok(Date.now() < end, 'normal within five seconds');
    await drained(tenant, 10);
    assert.equal(interactions(tenant, "vendor_ref = 'away'").length, 1);
});
