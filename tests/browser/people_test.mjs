// Administrators, roles, tenants and the audit log in a browser: with scripts and without, for
// machines that help people, at every width and in both themes, with hostile names.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Office, ROLE_SYSTEM, one } from '../admin/people.mjs';
import { quote, sql } from '../lib/stack.mjs';
import { complaints, noSidewaysScroll, open, texts, tall } from './browser.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>"\'&<script>alert(2)</script>' + 'W'.repeat(60);
let office, system, admin, hostile, role;

before(async () => {
    const names = ['Sales', 'Sales abroad', 'Support', 'Émigrés', 'Billing', HOSTILE.slice(0, 100)];
    office = new Office('browser-people', { queues: names });
    system = office.user('system', { role: ROLE_SYSTEM, name: 'Sol System' });
    admin = office.mail('admin');
    role = office.role(HOSTILE.slice(0, 90), ['interactions', 'export'], 'assigned');
    hostile = office.user('hostile', { name: HOSTILE, role, queues: [6] });
    sql(`UPDATE tenants SET name = ${quote(`${HOSTILE.slice(0, 60)} Ltd`)} WHERE id = ${office.id}`);
    assert.ok(system);
});

const visible = (page) => page.$$eval('#queues li', (list) => list.filter((li) => li.offsetParent).map((li) => li.textContent.trim()));

test('with scripts: finding, selecting all that are found, selecting none', async (t) => {
    const page = await open(t, `/admin/users/edit?id=${office.supervisorId}`, { user: admin });
    assert.match(await page.textContent('#ticked'), /1 of 6 selected/);
    await page.fill('#i-find', 'sales');
    assert.deepEqual(await visible(page), ['Sales', 'Sales abroad']);
    await page.click('#tick-all');
    await page.fill('#i-find', 'emigres');
    assert.deepEqual(await visible(page), ['Émigrés']);
    await page.check('#queues li:not([hidden]) input');
    await page.fill('#i-find', '');
    assert.match(await page.textContent('#ticked'), /3 of 6 selected/);
    await page.click('button.btn-primary');
    await page.waitForSelector('.notice');
    assert.equal(one(`SELECT GROUP_CONCAT(queue_id ORDER BY 1) FROM user_queues WHERE user_id = ${office.supervisorId}`), '1,2,4');
    await page.click('#tick-none');
    await page.click('button.btn-primary');
    await page.waitForSelector('#remark');
    assert.match(await page.textContent('#remark'), /No queues are assigned/);
});

test('with scripts: a role of all queues puts the list away', async (t) => {
    const page = await open(t, '/admin/users/edit', { user: admin });
    assert.equal(await page.isVisible('#assign'), true);
    await page.selectOption('#i-role', '1');
    assert.equal(await page.isVisible('#assign'), false);
    await page.selectOption('#i-role', '2');
    assert.equal(await page.isVisible('#assign'), true);
});

for (const js of [true, false])
    test(`adding a supervisor ${js ? 'with' : 'without'} scripts, up to the password`, async (t) => {
        const page = await open(t, '/admin/users', { user: admin, js, forgive: /status of 422/ }), mail = office.mail(`new-${js}`);
        await page.click('text=Add an administrator');
        await page.fill('#i-name', 'Nina New');
        await page.fill('#i-email', 'nonsense');
        await page.selectOption('#i-role', '2');
        await page.click('button.btn-primary');
        assert.match(await page.textContent('#e-email'), /looks like/);
        assert.equal(await page.inputValue('#i-name'), 'Nina New');
        await page.fill('#i-email', mail);
        if (!js) {
            await page.fill('#i-find', 'supp');
            await page.click('#narrow');
            assert.deepEqual(await visible(page), ['Support']);
        }
        await page.check('#queues li:has-text("Support") input');
        await page.click('button.btn-primary:has-text("Add")');
        const password = await page.textContent('#password');
        assert.match(password, /^[a-z2-9-]{19}$/);
        await page.click('text=Noted, go on');
        assert.equal(await page.textContent('h1'), 'Nina New');
        assert.equal(one(`SELECT GROUP_CONCAT(queue_id) FROM user_queues q JOIN users u ON u.id = q.user_id WHERE u.email = '${mail}'`), '3');
        await page.click('text=Disable');
        assert.match(await page.textContent('h1'), /Disable Nina New\?/);
        await page.click('button:has-text("Back, change nothing")');
        assert.equal(one(`SELECT active FROM users WHERE email = '${mail}'`), '1');
        await page.click('text=Disable');
        await page.click('button.btn-danger');
        assert.match(await page.textContent('.facts'), /Disabled/);
    });

test('what was done is found in the log', async (t) => {
    const page = await open(t, '/admin/audit', { user: admin, js: false });
    await page.fill('#f-who', 'Ada');
    await page.selectOption('#f-action', 'user.disabled');
    await page.click('button:has-text("Search")');
    const subjects = await texts(page, '.a-subject');
    assert.ok(subjects.length && subjects.every((s) => s.startsWith('Nina New')), subjects.join());
    await page.click('text=Last 30 days');
    assert.equal(await page.inputValue('#f-who'), 'Ada');
    await page.click('text=Show all');
    assert.ok((await texts(page, '.a-what')).includes('Signed in'));
});

const PAGES = [
    ['administrators', '/admin/users'], ['no administrator', '/admin/users?q=nobody'], ['an administrator', () => `/admin/users/edit?id=${office.supervisorId}`],
    ['oneself', () => `/admin/users/edit?id=${office.adminId}`], ['hostile', () => `/admin/users/edit?id=${hostile}`],
    ['a new one, refused', '/admin/users/edit', (page) => page.click('button.btn-primary')], ['asking', () => `/admin/users/act?id=${office.supervisorId}&act=totp`],
    ['roles', '/admin/roles'], ['a shipped role', '/admin/roles/edit?id=1'], ['an own role', () => `/admin/roles/edit?id=${role}`], ['a new role', '/admin/roles/edit'],
    ['audit', '/admin/audit'], ['empty audit', '/admin/audit?who=nobody'],
    ['tenants', '/admin/tenants', null, true], ['a new tenant', '/admin/tenants/edit', (page) => page.click('button.btn-primary'), true],
    ['a tenant', () => `/admin/tenants/edit?id=${office.id}`, null, true], ['choosing the tenant', '/admin/users/edit', null, true], ['log of the installation', '/admin/audit?log=installation', null, true],
];

for (const scheme of ['light', 'dark'])
    for (const width of [1440, 390])
        test(`${scheme}, ${width} px`, async (t) => {
            for (const [name, path, act, operator] of PAGES)
                await t.test(name, async (t) => {
                    const page = await open(t, typeof path === 'function' ? path() : path, { user: operator ? office.mail('system') : admin, scheme, width, forgive: /status of 422/ });
                    if (act) {
                        await act(page);
                        await page.waitForSelector('#problem');
                    }
                    await tall(page);
                    await noSidewaysScroll(page);
                    assert.deepEqual(await complaints(page), []);
                });
        });
