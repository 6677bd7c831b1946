// `parley import asterisk`: random worlds of calls against what is true of them, dirt, tables, the
// options; a log too long for memory.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { cdrFile, cdrRows, celFile, celRows, interactionOf, legsOf, queueLog, world } from '../lib/asterisk.mjs';
import { seed } from '../lib/random.mjs';
import { BIN, parley, quote, sql, VAR } from '../lib/stack.mjs';

const SEED = seed('asterisk_test'), ZONE = 'Europe/London';
const dir = mkdtempSync(join(tmpdir(), 'asterisk-test-'));
const databases = [];
after(() => {
    rmSync(dir, { recursive: true });
    for (const d of databases) sql(`DROP DATABASE ${d}`);
});

// --- helpers -----------------------------------------------------------------------------------

let tenants = 0;
function tenant(zone = ZONE) {
    const slug = `asterisk-${Date.now().toString(36)}-${tenants++}`;
    const r = parley(['tenant', 'add', slug, 'Asterisk test', '--zone', zone]);
    assert.equal(r.status, 0, r.err);
    return { slug, id: Number(sql(`SELECT id FROM tenants WHERE slug = ${quote(slug)}`)[0][0]) };
}

function file(name, content) {
    const text = Array.isArray(content) ? content.join('\n') + '\n' : content;
    writeFileSync(join(dir, name), name.endsWith('.gz') ? gzipSync(text) : text);
    return join(dir, name);
}

// The summary: {section: {name: number or numbers}}.
function figures(out) {
    const f = {};
    let section;
    for (const line of out.split('\n')) {
        const m = /^( *)(\S.*?) {2,}(.*)$/.exec(line);
        if (!m) continue;
        const numbers = [...m[3].matchAll(/\d+/g)].map((n) => Number(n[0]));
        if (!m[1]) section = f[m[2]] = { all: numbers[0] };
        else section[m[2]] = numbers.length > 1 ? numbers : numbers[0];
    }
    return f;
}

function load(t, ...args) {
    const r = parley(['import', 'asterisk', '--tenant', t.slug, '--rejects', join(dir, 'rejects.csv'), ...args]);
    assert.equal(r.status, 0, r.err + r.out);
    return { ...figures(r.out), out: r.out };
}

// Every line is in one of the counts.
function accounted(section) {
    const fates = ['used', 'kept, of events that are not known', 'of agents and reloads, not of calls', 'repeated',
        'odd: contradict earlier ones, kept', 'rejected'];
    return fates.reduce((n, k) => n + (section[k] ?? 0), 0);
}

function interactions(t) {
    return sql(`SELECT i.vendor_ref, q.name, a.name, i.outcome, i.ended_by, i.direction, i.phone_number, i.wait_s, i.duration_s, i.hold_s,
            i.created_at
        FROM closed_interactions i LEFT JOIN queues q ON q.tenant_id = i.tenant_id AND q.id = i.queue_id
        LEFT JOIN agents a ON a.tenant_id = i.tenant_id AND a.id = i.agent_id
        WHERE i.tenant_id = ${t.id} AND i.vendor = 'asterisk'`, 'pbxlogs');
}

function legs(t) {
    const byCall = {};
    for (const [id, ...leg] of sql(`SELECT i.vendor_ref, q.name, a.name, l.queued_at, l.answered_at, l.left_at, l.left_reason, l.ring_s, l.talk_s,
            l.hold_s, l.transfer_kind
        FROM closed_interactions i JOIN legs l ON l.tenant_id = i.tenant_id AND l.interaction_id = i.id
        LEFT JOIN queues q ON q.tenant_id = l.tenant_id AND q.id = l.queue_id
        LEFT JOIN agents a ON a.tenant_id = l.tenant_id AND a.id = l.agent_id
        WHERE i.tenant_id = ${t.id} ORDER BY i.id, l.leg_no`, 'pbxlogs')) (byCall[id] ??= []).push(leg);
    return byCall;
}

function compare(t, w, cel) {
    const stored = new Map(interactions(t).map((r) => [r[0], r])), l = legs(t);
    for (const c of w.calls) {
        assert.deepEqual(l[c.id], legsOf(c, cel), `legs of ${c.id}:\n${c.log.map((x) => x.text).join('\n')}`);
        assert.deepEqual(stored.get(c.id), interactionOf(c, cel), `${c.id}:\n${c.log.map((x) => x.text).join('\n')}`);
    }
    assert.equal(stored.size, w.calls.length);
}

const agrees = (f) => {
    assert.match(f.out, /The figures agree\./);
    for (const [name, v] of Object.entries(f['figures of the queues'])) if (Array.isArray(v)) assert.equal(v[0], v[1], name);
};

// --- worlds ------------------------------------------------------------------------------------

for (const shuffled of [true, false]) test(`queue_log, CDR (${shuffled ? 'any' : 'Master.csv'}) and CEL of a night in which the clocks change: each leg and figure is true`, () => {
    const w = world(`${SEED}-${shuffled}`, { calls: 120 }), t = tenant();
    const from = ['--queue-log', file('queue_log', queueLog(w)), '--cdr', file('cdr.csv', cdrFile(w, ZONE, shuffled)),
        '--cel', file('cel.csv', celFile(w))];
    const f = load(t, ...from);
    assert.equal(f.new.all, w.calls.length);
    assert.deepEqual([f.queue_log.used, f.cdr.used, f.cel.used], [w.log.length, w.cdr.length, w.cel.length]);
    agrees(f);
    compare(t, w, true);
    const again = load(t, ...from);
    assert.deepEqual([again.new.all, again['known already'].all], [0, w.calls.length]);
    agrees(again);
    compare(t, w, true);
});

test('queue_log alone, rotated, compressed, shuffled and with dirt in it', () => {
    const w = world(`${SEED}-log`, { calls: 150, linked: false }), t = tenant(), r = w.random;
    const good = queueLog(w), at = w.calls[0].start;
    const repeated = good.filter(() => r.chance(0.05));
    const agents = [`${at}|NONE|NONE|SIP/8001|PAUSE|Lunch`, `${at}|REALTIME|sales|SIP/8001|ADDMEMBER|`, `${at}|NONE|NONE|NONE|CONFIGRELOAD|`];
    const unknown = w.calls.slice(0, 5).map((c) => `${c.truth.entered}|${c.id}|sales|NONE|MADEUP|<script>|2`);
    const bad = ['1792573', 'x|y|z', `${at}|a|b|c`, `now|1.1|q|NONE|ENTERQUEUE||1|1`, `${at}|a b|q|NONE|ENTERQUEUE||1|1`, `${at}|1.\0|q|NONE|ABANDON|1|1|1`,
        `9999999999|1.1|q|NONE|ENTERQUEUE||1|1`];
    const lines = r.shuffle([...good, ...repeated, ...agents, ...unknown, ...bad]), half = lines.length >> 1;
    const f = load(t, '--queue-log', file('queue_log.1.gz', lines.slice(0, half)), '--queue-log', file('queue_log', lines.slice(half).join('\r\n')));
    assert.equal(f.queue_log.all, lines.length);
    assert.equal(accounted(f.queue_log), lines.length);
    assert.equal(f.queue_log.used, good.length);
    assert.equal(f.queue_log.repeated, repeated.length);
    assert.equal(f.queue_log['of agents and reloads, not of calls'], agents.length);
    assert.equal(f.queue_log['kept, of events that are not known'], unknown.length);
    assert.equal(f.queue_log.MADEUP, unknown.length);
    assert.equal(f.queue_log.rejected, bad.length);
    agrees(f);
    const rejects = readFileSync(join(dir, 'rejects.csv'), 'utf8').trim().split('\n');
    assert.equal(rejects.length, 1 + bad.length);
    compare(t, w, false);
    const kept = sql(`SELECT COUNT(*) FROM vendor_details WHERE tenant_id = ${t.id} AND fields LIKE '%MADEUP%<script>%'`, 'pbxlogs');
    assert.equal(Number(kept[0][0]), 5);
});

test('tables of a database: of today and with the parameters in one column', () => {
    const w = world(`${SEED}-tables`, { calls: 60 }), db = `asterisk_test_${process.pid}`;
    databases.push(db);
    const event = (l) => l.text.split('|');
    const rows = (table, list) => `INSERT INTO ${table} VALUES ${list.map((r) => `(${r.map(quote)})`).join(',')};\n`;
    sql(`CREATE DATABASE ${db}; USE ${db};
        CREATE TABLE queue_log (id INT AUTO_INCREMENT PRIMARY KEY, time TIMESTAMP(6) NULL, callid VARCHAR(80), queuename VARCHAR(80), agent VARCHAR(80),
            event VARCHAR(32), data1 VARCHAR(100), data2 VARCHAR(100), data3 VARCHAR(100), data4 VARCHAR(100), data5 VARCHAR(100));
        CREATE TABLE queue_log_old (time VARCHAR(30), callid VARCHAR(80), queuename VARCHAR(80), agent VARCHAR(80), event VARCHAR(32), data VARCHAR(255));
        CREATE TABLE cdr (accountcode TEXT, src TEXT, dst TEXT, dcontext TEXT, clid TEXT, channel TEXT, dstchannel TEXT, lastapp TEXT, lastdata TEXT,
            calldate DATETIME, answer DATETIME NULL, \`end\` DATETIME, duration INT, billsec INT, disposition TEXT, amaflags TEXT, uniqueid TEXT,
            userfield TEXT, peeraccount TEXT, linkedid TEXT, sequence INT);
        CREATE TABLE cel (eventtype TEXT, eventtime TEXT, cid_name TEXT, cid_num TEXT, cid_ani TEXT, cid_rdnis TEXT, cid_dnid TEXT, exten TEXT,
            context TEXT, channame TEXT, appname TEXT, appdata TEXT, amaflags TEXT, accountcode TEXT, uniqueid TEXT, linkedid TEXT, peer TEXT,
            userfield TEXT, userdeftype TEXT, extra TEXT);
        SET time_zone = '+00:00';` +
        rows('queue_log', w.log.map((l, i) => {
            const e = event(l);
            return [i + 1, new Date(e[0] * 1000).toISOString().slice(0, 19), ...Array.from({ length: 9 }, (_, k) => e[k + 1] ?? null)];
        })) +
        rows('queue_log_old', w.log.map((l) => [...event(l).slice(0, 5), event(l).slice(5).join('|')])) +
        rows('cdr', cdrRows(w, ZONE).map((r) => r.map((c, i) => i === 10 && !c ? null : c))) + rows('cel', celRows(w)), 'parley');
    for (const table of ['queue_log', 'queue_log_old']) {
        const t = tenant();
        const f = load(t, '--database', db, '--queue-log', `table:${table}`, '--cdr', 'table:cdr', '--cel', 'table:cel');
        assert.equal(f.new.all, w.calls.length);
        agrees(f);
        compare(t, w, true);
    }
    const wrong = parley(['import', 'asterisk', '--tenant', tenant().slug, '--database', db, '--queue-log', 'table:none']);
    assert.equal(wrong.status, 1);
    assert.match(wrong.err, /cannot read the table .*none/);
    const injected = parley(['import', 'asterisk', '--tenant', tenant().slug, '--database', db, '--queue-log', 'table:cdr`; DROP TABLE x']);
    assert.match(injected.err, /is no name of a table/);
});

// --- the call of the books ---------------------------------------------------------------------

const CALL = `1792573200|1792573190.1|sales|NONE|ENTERQUEUE||02071234567|1
1792573210|1792573190.1|sales|SIP/8001|RINGNOANSWER|10000
1792573225|1792573190.1|sales|SIP/8002|RINGNOANSWER|14600
1792573230|1792573190.1|sales|SIP/8007|CONNECT|30|1792573226.4|4
1792573290|1792573190.1|sales|SIP/8007|BLINDTRANSFER|700|internal|30|60|1
1792573292|1792573190.1|support|NONE|ENTERQUEUE||02071234567|1
1792573333|1792573190.1|support|NONE|ABANDON|1|1|41
`;
const CDRS = `src,uniqueid,linkedid,start,answer,end,disposition,lastapp,lastdata,channel,dstchannel,dst,dcontext,clid
02071234567,1792573190.1,1792573190.1,2026-10-21 09:59:50,,2026-10-21 10:00:10,NO ANSWER,Queue,"sales,t",SIP/trunk-00000001,SIP/8001-00000002,02079000000,from-trunk,"""Carol Jones"" <02071234567>"
`;

test('two rings, an answer, a transfer to a second queue, an abandon there; names, a recording, the number called', () => {
    const t = tenant(), top = `${VAR}/recordings/${t.id}/monitor/2026/10`;
    mkdirSync(top, { recursive: true });
    writeFileSync(`${top}/sales-1792573226.4.wav`, 'RIFF');
    writeFileSync(`${top}/1600000000.1.wav`, 'RIFF');
    writeFileSync(`${top}/notes.txt`, '');
    const f = load(t, '--queue-log', file('one.log', CALL), '--cdr', file('one.csv', CDRS), '--recordings', 'monitor',
        '--agents', file('agents.json', '{"SIP/8001": "Alice", "8007": "Bert"}'), '--country-code', '44');
    agrees(f);
    assert.equal(f.recordings.used, 2);
    const [[id, ...row]] = interactions(t);
    assert.deepEqual([id, ...row], ['1792573190.1', 'support', 'Bert', 'abandoned', 'client', 'inbound', '02071234567', '71', '60', null, '2026-10-21 08:59:50.000']);
    assert.deepEqual(legs(t)[id].map((l) => [l[0], l[1], l[5], l[6], l[7], l[9]]), [
        ['sales', 'Alice', 'ring_no_answer', '10', null, null], ['sales', 'SIP/8002', 'ring_no_answer', '15', null, null],
        ['sales', 'Bert', 'transferred', '4', '60', 'queue'], ['support', null, 'abandoned', null, null, null]]);
    assert.deepEqual(sql(`SELECT store, path, size_bytes FROM recordings WHERE tenant_id = ${t.id}`, 'pbxlogs'), [['disk', 'monitor/2026/10/sales-1792573226.4.wav', '4']]);
    assert.deepEqual(sql(`SELECT i.phone_e164, d.number, c.name, i.has_recording FROM closed_interactions i JOIN dids d USING (tenant_id)
        JOIN crm_contacts c USING (tenant_id) WHERE i.tenant_id = ${t.id}`, 'pbxlogs'), [['+442071234567', '+442079000000', 'Carol Jones', '1']]);
});

test('a recording that only the CDR names', () => {
    const t = tenant(), top = `${VAR}/recordings/${t.id}/monitor/2026/10/21`;
    mkdirSync(top, { recursive: true });
    writeFileSync(`${top}/plain.wav`, 'RIFF');
    const row = (id, field) => `${id},2026-10-21 10:00:00,2026-10-21 10:01:00,ANSWERED,${field}\n`;
    load(t, '--recordings', 'monitor', '--cdr', file('named.csv', 'uniqueid,start,end,disposition,recordingfile\n' +
        row('1.1', '/var/spool/asterisk/monitor/plain.wav') + row('1.2', 'absent.wav') + row('1.3', '../../../1/x.wav')));
    assert.deepEqual(sql(`SELECT i.vendor_ref, r.path FROM recordings r JOIN closed_interactions i ON i.tenant_id = r.tenant_id AND i.id = r.interaction_id
        WHERE r.tenant_id = ${t.id}`, 'pbxlogs'), [['1.1', 'monitor/2026/10/21/plain.wav']]);
});

test('a call that is going on, or was deleted, is known', () => {
    const t = tenant();
    sql(`INSERT INTO active_interactions (tenant_id, id, created_at, channel, status, vendor, vendor_ref)
        VALUES (${t.id}, NEXTVAL(interaction_seq), NOW(3), 'voice', 'active', 'asterisk', '1792573190.1')`, 'pbxlogs');
    const f = load(t, '--queue-log', file('one.log', CALL));
    assert.deepEqual([f.new.all, f['known already'].all], [0, 1]);
});

test('figures that differ are said, and why', () => {
    const f = load(tenant(), '--queue-log', file('cut.log', CALL.split('\n').slice(3, 6).join('\n')));
    assert.match(f.out, /entered a queue +1 +2 {2}differs/);
    assert.match(f.out, /The figures differ/);
    assert.equal(f['figures of the queues']['calls that began before the log'], 1);
    assert.equal(f['figures of the queues']['calls stored as incomplete'], 1);
});

// --- the command -------------------------------------------------------------------------------

test('help, and what is refused', () => {
    const help = parley(['import', 'asterisk', '--help'], { config: null });
    assert.equal(help.status, 0);
    for (const o of ['--queue-log', '--cdr', '--cel', '--zone', '--database', '--agents', '--recordings', '--country-code', '--cdr-columns', '--rejects', '--dry-run'])
        assert.match(help.out, new RegExp(o));
    const t = tenant(), log = file('one.log', CALL);
    const run = (...args) => parley(['import', 'asterisk', ...args]);
    assert.equal(run('--tenant', t.slug).status, 2);
    assert.equal(run('--queue-log', log).status, 2);
    assert.equal(run('--queue-log', log, '--tenant', t.slug, '--nonsense').status, 2);
    for (const [args, why] of [
        [['--queue-log', log, '--tenant', 'nobody'], /no tenant/],
        [['--queue-log', join(dir, 'absent'), '--tenant', t.slug], /cannot read/],
        [['--queue-log', 'table:queue_log', '--tenant', t.slug], /needs --database/],
        [['--queue-log', log, '--tenant', t.slug, '--zone', 'Nowhere/Else'], /is no zone/],
        [['--queue-log', log, '--tenant', t.slug, '--recordings', '../1'], /no folder below/],
        [['--queue-log', log, '--tenant', t.slug, '--agents', log], /JSON|expected/],
        [['--cdr', log, '--cdr-columns', 'src,nonsense', '--tenant', t.slug], /'nonsense' is no column/],
    ]) {
        const r = run(...args);
        assert.equal(r.status, 1, args.join(' '));
        assert.match(r.err, why);
    }
    const dry = load(t, '--queue-log', log, '--dry-run');
    assert.equal(dry.new.all, 1);
    assert.equal(interactions(t).length, 0);
});

test('columns by name without a header line; a line with another number of them is rejected', () => {
    const t = tenant('UTC');
    const f = load(t, '--cdr', file('named.csv', '1.1,2026-10-21 09:00:00,2026-10-21 09:00:30,x,ANSWERED\n1.2,2026\n'), '--cdr-columns', 'uniqueid,start,end,,disposition');
    assert.deepEqual([f.cdr.used, f.cdr.rejected, f.new.all], [1, 1, 1]);
    const none = load(tenant(), '--cdr', file('plain.csv', `${Array(16).fill('"x"').join(',')}\n`));
    assert.equal(none.cdr['no unique id: see loguniqueid in cdr.conf'], 1);
});

// --- size --------------------------------------------------------------------------------------

// The most memory that a run took, in MB, of the program as it is delivered.
function peak(t, path) {
    const r = spawnSync('/bin/sh', ['-c', `"$0" "$@" > /dev/null 2>&1 & p=$!; m=0
        while kill -0 $p 2> /dev/null; do n=$(awk '/VmHWM/ { print $2 }' /proc/$p/status 2> /dev/null); [ -n "$n" ] && m=$n; sleep 0.05; done
        wait $p && echo $m`, `${BIN.replace('/asan', '')}/parley`, '--config', `${VAR}/etc/parley.conf`, 'import', 'asterisk', '--queue-log', path, '--tenant', t.slug],
        { encoding: 'utf8', cwd: dir });
    assert.equal(r.status, 0, r.stderr);
    return Number(r.stdout) / 1024;
}

test('memory does not grow with the log', () => {
    const lines = [];
    for (let n = 0; lines.length < 120000; n++) {
        const at = 1782864000 + n * 5, id = `${at}.1`;
        lines.push(`${at}|${id}|sales|NONE|ENTERQUEUE||100|1`, `${at + 9}|${id}|sales|SIP/1|CONNECT|9|${at}.2|3`, `${at + 60}|${id}|sales|SIP/1|COMPLETEAGENT|9|51|1`);
    }
    const small = peak(tenant(), file('small.log', lines.slice(0, 12000))), large = peak(tenant(), file('large.log', lines));
    assert.ok(large < small + 40, `${small.toFixed(1)} MB for 12,000 lines, ${large.toFixed(1)} MB for 120,000`);
});
