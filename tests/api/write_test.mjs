// Writing by the API: what is sent becomes an interaction, once, and only where the key may.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { makeTenant } from '../lib/http.mjs';
import { VAR, inserts, sql } from '../lib/stack.mjs';
import { wave } from '../lib/sound.mjs';
import { api, description, makeKey, sent } from './api.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`;
const LIST = '/api/v1/interactions';
const at = (id, tail = '') => `${LIST}/${encodeURIComponent(id)}${tail}`;
const own = (key, id) => api(key, 'GET', `/api/v1/own/${encodeURIComponent(id)}`);
const keyed = (k) => ({ 'Idempotency-Key': k });
let tenant, all, sales, both, foreign;

test.before(() => {
    tenant = makeTenant(`write-${stamp}`);
    const other = makeTenant(`write-other-${stamp}`);
    sql(inserts('queues', ['Sales', 'Support', 'Billing'].map((name, i) => ({ tenant_id: tenant, id: i + 1, name, active: 1 }))), 'pbxlogs');
    all = makeKey(tenant);
    sales = makeKey(tenant, { queues: [1] });
    both = makeKey(tenant, { queues: [1, 2] });
    foreign = makeKey(other);
});

const create = (key, doc) => sent(key, 'POST', LIST, { body: { channel: 'chat', created_at: '2026-11-20T09:00:00Z', ...doc } });

test('from its beginning to its end', async () => {
    const id = 'a/b ü%1';
    const a = await api(all, 'POST', LIST, { body: { id, channel: 'chat', queue: 'Sales', status: 'active', client: 'Ada', created_at: '2026-11-20T09:00:00Z' } });
    assert.equal(a.status, 202);
    assert.equal(a.headers.location, a.json.event);
    assert.ok(a.headers.link.includes(a.json.interaction));
    assert.equal((await sent(all, 'POST', at(id, '/messages'), { headers: keyed('m1'), body: [{ role: 'client', text: 'Hello' }, { role: 'ai', text: 'Hi' }] })).state, 'applied');
    assert.equal((await sent(all, 'POST', at(id, '/messages'), { headers: keyed('m2'), body: { role: 'client', text: 'Bye' } })).state, 'applied');
    assert.equal((await sent(all, 'POST', at(id, '/functions'), { headers: keyed('f1'), body: { name: 'check', result: { ok: true }, status: 'ok' } })).state, 'applied');
    assert.equal((await sent(all, 'POST', at(id, '/tags'), { body: [{ tag: 'vip' }, { tag: 'new' }] })).state, 'applied');
    assert.equal((await sent(all, 'DELETE', at(id, '/tags/new'))).state, 'applied');
    assert.equal((await sent(all, 'PUT', at(id, '/analysis'), { body: { topic: 'A topic', keywords: ['a', 'b'] } })).state, 'applied');
    let one = (await own(all, id)).json;
    assert.equal(one.status, 'active');
    assert.equal(one.messages, 3);
    assert.equal((await sent(all, 'PATCH', at(id), { body: { closed_at: '2026-11-20T09:05:00Z', outcome: 'success' } })).state, 'applied');
    one = (await own(all, id)).json;
    assert.deepEqual([one.status, one.outcome, one.queue.name, one.source_id, one.analysis.topic], ['closed', 'success', 'Sales', id, 'A topic']);
    assert.deepEqual(one.tags.map((x) => x.tag), ['vip']);
    assert.deepEqual(one.functions, [{ name: 'check', failed: false }]);
    const said = (await api(all, 'GET', `${LIST}/${one.id}/transcript`)).json;
    assert.deepEqual(said.messages.map((m) => m.text), ['Hello', 'Hi', 'Bye']);
    assert.deepEqual(said.functions[0].result, { ok: true });
    assert.equal((await own(foreign, id)).status, 404);
});

test('a repeat is the same, another request under its key is refused', async () => {
    const body = { id: 'again', channel: 'sms', queue: 'Sales', created_at: '2026-11-20T09:00:00Z' };
    const first = await api(all, 'POST', LIST, { headers: keyed('once'), body });
    const second = await api(all, 'POST', LIST, { headers: keyed('once'), body });
    assert.equal(second.status, 202);
    assert.deepEqual(second.json, first.json);
    assert.equal((await api(all, 'POST', LIST, { headers: keyed('once'), body: { ...body, channel: 'chat' } })).status, 422);
    assert.equal((await api(all, 'PATCH', at('again'), { headers: keyed('once'), body })).status, 422);
    const others = await api(both, 'POST', LIST, { headers: keyed('once'), body }); /* keys of others are others */
    assert.notEqual(others.json.id, first.json.id);
    for (let i = 0; i < 3; i++) await api(all, 'POST', at('again', '/messages'), { headers: keyed('said'), body: { role: 'client', text: 'Once' } });
    assert.equal((await sent(all, 'POST', at('again', '/messages'), { headers: keyed('then'), body: { role: 'client', text: 'Twice' } })).state, 'applied');
    assert.equal((await own(all, 'again')).json.messages, 2);
});

test('what would be added again needs a key', async () => {
    for (const tail of ['/messages', '/functions'])
        assert.equal((await api(all, 'POST', at('x', tail), { body: { role: 'client', text: 'x', name: 'x' } })).status, 400);
});

test('what is not there is refused, and said why', async () => {
    for (const [method, tail, body] of [['PATCH', '', { outcome: 'success' }], ['POST', '/messages', { role: 'client', text: 'x' }], ['PUT', '/analysis', { topic: 'x' }], ['POST', '/tags', { tag: 'x' }]]) {
        const e = await sent(all, method, at('nowhere', tail), { headers: keyed(`nowhere${tail}`), body });
        assert.equal(e.state, 'refused', tail);
        assert.match(e.reason, /there is no interaction 'nowhere' for this key/);
        assert.equal(e.interaction_id, null);
    }
});

test('a key of some queues writes into these', async () => {
    const refused = await api(sales, 'POST', LIST, { body: { id: 's1', channel: 'chat', queue: 'Billing' } });
    assert.equal(refused.status, 422);
    assert.equal(refused.json.errors[0].pointer, '/queue');
    const none = await api(sales, 'POST', LIST, { body: { id: 's1', channel: 'chat', queue: 'No such queue' } });
    assert.deepEqual(none.json.errors, refused.json.errors);
    assert.equal((await api(sales, 'POST', LIST, { body: { id: 's1', channel: 'chat' } })).status, 422);
    assert.equal((await api(sales, 'PATCH', at('s1'), { body: { legs: [{ queue: 'Sales' }, { queue: 'Support' }] } })).json.errors[0].pointer, '/legs/1/queue');
    assert.equal((await create(sales, { id: 's1', queue: 'Sales' })).state, 'applied');
    assert.equal((await sent(sales, 'PATCH', at('s1'), { body: { flow: 'A' } })).state, 'applied');
    assert.equal((await create(all, { id: 'b1', queue: 'Billing' })).state, 'applied');
    const why = [];
    for (const id of ['b1', 'b2']) {
        const e = await sent(sales, 'PATCH', at(id), { body: { flow: 'taken' } });
        assert.equal(e.state, 'refused');
        why.push(e.reason.replace(id, ''));
    }
    assert.equal(why[0], why[1]);
    assert.equal((await create(sales, { id: 'b1', queue: 'Sales' })).state, 'refused');
    assert.equal((await own(all, 'b1')).json.queue.name, 'Billing');
    assert.equal((await own(all, 'b1')).json.flow, null);
    assert.equal((await own(sales, 'b1')).status, 404);
});

test('an event is for the key that sent it', async () => {
    const e = await create(all, { id: 'e1', queue: 'Billing' });
    assert.equal((await api(both, 'GET', `/api/v1/events/${e.id}`)).status, 404);
    assert.equal((await api(foreign, 'GET', `/api/v1/events/${e.id}`)).status, 404);
    assert.equal((await api(all, 'GET', '/api/v1/events/0')).status, 404);
});

test('a recording is sent, or named by who sees everything', async () => {
    await create(all, { id: 'r1', queue: 'Sales' });
    const wav = wave(1, [() => 0.5]);
    const e = await sent(sales, 'PUT', at('r1', '/recording'), { headers: { 'Content-Type': 'audio/wav' }, body: wav });
    assert.equal(e.state, 'applied', e.reason);
    const [[path, store]] = sql(`SELECT path, store FROM recordings WHERE tenant_id = ${tenant} AND interaction_id = ${e.interaction_id}`, 'pbxlogs');
    assert.equal(store, 'disk');
    assert.deepEqual(readFileSync(`${VAR}/recordings/${tenant}/${path}`), wav);
    assert.equal((await own(all, 'r1')).json.has_recording, true);
    const big = wave(400, [() => 0.2]);
    assert.equal((await sent(all, 'PUT', at('r1', '/recording'), { headers: { 'Content-Type': 'audio/wav', ...keyed('big') }, body: big })).state, 'applied');
    assert.equal((await api(all, 'PUT', at('r1', '/recording'), { headers: { 'Content-Type': 'audio/wav', ...keyed('big') }, body: big })).status, 202);
    assert.equal((await api(all, 'PUT', at('r1', '/recording'), { headers: { 'Content-Type': 'audio/wav' }, body: '<html>' })).status, 415);
    const name = (key, body) => api(key, 'PUT', at('r1', '/recording'), { body });
    for (const p of ['../x.wav', '/etc/x.wav', 'a/../b.wav', 'a//b.wav', 'a/./b.wav', '', 'a.html', 'a\\b.wav', 'a/'])
        assert.equal((await name(all, { path: p })).status, 422, p);
    assert.equal((await name(all, { url: 'http://127.0.0.1/x.wav' })).status, 422);
    assert.equal((await name(sales, { path: '2026/x.wav' })).status, 422);
    assert.equal((await name(all, { path: '2026/x.wav', voices: 2 })).status, 202);
});

test('the examples of the description are taken', async () => {
    const key = makeKey(tenant);
    for (const [path, ops] of Object.entries(description.paths))
        for (const [method, op] of Object.entries(ops)) {
            const example = op.requestBody?.content['application/json']?.example;
            if (!example) continue;
            const a = await api(key, method.toUpperCase(), path.replace('{id}', 'call-4711'), { headers: keyed(op.operationId), body: example });
            assert.equal(a.status, 202, `${op.operationId}: ${a.body}`);
        }
});
