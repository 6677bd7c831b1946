// Keys: what each of them may do, and what none of them may.
import test from 'node:test';
import assert from 'node:assert/strict';
import { makeTenant, request } from '../lib/http.mjs';
import { inserts, sql } from '../lib/stack.mjs';
import { JSON_TYPE, api, makeKey, operations } from './api.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`;
let tenant, keys;

test.before(() => {
    tenant = makeTenant(`keys-${stamp}`);
    sql(inserts('queues', [{ tenant_id: tenant, id: 1, name: 'Sales', active: 1 }]), 'pbxlogs');
    keys = {
        none: null, unknown: `pk_${'x'.repeat(43)}`, damaged: 'pk_short', revoked: makeKey(tenant), closed: makeKey(makeTenant(`keys-closed-${stamp}`)),
        nothing: makeKey(tenant, { permissions: '' }), read: makeKey(tenant, { permissions: 'read' }), write: makeKey(tenant, { permissions: 'write' }),
        transcripts: makeKey(tenant, { permissions: 'read,transcripts' }),
    };
    sql(`UPDATE api_keys SET revoked_at = NOW(3) WHERE id = ${keys.revoked.id}; UPDATE tenants SET active = 0 WHERE id = ${keys.closed.tenant}`);
});

// What each key gets from each kind of route: 401, 403, or further.
const EXPECTED = {
    none: () => 401, unknown: () => 401, damaged: () => 401, revoked: () => 401, closed: () => 401,
    nothing: () => 403,
    read: (p) => (p.includes('read') ? 0 : 403), write: (p) => (p.includes('write') ? 0 : 403),
    transcripts: (p) => (p === 'transcripts' || p.includes('read') ? 0 : 403),
};

for (const name of Object.keys(EXPECTED))
    test(`what the key '${name}' may do`, async () => {
        for (const { method, path, op } of operations.filter((o) => o.op['x-permission'])) {
            const address = path.replace('{id}', '999999').replace('{tag}', 'x');
            const a = await api(keys[name], method, address, method === 'GET' || method === 'DELETE' ? {} : { body: {}, headers: { 'Idempotency-Key': 'k' } });
            const want = EXPECTED[name](op['x-permission']);
            if (want) assert.equal(a.status, want, `${method} ${path}`);
            else assert.ok(![401, 403].includes(a.status), `${method} ${path}: ${a.status}`);
            if (want === 401) assert.equal(a.headers['www-authenticate'], 'Bearer');
        }
    });

test('an unknown key and a revoked one get the same', async () => {
    const bare = async (k) => (await api(k, 'GET', '/api/v1/interactions')).body.replace(/request:\w+/, '');
    assert.equal(await bare(keys.unknown), await bare(keys.revoked));
    assert.equal(await bare(keys.damaged), await bare(keys.revoked));
});

test('no cookie stands for a key, and a key sets none', async () => {
    const a = await api(keys.read, 'GET', '/api/v1/interactions', { headers: { Cookie: 'parley=x' } });
    assert.equal(a.status, 200);
    assert.equal(a.headers['set-cookie'], undefined);
    assert.equal((await api(null, 'GET', '/api/v1/interactions', { headers: { Authorization: `Basic ${keys.read.key}` } })).status, 401);
});

test('methods that are not there are told which are', async () => {
    for (const [method, path, allow] of [['DELETE', '/api/v1/interactions', 'GET, HEAD, POST'], ['POST', '/api/v1/interactions/5', 'GET, HEAD, PATCH'],
        ['GET', '/api/v1/interactions/5/messages', 'POST'], ['PUT', '/api/v1/events/1', 'GET, HEAD'], ['GET', '/api/v1/interactions/5/recording', 'PUT'], ['TRACK', '/api/v1/interactions', 'GET, HEAD, POST']]) {
        const a = await api(keys.read, method, path);
        assert.equal(a.status, 405, `${method} ${path}`);
        assert.equal(a.headers.allow, allow);
    }
});

test('a key has so many requests a minute', async () => {
    const key = makeKey(tenant, { perMinute: 5 });
    await new Promise((done) => setTimeout(done, Math.max(0, Date.now() % 60000 - 50000) && 60050 - Date.now() % 60000)); /* not over the end of one */
    for (let i = 0; i < 5; i++) {
        const a = await api(key, i % 2 ? 'GET' : 'POST', '/api/v1/interactions', i % 2 ? {} : { body: {} });
        assert.equal(a.status, i % 2 ? 200 : 422);
        assert.equal(a.headers['ratelimit-limit'], '5');
        assert.equal(a.headers['ratelimit-remaining'], String(4 - i));
    }
    const a = await api(key, 'GET', '/api/v1/interactions');
    assert.equal(a.status, 429);
    assert.ok(Number(a.headers['retry-after']) >= 1 && Number(a.headers['retry-after']) <= 60);
    assert.equal(a.headers['ratelimit-remaining'], '0');
    assert.equal(Number(sql(`SELECT COUNT(*) FROM api_key_use WHERE key_id = ${key.id}`)[0][0]), 1);
});

// --- what is sent is taken with care ------------------------------------------------------------

const post = (body, headers = JSON_TYPE) => api(keys.write, 'POST', '/api/v1/interactions', { body, headers });
const deep = (n) => `{"id":"x","details":${'{"a":'.repeat(n)}1${'}'.repeat(n)}}`;
for (const [name, body, status, headers] of [
    ['nothing', '', 400], ['no JSON', '{', 400], ['a list', '[]', 400], ['a text', '"x"', 400], ['a key twice', '{"id":"x","id":"y"}', 400], ['NUL', '{"id":"a\\u0000b"}', 400],
    ['a NUL byte', '{"id":"x"}\0', 400], ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400], ['something behind it', '{"id":"x"} {}', 400],
    ['too deep', deep(40), 400], ['a form', 'id=x', 415, { 'Content-Type': 'application/x-www-form-urlencoded' }], ['no type', '{"id":"x"}', 415, {}],
    ['a compressed body', '{"id":"x"}', 415, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }], ['too much', `{"id":"${'x'.repeat(1100000)}"}`, 413],
])
    test(`refused: ${name}`, async () => {
        assert.equal((await post(body, headers)).status, status);
    });

for (const [name, body, pointer] of [
    ['no id', { channel: 'chat' }, '/id'], ['an id that is a number', { id: 5 }, '/id'], ['an id too long', { id: 'x'.repeat(101) }, '/id'], ['an unknown member', { id: 'x', 'a/b~c': 1 }, '/a~1b~0c'],
    ['an unknown channel', { id: 'x', channel: 'fax' }, '/channel'], ['a message without a text', { id: 'x', messages: [{ role: 'client' }] }, '/messages'], ['a message of nobody', { id: 'x', messages: [{ text: 'x' }] }, '/messages'],
    ['a file from outside', { id: 'x', recordings: [{ path: '../../etc/passwd' }] }, '/recordings'], ['what has an address of its own', { id: 'x', append_messages: [] }, '/append_messages'],
    ['a time that is none', { id: 'x', created_at: 'yesterday' }, '/created_at'], ['an amount without a currency', { id: 'x', cost: '1.5' }, ''],
])
    test(`not valid: ${name}`, async () => {
        const a = await post(JSON.stringify(body));
        assert.equal(a.status, 422);
        assert.ok(a.json.errors.some((e) => e.pointer === pointer), a.body);
    });

test('all that is wrong is said at once', async () => {
    const a = await post(JSON.stringify({ id: 'x', channel: 'fax', csat: 9, colour: 1 }));
    assert.deepEqual(a.json.errors.map((e) => e.pointer), ['/channel', '/csat', '/colour']);
});

test('a sound too large is refused by nginx in the same form', async () => {
    const a = await request('PUT', '/api/v1/interactions/x/recording', { headers: { Authorization: `Bearer ${keys.write.key}`, 'Content-Type': 'audio/wav', 'Content-Length': String(26 * 1024 * 1024) } });
    assert.equal(a.status, 413);
    assert.equal(a.headers['content-type'], 'application/problem+json');
    assert.equal(JSON.parse(a.body).status, 413);
});
