// nginx dies, clients dawdle, and everything is stopped.
import './where.mjs';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { PORT, VAR, sleep } from '../lib/stack.mjs';
import { Load, alive, children, descendants, gone, kill, pidOf, stack, sv } from './faults.mjs';

before(() => stack('up'));
after(() => stack('down'));

test('nginx killed is back at once, with nothing of the old one left', async (t) => {
    const load = await Load.start();
    const began = load.now, master = pidOf('nginx'), old = alive(master, ...children(master));
    kill(master);
    await sleep(4000);
    await load.stop();
    t.diagnostic(`${load.tally(began)}, failing for ${load.recovered(began)} ms`);
    assert.ok(load.recovered(began) <= 2000, `failing for ${load.recovered(began)} ms`);
    await gone(old);
});

test('a worker of nginx killed takes only its connections along', async (t) => {
    const load = await Load.start();
    const began = load.now;
    kill(children(pidOf('nginx'))[0]);
    await sleep(2000);
    await load.stop();
    t.diagnostic(load.tally(began));
    assert.ok(load.failed(began).length <= 8);
    assert.ok(load.recovered(began) <= 500);
});

test('nginx restarted', async (t) => {
    const load = await Load.start();
    const began = load.now;
    assert.equal(sv('restart', 'nginx').status, 0);
    await sleep(3000);
    await load.stop();
    t.diagnostic(`${load.tally(began)}, failing for ${load.recovered(began)} ms`);
    assert.ok(load.recovered(began) <= 2500);
});

// Reads (or writes) a byte a second.
function dawdler(text, { slowWrite = false } = {}) {
    const s = net.connect({ port: PORT, host: '127.0.0.1' });
    s.on('error', () => {});
    let timer, read = 0;
    s.on('connect', () => {
        s.pause();
        if (!slowWrite) s.write(text);
        let i = 0;
        timer = setInterval(() => {
            if (slowWrite) s.write(text[i++ % text.length]);
            else read += s.read(1)?.length ?? 0;
        }, 1000);
    });
    return { read: () => read, end: () => (clearInterval(timer), s.destroy()) };
}

test('clients that read or write a byte a second hold nobody up', async (t) => {
    const load = await Load.start({ clients: 4 });
    const quiet = load.now;
    await sleep(2500);
    const began = load.now;
    const request = `GET /?size=100&period=all HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: parley=${load.cookie}\r\n\r\n`;
    // Several requests on each connection, so that the answers outgrow what the kernel takes.
    const slow = [...Array.from({ length: 40 }, () => dawdler(request.repeat(20))),
        ...Array.from({ length: 40 }, () => dawdler(request, { slowWrite: true })),
        ...Array.from({ length: 20 }, () => dawdler('POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\nemail='))];
    await sleep(1500);
    const from = load.now;
    await sleep(5000);
    const middle = (list) => Math.round(list.map((r) => r.ms).sort((a, b) => a - b)[Math.floor(list.length / 2)]);
    const before = load.answers(quiet, began), during = load.answers(from);
    for (const s of slow) s.end();
    await load.stop();
    t.diagnostic(`${before.length} answers, half within ${middle(before)} ms; among dawdlers ${during.length}, half within ${middle(during)} ms`);
    assert.equal(load.failed(began).length, 0);
    assert.ok(during.length > before.length / 2, 'as many answers as before');
    assert.ok(middle(during) < Math.max(3 * middle(before), 100));
});

test('stopped, nothing is left; started, all is as it was', async () => {
    const load = await Load.start({ clients: 0 });
    const supervisor = Number(readFileSync(`${VAR}/run/runsvdir.pid`, 'utf8')), family = descendants(supervisor);
    assert.ok(family.length > 10);
    assert.deepEqual(family.filter((p) => p.state === 'Z'), []);
    stack('down');
    await gone(family);
    stack('up');
    await load.stop();
});

test('stopped after its supervisor was killed, nothing is left either', async () => {
    const load = await Load.start({ clients: 0 });
    const supervisor = Number(readFileSync(`${VAR}/run/runsvdir.pid`, 'utf8')), family = descendants(supervisor);
    kill(supervisor);
    await sleep(300);
    stack('down');
    await gone(family);
    stack('up');
    await load.stop();
});
