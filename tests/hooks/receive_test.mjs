// Webhooks from the outside: what is taken, what is refused and with which words, and what of it
// reaches the interactions.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import { makeTenant, request } from '../lib/http.mjs';
import { PORT, VAR, logLines, sleep, sql } from '../lib/stack.mjs';
import { JSON_TYPE, call, connect, drained, event, inbox, interactions, send, signature } from './hooks.mjs';

const MINUTE = 60000, MB = 1048576;
const spool = () => readdirSync(`${VAR}/spool`), before = spool();
let tenant, c;

test.before(() => {
    tenant = makeTenant(`hooks-${process.pid}-${Date.now() % 1000000}`);
    c = connect(tenant);
});

// A refusal says what is wrong as a problem of its status, and stores nothing.
function refused(a, status, what) {
    assert.equal(a.status, status, a.body);
    assert.match(a.headers['content-type'], /^application\/problem\+json/);
    const p = JSON.parse(a.body);
    assert.equal(p.status, status);
    assert.ok(p.title && p.detail && p.instance, a.body);
    if (what) assert.match(p.detail, what);
    return p;
}
const rows = () => inbox(tenant).length;

test('an event that is signed is stored as it came, answered, and applied within a second', async () => {
    const body = JSON.stringify(event('first', { messages: [{ role: 'client', text: 'hello' }] }), null, 2);
    const began = Date.now(), a = await send(c, body);
    assert.equal(a.status, 200, a.body);
    assert.deepEqual(JSON.parse(a.body), { status: 'accepted' });
    await drained(tenant);
    assert.ok(Date.now() - began < 3000, `${Date.now() - began} ms`);
    const [row] = inbox(tenant, "subject = 'first'");
    assert.deepEqual([row.state, row.event, row.type, row.bytes, row.attempts], ['applied', 'e-first', 'call.closed', body.length, 1]);
    assert.equal(sql(`SELECT TO_BASE64(body) FROM inbox WHERE id = ${row.id}`)[0][0].replaceAll('\n', ''), Buffer.from(body).toString('base64'));
    const [i] = interactions(tenant, "vendor_ref = 'first'");
    assert.deepEqual([i.id, i.vendor, i.status], [row.interaction, 'generic', 'closed']);
});

test('a repeat is answered like the first and changes nothing', async () => {
    const e = event('again');
    assert.equal((await send(c, e)).status, 200);
    await drained(tenant);
    for (const at of [undefined, Date.now() + MINUTE]) {
        const a = await send(c, e, { at });
        assert.deepEqual([a.status, JSON.parse(a.body)], [200, { status: 'repeated' }]);
    }
    assert.equal(inbox(tenant, "subject = 'again'").length, 1);
    assert.equal(interactions(tenant, "vendor_ref = 'again'").length, 1);
});

test('an event without an id is known by what it says', async () => {
    const e = { interaction: call('nameless') };
    assert.deepEqual(JSON.parse((await send(c, e)).body), { status: 'accepted' });
    assert.deepEqual(JSON.parse((await send(c, JSON.stringify(e, null, 4))).body), { status: 'repeated' });
    const other = { interaction: call('nameless', { channel: 'chat' }) };
    assert.deepEqual(JSON.parse((await send(c, other)).body), { status: 'accepted' });
});

test('ids that have no room, or are no plain text, are told apart all the same', async () => {
    for (const id of ['ä', 'ö', ' ', 'x'.repeat(200), 'x'.repeat(201), '日本', 'a b']) {
        const e = { event_id: id, interaction: call('odd') };
        assert.deepEqual(JSON.parse((await send(c, e)).body), { status: 'accepted' }, id);
        assert.deepEqual(JSON.parse((await send(c, e)).body), { status: 'repeated' }, id);
    }
});

test('both secrets are good while they are exchanged, the old one until its time is over', async () => {
    const rotating = connect(tenant, { secret: 'new', oldSecret: 'old', oldUntil: Date.now() + MINUTE });
    const over = connect(tenant, { secret: 'new', oldSecret: 'old', oldUntil: Date.now() - 1000 });
    assert.equal((await send(rotating, event('rotate-1'), { secret: 'new' })).status, 200);
    assert.equal((await send(rotating, event('rotate-2'), { secret: 'old' })).status, 200);
    assert.equal((await send(over, event('rotate-3'), { secret: 'new' })).status, 200);
    refused(await send(over, event('rotate-4'), { secret: 'old' }), 401, /does not match/);
});

test('a time outside of five minutes is refused', async () => {
    assert.equal((await send(c, event('window-1'), { at: Date.now() - 4.8 * MINUTE })).status, 200);
    assert.equal((await send(c, event('window-2'), { at: Date.now() + 4.8 * MINUTE })).status, 200);
    refused(await send(c, event('window-3'), { at: Date.now() - 5.1 * MINUTE }), 401, /too old/);
    refused(await send(c, event('window-4'), { at: Date.now() + 5.2 * MINUTE }), 401, /future/);
    assert.equal(inbox(tenant, "subject IN ('window-3', 'window-4')").length, 0);
});

test('what is not signed with the secret is refused', async () => {
    const before = rows(), body = JSON.stringify(event('unsigned')), right = signature(c.secret, body);
    const bad = ['', 't=1', 'nonsense', right.replace('v1=', 'v0='), right.slice(0, -1), right.slice(0, -1) + (right.endsWith('0') ? '1' : '0'),
        right.replace(/t=\d/, 't=2'), `${right},t=1`, signature('another', body), signature(c.secret, body + ' '), 'x'.repeat(3000)];
    for (const s of bad)
        refused(await send(c, body, { headers: { 'X-Parley-Signature': s } }), 401);
    refused(await request('POST', `/hooks/generic/${c.token}`, { body, headers: JSON_TYPE }), 401, /no signature/);
    const naked = connect(tenant, { secret: null });
    refused(await send(naked, body, { secret: '' }), 401, /no secret/);
    const foreign = connect(tenant);
    sql(`UPDATE intake_connections a JOIN intake_connections b SET a.secret = b.secret WHERE a.id = ${foreign.id} AND b.id = ${connect(makeTenant(`h2-${process.pid}-${Date.now() % 1000000}`)).id}`);
    refused(await send(foreign, body), 401, /no secret/);
    assert.equal(rows(), before);
});

test('an unknown token, one that is switched off and one of another source are the same 404', async () => {
    const off = connect(tenant, { active: false }), gone = connect(makeTenant(`h3-${process.pid}-${Date.now() % 1000000}`));
    sql(`UPDATE tenants SET active = 0 WHERE id = ${gone.tenant}`);
    const body = JSON.stringify(event('nowhere')), answers = [];
    const paths = [`generic/${'x'.repeat(22)}`, `generic/${off.token}`, `generic/${gone.token}`, `elevenlabs/${c.token}`, `nosuch/${c.token}`,
        `generic/${c.token.toLowerCase()}x`, 'generic', `generic/${c.token}/`, `generic/${c.token}/x`, '', 'generic/%00', `generic/${"' OR 1 -- "}`.replaceAll(' ', '%20')];
    for (const p of paths) {
        const a = await request('POST', `/hooks/${p}`, { body, headers: { ...JSON_TYPE, 'X-Parley-Signature': signature(c.secret, body) } });
        if (p.includes('%00')) assert.equal(a.status, 400);
        else answers.push([a.status, a.body.replace(/request:\w+/, ''), a.headers['content-type']]);
    }
    assert.equal(answers[0][0], 404);
    for (const a of answers) assert.deepEqual(a, answers[0]);
});

test('other methods are told that there is only POST', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const a = await request(method, `/hooks/generic/${c.token}`);
        refused(a, 405);
        assert.equal(a.headers.allow, 'POST');
    }
});

test('what is no event is refused with the reason', async () => {
    const deep = (n) => '{"interaction":' + '['.repeat(n) + ']'.repeat(n) + '}', before = rows();
    for (const [body, what] of [
        ['', /no body/], ['{', /not JSON/], ['[]', /no JSON object/], ['"x"', /not JSON|no JSON object/], ['{} x', /not JSON/],
        ['{"interaction":{},"interaction":{}}', /duplicate/], ['{"event_id":"a\\u0000b","interaction":{"id":"x"}}', /not JSON/],
        [Buffer.from('{"interaction":{"id":"\xff"}}', 'latin1'), /not JSON/], ['{"interaction":{"id":"a\0b"}}', /not JSON/],
        [deep(40), /32 levels/], ['{}', /no object 'interaction'/], ['{"interaction":{}}', /no id/], ['{"interaction":{"id":"x"},"more":1}', /'more'/],
        ['{"event_id":7,"interaction":{"id":"x"}}', /are texts/], ['{"interaction":{"id":1e999}}', /not JSON/],
    ]) refused(await send(c, body), 400, what);
    assert.equal(rows(), before);
});

test('only JSON is taken, and nothing that is encoded', async () => {
    const body = JSON.stringify(event('typed'));
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'multipart/form-data; boundary=x', ''])
        refused(await send(c, body, { headers: { 'Content-Type': type } }), 415, /application\/json/);
    refused(await send(c, body, { headers: { 'Content-Encoding': 'gzip' } }), 415, /encoded/);
    assert.equal((await send(c, body, { headers: { 'Content-Type': 'application/json; charset=utf-8' } })).status, 200);
});

test('an event has at most 1 MB, and who may not send sound is told so', async () => {
    const sized = (n) => {
        const e = event(`size-${n}`, { details: { text: '' } }), more = n - JSON.stringify(e).length;
        e.interaction.details.text = 'x'.repeat(more);
        return JSON.stringify(e);
    };
    assert.equal((await send(c, sized(MB))).status, 200);
    refused(await send(c, sized(MB + 1)), 413, /1 MB/);
    for (let i = 0; i < 5; i++) refused(await send(c, sized(20 * MB)), 413, /1 MB/);
    refused(await send(c, Buffer.alloc(26 * MB, 'x')), 413);
    assert.equal(inbox(tenant, "subject LIKE 'size-%'").length, 1);
});

// One request over a socket of our own, in pieces.
function raw(pieces, ms = 0) {
    return new Promise((done) => {
        let out = '';
        const s = net.connect(PORT, '127.0.0.1', async () => {
            for (const p of pieces) {
                if (s.destroyed) break;
                s.write(p);
                if (ms) await sleep(ms);
            }
        });
        s.setEncoding('latin1').on('data', (d) => (out += d));
        s.on('close', () => done(out)).on('error', () => done(out));
        setTimeout(() => s.destroy(), 20000).unref();
    });
}

test('a body in chunks, and one that comes slowly, are taken; one that ends early is not', async () => {
    const head = (body, more) => `POST /hooks/generic/${c.token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n` +
        `X-Parley-Signature: ${signature(c.secret, body)}\r\n${more}\r\n\r\n`;
    const chunked = JSON.stringify(event('chunked', { details: { t: 'x'.repeat(200000) } }));
    const parts = chunked.match(/.{1,7000}/gs).map((p) => `${p.length.toString(16)}\r\n${p}\r\n`);
    assert.match(await raw([head(chunked, 'Transfer-Encoding: chunked'), ...parts, '0\r\n\r\n']), /^HTTP\/1.1 200 /);
    const slow = JSON.stringify(event('slow'));
    assert.match(await raw([head(slow, `Content-Length: ${slow.length}`), ...slow.match(/.{1,20}/gs)], 30), /^HTTP\/1.1 200 /);
    const cut = JSON.stringify(event('cut'));
    const s = net.connect(PORT, '127.0.0.1', () => s.end(head(cut, `Content-Length: ${cut.length + 50}`) + cut));
    await new Promise((done) => s.on('close', done).resume());
    await sleep(200);
    assert.equal(inbox(tenant, "subject = 'cut'").length, 0);
    assert.equal(inbox(tenant, "subject IN ('chunked', 'slow')").length, 2);
});

test('a secret in a header, and a signature of the body alone, are taken where the connection says so', async () => {
    const h = connect(tenant, { scheme: 'header', header: 'X-Site-Key', secret: 's3cret' });
    assert.equal((await send(h, event('header-1'), { headers: { 'X-Site-Key': 's3cret' } })).status, 200);
    assert.equal((await send(h, event('header-2'), { headers: { 'X-Site-Key': 'Bearer s3cret' } })).status, 200);
    refused(await send(h, event('header-3'), { headers: { 'X-Site-Key': 's3cre' } }), 401, /does not match/);
    const m = connect(tenant, { scheme: 'hmac', header: 'X-Site-Digest', secret: 's3cret' }), body = JSON.stringify(event('hmac-1'));
    const digest = createHmac('sha256', 's3cret').update(body).digest('hex');
    assert.equal((await send(m, body, { headers: { 'X-Site-Digest': `sha256=${digest}` } })).status, 200);
    refused(await send(m, body + ' ', { headers: { 'X-Site-Digest': digest } }), 401, /does not match/);
});

test('what cannot be applied is kept with the reason, and applied when it is tried again', async () => {
    await send(c, event('bad-1', { channel: 'carrier pigeon' }));
    await send(c, event('bad-2', { created_at: 'yesterday' }));
    await send(c, { event_id: 'bad-3', at: 'soon', interaction: call('bad-3') });
    await send(c, event('good'));
    await drained(tenant);
    const [a, b, d, good] = inbox(tenant, "subject LIKE 'bad-%' OR subject = 'good'");
    assert.deepEqual([a, b, d, good].map((r) => r.state), ['refused', 'refused', 'refused', 'applied']);
    assert.match(a.reason, /channel/);
    assert.match(b.reason, /created_at/);
    assert.match(d.reason, /'at'/);
    assert.equal(interactions(tenant, "vendor_ref LIKE 'bad-%'").length, 0, 'nothing of them is left');
    sql(`UPDATE inbox SET body = ${`'${JSON.stringify(event('bad-1'))}'`}, state = 'waiting', attempts = 0 WHERE id = ${a.id}`);
    await drained(tenant);
    assert.equal(interactions(tenant, "vendor_ref = 'bad-1'").length, 1);
});

test('an interaction of another tenant, or of another source, is another one', async () => {
    const other = connect(makeTenant(`h4-${process.pid}-${Date.now() % 1000000}`));
    await send(c, event('same'));
    assert.deepEqual(JSON.parse((await send(other, event('same'))).body), { status: 'accepted' });
    await drained(tenant);
    await drained(other.tenant);
    assert.notEqual(interactions(tenant, "vendor_ref = 'same'")[0].id, interactions(other.tenant, "vendor_ref = 'same'")[0].id);
});

test('every refusal has its line in the log, without the body or the secret', () => {
    const lines = logLines('hooks').filter((l) => l.includes('event=webhook_refused') && l.includes(`tenant=${tenant} `));
    for (const what of ['too old', 'does not match', 'no signature', '32 levels', '1 MB'])
        assert.ok(lines.some((l) => l.includes(what)), what);
    assert.ok(!logLines('hooks').some((l) => l.includes(c.secret) || l.includes('carrier pigeon')));
});

test('nothing is left in spool_dir of what was refused', () => {
    assert.deepEqual(spool(), before);
});
