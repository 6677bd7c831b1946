// Administration in the browser: with and without JavaScript, for those who use a keyboard or a
// reader, and whatever names strangers have given to things.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { inserts, sql } from '../lib/stack.mjs';
import { complaints, noSidewaysScroll, open, texts } from './browser.mjs';
import { Desk } from './desk.mjs';

const LIST = ['queues', 'agents', 'dids', 'dispositions', 'contacts'];
let desk;

function furnish(d) {
    sql(`UPDATE crm_contacts SET phone_e164 = '+493012345678', email = 'a@x.example' WHERE tenant_id = ${d.id} AND id IN (1, 2);
        UPDATE queues SET active = 0 WHERE tenant_id = ${d.id} AND id = 4`, 'pbxlogs');
    return d;
}

before(() => {
    desk = furnish(new Desk('admin').ready());
    sql(inserts('agents', Array.from({ length: 120 }, (_, i) => ({ tenant_id: desk.id, id: 1000 + i, name: `Crowd ${String(i).padStart(3, '0')}`, kind: 'human' }))), 'pbxlogs');
});

async function wrong(page) {
    await page.fill('#i-name', '');
    await page.fill('#i-sl_threshold_s', 'soon');
    await page.fill('#i-tue', '17:00-09:00');
    await page.click('.edit button[type=submit]');
    await page.waitForSelector('#problem');
}

async function conflict(page) {
    sql(`UPDATE agents SET kind = IF(kind = 'ai', 'human', 'ai') WHERE tenant_id = ${desk.id} AND id = 2`, 'pbxlogs');
    await page.click('.edit button[type=submit]');
    await page.waitForSelector('.field-note');
}

const PAGES = [
    ...LIST.map((k) => ({ name: k, path: `/admin/${k}` })),
    { name: 'agents, second page, sorted', path: '/admin/agents?dir=desc', act: (page) => page.click('#page-after') },
    { name: 'nothing found', path: '/admin/agents?q=nobody+at+all' },
    { name: 'a search too short', path: '/admin/contacts?q=x' },
    ...LIST.map((k) => ({ name: `edit ${k}`, path: `/admin/${k}/edit?id=1` })),
    { name: 'a new queue', path: '/admin/queues/edit' },
    { name: 'a queue, wrong', path: '/admin/queues/edit?id=1', act: wrong },
    { name: 'an agent, changed meanwhile', path: '/admin/agents/edit?id=2', act: conflict },
    { name: 'a queue, to be disabled', path: '/admin/queues/edit?id=1', act: async (page) => {
        await page.uncheck('#i-active');
        await page.click('.edit button[type=submit]');
        await page.waitForSelector('.confirm');
    } },
    { name: 'a DID, to be deleted', path: '/admin/dids/delete?id=3' },
    { name: 'duplicates', path: '/admin/contacts/duplicates' },
    { name: 'those who are the same', path: '/admin/contacts/same?id=1' },
    { name: 'merge', path: '/admin/contacts/merge?id=1&other=2' },
    { name: 'merge with itself', path: '/admin/contacts/merge?id=1&other=1' },
];

// Both schemes, the widest and the narrowest; between them nothing changes but what wraps.
for (const [scheme, width] of [['light', 1440], ['dark', 390]])
    test(`nothing to complain about: ${scheme}, ${width} px`, async (t) => {
        const page = await open(t, null, { user: desk.user, scheme, width, forgive: /status of 4(22|09)/ });
        for (const { name, path, act } of PAGES)
            await t.test(name, async () => {
                await page.setViewportSize({ width, height: 900 });
                await page.goto(path);
                await act?.(page);
                await page.setViewportSize({ width, height: 5000 });
                await noSidewaysScroll(page);
                assert.deepEqual(await complaints(page), []);
            });
    });

test('no width loses anything', async (t) => {
    const page = await open(t, null, { user: desk.user });
    for (const width of [320, 600, 719, 720, 879, 880, 1100])
        for (const path of ['/admin/queues', '/admin/queues/edit?id=1', '/admin/contacts/merge?id=3&other=4']) {
            await page.setViewportSize({ width, height: 900 });
            await page.goto(path);
            await noSidewaysScroll(page);
        }
});

for (const js of [true, false]) {
    const how = js ? '' : ' without JavaScript';

    test(`a queue is added, found, changed and disabled${how}`, async (t) => {
        const page = await open(t, '/admin/queues', { user: desk.user, js, forgive: /status of 422/ });
        const name = `Evening ${js}`;
        await page.click('text=Add a queue');
        await page.fill('#i-name', 'Sales');
        await page.selectOption('#i-hours', 'times');
        await page.fill('#i-mon', '18:00-22:00');
        await page.fill('#i-holidays', '2026-12-25 Christmas\n2027-01-01 New year');
        await page.click('.edit button[type=submit]');
        await page.waitForSelector('#e-name');
        assert.match(await page.textContent('#e-name'), /Another queue has this name/);
        assert.equal(await page.inputValue('#i-mon'), '18:00-22:00');
        assert.equal(await page.inputValue('#i-holidays'), '2026-12-25 Christmas\n2027-01-01 New year');
        await page.fill('#i-name', name);
        await page.click('.edit button[type=submit]');
        await page.waitForSelector('.notice');
        assert.equal(await page.textContent('h1'), name);
        await page.uncheck('#i-active');
        await page.click('.edit button[type=submit]');
        await page.click('text=Disable the queue');
        await page.waitForSelector('.notice');
        assert.equal(await page.isChecked('#i-active'), false);
        assert.equal(await page.inputValue('#i-holidays'), '2026-12-25 Christmas\n2027-01-01 New year');
        await page.click('.crumb a');
        await page.fill('#q', name);
        await page.selectOption('#f-state', 'off');
        await page.click('.search button');
        await page.waitForSelector('tr.off');
        assert.deepEqual(await texts(page, 'td.c-name'), [name]);
        assert.deepEqual(await texts(page, '#count'), ['1 queue']);
    });

    test(`pages are turned${how}`, async (t) => {
        const page = await open(t, '/admin/agents', { user: desk.user, js });
        const first = await texts(page, 'td.c-name');
        await Promise.all([page.waitForEvent('load'), page.click('#page-after')]);
        const second = await texts(page, 'td.c-name');
        assert.equal(first.filter((n) => second.includes(n)).length, 0);
        await Promise.all([page.waitForEvent('load'), page.click('#page-before')]);
        assert.deepEqual(await texts(page, 'td.c-name'), first);
    });
}

test('two contacts are merged without JavaScript', async (t) => {
    const page = await open(t, '/admin/contacts', { user: desk.user, js: false });
    await page.click('text=Find duplicates');
    await page.click('td.c-name a');
    await page.check('[aria-label^="Keep Dr. "]');
    await page.check('[aria-label^="Merge Maria"]');
    await page.click('text=See what moves');
    await page.waitForSelector('.merge');
    assert.match(await page.textContent('.merge-form'), /All interactions and accounts of Maria Klein go to Dr\. Ø\. Lund/);
    await page.click('.btn-danger');
    await page.waitForSelector('.notice');
    assert.equal(await page.inputValue('#i-name'), 'Dr. Ø. Lund');
    assert.equal(sql(`SELECT COUNT(*) FROM crm_contacts WHERE tenant_id = ${desk.id} AND id = 1`, 'pbxlogs')[0][0], '0');
});

// --- hostile names -----------------------------------------------------------------------------

const HOSTILE = ['<script>window.__pwned=1</script>', '"><img src=x onerror=window.__pwned=1>', `" autofocus onfocus="window.__pwned=1" x="`,
    '</textarea></select><svg onload=window.__pwned=1>', '<?cs var:Page.csrf ?>${7*7}{{7*7}}', '&lt;b&gt;&amp;quot;', 'javascript:window.__pwned=1', `${'W'.repeat(31)}`, '0'];

function center(kind, name) {
    const list = (what, n) => HOSTILE.map((_, i) => [...name(i, what)].slice(0, n).join(''));
    const d = new Desk(kind, { names: { queues: list('queue', 100), agents: list('agent', 100), contacts: list('contact', 100), dispositions: list('disposition', 100), dids: list('did', 32) },
        tenantName: list('tenant', 100)[0], userName: list('user', 100)[1] });
    sql(`UPDATE crm_contacts SET phone_e164 = ${JSON.stringify([...name(2, 'phone')].slice(0, 32).join(''))}, email = ${JSON.stringify(name(3, 'mail'))}, zone = ${JSON.stringify([...name(4, 'zone')].slice(0, 40).join(''))} WHERE tenant_id = ${d.id} AND id < 4;
        UPDATE dids SET label = ${JSON.stringify(name(3, 'label'))} WHERE tenant_id = ${d.id};
        UPDATE dispositions SET code = LEFT(CONCAT(id, ${JSON.stringify(name(1, 'code'))}), 40) WHERE tenant_id = ${d.id}`, 'pbxlogs');
    return d.ready();
}

const skeleton = (page) => page.evaluate(() => [...document.querySelectorAll('*')].map((e) =>
    `${e.tagName}.${[...e.classList].join('.')}[${[...e.attributes].map((a) => a.name).sort()}]`));

test('stored names are text on every page, in every field', async (t) => {
    const centers = [center('adm-plain', (i, what) => `${what} ${i}`), center('adm-hostile', (i) => HOSTILE[i])];
    const paths = [...LIST.map((k) => `/admin/${k}`), ...LIST.flatMap((k) => HOSTILE.map((_, i) => `/admin/${k}/edit?id=${i + 1}`)), '/admin/contacts/duplicates',
        '/admin/contacts/same?id=1', '/admin/contacts/merge?id=1&other=2', '/admin/dids/delete?id=4'];
    const pages = [await open(t, null, { user: centers[0].user }), await open(t, null, { user: centers[1].user })];
    for (const path of paths) {
        const built = [];
        for (const page of pages) {
            await page.goto(path);
            built.push(await skeleton(page));
            assert.equal(await page.evaluate(() => window.__pwned), undefined, path);
            await noSidewaysScroll(page);
        }
        assert.deepEqual(built[1], built[0], path);
    }
});

test('what is typed is text when it comes back, and is stored as it was typed', async (t) => {
    const page = await open(t, null, { user: desk.user, forgive: /status of 422/ });
    for (const [i, text] of HOSTILE.entries()) {
        await page.goto('/admin/dispositions/edit');
        await page.fill('#i-name', text);
        await page.click('.edit button[type=submit]');
        await page.waitForSelector('#e-code');
        assert.equal(await page.inputValue('#i-name'), text);
        await page.fill('#i-code', `h${i}`);
        await page.click('.edit button[type=submit]');
        await page.waitForSelector('.notice');
        assert.equal(await page.textContent('h1'), text);
        assert.equal(await page.inputValue('#i-name'), text);
        await page.goto(`/admin/dispositions?q=${encodeURIComponent(text.slice(0, 60))}`);
        assert.equal(await page.inputValue('#q'), text.slice(0, 60));
        assert.ok((await texts(page, 'td')).includes(text), text);
        assert.equal(await page.evaluate(() => window.__pwned), undefined);
    }
});
