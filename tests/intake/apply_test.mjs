// Documents become interactions: in whatever order they come the rows are the same; what people did
// stays; what was deleted stays deleted; nothing reaches another tenant; what cannot be is refused
// with the reason, and nothing of it is stored.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { ROOT, VAR, datetime, parley, quote, sql } from '../lib/stack.mjs';
import { makeTenant } from '../lib/http.mjs';
import { mmdb } from '../lib/mmdb.mjs';

const run = Date.now().toString(36);
const tenant = makeTenant(`apply-${run}`), other = makeTenant(`apply2-${run}`);
const T0 = Date.parse('2026-03-02T10:00:00Z');
const iso = (ms) => new Date(T0 + ms).toISOString();

// Applies [{ doc, phase, at (ms after T0) ... }] and gives what came of each.
function apply(list, env = {}) {
    const input = list.map(({ at, ...l }) => JSON.stringify({ tenant, source: 'test', phase: 0, at: at === undefined ? 0 : T0 + at, ...l })).join('\n');
    const r = spawnSync(`${ROOT}/build/asan/tools/apply`, [`${VAR}/etc/parley.conf`], { input, encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
    assert.equal(r.status, 0, r.stderr);
    return r.stdout.trim().split('\n').map((l) => JSON.parse(l));
}

function applied(list, env) {
    const out = apply(list, env);
    for (const r of out) assert.equal(r.error, 'ok', r.why);
    return out.at(-1).id;
}

const columns = {};
for (const [table, column, made] of sql(`SELECT table_name, column_name, generation_expression IS NOT NULL FROM information_schema.columns WHERE table_schema = 'pbxlogs' ORDER BY ordinal_position`))
    (columns[table] ??= []).push({ column, made: made === '1' });

function rows(table, where) {
    const names = columns[table].map((c) => c.column);
    return sql(`SELECT ${names.map((c) => `\`${c}\``)} FROM ${table} WHERE ${where} ORDER BY 1, 2, 3, 4`, 'pbxlogs')
        .map((r) => Object.fromEntries(r.map((v, i) => [names[i], v])));
}

const CHILDREN = ['legs', 'messages', 'function_calls', 'voice_ai_details', 'web_details', 'vendor_details', 'analyses', 'tags', 'review_flags', 'recordings'];

// All that is known of some interactions, but for their ids and what the source calls them.
function allOf(ids, of = tenant) {
    const out = Object.fromEntries(ids.map((id) => [id, {}]));
    const add = (table, found, key) => {
        for (const id of ids) out[id][table] = [];
        for (const { [key]: id, vendor_ref, ...r } of found) out[id][table].push(r);
    };
    const of_these = (key) => `tenant_id = ${of} AND ${key} IN (${ids})`;
    for (const table of ['active_interactions', 'closed_interactions', 'deleted_interactions']) add(table, rows(table, of_these('id')), 'id');
    for (const table of CHILDREN) add(table, rows(table, of_these('interaction_id')), 'interaction_id');
    for (const r of ids.flatMap((id) => out[id].vendor_details))
        r.applied = Object.entries(JSON.parse(r.applied)).map(([k, v]) => [k, v.sort()]).sort();
    for (const [table, what] of [['search_texts', 'HEX(said), messages'], ['search_words', 'word, created_at, who']])
        add(table, sql(`SELECT interaction_id, ${what} FROM ${table} WHERE ${of_these('interaction_id')} ORDER BY 1, 2`).map(([id, ...r]) => ({ id, r })), 'id');
    return out;
}
const all = (id, of) => allOf([id], of)[id];
const closed = (id, of) => all(id, of).closed_interactions[0];

function* permutations(list) {
    if (list.length < 2) yield list;
    for (let i = 0; i < list.length; i++)
        for (const rest of permutations([...list.slice(0, i), ...list.slice(i + 1)])) yield [list[i], ...rest];
}

const events = [
    { phase: 0, at: 500, doc: { sentiment: 'negative', queue: 'Elsewhere', csat: 3, tags: [{ tag: 'early' }], web: { browser: 'Old', url: 'https://a.example/' } } },
    { phase: 1, at: 1000, doc: { created_at: iso(0), status: 'active', channel: 'voice', direction: 'outbound', phone_number: '+49 30 1234567', client: 'Ada', agent: 'Ava', agent_kind: 'ai', queue: 'Collections', account: 'A-1' } },
    { phase: 2, at: 2000, doc: { closed_at: iso(60000), duration_s: 55, outcome: 'incomplete', messages: [{ role: 'ai', text: 'the old one' }], functions: [{ name: 'f', parameters: { a: [1] }, result: { b: null } }],
        voice_ai: { termination: 'hangup', willingness: 1, vendor_cost: '0.12', vendor_cost_currency: 'USD' }, details: { x: 1, y: 1 }, legs: [{ queue: 'Collections', agent: 'Ava', queued_at: iso(0), talk_s: 55 }] } },
    { phase: 2, at: 2500, doc: { closed_at: iso(61000), outcome: 'success', messages: [{ role: 'ai', text: 'Good day', agent: 'Ava', offset_ms: 0 }, { role: 'client', text: 'I will pay', offset_ms: 2500 }], details: { x: { deep: true } }, web: { browser: 'New' } } },
    { phase: 3, at: 3000, doc: { disposition: 'PTP', analysis: { summary: 'promised', keywords: ['pay'] }, voice_ai: { willingness: 5 }, tags: [{ kind: 'topic', tag: 'late' }, { kind: 'TOPIC', tag: 'Late' }], flags: [{ flag: 'legal', reason: 'r' }], details: { y: 2 } } },
];

test('in any order documents end the same', () => {
    const orders = [...permutations([0, 1, 2, 3, 4])];
    const out = apply(orders.flatMap((order, n) => order.map((i) => ({ ...events[i], doc: { id: `p${n}`, ...events[i].doc } }))));
    for (const r of out) assert.equal(r.error, 'ok', r.why);
    const ids = orders.map((_, n) => out[n * 5].id);
    orders.forEach((_, n) => out.slice(n * 5, n * 5 + 5).forEach((r) => assert.equal(r.id, ids[n])));
    const every = allOf(ids), first = every[ids[0]];
    orders.forEach((order, n) => assert.deepEqual(every[ids[n]], first, `order ${order}`));

    const c = first.closed_interactions[0];
    assert.equal(first.active_interactions.length, 0);
    assert.deepEqual([c.outcome, c.closed_at, c.sentiment, c.csat, c.phone_e164, c.has_transcript, c.flagged, c.duration_s],
        ['success', datetime(T0 + 61000), 'negative', '3', '+49301234567', '1', '1', '55']);
    assert.equal(c.last_message_at, datetime(T0 + 2500));
    const name = (table, column, id) => sql(`SELECT ${column} FROM ${table} WHERE tenant_id = ${tenant} AND id = ${id}`, 'pbxlogs')[0][0];
    assert.equal(name('queues', 'name', c.queue_id), 'Collections');
    assert.deepEqual([name('agents', 'name', c.agent_id), name('agents', 'kind', c.agent_id)], ['Ava', 'ai']);
    assert.equal(name('crm_contacts', 'name', c.crm_contact_id), 'Ada');
    assert.equal(name('accounts', 'crm_contact_id', c.account_id), c.crm_contact_id);
    assert.deepEqual(first.messages.map((m) => m.body), ['Good day', 'I will pay']);
    assert.deepEqual([first.voice_ai_details[0].willingness, first.voice_ai_details[0].termination, first.voice_ai_details[0].vendor_cost_micros], ['5', 'hangup', '120000']);
    assert.deepEqual(first.tags.map((t) => [t.kind, t.tag]), [['topic', 'late']]);
    assert.deepEqual(JSON.parse(first.vendor_details[0].fields), { x: { deep: true }, y: 2 });
    assert.deepEqual([first.web_details[0].browser, first.web_details[0].url], ['New', 'https://a.example/']);
    assert.equal(sql(`SELECT COUNT(*) FROM crm_contacts WHERE tenant_id = ${tenant}`, 'pbxlogs')[0][0], '1');
    assert.match(Buffer.from(first.search_texts[0].r[0], 'hex').toString(), /good day/);
    assert.doesNotMatch(Buffer.from(first.search_texts[0].r[0], 'hex').toString(), /old/);
});

test('the same again changes nothing', () => {
    const list = events.map((e) => ({ ...e, doc: { id: 'again', ...e.doc } }));
    const id = applied(list), before = all(id);
    assert.equal(applied(list), id);
    assert.deepEqual(all(id), before);
});

test('what people did stays, also when it closes', () => {
    const id = applied([{ phase: 1, at: 0, doc: { id: 'people', created_at: iso(0), status: 'active', flags: [{ flag: 'rude' }, { flag: 'late' }], tags: [{ tag: 'a' }, { tag: 'b' }] } }]);
    assert.equal(all(id).active_interactions.length, 1);
    const key = `${tenant}, ${id}`;
    sql(`INSERT INTO review_flags (tenant_id, interaction_id, flag_no, flag, source, set_by, set_at) VALUES (${key}, 3, 'mine', 'person', 'P', NOW(3));
        UPDATE review_flags SET cleared_by = 'P', cleared_at = NOW(3) WHERE tenant_id = ${tenant} AND interaction_id = ${id} AND flag = 'rude';
        UPDATE tags SET source = 'person', set_by = 'P' WHERE tenant_id = ${tenant} AND interaction_id = ${id} AND tag = 'a';
        INSERT INTO interaction_notes (tenant_id, interaction_id, note_no, author, written_at, body) VALUES (${key}, 1, 'P', NOW(3), 'n')`, 'pbxlogs');
    assert.equal(applied([{ phase: 3, at: 9, doc: { id: 'people', status: 'closed', flags: [{ flag: 'rude' }, { flag: 'new' }], tags: [{ tag: 'A' }, { tag: 'c' }], remove_tags: [{ tag: 'a' }] } }]), id);
    const now = all(id);
    assert.equal(now.closed_interactions.length, 1);
    assert.deepEqual(now.review_flags.map((f) => [f.flag, f.source, f.cleared_by]), [['rude', 'ai', 'P'], ['mine', 'person', null], ['new', 'ai', null]]);
    assert.deepEqual(now.tags.map((t) => [t.tag, t.source, t.set_by]), [['a', 'person', 'P'], ['c', 'vendor', null]]);
    assert.equal(rows('interaction_notes', `tenant_id = ${tenant} AND interaction_id = ${id}`).length, 1);
    applied([{ phase: 3, at: 10, doc: { id: 'people', flags: [] } }]);
    assert.equal(closed(id).flagged, '1', "a person's flag stands");
    sql(`UPDATE review_flags SET cleared_at = NOW(3) WHERE tenant_id = ${tenant} AND interaction_id = ${id}`, 'pbxlogs');
    applied([{ phase: 3, at: 11, doc: { id: 'people', flags: [] } }]);
    assert.equal(closed(id).flagged, '0');
});

test('lists grow by what is added', () => {
    const id = applied([{ doc: { id: 'grow', channel: 'chat', messages: [{ role: 'client', text: 'one' }] } },
        { doc: { id: 'grow', append_messages: [{ role: 'agent', text: 'two', agent: 'Bo' }], append_functions: [{ name: 'f' }], add_tags: [{ tag: 't' }, { tag: 'u' }] } },
        { doc: { id: 'grow', append_messages: [{ role: 'client', text: 'three' }], append_functions: [{ name: 'g' }], add_tags: [{ tag: 'T' }], remove_tags: [{ tag: 'u' }] } }]);
    const now = all(id);
    assert.deepEqual(now.messages.map((m) => [m.message_no, m.body]), [['1', 'one'], ['2', 'two'], ['3', 'three']]);
    assert.deepEqual(now.function_calls.map((f) => [f.call_no, f.name]), [['1', 'f'], ['2', 'g']]);
    assert.deepEqual(now.tags.map((t) => t.tag), ['t']);
    assert.equal(now.active_interactions[0].has_transcript, '0', 'a chat has messages');
    assert.equal(now.search_texts[0].r[1], '3');
    applied([{ doc: { id: 'grow', messages: [] } }]);
    assert.deepEqual([all(id).messages, all(id).search_texts, all(id).search_words], [[], [], []]);
});

test('a deleted interaction is not revived', () => {
    const id = applied([{ doc: { id: 'gone', status: 'closed', created_at: iso(0) } }]);
    const kept = columns.closed_interactions.filter((c) => !c.made).map((c) => c.column);
    sql(`INSERT INTO deleted_interactions (${kept}, deleted_at, deleted_by, purge_at) SELECT ${kept}, NOW(3), 'x', NOW(3) + INTERVAL 1 DAY FROM closed_interactions WHERE tenant_id = ${tenant} AND id = ${id};
        DELETE FROM closed_interactions WHERE tenant_id = ${tenant} AND id = ${id}`, 'pbxlogs');
    const [r] = apply([{ phase: 3, doc: { id: 'gone', outcome: 'success', messages: [{ role: 'client', text: 'x' }] } }]);
    assert.deepEqual([r.error, r.why], ['not_found', 'was deleted']);
    const now = all(id);
    assert.deepEqual([now.closed_interactions, now.active_interactions, now.messages], [[], [], []]);
    assert.equal(now.deleted_interactions[0].outcome, null);
    assert.equal(sql(`SELECT COUNT(*) FROM closed_interactions WHERE tenant_id = ${tenant} AND vendor_ref = 'gone'`, 'pbxlogs')[0][0], '0');
});

test('other tenants are never touched', () => {
    const doc = { id: 'same', created_at: iso(0), client: 'Cy', phone_number: '+4930555', queue: 'Q', account: 'S', outcome: 'failed', status: 'closed' };
    const theirs = applied([{ tenant: other, doc }]), before = all(theirs, other);
    const mine = applied([{ doc: { ...doc, outcome: 'success' } }]);
    assert.notEqual(mine, theirs);
    assert.deepEqual(all(theirs, other), before);
    const [r] = apply([{ interaction: theirs, doc: { outcome: 'success' } }]);
    assert.equal(r.error, 'not_found');
    const child = applied([{ doc: { id: 'child-of-theirs', parent: 'only-theirs', status: 'closed' } }]);
    applied([{ tenant: other, doc: { id: 'only-theirs', status: 'closed' } }]);
    assert.equal(closed(child).parent_id, null);
    assert.deepEqual(all(theirs, other), before);
});

test('a parent may come later', () => {
    const child = applied([{ doc: { id: 'kid', parent: 'dad', status: 'closed', channel: 'email' } }]);
    assert.equal(closed(child).parent_id, null);
    const dad = applied([{ doc: { id: 'dad' } }]);
    assert.equal(closed(child).parent_id, String(dad));
    assert.equal(all(child).vendor_details[0].parent_ref, null);
    const second = applied([{ doc: { id: 'kid2', parent: 'dad' } }, { doc: { id: 'kid2', status: 'closed' } }]);
    assert.equal(closed(second).parent_id, String(dad));
    const sent = applied([{ source: 'elsewhere', parent: dad, doc: { id: 'm', channel: 'email', status: 'closed', result: 'sent' } }]);
    assert.equal(closed(sent).parent_id, String(dad));
});

test('a strategy goes on when the result is there', () => {
    const id = applied([{ phase: 1, at: 0, doc: { id: 'step', account: 'STEP', status: 'active', created_at: iso(0) } }]);
    const account = sql(`SELECT id FROM accounts WHERE tenant_id = ${tenant} AND reference = 'STEP'`, 'pbxlogs')[0][0];
    const status = () => sql(`SELECT status, done_at FROM strategy_steps WHERE tenant_id = ${tenant} AND account_id = ${account}`, 'pbxlogs')[0];
    sql(`INSERT INTO strategy_steps (tenant_id, account_id, step_no, kind, status, interaction_id) VALUES (${tenant}, ${account}, 1, 'call', 'waiting', ${id})`, 'pbxlogs');
    applied([{ phase: 1, at: 1, doc: { id: 'step', disposition: 'PTP' } }]);
    assert.deepEqual(status(), ['waiting', null], 'it goes on');
    applied([{ phase: 2, at: 2, doc: { id: 'step', closed_at: iso(5000) } }]);
    assert.deepEqual(status(), ['done', datetime(T0 + 5000)]);
});

test('clients are found by number, address and name', () => {
    const contact = (id) => closed(id).crm_contact_id;
    const doc = (id, d) => applied([{ doc: { id, status: 'closed', created_at: iso(0), ...d } }]);
    const one = contact(doc('c1', { client: 'Di Moe', phone_number: '+4930777001', client_email: 'Di@Example.org' }));
    assert.equal(contact(doc('c2', { phone_number: '+49 (30) 777-001' })), one);
    assert.equal(contact(doc('c3', { client_email: 'di@example.org' })), one);
    assert.equal(contact(doc('c4', { client: 'Di Moe' })), one);
    assert.notEqual(contact(doc('c5', { client: 'Di Moe', phone_number: '+4930777002' })), one, 'another number, another person');
    assert.equal(contact(doc('c6', { phone_number: '+4930777009' })), null, 'a number alone makes no contact');
    assert.equal(closed(doc('c7', { phone_number: '030 123' })).phone_e164, null, 'no country is known');
    const late = doc('c8', { client: 'Eve' });
    applied([{ doc: { id: 'c8', client_email: 'eve@example.org' } }]);
    assert.deepEqual(sql(`SELECT name, email FROM crm_contacts WHERE tenant_id = ${tenant} AND id = ${contact(late)}`, 'pbxlogs'), [['Eve', 'eve@example.org']]);
});

test('nothing reopens, and nothing is invented', () => {
    const id = applied([{ phase: 2, at: 100, doc: { id: 'end', created_at: iso(0), closed_at: iso(9000), outcome: 'complete' } },
        { phase: 1, at: 200, doc: { id: 'end', status: 'active', outcome: 'failed', direction: 'inbound', flow: null } },
        { phase: 3, at: 300, doc: { id: 'end', status: 'active' } }]);
    const c = closed(id);
    assert.deepEqual([c.status, c.outcome, c.direction, c.closed_at, c.queue_id, c.duration_s, c.csat], ['closed', 'complete', 'inbound', datetime(T0 + 9000), null, null, null]);
    const bare = closed(applied([{ at: 4000, queue_id: 1, doc: { id: 'bare', status: 'closed', duration_s: 10.4 } }]));
    assert.deepEqual([bare.created_at, bare.closed_at, bare.channel, bare.queue_id], [datetime(T0 + 4000), datetime(T0 + 14000), 'voice', '1']);
});

test('web visits tell browser, system and place', () => {
    const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1';
    const file = `${VAR}/tmp/places.mmdb`;
    const doc = (id, web) => [{ doc: { id, channel: 'chat', web } }];
    const web = (id) => { const w = all(id).web_details[0]; return [w.browser, w.os, w.country, w.city]; };
    writeFileSync(file, mmdb({ '203.0.113.0/24': { country: { iso_code: 'NZ', names: { en: 'New Zealand' } }, city: { names: { en: 'Ōtautahi' } } }, '198.51.100.0/25': { country: { iso_code: 'CH' } } }));
    const env = { PARLEY_GEOIP_FILE: file };
    assert.deepEqual(web(applied(doc('w1', { user_agent: agent, ip: '203.0.113.77' }), env)), ['Safari 17', 'iOS 17.1', 'New Zealand', 'Ōtautahi']);
    assert.deepEqual(web(applied(doc('w2', { user_agent: 'x', ip: '198.51.100.1' }), env)), [null, null, 'CH', null]);
    assert.deepEqual(web(applied(doc('w3', { browser: 'Mine', user_agent: agent, country: 'Here', ip: '203.0.113.77' }), env)), ['Mine', 'iOS 17.1', 'Here', 'Ōtautahi']);
    for (const ip of ['198.51.100.200', '2001:db8::1', '::ffff:203.0.113.9']) applied(doc(`w-${ip}`, { ip }), env);
    assert.match(parley(['doctor'], { env }).out, /places\.mmdb is read/);
    writeFileSync(file, 'no database at all');
    for (const broken of [file, `${VAR}/tmp/absent.mmdb`]) {
        assert.deepEqual(web(applied(doc('w4', { user_agent: agent, ip: '203.0.113.77' }), { PARLEY_GEOIP_FILE: broken })), ['Safari 17', 'iOS 17.1', null, null]);
        assert.match(parley(['doctor'], { env: { PARLEY_GEOIP_FILE: broken } }).out, /WRONG +cannot read geoip_file/);
    }
    assert.doesNotMatch(parley(['doctor']).out, /Places of IP/);
    rmSync(file);
});

test('hostile texts are texts', () => {
    const evil = ["'; DROP TABLE messages; --", '<script>alert(1)</script>', '\u202Eevil', '😀'.repeat(50), '%s%n', '{facts}', ':tenant', 'a\r\nX: y'];
    const cut = (s, n) => [...s].slice(0, n).join('');
    for (const [i, text] of evil.entries()) {
        const id = applied([{ doc: { id: cut(`evil ${text}`, 100), status: 'closed', client: text, queue: text, agent: text, disposition: cut(text, 40), action_type: cut(text, 40), account: cut(`e${i}${text}`, 64), flow: text,
            messages: [{ role: 'client', text }], functions: [{ name: text, parameters: { [text]: text }, result: text }], tags: [{ kind: cut(text, 40), tag: text }], flags: [{ flag: cut(text, 60), reason: text }],
            details: { [text]: text }, analysis: { summary: text, criteria: [{ [text]: null }] } } }]);
        const now = all(id);
        assert.equal(now.messages[0].body, text);
        assert.deepEqual(JSON.parse(now.vendor_details[0].fields), { [text]: text });
        assert.deepEqual(JSON.parse(now.function_calls[0].parameters), { [text]: text });
        assert.equal(now.closed_interactions[0].flow, text.replace(/[\r\n]/g, ' '));
    }
});

test('what cannot be is refused with the reason, and nothing of it is stored', () => {
    let deep = 1;
    for (let i = 0; i < 40; i++) deep = [deep];
    const refused = [
        [{}, /id: is missing/], [{ id: '' }, /id: is empty/], [{ id: 7 }, /id: must be a text/], [{ id: 'r'.repeat(101) }, /id: has more than 100/],
        [{ nonsense: 1 }, /'nonsense' is not known/], [{ channel: 'fax' }, /channel: has a value/], [{ created_at: 'yesterday' }, /created_at: must be a time/],
        [{ created_at: '2199-01-01T00:00:00Z' }, /in the future/], [{ closed_at: '1980-01-01T00:00:00Z' }, /before 1990/], [{ duration_s: -1 }, /duration_s: must be a number from 0/],
        [{ duration_s: 1e300 }, /duration_s/], [{ csat: 0 }, /csat: must be a number from 1 to 5/], [{ cost: 1 }, /needs a currency/], [{ cost: 'much', currency: 'EUR' }, /cost: must be an amount/],
        [{ currency: 'XXQ' }, /currency: must be a currency/], [{ messages: {} }, /messages: must be a list/], [{ messages: [{ text: 'x' }] }, /'role' is missing/], [{ messages: [{ role: 'ai', text: '' }] }, /'text' is empty \(number 1\)/],
        [{ messages: [{ role: 'ai', text: 'x' }, { role: 'boss', text: 'x' }] }, /'role' has a value that is not known \(number 2\)/], [{ messages: Array(20001).fill({ role: 'ai', text: 'x' }) }, /more than 20000/],
        [{ functions: [{ name: 'f', parameters: deep }] }, /nested too deep/], [{ details: { deep } }, /nested too deep/], [{ details: [] }, /details: must be an object/],
        [{ voice_ai: { willingness: 6 } }, /from 1 to 5/], [{ voice_ai: { willingness: 0 } }, /from 1 to 5/], [{ web: { ip: '999.1.1.1' } }, /must be an IP/], [{ tags: [{ tag: 'x'.repeat(81) }] }, /more than 80/],
        [{ append_messages: [{ role: 'ai' }] }, /append_messages: 'text' is missing/], [{ recordings: [{ store: 'tape', path: 'x' }] }, /recordings: 'store'/],
        [{ legs: [{ left_reason: 'bored' }] }, /legs: 'left_reason'/], [{ queue: 'q'.repeat(101) }, /queue: has more/],
    ];
    const out = apply(refused.map(([doc], i) => ({ doc: 'id' in doc || i === 0 ? doc : { id: `bad${i}`, ...doc } })));
    out.forEach((r, i) => {
        assert.equal(r.error, 'bad_request', JSON.stringify(refused[i][0]).slice(0, 100));
        assert.match(r.why, refused[i][1]);
    });
    assert.equal(sql(`SELECT COUNT(*) FROM vendor_details v JOIN active_interactions i ON i.tenant_id = v.tenant_id AND i.id = v.interaction_id WHERE v.tenant_id = ${tenant} AND (i.vendor_ref LIKE 'bad%' OR i.vendor_ref = '')`, 'pbxlogs')[0][0], '0');
    assert.equal(sql(`SELECT COUNT(*) FROM queues WHERE tenant_id = ${tenant} AND name LIKE ${quote('qqq%')}`, 'pbxlogs')[0][0], '0');
    // At the edges of what can be.
    applied([{ doc: { id: 'edge', messages: Array(500).fill({ text: 'ü'.repeat(1000), role: 'client' }), tags: Array(500).fill({ tag: 'same' }), duration_s: 604800, csat: 5, web: { ip: '2001:db8::1' }, created_at: '2026-03-02 10:00', cost: -0.000001, currency: 'JPY' } }]);
});

test('new names make the programs read theirs anew', () => {
    const version = () => sql(`SELECT version FROM catalog_versions WHERE tenant_id = ${tenant}`)[0][0];
    const before = version();
    applied([{ doc: { id: 'names', queue: 'Collections' } }]);
    assert.equal(version(), before);
    applied([{ doc: { id: 'names', queue: `New ${run}` } }]);
    assert.notEqual(version(), before);
});
