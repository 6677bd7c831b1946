// Processes of `pages` that die, are told to go, or are all busy.
import './where.mjs';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { mariadbArgs, sleep } from '../lib/stack.mjs';
import { Load, alive, children, gone, kill, pidOf, processes, stack, sv } from './faults.mjs';

before(() => stack('up'));
after(() => stack('down'));

const workers = () => children(pidOf('pages'));

test('a worker killed costs at most the request it was at', async (t) => {
    const load = await Load.start();
    const began = load.now, KILLS = 12;
    for (let i = 0; i < KILLS; i++) {
        const list = workers();
        kill(list[i % list.length]);
        await sleep(250);
    }
    const killed = load.now;
    await sleep(1500);
    await load.stop();
    t.diagnostic(`${KILLS} kills: ${load.tally(began)}`);
    assert.ok(load.failed(began).length <= KILLS / 4, `failed: ${load.tally(began)}`);
    assert.equal(load.failed(killed + 1000).length, 0, 'normal within a second');
    assert.equal(workers().length, 4);
    assert.deepEqual(processes().filter((p) => p.state === 'Z' && p.parent === pidOf('pages')), []);
});

test('all workers killed at once come back', async (t) => {
    const load = await Load.start();
    const began = load.now, old = workers();
    for (const pid of old) kill(pid);
    await sleep(2500);
    await load.stop();
    t.diagnostic(`${load.tally(began)}, failing for ${load.recovered(began)} ms`);
    assert.ok(load.recovered(began) <= 1000);
    assert.equal(workers().length, 4);
});

test('the master killed is replaced, and its workers leave', async (t) => {
    const load = await Load.start();
    const began = load.now, master = pidOf('pages'), old = alive(master, ...workers());
    kill(master);
    await sleep(4000);
    await load.stop();
    t.diagnostic(`${load.tally(began)}, failing for ${load.recovered(began)} ms`);
    assert.ok(load.recovered(began) <= 2000, `failing for ${load.recovered(began)} ms`);
    assert.notEqual(pidOf('pages'), master);
    await gone(old);
    assert.equal(workers().length, 4);
});

test('told to read its configuration again, it fails nobody', async (t) => {
    const load = await Load.start();
    const began = load.now;
    for (let i = 0; i < 5; i++) {
        const old = new Set(workers());
        kill(pidOf('pages'), 'SIGHUP');
        for (const end = Date.now() + 15000; workers().length < 4 || workers().some((p) => old.has(p)); await sleep(50))
            assert.ok(Date.now() < end, 'the workers are replaced');
    }
    await sleep(300);
    await load.stop();
    t.diagnostic(load.tally(began));
    assert.equal(load.failed(began).length, 0, load.tally(began));
});

// The table of sessions is locked for so long: whoever asks, waits.
function lockSessions(seconds) {
    return new Promise((done) => {
        const c = spawn('mariadb', [...mariadbArgs, '--unbuffered', '--batch', 'parley'], { stdio: ['pipe', 'pipe', 'inherit'] });
        c.stdout.once('data', () => done({ over: new Promise((ended) => c.on('close', ended)) }));
        c.stdin.end(`LOCK TABLES sessions WRITE, users WRITE; SELECT 'locked'; SELECT SLEEP(${seconds}); UNLOCK TABLES;`);
        c.stdin.on('error', () => {});
    });
}

test('told to stop, it finishes what it is at', async (t) => {
    const load = await Load.start({ clients: 0 });
    const master = pidOf('pages'), lock = await lockSessions(1.5);
    const asked = [1, 2, 3, 4].map(() => load.one());
    await sleep(400);
    const old = alive(master, ...workers());
    kill(master, 'SIGTERM');
    const answers = await Promise.all(asked);
    await lock.over;
    t.diagnostic(answers.map((a) => `${a.status || a.error} after ${Math.round(a.ms)} ms`).join(', '));
    for (const a of answers) assert.equal(a.status, 200);
    assert.ok(answers.every((a) => a.ms > 800), 'they were under way when it was told');
    await sleep(1500);
    await gone(old);
    await load.stop();
});

test('restarted under load, it answers or says when to come back', async (t) => {
    const load = await Load.start();
    const began = load.now;
    sv('restart', 'pages');
    await sleep(2500);
    await load.stop();
    t.diagnostic(`${load.tally(began)}, failing for ${load.recovered(began)} ms`);
    assert.ok(load.recovered(began) <= 2000);
    assert.deepEqual(load.failed(began).filter((r) => !r.status).map((r) => r.error), []);
});

test('with all workers busy, who comes waits and is answered', async (t) => {
    const load = await Load.start({ clients: 0 });
    const lock = await lockSessions(1);
    const answers = await Promise.all(Array.from({ length: 40 }, () => load.one()));
    await lock.over;
    t.diagnostic(`slowest ${Math.round(Math.max(...answers.map((a) => a.ms)))} ms`);
    assert.deepEqual(answers.filter((a) => a.status !== 200).map((a) => a.status || a.error), []);
    await load.stop();
});

test('a burst far beyond the capacity is answered to the last', async (t) => {
    const load = await Load.start({ clients: 4 });
    const began = load.now;
    load.agent.maxSockets = 512;
    const answers = await Promise.all(Array.from({ length: 400 }, () => load.one()));
    const n = (status) => answers.filter((a) => a.status === status).length;
    t.diagnostic(`${n(200)} pages, ${n(502) + n(503)} put off, slowest ${Math.round(Math.max(...answers.map((a) => a.ms)))} ms`);
    assert.equal(n(200) + n(502) + n(503), 400);
    assert.ok(n(200) >= 350);
    const over = load.now;
    await sleep(700);
    await load.stop();
    assert.equal(load.failed(over).length, 0);
    assert.deepEqual(load.answers(began).filter((r) => !r.status), []);
});
