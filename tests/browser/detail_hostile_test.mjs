// Whatever callers, agents, vendors and models write, in every stored field of an interaction and of
// what hangs on it: it is text on every page, in every frame and download.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { signedIn } from '../lib/http.mjs';
import { open } from './browser.mjs';
import { Desk } from './desk.mjs';
import { addRich } from './rich.mjs';

const PWN = 'window.__pwned=1';
const HOSTILE = [
    `<script>${PWN}</script>`, `"><img src=x onerror=${PWN}>`, `' onmouseover='${PWN}' x='`, `" autofocus onfocus="${PWN}" tabindex="0`,
    `javascript:${PWN}`, `</td></li></details></article><h1 onclick=${PWN}>`, '${7*7}{{7*7}}<?cs var:Page.csrf ?>', `-->]]></style><svg onload=${PWN}>`,
    '&lt;b&gt;&amp;quot;', '\u202egnp.exe\u2066abc\u200b', `<mark>x</mark>`, `<div hx-get="/logout" hx-trigger="load">`,
];
const DESKS = {};

before(() => {
    let n = 0;
    const cut = (s, length) => [...s].slice(0, length).join('');
    // A number at its end keeps a text from being another one's double.
    const texts = {
        harmless: (what, length) => cut(`${what} ${n++}`, length),
        hostile: (what, length) => cut(`${HOSTILE[n++ % HOSTILE.length]} ${n}`, length),
    };
    for (const [kind, text] of Object.entries(texts)) {
        n = 0;
        const desk = new Desk(kind);
        DESKS[kind] = { desk, ...addRich(desk, text) };
        desk.ready();
    }
});

// Every element: name, classes and the names of its attributes. Addresses that are no web address
// are not linked, so the two may differ in that alone; the harmless texts are none, either.
const skeleton = (page) => page.evaluate(() => [...document.querySelectorAll('*')].map((e) =>
    `${e.tagName}.${[...e.classList].join('.')}[${[...e.attributes].map((a) => a.name).sort()}]`));

function differences(a, b) {
    const out = a.length === b.length ? [] : [`${a.length} and ${b.length} elements`];
    for (let i = 0; i < Math.max(a.length, b.length) && out.length < 3; i++)
        if (a[i] !== b[i]) out.push(`element ${i}: ${a[i]} and ${b[i]}`);
    return out;
}

const EVERY_COLUMN = 'created,closed,channel,queue,agent,client,did,disposition,duration,acw,status,c,a,direction,platform,outcome,wait,hold,number,ended,sentiment,csat,action,id,flow,last,flagged,functions,tags,customer,result,account,willingness,cost';
const PAGES = {
    'the page': (d) => `/interaction?id=${d.call.id}`,
    'the page of the message': (d) => `/interaction?id=${d.child.id}`,
    'the transcript': (d) => `/interactions/transcript?id=${d.call.id}`,
    'the player': (d) => `/interactions/play?id=${d.call.id}`,
    "the account's timeline": () => '/account-timeline?account=1',
    'the grid with all columns': () => `/?period=all&cols=${EVERY_COLUMN}`,
    "the client's history": () => '/history/client?client=c1',
    'the confirmation of deleting': (d) => `/interactions/delete?id=${d.call.id}`,
};

for (const js of [true, false])
    for (const [name, path] of Object.entries(PAGES))
        test(`${name} stays as it is built${js ? '' : ', without JavaScript'}`, async (t) => {
            const built = [];
            for (const d of Object.values(DESKS)) {
                const page = await open(t, path(d), { user: d.desk.user, js, forgive: /status of 404/ });
                if (js) await page.waitForLoadState('networkidle');
                built.push(await skeleton(page));
                assert.equal(await page.evaluate(() => window.__pwned), undefined, 'a script ran');
                assert.equal(await page.title() !== '', true);
            }
            assert.ok(built[0].length > 40);
            assert.deepEqual(differences(...built), []);
        });

test('the drawer stays as it is built; nothing runs when all of it is opened, hovered and focused', async (t) => {
    const built = [];
    for (const d of Object.values(DESKS)) {
        const page = await open(t, '/?period=all', { user: d.desk.user, forgive: /status of 404/ });
        await page.click(`#i${d.call.id} .k-queue`);
        await page.waitForSelector('#drawer #detail');
        await page.evaluate(() => {
            document.querySelectorAll('#detail details').forEach((e) => { e.open = true; });
            document.querySelectorAll('#detail *').forEach((e) => {
                for (const type of ['mouseover', 'mousemove', 'mouseout', 'focus']) e.dispatchEvent(new MouseEvent(type, { bubbles: true }));
            });
        });
        await page.waitForLoadState('networkidle');
        built.push((await skeleton(page)).filter((e) => !e.startsWith('TR')));
        assert.equal(await page.evaluate(() => window.__pwned), undefined, 'a script ran');
    }
    assert.deepEqual(differences(...built), []);
});

test('downloads are no pages: their type, their name, and their text as it is stored', async () => {
    const { desk, call } = DESKS.hostile;
    const client = await signedIn(desk.user);
    for (const format of ['text', 'json']) {
        const r = await client.get(`/interactions/transcript/export?id=${call.id}&format=${format}`);
        assert.equal(r.status, 200);
        assert.match(r.headers['content-type'], format === 'text' ? /^text\/plain/ : /^application\/json/);
        assert.match(r.headers['content-disposition'], /^attachment; filename="[\w.-]+"$/);
        assert.equal(r.headers['x-content-type-options'], 'nosniff');
        if (format === 'json') assert.ok(JSON.stringify(JSON.parse(r.body)).includes('<script>'));
    }
});
