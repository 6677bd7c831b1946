// Roles: shipped ones stay, own ones give no more than their maker has, and a change holds at once.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_ADMIN, ROLE_SUPERVISOR } from '../lib/http.mjs';
import { text } from '../lib/html.mjs';
import { sql } from '../lib/stack.mjs';
import { Office, ROLE_SYSTEM, formOf, one, problem, problems, send, submit } from './people.mjs';

let a, b, admin, operators, system;
test.before(async () => {
    a = new Office('roles-a');
    b = new Office('roles-b');
    operators = new Office('roles-op');
    operators.user('system', { role: ROLE_SYSTEM });
    admin = await a.in('admin');
    system = await operators.in('system');
});

const permissions = (id) => sql(`SELECT permission FROM role_permissions WHERE role_id = ${id} ORDER BY 1`).flat();
const made = (answer) => Number(/id=(\d+)/.exec(answer.headers.location)[1]);

test('an own role: made, used, changed, deleted; each with its event', async () => {
    let seq = a.seq();
    const answer = await submit(admin, '/admin/roles/edit', { name: 'Listeners <1>', scope: 'assigned', interactions: '1', recordings_play: '1' });
    assert.equal(answer.status, 303);
    const id = made(answer);
    assert.deepEqual(permissions(id), ['interactions', 'recordings_play']);
    let [event, ...rest] = a.events(seq);
    assert.deepEqual([event.action, event.subject, rest.length], ['role.created', 'Listeners <1>', 0]);
    assert.deepEqual(event.details, { name: 'Listeners <1>', scope: 'Assigned queues', interactions: 'yes', recordings_play: 'yes' });
    a.user('lis', { role: id, queues: [1] });
    let c = await a.in('lis');
    assert.equal((await c.get('/')).status, 200);
    seq = a.seq();
    assert.equal((await submit(admin, `/admin/roles/edit?id=${id}`, { interactions: null, export: '1' })).status, 303);
    assert.deepEqual(permissions(id), ['export', 'recordings_play']);
    [event, ...rest] = a.events(seq);
    assert.deepEqual([event.action, rest.length], ['role.changed', 0]);
    assert.deepEqual(event.details, { id: String(id), interactions: ['yes', 'no'], export: ['no', 'yes'] });
    assert.equal((await c.get('/')).status, 303, 'signed out');
    c = await a.in('lis');
    assert.equal((await c.get('/')).status, 403);
    seq = a.seq();
    assert.equal((await submit(admin, `/admin/roles/edit?id=${id}`, { name: 'Hearers' })).status, 303);
    assert.equal((await c.get('/')).status, 403, 'a new name ends no session');
    assert.equal((await submit(admin, `/admin/roles/edit?id=${id}`)).status, 303);
    assert.equal(a.seq(), seq + 1, 'nothing changed, nothing recorded');
    const used = await admin.get(`/admin/roles/delete?id=${id}`);
    assert.equal(used.status, 200);
    assert.match(problem(used.body), /1 administrator has this role/);
    const csrf = Object.fromEntries(formOf(used.body)).csrf;
    assert.equal((await admin.post(`/admin/roles/delete?id=${id}`, { csrf, confirmed: 'yes' })).status, 422);
    sql(`UPDATE users SET role_id = ${ROLE_SUPERVISOR} WHERE role_id = ${id}`);
    const ask = await admin.get(`/admin/roles/delete?id=${id}`);
    assert.equal((await send(admin, `/admin/roles/delete?id=${id}`, formOf(ask.body))).status, 200, 'asks');
    assert.equal((await send(admin, `/admin/roles/delete?id=${id}`, formOf(ask.body), { confirmed: 'no' })).status, 303);
    assert.equal(permissions(id).length, 2);
    seq = a.seq();
    assert.equal((await send(admin, `/admin/roles/delete?id=${id}`, formOf(ask.body), { confirmed: 'yes' })).status, 303);
    assert.equal(one(`SELECT COUNT(*) FROM roles WHERE id = ${id}`), '0');
    assert.deepEqual(a.events(seq).map((e) => e.action), ['role.deleted']);
    assert.equal((await admin.get(`/admin/roles/edit?id=${id}`)).status, 404);
});

test('what is wrong is said, nothing is written', async () => {
    const seq = a.seq(), n = one('SELECT COUNT(*) FROM roles');
    a.role('Taken', ['export']);
    for (const [values, field] of [
        [{ name: '', scope: 'all', export: '1' }, 'name'],
        [{ name: 'Taken', scope: 'all', export: '1' }, 'name'],
        [{ name: 'contact center admin', scope: 'all', export: '1' }, 'name'],
        [{ name: 'Empty', scope: 'all' }, 'interactions'],
        [{ name: 'Half', scope: 'assigned', administration: '1' }, 'scope'],
        [{ name: 'Half', scope: 'assigned', audit: '1', interactions: '1' }, 'scope'],
    ]) {
        const answer = await submit(admin, '/admin/roles/edit', values);
        assert.equal(answer.status, 422, JSON.stringify(values));
        assert.deepEqual(problems(answer.body).map((p) => p[0]), [field], JSON.stringify(values));
    }
    for (const more of [{ tenants: '1' }, { nonsense: '1' }, { scope: 'none' }, { export: '2' }])
        assert.equal((await submit(admin, '/admin/roles/edit', { name: 'X', export: '1', ...more })).status, 400, JSON.stringify(more));
    assert.equal(one('SELECT COUNT(*) FROM roles'), String(Number(n) + 1));
    assert.equal(a.seq(), seq);
});

test('shipped roles are shown and stay', async () => {
    for (const id of [ROLE_ADMIN, ROLE_SUPERVISOR, ROLE_SYSTEM]) {
        const before = permissions(id), page = await admin.get(`/admin/roles/edit?id=${id}`);
        assert.equal(page.status, 200);
        assert.match(page.body, /shipped with Parley/);
        assert.doesNotMatch(page.body, /name="(name|scope|export)"/);
        for (const client of [admin, system]) {
            const csrf = Object.fromEntries(formOf((await client.get(`/admin/roles/edit?id=${id}`)).body)).csrf;
            assert.equal((await client.post(`/admin/roles/edit?id=${id}`, { csrf, name: 'X', scope: 'all', export: '1' })).status, 403);
            assert.equal((await client.post(`/admin/roles/delete?id=${id}`, { csrf, confirmed: 'yes' })).status, 403);
        }
        assert.deepEqual(permissions(id), before);
    }
});

test('nobody puts into a role what they do not have, nor changes a stronger one or their own', async () => {
    const clerk = a.role('Clerk', ['administration', 'interactions']), strong = a.role('Strong', ['interactions', 'export', 'live_control']);
    a.user('clerk', { role: clerk });
    const c = await a.in('clerk');
    const sneaky = await submit(c, '/admin/roles/edit', { name: 'Sneaky', scope: 'all', interactions: '1', export: '1', live_control: '1', audit: '1' });
    assert.equal(sneaky.status, 303);
    assert.deepEqual(permissions(made(sneaky)), ['interactions']);
    const page = await c.get(`/admin/roles/edit?id=${strong}`);
    assert.match(page.body, /more rights than yours/);
    const csrf = Object.fromEntries(formOf(page.body)).csrf, was = 'A'.repeat(96);
    assert.equal((await c.post(`/admin/roles/edit?id=${strong}`, { csrf, was, name: 'X', scope: 'all', interactions: '1' })).status, 403);
    assert.equal((await c.post(`/admin/roles/delete?id=${strong}`, { csrf, confirmed: 'yes' })).status, 403);
    assert.deepEqual(permissions(strong).length, 3);
    assert.equal((await submit(c, `/admin/roles/edit?id=${clerk}`, { name: 'Clerks', scope: 'assigned', cdr: '1' })).status, 303);
    assert.deepEqual(permissions(clerk), ['administration', 'interactions']);
    assert.deepEqual(sql(`SELECT name, scope FROM roles WHERE id = ${clerk}`)[0], ['Clerks', 'all']);
    assert.equal((await c.get('/admin/roles')).status, 200, 'still signed in');
});

test('a change that would take the last administrator away is refused', async () => {
    const c = new Office('roles-last'), t = `&tenant=${c.id}`, bosses = c.role('Bosses', ['administration', 'interactions']);
    sql(`UPDATE users SET role_id = ${bosses} WHERE id = ${c.adminId}`);
    const seq = c.seq();
    for (const values of [{ administration: null }, { scope: 'assigned', administration: null }]) {
        const answer = await submit(system, `/admin/roles/edit?id=${bosses}${t}`, values);
        assert.equal(answer.status, 422);
        assert.match(problem(answer.body), /nobody could administer/);
    }
    assert.equal(c.seq(), seq);
    c.user('second');
    assert.equal((await submit(system, `/admin/roles/edit?id=${bosses}${t}`, { administration: null })).status, 303);
});

test('roles of another tenant are not there', async () => {
    const theirs = b.role('Theirs', ['export']);
    assert.equal((await admin.get(`/admin/roles/edit?id=${theirs}`)).status, 404);
    assert.equal((await admin.get(`/admin/roles/delete?id=${theirs}`)).status, 404);
    const list = await admin.get('/admin/roles');
    assert.doesNotMatch(list.body, /Theirs/);
    for (const name of ['Contact Center Admin', 'Contact Center Supervisor', 'System Administrator']) assert.ok(text(list.body).includes(name));
    const page = await admin.get('/admin/users/edit');
    assert.equal((await send(admin, '/admin/users/edit', formOf(page.body), { name: 'X', email: a.mail('theirs'), role: theirs })).status, 422);
});
