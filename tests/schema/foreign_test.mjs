// A PBX's own database, and what is the matter with it: columns that are not there, times that are none,
// rows that cannot be; and that Parley never writes it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { formFields } from '../lib/html.mjs';
import { makeWorld } from '../lib/oracle.mjs';
import { Random, seed } from '../lib/random.mjs';
import { area, doctor, firstPage, withSchema } from '../lib/schemas.mjs';
import { parley, reload, sleep, sql } from '../lib/stack.mjs';
import { refreshStats } from '../lib/world.mjs';

const SEED = seed('foreign');

test('columns that are not there read "not measured"', async () => {
    await withSchema('minimal', async ({ fit, database }) => {
        const world = await makeWorld(new Random(`${SEED} less`), 'less', { fit, kinds: ['admin'], closed: 60, active: 4 });
        for (const t of ['closed', 'active'])
            sql(`ALTER TABLE ${t}_interactions DROP duration_s, DROP disposition_id, DROP agent_id`, database);
        sql('DROP TABLE dispositions', database);
        for (const t of world.tenants) refreshStats(t);
        await reload('pages');
        const page = await firstPage(world);
        assert.ok(page.rows.length > 20);
        for (const r of page.rows) {
            assert.equal(r.cell.disposition, 'not measured');
            assert.equal(r.cell.agent, 'not measured');
            if (r.kind !== 'closed') continue;
            assert.equal(r.cell.duration, '–');
            assert.match(r.title.duration, /^Not measured/);
        }
        assert.deepEqual(page.dispositions.map((o) => o.label), ['All dispositions']);
        assert.ok(!('duration' in page.sortLinks), 'nothing to sort by');
        assert.equal(area(doctor(), 'Duration'), 'not measured');
        const one = await world.users.find((u) => u.admin).client.get(page.rows[0].link.created);
        assert.equal(one.status, 200);
        const missing = [...one.body.matchAll(/Not measured, for this site does not record it: ([^<]*)/g)].map((m) => m[1]).join(', ').split(', ');
        for (const label of ['Agent', 'Disposition', 'Wait', 'Browser', 'Total Costs', 'Messages Count']) assert.ok(missing.includes(label), `${label} of ${missing}`);
        assert.ok(!missing.includes('End Time'), 'what it has is not among them');
    });
});

test('nothing is deleted or held where the PBX writes', async () => {
    await withSchema('minimal', async ({ fit, database }) => {
        const world = await makeWorld(new Random(`${SEED} kept`), 'kept', { fit, kinds: ['admin'], closed: 60, active: 4 });
        const { client, tenant } = world.users.find((u) => u.admin), id = tenant.closed[0].id;
        const page = await client.get(`/interaction?id=${id}`), csrf = formFields((await client.get('/account')).body).csrf;
        assert.equal(page.status, 200);
        assert.doesNotMatch(page.body, /\/interactions\/(delete|hold)/);
        assert.doesNotMatch((await client.get('/?period=all')).body, /href="\/deleted"/);
        for (const what of ['delete', 'hold', 'release']) {
            assert.match((await client.get(`/interactions/${what}?id=${id}`)).body, /kept by the PBX/);
            const a = await client.post(`/interactions/${what}`, { csrf, id, reason: 'r', ...(what === 'delete' ? { number: id } : {}) });
            assert.equal(a.status, 409);
            assert.match(a.body, /kept by the PBX/);
        }
        assert.match((await client.get('/deleted')).body, /Nothing is deleted here/);
        assert.equal((await client.post('/deleted/restore', { csrf, one: id })).status, 404);
        assert.equal(sql(`SELECT COUNT(*) FROM closed_interactions WHERE tenant_id = ${tenant.id} AND id = ${id}`, database)[0][0], '1');
        assert.equal(sql(`SELECT COUNT(*) FROM legal_holds WHERE tenant_id = ${tenant.id}`)[0][0], '0');
        assert.notEqual(parley(['purge']).status, 0);
    });
});

test('a time that is none is an error that says so, and mends itself', async () => {
    await withSchema('minimal', async ({ fit, database }) => {
        const world = await makeWorld(new Random(`${SEED} wrong`), 'wrong', { fit, kinds: ['admin'], closed: 60, active: 4 });
        const { client } = world.users.find((u) => u.admin);
        sql('ALTER TABLE closed_interactions MODIFY created_at VARCHAR(30) NOT NULL', database);
        await reload('pages');
        const a = await client.get('/');
        assert.equal(a.status, 500);
        assert.match(a.body, /Parley and its database do not fit together/);
        assert.match(a.body, /parley doctor/);
        assert.doesNotMatch(a.body, /VARCHAR|closed_interactions/i, 'nothing of the database is told to the network');
        const said = doctor(1);
        assert.match(said.replace(/\s+/g, ' '), /WRONG closed_interactions\.created_at is of type varchar and cannot be read/);
        assert.equal(area(said, 'List of interactions'), 'does not work');
        sql('ALTER TABLE closed_interactions MODIFY created_at DATETIME NOT NULL', database);
        await sleep(300); /* a worker that found it unfit looks again after 0.2 s */
        assert.equal((await client.get('/?period=all')).status, 200, 'no restart is needed');
        sql('ALTER TABLE closed_interactions DROP acw_s', database);
        let fine = 0;
        for (let i = 0; i < 200 && fine < 20; i++) fine = (await client.get('/?period=all')).status === 200 ? fine + 1 : 0;
        assert.equal(fine, 20, 'each worker looks at it anew');
        sql('DROP TABLE active_interactions', database);
        assert.match(doctor(1), /there is no table active_interactions/);
    });
});

test('what the PBX writes is left alone', async () => {
    await withSchema('minimal', async ({ database }) => {
        const r = parley(['migrate']);
        assert.equal(r.status, 0);
        assert.match(r.out, new RegExp(`^${database} is not Parley's own: left as it is`, 'm'));
        for (const args of [['demo'], ['bench-data', '--rows', '10'], ['import', 'calls', '/dev/null', '--map', '/dev/null', '--tenant', 'x']]) {
            const refused = parley(args);
            assert.equal(refused.status, 1);
            assert.match(refused.err, /is not Parley's own: the PBX writes it/);
        }
        const rights = sql(`SELECT table_priv FROM mysql.tables_priv WHERE db = '${database}'`).flat();
        assert.ok(rights.every((x) => x === 'Select'), `${rights}`);
    });
});

test('dirty rows are counted, and told', async () => {
    await withSchema('minimal', async ({ fit, database }) => {
        const world = await makeWorld(new Random(`${SEED} dirty`), 'dirty', { fit, kinds: ['admin'], closed: 60, active: 4 });
        const [{ id }] = world.tenants;
        sql(`UPDATE closed_interactions SET channel = 'pigeon' WHERE tenant_id = ${id} LIMIT 3;
             UPDATE closed_interactions SET closed_at = created_at - INTERVAL 1 DAY WHERE tenant_id = ${id} LIMIT 2;
             INSERT INTO closed_interactions (id, tenant_id, created_at, closed_at, channel, status) VALUES (77, 4294967, NOW(), NOW(), 'voice', 'closed')`, database);
        for (const t of world.tenants) refreshStats(t);
        const said = doctor().replace(/\s+/g, ' ');
        assert.match(said, /3 of \d+ looked at in closed_interactions have a channel other than/);
        assert.match(said, /2 of \d+ looked at in closed_interactions end before they begin/);
        assert.match(said, /tenants that Parley does not know: tenant_id 4294967/);
        const page = await firstPage(world);
        assert.equal(page.rows.filter((r) => r.cell.channel === 'pigeon').length, 3, 'they are listed');
    });
});
