// The oracle: worlds, users and requests by chance; what the grid must show is worked out here from
// the lists that the world was made of, and compared: rows, cells, count, pager, choices, chips.
//
// SEED repeats a run, COMPARISONS (9,000) is how many pages are compared at least, here and in
// oracle_plans_test.mjs.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Run, makeWorld } from '../lib/oracle.mjs';
import { Random, seed } from '../lib/random.mjs';
import { refreshStats } from '../lib/world.mjs';
import { sql } from '../lib/stack.mjs';

const WANTED = Number(process.env.COMPARISONS || 9000);
const SEED = seed('oracle');

const random = new Random(SEED);
let world;

test('the planner chooses', async () => {
    for (const name of ['one', 'two']) {
        world = await makeWorld(new Random(`${SEED} ${name}`), name);
        const run = new Run(random, world);
        await run.upTo(WANTED * 0.25);
        run.check();
        assert.ok(run.compared >= WANTED * 0.25);
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
