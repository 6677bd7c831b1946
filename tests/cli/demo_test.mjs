// The demo's data: what belongs together agrees, files are there, and the same seed makes the same
// world. It is loaded into databases of its own.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { ROOT, VAR, parley, sql } from '../lib/stack.mjs';

const ROWS = 8000;
const dir = mkdtempSync(`${tmpdir()}/parley-demo-`), speaks = spawnSync('espeak-ng', ['--version']).status === 0;
const scripts = (folder) => readdirSync(`${ROOT}/sql/${folder}`).sort().map((f) => readFileSync(`${ROOT}/sql/${folder}/${f}`, 'utf8')).join('\n');

// A world: its databases, its configuration, its folder of recordings.
function world(name, { recordings = true } = {}) {
    const app = `demo_app_${name}`, facts = `demo_facts_${name}`, w = { app, facts, config: `${dir}/${name}.conf`, recordings: `${dir}/${name}` };
    for (const [db, folder] of [[app, 'parley'], [facts, 'pbxlogs']])
        sql(`DROP DATABASE IF EXISTS ${db}; CREATE DATABASE ${db} CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_as_cs; USE ${db};\n${scripts(folder)}`, '');
    if (recordings) mkdirSync(w.recordings);
    const kept = readFileSync(`${VAR}/etc/parley.conf`, 'utf8').split('\n').filter((l) => !/^(db_name|db_facts|recordings_dir)\b/.test(l));
    writeFileSync(w.config, [...kept, `db_name = ${app}`, `db_facts = ${facts}`, `recordings_dir = ${w.recordings}`, ''].join('\n'));
    return w;
}

const load = (w, args = ['--rows', String(ROWS)], env = {}) => parley(['demo', ...args], { config: w.config, env });
const a = world('a');
test.after(() => {
    for (const name of ['a', 'b']) sql(`DROP DATABASE IF EXISTS demo_app_${name}; DROP DATABASE IF EXISTS demo_facts_${name}`);
    rmSync(dir, { recursive: true });
});
const ask = (text) => sql(text, a.facts);
const number = (text) => Number(ask(text)[0][0]);
const OF = (x, y) => `${y}.tenant_id = ${x}.tenant_id AND ${y}.interaction_id = ${x}.id`;
const OLD = 'INTERVAL 7 DAY';

test('it loads, and says that it is there when asked again', () => {
    const r = load(a);
    assert.equal(r.status, 0, r.err);
    assert.match(r.out, /North Utilities[\s\S]+South Collections[\s\S]+parley-demo-1/);
    sql('ANALYZE TABLE closed_interactions, messages, function_calls, recordings, voice_ai_details', a.facts);
    const before = sql(`SELECT COUNT(*), MAX(id) FROM closed_interactions`, a.facts);
    assert.match(load(a).out, /there already/);
    assert.deepEqual(sql(`SELECT COUNT(*), MAX(id) FROM closed_interactions`, a.facts), before);
});

// What must not be found: [what, SELECT COUNT(*) of it].
const contradictions = [
    ['a function behind a message that is not there', `SELECT COUNT(*) FROM function_calls f WHERE NOT EXISTS (SELECT 1 FROM messages m
        WHERE m.tenant_id = f.tenant_id AND m.interaction_id = f.interaction_id AND m.message_no = f.after_message_no)`],
    ['a flag on the row that no flag stands for, or the other way round', `SELECT COUNT(*) FROM closed_interactions i
        WHERE i.flagged <> EXISTS (SELECT 1 FROM review_flags f WHERE ${OF('i', 'f')} AND f.cleared_at IS NULL)`],
    ['a cleared flag without who, when and why', `SELECT COUNT(*) FROM review_flags
        WHERE (cleared_at IS NULL) <> (cleared_by IS NULL) OR (cleared_at IS NULL) <> (clear_reason IS NULL)`],
    ['a flag by a person without their name', `SELECT COUNT(*) FROM review_flags WHERE (source = 'person') <> (set_by IS NOT NULL)`],
    ['has_recording without a recording, or the other way round', `SELECT COUNT(*) FROM closed_interactions i
        WHERE i.has_recording <> EXISTS (SELECT 1 FROM recordings r WHERE ${OF('i', 'r')})`],
    ['has_transcript of a call without messages, or the other way round', `SELECT COUNT(*) FROM closed_interactions i
        WHERE i.channel = 'voice' AND i.has_transcript <> EXISTS (SELECT 1 FROM messages m WHERE ${OF('i', 'm')})`],
    ['something written without messages', `SELECT COUNT(*) FROM closed_interactions i
        WHERE i.channel <> 'voice' AND NOT EXISTS (SELECT 1 FROM messages m WHERE ${OF('i', 'm')})`],
    ['a message said after the end', `SELECT COUNT(*) FROM messages m JOIN closed_interactions i ON ${OF('i', 'm')} WHERE m.offset_ms > i.duration_s * 1000`],
    ['a function after the end', `SELECT COUNT(*) FROM function_calls m JOIN closed_interactions i ON ${OF('i', 'm')}
        WHERE i.channel = 'voice' AND m.offset_ms > i.duration_s * 1000`],
    ['a message written before the beginning or after the end', `SELECT COUNT(*) FROM messages m JOIN closed_interactions i ON ${OF('i', 'm')}
        WHERE m.sent_at NOT BETWEEN i.created_at AND i.closed_at`],
    ['messages out of order', `SELECT COUNT(*) FROM messages x JOIN messages y ON y.tenant_id = x.tenant_id AND y.interaction_id = x.interaction_id
        AND y.message_no = x.message_no + 1 WHERE y.offset_ms < x.offset_ms OR y.sent_at < x.sent_at`],
    ['a function before the message that it is behind', `SELECT COUNT(*) FROM function_calls f JOIN messages m ON m.tenant_id = f.tenant_id
        AND m.interaction_id = f.interaction_id AND m.message_no = f.after_message_no WHERE f.offset_ms < m.offset_ms`],
    ['a function of a person', `SELECT COUNT(*) FROM closed_interactions i JOIN function_calls f ON ${OF('i', 'f')} WHERE NOT EXISTS (SELECT 1 FROM messages m
        WHERE m.tenant_id = f.tenant_id AND m.interaction_id = f.interaction_id AND m.role = 'ai')
        AND NOT EXISTS (SELECT 1 FROM agents a WHERE a.tenant_id = i.tenant_id AND a.id = i.agent_id AND a.kind = 'ai')`],
    ['parts that are not the cost', `SELECT COUNT(*) FROM voice_ai_details v JOIN closed_interactions i ON ${OF('i', 'v')} WHERE i.cost_micros <>
        (SELECT SUM(JSON_VALUE(v.cost_parts, CONCAT('$.', p.name))) FROM (SELECT 'llm' AS name UNION SELECT 'speech' UNION SELECT 'transcription'
         UNION SELECT 'telephony' UNION SELECT 'platform') p)`],
    ['a cost without parts', `SELECT COUNT(*) FROM closed_interactions i LEFT JOIN voice_ai_details v ON ${OF('i', 'v')}
        WHERE i.cost_micros IS NOT NULL AND v.cost_parts IS NULL`],
    ['billable messages that were not written', `SELECT COUNT(*) FROM voice_ai_details v WHERE v.billable_messages <> (SELECT COUNT(*) FROM messages m
        WHERE m.tenant_id = v.tenant_id AND m.interaction_id = v.interaction_id AND m.role = 'ai')`],
    ['a child of nobody', `SELECT COUNT(*) FROM closed_interactions c LEFT JOIN closed_interactions p ON p.tenant_id = c.tenant_id AND p.id = c.parent_id
        WHERE c.parent_id IS NOT NULL AND (p.id IS NULL OR c.created_at NOT BETWEEN p.created_at AND p.closed_at OR c.crm_contact_id <> p.crm_contact_id)`],
    ['a child that no function sent', `SELECT COUNT(*) FROM closed_interactions c WHERE c.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM function_calls f
        WHERE f.tenant_id = c.tenant_id AND f.interaction_id = c.parent_id AND f.name = 'send_debt_summary' AND f.status = 'ok')`],
    ['a child in another queue than its call', `SELECT COUNT(*) FROM closed_interactions c JOIN closed_interactions p ON p.tenant_id = c.tenant_id
        AND p.id = c.parent_id WHERE NOT c.queue_id <=> p.queue_id`],
    ['JSON that is none', `SELECT (SELECT COUNT(*) FROM function_calls WHERE NOT JSON_VALID(parameters) OR status = 'ok' AND NOT JSON_VALID(result)) +
        (SELECT COUNT(*) FROM analyses WHERE JSON_TYPE(keywords) <> 'ARRAY' OR JSON_TYPE(emotions) <> 'ARRAY' OR JSON_TYPE(criteria) <> 'ARRAY'
         OR JSON_TYPE(collected) <> 'OBJECT')`],
    ['a slot that was not filled in', `SELECT (SELECT COUNT(*) FROM messages WHERE body REGEXP '<[a-z0-9.]+>|#') +
        (SELECT COUNT(*) FROM analyses WHERE summary REGEXP '<[a-z0-9.]+>') + (SELECT COUNT(*) FROM function_calls WHERE CONCAT(parameters, result) REGEXP '[<#]')`],
    ['lines that are not the debt', `SELECT COUNT(*) FROM accounts a WHERE a.balance_micros <> (SELECT SUM(l.amount_micros) FROM account_debt_lines l
        WHERE l.tenant_id = a.tenant_id AND l.account_id = a.id)`],
    ['a step of somebody else', `SELECT COUNT(*) FROM strategy_steps s LEFT JOIN (SELECT tenant_id, id, account_id FROM closed_interactions UNION ALL
        SELECT tenant_id, id, account_id FROM active_interactions) i ON i.tenant_id = s.tenant_id AND i.id = s.interaction_id
        WHERE s.interaction_id IS NOT NULL AND (i.id IS NULL OR i.account_id <> s.account_id)`],
    ['a step that is done and planned', `SELECT COUNT(*) FROM strategy_steps WHERE (status = 'planned') <> (planned_at > UTC_TIMESTAMP() AND done_at IS NULL) AND status <> 'skipped'`],
    ['a note by nobody', `SELECT COUNT(*) FROM interaction_notes n LEFT JOIN ${a.app}.users u ON u.tenant_id = n.tenant_id AND u.id = n.author_id WHERE u.id IS NULL OR u.name <> n.author`],
    ['a medium that is half known', `SELECT COUNT(*) FROM messages WHERE (media_path IS NULL) <> (media_name IS NULL) OR (media_path IS NULL) <> (media_bytes IS NULL)
        OR (media_path IS NULL) <> (media_type IS NULL) OR (media_path IS NULL) <> (media_store IS NULL)`],
];
for (const [what, query] of contradictions)
    test(`there is not: ${what}`, () => assert.equal(number(query), 0));

// What a newcomer has to find: [what, at least, SELECT COUNT(*)].
const found = [
    ['transcripts of the last days', 5, `SELECT COUNT(*) FROM closed_interactions WHERE has_transcript AND created_at > UTC_TIMESTAMP() - ${OLD}`],
    ['moods of messages', 5, 'SELECT COUNT(DISTINCT sentiment) FROM messages'],
    ['kinds of functions', 10, 'SELECT COUNT(DISTINCT name) FROM function_calls'],
    ['states of functions', 2, 'SELECT COUNT(DISTINCT status) FROM function_calls'],
    ['hostile clients', 1, `SELECT COUNT(*) FROM voice_ai_details WHERE sentiment = 'hostile'`],
    ['levels of willingness', 4, 'SELECT COUNT(DISTINCT willingness) FROM voice_ai_details'],
    ['contact results', 3, 'SELECT COUNT(DISTINCT contact_result) FROM voice_ai_details'],
    ['browsers', 5, 'SELECT COUNT(DISTINCT browser) FROM web_details'],
    ['languages', 3, `SELECT COUNT(DISTINCT tag) FROM tags WHERE kind = 'language'`],
    ['kinds of tags', 4, 'SELECT COUNT(DISTINCT kind) FROM tags'],
    ['flags', 1, 'SELECT COUNT(*) FROM review_flags'],
    ['results of messages', 5, 'SELECT COUNT(DISTINCT result) FROM closed_interactions WHERE parent_id IS NOT NULL OR channel = \'sms\''],
    ['a conversation of 2,000 messages', 2000, 'SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM messages GROUP BY tenant_id, interaction_id) x'],
    ['an account with a story', 5, `SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM closed_interactions i JOIN voice_ai_details v ON ${OF('i', 'v')}
        WHERE v.willingness IS NOT NULL AND i.created_at > UTC_TIMESTAMP() - INTERVAL 60 DAY GROUP BY i.tenant_id, i.account_id) x`],
    ['kinds of steps', 4, 'SELECT COUNT(DISTINCT status) FROM strategy_steps'],
    ['files', 1, 'SELECT COUNT(*) FROM messages WHERE media_path IS NOT NULL'],
];
for (const [what, least, query] of found)
    test(`there are: ${what}`, () => assert.ok(number(query) >= least, String(number(query))));

test('files are where the rows say, of that size and kind', () => {
    const media = ask('SELECT tenant_id, media_path, media_bytes, media_type FROM messages WHERE media_path IS NOT NULL');
    for (const [tenant, path, bytes, type] of media) {
        const content = readFileSync(`${a.recordings}/${tenant}/${path}`);
        assert.equal(content.length, Number(bytes), path);
        assert.equal(content.subarray(0, 4).toString('latin1'), type === 'image/png' ? '\x89PNG' : '%PDF', path);
    }
    assert.ok(media.some((m) => m[3] === 'image/png') && media.some((m) => m[3] === 'application/pdf'));
});

const recordings = () => ask(`SELECT r.tenant_id, r.path, r.size_bytes, r.duration_ms, r.voices, i.duration_s, (SELECT MAX(m.offset_ms) FROM messages m WHERE ${OF('i', 'm')})
    FROM recordings r JOIN closed_interactions i ON ${OF('i', 'r')}`).map(([tenant, path, ...n]) => ({ file: `${a.recordings}/${tenant}/${path}`, n: n.map((x) => (x === null ? null : Number(x))) }));
const header = (file) => {
    const b = readFileSync(file);
    return b.length > 44 && b.subarray(0, 4).toString() === 'RIFF' && b.subarray(36, 40).toString() === 'data' &&
        { channels: b.readUInt16LE(22), rate: b.readUInt32LE(24), bytes: b.readUInt32LE(40), length: b.length };
};

test('recordings: one is missing, one damaged, one not for browsers', () => {
    const all = recordings(), there = all.filter((r) => existsSync(r.file));
    assert.equal(all.length - there.length, 2, 'one of each tenant');
    assert.equal(there.filter((r) => r.file.endsWith('.gsm')).length, 2);
    assert.equal(there.filter((r) => r.file.endsWith('.wav') && !header(r.file)).length, 2);
    for (const r of there) assert.equal(statSync(r.file).size, r.n[0]);
});

test('spoken recordings are as long as their calls, and each line lies within', { skip: !speaks && 'espeak-ng is not installed' }, () => {
    const spoken = recordings().filter((r) => existsSync(r.file) && r.file.endsWith('.wav') && header(r.file));
    assert.ok(spoken.length >= 6, `${spoken.length} of them`);
    for (const { file, n: [, ms, voices, seconds, last] } of spoken) {
        const h = header(file), each = voices === 2 ? 4 : 1;
        assert.equal(h.channels, voices);
        assert.equal(h.bytes, h.length - 44);
        assert.ok(Math.abs(h.bytes / each / h.rate * 1000 - ms) < 2, file);
        assert.ok(seconds * 1000 >= ms && seconds * 1000 < ms + 1001, file);
        assert.ok(last < ms, file);
    }
    assert.ok(spoken.some((r) => r.n[1] > 30 * 60000), 'a long one');
    assert.ok(spoken.some((r) => r.n[2] === 2), 'with two voices');
});

test('the same seed, without a place for files and a voice: the same world, and no recordings', () => {
    const b = world('b', { recordings: false });
    const r = load(b, undefined, { PATH: '/nonexistent' });
    assert.equal(r.status, 0, r.err);
    assert.match(r.out, /no recordings/);
    const columns = { agents: 'name, kind', crm_contacts: 'name, phone_e164, email', accounts: 'reference, balance_micros', account_debt_lines: 'description, amount_micros' };
    for (const [table, list] of Object.entries(columns)) {
        const of = (facts) => sql(`SELECT COUNT(*), MD5(GROUP_CONCAT(MD5(CONCAT_WS('|', ${list})) ORDER BY 1)) FROM ${table}`, facts);
        assert.deepEqual(of(b.facts), of(a.facts), table);
    }
    assert.deepEqual(sql('SELECT (SELECT COUNT(*) FROM recordings), (SELECT COUNT(*) FROM messages WHERE media_path IS NOT NULL)', b.facts), [['0', '0']]);
});
