// Sound that arrives: a large body goes to a file, a small one to the inbox, and both become a
// recording of their interaction.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { makeTenant } from '../lib/http.mjs';
import { VAR, restart, sql, sv, workerPids } from '../lib/stack.mjs';
import { connect, drained, inbox, interactions, send } from './hooks.mjs';

const MB = 1048576;
let tenant, c;

test.before(() => {
    for (const f of readdirSync(`${VAR}/spool`)) unlinkSync(`${VAR}/spool/${f}`);
    tenant = makeTenant(`sound-${process.pid}-${Date.now() % 1000000}`);
    c = connect(tenant, { source: 'elevenlabs' });
});

// MPEG audio by its first bytes, and the event that carries it.
const sound = (n) => Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1'), randomBytes(n - 10)]);
const audio = (id, base64) => JSON.stringify({ type: 'post_call_audio', event_timestamp: Math.floor(Date.now() / 1000),
    data: { agent_id: 'agent_1', conversation_id: id, full_audio: base64 } });

function deliver(body) {
    const t = Math.floor(Date.now() / 1000);
    return send(c, body, { headers: { 'ElevenLabs-Signature': `t=${t},v0=${createHmac('sha256', c.secret).update(`${t}.`).update(body).digest('hex')}` } });
}
const spool = () => readdirSync(`${VAR}/spool`);
const of = (id) => inbox(tenant, `subject = '${id}'`)[0];
const recordings = (id) => sql(`SELECT r.path, r.size_bytes, r.media_type FROM recordings r WHERE r.tenant_id = ${tenant} AND r.interaction_id = ${of(id).interaction}`, 'pbxlogs');
const stored = (path) => readFileSync(`${VAR}/recordings/${tenant}/${path}`);
const memory = () => Math.max(...workerPids('hooks').map((pid) => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024));

test('20 MB of it pass through a file, in little memory, and are its recording', async () => {
    await deliver(audio('warm', sound(1000).toString('base64')));
    const bytes = sound(15 * MB), before = memory();
    const a = await deliver(audio('large', bytes.toString('base64')));
    assert.equal(a.status, 200, a.body);
    assert.ok(memory() - before < 8, `${before} MB before, ${memory()} MB after`);
    await drained(tenant);
    const row = of('large');
    assert.deepEqual([row.state, row.here, row.file, row.reason], ['applied', 0, '', '']);
    assert.ok(row.bytes > 20 * MB);
    const [[path, size, type]] = recordings('large');
    assert.match(path, new RegExp(`^intake/\\d{4}/\\d\\d/${row.interaction}-[0-9a-f]{16}\\.mp3$`));
    assert.deepEqual([Number(size), type], [bytes.length, 'audio/mpeg']);
    assert.ok(stored(path).equals(bytes));
    assert.deepEqual(spool(), [], 'the file is not needed any more');
    assert.deepEqual(JSON.parse((await deliver(audio('large', 'AAAA'))).body), { status: 'repeated' });
    assert.equal(interactions(tenant, "vendor_ref = 'large'").length, 1);
});

test('a little of it stays in the database; slashes may be escaped, lines broken', async () => {
    const bytes = sound(5000), text = bytes.toString('base64').replace(/(.{76})/g, '$1\\r\\n').replaceAll('/', '\\/');
    assert.equal((await deliver(audio('small', 'TEXT').replace('TEXT', text))).status, 200);
    const big = sound(2 * MB), long = big.toString('base64').replaceAll('/', '\\/').replace(/(.{76})/g, (s) => s.endsWith('\\') ? s : `${s}\\n`);
    assert.equal((await deliver(audio('broken', 'TEXT').replace('TEXT', () => long))).status, 200);
    await drained(tenant);
    assert.ok(of('small').here > 0);
    assert.ok(stored(recordings('small')[0][0]).equals(bytes), of('small').reason);
    assert.ok(stored(recordings('broken')[0][0]).equals(big), of('broken').reason);
});

test('what is no sound is refused with the reason, and a file that is gone is told', async () => {
    await deliver(audio('text', Buffer.from('<html>').toString('base64')));
    await deliver(audio('garbled', '*'.repeat(2 * MB)));
    await deliver(audio('none', ''));
    await drained(tenant);
    for (const [id, why] of [['text', /no sound/], ['garbled', /base64/], ['none', /empty|no sound|no audio/]]) {
        assert.equal(of(id).state, 'refused', id);
        assert.match(of(id).reason, why);
        assert.equal(recordings(id).length, 0);
        assert.equal(interactions(tenant, `vendor_ref = '${id}'`).length, 0, id);
    }
    assert.deepEqual(spool(), [of('garbled').file], 'what was refused is kept');
    unlinkSync(`${VAR}/spool/${of('garbled').file}`);
    sql(`UPDATE inbox SET state = 'waiting' WHERE id = ${of('garbled').id}`);
    await drained(tenant);
    assert.match(of('garbled').reason, /not in spool_dir/);
});

test('more than 1 MB beside the sound is refused, and leaves no file', async () => {
    const body = JSON.parse(audio('wide', 'A'.repeat(MB)));
    body.data.more = Array(40).fill('x'.repeat(60000));
    const a = await deliver(JSON.stringify(body));
    assert.equal(a.status, 400);
    assert.match(JSON.parse(a.body).detail, /1 MB/);
    assert.equal((await send(c, 'x'.repeat(2 * MB))).status, 401);
    assert.deepEqual(spool(), []);
});

test('files that no row names go after an hour, others stay', async () => {
    const old = 'a'.repeat(32), young = 'b'.repeat(32), needed = 'c'.repeat(32), strange = 'not-ours', then = Date.now() / 1000 - 7200;
    for (const f of [old, young, needed, strange]) writeFileSync(`${VAR}/spool/${f}`, 'x');
    for (const f of [old, needed, strange]) utimesSync(`${VAR}/spool/${f}`, then, then);
    sql(`INSERT INTO inbox (tenant_id, source, event_id, event_type, body, file, received_at, state) VALUES (${tenant}, 'elevenlabs', 'kept', 'x', '', '${needed}', NOW(), 'refused');
        INSERT INTO inbox (tenant_id, source, event_id, event_type, body, received_at, state, applied_at) VALUES
        (${tenant}, 'generic', 'old', 'x', '', NOW(), 'applied', UTC_TIMESTAMP() - INTERVAL 31 DAY), (${tenant}, 'generic', 'new', 'x', '', NOW(), 'applied', UTC_TIMESTAMP() - INTERVAL 29 DAY),
        (${tenant}, 'generic', 'refused', 'x', '', NOW(), 'refused', UTC_TIMESTAMP() - INTERVAL 99 DAY)`);
    await restart('worker');
    for (const end = Date.now() + 10000; spool().includes(old) && Date.now() < end;) await new Promise((r) => setTimeout(r, 100));
    assert.deepEqual(spool().sort(), [young, needed, strange].sort());
    assert.deepEqual(inbox(tenant, "event_id IN ('old', 'new', 'refused')").map((r) => r.event), ['new', 'refused']);
    for (const f of spool()) unlinkSync(`${VAR}/spool/${f}`);
});

test('what the worker died of again and again does not stop the rest', async () => {
    const bad = JSON.stringify({ interaction: { id: 'deadly' } }), good = bad.replace('deadly', 'harmless').replace('}}', ', "created_at": "2026-11-20T09:00:00Z", "channel": "chat"}}');
    sv('stop', 'worker');
    sql(`INSERT INTO inbox (tenant_id, source, event_id, event_type, subject, body, bytes, received_at, attempts) VALUES
        (${tenant}, 'generic', 'deadly', 'x', 'deadly', '${bad}', ${bad.length}, NOW(), 40), (${tenant}, 'generic', 'harmless', 'x', 'harmless', '${good}', ${good.length}, NOW(), 0)`);
    sv('start', 'worker');
    await drained(tenant);
    assert.equal(of('deadly').state, 'refused');
    assert.match(of('deadly').reason, /worker ended/);
    assert.equal(of('harmless').state, 'applied', of('harmless').reason);
});
