// The oracle again, with each way to find the rows made the planner's only one: what is shown does
// not depend on how it was found.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Run, makeWorld } from '../lib/oracle.mjs';
import { PLANS } from '../lib/queries.mjs';
import { Random, seed } from '../lib/random.mjs';
import { logLines, withConfiguration } from '../lib/stack.mjs';

const WANTED = Number(process.env.COMPARISONS || 9000);
const SEED = seed('oracle plans');

const random = new Random(SEED);
let world;

test.before(async () => (world = await makeWorld(new Random(`${SEED} world`), 'plans')));

for (const plan of Object.keys(PLANS))
    test(`plan ${plan}`, async () => {
        const run = new Run(random, world);
        await withConfiguration({ plan }, ['pages'], async () => {
            await run.upTo(WANTED * 0.025, plan);
            run.check();
        });
        assert.ok(run.compared >= WANTED * 0.025);
        assert.ok(logLines('pages').some((l) => l.includes(`plan="${plan}"`)), `no request took the plan ${plan}`);
    });
