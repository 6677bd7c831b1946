// Tenants: managed by who has the permission and nobody else.
import test from 'node:test';
import assert from 'node:assert/strict';
import { signedIn } from '../lib/http.mjs';
import { text } from '../lib/html.mjs';
import { sql } from '../lib/stack.mjs';
import { Office, ROLE_SYSTEM, events, formOf, one, password, problems, send, submit } from './people.mjs';

let a, operators, system;
const stamp = `${process.pid}-${Date.now().toString(36)}`;
test.before(async () => {
    a = new Office('tenants-a');
    operators = new Office('tenants-op');
    operators.user('system', { role: ROLE_SYSTEM, name: 'Sol System' });
    system = await operators.in('system');
});
const fields = (n) => ({ slug: `t-${n}-${stamp}`, name: `Tenant ${n} & <Co>`, zone: 'Asia/Kolkata', locale: 'en-IN', currency: 'INR',
    admin_name: 'Fay First', admin_email: `fay@t-${n}-${stamp}.example` });

test('adding a tenant with its first administrator, who can go to work', async () => {
    const f = fields('new'), answer = await submit(system, '/admin/tenants/edit', f);
    assert.equal(answer.status, 200);
    const id = Number(one(`SELECT id FROM tenants WHERE slug = '${f.slug}'`));
    assert.deepEqual(sql(`SELECT name, zone, locale, currency, active FROM tenants WHERE id = ${id}`)[0], [f.name, f.zone, f.locale, f.currency, '1']);
    const log = events(id);
    assert.deepEqual(log.map((e) => [e.action, e.subject]), [['tenant.created', f.name], ['user.created', `Fay First (${f.admin_email})`]]);
    const c = await signedIn(f.admin_email, password(answer.body));
    assert.equal((await c.get('/')).headers.location, '/account/password');
    sql(`UPDATE users SET must_change_password = 0 WHERE email = '${f.admin_email}'`);
    assert.equal((await c.get('/')).status, 200);
    assert.equal((await c.get('/admin/users')).status, 200);
});

test('what is wrong is said at its field, nothing is written', async () => {
    const n = one('SELECT COUNT(*) FROM tenants');
    for (const [values, field] of [
        [{ slug: '' }, 'slug'], [{ slug: 'Ümlaut' }, 'slug'], [{ slug: 'installation' }, 'slug'], [{ slug: a.slug }, 'slug'], [{ name: '' }, 'name'],
        [{ zone: 'Europe/Nowhere' }, 'zone'], [{ zone: '../../etc/passwd' }, 'zone'], [{ locale: 'english' }, 'locale'], [{ locale: 'en-gb' }, 'locale'],
        [{ currency: 'QQQ' }, 'currency'], [{ admin_name: '' }, 'admin_name'], [{ admin_email: 'x' }, 'admin_email'], [{ admin_email: a.mail('admin') }, 'admin_email'],
    ]) {
        const answer = await submit(system, '/admin/tenants/edit', { ...fields('bad'), ...values });
        assert.equal(answer.status, 422, JSON.stringify(values));
        assert.deepEqual(problems(answer.body).map((p) => p[0]), [field], JSON.stringify(values));
    }
    assert.equal(one('SELECT COUNT(*) FROM tenants'), n);
});

test('changing a tenant: in its own log', async () => {
    const before = [a.seq(), operators.seq()], path = `/admin/tenants/edit?id=${a.id}`;
    assert.equal((await submit(system, path, { zone: 'America/Santiago', currency: 'CLP' })).status, 303);
    const [event, ...rest] = a.events(before[0]);
    assert.deepEqual([event.action, rest.length], ['tenant.changed', 0]);
    assert.deepEqual(event.details, { id: String(a.id), zone: ['UTC', 'America/Santiago'], currency: ['EUR Euro', 'CLP Chilean peso'] });
    assert.equal(operators.seq(), before[1]);
    assert.equal((await submit(system, path)).status, 303);
    assert.equal(a.seq(), before[0] + 1);
    assert.match((await (await a.in('admin')).get('/')).body, /America\/Santiago/);
});

test('switching a tenant off: its slug is typed, its people are out, and back in', async () => {
    const c = new Office('tenants-off'), path = `/admin/tenants/act?id=${c.id}`, client = await c.in('admin'), before = c.seq();
    for (const typed of ['', 'yes', c.slug.toUpperCase()]) {
        const answer = await submit(system, path, { typed });
        assert.equal(answer.status, 422, typed);
        assert.deepEqual(problems(answer.body).map((p) => p[0]), ['typed']);
    }
    assert.equal((await client.get('/')).status, 200);
    assert.equal((await submit(system, path, { typed: c.slug })).status, 303);
    assert.equal((await client.get('/')).status, 303);
    await assert.rejects(c.in('admin'), /cannot sign in/);
    assert.equal((await submit(system, path, { confirmed: 'yes' })).status, 303);
    await c.in('admin');
    const log = c.events(before).filter((e) => e.action.startsWith('tenant'));
    assert.deepEqual(log.map((e) => [e.action, e.details.active]), [['tenant.changed', ['yes', 'no']], ['tenant.changed', ['no', 'yes']]]);
});

test('one’s own tenant stays on', async () => {
    const page = await system.get(`/admin/tenants/edit?id=${operators.id}`), csrf = Object.fromEntries(formOf(page.body)).csrf;
    assert.doesNotMatch(page.body, /tenants\/act/);
    assert.equal((await system.get(`/admin/tenants/act?id=${operators.id}`)).status, 403);
    assert.equal((await system.post(`/admin/tenants/act?id=${operators.id}`, { csrf, typed: operators.slug })).status, 403);
    assert.equal(one(`SELECT active FROM tenants WHERE id = ${operators.id}`), '1');
});

test('an admin of a tenant has no tenants to manage', async () => {
    const admin = await a.in('admin'), csrf = Object.fromEntries(formOf((await admin.get('/admin/users/edit')).body)).csrf, n = one('SELECT COUNT(*) FROM tenants');
    for (const path of ['/admin/tenants', '/admin/tenants/edit', `/admin/tenants/edit?id=${a.id}`, `/admin/tenants/act?id=${a.id}`]) {
        assert.equal((await admin.get(path)).status, 403, path);
        if (path !== '/admin/tenants') assert.equal((await admin.post(path, { csrf })).status, 403, path);
    }
    assert.equal((await admin.get('/admin/users?tenant=0')).status, 404);
    assert.equal((await admin.get('/admin/audit?log=installation')).status, 404);
    assert.equal(one('SELECT COUNT(*) FROM tenants'), n);
    assert.doesNotMatch((await admin.get('/admin/users')).body, /Tenants/);
});

test('who manages tenants begins with administration, and the list is searched', async () => {
    const home = await system.get('/');
    assert.deepEqual([home.status, home.headers.location], [303, '/admin']);
    const list = await system.get(`/admin/tenants?q=${encodeURIComponent(a.slug)}`);
    const names = [...list.body.matchAll(/<td class="c-name"[^>]*>(?:<a[^>]*>)?([^<]*)/g)].map((m) => text(m[1]));
    assert.deepEqual(names, ['Office tenants-a']);
    assert.equal((await system.get('/admin/tenants?state=disabled')).status, 200);
    assert.equal((await system.get('/admin/tenants/edit?id=4000000000')).status, 404);
});
