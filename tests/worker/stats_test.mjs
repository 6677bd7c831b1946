// The figures by which the planner chooses are counted by the worker: of a new tenant at once, of
// one whose figures are old again, of none whose figures are young.
import test from 'node:test';
import assert from 'node:assert/strict';
import { datetime, inserts, sql } from '../lib/stack.mjs';
import { makeTenant } from '../lib/http.mjs';
import { Worker, until } from '../intake/worker.mjs';

const HOUR = 3600000;
const [fresh, old, young, large] = ['fresh', 'old', 'young', 'large'].map((x) => makeTenant(`stats-${x}-${process.pid}-${Date.now() % 100000}`));
const all = (tenant) => Number(sql(`SELECT COALESCE(SUM(n), -1) FROM value_stats WHERE tenant_id = ${tenant} AND dim = 'all'`)[0][0]);
const closed = (tenant, id) => ({ tenant_id: tenant, id, created_at: datetime(Date.now() - HOUR), closed_at: datetime(Date.now()), channel: 'sms', status: 'closed' });
let worker;

test.before(() => (worker = new Worker({})));
test.after(() => worker.end());

test('counted when it is time, and not before', async () => {
    const at = (tenant, hours) => sql(`UPDATE tenants SET counted_at = ${hours === null ? 'NULL' : `UTC_TIMESTAMP() - INTERVAL ${hours} HOUR`} WHERE id = ${tenant}`);
    for (const t of [fresh, old, young, large]) sql(inserts('closed_interactions', [closed(t, 1), closed(t, 2)]), 'pbxlogs');
    sql(`INSERT INTO value_stats (tenant_id, dim, value_id, n, first_at, last_at) VALUES (${large}, 'all', 0, 900000, NOW(), NOW()), (${young}, 'all', 0, 7, NOW(), NOW())`);
    for (const [t, hours] of [[fresh, null], [old, 2], [young, 0], [large, 2]]) at(t, hours);
    worker.start();
    await until('new and old ones are counted', () => all(fresh) === 2 && all(old) === 2);
    assert.deepEqual(sql(`SELECT dim, value_id, n FROM value_stats WHERE tenant_id = ${fresh} ORDER BY dim`), [['all', '0', '2'], ['channel', '3', '2']]);
    assert.deepEqual([all(young), all(large)], [7, 900000]);
    assert.equal(sql(`SELECT 1 FROM tenants WHERE id = ${fresh} AND counted_at > UTC_TIMESTAMP() - INTERVAL 1 MINUTE`).length, 1);
    await worker.kill('SIGTERM');
    at(large, 21);
    worker.start();
    await until('the large one, after most of a day', () => all(large) === 2);
    assert.equal(all(young), 7);
});
