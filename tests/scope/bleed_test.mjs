// A worker that has answered others answers the next one as a fresh worker would, byte for byte.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { masked } from '../lib/mask.mjs';
import { Random, seed } from '../lib/random.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { reload, withConfiguration, workerPids } from '../lib/stack.mjs';

const random = new Random(seed('bleed'));
const ZONES = ['Europe/Berlin', 'Asia/Kolkata', 'America/Santiago', 'Pacific/Chatham'];
const PATHS = ['/', '/?period=all&sort=duration&size=100', '/?agent=zzz', '/?queue=5&period=all', '/?agent=a&sort=closed&dir=asc&period=all&end=1',
    '/?nonsense=1', '/nothing', '/?from=2026-03-02&to=2026-03-01', '/?client=c1&period=all&count=exact'];

// More tenants than a worker keeps names of, with the same ids in all of them; the last is nobody.
async function makePeople() {
    const people = [];
    for (let i = 0; i < 10; i++) {
        const t = makeWorldTenant(random, `bleed-${i}-${process.pid}-${Date.now() % 1000000}`, ZONES[i % 4], { closed: 60, active: 2 });
        t.name = `Tenant ${i}`;
        writeTenant(t);
        const supervisor = i % 3 === 1;
        const email = `u@${t.slug}.example`;
        makeUser({ tenant: t.id, email, name: `User ${i}`, role: supervisor ? ROLE_SUPERVISOR : 1, theme: ['auto', 'light', 'dark'][i % 3],
            queues: supervisor ? [t.queues[0].id] : [] });
        people.push({ email, client: await signedIn(email) });
    }
    return [...people, { email: 'nobody', client: new Client() }];
}

test('sequences of users, tenants, zones and themes on one worker', async () => {
    const people = await makePeople();
    await withConfiguration({ workers: 1 }, ['pages'], async () => {
        assert.equal(workerPids('pages').length, 1);
        const fresh = new Map(), ask = async (p, path) => masked(await p.client.get(path));
        for (const p of people) {
            await reload('pages');
            for (const path of PATHS) fresh.set(p.email + path, await ask(p, path));
        }
        const pid = workerPids('pages')[0];
        const [a, b] = people, orders = [people, [a, b, a, b, a], random.shuffle(people), [...people].reverse(), people];
        for (const order of orders)
            for (const p of order)
                for (const path of random.shuffle(PATHS))
                    assert.equal(await ask(p, path), fresh.get(p.email + path), `${p.email} ${path}`);
        assert.equal(workerPids('pages')[0], pid, 'it was one worker all the time');
    }, 'restart');
});
