// The database dies, stands still, or is stopped for a while.
import './where.mjs';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, PASSWORD, signedIn } from '../lib/http.mjs';
import { sleep, sql } from '../lib/stack.mjs';
import { Load, databaseBack, kill, pidOf, stack, sv } from './faults.mjs';

before(() => stack('up'));
after(() => stack('down'));

const slowest = (list) => Math.round(Math.max(0, ...list.map((r) => r.ms)));

for (const round of [1, 2]) {
    test(`killed, it is missed for moments only (${round})`, async (t) => {
        const load = await Load.start();
        const began = load.now;
        kill(pidOf('mariadb'));
        const back = await databaseBack(load);
        await sleep(6000);
        await load.stop();
        t.diagnostic(`away for ${Math.round(back - began)} ms: ${load.tally(began)}; slowest refusal ${slowest(load.failed(began))} ms, ` +
            `last one ${load.recovered(began) - Math.round(back - began)} ms after its return`);
        assert.ok(slowest(load.failed(began, back)) <= 2000, 'refused within two seconds');
        assert.deepEqual(load.failed(began).filter((r) => r.status !== 503).map((r) => r.status || r.error), []);
        assert.equal(load.failed(back + 5000).length, 0, 'normal within five seconds');
        assert.ok(load.answers(back + 5000).length > 20);
    });
}

test('what was acknowledged before it was killed is there afterwards', async () => {
    const load = await Load.start({ clients: 2 });
    const made = await Promise.all([1, 2, 3, 4, 5].map(() => signedIn(load.desk.user)));
    kill(pidOf('mariadb'));
    await databaseBack(load);
    await sleep(1500);
    for (const c of made) assert.equal((await c.get('/')).status, 200);
    assert.equal(Number(sql(`SELECT COUNT(*) FROM sessions WHERE tenant_id = ${load.desk.id}`)[0][0]), 6);
    await load.stop();
});

test('signing in while it is away is put off, not refused, and works again by itself', async () => {
    const load = await Load.start({ clients: 0 });
    const c = new Client();
    const form = await c.signinForm();
    sv('stop', 'mariadb');
    const away = await c.post('/login', { csrf: form.csrf, next: '', email: load.desk.user, password: PASSWORD });
    const page = await new Client().get('/login'), health = await c.get('/health/ready'), alive = await c.get('/health/live');
    sv('start', 'mariadb');
    await databaseBack(load);
    assert.equal(away.status, 503);
    assert.ok(Number(away.headers['retry-after']) > 0);
    assert.match(away.body, /database/i);
    assert.ok([200, 503].includes(page.status));
    assert.equal(health.status, 503);
    assert.equal(alive.status, 200);
    await sleep(500);
    assert.equal((await c.post('/login', { csrf: form.csrf, next: '', email: load.desk.user, password: PASSWORD })).status, 303);
    assert.equal((await c.get('/')).status, 200);
    await load.stop();
});

test('standing still for six seconds, it is given up on and taken back', async (t) => {
    const load = await Load.start({ clients: 4 });
    const began = load.now;
    kill(pidOf('mariadb'), 'SIGSTOP');
    try {
        await sleep(6000);
    } finally {
        kill(pidOf('mariadb'), 'SIGCONT');
    }
    const back = load.now;
    await sleep(6000);
    await load.stop();
    t.diagnostic(`${load.tally(began)}; slowest refusal ${slowest(load.failed(began))} ms, last one ${load.recovered(began) - Math.round(back - began)} ms after its return`);
    assert.ok(load.failed(began).length >= 4, 'it was noticed');
    assert.ok(slowest(load.failed(began)) <= 3500, `refused after ${slowest(load.failed(began))} ms`);
    assert.deepEqual(load.failed(began).filter((r) => r.status !== 503).map((r) => r.status || r.error), []);
    assert.equal(load.failed(back + 5000).length, 0, 'normal within five seconds');
});

test('stopped and started again, and its connections cut, nobody has to help', async (t) => {
    const load = await Load.start();
    const began = load.now;
    sv('stop', 'mariadb');
    await sleep(1500);
    sv('start', 'mariadb');
    const back = await databaseBack(load);
    await sleep(3000);
    const cut = load.now;
    for (const [id] of sql("SELECT id FROM information_schema.processlist WHERE user LIKE 'parley%' OR user LIKE '%pages%'"))
        try {
            sql(`KILL ${id}`);
        } catch { /* gone already */ }
    await sleep(1500);
    await load.stop();
    t.diagnostic(`${load.tally(began)}; after its connections were cut: ${load.tally(cut)}`);
    assert.equal(load.failed(back + 2500).length, 0, 'connections that are gone cost nobody anything');
});
