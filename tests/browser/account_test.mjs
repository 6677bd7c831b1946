// One's own account as a person uses it, with and without JavaScript: the phone is played by the test.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { before, test } from 'node:test';
import { PASSWORD, makeUser } from '../lib/http.mjs';
import { quote, sql } from '../lib/stack.mjs';
import { base32, code, freshStep } from '../lib/totp.mjs';
import { complaints, eventually, noSidewaysScroll, open, texts } from './browser.mjs';
import { Desk } from './desk.mjs';

const REFUSED = /status of 4\d\d|Status Error Code 4\d\d/, NEW = 'una went to sea';
let desk, n = 0;

before(() => {
    desk = new Desk('account');
    desk.addMany(30);
    desk.ready();
});

function person(name = 'Una Longname') {
    const email = `u${n++}@${desk.slug}.example`;
    return { email, id: makeUser({ tenant: desk.id, email, name }) };
}

async function signIn(page, user, password = PASSWORD) {
    sql('DELETE FROM signin_failures');
    await page.fill('#email', user.email);
    await page.fill('#password', password);
    await page.click('button[type=submit]');
}

// From the account's page to the codes: what the phone then knows.
async function setUp(page) {
    await page.click('text=Set up the second factor');
    await page.waitForSelector('.qr');
    const secret = await page.textContent('.secret code');
    await page.fill('#code', code(secret, await freshStep()));
    await page.fill('#password', PASSWORD);
    await page.click('main .btn-primary');
    await page.waitForSelector('#codes');
    return { secret, codes: await texts(page, '#codes code') };
}

for (const js of [true, false]) {
    const how = js ? '' : ' without JavaScript';

    test(`the password is changed${how}`, async (t) => {
        const user = person(), page = await open(t, '/account', { user: user.email, own: true, js, forgive: REFUSED });
        await page.click('text=Change the password');
        assert.deepEqual(await page.$$eval('form[action="/account/password"] input[type=password]', (l) => l.map((i) => i.autocomplete)), ['current-password', 'new-password', 'new-password']);
        const fill = async (now, next) => {
            await page.fill('#password', now);
            await page.fill('#new', next);
            await page.fill('#again', next);
            await page.click('main .btn-primary');
        };
        await fill(PASSWORD, 'password12345');
        assert.match(await page.textContent('#new-error'), /commonest/);
        assert.match(await page.getAttribute('#new', 'aria-describedby'), /new-error/);
        await fill(PASSWORD, NEW);
        await page.waitForURL(/\/account\?done=password$/);
        assert.match(await page.textContent('.notice'), /password is changed/);
    });

    test(`preferences hold at once: zone, locale and theme${how}`, async (t) => {
        const user = person(), page = await open(t, '/account', { user: user.email, own: true, js, forgive: REFUSED });
        const background = () => page.evaluate(() => Math.max(...getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number)));
        assert.ok(await background() > 200);
        await page.fill('#zone', 'Atlantis');
        await page.selectOption('#i-locale', 'en-US');
        await page.check('input[name=theme][value=dark]');
        await page.click('text=Save the preferences');
        assert.match(await page.textContent('#zone-error'), /no time zone/);
        assert.equal(await page.inputValue('#i-locale'), 'en-US');
        await page.fill('#zone', 'asia/kolkata');
        await page.click('text=Save the preferences');
        await page.waitForURL(/done=saved$/);
        assert.ok(await background() < 80, 'dark');
        assert.equal(await page.inputValue('#zone'), 'Asia/Kolkata');
        await page.goto('/');
        const [first] = desk.expect(), cell = await page.textContent(`#i${first.id} .k-created`);
        assert.equal(cell, new Date(first.created_at).toLocaleString('en-US', { timeZone: 'Asia/Kolkata', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' })
            .replace(/ | /g, ' ').replace('AM', 'am').replace('PM', 'pm'));
        if (js) assert.match(await page.textContent('#status'), /\d:\d\d:\d\d [ap]m/);
    });

    test(`a second factor is set up, used and switched off${how}`, async (t) => {
        const user = person(), page = await open(t, '/account', { user: user.email, own: true, js, forgive: REFUSED });
        const { secret, codes } = await setUp(page);
        assert.equal(codes.length, 10);
        assert.equal(await page.isVisible('#codes-print'), js);
        await page.click('text=I have kept them');
        assert.match(await page.textContent('section:has(#h-factor)'), /On\s+Signing in asks for your password and for a code/);

        const other = await open(t, '/login', { js, forgive: REFUSED });
        await signIn(other, user);
        await other.waitForSelector('#code');
        await eventually(async () => assert.deepEqual(await other.$eval('#code', (e) => [e.autocomplete, e.inputMode, document.activeElement === e]), ['one-time-code', 'numeric', true]));
        await other.fill('#code', '000000');
        await other.press('#code', 'Enter');
        await other.waitForSelector('#login-error');
        sql(`DELETE FROM signin_failures; UPDATE users SET totp_step = NULL WHERE id = ${user.id}`);
        await other.fill('#code', code(secret, await freshStep()));
        await other.press('#code', 'Enter');
        await other.waitForSelector('#grid');

        const third = await open(t, '/login', { js });
        await signIn(third, user);
        await third.click('.lost > summary');
        await third.fill('#recovery', codes[0]);
        await third.click('.lost button');
        await third.waitForSelector('#grid');
        await third.goto('/account');
        assert.match(await third.textContent('section:has(#h-factor)'), /9\s+of 10 recovery codes are unused/);

        await page.reload();
        await page.click('#off > summary');
        await page.fill('#off-password', PASSWORD);
        await page.fill('#off-code', 'nonsense');
        await page.click('#off button');
        assert.match(await page.textContent('#off-code-error'), /not right/);
        assert.equal(await page.isVisible('#off-code'), true, 'the form is open');
        sql('DELETE FROM signin_failures');
        await page.fill('#off-password', PASSWORD);
        await page.fill('#off-code', codes[1]);
        await page.click('#off button');
        await page.waitForURL(/done=totp_off$/);
        assert.match(await page.textContent('section:has(#h-factor)'), /Off\s+Signing in asks for your password only/);
    });

    test(`sessions are listed and ended${how}`, async (t) => {
        const user = person(), other = await open(t, '/', { user: user.email, own: true, js });
        const page = await open(t, '/account', { user: user.email, own: true, js });
        assert.equal(await page.locator('.sessions tbody tr').count(), 2);
        await page.click('.sessions button');
        await page.waitForURL(/done=session$/);
        assert.equal(await page.locator('.sessions tbody tr').count(), 1);
        await other.goto('/');
        assert.match(other.url(), /\/login/);
    });

    test(`who was given a password comes to change it first${how}`, async (t) => {
        const user = person();
        sql(`UPDATE users SET must_change_password = 1 WHERE id = ${user.id}`);
        const page = await open(t, '/?period=all', { js });
        await signIn(page, user);
        await page.waitForURL(/\/account\/password$/);
        assert.match(await page.textContent('.notice'), /Choose one that only you know/);
        await page.fill('#password', PASSWORD);
        await page.fill('#new', NEW);
        await page.fill('#again', NEW);
        await page.click('main .btn-primary');
        await page.waitForURL(/done=password$/);
        await page.goto('/');
        await page.waitForSelector('#grid');
    });
}

test('a phone reads the QR code, in light and dark', async (t) => {
    for (const scheme of ['light', 'dark']) {
        const user = person(), page = await open(t, '/account', { user: user.email, own: true, scheme });
        await page.click('text=Set up the second factor');
        const secret = (await page.textContent('.secret code')).replaceAll(' ', '');
        const picture = await (await page.$('.qr-frame')).screenshot();
        const read = spawnSync('zbarimg', ['-q', '--raw', '-'], { input: picture, encoding: 'utf8' });
        assert.equal(read.status, 0, read.stderr);
        const uri = new URL(read.stdout.trim());
        assert.deepEqual([uri.protocol, uri.host, decodeURIComponent(uri.pathname)], ['otpauth:', 'totp', `/Parley:${user.email}`]);
        assert.deepEqual(Object.fromEntries(uri.searchParams), { secret, issuer: 'Parley', algorithm: 'SHA1', digits: '6', period: '30' });
        assert.equal(base32(secret).length, 20);
    }
});

test('the codes are copied, and printed alone', async (t) => {
    const user = person(), page = await open(t, '/account', { user: user.email, own: true });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { codes } = await setUp(page);
    await page.click('#codes-copy');
    await page.waitForFunction(() => document.getElementById('codes-said').textContent === 'Copied.');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${codes.join('\n')}\n`);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.isVisible('#codes'), true);
    assert.match(await page.textContent('.codes-for'), new RegExp(user.email));
    for (const gone of ['.topbar', '#codes-copy', 'text=I have kept them']) assert.equal(await page.isVisible(gone), false, gone);
});

test('hostile names stay text, and no page is wider than its window', async (t) => {
    const user = person(`</p><script>window.__pwned=1</script><img src=x onerror=window.__pwned=1>${'W'.repeat(70)}`);
    for (const width of [1440, 390, 320]) {
        const page = await open(t, '/account', { user: user.email, own: true, width });
        sql(`UPDATE sessions SET user_agent = ${quote(`"><img src=x onerror=window.__pwned=1>${'W'.repeat(140)}`)}, address = ${quote(`<b>${'9'.repeat(40)}`)} WHERE user_id = ${user.id}`);
        for (const path of ['/account', '/account/password']) {
            await page.goto(path);
            await noSidewaysScroll(page);
            assert.equal(await page.evaluate(() => window.__pwned), undefined);
            assert.equal(await page.$('main img, main script'), null);
        }
        await page.goto('/account');
        await page.click('text=Set up the second factor');
        await page.waitForSelector('.qr');
        await noSidewaysScroll(page);
    }
});

test('axe finds nothing on the pages behind a form', async (t) => {
    for (const [scheme, width] of [['light', 1440], ['dark', 390]]) {
        const user = person(), page = await open(t, '/account', { user: user.email, own: true, scheme, width, forgive: REFUSED });
        const clean = async (what) => {
            await page.setViewportSize({ width, height: 3000 });
            await noSidewaysScroll(page);
            assert.deepEqual((await complaints(page)).map((c) => `${what}: ${c}`), []);
        };
        await page.fill('#zone', 'Atlantis');
        await page.click('text=Save the preferences');
        await page.waitForSelector('#zone-error');
        await clean('wrong zone');
        await page.goto('/account/password');
        await clean('password');
        await page.fill('#password', 'x');
        await page.fill('#new', 'password1234');
        await page.fill('#again', 'x');
        await page.click('main .btn-primary');
        await page.waitForSelector('#new-error');
        await clean('password, refused');
        await page.goto('/account?done=saved');
        await clean('saved');
        await page.click('text=Set up the second factor');
        await page.waitForSelector('.qr');
        await clean('setting up');
        await page.goto('/account');
        await setUp(page);
        await clean('codes');
        sql(`UPDATE recovery_codes SET used_at = UTC_TIMESTAMP(3) WHERE user_id = ${user.id} ORDER BY code_hash LIMIT 8`);
        await page.goto('/account');
        await page.click('#off > summary');
        await clean('second factor on, few codes left');
    }
});
