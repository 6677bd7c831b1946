// Intake and prices in a browser: with scripts and without, for machines that help people, at every
// width and in both themes, with hostile texts.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Office, one } from '../admin/people.mjs';
import { datetime, inserts, sql } from '../lib/stack.mjs';
import { complaints, noSidewaysScroll, open, tall } from './browser.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>"\'&<script>alert(2)</script>' + 'W'.repeat(60);
const now = Date.now();
let office, empty, admin, refused, applied, connection, key;

before(async () => {
    office = new Office('browser-intake', { queues: ['Sales', HOSTILE.slice(0, 100)] });
    empty = new Office('browser-empty', { queues: [] });
    admin = office.mail('admin');
    const arrival = (i, more) => ({ tenant_id: office.id, source: 'vapi', event_id: `e${i}`, event_type: 'end-of-call-report', subject: `${i}`, state: 'applied', reason: null,
        body: JSON.stringify({ said: HOSTILE, list: [1, 2, { deep: HOSTILE }] }), received_at: datetime(now - i * 1000), retry_at: null, bytes: i * 997, interaction_id: null, ...more });
    sql(inserts('inbox', [...Array(70)].map((_, i) => arrival(i, { interaction_id: 1 })).concat(
        arrival(70, { state: 'refused', subject: HOSTILE, reason: HOSTILE }), arrival(71, { state: 'waiting', retry_at: datetime(now + 1e9), received_at: datetime(now - 3600000) }))));
    [refused, applied] = ['refused', 'applied'].map((s) => Number(one(`SELECT MAX(id) FROM inbox WHERE tenant_id = ${office.id} AND state = '${s}'`)));
    sql(inserts('intake_connections', [['vapi', HOSTILE.slice(0, 90), 1], ['generic', 'Own', 0]].map(([source, name, active], i) => ({ tenant_id: office.id, source, name, active,
        token: `${office.slug}-${i}`.padEnd(22, '_').slice(-22), secret: i ? null : 'x'.repeat(60), old_secret: i ? null : 'y'.repeat(60), old_until: i ? null : datetime(now + 1e8), created_at: datetime(now) }))));
    connection = Number(one(`SELECT id FROM intake_connections WHERE tenant_id = ${office.id} AND source = 'vapi'`));
    sql(inserts('api_keys', [HOSTILE, 'Plain'].map((name, i) => ({ tenant_id: office.id, name: name.slice(0, 90), prefix: `pk_abcde${i}`, key_hash: `${office.slug}${i}`.padEnd(32, '_').slice(-32),
        scope: i ? 'all' : 'assigned', permissions: 'read,transcripts,write', created_by: 'Somebody with a long name', created_at: datetime(now) }))));
    key = Number(one(`SELECT MIN(id) FROM api_keys WHERE tenant_id = ${office.id}`));
    sql(`INSERT INTO rate_cards (tenant_id, currency, minute_micros, message_micros) VALUES (${office.id}, 'EUR', 120000, 15000);
        INSERT INTO rate_card_models VALUES (${office.id}, 'a-model-with-a-name-that-is-rather-long', 150000, NULL)`);
});

for (const js of [true, false]) {
    const how = js ? '' : ' without JavaScript';

    test(`a connection is added, its address copied, its secret changed${how}`, async (t) => {
        const page = await open(t, '/admin/intake', { user: admin, js, forgive: /status of 422/ });
        await page.click('text=Connections');
        await page.click('text=Add a connection');
        await page.click('.edit .btn-primary');
        assert.match(await page.textContent('#e-name'), /needed/);
        await page.selectOption('#i-source', 'retell');
        await page.fill('#i-name', `Retell ${js}`);
        await page.click('.edit .btn-primary');
        assert.match(await page.textContent('#secret'), /None yet/);
        assert.match(await page.inputValue('#webhook'), /\/hooks\/retell\/[\w-]{22}$/);
        assert.equal(await page.isVisible('[data-copy=webhook]'), js);
        await page.click('text=Give the secret');
        await page.fill('#i-secret', 'key_0123456789abcdefA1b2');
        await page.click('.edit .btn-primary');
        assert.match(await page.textContent('#secret'), /ends in …A1b2/);
        await page.click('text=Change the secret');
        await page.fill('#i-secret', 'key_0123456789abcdefC3d4');
        await page.click('.edit .btn-primary');
        assert.match(await page.textContent('#old-secret'), /A1b2/);
        await page.click('text=End the old one now');
        await page.click('.btn-danger');
        assert.equal(await page.$('#old-secret'), null);
    });

    test(`a key is made, seen once and revoked${how}`, async (t) => {
        const page = await open(t, '/admin/intake/keys', { user: admin, js, forgive: /status of 422/ });
        await page.click('text=Make a key');
        await page.fill('#i-name', `Key ${js}`);
        await page.check('#i-read');
        await page.selectOption('#i-scope', 'assigned');
        await page.click('.edit .btn-primary');
        assert.match(await page.textContent('#e-queues'), /at least one/);
        await page.check('#queues li:first-child input');
        await page.click('.edit .btn-primary');
        assert.match(await page.textContent('#key'), /^pk_[\w-]{43}$/);
        await page.click('text=Noted, go on');
        assert.equal(await page.$('#key'), null);
        await page.click('text=Revoke this key');
        await page.click('.btn-danger');
        assert.match(await page.textContent('.facts'), /Revoked/);
    });

    test(`the example is worked out as typed${how}`, async (t) => {
        const page = await open(t, '/admin/prices', { user: admin, js });
        await page.fill('#i-minute', '1');
        await page.click('text=Work it out as typed');
        assert.match(await page.textContent('#example'), /5:00 minutes at 1\.00 EUR\s*5\.00 EUR/);
        assert.equal(await page.inputValue('#i-minute'), '1.00');
        assert.equal(one(`SELECT minute_micros FROM rate_cards WHERE tenant_id = ${office.id}`), '120000');
    });
}

const PAGES = [
    ['arrivals', '/admin/intake'], ['refused ones', '/admin/intake?state=refused'], ['no arrival', '/admin/intake?q=nothing+at+all'], ['nothing arrived', '/admin/intake', null, true],
    ['a refused one', () => `/admin/intake/arrival?id=${refused}`], ['an applied one', () => `/admin/intake/arrival?id=${applied}`],
    ['discarding', () => `/admin/intake/discard?id=${refused}`], ['all again', '/admin/intake/again?state=refused'],
    ['connections', '/admin/intake/connections'], ['no connection', '/admin/intake/connections', null, true], ['a connection', () => `/admin/intake/connections/edit?id=${connection}`],
    ['a new connection, refused', '/admin/intake/connections/edit', (page) => page.click('.edit .btn-primary')], ['a new secret', () => `/admin/intake/connections/secret?id=${connection}`],
    ['keys', '/admin/intake/keys'], ['a key', () => `/admin/intake/keys/edit?id=${key}`], ['a new key, refused', '/admin/intake/keys/edit', (page) => page.click('.edit .btn-primary')],
    ['prices', '/admin/prices'], ['no prices', '/admin/prices', null, true], ['prices, refused', '/admin/prices', async (page) => {
        await page.fill('#i-minute', 'free');
        await page.fill('#i-input_2', '1');
        await page.click('.card-fields .btn-primary');
    }],
];

for (const [scheme, width] of [['light', 1440], ['dark', 390]])
    test(`nothing to complain about: ${scheme}, ${width} px`, async (t) => {
        const pages = new Map();
        for (const who of [admin, empty.mail('admin')]) pages.set(who, await open(t, null, { user: who, scheme, width, forgive: /status of 422/ }));
        for (const [name, path, act, none] of PAGES)
            await t.test(name, async () => {
                const page = pages.get(none ? empty.mail('admin') : admin);
                await page.setViewportSize({ width, height: 900 });
                await page.goto(typeof path === 'function' ? path() : path);
                if (act) {
                    await act(page);
                    await page.waitForSelector('#problem');
                }
                await tall(page);
                await noSidewaysScroll(page);
                assert.deepEqual(await complaints(page), []);
            });
    });

test('no width loses anything', async (t) => {
    const page = await open(t, null, { user: admin });
    for (const width of [320, 600, 719, 720, 879, 880, 1100])
        for (const path of ['/admin/intake', `/admin/intake/arrival?id=${refused}`, `/admin/intake/connections/edit?id=${connection}`, '/admin/intake/keys', '/admin/prices']) {
            await page.setViewportSize({ width, height: 900 });
            await page.goto(path);
            await noSidewaysScroll(page);
        }
});
