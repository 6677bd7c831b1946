// A transcript that did not come is fetched from its vendor: asked for at the page or by the worker
// itself, once, with what went wrong said precisely, whoever is killed when.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { Client, ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { Random, seed } from '../lib/random.mjs';
import { VAR, datetime, inserts, quote, sleep, sql } from '../lib/stack.mjs';
import { wave } from '../lib/sound.mjs';
import { sample } from '../lib/vendor_samples.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { startElevenLabs, unready } from '../lib/elevenlabs.mjs';
import * as retell from '../lib/retell.mjs';
import * as vapi from '../lib/vapi.mjs';
import { Worker, connection, until } from './worker.mjs';

const random = new Random(seed('fetch'));
const MINUTE = 60000;
const tone = (hz) => wave(2, [(s) => Math.sin(s * hz)]);
let t, worker, vendors, admin, listener;
const conversation = sample('elevenlabs_transcription').data;

let next = 7000;
function plant(ref, { source = 'elevenlabs', ended = 3 * MINUTE, queue = t.queues[0].id, table = 'closed', channel = 'voice', began = ended + 3 * MINUTE } = {}) {
    const id = next++, at = Date.now();
    sql(inserts(`${table}_interactions`, [{ tenant_id: t.id, id, created_at: datetime(at - began), closed_at: table === 'closed' ? datetime(at - ended) : null, channel,
        status: table === 'closed' ? 'closed' : 'active', queue_id: queue, vendor: source, vendor_ref: ref }]), 'pbxlogs');
    return id;
}

const call = (ref, more = {}) => (vendors.elevenlabs.calls.set(ref, { ...conversation, conversation_id: ref, has_audio: false, ...more }), ref);
const row = (id) => {
    const r = sql(`SELECT state, COALESCE(step, ''), COALESCE(problem, ''), attempts, COALESCE(asked_by, '') FROM vendor_fetches WHERE tenant_id = ${t.id} AND interaction_id = ${id}`)[0];
    return r && { state: r[0], step: r[1], problem: r[2], attempts: Number(r[3]), by: r[4] };
};
const count = (table, id) => Number(sql(`SELECT COUNT(*) FROM ${table} WHERE tenant_id = ${t.id} AND interaction_id = ${id}`, 'pbxlogs')[0][0]);
const due = (id) => sql(`UPDATE vendor_fetches SET run_after = '2026-01-01' WHERE tenant_id = ${t.id} AND interaction_id = ${id}`);
const asked = (server, ref) => server.asked.filter((x) => x.path.includes(ref));

async function page(id, client = admin) {
    const a = await client.get(`/interaction?id=${id}`);
    assert.equal(a.status, 200);
    return a.body;
}
const banner = (html) => /<section id="fetch"[^]*?<\/section>/.exec(html)?.[0] ?? '';
const csrf = (html) => /name="csrf" value="([^"]+)"/.exec(html)[1];
async function click(id, client = admin) {
    const a = await client.post('/interactions/fetch', { csrf: csrf(await page(id, client)), id });
    assert.equal(a.status, 303, a.body);
    return a;
}
const settled = (id, state = 'done', seconds = 20) => until(`${id} ${state}, is ${JSON.stringify(row(id))}`, () => row(id)?.state === state && row(id), seconds);
const problem = async (id, words) => until(`${words} at ${id}: ${JSON.stringify(row(id))}`, () => words.test(row(id)?.problem) && row(id));

test.before(async () => {
    t = makeWorldTenant(random, `fetch-${process.pid}-${Date.now() % 1000000}`, 'UTC', { closed: 3, active: 1 });
    writeTenant(t);
    vendors = { elevenlabs: await startElevenLabs(), retell: await retell.startRetell(), vapi: await vapi.startVapi() };
    for (const [source, v] of Object.entries(vendors)) connection(t.id, source, { base: v.url, key: v.key, queue: t.queues[0].id });
    makeUser({ tenant: t.id, email: `admin-${t.slug}@fetch.example`, name: 'Fetch Admin' });
    listener = `super-${t.slug}@fetch.example`;
    makeUser({ tenant: t.id, email: listener, role: ROLE_SUPERVISOR, queues: [t.queues[1].id] });
    admin = await signedIn(`admin-${t.slug}@fetch.example`);
    worker = new Worker({ PARLEY_HTTP_HOSTS: Object.values(vendors).map((v) => new URL(v.url).host).join(' ') }).start();
});

test.after(async () => {
    await worker.end();
    for (const v of Object.values(vendors)) await v.stop();
});

test('a banner offers it, a click fetches transcript, analysis and recording, and unblocks the strategy', async () => {
    const id = plant(call('conv_first', { has_audio: true }));
    vendors.elevenlabs.audio.set('conv_first', tone(440));
    sql(inserts('strategy_steps', [{ tenant_id: t.id, account_id: t.accounts[0].id, step_no: 90, kind: 'call', status: 'waiting', interaction_id: id }]), 'pbxlogs');
    const before = await page(id);
    assert.match(banner(before), /The transcript of this call is missing[^]*Fetch transcript/);
    const a = await click(id);
    assert.match(a.headers.location, new RegExp(`^/interaction\\?id=${id}#fetch$`));
    await settled(id);
    assert.deepEqual(row(id), { state: 'done', step: '', problem: '', attempts: 1, by: 'Fetch Admin' });
    const html = await page(id);
    assert.equal(banner(html), '');
    assert.match(html, /Am I speaking with Maria Jansen/);
    assert.match(html, /class="fetch-sync"/);
    const [[path]] = sql(`SELECT path FROM recordings WHERE tenant_id = ${t.id} AND interaction_id = ${id}`, 'pbxlogs');
    assert.ok(existsSync(`${VAR}/recordings/${t.id}/${path}`), path);
    assert.deepEqual(sql(`SELECT status FROM strategy_steps WHERE tenant_id = ${t.id} AND interaction_id = ${id}`, 'pbxlogs'), [['done']]);
    assert.equal(asked(vendors.elevenlabs, 'conv_first')[0].headers['xi-api-key'], vendors.elevenlabs.key);
    assert.deepEqual(sql(`SELECT actor, subject FROM audit WHERE tenant_id = ${t.id} AND action = 'transcript.fetched' AND subject LIKE 'interaction ${id}%'`).map(([x]) => x), ['Fetch Admin']);
});

test('fetched again it is the same, once: no second recording, no doubled turns', async () => {
    const id = plant(call('conv_again', { has_audio: true }));
    vendors.elevenlabs.audio.set('conv_again', tone(220));
    for (let i = 0; i < 2; i++) {
        await click(id);
        await settled(id);
    }
    assert.equal(count('messages', id), conversation.transcript.filter((x) => x.message).length);
    assert.equal(count('recordings', id), 1);
    assert.equal(asked(vendors.elevenlabs, 'conv_again/audio').length, 1);
});

test('of many clicks at once comes one fetch', async () => {
    const id = plant(call('conv_clicks')), token = csrf(await page(id));
    vendors.elevenlabs.mode = 'slow';
    vendors.elevenlabs.delay_ms = 800;
    await Promise.all(Array.from({ length: 6 }, () => admin.post('/interactions/fetch', { csrf: token, id })));
    const going = await until('progress', async () => /aria-current="step"/.test(banner(await page(id))) && banner(await page(id)));
    assert.match(going, /Fetching the transcript from ElevenLabs[^]*Look again/);
    assert.doesNotMatch(going, /<button/);
    const part = await admin.get(`/interactions/fetch?id=${id}`, { headers: { 'HX-Request': 'true' } });
    assert.equal(part.status, 200);
    assert.match(part.body, /^\s*<section id="fetch"/);
    assert.equal((await admin.get(`/interactions/fetch?id=${id}`)).status, 303);
    await settled(id);
    vendors.elevenlabs.mode = 'ok';
    assert.equal(asked(vendors.elevenlabs, 'conv_clicks').length, 1);
    assert.equal(row(id).attempts, 1);
});

test('Retell and Vapi, with their recordings, whose addresses get no key', async () => {
    const r = sample('retell_call_analyzed').call, v = vapi.callOfReport(sample('vapi_end_of_call_report'));
    vendors.retell.calls.set(r.call_id, retell.withRecording(vendors.retell, r, tone(300)));
    vendors.vapi.calls.set(v.id, vapi.withRecording(vendors.vapi, v, tone(350)));
    const ids = [plant(r.call_id, { source: 'retell' }), plant(v.id, { source: 'vapi' })];
    for (const id of ids) await click(id);
    for (const id of ids) {
        const got = await settled(id);
        assert.equal(got.problem, '');
        assert.ok(count('messages', id) > 0);
        assert.equal(count('recordings', id), 1);
    }
});

test('each failure is said, and tried again where that helps', async (c) => {
    const e = vendors.elevenlabs;
    await c.test('not ready', async () => {
        const ref = 'conv_not_ready', id = plant(ref);
        e.calls.set(ref, unready({ ...conversation, conversation_id: ref }));
        await click(id);
        await problem(id, /^Not ready yet: at ElevenLabs the call is "processing"\.$/);
        assert.match(banner(await page(id)), /could not be fetched from ElevenLabs yet[^]*Tried 1 time, again at[^]*Try now/);
        assert.equal(row(id).state, 'waiting');
        call(ref);
        await click(id);
        await settled(id);
        assert.equal(row(id).attempts, 2);
    });
    await c.test('unknown there', async () => {
        const id = plant('conv_nowhere');
        await click(id);
        const r = await settled(id, 'failed');
        assert.match(r.problem, /^Unknown at ElevenLabs: it has no call of this id\./);
        assert.match(banner(await page(id)), /could not be fetched<[^]*Unknown at ElevenLabs[^]*Try again/);
    });
    await c.test('key refused', async () => {
        const id = plant(call('conv_key')), key = e.key;
        e.key = 'another';
        await click(id);
        assert.match((await settled(id, 'failed')).problem, /refuses the API key of the connection "elevenlabs test" \(answer 401\).*Administration, Intake/);
        e.key = key;
        assert.doesNotMatch(worker.log, new RegExp(key));
    });
    await c.test('down, busy, gone on the way, nonsense', async () => {
        const seen = [['down', /^ElevenLabs is down \(answer 500\): "Internal Server Error"\.$/], ['busy', /is busy \(answer 429\): "Too many concurrent requests\."\.$/], ['drop', /^ElevenLabs cannot be reached: /],
            ['cut', /^ElevenLabs cannot be reached: /], ['garbage', /^What ElevenLabs answers is not a call\.$/]];
        for (const [mode, words] of seen) {
            const id = plant(call(`conv_${mode}`));
            e.retry_after_s = 77;
            e.fail(/drop|cut/.test(mode) ? 9 : 1, mode); // connections that were open are tried, too
            await click(id);
            const r = await problem(id, words);
            const [[wait]] = sql(`SELECT TIMESTAMPDIFF(SECOND, tried_at, run_after) FROM vendor_fetches WHERE tenant_id = ${t.id} AND interaction_id = ${id}`);
            assert.ok(mode === 'busy' ? Math.abs(wait - 77) < 3 : Math.abs(wait - 30) < 3, `${mode}: again after ${wait} s`);
            assert.equal(r.state, 'waiting');
            assert.equal(count('messages', id), 0);
            e.fail(0);
            due(id);
            await settled(id);
            assert.ok(count('messages', id) > 0);
        }
    });
    await c.test('a redirect is not followed', async () => {
        const id = plant(call('conv_redirect'));
        e.elsewhere = `${vendors.retell.url}/stolen`;
        e.fail(1, 'redirect');
        await click(id);
        assert.match((await settled(id, 'failed')).problem, /redirect, which is not followed/);
        assert.equal(asked(vendors.retell, 'stolen').length, 0);
    });
    await c.test('another call than was asked for', async () => {
        const id = plant('conv_mixed');
        e.calls.set('conv_mixed', { ...conversation, conversation_id: 'conv_other' });
        await click(id);
        assert.match((await settled(id, 'failed')).problem, /cannot be read: it is about another call/);
        assert.equal(count('messages', id), 0);
    });
    await c.test('the recording fails: the transcript is there', async () => {
        const id = plant(call('conv_mute', { has_audio: true }));
        await click(id);
        const r = await settled(id);
        assert.match(r.problem, /^The transcript is stored, the recording is not: ElevenLabs answers 404\.$/);
        assert.ok(count('messages', id) > 0);
        assert.match(banner(await page(id)), /The recording is missing/);
    });
    await c.test('tried often enough it ends', async () => {
        const ref = 'conv_never', id = plant(ref);
        e.calls.set(ref, unready({ ...conversation, conversation_id: ref }, 'in-progress'));
        await click(id);
        await problem(id, /Not ready/);
        sql(`UPDATE vendor_fetches SET attempts = 11, run_after = '2026-01-01' WHERE tenant_id = ${t.id} AND interaction_id = ${id}`);
        assert.match((await settled(id, 'failed')).problem, /It was tried 12 times\.$/);
    });
});

test('hostile texts of a vendor stay texts', async () => {
    const ref = call('conv_evil'), id = plant(ref), e = vendors.elevenlabs;
    const { errors } = e;
    e.errors = { ...errors, busy: { detail: { message: '<script>alert(1)</script>\r\n"\u202e' } } };
    e.fail(1, 'busy');
    await click(id);
    await problem(id, /script/);
    e.errors = errors;
    const html = banner(await page(id));
    assert.match(html, /&lt;script&gt;alert\(1\)/);
    assert.doesNotMatch(html, /<script/);
});

test('a worker killed on the way: another goes on, and nothing is doubled', async () => {
    const id = plant(call('conv_killed'));
    vendors.elevenlabs.mode = 'slow';
    vendors.elevenlabs.delay_ms = 1500;
    await click(id);
    await until('it asks', () => asked(vendors.elevenlabs, 'conv_killed').length);
    await worker.kill();
    assert.equal(row(id).state, 'running');
    vendors.elevenlabs.mode = 'ok';
    worker.start();
    await sleep(1500);
    assert.equal(row(id).state, 'running', 'it is nobody else\'s until its time is over');
    due(id);
    const r = await settled(id);
    assert.equal(r.attempts, 2);
    assert.equal(count('messages', id), conversation.transcript.filter((x) => x.message).length);
});

test('the worker looks by itself for calls that ended without data', async () => {
    await worker.kill('SIGTERM');
    const missing = plant(call('conv_lost'), { ended: 11 * MINUTE }), running = plant(call('conv_runs'), { table: 'active', began: 100 * MINUTE });
    const young = plant(call('conv_young'), { ended: 5 * MINUTE }), old = plant(call('conv_old'), { ended: 4 * 24 * 60 * MINUTE });
    const chat = plant(call('conv_chat'), { ended: 20 * MINUTE, channel: 'chat' }), other = plant('x', { source: 'asterisk', ended: 20 * MINUTE }), begun = plant(call('conv_begun'), { table: 'active', began: 30 * MINUTE });
    worker.start();
    await settled(missing);
    await settled(running);
    assert.equal(row(missing).by, '');
    assert.deepEqual(sql(`SELECT id FROM closed_interactions WHERE tenant_id = ${t.id} AND id = ${running}`, 'pbxlogs'), [[String(running)]], 'what ran for us only is closed');
    for (const id of [young, old, chat, other, begun]) assert.equal(row(id), undefined, `${id}`);
    const plan = sql(`EXPLAIN SELECT i.id FROM closed_interactions i FORCE INDEX (ix_missing) WHERE i.tenant_id = ${t.id} AND i.vendor = 'elevenlabs' AND i.has_transcript = 0 AND i.closed_at >= '2026-01-01' AND i.closed_at < '2027-01-01'`, 'pbxlogs')[0];
    assert.ok(plan.includes('range') && plan.includes('ix_missing'), plan.join(' '));
});

test('who may not, cannot; what is foreign is not there', async () => {
    const mine = plant(call('conv_mine'), { queue: t.queues[1].id }), foreign = plant(call('conv_foreign'), { queue: t.queues[2].id });
    const supervisor = await signedIn(listener);
    const html = await page(mine, supervisor);
    assert.match(banner(html), /Fetch transcript/);
    for (const id of [foreign, 99999999]) {
        const a = await supervisor.post('/interactions/fetch', { csrf: csrf(html), id });
        assert.equal(a.status, 404);
        assert.equal((await supervisor.get(`/interactions/fetch?id=${id}`, { headers: { 'HX-Request': 'true' } })).status, 404);
    }
    assert.equal(row(foreign), undefined);
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${t.id}, 'Reader', 'all'); SET @r = LAST_INSERT_ID(); INSERT INTO role_permissions VALUES (@r, 'interactions'), (@r, 'transcripts'); SELECT @r`)[0][0]);
    makeUser({ tenant: t.id, email: `reader-${t.slug}@fetch.example`, role });
    const reader = await signedIn(`reader-${t.slug}@fetch.example`), seen = await page(mine, reader);
    assert.match(banner(seen), /The transcript of this call is missing[^]*Your role does not let you fetch it/);
    assert.doesNotMatch(banner(seen), /<button/);
    assert.equal((await reader.post('/interactions/fetch', { csrf: /name="csrf" value="([^"]+)"/.exec(seen)[1], id: mine })).status, 403);
    assert.equal((await new Client().post('/interactions/fetch', { id: mine })).status, 401);
});

test('without a connection that can be asked, the page says so', async () => {
    const id = plant(call('conv_alone'));
    sql(`UPDATE intake_connections SET active = 0 WHERE tenant_id = ${t.id} AND source = 'elevenlabs'`);
    const html = await page(id);
    assert.match(banner(html), /no connection to ElevenLabs that has an API key is set up/);
    assert.equal((await admin.post('/interactions/fetch', { csrf: csrf(html), id })).status, 409);
    sql(`UPDATE intake_connections SET active = 1, api_base = 'http://127.0.0.1:9' WHERE tenant_id = ${t.id} AND source = 'elevenlabs'`);
    await click(id);
    assert.match((await settled(id, 'failed')).problem, /is not asked: its address is http, and http_hosts/);
    sql(`UPDATE intake_connections SET api_base = 'https://localhost:9' WHERE tenant_id = ${t.id} AND source = 'elevenlabs'`);
    await click(id);
    assert.match((await settled(id, 'failed')).problem, /is not asked: its address is within a private network/);
    sql(`UPDATE intake_connections SET api_base = ${quote(vendors.elevenlabs.url)} WHERE tenant_id = ${t.id} AND source = 'elevenlabs'`);
});
