// Administrators: adding, changing, switching off; what nobody can do to themselves, to the last one,
// to somebody stronger, to somebody else's people; and that all of it holds at the next request.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, PASSWORD, ROLE_ADMIN, ROLE_SUPERVISOR, signedIn } from '../lib/http.mjs';
import { elements, parseGrid, text } from '../lib/html.mjs';
import { sql } from '../lib/stack.mjs';
import { Office, ROLE_SYSTEM, act, formOf, one, password, problem, problems, send, submit } from './people.mjs';

let a, b, admin, operators, system;

test.before(async () => {
    a = new Office('users-a');
    b = new Office('users-b');
    operators = new Office('users-op');
    operators.user('system', { role: ROLE_SYSTEM, name: 'Sol System' });
    admin = await a.in('admin');
    system = await operators.in('system');
});

const row = (id) => sql(`SELECT name, email, role_id, active, rights_version, must_change_password FROM users WHERE id = ${id}`)[0];
const queuesOf = (id) => sql(`SELECT queue_id FROM user_queues WHERE user_id = ${id} ORDER BY queue_id`).flat().map(Number);
const idOf = (mail) => Number(one(`SELECT id FROM users WHERE email = '${mail}'`));

test('adding a supervisor: queues, a password that is shown once, one event', async () => {
    const before = a.seq(), mail = a.mail('new');
    const answer = await submit(admin, '/admin/users/edit', { name: 'Nia <New> & Söhne', email: mail, role: ROLE_SUPERVISOR, queues: [1, 3] });
    assert.equal(answer.status, 200);
    assert.match(password(answer.body), /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    const id = idOf(mail);
    assert.deepEqual(row(id), ['Nia <New> & Söhne', mail, '2', '1', row(id)[4], '1']);
    assert.deepEqual(queuesOf(id), [1, 3]);
    const events = a.events(before);
    assert.equal(events.length, 1);
    assert.equal(events[0].action, 'user.created');
    assert.equal(events[0].subject, `Nia <New> & Söhne (${mail})`);
    assert.equal(events[0].user, a.adminId);
    assert.equal(events[0].details.queues, 'Billing, Sales');
    assert.doesNotMatch(JSON.stringify(events), new RegExp(password(answer.body)));
    const page = await admin.get(`/admin/users/edit?id=${id}`);
    assert.doesNotMatch(page.body, new RegExp(password(answer.body)));
    assert.match(page.body, /Nia &lt;New&gt; &amp; Söhne/);
    const c = await signedIn(mail, password(answer.body));
    const next = await c.get('/');
    assert.deepEqual([next.status, next.headers.location], [303, '/account/password']);
});

test('what is wrong is said at its field, what was typed is kept, nothing is written', async () => {
    const before = a.seq(), n = one('SELECT COUNT(*) FROM users');
    const cases = [
        [{ name: '', email: a.mail('x'), role: 2 }, 'name'],
        [{ name: 'X', email: '', role: 2 }, 'email'],
        [{ name: 'X', email: 'nonsense', role: 2 }, 'email'],
        [{ name: 'X', email: a.mail('super'), role: 2 }, 'email'],
        [{ name: 'X', email: a.mail('super').toUpperCase(), role: 2 }, 'email'],
        [{ name: 'X', email: b.mail('admin'), role: 2 }, 'email'],
        [{ name: 'X', email: a.mail('x'), role: '' }, 'role'],
        [{ name: 'X', email: a.mail('x'), role: ROLE_SYSTEM }, 'role'],
        [{ name: 'X', email: a.mail('x'), role: 4000000 }, 'role'],
        [{ name: 'X', email: a.mail('x'), role: 2, queues: [1, 77] }, 'queues'],
        [{ name: 'x'.repeat(151), email: a.mail('x'), role: 2 }, 'name'],
    ];
    for (const [values, field] of cases) {
        const answer = await submit(admin, '/admin/users/edit', values);
        assert.equal(answer.status, 422, JSON.stringify(values));
        assert.deepEqual(problems(answer.body).map((p) => p[0]), [field], JSON.stringify(values));
        const kept = Object.fromEntries(formOf(answer.body));
        assert.equal(kept.name, values.name);
        assert.equal(kept.email, values.email);
    }
    assert.equal(one('SELECT COUNT(*) FROM users'), n);
    assert.equal(a.seq(), before);
});

test('changing name, role and queues: one event says what was and what is', async () => {
    const id = a.user('change', { name: 'Cora Change', role: ROLE_SUPERVISOR, queues: [1, 2] });
    const before = a.seq();
    assert.equal((await submit(admin, `/admin/users/edit?id=${id}`, { name: 'Cora Changed', queues: [2, 3] })).status, 303);
    assert.deepEqual(queuesOf(id), [2, 3]);
    const [event, ...rest] = a.events(before);
    assert.deepEqual(rest, []);
    assert.equal(event.action, 'user.changed');
    assert.deepEqual(event.details, { id: String(id), name: ['Cora Change', 'Cora Changed'], 'queues added': 'Billing', 'queues removed': 'Sales' });
    assert.equal((await submit(admin, `/admin/users/edit?id=${id}`)).status, 303);
    assert.equal(a.seq(), before + 1, 'nothing changed, nothing recorded');
    assert.equal((await submit(admin, `/admin/users/edit?id=${id}`, { role: ROLE_ADMIN, queues: [2] })).status, 303);
    assert.deepEqual(queuesOf(id), [], 'who sees all queues has none assigned');
});

test('two who change the same person: the second is told', async () => {
    const id = a.user('twice', { name: 'Two Times', role: ROLE_SUPERVISOR });
    const page = formOf((await admin.get(`/admin/users/edit?id=${id}`)).body);
    assert.equal((await send(admin, `/admin/users/edit?id=${id}`, page, { name: 'First' })).status, 303);
    const second = await send(admin, `/admin/users/edit?id=${id}`, page, { name: 'Second' });
    assert.equal(second.status, 409);
    assert.equal(row(id)[0], 'First');
});

test('without scripts: finding a queue keeps what is ticked', async () => {
    const id = a.user('plain', { name: 'Pia Plain', role: ROLE_SUPERVISOR, queues: [1] });
    const path = `/admin/users/edit?id=${id}`;
    const narrowed = await submit(admin, path, { find: 'bill', narrow: 'yes', queues: [1, 2] });
    assert.equal(narrowed.status, 200);
    const shown = elements(/<ul class="ticks"[\s\S]*?<\/ul>/.exec(narrowed.body)[0], 'label').map((l) => text(l.inner).trim());
    assert.deepEqual(shown, ['Billing']);
    assert.match(text(narrowed.body), /2 more selected/);
    const saved = await send(admin, path, [...formOf(narrowed.body), ['queues', '3']], { find: '' });
    assert.equal(saved.status, 303);
    assert.deepEqual(queuesOf(id), [1, 2, 3]);
});

// --- at the next request -----------------------------------------------------------------------

test('demotion, queues, switching off: they hold at the next request', async () => {
    const id = a.user('next', { name: 'Nex Next' });
    let c = await a.in('next');
    assert.equal((await c.get('/admin/users')).status, 200);
    await submit(admin, `/admin/users/edit?id=${id}`, { role: ROLE_SUPERVISOR, queues: [1, 2] });
    assert.equal((await c.get('/admin/users')).status, 303, 'signed out');
    c = await a.in('next');
    assert.equal((await c.get('/admin/users')).status, 403);
    assert.deepEqual(parseGrid((await c.get('/')).body).queues.map((q) => q.label), ['All queues', 'Sales', 'Support']);
    await submit(admin, `/admin/users/edit?id=${id}`, { queues: [2] });
    assert.equal((await c.get('/')).status, 303, 'signed out');
    c = await a.in('next');
    assert.deepEqual(parseGrid((await c.get('/')).body).queues.map((q) => q.label), ['All queues', 'Support']);
    for (const [what, action] of [['sessions', 'user.sessions_ended'], ['disable', 'user.disabled']]) {
        const before = a.seq();
        assert.equal((await act(admin, id, what)).status, 303);
        assert.equal((await c.get('/')).status, 303, what);
        assert.deepEqual(a.events(before).map((e) => e.action), [action]);
        if (what === 'sessions') c = await a.in('next');
    }
    await assert.rejects(a.in('next'), /cannot sign in/);
    assert.equal((await act(admin, id, 'enable')).status, 303);
    await a.in('next');
});

test('resetting a password, taking the second factor away', async () => {
    const id = a.user('reset', { name: 'Rea Reset', role: ROLE_SUPERVISOR });
    const c = await a.in('reset');
    const answer = await act(admin, id, 'password');
    assert.equal(answer.status, 200);
    assert.equal((await c.get('/')).status, 303);
    await assert.rejects(signedIn(a.mail('reset'), PASSWORD), /cannot sign in/);
    await signedIn(a.mail('reset'), password(answer.body));
    assert.equal(row(id)[5], '1');
    sql(`UPDATE users SET totp_secret = 'secret', totp_step = 5 WHERE id = ${id};
        INSERT INTO recovery_codes (tenant_id, user_id, code_hash) VALUES (${a.id}, ${id}, REPEAT('x', 32))`);
    const before = a.seq();
    assert.equal((await act(admin, id, 'totp')).status, 303);
    assert.deepEqual(sql(`SELECT totp_secret, totp_step, (SELECT COUNT(*) FROM recovery_codes WHERE user_id = ${id}) FROM users WHERE id = ${id}`)[0], [null, null, '0']);
    assert.deepEqual(a.events(before).map((e) => e.action), ['user.totp_reset']);
});

test('each asks first: without a yes nothing happens, and nothing twice', async () => {
    const id = a.user('ask', { name: 'Ask Me', role: ROLE_SUPERVISOR }), path = `/admin/users/act?id=${id}`;
    const before = a.seq(), version = row(id)[4];
    for (const what of ['disable', 'password', 'sessions', 'totp']) {
        const page = await admin.get(`${path}&act=${what}`);
        assert.equal(page.status, 200);
        assert.equal((await send(admin, path, formOf(page.body))).status, 200, 'asks again');
        assert.equal((await send(admin, path, formOf(page.body), { confirmed: 'no' })).status, 303);
    }
    assert.equal(a.seq(), before);
    assert.equal(row(id)[4], version);
    const page = formOf((await admin.get(`${path}&act=disable`)).body);
    for (let i = 0; i < 2; i++) assert.equal((await send(admin, path, page, { confirmed: 'yes' })).status, 303);
    assert.equal(a.events(before).length, 1);
    assert.equal((await admin.get(path)).status, 400);
});

// --- what nobody can do --------------------------------------------------------------------------

test('nobody switches themselves off or changes their own role', async () => {
    const before = row(a.adminId), seq = a.seq();
    for (const what of ['disable', 'password', 'sessions', 'totp', 'enable'])
        assert.equal((await act(admin, a.adminId, what)).status, 403, what);
    const page = await admin.get(`/admin/users/edit?id=${a.adminId}`);
    assert.doesNotMatch(page.body, /name="role"/);
    const answer = await send(admin, `/admin/users/edit?id=${a.adminId}`, formOf(page.body), { role: ROLE_SUPERVISOR, queues: [1] });
    assert.equal(answer.status, 303);
    assert.deepEqual(row(a.adminId), before);
    assert.deepEqual(queuesOf(a.adminId), []);
    assert.equal(a.seq(), seq);
    const csrf = Object.fromEntries(formOf(page.body)).csrf;
    assert.equal((await admin.post(`/admin/users/act?id=${a.adminId}`, { csrf, act: 'disable', confirmed: 'yes' })).status, 403);
});

test('the last admin stays, whoever asks', async () => {
    const c = new Office('users-last'), t = `&tenant=${c.id}`, before = c.seq();
    const off = await act(system, c.adminId, 'disable', t);
    assert.equal(off.status, 422);
    assert.match(problem(off.body), /last who can administer/);
    const demoted = await submit(system, `/admin/users/edit?id=${c.adminId}${t}`, { role: ROLE_SUPERVISOR });
    assert.equal(demoted.status, 422);
    assert.match(problems(demoted.body)[0].join(' '), /role .*last who can administer/);
    assert.deepEqual(row(c.adminId).slice(2, 4), ['1', '1']);
    assert.equal(c.seq(), before);
    // One who cannot sign in, is off, or sees some queues only, is no other admin.
    const others = [c.user('off'), c.user('mute'), c.user('some', { role: c.role('Some', ['administration'], 'assigned') })];
    sql(`UPDATE users SET active = 0 WHERE id = ${others[0]}; UPDATE users SET password_hash = NULL WHERE id = ${others[1]}`);
    assert.equal((await act(system, c.adminId, 'disable', t)).status, 422);
    c.user('second');
    assert.equal((await act(system, c.adminId, 'disable', t)).status, 303);
    assert.equal(row(c.adminId)[3], '0');
});

test('two admins who switch each other off at once leave one', async () => {
    for (let round = 0; round < 6; round++) {
        const c = new Office('users-race'), other = c.user('other');
        const [x, y] = [await c.in('admin'), await c.in('other')];
        const forms = await Promise.all([x.get(`/admin/users/act?id=${other}&act=disable`), y.get(`/admin/users/act?id=${c.adminId}&act=disable`)]);
        const answers = await Promise.all([
            send(x, `/admin/users/act?id=${other}`, formOf(forms[0].body), { confirmed: 'yes' }),
            send(y, `/admin/users/act?id=${c.adminId}`, formOf(forms[1].body), { confirmed: 'yes' })]);
        assert.equal(one(`SELECT SUM(active) FROM users WHERE tenant_id = ${c.id} AND role_id = 1`), '1', answers.map((z) => z.status).join());
        assert.ok(answers.every((z) => z.status < 500));
    }
});

test('the last system administrator stays', async () => {
    const rest = sql('SELECT id FROM users WHERE role_id = 3 AND active').flat().filter((id) => Number(id) !== idOf(operators.mail('system')));
    if (rest.length) sql(`UPDATE users SET active = 0 WHERE id IN (${rest})`);
    try {
        const second = operators.user('second', { role: ROLE_SYSTEM, name: 'Sid Second' });
        const c = await operators.in('second');
        const both = await Promise.all([act(system, second, 'disable'), act(c, idOf(operators.mail('system')), 'disable')]);
        assert.equal(one('SELECT COUNT(*) FROM users WHERE role_id = 3 AND active'), '1', both.map((z) => z.status).join());
        sql(`UPDATE users SET active = 1 WHERE id = ${idOf(operators.mail('system'))}; UPDATE users SET active = 0 WHERE id = ${second}`);
        system = await operators.in('system');
    } finally {
        if (rest.length) sql(`UPDATE users SET active = 1 WHERE id IN (${rest})`);
    }
});

test('nobody gives what they do not have, or touches who has more', async () => {
    const clerk = a.role('Clerk', ['administration', 'interactions']);
    a.user('clerk', { role: clerk, name: 'Cle Clerk' });
    const c = await a.in('clerk'), before = a.seq();
    const page = await c.get('/admin/users/edit');
    const roles = elements(page.body, 'select').find((s) => s.name === 'role');
    assert.deepEqual(elements(roles.inner, 'option').map((o) => text(o.inner)), ['Choose a role', 'Clerk (all queues)']);
    for (const role of [ROLE_ADMIN, ROLE_SUPERVISOR, ROLE_SYSTEM])
        assert.equal((await send(c, '/admin/users/edit', formOf(page.body), { name: 'X', email: a.mail('esc'), role })).status, 422, String(role));
    const csrf = Object.fromEntries(formOf(page.body)).csrf;
    for (const id of [a.adminId, a.supervisorId]) {
        const look = await c.get(`/admin/users/edit?id=${id}`);
        assert.equal(look.status, 200);
        assert.match(look.body, /more rights than you/);
        assert.doesNotMatch(look.body, /name="email"/);
        assert.equal((await c.post(`/admin/users/edit?id=${id}`, { csrf, was: 'A'.repeat(32), name: 'X', email: a.mail('esc'), role: clerk })).status, 403);
        for (const what of ['password', 'disable', 'totp', 'sessions']) {
            assert.equal((await c.get(`/admin/users/act?id=${id}&act=${what}`)).status, 403);
            assert.equal((await c.post(`/admin/users/act?id=${id}`, { csrf, act: what, confirmed: 'yes' })).status, 403);
        }
    }
    assert.equal(a.seq(), before);
});

test('people of another tenant are not there, byte for byte', async () => {
    const plain = (answer) => answer.body.replace(/[0-9a-f]{32}/g, '').replace(/(name="csrf" value=")[^"]*/g, '$1').replace(/data-now="\d+"/, '');
    for (const path of ['/admin/users/edit?id=', '/admin/users/act?act=disable&id=']) {
        const [foreign, absent] = [await admin.get(path + b.adminId), await admin.get(path + 4000000000)];
        assert.deepEqual([foreign.status, absent.status], [404, 404]);
        assert.equal(plain(foreign), plain(absent));
        assert.equal((await admin.get(`${path}${b.adminId}&tenant=${b.id}`)).status, 404);
    }
    const csrf = Object.fromEntries(formOf((await admin.get('/admin/users/edit')).body)).csrf, before = [row(b.adminId), b.seq()];
    for (const t of ['', `&tenant=${b.id}`]) {
        assert.equal((await admin.post(`/admin/users/act?id=${b.adminId}${t}`, { csrf, act: 'disable', confirmed: 'yes' })).status, 404);
        assert.equal((await admin.post(`/admin/users/edit?id=${b.adminId}${t}`, { csrf, name: 'X', email: 'x@y.example', role: 2 })).status, 404);
    }
    assert.equal((await admin.post(`/admin/users/edit?tenant=${b.id}`, { csrf, name: 'X', email: 'x@y.example', role: 2 })).status, 404);
    assert.deepEqual([row(b.adminId), b.seq()], before);
    assert.equal((await admin.get(`/admin/users?tenant=${b.id}`)).status, 404);
});

test('who manages tenants works in any of them; it stands in that tenant’s log', async () => {
    const before = [b.seq(), operators.seq()], t = `tenant=${b.id}`;
    const answer = await submit(system, `/admin/users/edit?${t}`, { name: 'By System', email: b.mail('bysys'), role: ROLE_SUPERVISOR, queues: [2] });
    assert.equal(answer.status, 200);
    assert.deepEqual(b.events(before[0]).map((e) => e.action), ['user.created']);
    assert.equal(operators.seq(), before[1]);
    const page = await system.get(`/admin/users/edit?${t}`);
    assert.match(page.body, /<select[^>]*name="tenant"/, 'the tenant is chosen first');
    assert.match(page.body, /action="\/admin\/users\/edit"/);
});

// --- the list ------------------------------------------------------------------------------------

const names = (html) => [...html.matchAll(/<td class="c-name"[^>]*>(?:<a[^>]*>)?([^<]*)/g)].map((m) => text(m[1]));

test('the list: searched, filtered, paged', async () => {
    const c = new Office('users-list');
    for (let i = 0; i < 120; i++)
        sql(`INSERT INTO users (tenant_id, email, name, role_id) VALUES (${c.id}, 'p${i}@${c.slug}.example', 'Person ${String(i).padStart(3, '0')}', 2)`);
    c.user('odd', { name: '100%_odd <b>', role: ROLE_SUPERVISOR, queues: [1] });
    const client = await c.in('admin'), seen = [];
    for (let url = '/admin/users'; url;) {
        const page = await client.get(url);
        seen.push(...names(page.body));
        url = text(/id="page-after"[^>]*href="([^"]*)"/.exec(page.body)?.[1] ?? '');
    }
    assert.equal(seen.length, 123);
    assert.equal(new Set(seen).size, 123);
    assert.deepEqual(names((await client.get(`/admin/users?q=${encodeURIComponent('%_odd')}`)).body), ['100%_odd <b>']);
    assert.deepEqual(names((await client.get(`/admin/users?q=${encodeURIComponent('p7@')}`)).body), ['Person 007']);
    assert.deepEqual(names((await client.get('/admin/users?role=1')).body), ['Ada Admin']);
    assert.equal(names((await client.get('/admin/users?state=unable')).body).length, 50);
    sql(`UPDATE users SET active = 0 WHERE tenant_id = ${c.id} AND name = 'Person 005'`);
    assert.deepEqual(names((await client.get('/admin/users?state=disabled')).body), ['Person 005']);
    assert.match((await client.get('/admin/users?q=nobody')).body, /id="empty"/);
    assert.equal((await client.get('/admin/users?state=x')).status, 400);
});
