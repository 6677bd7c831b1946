// `parley import`: a real file, ordinary files of PBXs, hostile ones, and an import that is killed.
//
// PARLEY_BIN (the folder of the programs), PARLEY_CONFIG and PARLEY_DB_SOCKET say which stack;
// without them it is the one of `make test`.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, '../..');
const VAR = resolve(ROOT, process.env.VAR || 'var/test');
const PARLEY = join(resolve(ROOT, process.env.PARLEY_BIN || process.env.BIN || 'build/asan/bin'), 'parley');
const CONFIG = process.env.PARLEY_CONFIG || `${VAR}/etc/parley.conf`;
const SOCKET = process.env.PARLEY_DB_SOCKET || `${VAR}/run/mariadb.sock`;
const DATA = resolve(ROOT, '../shared/data/calls');
const BANK_MAP = join(HERE, 'bank_calls.json');

const dir = mkdtempSync(join(tmpdir(), 'import-test-'));
after(() => rmSync(dir, { recursive: true }));

// --- helpers -----------------------------------------------------------------------------------

function setting(key, otherwise) {
    const line = readFileSync(CONFIG, 'utf8').split('\n').find((l) => l.split('=')[0].trim() === key);
    return line ? line.slice(line.indexOf('=') + 1).trim() : otherwise;
}
const APP = setting('db_name', 'parley'), FACTS = setting('db_facts', 'pbxlogs');

// Rows of a query as arrays of texts.
function sql(text) {
    const r = spawnSync('mariadb', ['--no-defaults', `--socket=${SOCKET}`, `--user=${userInfo().username}`,
        '--default-character-set=utf8mb4', '--batch', '--skip-column-names', '-e', text],
        { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(r.status, 0, r.stderr);
    return r.stdout.split('\n').slice(0, -1).map((l) => l.split('\t'));
}

function parley(...args) {
    const r = spawnSync(PARLEY, ['--config', CONFIG, ...args], { cwd: dir, encoding: 'utf8', timeout: 300000 });
    return { status: r.status, out: r.stdout, err: r.stderr };
}

let tenants = 0;
function tenant(zone = 'UTC') {
    const slug = `import-${Date.now().toString(36)}-${tenants++}`;
    const r = parley('tenant', 'add', slug, 'Import test', '--zone', zone);
    assert.equal(r.status, 0, r.err);
    return { slug, id: Number(sql(`SELECT id FROM ${APP}.tenants WHERE slug = '${slug}'`)[0][0]) };
}

function file(name, content) {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
}

const map = (name, value) => file(name, JSON.stringify(value));

// The summary as an object; kinds of mended and rejected rows apart.
function figures(out) {
    const f = { mended: {}, rejected: {}, of: {} };
    let group;
    for (const line of out.split('\n')) {
        const [, indent, name, number] = /^( *)(.+?) {2,}(\d+)$/.exec(line) ?? [];
        if (name === undefined) continue;
        if (indent) f[group][name] = Number(number);
        else f.of[group = name.split(' ')[0]] = Number(number);
    }
    return f;
}

// Imports, checks that no row is lost, returns the figures.
function load(t, path, mapPath, ...more) {
    const r = parley('import', 'calls', path, '--map', mapPath, '--tenant', t.slug, ...more);
    assert.equal(r.status, 0, r.err + r.out);
    const f = figures(r.out);
    assert.equal(f.of.rows, f.of.new + f.of.known + f.of.rejected);
    assert.ok(f.of.mended <= f.of.new);
    assert.equal(Object.values(f.rejected).reduce((a, b) => a + b, 0), f.of.rejected);
    return { ...f, out: r.out };
}

const count = (t, table, where = 'TRUE') =>
    Number(sql(`SELECT COUNT(*) FROM ${FACTS}.${table} WHERE tenant_id = ${t.id} AND ${where}`)[0][0]);

// Field by field, with names for ids, times in UTC.
function calls(t, columns) {
    return sql(`SELECT ${columns} FROM ${FACTS}.closed_interactions i
        LEFT JOIN ${FACTS}.queues q ON q.tenant_id = i.tenant_id AND q.id = i.queue_id
        LEFT JOIN ${FACTS}.agents a ON a.tenant_id = i.tenant_id AND a.id = i.agent_id
        LEFT JOIN ${FACTS}.dids d ON d.tenant_id = i.tenant_id AND d.id = i.did_id
        LEFT JOIN ${FACTS}.crm_contacts c ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id
        LEFT JOIN ${FACTS}.dispositions p ON p.tenant_id = i.tenant_id AND p.id = i.disposition_id
        LEFT JOIN ${FACTS}.legs l ON l.tenant_id = i.tenant_id AND l.interaction_id = i.id
        WHERE i.tenant_id = ${t.id} ORDER BY i.id`);
}

// --- a bank's call center ----------------------------------------------------------------------

// All of its days have summer time: UTC + 3 hours.
function bankTotals(t) {
    return sql(`SELECT DATE(i.created_at + INTERVAL 3 HOUR) AS day, COUNT(*), SUM(p.code = 'answered'),
        SUM(p.code = 'abandoned'), SUM(p.code = 'left_ivr'), SUM(p.code = 'phantom'),
        SUM(IF(p.code = 'answered', wait_s, 0)), SUM(duration_s), MAX(IF(p.code = 'answered', wait_s, 0)),
        SUM(p.code = 'answered' AND wait_s <= 20), SUM(IF(p.code = 'abandoned', wait_s, 0))
        FROM ${FACTS}.closed_interactions i
        JOIN ${FACTS}.dispositions p ON p.tenant_id = i.tenant_id AND p.id = i.disposition_id
        WHERE i.tenant_id = ${t.id} GROUP BY day ORDER BY day`).map((r) => r.join(','));
}

// What reports count: queue visits, by their entry.
function bankVisits(t) {
    return sql(`SELECT DATE(queued_at + INTERVAL 3 HOUR) AS day, SUM(answered_at IS NOT NULL),
        SUM(left_reason <=> 'abandoned'), SUM(IF(answered_at IS NULL, 0, TIMESTAMPDIFF(SECOND, queued_at, answered_at))),
        SUM(talk_s), SUM(IF(left_reason <=> 'abandoned', TIMESTAMPDIFF(SECOND, queued_at, left_at), 0))
        FROM ${FACTS}.legs WHERE tenant_id = ${t.id} GROUP BY day ORDER BY day`).map((r) => r.join(','));
}

const noBank = existsSync(DATA) ? false : 'there is no ../shared/data';

test('a bank: every row is accounted for and every total fits', { skip: noBank }, () => {
    const t = tenant('Asia/Jerusalem'), path = join(DATA, 'bank_calls.csv.gz');
    const totals = readFileSync(join(DATA, 'bank_calls_totals.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
    const first = load(t, path, BANK_MAP);
    assert.deepEqual(first.of, { rows: 30138, new: 30138, known: 0, mended: 566, rejected: 0 });
    assert.deepEqual(first.mended, {
        'served though not answered': 84,
        'begins after its other times': 15,
        'ends before its other times': 45,
        'left the queue within a second': 41,
        'answered without agent': 229,
        'times and durations disagree': 107,
        'answered without times of service': 37,
        'over midnight': 23,
    });
    assert.deepEqual(bankTotals(t), totals);
    assert.deepEqual(bankVisits(t), totals.map((l) => {
        const c = l.split(',');
        return [c[0], c[2], c[3], c[6], c[7], c[10]].join(',');
    }));
    assert.equal(count(t, 'closed_interactions', 'closed_at < created_at'), 0);
    assert.equal(count(t, 'legs', 'left_at IS NULL OR left_at < queued_at OR answered_at < queued_at'), 0);
    assert.equal(count(t, 'legs'), count(t, 'closed_interactions', 'queue_id IS NOT NULL'));
    assert.equal(count(t, 'queues'), 6);
    assert.equal(count(t, 'agents'), 28);
    assert.equal(count(t, 'crm_contacts'), 4242);
    assert.deepEqual(sql(`SELECT rows_read, rows_new, rows_known, rows_mended, rows_rejected, done_at IS NOT NULL
        FROM ${APP}.imports WHERE tenant_id = ${t.id}`), [['30138', '30138', '0', '566', '0', '1']]);
    assert.deepEqual(sql(`SELECT n FROM ${APP}.value_stats WHERE tenant_id = ${t.id} AND dim = 'all'`), [['30138']]);

    const rejects = join(dir, 'bank_calls.csv.gz.rejects.csv'), list = readFileSync(rejects, 'utf8');
    assert.equal(list.trim().split('\n').length, 567);
    assert.equal(statSync(rejects).mode & 0o777, 0o600);

    // Again, from a plain copy: nothing is new, and the list is the same.
    const again = load(t, file('bank_calls.csv', gunzipSync(readFileSync(path))), BANK_MAP, '--rejects', join(dir, 'again.csv'));
    assert.deepEqual(again.of, { rows: 30138, new: 0, known: 30138, mended: 0, rejected: 0 });
    assert.equal(readFileSync(join(dir, 'again.csv'), 'utf8'), list);
    assert.deepEqual(bankTotals(t), totals);
});

// --- PBXs --------------------------------------------------------------------------------------

test('Asterisk: Master.csv, which has no header', () => {
    const t = tenant('Europe/Berlin');
    const lines = [
        ['', '0301234567', '4930555', 'from-trunk', '"Eve" <0301234567>', 'PJSIP/trunk-0000a0', 'PJSIP/anna-7-0000a1', 'Queue',
            'sales,tT,,,60', '2024-07-01 10:00:00', '2024-07-01 10:00:20', '2024-07-01 10:02:00', 120, 100, 'ANSWERED', 'DOCUMENTATION', '1719820800.1', ''],
        ['', '0301234567', '4930555', 'from-trunk', '"Eve" <0301234567>', 'PJSIP/trunk-0000a0', 'PJSIP/bob-0000a2', 'Queue',
            'sales,tT,,,60', '2024-07-01 10:00:00', '', '2024-07-01 10:00:10', 10, 0, 'NO ANSWER', 'DOCUMENTATION', '1719820800.1', ''],
        ['', 'anonymous', '4930555', 'from-trunk', '', 'PJSIP/trunk-0000a3', '', 'Queue',
            'sales,tT,,,60', '2024-07-01 10:05:00', '2024-07-01 10:05:00', '2024-07-01 10:05:30', 30, 30, 'ANSWERED', 'DOCUMENTATION', '1719821100.1', ''],
        ['', '201', '+4420794600', 'from-internal', '', 'PJSIP/bob-0000a4', 'PJSIP/trunk-0000a5', 'Dial',
            'PJSIP/x', '2024-07-01 10:06:00', '', '2024-07-01 10:06:30', 30, 0, 'NO ANSWER', 'DOCUMENTATION', '1719821160.1', ''],
    ];
    const csv = lines.map((l) => l.map((c) => (typeof c === 'number' ? c : `"${c.replaceAll('"', '""')}"`)).join(',')).join('\n');
    const f = load(t, file('Master.csv', csv), join(HERE, 'asterisk_master.json'));
    assert.deepEqual(f.of, { rows: 4, new: 3, known: 0, mended: 0, rejected: 1 });
    assert.deepEqual(f.rejected, { 'an agent\'s telephone that rang in vain': 1 });
    assert.deepEqual(calls(t, `vendor_ref, i.created_at, i.closed_at, direction, outcome, q.name, a.name, phone_number,
        i.phone_e164, d.number, duration_s, wait_s, l.left_reason`), [
        ['1719820800.1/PJSIP/anna-7-0000a1', '2024-07-01 08:00:00.000', '2024-07-01 08:02:00.000', 'inbound', 'complete', 'sales',
            'anna-7', '0301234567', '+49301234567', '4930555', '100', '20', 'NULL'],
        ['1719821100.1/', '2024-07-01 08:05:00.000', '2024-07-01 08:05:30.000', 'inbound', 'abandoned', 'sales',
            'NULL', 'anonymous', 'NULL', '4930555', 'NULL', '30', 'abandoned'],
        ['1719821160.1/PJSIP/trunk-0000a5', '2024-07-01 08:06:00.000', '2024-07-01 08:06:30.000', 'outbound', 'no_answer', 'NULL',
            'bob', '+4420794600', '+4420794600', 'NULL', 'NULL', 'NULL', 'NULL'],
    ]);
});

test('FreePBX: the table of its CDR report', () => {
    const t = tenant('America/New_York');
    const csv = 'calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,'
        + 'accountcode,uniqueid,userfield,did,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,recordingfile,linkedid,peeraccount,sequence\r\n'
        + '2024-11-03 01:30:00,"""Eve"" <2125550123>",2125550123,600,ext-queues,PJSIP/t-1,Local/1,Queue,"600,t",70,60,ANSWERED,3,,'
        + '1730611800.7,,12125550100,2125550123,Eve,,,Anna,,1730611800.7,,12\r\n'
        + '2024-03-10 02:30:00,,201,2125550199,from-internal,PJSIP/201-1,PJSIP/t-2,Dial,x,5,0,BUSY,3,,1710055800.9,,,201,,,,,,1710055800.9,,13\r\n';
    const f = load(t, file('cdr.csv', csv), join(HERE, 'freepbx_cdr.json'));
    assert.deepEqual(f.of, { rows: 2, new: 2, known: 0, mended: 1, rejected: 0 });
    assert.deepEqual(f.mended, { 'skipped by the clocks': 1 });
    assert.deepEqual(calls(t, 'vendor_ref, i.created_at, direction, outcome, q.name, a.name, i.phone_e164, d.number, duration_s, l.queued_at'), [
        ['1730611800.7/12', '2024-11-03 05:30:00.000', 'inbound', 'complete', 'Queue 600', 'Anna', '+12125550123', '+12125550100', '60',
            '2024-11-03 05:30:00.000'],
        ['1710055800.9/13', '2024-03-10 07:30:00.000', 'outbound', 'no_answer', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL'],
    ]);
});

// --- hostile files -----------------------------------------------------------------------------

const SIMPLE = {
    vendor: 'test', zone: 'UTC',
    fields: {
        id: ['id'], created_at: 'at', queue: 'queue', queued_at: 'at', agent: 'agent', phone_number: 'phone',
        client: 'client', disposition: 'code', wait_s: 'wait', duration_s: 'talk', closed_at: 'end',
    },
};
const SIMPLE_HEAD = 'id,at,queue,agent,phone,client,code,wait,talk,end\n';
const at = '2024-07-01 10:00:00';

test('a hostile file: what can be read is stored as text, the rest is listed', () => {
    const t = tenant();
    const long = 'x'.repeat(70000);
    const lines = [
        `1,${at},"<script>alert(1)</script>","' OR 1=1 --",=cmd|' /C calc'!A0,"\u202eEve\u0000"`,          // NUL: malformed
        `2,${at},"<script>alert(1)</script>","' OR 1=1 --",=cmd|' /C calc'!A0,Eve,x,1,2,${at}`,
        `3,${at},Sales,Anna,+12125550123,"a\nb",x,-5,99999999,${at}`,
        `3,${at},Sales,Anna,+12125550123,"a\nb",x,1,2,${at}`,                                       // repeated
        `3,2024-07-01 11:00:00,Sales,Anna,+12125550123,c,x,1,2,2024-07-01 11:00:00`,                 // another call
        `4,yesterday,Sales,Anna,,,x,1,2,${at}`,
        `5,${at},Sales,${long},,,x,1,2,${at}`,                                                       // a field too long
        `6,${at},${'Ж'.repeat(150)},SALES,,,x,one,2,3024-07-01 10:00:00`,
        `,${at},Sales,Anna,,,x,1,2,${at}`,
        `7,${at},Sales`,
        `8,${at},"Sales"x,Anna,,,x,1,2,${at}`,
        `${'9'.repeat(101)},${at},Sales,Anna,,,x,1,2,${at}`,
        `10,0000-00-00 00:00:00,Sales,Anna,,,x,1,2,${at}`,
        `11,${at},sales,Änna\x1b[31m,${'1'.repeat(40)},,X,1,2,${at}`,
        `12,${at},"open,Anna,,,x,1,2,${at}`,
        `13,${at},Sales,Anna,,,x,1,2,${at}`,
    ];
    const bytes = Buffer.concat([Buffer.from(SIMPLE_HEAD + lines.join('\n') + '\n14,'), Buffer.from([0xff, 0xfe, 10])]);
    const m = map('simple.json', SIMPLE), path = file('hostile.csv', bytes);
    const f = load(t, path, m);
    assert.deepEqual(f.rejected, {
        'malformed line': 5, 'repeated id': 2, 'no time of creation': 2, 'no id': 1, 'wrong number of columns': 1, 'id too long': 1,
    });
    assert.equal(f.of.new, 5);
    assert.deepEqual(f.mended, {
        'negative duration': 1, 'impossible duration': 1, 'unreadable number': 1, 'impossible time': 1, 'text cut': 2, 'no time of end': 1,
    });
    assert.deepEqual(calls(t, 'vendor_ref, q.name, a.name, phone_number, i.phone_e164, c.name, p.code, wait_s, duration_s'), [
        ['2', '<script>alert(1)</script>', '\' OR 1=1 --', '=cmd|\' /C calc\'!A0', 'NULL', 'Eve', 'x', '1', '2'],
        ['3', 'Sales', 'Anna', '+12125550123', '+12125550123', 'a b', 'x', 'NULL', 'NULL'],
        ['6', 'Ж'.repeat(100), 'SALES', 'NULL', 'NULL', 'NULL', 'x', 'NULL', '2'],
        ['11', 'Sales', 'Änna [31m', '1'.repeat(32), 'NULL', 'NULL', 'x', '1', '2'],
        ['13', 'Sales', 'Anna', 'NULL', 'NULL', 'NULL', 'x', '1', '2'],
    ]);
    const list = readFileSync(join(dir, 'hostile.csv.rejects.csv'), 'utf8');
    assert.ok(list.startsWith('line,state,kind,reason,id,at,queue'));
    assert.match(list, /^2,rejected,malformed line,a NUL byte,/m);
    assert.match(list, /^\d+,rejected,malformed line,not UTF-8,"14,\?\?"$/m);
    assert.match(list, /is on an earlier line, too, at another time/);
    assert.equal(load(t, path, m).of.new, 0);
});

test('ids that are repeated far apart are found, too', () => {
    const t = tenant();
    let csv = SIMPLE_HEAD;
    for (let i = 0; i < 2500; i++) csv += `r${i},${at},Q,A,,,x,1,2,${at}\n`;
    csv += `r1,${at},Q,A,,,x,1,2,${at}\nr2,2024-07-01 10:00:01,Q,A,,,x,1,2,${at}\n`;
    const m = map('simple.json', SIMPLE), path = file('repeated.csv', csv);
    const first = load(t, path, m);
    assert.deepEqual(first.rejected, { 'repeated id': 2 });
    assert.equal(first.of.new, 2500);
    const again = load(t, path, m);
    assert.deepEqual([again.of.new, again.of.known, again.of.rejected], [0, 2501, 1]);
});

test('what cannot be imported at all is said in one line, and nothing is written', () => {
    const t = tenant(), m = map('simple.json', SIMPLE), good = file('good.csv', `${SIMPLE_HEAD}1,${at},Q,A,,,x,1,2,${at}\n`);
    const refused = (path, mapPath, slug, message) => {
        const r = parley('import', 'calls', path, '--map', mapPath, '--tenant', slug);
        assert.equal(r.status, 1);
        assert.match(r.err, message);
    };
    refused(join(dir, 'none.csv'), m, t.slug, /cannot read .*none\.csv/);
    refused(dir, m, t.slug, /cannot read/);
    refused(file('empty.csv', ''), m, t.slug, /is empty/);
    refused(file('other.csv', 'a,b\n1,2\n'), m, t.slug, /no column '/);
    refused(good, join(dir, 'none.json'), t.slug, /cannot read the map/);
    refused(good, map('bad.json', { ...SIMPLE, colour: 'red' }), t.slug, /unknown key 'colour'/);
    refused(good, m, 'nobody', /no tenant 'nobody'/);
    assert.equal(parley('import', 'calls', good, '--map', m).status, 2);
    assert.equal(parley('import', 'letters', good, '--map', m, '--tenant', t.slug).status, 2);
    assert.equal(parley('import', 'calls', '--help').status, 0);
    assert.equal(count(t, 'closed_interactions'), 0);
    const dry = load(t, good, m, '--dry-run');
    assert.equal(dry.of.new, 1);
    assert.match(dry.out, /dry run/);
    for (const table of ['closed_interactions', 'queues', 'agents', 'legs']) assert.equal(count(t, table), 0);
    assert.deepEqual(sql(`SELECT id FROM ${APP}.imports WHERE tenant_id = ${t.id}`), []);
});

// --- accidents ---------------------------------------------------------------------------------

const MANY = 60000;

function manyCalls() {
    let csv = SIMPLE_HEAD;
    for (let i = 0; i < MANY; i++) {
        const time = new Date(Date.UTC(2024, 0, 1) + i * 7000).toISOString().slice(0, 19).replace('T', ' ');
        csv += `c${i},${time},Queue ${i % 9},Agent ${i % 50},+4930${1000000 + (i % 5000)},Client ${i % 5000},ok,${i % 60},${i % 300},${time}\n`;
    }
    return csv;
}

test('a gzip file that is cut off: what came before is stored, and it is said', () => {
    const t = tenant(), m = map('simple.json', SIMPLE);
    const zip = gzipSync(manyCalls()), path = file('cut.csv.gz', zip.subarray(0, zip.length / 2));
    const r = parley('import', 'calls', path, '--map', m, '--tenant', t.slug);
    assert.equal(r.status, 1);
    assert.match(r.err, /damaged or cut off/);
    const stored = count(t, 'closed_interactions');
    assert.ok(stored > 1000 && stored < MANY);
    assert.equal(load(t, file('cut.csv.gz', zip), m).of.rows, MANY);
    assert.equal(count(t, 'closed_interactions'), MANY);
});

test('an import that is killed goes on when it is started again', async () => {
    const t = tenant(), m = map('simple.json', SIMPLE), path = file('many.csv', manyCalls());
    const read = () => Number(sql(`SELECT COALESCE(MAX(rows_read), 0) FROM ${APP}.imports WHERE tenant_id = ${t.id}`)[0][0]);
    for (let kills = 0; kills < 2; kills++) {
        const before = count(t, 'closed_interactions');
        const child = spawn(PARLEY, ['--config', CONFIG, 'import', 'calls', path, '--map', m, '--tenant', t.slug],
            { cwd: dir, stdio: 'ignore' });
        const ended = new Promise((done) => child.on('exit', (code, signal) => done(signal ?? code)));
        while (read() < before + 5000 && child.exitCode === null) await sleep(10);
        child.kill('SIGKILL');
        assert.equal(await ended, 'SIGKILL', 'it was killed before it was done');
        // The count and the rows of a batch are stored together.
        const [rows, fresh, done] = sql(`SELECT rows_read, rows_new, done_at IS NOT NULL FROM ${APP}.imports
            WHERE tenant_id = ${t.id} ORDER BY id DESC LIMIT 1`)[0].map(Number);
        assert.ok(rows < MANY);
        assert.equal(done, 0);
        assert.equal(count(t, 'closed_interactions'), before + fresh);
        assert.equal(count(t, 'legs'), before + fresh);
    }
    const stored = count(t, 'closed_interactions'), f = load(t, path, m);
    assert.deepEqual(f.of, { rows: MANY, new: MANY - stored, known: stored, mended: f.of.mended, rejected: 0 });
    assert.equal(count(t, 'closed_interactions'), MANY);
    assert.equal(count(t, 'legs'), MANY);
    assert.equal(count(t, 'queues'), 9);
    assert.equal(count(t, 'agents'), 50);
    assert.equal(count(t, 'crm_contacts'), 5000);
    assert.equal(sql(`SELECT COUNT(DISTINCT vendor_ref) FROM ${FACTS}.closed_interactions WHERE tenant_id = ${t.id}`)[0][0], String(MANY));
});
