// The oracle's parts: worlds of two tenants, and walks over the grid by chance in which every page is
// compared with what it must show.
import assert from 'node:assert/strict';
import { comparePage } from './compare.mjs';
import { parseGrid } from './html.mjs';
import { signedIn } from './http.mjs';
import { FIRST, chips, step } from './model.mjs';
import { queryPath, randomQuery } from './queries.mjs';
import { parallel } from './random.mjs';
import { makeUsers, makeWorldTenant, writeTenant } from './world.mjs';
import { dayOf } from './zones.mjs';

const WIDTH = 4, SHOWN = 5;

// `fit` changes a tenant to what the database at hand can hold; `kinds` are the users wanted.
export async function makeWorld(random, name, { fit = () => {}, kinds, ...size } = {}) {
    const tenants = ['a', 'b'].map((x, i) =>
        makeWorldTenant(random, `oracle-${name}-${x}-${process.pid}-${Date.now() % 1000000}`, ['Europe/Berlin', 'America/Santiago'][i], { messages: true, ...size }));
    tenants.forEach(fit);
    tenants.forEach((t) => writeTenant(t));
    const users = tenants.flatMap((t) => makeUsers(random, t)).filter((u) => !kinds || kinds.includes(u.kind));
    for (const u of users) {
        u.foreign = tenants.find((t) => t !== u.tenant);
        u.client = await signedIn(u.email);
    }
    return { tenants, users };
}

export class Run {
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
            for (const part of [key, `${key}_op`, `${key}_from`, `${key}_to`, `${key}_who`]) delete next[part];
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
        assert.ok(this.many <= this.compared / 10, `${this.many} of ${this.compared} counts took too long`);
        assert.ok(!this.differences.length, `\n${this.differences.slice(0, SHOWN).join('\n')}`);
    }
}
