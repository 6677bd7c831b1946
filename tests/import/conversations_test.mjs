// `parley import conversations`: real dialogues with every message and function call in its place,
// our own format, and what does not have it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const VAR = resolve(ROOT, process.env.VAR || 'var/test');
const PARLEY = join(resolve(ROOT, process.env.PARLEY_BIN || process.env.BIN || 'build/asan/bin'), 'parley');
const CONFIG = process.env.PARLEY_CONFIG || `${VAR}/etc/parley.conf`;
const SOCKET = process.env.PARLEY_DB_SOCKET || `${VAR}/run/mariadb.sock`;
const DATA = resolve(ROOT, '../shared/data/conversations');
const skip = existsSync(DATA) ? false : 'there is no ../shared/data/conversations';

const dir = mkdtempSync(join(tmpdir(), 'conversations-test-'));
after(() => rmSync(dir, { recursive: true }));

// --- helpers -----------------------------------------------------------------------------------

const setting = (key, otherwise) => new RegExp(`^${key}\\s*=\\s*(.*)$`, 'm').exec(readFileSync(CONFIG, 'utf8'))?.[1].trim() ?? otherwise;
const APP = setting('db_name', 'parley'), FACTS = setting('db_facts', 'pbxlogs');

// Rows of a query, as what JSON_ARRAY makes of them.
function sql(text) {
    const r = spawnSync('mariadb', ['--no-defaults', `--socket=${SOCKET}`, `--user=${userInfo().username}`,
        '--default-character-set=utf8mb4', '--batch', '--raw', '--skip-column-names', '-e', text], { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(r.status, 0, r.stderr);
    return r.stdout.split('\n').slice(0, -1);
}

function parley(...args) {
    const r = spawnSync(PARLEY, ['--config', CONFIG, ...args], { cwd: dir, encoding: 'utf8', timeout: 300000 });
    return { status: r.status, out: r.stdout, err: r.stderr };
}

let tenants = 0;
function tenant() {
    const slug = `talks-${Date.now().toString(36)}-${tenants++}`;
    const r = parley('tenant', 'add', slug, 'Import test');
    assert.equal(r.status, 0, r.err);
    return { slug, id: Number(sql(`SELECT id FROM ${APP}.tenants WHERE slug = '${slug}'`)[0]) };
}

const figure = (out, name) => Number(new RegExp(`^${name} +(\\d+)$`, 'm').exec(out)?.[1]);

function load(t, path, format, ...more) {
    const r = parley('import', 'conversations', path, '--format', format, '--tenant', t.slug, ...more);
    assert.equal(r.status, 0, r.err + r.out);
    return { read: figure(r.out, 'rows read'), fresh: figure(r.out, 'new'), known: figure(r.out, 'known already'),
        rejected: figure(r.out, 'rejected'), out: r.out };
}

// What was stored, by the id of the source: messages and functions merged as they stand.
function stored(t, vendor) {
    const found = new Map();
    const ref = (i) => `(SELECT vendor_ref FROM ${FACTS}.closed_interactions x WHERE x.tenant_id = ${t.id} AND x.id = ${i}.interaction_id AND x.vendor = '${vendor}')`;
    const all = [
        ...sql(`SELECT JSON_ARRAY(${ref('m')}, message_no, 0, role, body) FROM ${FACTS}.messages m WHERE tenant_id = ${t.id}`),
        ...sql(`SELECT JSON_ARRAY(${ref('f')}, after_message_no, call_no, name, parameters, result, status) FROM ${FACTS}.function_calls f WHERE tenant_id = ${t.id}`),
    ].map((l) => JSON.parse(l)).filter((r) => r[0] !== null);
    all.sort((a, b) => a[1] - b[1] || a[2] - b[2]);
    for (const [id, , call, ...rest] of all) {
        if (!found.has(id)) found.set(id, []);
        found.get(id).push(call ? { call: rest[0], parameters: rest[1] && JSON.parse(rest[1]), result: rest[2], status: rest[3] }
            : { role: rest[0], text: rest[1] });
    }
    return found;
}

const read = (name) => gunzipSync(readFileSync(join(DATA, name))).toString();
const own = (name, lines) => {
    writeFileSync(join(dir, name), lines.map((l) => typeof l === 'string' ? l : JSON.stringify(l)).join('\n'));
    return join(dir, name);
};

// --- real dialogues ------------------------------------------------------------------------------

test('tau-bench: 140 trajectories, each message and tool call in its place', { skip }, () => {
    const t = tenant(), name = 'tau-bench/airline_gpt4o_dev_tasks00-34.jsonl.gz';
    const f = load(t, join(DATA, name), 'tau-bench');
    assert.deepEqual([f.read, f.fresh, f.rejected], [140, 140, 0]);
    const found = stored(t, 'tau-bench');
    const lines = read(name).trim().split('\n').map((l) => JSON.parse(l));
    for (const line of lines) {
        const expected = [];
        for (const m of line.traj) {
            if (m.role === 'tool') {
                expected.findLast((e) => e.id === m.tool_call_id).result = m.content;
                continue;
            }
            if (m.content) expected.push({ role: { user: 'client', assistant: 'ai', system: 'system' }[m.role], text: m.content });
            for (const c of m.tool_calls ?? [])
                expected.push({ id: c.id, call: c.function.name, parameters: JSON.parse(c.function.arguments), result: null });
        }
        const is = found.get(`${line.task_id}/${line.trial}`);
        assert.deepEqual(is.map(({ status, ...rest }) => rest), expected.map(({ id, ...rest }) => rest));
        for (const c of is) if (c.call && c.result !== null) assert.equal(c.status, c.result.startsWith('Error') ? 'error' : 'ok');
    }
    const done = Number(sql(`SELECT COUNT(*) FROM ${FACTS}.closed_interactions WHERE tenant_id = ${t.id} AND outcome = 'success'`)[0]);
    assert.equal(done, lines.filter((l) => l.reward === 1).length);
    assert.deepEqual(sql(`SELECT DISTINCT kind FROM ${FACTS}.agents WHERE tenant_id = ${t.id}`), ['ai']);
    const again = load(t, join(DATA, name), 'tau-bench', '--start', '2026-01-01T00:00:00Z');
    assert.deepEqual([again.fresh, again.known, again.rejected], [0, 140, 0]);
});

test('SGD: 765 dialogues, each turn and service call in its place', { skip }, () => {
    const t = tenant();
    let dialogues = [];
    for (const n of ['017', '028', '030', '032', '040', '098']) {
        const f = load(t, join(DATA, `sgd/train_dialogues_${n}.json.gz`), 'sgd');
        const list = JSON.parse(read(`sgd/train_dialogues_${n}.json.gz`));
        assert.deepEqual([f.read, f.fresh, f.rejected], [list.length, list.length, 0]);
        dialogues = dialogues.concat(list);
    }
    assert.equal(dialogues.length, 765);
    const found = stored(t, 'sgd');
    for (const d of dialogues) {
        const expected = [];
        for (const turn of d.turns) {
            for (const frame of turn.frames)
                if (frame.service_call) expected.push({ call: frame.service_call.method, parameters: frame.service_call.parameters, result: frame.service_results });
            expected.push({ role: turn.speaker === 'USER' ? 'client' : 'ai', text: turn.utterance });
        }
        assert.deepEqual(found.get(d.dialogue_id).map((e) => e.call ? { call: e.call, parameters: e.parameters, result: JSON.parse(e.result) } : e), expected);
    }
});

test('ABCD, MultiDoGO and Harper Valley', { skip }, () => {
    const t = tenant();
    assert.equal(load(t, join(DATA, 'abcd/abcd_sample.json'), 'abcd').fresh, 3);
    const abcd = JSON.parse(readFileSync(join(DATA, 'abcd/abcd_sample.json')));
    for (const c of abcd) {
        const is = stored(t, 'abcd').get(String(c.convo_id));
        assert.deepEqual(is.map((e) => [e.call ? 'action' : e.role === 'client' ? 'customer' : e.role, e.call ? e.result : e.text]), c.original);
    }
    assert.equal(load(t, join(DATA, 'harper-valley/transcript_0002f70f7386445b.json'), 'harper-valley').fresh, 1);
    const segments = JSON.parse(readFileSync(join(DATA, 'harper-valley/transcript_0002f70f7386445b.json')));
    assert.deepEqual(sql(`SELECT CONCAT_WS('|', IF(m.role = 'client', 'caller', m.role), m.offset_ms, m.body) FROM ${FACTS}.messages m
        JOIN ${FACTS}.closed_interactions i ON i.tenant_id = m.tenant_id AND i.id = m.interaction_id
        WHERE m.tenant_id = ${t.id} AND i.vendor = 'harper-valley' ORDER BY message_no`),
    segments.filter((s) => s.human_transcript).map((s) => `${s.speaker_role}|${s.offset_ms}|${s.human_transcript}`));
    const ids = new Set(read('multidogo/finance_dev.tsv.gz').split('\n').slice(1).map((l) => /^[0-9a-f-]{36}\t/.exec(l)?.[0].trim()).filter(Boolean));
    assert.equal(load(t, join(DATA, 'multidogo/finance_dev.tsv.gz'), 'multidogo').fresh, ids.size);
});

// --- our own format --------------------------------------------------------------------------------

const full = {
    id: 'own-1', created_at: '2026-11-01T09:00:00Z', closed_at: '2026-11-01T09:05:00Z', channel: 'voice', platform: 'phone',
    direction: 'outbound', outcome: 'success', ended_by: 'client', queue: 'Collections', agent: 'Ava', agent_kind: 'ai', client: 'Zoë Müller',
    phone_number: '+493012345678', disposition: 'PTP', flow: 'Reminder', result: 'completed', action_type: 'reminder', sentiment: 'positive',
    csat: 4, cost: '0.125', currency: 'EUR', duration_s: 300, queued_at: '2026-11-01T09:00:00Z', answered_at: '2026-11-01T09:00:00Z',
    messages: [{ role: 'ai', agent: 'Ava', offset_ms: 0, text: 'Guten Tag 😀' }, { role: 'client', offset_ms: 4000, text: 'שלום\nشكرا', sentiment: 'positive' }],
    functions: [{ name: 'verify_identity', after: 1, offset_ms: 2000, parameters: { year: 1980 }, result: { ok: true }, status: 'ok' }],
    voice_ai: { contact_result: 'right_party', call_disposition: 'promise_to_pay', sentiment: 'hostile', willingness: 4, cooperation: 5,
        identity_verified: true, termination: 'normal', phone_used: 'primary', llm_model: 'm-1', billable_messages: 2, cost_parts: { llm: 125000 } },
    web: { browser: 'Firefox', ip: '2001:db8::1' },
    analysis: { topic: 'Debt', summary: 'Will pay.', keywords: ['pay'], emotions: ['Gratitude'], collected: { date: '2026-12-01' } },
    tags: [{ kind: 'language', tag: 'Deutsch' }, { kind: 'Language', tag: 'deutsch' }, { tag: 'vip' }],
    flags: [{ flag: 'compliance', reason: 'No recording notice' }],
};

test('our own format: everything that it can say is stored', () => {
    const t = tenant();
    const f = load(t, own('full.jsonl', [full]), 'parley');
    assert.deepEqual([f.read, f.fresh, f.rejected], [1, 1, 0], f.out);
    const one = (columns, table) => sql(`SELECT JSON_ARRAY(${columns}) FROM ${FACTS}.${table} WHERE tenant_id = ${t.id}`).map((l) => JSON.parse(l));
    assert.deepEqual(one('created_at, channel, platform, direction, outcome, result, action_type, sentiment, csat, cost_micros, currency, flow, flagged, has_transcript, last_message_at', 'closed_interactions'),
        [['2026-11-01 09:00:00.000', 'voice', 'phone', 'outbound', 'success', 'completed', 'reminder', 'positive', 4, 125000, 'EUR', 'Reminder', 1, 1, '2026-11-01 09:00:04.000']]);
    assert.deepEqual(one('message_no, role, offset_ms, body, sentiment', 'messages'),
        [[1, 'ai', 0, 'Guten Tag 😀', null], [2, 'client', 4000, 'שלום\nشكرا', 'positive']]);
    assert.deepEqual(one('call_no, after_message_no, name, parameters, result, status', 'function_calls'),
        [[1, 1, 'verify_identity', '{"year":1980}', '{"ok":true}', 'ok']]);
    assert.deepEqual(one('contact_result, call_disposition, sentiment, willingness, cooperation, identity_verified, termination, phone_used, llm_model, billable_messages, cost_parts', 'voice_ai_details'),
        [['right_party', 'promise_to_pay', 'hostile', 4, 5, 1, 'normal', 'primary', 'm-1', 2, '{"llm":125000}']]);
    assert.deepEqual(one('browser, ip, city', 'web_details'), [['Firefox', '2001:db8::1', null]]);
    assert.deepEqual(one('topic, summary, keywords, emotions, collected', 'analyses'), [['Debt', 'Will pay.', '["pay"]', '["Gratitude"]', '{"date":"2026-12-01"}']]);
    assert.deepEqual(one('kind, tag, source', 'tags'), [['', 'vip', 'vendor'], ['language', 'Deutsch', 'vendor']]);
    assert.deepEqual(one('flag, reason, source', 'review_flags'), [['compliance', 'No recording notice', 'ai']]);
    assert.deepEqual(one('name, kind', 'agents'), [['Ava', 'ai']]);
});

test('what does not have the form is listed with its reason, the others are stored', () => {
    const t = tenant(), good = (id, more) => ({ id, created_at: '2026-11-01T09:00:00Z', messages: [{ role: 'client', text: 'x' }], ...more });
    const wrong = [
        ['{"id": "a", ', /no JSON/],
        ['{"id": "a", "id": "b"}', /no JSON/],
        ['[1]', /must be an object/],
        [good('nul\u0000'), /no JSON|NUL/],
        [good('c', { colour: 'red' }), /'colour' is not known/],
        [good('d', { messages: {} }), /messages: must be a list/],
        [good('e', { messages: [{ role: 'client' }] }), /'text' is missing/],
        [good('f', { messages: [{ role: 'king', text: 'x' }] }), /'role' has a value/],
        [good('g', { messages: [{ role: 'client', text: 'x', offset_ms: -1 }] }), /'offset_ms' must be a number/],
        [good('h', { voice_ai: { willingness: 6 } }), /'willingness' must be a number from 1 to 5/],
        [good('i0', { web: { ip: '999.0.0.1' } }), /IP address/],
        [good('i', { web: { ip: '1.2.3' } }), /IP address/],
        [good('j', { queue: ['x'] }), /queue: must be a text/],
        [good('k', { messages: [{ role: 'client', text: 'x', sent_at: 'yesterday' }] }), /'sent_at' must be a time/],
        [good('l', { tags: [{ tag: 'x'.repeat(81) }] }), /more than 80 characters/],
        [good('m', { agent_kind: 'robot' }), /agent_kind/],
        [{ id: 'n', messages: [] }, /no time of creation|it is empty/],
        [good('', {}), /no id|its columns are empty/],
    ];
    const path = own('wrong.jsonl', [good('first', { web: { ip: '192.0.2.7' } }), ...wrong.map((w) => w[0]), '', good('last')]);
    const f = load(t, path, 'parley', '--rejects', join(dir, 'wrong.csv'));
    assert.deepEqual([f.fresh, f.rejected], [2, wrong.length], f.out);
    const listed = readFileSync(join(dir, 'wrong.csv'), 'utf8').trim().split('\n').slice(1);
    for (const [i, [, reason]] of wrong.entries()) assert.match(listed[i], reason);
    assert.equal(Number(sql(`SELECT COUNT(*) FROM ${FACTS}.messages WHERE tenant_id = ${t.id}`)[0]), 2);
});

test('a dry run writes nothing; gzip, damaged files and wrong usage', () => {
    const t = tenant(), count = () => Number(sql(`SELECT COUNT(*) FROM ${FACTS}.closed_interactions WHERE tenant_id = ${t.id}`)[0]);
    const path = own('dry.jsonl', [full]);
    assert.match(load(t, path, 'parley', '--dry-run').out, /Nothing was written/);
    assert.equal(count(), 0);
    const packed = gzipSync(readFileSync(path));
    writeFileSync(join(dir, 'cut.gz'), packed.subarray(0, packed.length - 9));
    const cut = parley('import', 'conversations', join(dir, 'cut.gz'), '--format', 'parley', '--tenant', t.slug);
    assert.equal(cut.status, 1);
    assert.match(cut.err, /damaged or cut off/);
    for (const args of [['--format', 'yaml', '--tenant', t.slug], ['--format', 'parley', '--tenant', 'nobody'],
        ['--format', 'sgd', '--tenant', t.slug], ['--format', 'parley', '--tenant', t.slug, '--start', 'soon'],
        ['--format', 'parley', '--tenant', t.slug, '--vendor', 'A B']])
        assert.equal(parley('import', 'conversations', path, ...args).status, 1, args.join(' '));
    assert.equal(parley('import', 'conversations', path).status, 2);
    const help = parley('import', 'conversations', '--help');
    assert.equal(help.status, 0);
    for (const word of ['tau-bench', 'sgd', 'abcd', 'multidogo', 'harper-valley', 'messages', 'willingness'])
        assert.ok(help.out.includes(word), word);
});

test('legs, details, recordings, tokens and what a user agent tells are stored, too', () => {
    const t = tenant(), path = join(dir, 'legs.jsonl');
    const at = (s) => `2026-11-01T09:00:${String(s).padStart(2, '0')}Z`;
    writeFileSync(path, [
        { id: 'a', created_at: at(0), closed_at: at(50), queue: 'Two', agent: 'Bo', legs: [{ queue: 'One', queued_at: at(0), left_at: at(9), left_reason: 'overflow', ring_s: 3 },
            { queue: 'Two', agent: 'Bo', queued_at: at(9), answered_at: at(12), talk_s: 38, left_reason: 'completed_agent' }],
            details: { context: ['from-pstn'] }, recordings: [{ path: '2026/a.wav', voices: 2 }], tags: [{ tag: 'x' }, { tag: 'X ' }],
            voice_ai: { input_tokens: 12, output_tokens: 3, vendor_cost: 0.25, vendor_cost_currency: 'USD' },
            web: { user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' } },
        { id: 'b', created_at: at(0), closed_at: at(5), queue: 'One', legs: [] },
    ].map((l) => JSON.stringify(l)).join('\n'));
    assert.deepEqual({ ...load(t, path, 'parley'), out: 0 }, { read: 2, fresh: 2, known: 0, rejected: 0, out: 0 });
    const one = (table, columns) => sql(`SELECT JSON_ARRAY(${columns}) FROM ${FACTS}.${table} x WHERE x.tenant_id = ${t.id}`).map((l) => JSON.parse(l));
    const ref = (column, table, name = 'name') => `(SELECT n.${name} FROM ${FACTS}.${table} n WHERE n.tenant_id = x.tenant_id AND n.id = x.${column})`;
    const call = ref('interaction_id', 'closed_interactions', 'vendor_ref');
    assert.deepEqual(one('legs', `${call}, leg_no, ${ref('queue_id', 'queues')}, ${ref('agent_id', 'agents')}, left_reason, ring_s, talk_s`),
        [['a', 1, 'One', null, 'overflow', 3, null], ['a', 2, 'Two', 'Bo', 'completed_agent', null, 38], ['b', 1, 'One', null, null, null, null]]);
    assert.deepEqual(one('vendor_details', `${call}, source, fields`).map(([id, source, fields]) => [id, source, JSON.parse(fields)]), [['a', 'parley', { context: ['from-pstn'] }]]);
    assert.deepEqual(one('recordings', `${call}, store, path, voices`), [['a', 'disk', '2026/a.wav', 2]]);
    assert.deepEqual(one('voice_ai_details', 'input_tokens, output_tokens, vendor_cost_micros, vendor_cost_currency'), [[12, 3, 250000, 'USD']]);
    assert.deepEqual(one('web_details', 'browser, os'), [['Firefox 132', 'Linux']]);
    assert.deepEqual(one('tags', 'tag'), [['x']]);
    assert.deepEqual(one('closed_interactions', 'vendor_ref, has_recording').sort(), [['a', 1], ['b', 0]]);
});
