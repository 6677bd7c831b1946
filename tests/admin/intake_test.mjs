// Administration > Intake: what arrived is looked through, tried again and discarded; connections
// keep their secrets; keys of the API are shown once and give no more than their maker has.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_ADMIN, makeUser, signedIn } from '../lib/http.mjs';
import { datetime, inserts, quote, sql } from '../lib/stack.mjs';
import { text } from '../lib/html.mjs';
import { errors, events, facts, lastEvent, list, office, one, open, read, supervisor } from './desk.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>"&';
let o, other, ids = {};

const HOUR = 3600000, now = Date.now();
const LATER = datetime(now + 1000 * HOUR); /* waiting, and not for the worker */

function arrive(to, rows) {
    sql(inserts('inbox', rows.map(({ key, ...r }) => ({
        tenant_id: to.id, source: 'elevenlabs', event_id: key, event_type: 'post_call_transcription', body: `{"key":${JSON.stringify(key)}}`,
        received_at: datetime(now - HOUR), state: 'refused', reason: null, applied_at: null, subject: `conv-${key}`, bytes: 20, attempts: 1, retry_at: null, interaction_id: null, file: null, ...r,
    }))));
    for (const { key } of rows) ids[key] = Number(one(`SELECT id FROM inbox WHERE tenant_id = ${to.id} AND event_id = ${quote(key)}`)[0]);
}
const state = (key) => one(`SELECT state FROM inbox WHERE id = ${ids[key]}`)?.[0];
const cells = (html) => list(html).rows.map((r) => r.id);
const get = async (path, client = o.client, status = 200) => {
    const page = await client.get(path);
    assert.equal(page.status, status, path);
    return page.body;
};

test.before(async () => {
    [o, other] = [await office('intake'), await office('intake-other')];
    facts(o, 'queues', [{ id: 1, name: 'Sales' }, { id: 2, name: 'Support' }]);
    facts(other, 'queues', [{ id: 1, name: 'Theirs' }, { id: 7, name: 'Foreign' }]);
    arrive(o, [
        { key: 'w1', state: 'waiting', retry_at: LATER, received_at: datetime(now - 2 * HOUR) },
        { key: 'w2', state: 'waiting', retry_at: LATER },
        { key: 'a1', state: 'applied', interaction_id: 4711, applied_at: datetime(now) },
        { key: 'r1', reason: `messages[3]: ${HOSTILE}`, body: JSON.stringify({ a: [1, 1.50], said: HOSTILE, empty: {} }) },
        { key: 'r2', source: 'retell', reason: 'no such thing' },
        { key: 'r3', reason: 'too old', received_at: datetime(now - 90 * HOUR) },
    ]);
    arrive(other, [{ key: 'x1', reason: 'theirs' }, { key: 'x2', state: 'applied' }]);
});

test('arrivals: newest first, filtered by state, source and text, of the own tenant only', async () => {
    const all = ['r3', 'r2', 'r1', 'a1', 'w2', 'w1'];
    for (const [query, keys] of [
        ['', all], ['?state=refused', ['r3', 'r2', 'r1']], ['?state=waiting', ['w2', 'w1']], ['?state=applied', ['a1']],
        ['?source=retell', ['r2']], ['?q=no+such', ['r2']], ['?q=CONV-R1', ['r1']], ['?q=%25', []], ['?q=_', []], ['?q=x1', []],
        ['?state=refused&source=elevenlabs&q=too', ['r3']], ['?state=applied&q=r1', []],
    ])
        assert.deepEqual(cells(await get(`/admin/intake${query}`)), keys.map((k) => ids[k]), query);
    const html = await get('/admin/intake');
    assert.match(text(/<dl class="facts" id="head">[\s\S]*?<\/dl>/.exec(html)[0]).replace(/\s+/g, ' '), /Waiting2, the oldest since .* Refused in the last 24 hours2/);
    assert.doesNotMatch(html, /<img src=x/);
    assert.match(html, new RegExp(`href="/interaction\\?id=4711">Interaction 4711<`));
});

test('arrivals: pages by id, forth and back', async () => {
    const big = await office('intake-big');
    arrive(big, [...Array(120)].map((_, i) => ({ key: `p${i}`, state: i % 3 ? 'applied' : 'refused', reason: i % 3 ? null : 'because' })));
    const wanted = cells(await get('/admin/intake', big.client));
    assert.equal(wanted.length, 50);
    let page = await get('/admin/intake', big.client), seen = [];
    for (; ;) {
        seen.push(...cells(page));
        const next = list(page).after;
        if (!next) break;
        page = await get(next, big.client);
    }
    assert.deepEqual(seen, [...seen].sort((a, b) => b - a));
    assert.equal(new Set(seen).size, 120);
    const back = await get(list(page).before, big.client);
    assert.deepEqual(cells(back), seen.slice(50, 100));
    assert.deepEqual(cells(await get(list(back).before, big.client)), wanted);
    assert.equal((await big.client.get('/admin/intake?after=1&before=1')).status, 400);
});

test('nothing arrived yet: what to do is said', async () => {
    const empty = await office('intake-empty');
    assert.match(await get('/admin/intake', empty.client), /Nothing has arrived yet[\s\S]*href="\/admin\/intake\/connections"/);
    assert.match(await get('/admin/intake/connections', empty.client), /Add one for each account/);
    assert.match(await get('/admin/intake/keys', empty.client), /Make one for each system/);
});

test('one arrival: its body laid out and harmless, the look is recorded, another tenant has none', async () => {
    const before = events(o), html = await get(`/admin/intake/arrival?id=${ids.r1}`);
    assert.equal(text(/<pre id="body"[^>]*>([\s\S]*?)<\/pre>/.exec(html)[1]), `{\n  "a": [\n    1,\n    1.5\n  ],\n  "said": ${JSON.stringify(HOSTILE)},\n  "empty": {}\n}`);
    assert.doesNotMatch(html, /<img src=x/);
    assert.match(text(html), /messages\[3\]: <img/);
    assert.equal(events(o), before + 1);
    assert.deepEqual([lastEvent(o).action, lastEvent(o).details.arrival], ['arrival.viewed', String(ids.r1)]);
    const raw = await o.client.get(`/admin/intake/body?id=${ids.r1}`);
    assert.equal(raw.body, JSON.stringify({ a: [1, 1.50], said: HOSTILE, empty: {} }));
    assert.match(raw.headers['content-disposition'], /^attachment; filename="arrival-\d+\.json"$/);
    assert.equal(lastEvent(o).action, 'arrival.downloaded');
    const absent = await other.client.get('/admin/intake/arrival?id=99999999');
    for (const path of ['arrival', 'body', 'discard', 'again'].map((p) => `/admin/intake/${p}?id=${ids.r1}`)) {
        const a = await other.client.get(path);
        assert.equal(a.status, 404);
        assert.equal(a.body.replace(/[0-9a-f]{32}/g, ''), absent.body.replace(/[0-9a-f]{32}/g, ''));
    }
});

test('a body that is no JSON, no UTF-8 or long is shown as far as it goes', async () => {
    arrive(o, [{ key: 'odd' }, { key: 'long', body: `{"a":"${'é'.repeat(40000)}"}` }, { key: 'file', file: 'spooled' }]);
    sql(`UPDATE inbox SET body = X'7B22FF00C0AF' WHERE id = ${ids.odd}`);
    assert.match(await get(`/admin/intake/arrival?id=${ids.odd}`), /<pre id="body"[^>]*>\{\n {2}&quot;\uFFFD\uFFFD\uFFFD\uFFFD/);
    const long = await get(`/admin/intake/arrival?id=${ids.long}`);
    assert.match(long, /first 64 KB/);
    assert.doesNotMatch(long, /\uFFFD/);
    assert.equal((await o.client.get(`/admin/intake/body?id=${ids.long}`)).bytes.length, 80008);
    assert.match(await get(`/admin/intake/arrival?id=${ids.file}`), /too large to be shown/);
    assert.equal((await o.client.get(`/admin/intake/body?id=${ids.file}`)).status, 404);
});

test('who may not read transcripts sees no body', async () => {
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${o.id}, 'Plumber', 'all'); SELECT LAST_INSERT_ID();`)[0][0]);
    sql(`INSERT INTO role_permissions VALUES (${role}, 'intake')`);
    makeUser({ tenant: o.id, email: `plumber@${o.slug}.example`, role });
    const plumber = await signedIn(`plumber@${o.slug}.example`);
    assert.equal((await plumber.get('/')).headers.location, '/admin');
    const html = await get(`/admin/intake/arrival?id=${ids.r1}`, plumber);
    assert.doesNotMatch(html, /id="body"|onerror=alert\(1\)&gt;&quot;&amp;&quot;,/);
    assert.equal((await plumber.get(`/admin/intake/body?id=${ids.r1}`)).status, 403);
    assert.doesNotMatch(await get('/admin/intake', plumber), /href="\/interaction/);
    const f = await open(plumber, '/admin/intake/keys/edit');
    assert.deepEqual([f.fields.read, f.fields.transcripts, f.fields.name], [undefined, undefined, '']);
    const a = await f.send({ name: 'Greedy', read: '1', transcripts: '1' });
    assert.equal(a.status, 422);
    assert.equal(one(`SELECT COUNT(*) FROM api_keys WHERE tenant_id = ${o.id}`)[0], '0');
    assert.equal((await f.send({ name: 'Modest', read: '1', transcripts: '1', write: '1' })).status, 200);
    assert.equal(one(`SELECT permissions FROM api_keys WHERE tenant_id = ${o.id} AND name = 'Modest'`)[0], 'write');
});

test('a supervisor has no part in it', async () => {
    const sue = await supervisor(o, [1]);
    for (const path of ['', '/arrival?id=1', '/connections', '/keys', '/keys/edit']) assert.equal((await sue.get(`/admin/intake${path}`)).status, 403);
    assert.equal((await sue.get('/admin/prices')).status, 403);
});

test('trying one again, and all refused that fit the filter', async () => {
    const csrf = /name="csrf" value="([^"]*)"/.exec(await get(`/admin/intake/arrival?id=${ids.r3}`))[1];
    const hold = (keys) => sql(`UPDATE inbox SET retry_at = '${LATER}' WHERE id IN (${keys.map((k) => ids[k])})`);
    assert.equal((await o.client.post(`/admin/intake/again?id=${ids.r3}`, { confirmed: 'yes' })).status, 403);
    assert.equal(state('r3'), 'refused');
    assert.equal((await o.client.post(`/admin/intake/again?id=${ids.r3}`, { csrf, confirmed: 'yes' })).status, 303);
    assert.equal(lastEvent(o).action, 'intake.retried');
    assert.deepEqual(lastEvent(o).details, { arrival: String(ids.r3), reason: 'too old' });
    assert.notDeepEqual(one(`SELECT state, reason FROM inbox WHERE id = ${ids.r3}`), ['refused', 'too old']);
    hold(['r3']);
    assert.equal((await o.client.post(`/admin/intake/again?id=${ids.a1}`, { csrf, confirmed: 'yes' })).status, 422);
    assert.equal(state('a1'), 'applied');
    const ask = await open(o.client, '/admin/intake/again?state=refused&source=retell&q=such');
    assert.match(text(ask.body), /from Retell and has "such"/);
    const a = await ask.send({ confirmed: 'yes' });
    assert.equal(a.status, 303);
    assert.deepEqual(lastEvent(o).details, { arrivals: '1', source: 'retell', search: 'such' });
    assert.equal(one(`SELECT COALESCE(reason, '') <> 'no such thing' FROM inbox WHERE id = ${ids.r2}`)[0], '1');
    assert.equal(state('r1'), 'refused');
    assert.equal(one(`SELECT reason FROM inbox WHERE id = ${ids.x1}`)[0], 'theirs');
});

test('discarding: refused ones only, after a yes, for good', async () => {
    let ask = await open(o.client, `/admin/intake/discard?id=${ids.r1}`);
    assert.match(text(ask.body), /cannot be undone/);
    assert.equal((await ask.send({ confirmed: 'no' })).status, 303);
    assert.equal(state('r1'), 'refused');
    assert.equal((await ask.send({ confirmed: 'yes' })).status, 303);
    assert.equal(state('r1'), undefined);
    assert.equal(lastEvent(o).action, 'intake.discarded');
    ask = await o.client.get(`/admin/intake/discard?id=${ids.w2}`);
    assert.match(ask.body, /Only what was refused/);
    assert.doesNotMatch(ask.body, /name="confirmed"/);
});

// --- connections -------------------------------------------------------------------------------

const SECRET = 'wsec_0123456789abcdefXy7z';

test('a connection: added, its secret never shown again, its address to copy', async () => {
    const f = await open(o.client, '/admin/intake/connections/edit');
    for (const [values, field] of [
        [{ source: '' }, 'source'], [{ name: '' }, 'name'], [{ queue: '9' }, 'queue'], [{ scheme: 'header', header: 'X-Key' }, 'scheme'],
        [{ source: 'vapi', scheme: 'header' }, 'header'], [{ header: 'X-Own' }, 'header'], [{ source: 'vapi', scheme: 'hmac', header: 'X: y' }, 'header'],
        [{ api_base: 'ftp://x' }, 'api_base'], [{ secret: 'x'.repeat(401) }, 'secret'],
    ]) {
        const a = await f.send({ source: 'elevenlabs', name: 'Main', secret: SECRET, api_key: 'sk_secretkey', ...values });
        assert.equal(a.status, 422, JSON.stringify(values));
        assert.deepEqual(Object.keys(errors(a.body)), [field], JSON.stringify(values));
        assert.doesNotMatch(a.body, /wsec_0123|sk_secretkey/);
    }
    const a = await f.send({ source: 'elevenlabs', name: 'Main <b>', queue: '2', secret: SECRET, api_key: 'sk_0123456789abcdef' });
    assert.equal(a.status, 303, JSON.stringify(errors(a.body)));
    const html = await get(a.headers.location);
    const [id, token, sealed] = one(`SELECT id, token, HEX(secret) FROM intake_connections WHERE tenant_id = ${o.id}`);
    assert.match(token, /^[\w-]{22}$/);
    assert.equal(sealed.length / 2, SECRET.length + 40);
    assert.doesNotMatch(sealed, new RegExp(Buffer.from('0123456789').toString('hex'), 'i'));
    assert.match(html, new RegExp(`value="http://127\\.0\\.0\\.1:\\d+/hooks/elevenlabs/${token}" readonly`));
    assert.match(html, /id="secret">Set, ends in …Xy7z</);
    assert.match(html, /id="api-key">Set, ends in …cdef</);
    assert.doesNotMatch(html, /wsec_0123|sk_0123/);
    assert.equal(lastEvent(o).action, 'connection.created');
    assert.deepEqual(lastEvent(o).details, { source: 'ElevenLabs', name: 'Main <b>', queue: 'Support', active: 'yes', scheme: 'The way the source signs', secret: 'given', api_key: 'given' });
    const tool = JSON.parse(text(html.match(/<textarea[^>]*id="tool-json"[^>]*>([^<]*)</)[1]));
    assert.match(tool.api_schema.url, new RegExp(`/hooks/tools/send_debt_summary/${token}$`));
    ids.connection = Number(id);
});

test('a connection of WhatsApp: signs in its own way, is asked for nothing, calls no tools', async () => {
    const f = await open(o.client, '/admin/intake/connections/edit'), values = { source: 'whatsapp', name: 'Meta app', secret: 'app-secret' };
    assert.deepEqual(Object.keys(errors((await f.send({ ...values, scheme: 'hmac', header: 'X-Own' })).body)), ['scheme']);
    assert.deepEqual(Object.keys(errors((await f.send({ ...values, api_key: 'sk_1' })).body)), ['api_key']);
    const html = await get((await f.send(values)).headers.location);
    assert.match(html, /\/hooks\/whatsapp\/[\w-]{22}" readonly/);
    assert.match(html, /verify token/);
    assert.doesNotMatch(html, /name="(api_|scheme|header)|id="tool-json"|id="api-key"/);
    const path = `/admin/intake/connections/edit?id=${one(`SELECT id FROM intake_connections WHERE tenant_id = ${o.id} AND source = 'whatsapp'`)[0]}`;
    assert.equal((await (await open(o.client, path)).send({ name: 'Other app' })).status, 303);
    assert.match(await get(path), /Other app/);
    sql(`DELETE FROM intake_connections WHERE tenant_id = ${o.id} AND source = 'whatsapp'`);
});

test('a connection: changed, the key kept or forgotten, switched off, its last arrival', async () => {
    arrive(o, [{ key: 'last', state: 'applied', sender_id: ids.connection, received_at: '2026-01-02 03:04:05.000' }]);
    const path = `/admin/intake/connections/edit?id=${ids.connection}`, key = () => one(`SELECT HEX(api_key) FROM intake_connections WHERE id = ${ids.connection}`)[0];
    const before = key();
    assert.equal((await (await open(o.client, path)).send({ name: 'Main', active: undefined, api_base: 'https://api.eu.residency.elevenlabs.io' })).status, 303);
    assert.deepEqual(one(`SELECT name, active, api_base FROM intake_connections WHERE id = ${ids.connection}`), ['Main', '0', 'https://api.eu.residency.elevenlabs.io']);
    assert.equal(key(), before);
    const { rows: [row] } = list(await get('/admin/intake/connections'));
    assert.deepEqual(row.cells.slice(0, 4), ['Main', 'ElevenLabs', 'Support', 'Set, ends in …Xy7z']);
    assert.match(row.cells[4], /2 Jan/);
    assert.equal(row.cells[5], 'Switched off');
    assert.equal((await (await open(o.client, path)).send({ forget: '1' })).status, 303);
    assert.equal(key(), null);
    assert.equal((await other.client.get(path)).status, 404);
    assert.equal((await (await open(o.client, path)).send({})).status, 303);
});

test('a new secret: both are good until a time that is shown, then the old one is ended', async () => {
    const path = `/admin/intake/connections/secret?id=${ids.connection}`, row = () => one(`SELECT HEX(secret), HEX(old_secret), old_until > UTC_TIMESTAMP() + INTERVAL 23 HOUR FROM intake_connections WHERE id = ${ids.connection}`);
    const [first] = row(), f = await open(o.client, path);
    assert.deepEqual(Object.keys(errors((await f.send({})).body)), ['secret']);
    assert.equal((await f.send({ secret: 'another-long-secret-Q9x1', keep: '24' })).status, 303);
    const [next, old, good] = row();
    assert.deepEqual([old, good], [first, '1']);
    assert.notEqual(next, first);
    assert.match(await get(`/admin/intake/connections/edit?id=${ids.connection}`), /good until[\s\S]*Set, ends in …Xy7z/);
    assert.doesNotMatch(JSON.stringify(lastEvent(o)), /Q9x1/);
    const end = await open(o.client, `/admin/intake/connections/end?id=${ids.connection}`);
    assert.equal((await end.send({ confirmed: 'yes' })).status, 303);
    assert.equal(row()[1], null);
    assert.equal(lastEvent(o).action, 'connection.secret_ended');
    assert.equal((await (await open(o.client, path)).send({ secret: 'third', keep: '0' })).status, 303);
    assert.equal(row()[1], null);
    assert.match(await get(`/admin/intake/connections/edit?id=${ids.connection}`), /id="secret">Set</);
});

// --- keys --------------------------------------------------------------------------------------

test('a key: shown once, known by its beginning, of chosen queues, revoked', async () => {
    const f = await open(o.client, '/admin/intake/keys/edit'), good = { name: 'CRM', read: '1', transcripts: '1' };
    for (const [values, field] of [
        [{ name: '' }, 'name'], [{ read: undefined, transcripts: undefined }, 'read'], [{ read: undefined }, 'transcripts'],
        [{ per_minute: '0' }, 'per_minute'], [{ scope: 'assigned' }, 'queues'], [{ scope: 'assigned', queues: '7' }, 'queues'],
    ]) {
        const a = await f.send({ ...good, ...values });
        assert.equal(a.status, 422, JSON.stringify(values));
        assert.ok(field in errors(a.body), JSON.stringify([values, errors(a.body)]));
    }
    const a = await f.send({ ...good, scope: 'assigned', queues: '2', per_minute: '30' });
    assert.equal(a.status, 200);
    const key = /<output id="key">(pk_[\w-]{43})<\/output>/.exec(a.body)[1];
    const [id, prefix, hash, scope, permissions, limit, by] = one(`SELECT id, prefix, HEX(key_hash), scope, permissions, per_minute, created_by FROM api_keys WHERE tenant_id = ${o.id} AND name = 'CRM'`);
    assert.deepEqual([prefix, hash.length, scope, permissions, limit, by], [key.slice(0, 9), 64, 'assigned', 'read,transcripts', '30', 'Ada Admin']);
    assert.deepEqual(sql(`SELECT queue_id FROM api_key_queues WHERE key_id = ${id}`), [['2']]);
    assert.deepEqual(Object.keys(errors((await f.send({ ...good })).body)), ['name'], 'sent once more');
    assert.deepEqual(lastEvent(o), { action: 'api_key.created', actor: 'Ada Admin', subject: 'CRM', details: { 'begins with': prefix, may: 'read, transcripts', queues: 'Support', 'per minute': '30' } });
    sql(`INSERT INTO api_key_use VALUES (${o.id}, ${id}, '2026-01-05 06:07:00', 3)`);
    const html = await get('/admin/intake/keys'), shown = list(html).rows.find((r) => r.id === Number(id)).cells;
    assert.deepEqual(shown.slice(0, 5), ['CRM', `${prefix}…`, '1 queue', 'read, transcripts', '30']);
    assert.match(shown[6], /5 Jan/);
    for (const page of [html, await get(`/admin/intake/keys/edit?id=${id}`)]) assert.doesNotMatch(page, new RegExp(key));
    const ask = await open(o.client, `/admin/intake/keys/revoke?id=${id}`);
    assert.equal((await ask.send({ confirmed: 'yes' })).status, 303);
    assert.notEqual(one(`SELECT revoked_at FROM api_keys WHERE id = ${id}`)[0], null);
    assert.equal(lastEvent(o).action, 'api_key.revoked');
    assert.ok(!list(await get('/admin/intake/keys')).rows.some((r) => r.id === Number(id)));
    assert.ok(list(await get('/admin/intake/keys?state=revoked')).rows.some((r) => r.id === Number(id)));
    assert.equal((await other.client.get(`/admin/intake/keys/edit?id=${id}`)).status, 404);
    assert.equal((await ask.send({ confirmed: 'yes' })).status, 200);
});
