// One's own account: the password, the preferences, the sessions.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, PASSWORD, request, signedIn } from '../lib/http.mjs';
import { attributes, elements, formFields, text } from '../lib/html.mjs';
import { logLines, parley, quote, sleep, sql } from '../lib/stack.mjs';
import { People, noticeOf, send, sendAsIs, wrongFields } from './people.mjs';

const people = new People('account'), NEW = 'una went to sea';
test.beforeEach(() => sql('DELETE FROM signin_failures'));

// --- the password ------------------------------------------------------------------------------

test('changing the password: the new one holds, all other sessions end, this one goes on renewed', async () => {
    const u = people.add(), c = await signedIn(u.email), other = await signedIn(u.email), before = c.session;
    const a = await send(c, '/account/password', { password: PASSWORD, new: NEW, again: NEW });
    assert.deepEqual([a.status, a.headers.location], [303, '/account?done=password']);
    assert.notEqual(c.session, before);
    assert.match(noticeOf(await c.get(a.headers.location)), /password is changed/);
    assert.equal((await other.get('/')).status, 303, 'the other session');
    assert.equal((await request('GET', '/', { headers: { Cookie: `parley=${before}` } })).status, 303, 'the old cookie');
    assert.equal((await new Client().signIn(u.email)).status, 401, 'the old password');
    assert.equal((await new Client().signIn(u.email, NEW)).status, 303, 'the new password');
    assert.deepEqual(people.audit(u).map((x) => x[0]).filter((x) => !x.startsWith('signin')), ['password.changed']);
});

test('what is wrong with a password is said at its field, and nothing is changed', async () => {
    const u = people.add(), c = await signedIn(u.email), hash = people.row(u, 'password_hash')[0];
    const cases = [
        [{ new: NEW, again: NEW }, { password: /Enter your current/ }],
        [{ password: PASSWORD }, { new: /Enter the new/ }],
        [{ password: PASSWORD, new: NEW }, { again: /differ/ }],
        [{ password: PASSWORD, new: NEW, again: `${NEW}.` }, { again: /differ/ }],
        [{ password: PASSWORD, new: 'short', again: 'short' }, { new: /^A password has at least 12 characters\.$/ }],
        [{ password: PASSWORD, new: 'ä'.repeat(150), again: 'x' }, { new: /at most 200/ }],
        [{ password: PASSWORD, new: 'Password-2026', again: 'Password-2026' }, { new: /commonest/ }],
        [{ password: PASSWORD, new: '123412341234', again: '123412341234' }, { new: /again and again/ }],
        [{ password: PASSWORD, new: u.email, again: u.email }, { new: /name or address/ }],
        [{ password: PASSWORD, new: 'UnaLongname12', again: 'UnaLongname12' }, { new: /name or address/ }],
        [{ password: PASSWORD, new: PASSWORD, again: PASSWORD }, { new: /same as the old/ }],
        [{ password: 'not this one', new: NEW, again: NEW }, { password: /not your password/ }],
        [{}, { password: /Enter your current/, new: /Enter the new/ }],
    ];
    for (const [fields, expected] of cases) {
        const a = await send(c, '/account/password', fields), wrong = wrongFields(a);
        assert.equal(a.status, 422, JSON.stringify(fields));
        assert.deepEqual(Object.keys(wrong).sort(), Object.keys(expected).sort(), JSON.stringify(fields));
        for (const [name, words] of Object.entries(expected)) assert.match(wrong[name], words);
        for (const value of Object.values(fields).filter((x) => x !== u.email)) assert.ok(!a.body.includes(`"${value}"`), 'no password is sent back');
    }
    assert.equal(people.row(u, 'password_hash')[0], hash);
    assert.equal((await c.get('/account')).status, 200);
});

test('a stolen session cannot guess the password: wrong ones count like at signing in', async () => {
    const u = people.add(), c = await signedIn(u.email);
    for (let i = 0; i < 4; i++)
        assert.match(wrongFields(await sendAsIs(c, '/account/password', { password: `wrong ${i}`, new: NEW, again: NEW })).password, /not your password/);
    assert.equal(sql("SELECT failures FROM signin_failures WHERE kind = 'account'")[0][0], '4');
    sql("UPDATE signin_failures SET failures = 8, last_at = UTC_TIMESTAMP(3) WHERE kind = 'account'");
    const held = await sendAsIs(c, '/account/password', { password: PASSWORD, new: NEW, again: NEW });
    assert.equal(held.status, 429);
    assert.ok(Number(held.headers['retry-after']) > 8);
    assert.match(wrongFields(held).password, /Try again in 1\d seconds; the password was not looked at/);
    assert.equal((await new Client().signIn(u.email)).status, 429, 'the sign-in form waits, too');
    assert.equal(people.row(u, 'must_change_password')[0], '0');
    assert.deepEqual(people.audit(u).filter((x) => x[0] === 'signin.failed').map((x) => x[1].step), Array(4).fill('own account'));
});

test('of two changes at once one is made', async () => {
    const u = people.add(), c = await signedIn(u.email), { csrf } = formFields((await c.get('/account/password')).body);
    const body = (p) => ({ csrf, password: PASSWORD, new: p, again: p });
    const answers = await Promise.all(['a first new password', 'a second new password'].map((p) => c.post('/account/password', body(p))));
    const done = answers.filter((a) => a.status === 303 && a.headers.location === '/account?done=password');
    assert.equal(done.length, 1, answers.map((a) => a.status).join());
    assert.equal(people.audit(u).filter((x) => x[0] === 'password.changed').length, 1);
    assert.equal(sql(`SELECT COUNT(*) FROM sessions WHERE user_id = ${u.id}`)[0][0], '1');
});

test('who was given a password changes it before anything else', async () => {
    const u = people.add();
    sql(`UPDATE users SET must_change_password = 1 WHERE id = ${u.id}`);
    const c = await signedIn(u.email);
    for (const path of ['/', '/account', '/?period=all'])
        assert.deepEqual([(await c.get(path)).status, (await c.get(path)).headers.location], [303, '/account/password'], path);
    const page = await c.get('/account/password');
    assert.match(noticeOf(page), /given to you by somebody else/);
    for (const path of ['/account/preferences', '/account/totp', '/account/sessions/end'])
        assert.equal((await send(c, path)).headers.location, '/account/password', path);
    assert.equal(people.row(u, 'theme')[0], 'auto');
    assert.match(wrongFields(await send(c, '/account/password', { password: PASSWORD, new: PASSWORD, again: PASSWORD })).new, /same as the old/);
    assert.equal((await c.get('/')).status, 303, 'still');
    const a = await send(c, '/account/password', { password: PASSWORD, new: NEW, again: NEW });
    assert.equal(a.headers.location, '/account?done=password');
    assert.equal((await c.get('/')).status, 200);
    assert.equal(people.row(u, 'must_change_password')[0], '0');
    assert.equal((await new Client().signIn(u.email, NEW)).status, 303);
});

test('and may sign out instead', async () => {
    const u = people.add();
    sql(`UPDATE users SET must_change_password = 1 WHERE id = ${u.id}`);
    const c = await signedIn(u.email);
    assert.equal((await send(c, '/logout')).headers.location, '/login?out=2');
});

test('passwords are in no log', async () => {
    const u = people.add(), c = await signedIn(u.email);
    await send(c, '/account/password', { password: `wrong-secret-${u.id}`, new: `secret-${u.id}-words`, again: 'x' });
    await sleep(300);
    assert.ok(!logLines('login').some((l) => l.includes(`secret-${u.id}`)));
});

// --- preferences -------------------------------------------------------------------------------

const option = (a, select) => elements(elements(a.body, 'select').find((s) => s.name === select).inner, 'option').find((o) => 'selected' in o);
const radio = (a) => [...a.body.matchAll(/<input\b[^>]*type="radio"[^>]*>/g)].map(([t]) => attributes(t.slice(6))).find((x) => 'checked' in x)?.value;

test('preferences are kept, shown again, and recorded with what they were', async () => {
    const u = people.add(), c = await signedIn(u.email);
    const a = await send(c, '/account/preferences', { zone: 'Asia/Kolkata', locale: 'de', theme: 'dark' });
    assert.deepEqual([a.status, a.headers.location], [303, '/account?done=saved']);
    const page = await c.get(a.headers.location);
    assert.match(noticeOf(page), /saved/);
    assert.deepEqual(people.row(u, 'zone, locale, theme'), ['Asia/Kolkata', 'de', 'dark']);
    assert.equal(formFields(page.body).zone, 'Asia/Kolkata');
    assert.equal(option(page, 'locale').value, 'de');
    assert.equal(radio(page), 'dark');
    assert.match(page.body, /<html lang="en" data-theme="dark" data-bs-theme="dark">/);
    await send(c, '/account/preferences', { zone: '', locale: '', theme: 'dark' });
    assert.deepEqual(people.row(u, 'zone, locale, theme'), [null, null, 'dark']);
    await send(c, '/account/preferences', { zone: '', locale: '', theme: 'dark' });
    assert.deepEqual(people.audit(u).filter((x) => x[0] === 'account.changed').map((x) => x[1]), [
        { zone: [null, 'Asia/Kolkata'], locale: [null, 'de'], theme: ['auto', 'dark'] },
        { zone: ['Asia/Kolkata', null], locale: ['de', null] },
    ], 'a change that changes nothing is none');
});

test('a zone is understood as people type it, and refused where there is none', async () => {
    const u = people.add(), c = await signedIn(u.email);
    for (const [typed, zone] of [['america/new york', 'America/New_York'], ['utc', 'UTC'], ['US/Eastern', 'US/Eastern']]) {
        assert.equal((await send(c, '/account/preferences', { zone: typed })).status, 303, typed);
        assert.equal(people.row(u, 'zone')[0], zone);
    }
    for (const typed of ['Atlantis', '../../etc/passwd', '/etc/passwd', '"><b>x', 'right/UTC', 'x'.repeat(90)]) {
        const a = await send(c, '/account/preferences', { zone: typed, locale: 'fr', theme: 'light' });
        assert.equal(a.status, 422, typed);
        assert.match(wrongFields(a).zone, /no time zone of that name/);
        assert.equal(formFields(a.body).zone, typed, 'what was typed is kept');
        assert.deepEqual([option(a, 'locale').value, radio(a)], ['fr', 'light'], 'and what was chosen');
    }
    assert.deepEqual(people.row(u, 'zone, locale, theme'), ['US/Eastern', null, 'auto']);
});

test('what is not offered is refused', async () => {
    const u = people.add(), c = await signedIn(u.email);
    for (const fields of [{ locale: 'tlh' }, { locale: 'en-us' }, { locale: '<b>' }, { theme: 'pink' }, { user: '1' }])
        assert.equal((await send(c, '/account/preferences', fields)).status, 400, JSON.stringify(fields));
});

test('the page says what the contact center has', async () => {
    const there = new People('account-de');
    sql(`UPDATE tenants SET locale = 'de-AT' WHERE id = ${there.tenant}`);
    const page = (await (await signedIn(there.add().email)).get('/account')).body;
    assert.match(page, /placeholder="As the contact center: Europe\/Berlin"/);
    assert.match(text(elements(page, 'option').find((o) => o.value === '').inner), /^As the contact center: Deutsch · \d+\. \S+ \d\d:\d\d:\d\d · 12\.345$/);
    assert.ok(elements(elements(page, 'datalist')[0].inner, 'option').length > 300);
});

test('the locale is how the list writes times and numbers', async () => {
    const there = new People('account-list'), year = new Date().getUTCFullYear();
    sql(`INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status) VALUES
        (${there.tenant}, 1, '${year}-01-05 13:04:05', '${year}-01-05 13:05:05', 'voice', 'closed'),
        (${there.tenant}, 2, '2020-03-02 08:04:05', '2020-03-02 20:05:05', 'voice', 'closed')`, 'pbxlogs');
    const expected = {
        '': ['5 Jan 14:04:05', '2 Mar 2020 09:04', '2 Mar 2020 21:05', '24'], 'en-US': ['Jan 5, 2:04:05 pm', 'Mar 2, 2020, 9:04 am', 'Mar 2, 2020, 9:05 pm', '12'],
        de: ['5. Jan. 14:04:05', '2. März 2020 09:04', '2. März 2020 21:05', '24'], fr: ['5 janv. 14:04:05', '2 mars 2020 09:04', '2 mars 2020 21:05', '24'],
        es: ['5 ene 14:04:05', '2 mar 2020 09:04', '2 mar 2020 21:05', '24'], it: ['5 gen 14:04:05', '2 mar 2020 09:04', '2 mar 2020 21:05', '24'],
        nl: ['5 jan 14:04:05', '2 mrt 2020 09:04', '2 mrt 2020 21:05', '24'], pl: ['5 sty 14:04:05', '2 mar 2020 09:04', '2 mar 2020 21:05', '24'],
    };
    const { parseGrid } = await import('../lib/html.mjs');
    const c = await signedIn(there.add().email);
    for (const [locale, [one, two, closed, hours]] of Object.entries(expected)) {
        await send(c, '/account/preferences', { locale });
        const body = (await c.get('/?period=all')).body, [a, b] = parseGrid(body).rows;
        assert.deepEqual([a.cell.created, b.cell.created, b.cell.closed], [one, two, closed], locale);
        assert.equal(b.title.created, '2020-03-02 09:04:05.000 CET', 'the exact value is the same for all');
        assert.match(body, new RegExp(`data-hours="${hours}"`));
    }
});

// --- sessions ----------------------------------------------------------------------------------

const sessionsOf = (a) => [...a.body.matchAll(/<tr>\s*<td([\s\S]*?)<\/tr>/g)].map(([row]) => ({
    browser: text(elements(row, 'td')[0].inner), address: text(elements(row, 'td')[1].inner), own: /This one/.test(row), id: formFields(row).id,
}));

async function signedInWith(user, agent) {
    const c = new Client(), { csrf } = await c.signinForm();
    const a = await c.post('/login', { csrf, email: user.email, password: PASSWORD }, { headers: { 'User-Agent': agent } });
    assert.equal(a.status, 303);
    return c;
}

test('the sessions are listed with what is known of them, and ended one by one', async () => {
    const u = people.add();
    const phone = await signedInWith(u, 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1');
    const odd = await signedInWith(u, '<script>alert(1)</script>"');
    const c = await signedInWith(u, 'Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0');
    const list = sessionsOf(await c.get('/account'));
    assert.deepEqual(list.map((s) => s.browser).sort(), ['Firefox on Windows', 'Safari on iPhone', 'unknown browser']);
    assert.deepEqual(list.filter((s) => s.own).map((s) => s.browser), ['Firefox on Windows']);
    assert.ok(list.every((s) => s.address === '127.0.0.1' && (s.own ? s.id === undefined : /^[0-9a-f]{64}$/.test(s.id))));
    const a = await send(c, '/account/sessions/end', { id: list.find((s) => s.browser.startsWith('Safari')).id });
    assert.deepEqual([a.status, a.headers.location], [303, '/account?done=session']);
    assert.equal((await phone.get('/')).status, 303);
    assert.equal((await odd.get('/')).status, 200);
    assert.equal(sessionsOf(await c.get('/account')).length, 2);
    assert.deepEqual(people.audit(u).filter((x) => x[0] === 'session.ended').map((x) => x[1]), [{ sessions: '1' }]);
});

test('all others are ended at once', async () => {
    const u = people.add(), others = [await signedIn(u.email), await signedIn(u.email)], c = await signedIn(u.email), foreign = await signedIn(people.add().email);
    assert.equal((await send(c, '/account/sessions/end')).headers.location, '/account?done=sessions');
    for (const o of others) assert.equal((await o.get('/')).status, 303);
    assert.equal((await c.get('/')).status, 200);
    assert.equal((await foreign.get('/')).status, 200, 'somebody else’s stays');
    assert.doesNotMatch((await c.get('/account')).body, /End all others/);
    assert.equal((await send(c, '/account/sessions/end')).status, 303);
    assert.deepEqual(people.audit(u).filter((x) => x[0] === 'session.ended').map((x) => x[1]), [{ sessions: '2' }], 'nothing ended is nothing recorded');
});

test('a session of somebody else cannot be ended: foreign and absent are the same', async () => {
    const u = people.add(), c = await signedIn(u.email), colleague = people.add(), stranger = new People('account-b'), foreign = stranger.add();
    const victims = [[colleague, await signedIn(colleague.email)], [foreign, await signedIn(foreign.email)]], answers = [];
    const hash = (v) => sql(`SELECT HEX(id_hash) FROM sessions WHERE user_id = ${v.id}`)[0][0].toLowerCase();
    for (const id of [...victims.map(([v]) => hash(v)), 'ab'.repeat(32), hash(u), 'ab', 'zz'.repeat(32), 'ab'.repeat(31)]) {
        const a = await send(c, '/account/sessions/end', { id });
        assert.equal(a.status, 404, id);
        answers.push(a.body.replace(/(name="csrf" value=")[^"]*/g, '$1').replace(/[0-9a-f]{32}/g, ''));
    }
    assert.equal(new Set(answers).size, 1);
    for (const [, v] of victims) assert.equal((await v.get('/')).status, 200);
    assert.equal((await c.get('/')).status, 200);
});

test('sessions that have run out are not listed', async () => {
    const u = people.add();
    await signedIn(u.email);
    sql(`UPDATE sessions SET seen_at = seen_at - INTERVAL 31 MINUTE WHERE user_id = ${u.id}`);
    await signedIn(u.email);
    sql(`UPDATE sessions SET created_at = created_at - INTERVAL 13 HOUR WHERE user_id = ${u.id}`);
    const c = await signedIn(u.email);
    assert.equal(sessionsOf(await c.get('/account')).length, 1);
});

test('the account page changes nothing by being looked at', async () => {
    const u = people.add(), c = await signedIn(u.email), before = JSON.stringify([people.row(u, '*'), people.audit(u)]);
    for (const done of ['saved', 'password', 'totp_off', 'totp_late', 'totp_lost', 'session', 'sessions']) assert.ok(noticeOf(await c.get(`/account?done=${done}`)), done);
    assert.equal((await c.get('/account?done=nonsense')).status, 400);
    assert.equal(JSON.stringify([people.row(u, '*'), people.audit(u)]), before);
});

test('names of any kind are text', async () => {
    const name = `</h1><script>x</script>"'&${'W'.repeat(60)}`, u = people.add({ name });
    const c = await signedIn(u.email);
    for (const path of ['/account', '/account/password']) {
        const a = await c.get(path);
        assert.ok(!a.body.includes('<script>x'), path);
        assert.ok(a.body.includes('&lt;script&gt;x'), path);
    }
    sql(`UPDATE sessions SET user_agent = ${quote(`Firefox/1 <img src=x> \u0001 Windows`)}, address = ${quote('"><b>')} WHERE user_id = ${u.id}`);
    const page = (await c.get('/account')).body;
    assert.ok(!/<img src=x>|"><b>/.test(page));
    assert.match(page, /Firefox on Windows/);
});

test('parley user: the system administrator, and a second factor taken away', async () => {
    const email = `root@${people.slug}.example`, r = parley(['user', 'add', email, 'Root', '--tenant', people.slug, '--role', 'system'], { input: `${PASSWORD}\n` });
    assert.equal(r.status, 0, r.err);
    assert.equal(sql(`SELECT r.name FROM users u JOIN roles r ON r.id = u.role_id WHERE u.email = '${email}'`)[0][0], 'System Administrator');
    assert.equal(parley(['user', 'totp-off', `nobody@${people.slug}.example`]).status, 1);
    assert.equal(parley(['user', 'totp-off']).status, 2);
});
