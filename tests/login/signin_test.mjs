// Signing in and out, and what ends a session.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, PASSWORD, ROLE_ADMIN, ROLE_SUPERVISOR, makeUser, request, signedIn } from '../lib/http.mjs';
import { elements, formFields, parseGrid, text } from '../lib/html.mjs';
import { masked } from '../lib/mask.mjs';
import { Random } from '../lib/random.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { BASE, parley, sleep, sql, withConfiguration } from '../lib/stack.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`;
let tenant, count = 0;

function newUser(more = {}) {
    const email = `u${count++}@signin-${stamp}.example`;
    const id = makeUser({ tenant: tenant.id, email, name: 'Una User', ...more });
    return { id, email };
}

test.beforeEach(() => sql('DELETE FROM signin_failures'));

async function csrfOf(client) {
    return formFields((await client.get('/')).body).csrf;
}

test.before(() => {
    tenant = makeWorldTenant(new Random(1), `signin-${stamp}`, 'Europe/Berlin', { closed: 100, active: 4 });
    writeTenant(tenant);
    sql('DELETE FROM signin_failures');
});

test('the right password leads to the grid', async () => {
    const u = newUser(), c = new Client();
    const a = await c.signIn(u.email);
    assert.deepEqual([a.status, a.headers.location], [303, '/']);
    const cookie = a.headers['set-cookie'].find((x) => x.startsWith('parley='));
    assert.match(cookie, /^parley=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const page = await c.get('/');
    assert.equal(page.status, 200);
    assert.match(page.body, /Una User/);
    assert.equal(sql(`SELECT COUNT(*) FROM sessions WHERE user_id = ${u.id}`)[0][0], '1');
    assert.equal(sql(`SELECT COUNT(*) FROM sessions WHERE user_id = ${u.id} AND LOCATE('${c.session}', CONCAT_WS(' ', id_hash, address, user_agent)) > 0`)[0][0], '0', 'the cookie is not in the database');
});

test('every sign-in makes a new session, and a planted cookie is never taken over', async () => {
    const u = newUser(), c = new Client();
    c.cookies.set('parley', 'A'.repeat(43));
    await c.signIn(u.email);
    const first = c.session;
    assert.notEqual(first, 'A'.repeat(43));
    await c.signIn(u.email);
    assert.notEqual(c.session, first);
});

test('letter case and accents of an address: case does not matter', async () => {
    const u = newUser(), c = new Client();
    assert.equal((await c.signIn(u.email.toUpperCase())).status, 303);
});

test('a wrong password and an unknown user get the same answer in the same time', async () => {
    const known = newUser(), cases = { wrong: known.email, unknown: `x${known.email}`, disabled: newUser().email, none: newUser().email };
    sql(`UPDATE users SET active = 0 WHERE email = '${cases.disabled}'; UPDATE users SET password_hash = NULL WHERE email = '${cases.none}'`);
    const c = new Client(), { csrf } = await c.signinForm(), seen = {};
    await withConfiguration({ signin_delay: 'off' }, ['login'], async () => {
        const post = (email) => c.post('/login', { csrf, email, password: 'a wrong password' });
        for (let i = 0; i < 10; i++)
            for (const [name, email] of Object.entries(cases)) {
                const a = await post(email);
                assert.equal(a.status, 401);
                const body = masked(a).replaceAll(email, 'EMAIL');
                seen.body ??= body;
                assert.equal(body, seen.body, name);
                if (i) seen[name] = Math.min(seen[name] ?? Infinity, a.ms); /* the first is warming up */
            }
    });
    for (const name of ['unknown', 'disabled', 'none'])
        assert.ok(Math.abs(seen[name] - seen.wrong) < 0.35 * seen.wrong + 15, `${name}: ${seen[name]} ms, a wrong password ${seen.wrong} ms`);
    sql('DELETE FROM signin_failures');
});

test('what was typed is kept, but never the password', async () => {
    const c = new Client(), { csrf } = await c.signinForm();
    const a = await c.post('/login', { csrf, email: '"><b>x@y.z', password: 'sesame-"<open>' });
    assert.equal(a.status, 401);
    assert.equal(formFields(a.body).email, '"><b>x@y.z');
    assert.ok(!a.body.includes('sesame'));
    assert.match(text(elements(a.body, 'p').find((p) => p.role === 'alert').inner), /do not fit together/);
    for (const fields of [{ email: '', password: 'x' }, { email: 'x@y.z', password: '' }, {}]) {
        const b = await c.post('/login', { csrf, ...fields });
        assert.equal(b.status, 401);
        assert.match(b.body, /Enter your e-mail address and your password/);
    }
    sql('DELETE FROM signin_failures');
});

test('failures delay the account, and say for how long', async () => {
    const u = newUser(), c = new Client(), { csrf } = await c.signinForm();
    const wrong = () => c.post('/login', { csrf, email: u.email, password: 'wrong' });
    for (let i = 0; i < 4; i++) assert.equal((await wrong()).status, 401, `attempt ${i + 1}`);
    const held = await c.post('/login', { csrf, email: u.email, password: PASSWORD });
    assert.equal(held.status, 429);
    assert.equal(held.headers['retry-after'], '1');
    assert.match(held.body, /Try again in 1 second;/);
    assert.ok(!c.session);
    sql(`UPDATE signin_failures SET failures = 9 WHERE kind = 'account'`);
    assert.ok(Number((await wrong()).headers['retry-after']) > 10, 'it grows');
    sql(`UPDATE signin_failures SET failures = 60 WHERE kind = 'account'`);
    assert.ok(Number((await wrong()).headers['retry-after']) <= 300, 'up to five minutes');
    assert.equal((await c.post('/login', { csrf, email: u.email.toUpperCase(), password: PASSWORD })).status, 429, 'the same account');
    sql('UPDATE signin_failures SET last_at = last_at - INTERVAL 6 MINUTE');
    assert.equal((await c.post('/login', { csrf, email: u.email, password: PASSWORD })).status, 303);
    assert.equal(sql("SELECT COUNT(*) FROM signin_failures WHERE kind = 'account'")[0][0], '0', 'forgotten after success');
    sql('DELETE FROM signin_failures');
});

test('an unknown account is delayed like a known one, an address after more failures', async () => {
    const c = new Client(), { csrf } = await c.signinForm();
    for (let i = 0; i < 4; i++) await c.post('/login', { csrf, email: `nobody@signin-${stamp}.example`, password: 'wrong' });
    assert.equal((await c.post('/login', { csrf, email: `nobody@signin-${stamp}.example`, password: 'wrong' })).status, 429);
    sql("UPDATE signin_failures SET failures = 40 WHERE kind = 'address'");
    const u = newUser();
    assert.equal((await c.post('/login', { csrf, email: u.email, password: PASSWORD })).status, 429);
    sql('DELETE FROM signin_failures');
    assert.equal((await c.post('/login', { csrf, email: u.email, password: PASSWORD })).status, 303);
});

// --- the end of a session ----------------------------------------------------------------------

async function isOut(client, path = '/') {
    const a = await client.get(path);
    assert.equal(a.status, 303);
    assert.match(a.headers.location, /^\/login\?out=1&next=/);
    return true;
}

test('signing out ends the session on the server', async () => {
    const u = newUser(), c = await signedIn(u.email), cookie = c.session;
    const a = await c.post('/logout', { csrf: await csrfOf(c) });
    assert.deepEqual([a.status, a.headers.location], [303, '/login?out=2']);
    assert.equal(c.session, undefined);
    c.cookies.set('parley', cookie);
    await isOut(c);
    assert.equal(sql(`SELECT COUNT(*) FROM sessions WHERE user_id = ${u.id}`)[0][0], '0');
    assert.match((await new Client().get('/login?out=2')).body, /You are signed out/);
});

test('signing out in one window leaves the others', async () => {
    const u = newUser(), one = await signedIn(u.email), two = await signedIn(u.email);
    await one.post('/logout', { csrf: await csrfOf(one) });
    assert.equal((await two.get('/')).status, 200);
});

const age = (u, column, text) => sql(`UPDATE sessions SET ${column} = ${column} - INTERVAL ${text} WHERE user_id = ${u.id}`);
const seenAgo = (u) => Number(sql(`SELECT TIMESTAMPDIFF(SECOND, seen_at, UTC_TIMESTAMP()) FROM sessions WHERE user_id = ${u.id}`)[0][0]);

test('idle for 30 minutes, or open for 12 hours', async () => {
    const u = newUser(), c = await signedIn(u.email);
    age(u, 'seen_at', '29 MINUTE');
    assert.equal((await c.get('/')).status, 200);
    assert.ok(seenAgo(u) < 5, 'a request keeps it alive');
    age(u, 'created_at', '719 MINUTE');
    assert.equal((await c.get('/')).status, 200);
    age(u, 'created_at', '2 MINUTE');
    await isOut(c);
    const d = await signedIn(u.email);
    sql(`DELETE FROM sessions WHERE user_id = ${u.id} AND created_at < UTC_TIMESTAMP() - INTERVAL 1 HOUR`);
    age(u, 'seen_at', '31 MINUTE');
    await isOut(d);
    assert.match((await d.get('/login?out=1')).body, /You were signed out: a session ends after 30 minutes/);
});

test('refreshing by itself does not keep a session alive', async () => {
    const u = newUser(), c = await signedIn(u.email);
    age(u, 'seen_at', '20 MINUTE');
    assert.equal((await c.get('/?refresh=1', { headers: { 'X-Parley-Refresh': '1' } })).status, 200);
    assert.ok(seenAgo(u) > 1100);
    age(u, 'seen_at', '11 MINUTE');
    const a = await c.get('/', { headers: { 'X-Parley-Refresh': '1' } });
    assert.equal(a.status, 401);
    assert.match(a.headers['x-parley-signin'], /^\/login\?out=1&next=/);
    assert.ok(!a.body.includes('class="mainnav"'), 'nothing of the session is shown');
});

test('a disabled user is out at the next request, and comes back only by signing in', async () => {
    const u = newUser(), c = await signedIn(u.email);
    sql(`UPDATE users SET active = 0 WHERE id = ${u.id}`);
    await isOut(c);
    assert.equal((await new Client().signIn(u.email)).status, 401);
    sql(`DELETE FROM signin_failures`);
});

test('a disabled tenant is out, too', async () => {
    const u = newUser(), c = await signedIn(u.email);
    sql(`UPDATE tenants SET active = 0 WHERE id = ${tenant.id}`);
    await isOut(c);
    const refused = await new Client().signIn(u.email);
    sql(`UPDATE tenants SET active = 1 WHERE id = ${tenant.id}; DELETE FROM signin_failures`);
    assert.equal(refused.status, 401);
});

test('parley user disable, enable and passwd end the sessions', async () => {
    for (const args of [['disable'], ['enable'], ['passwd']]) {
        const u = newUser(), c = await signedIn(u.email);
        const r = parley(['user', ...args, u.email], { input: 'another-good-password\n' });
        assert.equal(r.status, 0, r.err);
        await isOut(c);
    }
});

test('queues that are assigned or taken away hold at the next request', async () => {
    const [one, two] = tenant.queues.filter((q) => !q.unused), u = newUser({ role: ROLE_SUPERVISOR, queues: [one.id] }), c = await signedIn(u.email);
    const shown = async () => [...new Set(parseGrid((await c.get('/?period=all&size=100')).body).rows.map((r) => r.cell.queue))].sort();
    assert.deepEqual(await shown(), [one.name]);
    sql(`INSERT INTO user_queues VALUES (${tenant.id}, ${u.id}, ${two.id})`);
    assert.deepEqual(await shown(), [one.name, two.name].sort());
    sql(`DELETE FROM user_queues WHERE user_id = ${u.id} AND queue_id = ${one.id}`);
    assert.deepEqual(await shown(), [two.name]);
    sql(`DELETE FROM user_queues WHERE user_id = ${u.id}`);
    assert.deepEqual(await shown(), []);
});

test('a role that is changed holds at the next request', async () => {
    const u = newUser({ role: ROLE_SUPERVISOR, queues: [] }), c = await signedIn(u.email);
    assert.equal(parseGrid((await c.get('/?period=all')).body).state, 'empty');
    sql(`UPDATE users SET role_id = ${ROLE_ADMIN} WHERE id = ${u.id}`);
    assert.equal(parseGrid((await c.get('/?period=all')).body).state, 'rows');
    sql(`UPDATE users SET rights_version = rights_version + 1 WHERE id = ${u.id}`);
    await isOut(c);
});

test('a permission taken from a role holds at the next request', async () => {
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${tenant.id}, 'Passing', 'all'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions VALUES (@r, 'interactions'); SELECT @r`)[0][0]);
    const u = newUser({ role }), c = await signedIn(u.email);
    assert.equal((await c.get('/')).status, 200);
    sql(`UPDATE role_permissions SET permission = 'interaction' WHERE role_id = ${role}`);
    const a = await c.get('/');
    assert.equal(a.status, 403);
    assert.ok(!parseGrid(a.body));
});

// --- the way back ------------------------------------------------------------------------------

test('signing in leads back to where one was', async () => {
    const u = newUser();
    for (const path of ['/?queue=3&period=all', '/?agent=J%C3%B6rg%20%26%20Co&sort=closed', '/', '/?did=%2B49%25']) {
        const c = new Client(), out = await c.get(path);
        const a = await c.signIn(u.email, PASSWORD, out.headers.location);
        assert.deepEqual([a.status, a.headers.location], [303, path]);
    }
});

test('and nowhere else', async () => {
    const u = newUser();
    const evil = ['http://evil.example/', '//evil.example', '/\\evil.example', 'aHR0cDovL2V2aWwuZXhhbXBsZS8', 'aHR0cDovL2V2aWwuZXhhbXBsZS8.AAAA', '.', 'x'.repeat(3000)];
    for (const next of evil) {
        const c = new Client(), { csrf } = await c.signinForm();
        const a = await c.post('/login', { csrf, next, email: u.email, password: PASSWORD });
        assert.ok(a.status === 400 || (a.status === 303 && a.headers.location === '/'), `${next}: ${a.status} ${a.headers.location}`);
    }
    const bad = await new Client().get('/login?next=http://evil.example/');
    assert.equal(bad.status, 400);
    /* A path like another host is signed as what it is: a path. */
    for (const path of ['//evil.example/', '/%2F/evil.example', '/\\evil.example']) {
        const a = await request('GET', path);
        assert.ok(!/^(https?:|\/\/|\/\\)/.test(a.headers.location ?? '/'), path);
    }
});

test('who posts without a session is told so, and where to sign in', async () => {
    const u = newUser(), c = await signedIn(u.email), csrf = await csrfOf(c);
    age(u, 'seen_at', '31 MINUTE');
    const a = await c.post('/logout', { csrf });
    assert.equal(a.status, 401);
    const title = text(elements(a.body, 'h1')[0]?.inner ?? '');
    assert.ok(title.trim(), 'the page says what happened');
});

test('a session is not kept by a worker: four windows on four workers', async () => {
    const list = await Promise.all(Array.from({ length: 4 }, async (_, i) => {
        const email = newUser({ name: `Person ${i}` }).email, c = new Client();
        await c.signIn(email);
        return { i, c };
    }));
    for (let round = 0; round < 10; round++)
        await Promise.all(list.map(async ({ i, c }) => assert.match((await c.get('/')).body, new RegExp(`Person ${i}<`))));
    await sleep(1);
});

test('sign-in attempts and their addresses are in the log, passwords never', async () => {
    const { logLines } = await import('../lib/stack.mjs');
    const c = new Client(), { csrf } = await c.signinForm(), email = `log-${stamp}"\n@x`;
    await c.post('/login', { csrf, email: `log-${stamp}"@x`, password: `secret-${stamp}` });
    await sleep(300);
    const lines = logLines('login');
    assert.ok(lines.some((l) => l.includes('event=signin_failed') && l.includes(`log-${stamp}\\"@x`) && l.includes('127.0.0.1')), email);
    assert.ok(!lines.some((l) => l.includes(`secret-${stamp}`)));
    sql('DELETE FROM signin_failures');
});

test('cookies over TLS have the __Host- prefix and Secure', async () => {
    const u = newUser();
    await withConfiguration({ cookie_secure: 'on' }, ['login', 'pages'], async () => {
        const c = new Client(), a = await c.signIn(u.email), cookie = a.headers['set-cookie'].find((x) => x.startsWith('__Host-parley='));
        assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
        assert.match(a.headers['strict-transport-security'], /max-age=31536000/);
        assert.equal((await c.get('/')).status, 200);
        assert.equal((await request('GET', '/', { headers: { Cookie: `parley=${c.cookies.get('__Host-parley')}` } })).status, 303, 'not by the other name');
    });
});

test('the address of the form is that of the site', async () => {
    const c = new Client(), { csrf } = await c.signinForm();
    const a = await c.post('/login', { csrf, email: 'x@y.z', password: 'x' }, { headers: { Origin: BASE, Host: 'evil.example' } });
    assert.equal(a.status, 401);
    assert.ok(!a.body.includes('evil.example'));
    sql('DELETE FROM signin_failures');
});
