// Queues, agents, DIDs and dispositions: listed, added, changed, checked, recorded.
import test from 'node:test';
import assert from 'node:assert/strict';
import { signedIn } from '../lib/http.mjs';
import { parseGrid } from '../lib/html.mjs';
import { datetime, sql } from '../lib/stack.mjs';
import { masked } from '../lib/mask.mjs';
import { catalogVersion, errors, events, facts, lastEvent, list, notes, office, one, open, read, supervisor } from './desk.mjs';

let o, other;

test.before(async () => {
    [o, other] = [await office('names'), await office('other')];
    for (const x of [o, other]) {
        facts(x, 'queues', [{ id: 1, name: 'Sales' }, { id: 2, name: 'Support' }]);
        facts(x, 'agents', [{ id: 1, name: 'Ann Lee' }, { id: 7, name: '100% Kim' }]);
        facts(x, 'dids', [{ id: 1, number: '+493012345601', label: 'Hotline' }, { id: 2, number: '+493012345602', label: null }]);
        facts(x, 'dispositions', [{ id: 1, code: 'sold', name: 'Sold' }]);
    }
});

const EDIT = { queues: '/admin/queues/edit', agents: '/admin/agents/edit', dids: '/admin/dids/edit', dispositions: '/admin/dispositions/edit' };

test('/admin leads to the first section that one may see', async () => {
    const a = await o.client.get('/admin');
    assert.equal(a.status, 303);
    assert.equal((await o.client.get(a.headers.location)).status, 200);
});

test('a new queue: all fields, recorded, and on the grid at the next request', async () => {
    const before = catalogVersion(o), f = await open(o.client, EDIT.queues);
    assert.equal(f.fields.sl_threshold_s, '20');
    const a = await f.send({ name: '  Night & <Day>  ', channel: 'chat', sl_threshold_s: '60', sl_target_pct: '92,5', short_abandon_s: '0',
        count_flow_outs: '1', hours: 'times', mon: '9:00-12:00,13:00-17:30', sat: '10:00 - 14:00', holidays: '2026-12-26 Boxing Day\r\n2026-12-25 Christmas' });
    assert.equal(a.status, 303, JSON.stringify(errors(a.body)));
    assert.match(a.headers.location, /^\/admin\/queues\/edit\?id=3&done=added$/);
    assert.deepEqual(one(`SELECT name, channel, active FROM queues WHERE tenant_id = ${o.id} AND id = 3`, 'pbxlogs'), ['Night & <Day>', 'chat', '1']);
    assert.deepEqual(one(`SELECT sl_threshold_s, sl_target_pct, short_abandon_s, count_abandons, count_short_abandons, count_flow_outs, business_hours, holidays
        FROM queue_settings WHERE tenant_id = ${o.id} AND queue_id = 3`), ['60', '92.50', '0', '1', '0', '1',
        '{"mon":[["09:00","12:00"],["13:00","17:30"]],"sat":[["10:00","14:00"]]}',
        '[{"on":"2026-12-25","name":"Christmas"},{"on":"2026-12-26","name":"Boxing Day"}]']);
    const e = lastEvent(o);
    assert.deepEqual([e.action, e.actor, e.subject, e.details.sl_target_pct, e.details.mon], ['queue.created', 'Ada Admin', 'Night & <Day>', '92.5', '09:00-12:00, 13:00-17:30']);
    assert.equal(catalogVersion(o), before + 1);
    const again = await open(o.client, a.headers.location);
    assert.match(again.body, /role="status">Added\.</);
    assert.equal(again.fields.mon, '09:00-12:00, 13:00-17:30');
    assert.equal(again.fields.holidays, '2026-12-25 Christmas\n2026-12-26 Boxing Day');
    facts(o, 'closed_interactions', [{ id: 100, created_at: datetime(Date.now() - 1000), closed_at: datetime(Date.now()), channel: 'voice', status: 'closed', queue_id: 3 }]);
    assert.equal(parseGrid((await o.client.get('/')).body).rows[0].cell.queue, 'Night & <Day>');
    await (await open(o.client, `${EDIT.queues}?id=3`)).send({ name: 'Days' });
    assert.equal(parseGrid((await o.client.get('/')).body).rows[0].cell.queue, 'Days');
});

test('saving what is there changes nothing and records nothing', async () => {
    const n = events(o), v = catalogVersion(o), f = await open(o.client, `${EDIT.queues}?id=1`);
    assert.equal((await f.send()).status, 303);
    assert.deepEqual([events(o), catalogVersion(o)], [n, v]);
});

test('what is wrong is said at each field, all at once, and what was typed stays', async () => {
    const n = events(o), f = await open(o.client, `${EDIT.queues}?id=1`);
    const typed = { name: ' ', channel: 'fax', sl_threshold_s: '0', sl_target_pct: '100.01', short_abandon_s: 'x', hours: 'times', tue: '17:00-09:00', wed: '9-5', holidays: '2026-02-30 Never' };
    const a = await f.send(typed);
    assert.equal(a.status, 422);
    assert.deepEqual(Object.keys(errors(a.body)).sort(), ['channel', 'holidays', 'name', 'short_abandon_s', 'sl_target_pct', 'sl_threshold_s', 'tue', 'wed']);
    const kept = read(o.client, a).fields;
    for (const k of ['sl_threshold_s', 'sl_target_pct', 'short_abandon_s', 'tue', 'wed', 'holidays']) assert.equal(kept[k], typed[k], k);
    for (const [bad, key] of [['-1', 'sl_threshold_s'], ['86401', 'sl_threshold_s'], ['20.5', 'sl_threshold_s'], ['1e3', 'sl_threshold_s'], ['80.555', 'sl_target_pct'], ['99999999999999', 'short_abandon_s'], ['', 'sl_target_pct'], ['٣', 'short_abandon_s']])
        assert.ok(errors((await f.send({ [key]: bad })).body)[key], `${key}=${bad}`);
    assert.ok(errors((await f.send({ hours: 'times' })).body).hours, 'open at no time');
    assert.ok(errors((await f.send({ name: 'x'.repeat(101) })).body).name);
    assert.ok(errors((await f.send({ name: 'support' })).body).name, 'a name that another has, in another case');
    assert.equal((await f.send({ name: '李'.repeat(100) })).status, 303);
    assert.equal((await (await open(o.client, `${EDIT.queues}?id=1`)).send({ name: 'Sales' })).status, 303);
    assert.equal(events(o), n + 2);
});

test('disabling a queue is asked first and can be thought better of', async () => {
    const f = await open(o.client, `${EDIT.queues}?id=2`), n = events(o);
    const asked = read(o.client, await f.send({ active: undefined, sl_threshold_s: '33' }));
    assert.equal(asked.page.status, 200);
    assert.match(asked.body, /Disable Support\?/);
    assert.equal(events(o), n);
    const back = read(o.client, await asked.send({ confirmed: 'no' }));
    assert.equal(back.page.status, 200);
    assert.deepEqual([back.fields.active, back.fields.sl_threshold_s], [undefined, '33']);
    assert.equal((await asked.send({ confirmed: 'yes' })).status, 303);
    assert.deepEqual(one(`SELECT q.active, s.sl_threshold_s FROM queues q JOIN parley.queue_settings s ON s.tenant_id = q.tenant_id AND s.queue_id = q.id WHERE q.tenant_id = ${o.id} AND q.id = 2`, 'pbxlogs'), ['0', '33']);
    assert.deepEqual(lastEvent(o).details, { id: '2', active: ['yes', 'no'], sl_threshold_s: ['20', '33'] });
    assert.deepEqual(list((await o.client.get('/admin/queues?state=off')).body).rows.map((r) => r.id), [2]);
});

test('what somebody else changed meanwhile is said; nothing is lost on either side', async () => {
    const mine = await open(o.client, `${EDIT.agents}?id=1`), theirs = await open(o.client, `${EDIT.agents}?id=1`);
    assert.equal((await theirs.send({ kind: 'ai' })).status, 303);
    const n = events(o), a = await mine.send({ name: 'Ann Lee-Mine' });
    assert.equal(a.status, 409);
    assert.deepEqual(notes(a.body), { kind: 'Changed meanwhile to: AI' });
    assert.equal(events(o), n);
    const again = read(o.client, a);
    assert.deepEqual([again.fields.name, again.fields.kind], ['Ann Lee-Mine', 'ai'], 'typed is kept, untouched follows');
    assert.equal((await again.send()).status, 303);
    assert.deepEqual(one(`SELECT name, kind FROM agents WHERE tenant_id = ${o.id} AND id = 1`, 'pbxlogs'), ['Ann Lee-Mine', 'ai']);
    const [x, y] = [await open(o.client, `${EDIT.agents}?id=1`), await open(o.client, `${EDIT.agents}?id=1`)];
    await x.send({ name: 'First' });
    const lost = await y.send({ name: 'Second' });
    assert.deepEqual(notes(lost.body), { name: 'Changed meanwhile to: First' });
    assert.equal(read(o.client, lost).fields.name, 'Second');
    for (const was of ['', 'A', 'A'.repeat(24)]) {
        const bad = await y.send({ was });
        assert.ok([400, 409].includes(bad.status), `was=${was}: ${bad.status}`);
    }
    assert.equal(one(`SELECT name FROM agents WHERE tenant_id = ${o.id} AND id = 1`, 'pbxlogs')[0], 'First');
});

test('two changes at the same time: one is made, the other is told', async () => {
    const forms = await Promise.all(Array.from({ length: 6 }, () => open(o.client, `${EDIT.agents}?id=7`)));
    const answers = await Promise.all(forms.map((f, i) => f.send({ name: `Racer ${i}` })));
    assert.deepEqual(answers.map((a) => a.status).sort(), [303, 409, 409, 409, 409, 409]);
    const first = answers.findIndex((a) => a.status === 303);
    assert.equal(one(`SELECT name FROM agents WHERE tenant_id = ${o.id} AND id = 7`, 'pbxlogs')[0], `Racer ${first}`);
});

test('many added at the same time get ids of their own', async () => {
    const forms = await Promise.all(Array.from({ length: 8 }, () => open(o.client, EDIT.dispositions)));
    const answers = await Promise.all(forms.map((f, i) => f.send({ code: `c${i}`, name: `Code ${i}` })));
    assert.deepEqual(answers.map((a) => a.status), Array(8).fill(303));
    assert.equal(one(`SELECT COUNT(*) FROM dispositions WHERE tenant_id = ${o.id} AND code LIKE 'c_'`, 'pbxlogs')[0], '8');
    const same = await Promise.all(Array.from({ length: 5 }, () => forms[0].send({ code: 'twice', name: 'Twice' })));
    assert.deepEqual(same.map((a) => a.status).sort(), [303, 422, 422, 422, 422]);
});

test('dispositions: a code is there once', async () => {
    const f = await open(o.client, EDIT.dispositions);
    assert.match(errors((await f.send({ code: 'SOLD', name: 'x' })).body).code, /Another/);
    assert.deepEqual(Object.keys(errors((await f.send({ code: '', name: '' })).body)), ['code', 'name']);
    const a = await (await open(o.client, `${EDIT.dispositions}?id=1`)).send({ active: undefined, name: 'Sold it' });
    assert.equal(a.status, 303);
    const e = lastEvent(o);
    assert.deepEqual([e.action, e.details], ['disposition.changed', { id: '1', name: ['Sold', 'Sold it'], active: ['yes', 'no'] }]);
});

test('DIDs: numbers are normalised, unique, and deleted only when nothing has them', async () => {
    const f = await open(o.client, EDIT.dids);
    assert.equal((await f.send({ number: '+49 (30) 123-456 03', label: 'New' })).status, 303);
    assert.equal(one(`SELECT number FROM dids WHERE tenant_id = ${o.id} AND label = 'New'`, 'pbxlogs')[0], '+493012345603');
    for (const bad of ['', '+49', '+49 30 abc', '+0301234567', '+493012345601', '+49 30 12345601'])
        assert.ok(errors((await f.send({ number: bad })).body).number, bad);
    assert.equal((await f.send({ number: 'help@x.example' })).status, 303);
    facts(o, 'closed_interactions', [{ id: 200, created_at: datetime(Date.now() - 5000), closed_at: datetime(Date.now()), channel: 'voice', status: 'closed', did_id: 1 }]);
    facts(o, 'active_interactions', [{ id: 201, created_at: datetime(Date.now() - 5000), channel: 'voice', status: 'active', did_id: 2 }]);
    for (const used of [1, 2]) {
        assert.match((await o.client.get(`/admin/dids/delete?id=${used}`)).body, /cannot be deleted: 1 interaction/);
        assert.doesNotMatch((await open(o.client, `${EDIT.dids}?id=${used}`)).body, /Delete this DID/);
    }
    const ask = await open(o.client, '/admin/dids/delete?id=3'), n = events(o);
    assert.equal((await ask.send()).status, 200, 'asks again without the answer');
    assert.equal((await ask.send({ confirmed: 'no' })).headers.location, `${EDIT.dids}?id=3`);
    assert.equal(events(o), n);
    facts(o, 'closed_interactions', [{ id: 202, created_at: datetime(Date.now() - 5000), closed_at: datetime(Date.now()), channel: 'voice', status: 'closed', did_id: 3 }]);
    assert.equal((await ask.send({ confirmed: 'yes' })).status, 422, 'used meanwhile');
    sql(`UPDATE closed_interactions SET did_id = NULL WHERE tenant_id = ${o.id} AND id = 202`, 'pbxlogs');
    assert.equal((await ask.send({ confirmed: 'yes' })).headers.location, '/admin/dids?done=deleted');
    assert.equal((await ask.send({ confirmed: 'yes' })).status, 404);
    assert.deepEqual([lastEvent(o).action, lastEvent(o).subject], ['did.deleted', '+493012345603']);
});

test('foreign and absent are the same 404, byte for byte', async () => {
    const paths = [...Object.values(EDIT), '/admin/dids/delete', '/admin/contacts/edit', '/admin/contacts/same'];
    facts(other, 'crm_contacts', [{ id: 9000, name: 'Foreign' }]);
    for (const t of ['queues', 'agents', 'dids']) facts(other, t, [{ id: 9000, ...(t === 'dids' ? { number: '9' } : { name: 'Foreign' }) }]);
    facts(other, 'dispositions', [{ id: 9000, code: 'f', name: 'Foreign' }]);
    for (const path of paths) {
        const [foreign, absent] = [await o.client.get(`${path}?id=9000`), await o.client.get(`${path}?id=9001`)];
        assert.deepEqual([foreign.status, absent.status], [404, 404], path);
        assert.equal(masked(foreign), masked(absent), path);
        assert.equal((await other.client.get(`${path}?id=9000`)).status, 200, path);
    }
    for (const path of [...Object.keys(EDIT).map((k) => `/admin/${k}`), '/admin/contacts', '/admin/contacts/duplicates']) {
        const [foreign, absent] = [await o.client.get(`${path}?tenant=${other.id}`), await o.client.get(`${path}?tenant=4000000000`)];
        assert.deepEqual([foreign.status, absent.status], [404, 404], path);
        assert.equal(masked(foreign), masked(absent), path);
    }
    const f = await open(o.client, `${EDIT.agents}?id=1`);
    const a = await o.client.post(`${EDIT.agents}?id=1&tenant=${other.id}`, f.fields);
    assert.equal(a.status, 404);
});

test('a role of assigned queues is told why it may not, whatever its permissions', async () => {
    const s = await supervisor(o, [1]);
    sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${o.id}, 'Assigned admin', 'assigned'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions VALUES (@r, 'administration'), (@r, 'interactions');
        UPDATE users SET role_id = @r, rights_version = rights_version + 1 WHERE tenant_id = ${o.id} AND email = '${one(`SELECT email FROM users WHERE tenant_id = ${o.id} AND role_id = 2`)[0]}'`);
    const c = await signedIn(one(`SELECT email FROM users u JOIN roles r ON r.id = u.role_id WHERE r.name = 'Assigned admin' AND u.tenant_id = ${o.id}`)[0]);
    for (const path of ['/admin/queues', EDIT.agents, '/admin/contacts']) {
        const a = await c.get(path);
        assert.equal(a.status, 403, path);
        assert.match(a.body, /sees the assigned ones only/);
        assert.equal((await s.get(path)).status, 303, 'the old session is over');
    }
});

test('who manages tenants chooses which one, and works there', async () => {
    sql(`UPDATE users SET role_id = 3, rights_version = rights_version + 1 WHERE id = ${other.userId}`);
    const c = await signedIn(other.email);
    const page = await c.get(`/admin/agents?tenant=${o.id}`);
    assert.equal(page.status, 200);
    assert.match(page.body, new RegExp(`<option value="${o.id}" selected>Office names`));
    assert.ok(list(page.body).rows.some((r) => r.cells[0] === 'First'));
    assert.match(page.body, new RegExp(`href="/admin/queues\\?tenant=${o.id}"`));
    const f = await open(c, `${EDIT.agents}?tenant=${o.id}&id=1`), n = events(other);
    const a = await f.send({ name: 'Changed from above' });
    assert.equal(a.headers.location, `${EDIT.agents}?tenant=${o.id}&id=1&done=saved`);
    const e = lastEvent(o);
    assert.deepEqual([e.action, e.subject], ['agent.changed', 'Changed from above']);
    assert.equal(events(other), n, 'in the log of the tenant it happened to');
    assert.equal((await c.get('/admin/agents?tenant=4000000000')).status, 404);
    sql(`UPDATE users SET role_id = 1, rights_version = rights_version + 1 WHERE id = ${other.userId}`);
    other.client = await signedIn(other.email);
});

test('lists: search is literal, filters, sorting, and pages without gap or double', async () => {
    const big = await office('big');
    const names = Array.from({ length: 130 }, (_, i) => ({ id: 500 - i, name: i % 10 === 3 ? 'Same Name' : `Agent ${String(i * 7 % 130).padStart(3, '0')}`, kind: i % 4 ? 'human' : 'ai', active: i % 5 ? 1 : 0 }));
    facts(big, 'agents', [...names, { id: 900, name: '100% real', kind: 'human', active: 1 }, { id: 901, name: '100 real', kind: 'human', active: 1 }]);
    for (const dir of ['asc', 'desc']) {
        const seen = [], pages = [];
        for (let url = `/admin/agents?dir=${dir}`; url; ) {
            const l = list((await big.client.get(url)).body);
            assert.equal(l.count, '132 agents');
            seen.push(...l.rows.map((r) => r.id));
            pages.push(l);
            url = l.after;
        }
        assert.deepEqual(pages.map((p) => p.rows.length), [50, 50, 32]);
        assert.equal(new Set(seen).size, 132);
        const back = list((await big.client.get(pages[2].before)).body);
        assert.deepEqual(back.rows.map((r) => r.id), pages[1].rows.map((r) => r.id));
        assert.deepEqual(list((await big.client.get(back.before)).body).rows.map((r) => r.id), pages[0].rows.map((r) => r.id));
        assert.ok(pages[1].first && !pages[0].first && !pages[0].before);
    }
    const find = async (q) => list((await big.client.get(`/admin/agents?${q}`)).body);
    assert.deepEqual((await find('q=100%25')).rows.map((r) => r.id), [900]);
    assert.equal((await find('q=_')).empty, true);
    assert.equal((await find('q=same%20NAME')).rows.length, 13);
    assert.equal((await find('kind=ai&state=off')).count, `${names.filter((a) => a.kind === 'ai' && !a.active).length} agents`);
    assert.match((await big.client.get('/admin/agents?q=nobody')).body, /No agents here/);
    for (const bad of ['sort=kind', 'after=x', 'dir=up', 'q=%00', 'after=a&before=b', 'nothing=1', 'tenant=x'])
        assert.equal((await big.client.get(`/admin/agents?${bad}`)).status, 400, bad);
});
