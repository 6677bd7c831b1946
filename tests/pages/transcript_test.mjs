// The transcript of one interaction: what was said and which functions were called, in their order;
// what is unknown is absent; exports hold exactly what is stored; who may.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { attributes, elements, text } from '../lib/html.mjs';
import { datetime, inserts, sql } from '../lib/stack.mjs';
import { addRows, makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { Random, seed } from '../lib/random.mjs';

const random = new Random(seed('transcript'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
const email = (who) => `${who}@transcript-${stamp}.example`;
const START = Date.UTC(2026, 10, 20, 22, 50, 0);
let t, admin, human, machine;

const role = (name, ...permissions) => Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${t.id}, '${name}', 'all'); SET @r = LAST_INSERT_ID();
    INSERT INTO role_permissions VALUES ${permissions.map((p) => `(@r, '${p}')`)}; SELECT @r;`)[0][0]);

const row = (id, more) => ({ id, created_at: START, closed_at: START + 60000, channel: 'voice', status: 'closed', queue_id: t.queues[0].id, agent_id: human.id,
    crm_contact_id: t.contacts[0].id, phone_number: null, phone_e164: null, did_id: null, disposition_id: null, duration_s: 60, acw_s: null, ...more });

const said = (id, list) => sql(inserts('messages', list.map((m, i) => ({ tenant_id: t.id, interaction_id: id, message_no: i + 1, role: 'client', agent_id: null,
    offset_ms: null, sent_at: null, body: '', sentiment: null, media_type: null, media_path: null, media_name: null, media_bytes: null, media_store: null, ...m }))), 'pbxlogs');
const called = (id, list) => sql(inserts('function_calls', list.map((c, i) => ({ tenant_id: t.id, interaction_id: id, call_no: i + 1, after_message_no: null, offset_ms: null,
    name: `f${i + 1}`, parameters: null, result: null, status: null, ...c }))), 'pbxlogs');

test.before(async () => {
    t = makeWorldTenant(random, `transcript-${stamp}`, 'Europe/Berlin', { closed: 0, active: 0 });
    writeTenant(t);
    human = t.agents.find((a) => a.kind === 'human' && /^[A-Za-z ]+$/.test(a.name));
    machine = t.agents.find((a) => a.kind === 'ai');
    makeUser({ tenant: t.id, email: email('admin'), name: 'Ada Admin' });
    makeUser({ tenant: t.id, email: email('other'), role: ROLE_SUPERVISOR, queues: [t.queues[1].id] });
    makeUser({ tenant: t.id, email: email('reader'), role: role('Reader', 'interactions', 'transcripts') });
    makeUser({ tenant: t.id, email: email('blind'), role: role('Blind', 'interactions', 'export') });
    addRows(t, [row(1, { has_recording: 1 }), row(2, { channel: 'chat' }), row(3), row(4), row(5), row(6, { queue_id: t.queues[0].id }), row(7)]
        .map((r) => ({ has_recording: 0, ...r })));
    refreshStats(t);
    admin = await signedIn(email('admin'));
});

// --- a page as data ----------------------------------------------------------------------------

const part = (html, id) => new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0];
const strip = (html, pattern) => (pattern.exec(html) ? text(pattern.exec(html)[1]).trim() : undefined);

function items(html) {
    return elements(html, 'li').map((li) => (/^fold/.test(li.class) ? {
        fn: strip(li.inner, /class="fn">([\s\S]*?)<\/bdi>/), status: strip(li.inner, /class="fs [a-z]*">([\s\S]*?)<\/span>/), at: strip(li.inner, /class="at">([\s\S]*?)<\/span>/),
    } : {
        no: Number(li.id.slice(5)), by: li.class.split(' ')[0].slice(3), same: li.class.endsWith(' same'), who: strip(li.inner, /<strong dir="auto">([\s\S]*?)<\/strong>/),
        ai: li.inner.includes('class="ai"'), at: strip(li.inner, /class="at"[^>]*>([\s\S]*?)</), ms: attributes(/<button([^>]*)>/.exec(li.inner)?.[1] ?? '')['data-ms'],
        title: attributes(/class="at"([^>]*)>/.exec(li.inner)?.[1] ?? '').title, feels: strip(li.inner, /class="feels [a-z_]*"[^>]*>([\s\S]*?)</),
        said: li.inner.includes('class="said"') ? text(/class="said" dir="auto">([\s\S]*?)<\/p>/.exec(li.inner)[1]) : undefined,
        media: strip(li.inner, /<p class="media">([\s\S]*?)<\/p>/),
    }));
}

const talk = async (id, client = admin) => items(part((await client.get(`/interaction?id=${id}`)).body, 'transcript'));
const events = () => sql(`SELECT action, subject, details FROM audit WHERE tenant_id = ${t.id} AND action LIKE 'transcript%' ORDER BY seq`);

// --- fields ------------------------------------------------------------------------------------

test('who said what, when and how it felt; what is unknown is absent', async () => {
    said(1, [
        { offset_ms: 0, sent_at: datetime(START), body: '0', sentiment: 'extremely_negative' },
        { offset_ms: 34999, body: 'and more', sentiment: 'neutral' },
        { role: 'agent', agent_id: human.id, offset_ms: 65000, body: 'Good morning', sentiment: 'positive' },
        { role: 'ai', agent_id: machine.id, body: 'I can help' },
        { role: 'ai', offset_ms: 3661000, body: 'again' },
        { role: 'system', body: 'On hold' }, { role: 'coach', body: 'Offer it' },
        { role: 'agent', body: 'who?' },
    ]);
    assert.deepEqual(await talk(1), [
        { no: 1, by: 'client', same: false, who: 'Client', ai: false, at: '0:00', ms: '0', title: '2026-11-20 23:50:00.000 CET', feels: 'Extremely negative', said: '0', media: undefined },
        { no: 2, by: 'client', same: true, who: 'Client', ai: false, at: '0:34', ms: '34999', title: undefined, feels: 'Neutral', said: 'and more', media: undefined },
        { no: 3, by: 'agent', same: false, who: human.name, ai: false, at: '1:05', ms: '65000', title: undefined, feels: 'Positive', said: 'Good morning', media: undefined },
        { no: 4, by: 'ai', same: false, who: machine.name, ai: true, at: undefined, ms: undefined, title: undefined, feels: undefined, said: 'I can help', media: undefined },
        { no: 5, by: 'ai', same: false, who: 'AI agent', ai: true, at: '1:01:01', ms: '3661000', title: undefined, feels: undefined, said: 'again', media: undefined },
        { no: 6, by: 'system', same: false, who: 'System', ai: false, at: undefined, ms: undefined, title: undefined, feels: undefined, said: 'On hold', media: undefined },
        { no: 7, by: 'coach', same: false, who: 'Coach', ai: false, at: undefined, ms: undefined, title: undefined, feels: undefined, said: 'Offer it', media: undefined },
        { no: 8, by: 'agent', same: false, who: 'Agent', ai: false, at: undefined, ms: undefined, title: undefined, feels: undefined, said: 'who?', media: undefined },
    ]);
});

test('what was written has the time of day, and the day where it changes; files by their names', async () => {
    const at = (minutes) => datetime(START + minutes * 60000);
    said(2, [{ sent_at: at(0), offset_ms: 0, body: 'one' }, { sent_at: at(5), offset_ms: 300000, body: 'two' }, { sent_at: at(15), body: 'next day' }, { offset_ms: 5000, body: 'no time' },
        { sent_at: at(16), media_type: 'image/png', media_path: 'a.png', media_name: 'receipt <b>.png', media_bytes: 123456 },
        { media_type: 'application/pdf', media_path: 'b', media_bytes: 999 }, { media_type: 'image/jpeg', media_path: 'c', media_name: '0' }]);
    const list = await talk(2);
    assert.deepEqual(list.map((m) => m.at), ['20 Nov 23:50:00', '23:55:00', '21 Nov 00:05:00', '0:05', '21 Nov 00:06:00', undefined, undefined]);
    assert.deepEqual(list.map((m) => m.ms), Array(7).fill(undefined), 'no recording to seek in');
    assert.deepEqual(list.slice(4).map((m) => [m.said, m.media]), [[undefined, 'receipt <b>.png image/png, 123 KB'], [undefined, 'File application/pdf, 999 B'], [undefined, '0 image/jpeg,']].map(([s, m]) => [s, m.replace(/,$/, '')]));
});

// --- functions ---------------------------------------------------------------------------------

const JSON_TEXT = '{"id": 4711, "price": 19.99, "name": "Mar\\u00eda <b>", "nested": {"a": [1, {"b": null}]}, "none": null, "empty": ""}';

test('functions stand at their places, and in a section of their own', async () => {
    said(3, [1, 2, 3, 4].map((n) => ({ offset_ms: n * 10000, body: `m${n}` })));
    called(3, [{ after_message_no: 2, offset_ms: 99000, parameters: JSON_TEXT, result: '{"ok": true}', status: 'ok' },
        { offset_ms: 34000, result: 'plain\ntext', status: 'error' }, { after_message_no: 0, status: 'pending' }, {}, { after_message_no: 2, parameters: '[]', result: '{"broken": ' },
        { after_message_no: 99, name: '<i>x</i>' }]);
    const list = await talk(3);
    assert.deepEqual(list.map((i) => i.fn ?? i.said), ['f3', 'm1', 'm2', 'f1', 'f5', 'm3', 'f2', 'm4', 'f4', '<i>x</i>']);
    assert.deepEqual(list.filter((i) => i.fn).map((i) => [i.status, i.at]), [['Pending', undefined], ['OK', '1:39'], [undefined, undefined], ['Error', '0:34'], [undefined, undefined], [undefined, undefined]]);
    assert.deepEqual(list.filter((i) => i.same).map((i) => i.said), ['m2'], 'a call parts a run');
    const body = (await admin.get('/interaction?id=3')).body, calls = elements(part(body, 'functions'), 'li');
    assert.deepEqual(calls.map((c) => strip(c.inner, /class="fn">([\s\S]*?)<\/bdi>/)), ['f1', 'f2', 'f3', 'f4', 'f5', '<i>x</i>']);
    const members = [...calls[0].inner.matchAll(/<th scope="row">([\s\S]*?)<\/th><td>([\s\S]*?)<\/td>/g)].map(([, k, v]) => [text(k), text(v)]);
    assert.deepEqual(members, [['id', '4711'], ['price', '19.99'], ['name', 'María <b>'], ['nested', '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ]\n}'], ['none', 'null'], ['empty', 'empty'], ['ok', 'true']]);
    assert.match(calls[1].inner, /None[\s\S]*<pre dir="auto">plain\ntext<\/pre>/);
    assert.match(text(calls[4].inner), /\[\][\s\S]*\{"broken":/);
    assert.ok(calls[0].inner.includes('href="#fn-1"') && body.includes('id="fn-1"') && body.includes('href="#call-1"'));
});

test('a long value is folded: its beginning in the transcript, all of it under Functions; what is too long says so', async () => {
    const long = 'word '.repeat(300), huge = JSON.stringify({ a: 'y'.repeat(70000) });
    said(4, [{ offset_ms: 0, body: 'z'.repeat(20000) }]);
    called(4, [{ parameters: JSON.stringify({ long }), result: huge, status: 'ok' }]);
    const body = (await admin.get('/interaction?id=4')).body, inTalk = part(body, 'transcript'), inCalls = part(body, 'functions');
    assert.match(inTalk, /\(1,500 characters\)/);
    assert.ok(!inTalk.includes(long) && inCalls.includes(long));
    assert.match(inCalls, /Show all 1,500 characters/);
    assert.match(inCalls, /Only the beginning of 70,008 characters/);
    assert.match(inTalk, /z{16000}<\/p><p class="quiet">Only the beginning\. The export has all of it\.<\/p>/);
    assert.ok(body.length < 200000);
});

// --- export ------------------------------------------------------------------------------------

test('JSON: everything as it is stored', async () => {
    const a = await admin.get('/interactions/transcript/export?id=3&format=json'), x = JSON.parse(a.body);
    assert.deepEqual([a.status, a.headers['content-type'], a.headers['content-disposition']], [200, 'application/json', 'attachment; filename="transcript-2026-11-20-3.json"']);
    assert.deepEqual(x.interaction, { id: 3, created_at: '2026-11-20T22:50:00.000Z', closed_at: '2026-11-20T22:51:00.000Z', channel: 'voice', status: 'closed', client: t.contacts[0].name,
        number: null, queue: t.queues[0].name, agent: human.name, did: null, disposition: null, duration_s: 60 });
    assert.deepEqual(x.messages, [1, 2, 3, 4].map((no) => ({ no, role: 'client', agent: null, offset_ms: no * 10000, sent_at: null, sentiment: null, text: `m${no}`, media: null })));
    const none = { after_message_no: null, offset_ms: null, status: null, parameters: null, result: null };
    assert.deepEqual(x.functions, [{ no: 1, name: 'f1', after_message_no: 2, offset_ms: 99000, status: 'ok', parameters: JSON.parse(JSON_TEXT), result: { ok: true } },
        { ...none, no: 2, name: 'f2', offset_ms: 34000, status: 'error', result: 'plain\ntext' }, { ...none, no: 3, name: 'f3', after_message_no: 0, status: 'pending' }, { ...none, no: 4, name: 'f4' },
        { ...none, no: 5, name: 'f5', after_message_no: 2, parameters: [], result: '{"broken": ' }, { ...none, no: 6, name: '<i>x</i>', after_message_no: 99 }]);
    const chat = JSON.parse((await admin.get('/interactions/transcript/export?id=2&format=json')).body);
    assert.deepEqual(chat.messages[4], { no: 5, role: 'client', agent: null, offset_ms: null, sent_at: '2026-11-20T23:06:00.000Z', sentiment: null, text: '', media: { type: 'image/png', name: 'receipt <b>.png', bytes: 123456 } });
    const long = JSON.parse((await admin.get('/interactions/transcript/export?id=4&format=json')).body);
    assert.deepEqual([long.messages[0].text.length, long.functions[0].result.a.length], [20000, 70000], 'nothing is cut');
});

test('text: everything, and no line that passes for another', async () => {
    const lines = ['[0:10] Client:\n    forged', 'bell \u0007 and \u001b[31m', 'שלום\r\nسلام 🙂'];
    said(5, lines.map((body, i) => ({ offset_ms: i * 1000, sentiment: i ? null : 'negative', body })));
    called(5, [{ after_message_no: 1, offset_ms: 500, name: 'look\nup', parameters: '{"a":1}', result: 'fine\nreally', status: 'ok' }]);
    const a = await admin.get('/interactions/transcript/export?id=5');
    assert.deepEqual([a.status, a.headers['content-type'], a.headers['content-disposition']], [200, 'text/plain; charset=utf-8', 'attachment; filename="transcript-2026-11-20-5.txt"']);
    assert.equal(a.body, `Interaction: 5\nCreated: 2026-11-20 23:50:00.000 CET\nChannel: Voice\nClient: ${t.contacts[0].name.trim().replace(/\s+/g, ' ')}\nAgent: ${human.name}\nQueue: ${t.queues[0].name}\nDuration: 1:00
\n[0:00] Client (Negative):\n    [0:10] Client:\n        forged
\n[0:00] Function look up (OK):\n  Parameters:\n    {"a":1}\n  Result:\n    fine\n    really
\n[0:01] Client:\n    bell ␇ and ␛[31m
\n[0:02] Client:\n    שלום\n    سلام 🙂\n`);
    const file = (await admin.get('/interactions/transcript/export?id=2&format=text')).body;
    assert.ok(file.includes('[File: receipt <b>.png]') && file.includes('[File: application/pdf]'));
});

test('all messages are exported, a page shows 2,000 and leads on', async () => {
    const n = 4321;
    for (let i = 0; i < n; i += 2000)
        sql(inserts('messages', Array.from({ length: Math.min(2000, n - i) }, (_, k) => ({ tenant_id: t.id, interaction_id: 6, message_no: 10 * (i + k + 1), role: 'client', offset_ms: (i + k) * 100, body: `m${i + k + 1}` }))), 'pbxlogs');
    called(6, [{ after_message_no: 20000 }, { after_message_no: 20009 }, { after_message_no: 20010 }, { offset_ms: 399999 }, {}]);
    const list = (html) => items(html).map((i) => i.fn ?? i.said), of = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => `m${from + i}`);
    const first = part((await admin.get('/interaction?id=6')).body, 'transcript');
    assert.deepEqual(list(first), [...of(1, 2000), 'f1', 'f2']);
    assert.match(first, /Only the first 2,000 messages are shown/);
    const next = (html) => text(/class="talk-more">Only[\s\S]*?href="([^"]*)"/.exec(html)?.[1] ?? '');
    assert.equal(next(first), '/interactions/transcript?id=6&after=20000');
    const second = (await admin.get(next(first))).body, third = (await admin.get(next(second))).body;
    assert.deepEqual(list(second), ['m2001', 'f3', ...of(2002, 4000), 'f4']);
    assert.deepEqual(list(third), [...of(4001, n), 'f5']);
    assert.equal(next(third), '');
    assert.deepEqual(list((await admin.get('/interactions/transcript?id=6')).body), list(first));
    const x = JSON.parse((await admin.get('/interactions/transcript/export?id=6&format=json')).body);
    assert.deepEqual(x.messages.map((m) => m.text), of(1, n));
    const file = (await admin.get('/interactions/transcript/export?id=6')).body;
    assert.deepEqual([...file.matchAll(/^ {4}(m\d+)$|^(?:\[.*\] )?Function (f\d)/gm)].map((m) => m[1] ?? m[2]), [...of(1, 2000), 'f1', 'f2', 'm2001', 'f3', ...of(2002, 4000), 'f4', ...of(4001, n), 'f5']);
});

// --- who may -----------------------------------------------------------------------------------

const FORMATS = ['', '&format=text', '&format=json'];

test('reading and exporting are permissions of their own, and what one may not see is not there', async () => {
    const reader = await signedIn(email('reader')), blind = await signedIn(email('blind')), other = await signedIn(email('other'));
    const read = (await reader.get('/interaction?id=3')).body;
    assert.ok(read.includes('>m1<') && !read.includes('transcript/export'));
    const unread = (await blind.get('/interaction?id=3')).body;
    assert.match(part(unread, 'transcript'), /Your role does not let you read what was said/);
    assert.ok(!unread.includes('>m1<') && !unread.includes('f1') && !part(unread, 'functions'));
    assert.equal((await blind.get('/interactions/transcript?id=3')).status, 403);
    for (const format of FORMATS) {
        assert.equal((await reader.get(`/interactions/transcript/export?id=3${format}`)).status, 403);
        assert.equal((await blind.get(`/interactions/transcript/export?id=3${format}`)).status, 403);
        const foreign = await other.get(`/interactions/transcript/export?id=3${format}`), absent = await other.get(`/interactions/transcript/export?id=999${format}`);
        assert.deepEqual([foreign.status, absent.status], [404, 404]);
        const masked = (a) => a.body.replace(/[0-9a-f]{32}|value="[^"]*"/g, '');
        assert.equal(masked(foreign), masked(absent));
    }
    for (const path of ['/interaction?id=7', '/interactions/transcript?id=7', '/interactions/transcript/export?id=7', '/interactions/transcript/export?id=3&format=csv', '/interactions/transcript?id=3&after=-1'])
        assert.equal((await admin.get(path)).status, /=7$/.test(path) ? (path.startsWith('/interaction?') ? 200 : 404) : 400, path);
    assert.equal(part((await admin.get('/interaction?id=7')).body, 'transcript'), undefined, 'of nothing there is no section');
});

test('reading and exporting are recorded', async () => {
    const before = events().length, who = `interaction 3, ${t.contacts[0].name}`;
    for (const path of ['/interaction?id=3', '/interaction?id=7', '/interactions/transcript?id=3', '/interactions/transcript/export?id=3&format=json', '/interactions/transcript/export?id=999'])
        await admin.get(path);
    assert.deepEqual(events().slice(before), [['transcript.viewed', who, null], ['transcript.viewed', who, null], ['transcript.exported', who, '{"format":"json"}']]);
});

// --- hostile -----------------------------------------------------------------------------------

test('hostile text leaves the elements as they are', async () => {
    const hostile = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onclick='alert(1)", '</p></li></ol></section>', '<?cs var:Page.csrf ?>', '\u0001\u0002\u0003 \u0000'.replace('\u0000', ''), '&lt;b&gt;'];
    const fill = (id, of) => {
        addRows(t, [row(id)]);
        said(id, hostile.map((_, i) => ({ body: of(i), media_type: of(i).slice(0, 100), media_path: of(i), media_name: of(i) })));
        called(id, hostile.map((_, i) => ({ name: of(i), parameters: JSON.stringify({ [of(i)]: of(i), n: [of(i)] }), result: of(i), after_message_no: i })));
    };
    fill(20, (i) => hostile[i]);
    fill(21, () => 'harmless');
    for (const path of ['/interaction?id=', '/interactions/transcript?id=']) {
        const skeleton = (html) => [...html.replace(/value="[^"]*"/g, '').matchAll(/<\/?[a-z][^\s>]*((?:\s+[a-z-]+(?:="[^"]*")?)*)/g)].map((m) => m[0].replace(/="[^"]*"/g, ''));
        const a = (await admin.get(path + 20)).body, b = (await admin.get(path + 21)).body;
        for (const id of ['transcript', 'functions']) assert.deepEqual(skeleton(part(a, id) ?? ''), skeleton(part(b, id) ?? ''), `${path} ${id}`);
        for (const h of hostile.slice(0, 5)) assert.ok(text(a).includes(h) && !part(a, 'transcript').includes(h), h);
        assert.ok(a.includes('␁␂␃'));
    }
    const x = JSON.parse((await admin.get('/interactions/transcript/export?id=20&format=json')).body);
    assert.deepEqual(x.messages.map((m) => m.text), hostile);
    assert.deepEqual(x.functions.map((f) => [f.name, f.result, f.parameters[f.name]]), hostile.map((h) => [h, h, h]));
});
