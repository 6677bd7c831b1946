// The second factor: setting it up, signing in with it, recovery codes, switching it off.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, PASSWORD, request, signedIn } from '../lib/http.mjs';
import { formFields } from '../lib/html.mjs';
import { logLines, parley, sleep, sql, withConfiguration } from '../lib/stack.mjs';
import { base32, code, freshStep, stepOf } from '../lib/totp.mjs';
import { People, alertOf, codesOf, enable, firstStep, forgetStep, noticeOf, secretOf, send, sendAsIs, wrongFields } from './people.mjs';

const people = new People('factor');
test.beforeEach(() => sql('DELETE FROM signin_failures'));

const factor = (u) => people.row(u, 'totp_secret IS NOT NULL, totp_step');
const unused = (u) => Number(sql(`SELECT COUNT(*) FROM recovery_codes WHERE user_id = ${u.id} AND used_at IS NULL`)[0][0]);
const actions = (u) => people.audit(u).map((x) => x[0]);

async function withFactor() {
    const u = people.add(), c = await signedIn(u.email);
    return { u, c, ...await enable(c) };
}

// --- setting it up -----------------------------------------------------------------------------

test('nothing is stored until a code of the app is given', async () => {
    const u = people.add(), c = await signedIn(u.email), start = await send(c, '/account/totp');
    assert.deepEqual(factor(u), ['0', null]);
    assert.equal(base32(secretOf(start)).length, 20);
    assert.notEqual(secretOf(await send(c, '/account/totp')), secretOf(start));
    assert.ok(!formFields(start.body).pending.includes(secretOf(start).replaceAll(' ', '')));
    assert.deepEqual(actions(u), ['signin']);
    assert.match((await c.get('/account')).body, /Set up the second factor/);
});

test('the right code switches it on, ends the other sessions and shows ten codes once', async () => {
    const u = people.add(), c = await signedIn(u.email), other = await signedIn(u.email), before = c.session;
    const { secret, step, codes } = await enable(c);
    assert.equal(codes.length, 10);
    assert.equal(new Set(codes).size, 10);
    for (const x of codes) assert.match(x, /^[A-Z2-7]{5}-[A-Z2-7]{5}$/);
    assert.deepEqual(factor(u), ['1', String(step)]);
    assert.equal((await other.get('/')).status, 303, 'a session without the second factor');
    assert.notEqual(c.session, before);
    const page = (await c.get('/account')).body;
    assert.match(page, /<strong>10<\/strong> of 10 recovery codes are unused/);
    for (const x of codes) assert.ok(!page.includes(x));
    assert.deepEqual(actions(u).filter((x) => x !== 'signin'), ['totp.enabled', 'recovery.made']);
    const stored = sql(`SELECT HEX(totp_secret) FROM users WHERE id = ${u.id}`)[0][0];
    assert.equal(stored.length, 120);
    assert.ok(!stored.includes(base32(secret).toString('hex').toUpperCase()), 'the secret is not readable in the database');
    assert.equal((await send(c, '/account/totp')).headers.location, '/account?done=totp_lost', 'it is on already');
});

test('a wrong code or password is said at its field, with the same secret', async () => {
    const u = people.add(), c = await signedIn(u.email), start = await send(c, '/account/totp'), secret = secretOf(start);
    const step = await freshStep(15), confirm = (fields) => send(c, '/account/totp/confirm', { pending: formFields(start.body).pending, ...fields });
    const right = code(secret, step);
    for (const [fields, where, words] of [[{ code: '000000', password: PASSWORD }, 'code', /not right/], [{ password: PASSWORD }, 'code', /Enter the code/],
        [{ code: code(secret, step - 2), password: PASSWORD }, 'code', /not right/], [{ code: code(secret, step + 2), password: PASSWORD }, 'code', /not right/],
        [{ code: right, password: 'wrong' }, 'password', /not your password/], [{ code: right }, 'password', /Enter your password/]]) {
        const a = await confirm(fields);
        assert.equal(a.status, 422);
        assert.match(wrongFields(a)[where], words);
        assert.equal(secretOf(a), secret);
    }
    assert.deepEqual(factor(u), ['0', null]);
    assert.equal((await confirm({ code: ` ${right.slice(0, 3)} ${right.slice(3)} `, password: PASSWORD })).status, 200);
});

test('the secret of one session is worth nothing in another, nor changed, nor after 15 minutes', async () => {
    const u = people.add(), c = await signedIn(u.email), start = await send(c, '/account/totp'), pending = formFields(start.body).pending;
    const other = await signedIn(u.email), mine = { code: code(secretOf(start), await freshStep()), password: PASSWORD };
    const late = [[other, pending], [c, `${pending.slice(0, -2)}AA`], [c, ''], [c, 'A'.repeat(120)]];
    for (const [who, p] of late)
        assert.equal((await send(who, '/account/totp/confirm', { pending: p, ...mine })).headers.location, '/account?done=totp_late');
    assert.match(noticeOf(await c.get('/account?done=totp_late')), /good for 15 minutes/);
    assert.deepEqual(factor(u), ['0', null]);
});

test('of two confirmations at once one is made', async () => {
    const u = people.add(), c = await signedIn(u.email), start = await send(c, '/account/totp'), f = formFields(start.body);
    const body = { csrf: f.csrf, pending: f.pending, code: code(secretOf(start), await freshStep()), password: PASSWORD };
    const answers = await Promise.all([1, 2, 3].map(() => c.post('/account/totp/confirm', body)));
    assert.equal(answers.filter((a) => a.status === 200).length, 1, answers.map((a) => a.status).join());
    assert.equal(unused(u), 10);
    assert.equal(actions(u).filter((x) => x === 'totp.enabled').length, 1);
});

// --- signing in with it ------------------------------------------------------------------------

test('after the password the code is asked for; it leads to where one wanted to go', async () => {
    const { u, secret } = await withFactor(), out = await request('GET', '/?queue=3&period=all');
    forgetStep(u);
    const { c, fields, page } = await firstStep(u, PASSWORD, out.headers.location);
    assert.match(page.body, /autocomplete="one-time-code" inputmode="numeric"/);
    assert.equal((await c.get('/')).status, 303, 'no session between the steps');
    const a = await c.post('/login/code', { ...fields, code: code(secret, await freshStep()) });
    assert.deepEqual([a.status, a.headers.location], [303, '/?queue=3&period=all']);
    assert.equal((await c.get('/')).status, 200);
    assert.equal(actions(u).at(-1), 'signin');
});

test('a wrong password never leads to the second step', async () => {
    const { u } = await withFactor(), plain = people.add(), c = new Client(), { csrf } = await c.signinForm();
    const wrong = async (email) => (await c.post('/login', { csrf, email, password: 'wrong' })).body.replaceAll(email, 'X').replace(/[\w-]{43}/g, '');
    assert.equal(await wrong(u.email), await wrong(plain.email));
    sql('DELETE FROM signin_failures');
});

test('a code is taken once, also the one that switched it on', async () => {
    const { u, secret, step } = await withFactor();
    const one = await firstStep(u);
    const replay = await one.c.post('/login/code', { ...one.fields, code: code(secret, step) });
    assert.equal(replay.status, 401);
    assert.match(alertOf(replay), /not right/);
    forgetStep(u);
    const now = await freshStep();
    assert.equal((await one.c.post('/login/code', { ...one.fields, code: code(secret, now) })).status, 303);
    sql('DELETE FROM signin_failures');
    const two = await firstStep(u);
    assert.equal((await two.c.post('/login/code', { ...two.fields, code: code(secret, now) })).status, 401, 'again');
    assert.equal((await two.c.post('/login/code', { ...two.fields, code: code(secret, now - 1) })).status, 401, 'an earlier one');
    assert.deepEqual(people.audit(u).filter((x) => x[0] === 'signin.failed').map((x) => x[1]), Array(3).fill({ step: 'code' }));
});

test('a clock may be half a minute off, not more', async () => {
    const { u, secret } = await withFactor();
    for (const [off, status] of [[-1, 303], [0, 303], [1, 303], [-2, 401], [2, 401], [-20, 401]]) {
        forgetStep(u);
        sql('DELETE FROM signin_failures');
        const { c, fields } = await firstStep(u), step = await freshStep();
        assert.equal((await c.post('/login/code', { ...fields, code: code(secret, step + off) })).status, status, `${off} steps`);
    }
});

test('of many tries at once with the same code exactly one passes', async () => {
    const { u, secret, codes } = await withFactor();
    for (const make of [async () => code(secret, await freshStep()), () => codes[3]]) {
        forgetStep(u);
        sql('DELETE FROM signin_failures');
        const first = await Promise.all([1, 2, 3, 4].map(() => firstStep(u))), text = await make();
        const answers = await Promise.all(first.map(({ c, fields }) => c.post('/login/code', { ...fields, code: text })));
        assert.equal(answers.filter((a) => a.status === 303 && a.headers.location === '/').length, 1, answers.map((a) => a.status).join());
        for (const a of answers.filter((x) => x.status !== 303)) assert.ok([401, 429].includes(a.status), a.status);
    }
    assert.equal(unused(u), 9);
    assert.equal(sql(`SELECT COUNT(*) FROM sessions WHERE user_id = ${u.id}`)[0][0], '3');
});

test('wrong codes delay like wrong passwords, and the right password does not forget them', async () => {
    const { u, secret } = await withFactor();
    forgetStep(u);
    for (let i = 0; i < 4; i++) {
        const { c, fields } = await firstStep(u);
        assert.equal((await c.post('/login/code', { ...fields, code: '000000' })).status, 401);
    }
    assert.equal(sql("SELECT MAX(failures) FROM signin_failures WHERE kind = 'account'")[0][0], '4');
    sql("UPDATE signin_failures SET last_at = UTC_TIMESTAMP(3) WHERE kind = 'account'");
    assert.equal((await new Client().signIn(u.email)).status, 429, 'the first step waits');
    sql("UPDATE signin_failures SET last_at = last_at - INTERVAL 1 MINUTE");
    const { c, fields } = await firstStep(u);
    sql("UPDATE signin_failures SET last_at = UTC_TIMESTAMP(3), failures = 9 WHERE kind = 'account'");
    const held = await c.post('/login/code', { ...fields, code: code(secret) });
    assert.equal(held.status, 429);
    assert.ok(Number(held.headers['retry-after']) > 10);
    assert.match(alertOf(held), /the code was not looked at/);
    assert.equal(c.session, undefined);
    sql('DELETE FROM signin_failures');
    assert.equal((await c.post('/login/code', { ...fields, code: code(secret, await freshStep()) })).status, 303);
    assert.equal(sql("SELECT COUNT(*) FROM signin_failures WHERE kind = 'account'")[0][0], '0');
});

test('many wrong codes at once are all counted', async () => {
    const { u } = await withFactor();
    await withConfiguration({ signin_delay: 'off' }, ['login'], async () => {
        const { c, fields } = await firstStep(u);
        const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => c.post('/login/code', { ...fields, code: String(i).padStart(6, '0') })));
        assert.deepEqual([...new Set(answers.map((a) => a.status))], [401]);
    });
    assert.equal(sql("SELECT failures FROM signin_failures WHERE kind = 'account'")[0][0], '12');
});

test('the ticket between the steps is good for this browser, this account and five minutes', async () => {
    const { u, secret } = await withFactor(), other = await withFactor();
    forgetStep(u);
    const one = await firstStep(u), two = await firstStep(other.u), now = code(secret, await freshStep(10));
    const over = async (c, fields) => {
        const a = await c.post('/login/code', { ...fields, code: now });
        assert.match(a.headers.location ?? '', /^\/login\?out=3/, `${a.status}`);
        assert.equal(c.session, undefined);
    };
    await over(two.c, { ...two.fields, ticket: one.fields.ticket });
    await over(one.c, { ...one.fields, ticket: '' });
    await over(one.c, { ...one.fields, ticket: one.fields.ticket.slice(0, -3) + 'AAA' });
    assert.match(noticeOf(await one.c.get('/login?out=3')), /within five minutes/);
    const crossed = await two.c.post('/login/code', { ...two.fields, code: now });
    assert.equal(crossed.status, 401, 'the code of one for another');
    assert.equal((await one.c.post('/login/code', { ...one.fields, csrf: 'A'.repeat(43), code: now })).status, 403);
    sql(`UPDATE users SET rights_version = rights_version + 1 WHERE id = ${u.id}`);
    await over(one.c, one.fields);
    assert.equal((await new Client().get('/login/code')).headers.location, '/login');
});

test('who is disabled or loses the second factor between the steps starts over', async () => {
    for (const change of ['active = 0', 'totp_secret = NULL']) {
        const { u, secret } = await withFactor();
        forgetStep(u);
        const { c, fields } = await firstStep(u);
        sql(`UPDATE users SET ${change} WHERE id = ${u.id}`);
        assert.match((await c.post('/login/code', { ...fields, code: code(secret) })).headers.location, /^\/login\?out=3/);
    }
});

// --- recovery codes ----------------------------------------------------------------------------

test('a recovery code signs in once, however it is written', async () => {
    const { u, codes } = await withFactor();
    for (const [i, write] of [(x) => x, (x) => x.toLowerCase(), (x) => x.replace('-', ''), (x) => ` ${x.replace('-', ' ')} `].entries()) {
        const { c, fields } = await firstStep(u);
        const a = await c.post('/login/code', { ...fields, code: write(codes[i]) });
        assert.deepEqual([a.status, a.headers.location], [303, '/']);
    }
    const again = await firstStep(u);
    assert.equal((await again.c.post('/login/code', { ...again.fields, code: codes[0] })).status, 401);
    assert.equal(unused(u), 6);
    assert.equal(actions(u).filter((x) => x === 'recovery.used').length, 4);
});

test('somebody else’s recovery code is worth nothing', async () => {
    const a = await withFactor(), b = await withFactor(), { c, fields } = await firstStep(a.u);
    assert.equal((await c.post('/login/code', { ...fields, code: b.codes[0] })).status, 401);
    assert.equal(unused(b.u), 10);
});

test('few left are warned of, and new ones make the old ones void', async () => {
    const { u, c, codes } = await withFactor();
    sql(`UPDATE recovery_codes SET used_at = UTC_TIMESTAMP(3) WHERE user_id = ${u.id} ORDER BY code_hash LIMIT 7`);
    assert.doesNotMatch((await c.get('/account')).body, /Make new ones before/);
    sql(`UPDATE recovery_codes SET used_at = UTC_TIMESTAMP(3) WHERE user_id = ${u.id} AND used_at IS NULL LIMIT 2`);
    assert.match((await c.get('/account')).body, /class="warn"><strong>1<\/strong> of 10 recovery codes is unused. Make new ones/);
    for (const [fields, words] of [[{}, /Enter your password/], [{ password: 'wrong' }, /not your password/]]) {
        const a = await send(c, '/account/recovery', fields);
        assert.equal(a.status, 422);
        assert.match(wrongFields(a)['new-password'], words);
    }
    assert.equal(unused(u), 1);
    const fresh = codesOf(await send(c, '/account/recovery', { password: PASSWORD }));
    assert.equal(fresh.length, 10);
    assert.equal(unused(u), 10);
    const one = await firstStep(u);
    for (const old of codes.slice(0, 3)) {
        assert.equal((await one.c.post('/login/code', { ...one.fields, code: old })).status, 401);
        sql('DELETE FROM signin_failures');
    }
    assert.equal((await one.c.post('/login/code', { ...one.fields, code: fresh[0] })).status, 303);
});

// --- switching it off --------------------------------------------------------------------------

test('switching it off needs the password and a code', async () => {
    const { u, c, secret, codes } = await withFactor();
    forgetStep(u);
    const now = () => code(secret, stepOf());
    for (const [fields, where, words] of [[{ code: now() }, 'off-password', /Enter your password/], [{ password: 'wrong', code: now() }, 'off-password', /not your/],
        [{ password: PASSWORD }, 'off-code', /Enter a code/], [{ password: PASSWORD, code: '000000' }, 'off-code', /not right/], [{ password: PASSWORD, code: 'AAAAA-AAAAA' }, 'off-code', /not right/]]) {
        const a = await send(c, '/account/totp/off', fields);
        assert.equal(a.status, 422);
        assert.match(wrongFields(a)[where], words);
    }
    assert.equal(factor(u)[0], '1');
    const a = await send(c, '/account/totp/off', { password: PASSWORD, code: code(secret, await freshStep()) });
    assert.deepEqual([a.status, a.headers.location], [303, '/account?done=totp_off']);
    assert.deepEqual(factor(u), ['0', null]);
    assert.equal(unused(u), 0);
    assert.equal((await c.get('/account')).status, 200);
    assert.equal((await new Client().signIn(u.email)).status, 303, 'the password is enough again');
    assert.ok(actions(u).includes('totp.disabled'));
    assert.equal((await send(c, '/account/totp/off', { password: PASSWORD, code: codes[0] })).headers.location, '/account?done=totp_lost');
    assert.equal((await send(c, '/account/recovery', { password: PASSWORD })).headers.location, '/account?done=totp_lost');
});

test('a recovery code will do, for who has lost the phone', async () => {
    const { u, c, codes } = await withFactor();
    assert.equal((await send(c, '/account/totp/off', { password: PASSWORD, code: codes[5] })).status, 303);
    assert.equal(factor(u)[0], '0');
});

test('a stolen session cannot guess the code: the delay grows', async () => {
    const { c } = await withFactor();
    for (let i = 0; i < 4; i++) assert.equal((await sendAsIs(c, '/account/totp/off', { password: PASSWORD, code: '000000' })).status, 422);
    assert.equal(sql("SELECT failures FROM signin_failures WHERE kind = 'account'")[0][0], '4');
    sql("UPDATE signin_failures SET failures = 9, last_at = UTC_TIMESTAMP(3) WHERE kind = 'account'");
    assert.equal((await sendAsIs(c, '/account/totp/off', { password: PASSWORD, code: '000000' })).status, 429);
});

test('parley user totp-off takes it away and ends the sessions', async () => {
    const { u, c } = await withFactor(), r = parley(['user', 'totp-off', u.email]);
    assert.equal(r.status, 0, r.err);
    assert.deepEqual(factor(u), ['0', null]);
    assert.equal(unused(u), 0);
    assert.equal((await c.get('/')).status, 303);
    assert.equal((await new Client().signIn(u.email)).status, 303);
});

test('changing the password keeps the second factor', async () => {
    const { u, c } = await withFactor();
    assert.equal((await send(c, '/account/password', { password: PASSWORD, new: 'una went to sea', again: 'una went to sea' })).status, 303);
    assert.deepEqual([factor(u)[0], unused(u)], ['1', 10]);
    await firstStep(u, 'una went to sea');
});

test('neither secrets nor codes are in a log', async () => {
    const { secret, codes } = await withFactor();
    await sleep(300);
    const log = logLines('login').join('\n');
    for (const x of [secret, secret.replaceAll(' ', ''), ...codes, ...codes.map((y) => y.replace('-', ''))]) assert.ok(!log.includes(x));
});
