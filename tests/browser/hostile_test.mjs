// Names and numbers come from strangers. Whatever stands in them is shown as text: no script runs,
// and the page is built of exactly the same elements as with harmless names.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../lib/stack.mjs';
import { eventually, open } from './browser.mjs';
import { Desk } from './desk.mjs';

const PWN = 'window.__pwned=1';
const HOSTILE = [
    `<script>${PWN}</script>`,
    `"><img src=x onerror=${PWN}>`,
    `' onmouseover='${PWN}' x='`,
    `" autofocus onfocus="${PWN}" tabindex="0`,
    `javascript:${PWN}`,
    `</title></td></table><h1 onclick=${PWN}>`,
    '${7*7}{{7*7}}<?cs var:Page.csrf ?>#{7*7}',
    '&lt;b&gt;&amp;quot;&#60;script&#62;',
    '\u202egnp.exe\u2066abc\u200b\u0000'.replace('\0', '\u0007'),
    '🙂👩‍👩‍👧‍👦 ẞ̴̡͇͂ ﷽ e\u0301\u0302\u0303',
    `${'W'.repeat(98)}`,
    `-->]]></style><svg onload=${PWN}>`,
    '=HYPERLINK("http://x.example")\r\nSet-Cookie: a=b',
    `<tr id="i1" hx-get="/logout" hx-trigger="load">`,
    `\\u003cscript\\u003e\\'\\"--`,
];
const N = HOSTILE.length;
let hostile, plain;

// Numbers are shorter than names.
const cut = (text, n) => [...text].slice(0, n).join('');

function center(kind, text) {
    const names = (what, length = 100) => Array.from({ length: N }, (_, i) => cut(text(i, what), length));
    const desk = new Desk(kind, {
        names: { queues: names('queue'), agents: names('agent'), contacts: names('contact'), dispositions: names('disposition'), dids: names('did', 32) },
        tenantName: cut(text(0, 'tenant'), 100), userName: cut(text(1, 'user'), 150),
    });
    const fields = (i) => ({ queue_id: i % N + 1, agent_id: (i + 1) % N + 1, did_id: (i + 2) % N + 1, disposition_id: (i + 3) % N + 1,
        crm_contact_id: i < N ? (i + 4) % N + 1 : null, phone_number: cut(text(i % N, 'phone'), 32), phone_e164: null });
    desk.addMany(2 * N, fields);
    return desk.ready();
}

before(() => {
    hostile = center('hostile', (i) => HOSTILE[i]);
    plain = center('harmless', (i, what) => `${what} ${i}`);
});

// Every element: name, classes and the names of its attributes; nothing of what is stored, nor the
// alphabetical place of what is chosen in a list.
const skeleton = (page) => page.evaluate(() => [...document.querySelectorAll('*')].map((e) =>
    `${e.tagName}.${[...e.classList].join('.')}[${[...e.attributes].map((a) => a.name)
        .filter((name) => e.tagName !== 'OPTION' || name !== 'selected').sort()}]`));

// The first few places where two pages are built differently.
function differences(a, b) {
    const out = a.length === b.length ? [] : [`${a.length} and ${b.length} elements`];
    for (let i = 0; i < Math.max(a.length, b.length) && out.length < 3; i++)
        if (a[i] !== b[i]) out.push(`element ${i}: ${a[i]} and ${b[i]}`);
    return out;
}

async function unharmed(page) {
    assert.equal(await page.evaluate(() => window.__pwned), undefined, 'no script of a name ran');
}

// A page of the harmless center and the same one of the hostile center.
async function same(t, path, { js, act = async () => {} } = {}) {
    const built = [];
    for (const desk of [plain, hostile]) {
        const page = await open(t, path, { user: desk.user, js, width: 1440 });
        await act(page, desk);
        if (js) await page.waitForLoadState('networkidle'); /* the badges' counts */
        built.push(await skeleton(page));
        await unharmed(page);
    }
    assert.deepEqual(differences(...built), []);
}

for (const js of [true, false]) {
    const how = js ? '' : ' without JavaScript';
    for (const path of ['/', '/?size=100&sort=duration', '/?queue=3&disposition=6', '/?period=all&size=25&agent_id=5', '/?queue=1&agent=none']) {
        test(`stored names are text on ${path}${how}`, (t) => same(t, path, { js }));
    }
}

test('every name is shown as it is stored', async (t) => {
    const page = await open(t, '/?size=100', { user: hostile.user });
    const shown = await page.$$eval('#rows > tr', (rows) => Object.fromEntries(rows.map((r) => [Number(r.id.slice(1)),
        Object.fromEntries(['queue', 'agent', 'client', 'did', 'disposition'].map((k) => [k, r.querySelector(`.k-${k}`).textContent]))])));
    const plainText = (s) => s.replace(/[\r\n\t ]+/g, ' ').trim();
    for (const r of hostile.rows) {
        const is = shown[r.id];
        const should = { queue: hostile.name('queues', r.queue_id), agent: hostile.name('agents', r.agent_id),
            client: r.crm_contact_id ? hostile.name('contacts', r.crm_contact_id) : r.phone_number,
            did: hostile.name('dids', r.did_id), disposition: hostile.name('dispositions', r.disposition_id) };
        if (r.agent_id === 4) is.agent = is.agent.replace(/^AI /, '');
        for (const k of Object.keys(should)) assert.equal(plainText(is[k]), plainText(should[k]), `${k} of ${r.id}`);
    }
});

test('names stay text when rows arrive, are hovered, focused and clicked', (t) => same(t, '/?size=100', {
    act: async (page, desk) => {
        await page.evaluate(() => document.querySelectorAll('#rows td').forEach((c) => {
            for (const type of ['mouseover', 'mousemove', 'mouseout']) c.dispatchEvent(new MouseEvent(type, { bubbles: true }));
        }));
        await page.mouse.move(2, 2);
        await page.click('#usermenu > summary');
        await page.click('#usermenu > summary');
        const [added] = desk.add([desk.row({ created_at: Date.now() - 1000, queue_id: 1, agent_id: 2, did_id: 3, disposition_id: 2, crm_contact_id: 5 })]);
        await page.keyboard.press('r');
        await eventually(async () => assert.ok(await page.$(`#i${added.id}`)));
        await page.selectOption('#f-queue', '1');
        await page.waitForSelector('.chip');
        await page.waitForTimeout(300);
        await page.evaluate(() => document.querySelectorAll('.fresh').forEach((e) => e.classList.remove('fresh')));
    },
}));

test('what is typed or stands in the address is text', async (t) => {
    for (const text of HOSTILE.map((h) => cut(h.replace(/[\r\n\u0007]/g, ' '), 38))) {
        const path = (value) => `/?agent=${encodeURIComponent(value)}&did=${encodeURIComponent(value)}`;
        const built = [];
        for (const value of ['harmless but no one', text]) {
            const page = await open(t, path(value), { user: plain.user });
            assert.equal(await page.inputValue('#f-agent'), value);
            built.push(await skeleton(page));
            await unharmed(page);
            await page.context().close();
        }
        assert.deepEqual(differences(...built), [], text);
    }
});

test('addresses that are no page of ours harm nobody', async (t) => {
    const page = await open(t, null, { user: plain.user, forgive: /status of 40[04]/ });
    for (const path of ['/%3Cscript%3Ewindow.__pwned=1%3C/script%3E', '/?%22%3E%3Cscript%3Ewindow.__pwned=1%3C/script%3E=1',
        '/?queue=%3Csvg%20onload%3Dwindow.__pwned%3D1%3E', '/?client=javascript:window.__pwned=1', '/login?next=%22%3E%3Cscript%3Ewindow.__pwned=1%3C/script%3E',
        '/login?next=//evil.example/']) {
        await page.goto(path);
        await unharmed(page);
        assert.equal(await page.$('main script, main svg'), null, path);
        assert.equal(new URL(page.url()).host, `127.0.0.1:${process.env.PORT || 18080}`);
    }
});

test('hostile names make no page wider than its window', async (t) => {
    for (const width of [1440, 390]) {
        const page = await open(t, '/?queue=11&size=100', { user: hostile.user, width });
        const [is, may] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
        assert.ok(is <= may, `${is} px in ${may} px`);
        await page.goto('/?size=100');
        const again = await page.evaluate(() => document.scrollingElement.scrollWidth);
        assert.ok(again <= may, `${again} px in ${may} px`);
    }
});

test('the browser refuses a script even where one got onto the page', async (t) => {
    const page = await open(t, '/', { user: plain.user, forgive: /Content Security Policy|Refused/ });
    const broken = await page.evaluate(() => new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (e) => resolve(e.effectiveDirective));
        const s = document.createElement('script');
        s.textContent = 'window.__pwned = 1';
        document.body.append(s);
        setTimeout(() => resolve('nothing'), 2000);
    }));
    assert.match(broken, /^script-src/);
    await unharmed(page);
    sql(`DELETE FROM sessions WHERE tenant_id = ${plain.id} AND address = 'nowhere'`);
});
