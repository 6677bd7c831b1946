// Interactions in databases of other shapes: the grid shows the same there, and what cannot be known is
// "not measured". The oracle compares; the doctor says what works.
//
// SEED repeats a run, SCHEMA_COMPARISONS (200) is how many pages are compared with each.
import test from 'node:test';
import assert from 'node:assert/strict';
import { parseGrid } from '../lib/html.mjs';
import { Run, makeWorld } from '../lib/oracle.mjs';
import { list } from '../lib/model.mjs';
import { Random, seed } from '../lib/random.mjs';
import { routes } from '../lib/routes.mjs';
import { SCHEMAS, area, doctor, firstPage, withSchema } from '../lib/schemas.mjs';
import { reload, sql, withConfiguration } from '../lib/stack.mjs';

const WANTED = Number(process.env.SCHEMA_COMPARISONS || 200);
const SEED = seed('schemas');
const SIZE = { closed: 500, active: 20, kinds: ['admin', 'one', 'three', 'every'] };

async function compare(world, name, n = WANTED, plan = undefined) {
    const run = new Run(new Random(`${SEED} ${name}`), world);
    await run.upTo(n, plan);
    run.check();
    assert.ok(run.compared >= n);
}

// The histories behind the badges of the grid, where that page is there: the same rows as the list filtered so.
// `bare`: nothing is known of messages, recordings and transcripts.
async function compareHistories(world, bare = false) {
    if (!routes().some((r) => r.path === '/history/client')) return;
    const random = new Random(`${SEED} histories`);
    for (const user of world.users.filter((u) => u.admin || u.queues.length > 1)) {
        const grid = parseGrid((await user.client.get('/?period=all&size=100')).body);
        for (const shown of random.shuffle(grid.rows).slice(0, 8)) {
            const r = user.tenant.rows.find((x) => x.id === shown.id);
            for (const [badge, q] of [['c', { client: r.crm_contact_id ? `c${r.crm_contact_id}` : `p${r.phone_e164}` }], ['a', { agent_id: r.agent_id }]]) {
                if (!shown.link[badge]) continue;
                const a = await user.client.get(shown.link[badge]);
                assert.equal(a.status, 200, shown.link[badge]);
                const now = Number(/data-now="(\d+)"/.exec(a.body)[1]);
                const want = list(user, { ...q, period: 'all' }, now).map((x) => x.id);
                const got = [...a.body.matchAll(/<tr id="i(\d+)"/g)].map((m) => Number(m[1]));
                assert.deepEqual(got, want.slice(0, got.length), `${user.email} ${shown.link[badge]}`);
                assert.ok(got.length === want.length || got.length >= 25);
                for (const [row] of bare ? a.body.matchAll(/<tr id="i[^]*?<\/tr>/g) : [])
                    for (const column of /ch voice/.test(row) ? ['play', 'transcription'] : ['content'])
                        assert.match(new RegExp(`<td class="k-${column}"[^]*?</td>`).exec(row)[0], /not measured/i, row);
            }
        }
    }
}

test("Parley's own schema, in a database of another name", async () => {
    await withSchema('own', async ({ database, fit }) => {
        assert.equal(sql(`SELECT COUNT(*) > 0 FROM migrations WHERE folder = '${database}'`)[0][0], '1');
        const world = await makeWorld(new Random(`${SEED} own`), 'own', { fit, ...SIZE });
        await compare(world, 'own');
        await compareHistories(world);
        const said = doctor();
        assert.match(said, /Parley's own schema/);
        assert.match(said, /every index that searches go by is there/);
        assert.doesNotMatch(said, /does not know|not measured|works slowly|CREATE INDEX/);
        assert.equal(area(said, 'Imports, demo data'), 'work');
    });
});

test('client_id in place of crm_contact_id', async () => {
    await withSchema('legacy', async ({ database, fit }) => {
        const world = await makeWorld(new Random(`${SEED} legacy`), 'legacy', { fit, ...SIZE });
        await compare(world, 'legacy');
        await compareHistories(world);
        await withConfiguration({ plan: 'contact' }, ['pages'], () => compare(world, 'contacts', WANTED / 4, 'contact'));
        const said = doctor();
        assert.match(said, /a PBX's own schema/);
        assert.match(said, /closed_interactions\.client_id stands for crm_contact_id/);
        assert.match(said, /every index that searches go by is there/);
        assert.equal(area(said, 'Histories of CRM contacts'), 'works (by client_id)');
        assert.equal(area(said, 'Waiting time'), 'works');
        assert.deepEqual(sql(`SHOW TABLES FROM ${database}`).length, sql('SHOW TABLES FROM pbxlogs').length, 'nothing was added');
    });
});

test('only the columns that the product page names', async () => {
    await withSchema('minimal', async ({ database, fit }) => {
        const world = await makeWorld(new Random(`${SEED} minimal`), 'minimal', { fit, ...SIZE });
        await compare(world, 'minimal');
        await compareHistories(world, true);
        await withConfiguration({ plan: 'queue' }, ['pages'], () => compare(world, 'queue', WANTED / 4, 'queue'));
        const before = doctor();
        for (const name of ['Waiting time', 'Messages, transcripts', 'Recordings', 'Legs and transfers', 'Client satisfaction'])
            assert.equal(area(before, name), 'not measured', name);
        assert.equal(area(before, 'List of interactions'), 'works slowly', 'its index on created_at would serve one tenant');
        assert.equal(area(before, 'Lists of supervisors'), 'works slowly');
        assert.equal(area(before, 'Histories of numbers'), 'works slowly (by phone_number)');
        assert.match(before, /dispositions has no code, active|dispositions has no active, code/);

        /* The indexes that the doctor names can be created as they stand, and then serve. */
        const named = [...before.matchAll(/CREATE INDEX[^;]*;/g)].map(([s]) => s);
        assert.ok(named.length >= 6, before);
        for (const s of named) sql(s);
        const after = doctor();
        assert.match(after, /every index that searches go by is there/);
        assert.doesNotMatch(after, /works slowly/);
        await reload('pages');
        for (const plan of ['queue', 'channel', 'phone'])
            await withConfiguration({ plan }, ['pages'], () => compare(world, `${plan} with indexes`, WANTED / 4, plan));
        assert.equal(sql(`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${database}'`)[0][0], '7');
    });
});

test('views, other types, no wrap-up', async () => {
    await withSchema('odd', async ({ fit }) => {
        const world = await makeWorld(new Random(`${SEED} odd`), 'odd', { fit, ...SIZE });
        await compare(world, 'odd');
        await compareHistories(world, true);
        const page = await firstPage(world);
        assert.ok(page.rows.length > 50);
        for (const r of page.rows) {
            assert.equal(r.cell.acw, '–');
            assert.match(r.title.acw, /^Not measured/);
        }
        const said = doctor();
        assert.equal(area(said, 'After-contact work'), 'not measured');
        assert.match(said, /-- behind the view closed_interactions: \(tenant_id, agent_id, created_at\)/);
    });
});

test('every schema was tried', () => {
    assert.deepEqual(Object.keys(SCHEMAS), ['own', 'legacy', 'minimal', 'odd']);
});
