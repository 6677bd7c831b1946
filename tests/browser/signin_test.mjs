// Signing in and out as a person does it, with and without JavaScript.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { PASSWORD } from '../lib/http.mjs';
import { sql } from '../lib/stack.mjs';
import { open } from './browser.mjs';
import { Desk } from './desk.mjs';

const REFUSED = /(status of|Status Error Code) 401/;
let desk;

before(() => {
    desk = new Desk('signin');
    desk.addMany(30);
    desk.ready();
});

async function fill(page, password = PASSWORD, email = desk.user) {
    sql('DELETE FROM signin_failures');
    await page.fill('#email', email);
    await page.fill('#password', password);
    await page.click('button[type=submit]');
}

for (const js of [true, false]) {
    const how = js ? '' : ' without JavaScript';

    test(`the form signs in, the menu signs out${how}`, async (t) => {
        const page = await open(t, '/', { js });
        assert.match(page.url(), /\/login\?next=/);
        assert.equal(await page.title(), 'Sign in - Parley');
        await fill(page);
        await page.waitForSelector('#grid');
        assert.equal(new URL(page.url()).pathname, '/');
        await page.click('#usermenu > summary');
        assert.match(await page.textContent('.menu-who'), /Ada Admin/);
        await page.click('#usermenu button');
        await page.waitForURL(/\/login\?out=2/);
        assert.match(await page.textContent('.notice'), /You are signed out/);
        assert.equal((await page.context().cookies()).find((c) => c.name === 'parley'), undefined);
        await page.goto('/');
        assert.match(page.url(), /\/login/);
    });

    test(`a wrong password is said beside the form, and the address is kept${how}`, async (t) => {
        const page = await open(t, '/', { js, forgive: REFUSED });
        await fill(page, 'wrong-horse-battery');
        await page.waitForSelector('#login-error');
        assert.match(await page.textContent('#login-error'), /do not fit together/);
        assert.equal(await page.inputValue('#email'), desk.user);
        assert.equal(await page.inputValue('#password'), '');
        await fill(page);
        await page.waitForSelector('#grid');
    });

    test(`signing in leads to where one wanted to go${how}`, async (t) => {
        const wanted = '/?agent=zo%C3%AB%20%26%20co&queue=2&period=30d&sort=duration&dir=asc&size=25';
        const page = await open(t, wanted, { js });
        await fill(page);
        await page.waitForSelector('#grid');
        assert.equal(page.url(), new URL(wanted, page.url()).href);
        assert.equal(await page.inputValue('#f-agent'), 'zoë & co');
    });
}

test('an unknown address and a wrong password read the same', async (t) => {
    const page = await open(t, null, { forgive: REFUSED });
    const said = [];
    for (const email of [desk.user, `nobody@${desk.slug}.example`]) {
        await page.goto('/login');
        await fill(page, 'wrong-horse-battery', email);
        await page.waitForSelector('#login-error');
        said.push(await page.textContent('#login-error'));
    }
    assert.equal(said[0], said[1]);
});

test('a page that was left open when the session ended leads to signing in and back', async (t) => {
    const page = await open(t, '/?channel=voice', { user: desk.user, own: true, forgive: REFUSED });
    sql(`DELETE FROM sessions WHERE tenant_id = ${desk.id}`);
    await page.click('#period-30d');
    await page.waitForURL(/\/login\?out=1/);
    assert.match(await page.textContent('.notice'), /You were signed out/);
    await fill(page);
    await page.waitForSelector('#grid');
    assert.equal(new URL(page.url()).search, '?channel=voice&period=30d');
});
