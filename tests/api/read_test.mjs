// Reading by the API: who may read what, and that lists are those of the desk.
import test from 'node:test';
import assert from 'node:assert/strict';
import { list } from '../lib/model.mjs';
import { randomQuery } from '../lib/queries.mjs';
import { Random, seed } from '../lib/random.mjs';
import { sql } from '../lib/stack.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { api, makeKey } from './api.mjs';

const random = new Random(seed('api'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
const LIST = '/api/v1/interactions';
let t, other, all, some, plain, foreign;

test.before(() => {
    t = makeWorldTenant(random, `api-${stamp}`, 'Europe/Berlin', { closed: 500, active: 15, messages: true });
    other = makeWorldTenant(random, `api-other-${stamp}`, 'UTC', { closed: 40, active: 2 });
    [t, other].forEach((x) => writeTenant(x));
    all = makeKey(t.id);
    some = makeKey(t.id, { queues: t.queues.slice(0, 2).map((q) => q.id), permissions: 'read,transcripts' });
    plain = makeKey(t.id, { permissions: 'read' });
    foreign = makeKey(other.id);
});

const reader = (key) => ({ tenant: t, zone: t.zone, admin: key !== some, queues: t.queues.slice(0, 2).map((q) => q.id), foreign: other });
const path = (q) => `${LIST}?${new URLSearchParams(q)}`;

// Every row of a list, page by page.
async function walk(key, first) {
    const ids = [];
    for (let at = first; at; ) {
        const a = await api(key, 'GET', at);
        assert.equal(a.status, 200, `${at}: ${a.body}`);
        ids.push(...a.json.interactions.map((r) => r.id));
        assert.ok(ids.length < 5000);
        at = a.json.next;
    }
    return ids;
}

test('a walk through the list meets every row once, in its order', async () => {
    for (const sort of ['created', 'closed', 'duration'])
        for (const dir of ['asc', 'desc'])
            for (const key of [all, some]) {
                const q = { sort, dir, size: String(random.pick([17, 50, 200])), period: 'all' };
                const want = list(reader(key), q, Date.now()).map((r) => r.id);
                assert.deepEqual(await walk(key, path(q)), want, `${sort} ${dir}`);
            }
});

test('filters are those of the desk', async () => {
    for (let i = 0; i < 60; i++) {
        const user = reader(random.pick([all, some]));
        const q = { period: 'all', ...randomQuery(random, user, other, Date.now()) };
        delete q.size;
        const key = user.admin ? all : some, a = await api(key, 'GET', path({ ...q, size: '200' }));
        if (a.status === 400) continue; /* what cannot be searched by is said */
        const want = list(user, q, Date.now()).map((r) => r.id);
        assert.deepEqual(a.json.interactions.map((r) => r.id), want.slice(0, 200), JSON.stringify(q));
    }
});

test('without a period it is all time, and fifty rows', async () => {
    const a = await api(all, 'GET', LIST);
    assert.equal(a.json.interactions.length, 50);
    assert.deepEqual((await walk(all, `${LIST}?size=200`)).length, t.rows.length);
});

test('an interaction has what its row has', async () => {
    const row = t.closed.find((r) => r.queue_id && r.agent_id), a = (await api(all, 'GET', `${LIST}/${row.id}`)).json;
    assert.equal(a.id, row.id);
    assert.equal(Date.parse(a.created_at), row.created_at);
    assert.equal(a.queue.name, t.queues.find((q) => q.id === row.queue_id).name);
    assert.equal(a.agent.id, row.agent_id);
    assert.deepEqual(a.tags.map((x) => x.tag).sort(), t.tags.filter((x) => x.interaction_id === row.id).map((x) => x.tag).sort());
});

test('a transcript is read by who may', async () => {
    const id = t.messages.find((m) => t.closed.some((r) => r.id === m.interaction_id)).interaction_id;
    const a = await api(all, 'GET', `${LIST}/${id}/transcript`);
    assert.deepEqual(a.json.messages.map((m) => m.text), t.messages.filter((m) => m.interaction_id === id).map((m) => m.body));
    assert.equal((await api(plain, 'GET', `${LIST}/${id}/transcript`)).status, 403);
    assert.equal((await api(plain, 'GET', `${LIST}?text=the`)).status, 400);
});

test('what is foreign and what is not there are one', async () => {
    const strange = t.rows.find((r) => r.queue_id === null || !reader(some).queues.includes(r.queue_id)).id;
    const bare = (a) => [a.status, a.body.replace(/request:\w+/, '')];
    for (const tail of ['', '/transcript']) {
        const absent = bare(await api(some, 'GET', `${LIST}/999999999999${tail}`));
        assert.equal(absent[0], 404);
        assert.deepEqual(bare(await api(some, 'GET', `${LIST}/${strange}${tail}`)), absent);
        assert.deepEqual(bare(await api(some, 'GET', `${LIST}/${other.rows[0].id + 0}x${tail}`)), absent);
    }
    const only = other.rows.find((r) => !t.rows.some((x) => x.id === r.id));
    if (only) assert.equal((await api(all, 'GET', `${LIST}/${only.id}`)).status, 404);
    assert.equal((await api(foreign, 'GET', `${LIST}?queue=${t.queues[0].id}&agent=${encodeURIComponent('zzzz')}`)).json.interactions.length, 0);
});

test('looks are recorded with the key as who looked', async () => {
    const id = t.closed[0].id;
    await api(all, 'GET', `${LIST}/${id}`);
    const [row] = sql(`SELECT actor, user_id, action FROM audit WHERE tenant_id = ${t.id} AND (subject = 'interaction ${id}' OR subject LIKE 'interaction ${id},%') ORDER BY seq DESC LIMIT 1`);
    assert.equal(row[0], 'API key Test');
    assert.equal(row[2], 'interaction.viewed');
});

for (const [name, address] of Object.entries({
    'an unknown parameter': `${LIST}?colour=1`, 'a size of none': `${LIST}?size=0`, 'a size too large': `${LIST}?size=201`, 'a damaged place': `${LIST}?after=zzz`,
    'a parameter of the desk alone': `${LIST}?cols=created`, 'a page backwards': `${LIST}?before=d1.1`, 'an unknown channel': `${LIST}?channel=fax`,
    'a text too short': `${LIST}?client_op=contains&client=a`, 'not UTF-8': `${LIST}?agent=%FF`, 'a parameter where none is': `${LIST}/1?x=1`,
}))
    test(`refused: ${name}`, async () => {
        assert.equal((await api(all, 'GET', address)).status, 400);
    });

test('addresses are strict', async () => {
    for (const p of [`${LIST}/`, `${LIST}//1`, `${LIST}/1/`, `${LIST}/1%2Ftranscript`, `${LIST}/1%1F`, `${LIST}/%FF`, `${LIST}/-1`, `${LIST}/1.0`, '/api/v1', '/api/v1/', '/api/v1/nothing', '/api/v1x'])
        assert.equal((await api(all, 'GET', p)).status, 404, p);
});
