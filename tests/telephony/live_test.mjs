// Calls as they happen: a PBX is played, with its manager and its queue_log, and the desk is watched.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { ROLE_ADMIN, makeUser, signedIn } from '../lib/http.mjs';
import { VAR } from '../lib/stack.mjs';
import { active, closed, desk, doctor, found, kill, legs, restart, settled, sleep, sql, until } from './desk.mjs';

let d, pbx, ami, client;
const ANN = 'PJSIP/8001', BOB = 'PJSIP/8002';

test.before(async () => {
    d = await desk('live', { monitor_dir: `${VAR}/tmp/monitor-${process.pid}` });
    ({ pbx, ami } = d);
    d.monitor = `${VAR}/tmp/monitor-${process.pid}`;
    mkdirSync(`${d.monitor}/2026/11`, { recursive: true });
    for (const queue of ['support', 'billing']) {
        pbx.member(queue, ANN, 'Ann Archer');
        pbx.member(queue, BOB, 'Bob Baker');
    }
    makeUser({ tenant: d.tenant, email: `${d.slug}@test.invalid`, role: ROLE_ADMIN });
    client = await signedIn(`${d.slug}@test.invalid`);
});

test.after(() => d.end());

let numbers = 4930100000;
const dial = (more = {}) => pbx.call({ number: `+${++numbers}`, exten: '4930555000', ...more });

test('a call is in the list within two seconds, and closes with its legs', async () => {
    const call = dial().enter('support'), began = Date.now();
    await until('it is in the list', async () => (await client.get('/')).body.includes(String(numbers)), 5000);
    assert.ok(Date.now() - began < 2000, `after ${Date.now() - began} ms`);
    let row = await active(d, call);
    assert.deepEqual([row.status, row.queue, row.direction, row.number], ['active', 'support', 'inbound', `+${numbers}`]);
    call.ring(ANN);
    await sleep(1100);
    call.ringNoAnswer(ANN).ring(BOB);
    await sleep(300);
    call.connect(BOB);
    await settled(d, call, (r) => r.agent === 'Bob Baker' && r.table === 'active');
    call.hold();
    await sleep(1000);
    call.unhold();
    call.complete('caller');
    const over = Date.now();
    row = await closed(d, call, 5000);
    assert.ok(Date.now() - over < 2000);
    row = await settled(d, call, (r, l) => r.outcome && l.length === 2 && l[1][5]);
    assert.deepEqual(legs(d, row), [['support', 'Ann Archer', 'ring_no_answer', false, false, true], ['support', 'Bob Baker', 'completed_client', true, true, true]]);
    assert.deepEqual([row.outcome, row.ended_by, row.agent], ['complete', 'client', 'Bob Baker']);
    assert.ok(row.wait >= 1 && row.wait <= 3 && row.duration >= 1 && row.duration <= 3, JSON.stringify(row));
});

test('two rings in vain, an answer, a transfer to a second queue, an abandon there: one interaction', async () => {
    const call = dial().enter('support');
    call.ring(ANN).ringNoAnswer(ANN).ring(BOB).ringNoAnswer(BOB).ring(ANN).connect(ANN);
    await active(d, call);
    call.blind('billing').enter('billing');
    await settled(d, call, (r) => r.table === 'active' && r.queue === 'billing');
    call.abandon();
    const row = await settled(d, call, (r, l) => r.table === 'closed' && l.length === 4);
    assert.deepEqual(legs(d, row).map((l) => l.slice(0, 3)), [['support', 'Ann Archer', 'ring_no_answer'], ['support', 'Bob Baker', 'ring_no_answer'],
        ['support', 'Ann Archer', 'transferred'], ['billing', null, 'abandoned']]);
    assert.deepEqual([row.outcome, row.queue, row.ended_by], ['abandoned', 'billing', 'client']);
});

test('queue_log late: the manager closes it, and what the log says later mends it', async () => {
    pbx.line = false;
    const call = dial().enter('support').ring(ANN).connect(ANN);
    await active(d, call);
    call.complete('agent');
    const row = await closed(d, call, 4000);
    pbx.flush();
    await sleep(1500);
    assert.equal(found(d, call).id, row.id);
    assert.deepEqual(legs(d, row).map((l) => l.slice(0, 3)), [['support', 'Ann Archer', 'completed_agent']]);
    assert.equal(found(d, call).ended_by, 'agent');
});

test('the manager away: queue_log alone begins and closes calls, and nothing is doubled when it is back', async () => {
    await ami.cut();
    const call = dial().enter('support'), other = dial().enter('billing');
    await active(d, call, 4000);
    call.ring(BOB).connect(BOB).complete('caller');
    await closed(d, call, 4000);
    await ami.again();
    await until('it signed in again', () => ami.sessions.size);
    other.ring(ANN).connect(ANN);
    await settled(d, other, (r) => r.table === 'active' && r.agent === 'Ann Archer');
    other.complete('caller');
    const row = await settled(d, other, (r, l) => r.table === 'closed' && l[0]?.[2] === 'completed_client');
    assert.equal(legs(d, row).length, 1);
    assert.equal(found(d, call).table, 'closed');
});

test('what ended while nobody listened is closed, and its end comes from queue_log when that comes', async () => {
    const call = dial().enter('support');
    await active(d, call);
    pbx.line = false;
    await ami.cut();
    call.abandon();
    await ami.again();
    const row = await closed(d, call);
    assert.deepEqual([row.outcome, row.ended_by], ['incomplete', 'system']);
    pbx.flush();
    await settled(d, call, (r) => r.outcome === 'abandoned' && r.ended_by === 'client' && r.id === row.id);
});

test('a session that ended is renewed, and what was missed is listed', async () => {
    const before = ami.asked.filter((a) => a === 'login').length, gone = dial().enter('support'), stays = dial().enter('support');
    await active(d, gone);
    await active(d, stays);
    ami.expire();
    gone.abandon();
    await closed(d, gone);
    await until('it signed in again', () => ami.asked.filter((a) => a === 'login').length > before);
    stays.ring(ANN).connect(ANN).complete('agent');
    await settled(d, stays, (r) => r.table === 'closed' && r.ended_by === 'agent');
});

test('the worker killed in the middle of calls', async () => {
    const calls = [...Array(12)].map(() => dial().enter('support'));
    await active(d, calls[11]);
    for (const [i, c] of calls.entries()) {
        if (i % 4 === 1) await kill();
        if (i % 3 === 0) c.abandon();
        else c.ring(ANN).connect(ANN);
    }
    await kill();
    for (const [i, c] of calls.entries()) if (i % 3 === 1) c.complete('caller');
    for (const [i, c] of calls.entries()) if (i % 3 !== 2) await settled(d, c, (r) => r.table === 'closed' && r.outcome === (i % 3 ? 'complete' : 'abandoned'));
    for (const [i, c] of calls.entries()) if (i % 3 === 2) {
        await settled(d, c, (r) => r.table === 'active' && r.agent === 'Ann Archer');
        c.complete('agent');
        const row = await settled(d, c, (r) => r.table === 'closed' && r.ended_by === 'agent');
        assert.equal(legs(d, row).length, 1);
    }
});

test('queue_log renamed, emptied and half written in the middle of calls', async () => {
    const [a, b, c] = [dial(), dial(), dial()].map((x) => x.enter('support'));
    await active(d, c);
    a.ring(ANN).connect(ANN);
    pbx.rotate();
    a.complete('caller');
    await settled(d, a, (r) => r.outcome === 'complete' && r.ended_by === 'client');
    b.abandon();
    pbx.copytruncate(`${pbx.queue_log}.2`);
    await settled(d, b, (r) => r.outcome === 'abandoned');
    pbx.line = false;
    c.ring(BOB).connect(BOB).complete('agent');
    const late = pbx.late, cut = late.indexOf('CONNECT') + 3;
    pbx.late = late.slice(0, cut);
    pbx.flush();
    await sleep(700);
    pbx.late = late.slice(cut);
    pbx.flush();
    const row = await settled(d, c, (r, l) => r.table === 'closed' && l.length === 1 && l[0][2] === 'completed_agent');
    assert.equal(row.agent, 'Bob Baker');
});

test('recordings are linked by unique id or by what the manager says, and only from their folder', async () => {
    const wav = (seconds) => {
        const b = Buffer.alloc(44 + seconds * 16000);
        b.write('RIFF', 0), b.writeUInt32LE(b.length - 8, 4), b.write('WAVEfmt ', 8), b.writeUInt32LE(16, 16), b.writeUInt16LE(1, 20), b.writeUInt16LE(1, 22);
        b.writeUInt32LE(8000, 24), b.writeUInt32LE(16000, 28), b.writeUInt16LE(2, 32), b.writeUInt16LE(16, 34), b.write('data', 36), b.writeUInt32LE(b.length - 44, 40);
        return b;
    };
    const [one, two, three] = [dial(), dial(), dial()].map((x) => x.enter('support').ring(ANN).connect(ANN));
    const old = new Date(Date.now() - 4000), put = (name, bytes) => (writeFileSync(`${d.monitor}/${name}`, bytes), utimesSync(`${d.monitor}/${name}`, old, old));
    two.record(`/var/spool/asterisk/monitor/call-of-ann-${process.pid}.wav`);
    await active(d, three);
    put(`2026/11/in-${one.ref}.wav`, wav(2));
    put(`call-of-ann-${process.pid}.wav`, wav(1));
    symlinkSync('/etc/passwd', `${d.monitor}/${three.ref}.wav`);
    for (const c of [one, two, three]) c.complete('caller');
    const rows = await Promise.all([one, two].map((c) => settled(d, c, (r) => r.table === 'closed' && r.recorded === '1')));
    const recordings = (r) => sql(`SELECT store, path, media_type, size_bytes, duration_ms, voices FROM recordings WHERE tenant_id = ${d.tenant} AND interaction_id = ${r.id}`, 'pbxlogs');
    const [[store, path, type, size, ms, voices], ...none] = recordings(rows[0]);
    assert.deepEqual([store, type, size, ms, voices, none.length], ['disk', 'audio/wav', '32044', '2000', '1', 0]);
    assert.equal(statSync(`${VAR}/recordings/${d.tenant}/${path}`).size, 32044);
    put(`2026/11/in-${one.ref}-second.wav`, wav(1));
    await until('the second one, too', () => recordings(rows[0]).length === 2);
    await restart('worker');
    await sleep(5000);
    assert.equal(recordings(rows[0]).length, 2, 'nothing is linked again');
    assert.equal(recordings(found(d, three)).length, 0);
});

test('agents: breaks, the telephone, and nobody whose name is not known', async () => {
    const states = () => sql(`SELECT s.state, s.reason FROM agent_state_log s JOIN agents a ON a.tenant_id = s.tenant_id AND a.id = s.agent_id
        WHERE s.tenant_id = ${d.tenant} AND a.name = 'Bob Baker' ORDER BY s.since_at`, 'pbxlogs');
    pbx.pause(BOB, true, 'Lunch');
    await until('a break', () => states().at(-1)?.join() === 'break,Lunch');
    pbx.pause(BOB, false);
    await until('back', () => states().at(-1)[0] === 'available');
    pbx.member('support', 'PJSIP/9999', 'Nobody Known');
    pbx.pause('PJSIP/9999', true, 'Lunch');
    await sleep(700);
    assert.equal(sql(`SELECT COUNT(*) FROM agents WHERE tenant_id = ${d.tenant} AND name = 'Nobody Known'`, 'pbxlogs')[0][0], '0');
});

test('internal calls are nobody\'s business; a marked one is', async () => {
    const internal = pbx.call({ number: '8001', exten: '8002' }), marked = pbx.call({ number: '+4930777', exten: '4930555001', variables: { CC_INTERACTION_ID: '77' } });
    const row = await active(d, marked);
    assert.deepEqual([row.queue, row.number], [null, '+4930777']);
    internal.hangup();
    marked.hangup();
    await closed(d, marked);
    assert.equal(found(d, internal), null);
});

test('a burst: what the log counts is what is there', async () => {
    const calls = [...Array(60)].map(() => dial().enter('support'));
    for (const [i, c] of calls.entries()) i % 3 ? c.ring(ANN).connect(ANN).complete('agent') : c.abandon();
    for (const [i, c] of calls.entries()) await settled(d, c, (r) => r.table === 'closed' && r.outcome === (i % 3 ? 'complete' : 'abandoned'));
});

test('doctor says how the links are', async () => {
    await until('it says so', () => /manager of Asterisk: connected since/.test(doctor()) && /queue_log: read up to/.test(doctor()), 8000);
    const secret = ami.secret;
    ami.secret = 'changed';
    ami.expire();
    await until('it cannot sign in', () => /cannot sign in as parley: Authentication failed/.test(doctor()), 12000);
    ami.secret = secret;
    await until('it can again', () => /connected since/.test(doctor()), 12000);
});

test('Asterisk was asked nothing that it would not take, and nothing is doubled', () => {
    assert.deepEqual(ami.complaints, []);
    const doubled = sql(`SELECT vendor_ref, COUNT(*) FROM (SELECT vendor_ref FROM active_interactions WHERE tenant_id = ${d.tenant}
        UNION ALL SELECT vendor_ref FROM closed_interactions WHERE tenant_id = ${d.tenant}) x GROUP BY vendor_ref HAVING COUNT(*) > 1`, 'pbxlogs');
    assert.deepEqual(doubled, []);
    assert.equal(sql(`SELECT COUNT(*) FROM active_interactions WHERE tenant_id = ${d.tenant}`, 'pbxlogs')[0][0], '0');
});
