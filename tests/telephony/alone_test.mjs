// One source alone: a manager without queue_log, and queue_log without a manager.
import test from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { active, closed, desk, doctor, legs, settled, sleep, sql, until } from './desk.mjs';

const ANN = 'PJSIP/8001';
const dial = (d, more = {}) => d.pbx.call({ number: '+4930200300', exten: '4930555000', ...more });

test('the manager alone', async () => {
    const d = await desk('manager', { asterisk_queue_log: null });
    try {
        d.pbx.member('support', ANN, 'Ann Archer');
        const call = dial(d).enter('support').ring(ANN).ringNoAnswer(ANN).ring(ANN);
        await active(d, call);
        await sleep(900);
        call.connect(ANN);
        await sleep(600);
        call.hold();
        await sleep(1100);
        call.unhold();
        await sleep(600);
        call.complete('agent');
        const row = await settled(d, call, (r, l) => r.table === 'closed' && l.length === 2);
        assert.deepEqual(legs(d, row).map((l) => l.slice(0, 3)), [['support', 'Ann Archer', 'ring_no_answer'], ['support', 'Ann Archer', 'completed_agent']]);
        assert.deepEqual([row.outcome, row.ended_by, row.hold], ['complete', 'agent', 1]);
        assert.ok(row.duration >= 2 && row.wait >= 1, JSON.stringify(row));

        const moved = dial(d).enter('support').ring(ANN).connect(ANN).blind('billing').enter('billing').abandon();
        const last = await closed(d, moved);
        assert.deepEqual(legs(d, last).map((l) => l.slice(0, 3)), [['support', 'Ann Archer', 'transferred'], ['billing', null, 'abandoned']]);
        assert.equal(last.outcome, 'abandoned');

        // found by the lists: waiting, and talking
        await d.ami.cut();
        const waits = dial(d).enter('support'), talks = dial(d).enter('support').ring(ANN).connect(ANN);
        await d.ami.again();
        await active(d, waits);
        assert.equal((await active(d, talks)).agent, 'Ann Archer');
        waits.abandon();
        talks.complete('caller');
        assert.equal((await closed(d, waits)).outcome, 'abandoned');
        assert.equal((await closed(d, talks)).outcome, 'complete');
        assert.deepEqual(d.ami.complaints, []);
    } finally {
        await d.end();
    }
});

test('queue_log alone: also when it comes late, and pauses of agents that are known', async () => {
    const d = await desk('log', { ami_url: null, ami_user: null });
    try {
        d.pbx.member('support', ANN, 'Ann Archer');
        const call = dial(d).enter('support').ring(ANN).connect(ANN);
        const row = await active(d, call);
        assert.deepEqual([row.agent, row.number], ['Ann Archer', '+4930200300']);
        d.pbx.pause(ANN, true, 'Lunch');
        await until('a break', () => sql(`SELECT state, reason FROM agent_state_log WHERE tenant_id = ${d.tenant} ORDER BY since_at DESC LIMIT 1`, 'pbxlogs')[0]?.join() === 'break,Lunch');
        rmSync(d.pbx.queue_log);
        await until('doctor says that it is missing', () => /queue_log: \S+: No such file/.test(doctor()));
        d.pbx.log('NONE', 'NONE', 'NONE', 'QUEUESTART', '');
        await until('it is read again', () => /queue_log: read up to/.test(doctor()));
        const next = dial(d).enter('support').abandon();
        assert.equal((await closed(d, next)).outcome, 'abandoned');
    } finally {
        await d.end();
    }
});
