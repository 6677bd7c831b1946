// Purging: what was deleted and whose time is over goes with its files and every row; what is held,
// and what has a file that cannot be removed, stays; killed on the way, it goes on.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { startStore } from '../lib/s3.mjs';
import { BIN, VAR, datetime, inserts, sleep, sql, sv } from '../lib/stack.mjs';
import { certificate } from '../lib/tls.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { Random, seed } from '../lib/random.mjs';

const random = new Random(seed('purge'));
const HOUR = 3600000;
let t, store;

const CONF = `${VAR}/etc/parley.conf`;
const env = (to = store) => ({ ...process.env, PARLEY_S3_ENDPOINT: to.endpoint, PARLEY_S3_BUCKET: to.bucket, PARLEY_S3_REGION: to.region, PARLEY_S3_ACCESS_KEY: to.accessKey,
    PARLEY_S3_PATH_STYLE: to.virtual ? 'off' : 'on' });
const SECRET = `${VAR}/etc/secrets/s3`;
const object = (path) => `${t.id}/${path}`;

// Runs a program to its end while the store of this process answers.
function run(program, args, environment = env()) {
    return new Promise((done) => {
        const p = spawn(`${BIN}/${program}`, ['--config', CONF, ...args], { env: environment });
        let out = '';
        for (const s of [p.stdout, p.stderr]) s.setEncoding('utf8').on('data', (d) => (out += d));
        p.on('close', (status) => done({ status, out }));
    });
}
const purge = (...args) => run('parley', ['purge', ...args]);

const file = (path) => `${VAR}/recordings/${t.id}/${path}`;
function put(path) {
    mkdirSync(dirname(file(path)), { recursive: true });
    writeFileSync(file(path), 'sound');
}

// What hangs on an interaction, in every table that has such rows.
const hanging = (id) => {
    const key = { tenant_id: t.id, interaction_id: id };
    return {
        messages: [{ ...key, message_no: 1, role: 'client', body: 'a' }],
        function_calls: [{ ...key, call_no: 1, name: 'f' }], voice_ai_details: [key], web_details: [key], vendor_details: [{ ...key, source: 'x' }], analyses: [key],
        tags: [{ ...key, tag: 'x', source: 'ai' }], review_flags: [{ ...key, flag_no: 1, flag: 'f', source: 'ai', set_at: datetime(0) }],
        recordings: [], coaching_notes: [{ ...key, note_no: 1, author: 'a', written_at: datetime(0), body: 'b' }],
        interaction_notes: [{ ...key, note_no: 1, author: 'a', written_at: datetime(0), body: 'b' }], legs: [{ ...key, leg_no: 1 }],
    };
};

function plant(id, { recordings = [], media = [], messages = 0, due = -2 * HOUR } = {}) {
    const key = { tenant_id: t.id, interaction_id: id }, rows = hanging(id);
    rows.recordings = recordings.map(([store, path], i) => ({ ...key, recording_no: i + 1, store, path }));
    rows.messages.push(...[...Array(messages)].map((_, i) => ({ ...key, message_no: 10 + i, role: 'ai', body: `m ${i}` })));
    let text = inserts('deleted_interactions', [{ tenant_id: t.id, id, created_at: datetime(Date.now() - 50 * HOUR), closed_at: datetime(Date.now()), channel: 'voice', status: 'closed',
        queue_id: t.queues[0].id, deleted_at: datetime(Date.now() - HOUR), deleted_by: 'x', purge_at: datetime(Date.now() + due) }]);
    for (const [table, list] of Object.entries(rows)) if (list.length) text += inserts(table, list);
    text += media.map(([store, path], i) => inserts('messages', [{ ...key, message_no: 5000 + i, role: 'client', body: '', media_type: 'image/png', media_path: path, media_store: store }])).join('');
    sql(text, 'pbxlogs');
    for (const [where, path] of [...recordings, ...media]) if (where === 's3') store.objects.set(object(path), Buffer.from('sound')); else put(path);
}

const left = (id) => Object.keys(hanging(id)).filter((table) => sql(`SELECT 1 FROM ${table} WHERE tenant_id = ${t.id} AND interaction_id = ${id} LIMIT 1`, 'pbxlogs').length);
const waits = (id) => sql(`SELECT 1 FROM deleted_interactions WHERE tenant_id = ${t.id} AND id = ${id}`, 'pbxlogs').length === 1;
const purged = (id) => sql(`SELECT actor, user_id, subject FROM audit WHERE tenant_id = ${t.id} AND action = 'interaction.purged' AND subject = 'interaction ${id}'`);
const gone = (id) => {
    assert.ok(!waits(id), `${id} waits`);
    assert.deepEqual(left(id), [], `what is left of ${id}`);
    assert.deepEqual(purged(id), [['Parley', null, `interaction ${id}`]]);
};

test.before(async () => {
    t = makeWorldTenant(random, `purge-${process.pid}-${Date.now() % 1000000}`, 'UTC', { closed: 3, active: 2 });
    writeTenant(t);
    sv('stop', 'worker');
    store = await startStore();
    writeFileSync(SECRET, store.secret, { mode: 0o600 });
});

test.after(async () => {
    rmSync(`${VAR}/recordings/${t.id}`, { recursive: true, force: true });
    rmSync(SECRET, { force: true });
    sql(`DELETE FROM deleted_interactions WHERE tenant_id = ${t.id}`, 'pbxlogs');
    sv('start', 'worker');
    await store.close();
});

test('every table that hangs on an interaction is thought of', () => {
    const tables = sql(`SELECT table_name FROM information_schema.columns WHERE table_schema = 'pbxlogs' AND column_name = 'interaction_id'`, 'pbxlogs').map(([x]) => x);
    assert.deepEqual(tables.filter((x) => x !== 'strategy_steps').sort(), Object.keys(hanging(1)).sort());
});

test('what was said is found no more, and out of the index', async () => {
    plant(9000, { messages: 30 });
    const index = () => sql(`SELECT (SELECT COUNT(*) FROM search_words WHERE tenant_id = ${t.id} AND interaction_id = 9000), (SELECT COUNT(*) FROM search_texts WHERE tenant_id = ${t.id} AND interaction_id = 9000)`)[0].map(Number);
    const columns = sql(`SELECT GROUP_CONCAT(column_name) FROM information_schema.columns WHERE table_schema = 'pbxlogs' AND table_name = 'closed_interactions' AND is_generated = 'NEVER'`, 'pbxlogs')[0][0];
    const move = (from, to, more = '', values = '') => sql(`INSERT INTO ${to} (${columns}${more}) SELECT ${columns}${values} FROM ${from} WHERE tenant_id = ${t.id} AND id = 9000; DELETE FROM ${from} WHERE tenant_id = ${t.id} AND id = 9000`, 'pbxlogs');
    move('deleted_interactions', 'closed_interactions');
    assert.equal((await run('parley', ['index', '--tenant', t.slug])).status, 0);
    assert.ok(index().every((n) => n > 0), 'it is in the index');
    move('closed_interactions', 'deleted_interactions', ', deleted_at, deleted_by, purge_at', `, UTC_TIMESTAMP(3), 'x', UTC_TIMESTAMP(3) - INTERVAL 2 HOUR`);
    assert.equal((await purge()).status, 0);
    gone(9000);
    assert.deepEqual(index(), [0, 0]);
});

test('files, rows, references: all of it goes, and nothing else', async () => {
    plant(9001, { recordings: [['disk', '2026/a.wav'], ['s3', 'b c/d+e.wav']], media: [[null, 'media/p.png'], ['s3', 'q.png']], messages: 1200 });
    plant(9002, { recordings: [['disk', 'stays.wav']], due: HOUR });
    plant(9003, { recordings: [['disk', 'not there.wav'], ['disk', 'no/folder.wav']] });
    rmSync(file('not there.wav')), rmSync(file('no'), { recursive: true });
    sql(`UPDATE closed_interactions SET parent_id = 9001 WHERE tenant_id = ${t.id} LIMIT 1;
        UPDATE active_interactions SET parent_id = 9001 WHERE tenant_id = ${t.id} LIMIT 1; UPDATE deleted_interactions SET parent_id = 9001 WHERE tenant_id = ${t.id} AND id = 9002;` +
        inserts('strategy_steps', [{ tenant_id: t.id, account_id: t.accounts[0].id, step_no: 1, kind: 'call', status: 'done', interaction_id: 9001 }]), 'pbxlogs');
    const dry = await purge('--dry-run');
    assert.equal(dry.status, 0, dry.out);
    assert.match(dry.out, new RegExp(`tenant ${t.id}, interaction 9001: 4 files`));
    assert.ok(waits(9001) && existsSync(file('2026/a.wav')) && !store.requests.length, 'a dry run changes nothing');

    const r = await purge();
    assert.equal(r.status, 0, r.out);
    gone(9001);
    gone(9003);
    assert.deepEqual([file('2026/a.wav'), file('media/p.png')].filter(existsSync), []);
    assert.deepEqual(store.requests.map((x) => `${x.method} ${x.url.split('?')[0]}`).sort(), [`DELETE /recordings/${t.id}/b%20c/d%2Be.wav`, `DELETE /recordings/${t.id}/q.png`]);
    assert.equal(store.objects.size, 0);
    for (const table of ['closed_interactions', 'active_interactions', 'deleted_interactions'])
        assert.deepEqual(sql(`SELECT parent_id FROM ${table} WHERE tenant_id = ${t.id} AND parent_id IS NOT NULL`, 'pbxlogs'), [], table);
    assert.deepEqual(sql(`SELECT status, interaction_id FROM strategy_steps WHERE tenant_id = ${t.id}`, 'pbxlogs'), [['done', null]]);
    assert.ok(waits(9002) && existsSync(file('stays.wav')), 'its time is not over');
    assert.equal(left(9002).length, Object.keys(hanging(9002)).length);
    assert.equal((await run('parley', ['audit', 'verify', '--tenant', t.slug])).status, 0);
});

test('what is under legal hold stays, and goes once it is released', async () => {
    plant(9010, { recordings: [['disk', 'held.wav']] });
    sql(`INSERT INTO legal_holds VALUES (${t.id}, 9010, 'court', 'x', UTC_TIMESTAMP(3))`);
    assert.equal((await purge()).status, 0);
    assert.ok(waits(9010) && existsSync(file('held.wav')) && left(9010).includes('messages'));
    sql(`DELETE FROM legal_holds WHERE tenant_id = ${t.id}`);
    await purge();
    gone(9010);
});

test('a file that cannot be removed keeps its interaction, says so, and is tried again', async () => {
    plant(9020, { recordings: [['s3', 'x.wav']] });
    plant(9021, { recordings: [['disk', '../9020.wav']] });
    plant(9022, { recordings: [['disk', 'link/y.wav']] });
    plant(9023, { recordings: [['disk', 'fine.wav']] });
    rmSync(file('link'), { recursive: true });
    mkdirSync(file('elsewhere'));
    writeFileSync(file('elsewhere/y.wav'), 'not ours');
    symlinkSync('elsewhere', file('link'));
    writeFileSync(`${VAR}/recordings/9020.wav`, 'not ours');
    store.broken = 503;
    const r = await purge();
    assert.equal(r.status, 1);
    assert.match(r.out, /interaction 9020: STAYS: .*the store answers 503/);
    assert.match(r.out, /interaction 9021: STAYS: cannot remove the file/);
    assert.match(r.out, /interaction 9022: STAYS: cannot remove the file/);
    assert.match(r.out, /1 purged, 3 could not be/);
    for (const word of ['Amz', store.secret]) assert.ok(!r.out.includes(word), word);
    gone(9023);
    for (const id of [9020, 9021, 9022]) assert.ok(waits(id) && left(id).includes('recordings') && left(id).includes('messages') && !purged(id).length, `${id}`);
    assert.ok(existsSync(`${VAR}/recordings/9020.wav`) && existsSync(file('elsewhere/y.wav')), 'nothing beyond the folder, nothing behind a link');
    const doctor = await run('parley', ['doctor']);
    assert.match(doctor.out, /3 deleted interactions should be purged by now/);
    store.broken = 404; /* it is gone already */
    rmSync(`${VAR}/recordings/9020.wav`);
    sql(`DELETE FROM recordings WHERE tenant_id = ${t.id} AND interaction_id IN (9021, 9022)`, 'pbxlogs');
    assert.equal((await purge()).status, 0);
    [9020, 9021, 9022].forEach(gone);
    store.broken = null;
});

test('from a store over https, by the bucket\'s own name, whoever vouches for it', async () => {
    const tls = certificate('recordings.localhost'), other = await startStore({ tls, virtual: true }), trusting = (ca) => ({ ...env(other), PARLEY_CA_FILE: ca });
    writeFileSync(SECRET, other.secret);
    plant(9025, { recordings: [['s3', 'own name.wav']] });
    other.objects.set(object('own name.wav'), Buffer.from('sound'));
    const r = await run('parley', ['purge'], trusting(certificate().ca));
    assert.match(r.out, /interaction 9025: STAYS: .*certificate/i);
    assert.ok(waits(9025) && other.objects.size === 1 && !other.requests.length);
    assert.equal((await run('parley', ['purge'], trusting(tls.ca))).status, 0);
    gone(9025);
    assert.equal(other.objects.size, 0);
    assert.deepEqual(other.requests.map((x) => [x.method, x.headers.host, x.name]), [['DELETE', `recordings.localhost:${other.port}`, 'recordings.localhost']]);
    await other.close();
    writeFileSync(SECRET, store.secret);
});

test('a folder that is not mounted is not a file that is gone', async () => {
    plant(9030, { recordings: [['disk', 'away.wav']] });
    spawnSync('mv', [`${VAR}/recordings/${t.id}`, `${VAR}/recordings/away`]);
    const r = await purge();
    assert.match(r.out, /9030: STAYS: cannot open the folder/);
    assert.ok(waits(9030));
    spawnSync('mv', [`${VAR}/recordings/away`, `${VAR}/recordings/${t.id}`]);
    await purge();
    gone(9030);
    assert.ok(!existsSync(file('away.wav')));
});

test('a file that another interaction has, too, goes with the last of them', async () => {
    plant(9040, { recordings: [['disk', 'both.wav'], ['disk', 'Own.wav']] });
    plant(9041, { recordings: [['disk', 'both.wav'], ['disk', 'own.wav']], due: HOUR });
    await purge();
    gone(9040);
    assert.deepEqual(readdirSync(`${VAR}/recordings/${t.id}`).filter((f) => /both|own/i.test(f)).sort(), ['both.wav', 'own.wav']);
    sql(`UPDATE deleted_interactions SET purge_at = '2026-01-01' WHERE tenant_id = ${t.id} AND id = 9041`, 'pbxlogs');
    await purge();
    gone(9041);
    assert.deepEqual(readdirSync(`${VAR}/recordings/${t.id}`).filter((f) => /both|own/i.test(f)), []);
});

test('killed on the way, it goes on; two at once do not disturb each other', async () => {
    for (let id = 9050; id < 9060; id++) plant(id, { recordings: [['disk', `k${id}.wav`], ['s3', `k${id}.wav`]], messages: 600 });
    let hung = 0;
    store.hold = () => new Promise((done) => (++hung > 3 ? null : done()));
    const worker = spawn(`${BIN}/worker`, ['--config', CONF], { env: env(), stdio: 'ignore' });
    for (let i = 0; i < 200 && hung <= 3; i++) await sleep(30);
    assert.ok(hung > 3, 'it hangs at the fourth');
    worker.kill('SIGKILL');
    await new Promise((done) => worker.once('close', done));
    const open = [...Array(10)].map((_, i) => 9050 + i).filter(waits);
    assert.equal(open.length, 7);
    for (const id of open) assert.deepEqual([left(id).includes('messages'), purged(id).length], [true, 0], 'files first, rows after');
    assert.deepEqual(sql(`SELECT ended_at FROM worker_tasks WHERE task = 'purge'`), [[null]], 'it says that it did not come to an end');
    store.hold = () => null;
    const both = [1, 2].map(() => spawn(`${BIN}/worker`, ['--config', CONF], { env: env(), stdio: 'ignore' }));
    for (let i = 0; i < 300 && open.some(waits); i++) await sleep(30);
    await sleep(200);
    for (const p of both) p.kill('SIGTERM');
    assert.deepEqual(await Promise.all(both.map((p) => new Promise((done) => (p.exitCode === null ? p.once('exit', done) : done(p.exitCode))))), [0, 0], 'told to, they end');
    for (let id = 9050; id < 9060; id++) {
        gone(id);
        assert.ok(!existsSync(file(`k${id}.wav`)));
    }
});

test('the command line says what it wants', async () => {
    assert.equal((await purge('--force')).status, 2);
    assert.match((await purge('--help')).out, /parley purge \[--dry-run\]/);
    assert.equal((await run('worker', ['x'])).status, 2);
});
