// The oracle: worlds, users and requests by chance; what the grid must show is worked out here from
// the lists that the world was made of, and compared: rows, cells, count, pager, choices, chips.
//
// SEED repeats a run, COMPARISONS (15,000) is how many pages are compared at least.
import test from 'node:test';
import assert from 'node:assert/strict';
import { signedIn } from '../lib/http.mjs';
import { parseGrid } from '../lib/html.mjs';
import { comparePage } from '../lib/compare.mjs';
import { FIRST, chips, step } from '../lib/model.mjs';
import { PLANS, queryPath, randomQuery } from '../lib/queries.mjs';
import { Random, parallel, seed } from '../lib/random.mjs';
import { makeUsers, makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { logLines, sql, withConfiguration } from '../lib/stack.mjs';
import { dayOf } from '../lib/zones.mjs';

const WANTED = Number(process.env.COMPARISONS || 15000);
const SEED = seed('oracle');
const WIDTH = 4, SHOWN = 5;

async function makeWorld(random, name) {
    const tenants = ['a', 'b'].map((x, i) =>
        makeWorldTenant(random, `oracle-${name}-${x}-${process.pid}-${Date.now() % 1000000}`, ['Europe/Berlin', 'America/Santiago'][i]));
    tenants.forEach(writeTenant);
    const users = tenants.flatMap((t) => makeUsers(random, t));
    for (const u of users) {
        u.foreign = tenants.find((t) => t !== u.tenant);
        u.client = await signedIn(u.email);
    }
    return { tenants, users };
}

class Run {
    compared = 0;
    many = 0; // counts given up, on a machine that is busy
    differences = [];

    constructor(random, world) {
        Object.assign(this, { random, world });
    }

    fail(user, path, difference) {
        this.differences.push(`${user.email} GET ${path}: ${difference}`);
    }

    // Reads a page and compares it; the page and where it stands, null when one cannot go on.
    async look(user, q, place, path) {
        const a = await user.client.get(path);
        if (a.status !== 200) return this.fail(user, path, `status ${a.status}`), null;
        const page = parseGrid(a.body);
        const { difference, at, many } = comparePage(user, q, place, page);
        this.many += many;
        this.compared++;
        if (difference) return this.fail(user, path, difference), null;
        return { page, at };
    }

    // Where a walk goes from a page: a step of the pager, or another state by one of its links.
    // A filter of the query may be taken away by its chip, the sorting turned, the period changed.
    turn(user, q, seen) {
        const { page, at } = seen, random = this.random;
        const rel = random.pick(['next', 'next', 'next', 'prev', 'prev', 'last', 'first']);
        if (page.pager[rel] && random.chance(0.9)) return { q, place: step(rel, at), path: page.pager[rel] };
        const keys = Object.keys(page.sortLinks);
        if (keys.length && random.chance(0.3)) {
            const sort = random.pick(keys), same = (q.sort || 'created') === sort;
            return { q: { ...q, sort, dir: same && q.dir !== 'asc' ? 'asc' : 'desc' }, place: FIRST, path: page.sortLinks[sort] };
        }
        if (page.chips.length && random.chance(0.5)) {
            const i = random.below(page.chips.length), next = { ...q };
            const [key] = chips(user, q, [])[i];
            for (const part of [key, `${key}_op`, `${key}_from`, `${key}_to`]) delete next[part];
            if (key === 'period') delete next.from, delete next.to;
            return { q: next, place: FIRST, path: page.chips[i].href };
        }
        const p = random.pick(page.periods), next = { ...q, period: p.key };
        delete next.from;
        delete next.to;
        return { q: next, place: FIRST, path: p.href };
    }

    async walk(plan) {
        const random = this.random, user = random.pick(this.world.users);
        let q = randomQuery(random, user, user.foreign, Date.now(), plan);
        const end = random.chance(0.15);
        let seen = await this.look(user, q, end ? { kind: 'end' } : FIRST, queryPath(random, q, end ? { end: '1' } : {}));
        for (let steps = random.between(0, 7); seen && steps > 0; steps--) {
            const to = this.turn(user, q, seen), day = dayOf(user.zone, seen.page.now);
            if (dayOf(user.zone, Date.now()) !== day) return; /* midnight: the list is another one */
            seen = await this.look(user, to.q, to.place, to.path);
            q = to.q;
        }
    }

    async upTo(n, plan) {
        const end = this.compared + n;
        await parallel(Array.from({ length: WIDTH }), WIDTH, async () => {
            while (this.compared < end && this.differences.length < SHOWN) await this.walk(plan);
        });
    }

    check() {
        assert.ok(this.many <= this.compared / 20, `${this.many} of ${this.compared} counts took too long`);
        assert.ok(!this.differences.length, `\n${this.differences.slice(0, SHOWN).join('\n')}`);
    }
}

const random = new Random(SEED);
let world;

test('the planner chooses', async () => {
    for (const name of ['one', 'two']) {
        world = await makeWorld(new Random(`${SEED} ${name}`), name);
        const run = new Run(random, world);
        await run.upTo(WANTED * 0.3);
        run.check();
        assert.ok(run.compared >= WANTED * 0.3);
    }
});

test('without statistics', async () => {
    for (const t of world.tenants)
        sql(`DELETE FROM value_stats WHERE tenant_id = ${t.id};
             UPDATE catalog_versions SET version = version + 1 WHERE tenant_id = ${t.id}`);
    const run = new Run(random, world);
    /* What is no longer in use is offered only when it is known to have been used. */
    for (const t of world.tenants) t.uncounted = true;
    await run.upTo(WANTED * 0.05);
    for (const t of world.tenants) {
        delete t.uncounted;
        refreshStats(t);
    }
    run.check();
});

for (const plan of Object.keys(PLANS))
    test(`plan ${plan}`, async () => {
        const run = new Run(random, world);
        await withConfiguration({ plan }, ['pages'], async () => {
            await run.upTo(WANTED * 0.035);
            run.check();
        });
        assert.ok(run.compared >= WANTED * 0.035);
        assert.ok(logLines('pages').some((l) => l.includes(`plan="${plan}"`)), `no request took the plan ${plan}`);
    });
