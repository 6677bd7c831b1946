// The transcript in the browser: search within it, the recording followed and sought in, thousands
// of messages, every script, without JavaScript, on paper.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { VAR, inserts, sql } from '../lib/stack.mjs';
import { complaints, eventually, noSidewaysScroll, open, tall } from './browser.mjs';
import { Desk } from './desk.mjs';

// A pixel.
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const SCRIPTS = ['مرحبا، أين فاتورتي رقم ٤٧١١؟ السَّلام', 'שלום, מה מצב ההזמנה? שָׁלוֹם', 'สวัสดีครับ ผมต้องการตรวจสอบยอด', '您好，我想查询订单', '안녕하세요, 주문 확인',
    '👩‍👩‍👧‍👦 🇩🇪 👍🏽', 'Cafe\u0301 CAFÉ café Straße STRASSE ΣΊΣΥΦΟΣ σίσυφος', 'W'.repeat(400), '\u202egnp.exe', 'one\n  two   three'];
const MANY = 2300;
let desk;

const said = (id, list) => inserts('messages', list.map((m, i) => ({ tenant_id: desk.id, interaction_id: id, message_no: i + 1, role: i % 2 ? 'ai' : 'client', agent_id: i % 2 ? 4 : null,
    offset_ms: i * 4000, body: '', sentiment: null, media_type: null, media_path: null, media_name: null, ...m })));

before(() => {
    desk = new Desk('transcript');
    desk.add([1, 2, 3].map(() => desk.row({ channel: 'voice', has_recording: 1 })));
    mkdirSync(`${VAR}/recordings/${desk.id}`, { recursive: true });
    writeFileSync(`${VAR}/recordings/${desk.id}/x.png`, PICTURE);
    writeFileSync(`${VAR}/recordings/${desk.id}/half.png`, PICTURE.subarray(0, 40));
    sql(said(1, [{ body: 'Hello, my order is late.', sentiment: 'negative' }, { body: 'Which order?' }, { body: 'Order 4711. I ordered it in May.' }, { body: 'It is on its way.', sentiment: 'extremely_positive' },
        { body: '', media_type: 'image/png', media_path: 'x.png', media_name: 'box.png' }, ...Array.from({ length: 40 }, (_, i) => ({ body: `line ${i}` }))]) +
        said(2, SCRIPTS.map((body) => ({ body }))) +
        said(3, Array.from({ length: MANY }, (_, i) => ({ body: `message ${i} about ${i % 7 ? 'the invoice' : 'nothing'} ${'and more words '.repeat(i % 9)}` }))) +
        inserts('function_calls', [{ tenant_id: desk.id, interaction_id: 1, call_no: 1, after_message_no: 3, offset_ms: 9000, name: 'find_order', parameters: '{"number": 4711, "nested": {"deep": "needle"}}',
            result: `{"state": "sent", "log": "${'x '.repeat(700)}"}`, status: 'ok' }]), 'pbxlogs');
    desk.ready();
});

const FIELD = '.talk-find input';
const find = async (page, words) => {
    await page.fill(FIELD, words);
    return (await page.textContent('.talk-find output')).trim();
};
// What is highlighted, and which of it is the hit that one is at.
const marked = (page) => page.evaluate(() => {
    const texts = (name) => [...CSS.highlights.get(name) ?? []].map((r) => {
        const range = document.createRange();
        range.setStart(r.startContainer, r.startOffset);
        range.setEnd(r.endContainer, r.endOffset);
        return range.toString();
    });
    return { all: texts('talk-hits'), at: texts('talk-hit'), bubble: document.querySelector('.found')?.id ?? null };
});
const shown = (page, selector) => page.$eval(selector, (e) => {
    const box = document.querySelector('.talk-scroll').getBoundingClientRect(), r = e.getBoundingClientRect();
    return r.top >= box.top && r.bottom <= box.bottom;
});

test('a picture that is missing or damaged says so', async (t) => {
    const page = await open(t, '/interaction?id=1', { user: desk.user, forgive: /404 \(Not Found\)/ });
    await page.locator('#said-5 .media').scrollIntoViewIfNeeded();
    assert.equal(await eventually(() => page.$eval('#said-5 img', (i) => i.naturalWidth > 0 || assert.fail())), true);
    assert.equal(await page.$('.no-picture'), null);
    for (const [path, what] of [['gone.png', 'missing'], ['half.png', 'damaged']]) {
        sql(`UPDATE messages SET media_path = '${path}' WHERE tenant_id = ${desk.id} AND interaction_id = 1 AND message_no = 5`, 'pbxlogs');
        await page.reload();
        await page.locator('#said-5 .media').scrollIntoViewIfNeeded();
        await page.waitForSelector('#said-5 .no-picture');
        assert.equal(await page.textContent('#said-5 .no-picture'), 'The picture is missing or damaged', what);
        assert.equal(await page.$('#said-5 img'), null);
        assert.equal(await page.textContent('#said-5 a.file'), 'box.png');
    }
    sql(`UPDATE messages SET media_path = 'x.png' WHERE tenant_id = ${desk.id} AND interaction_id = 1 AND message_no = 5`, 'pbxlogs');
});

test('search: hits are counted, highlighted and walked through; Esc clears', async (t) => {
    const page = await open(t, '/interaction?id=1', { user: desk.user });
    assert.equal(await find(page, 'order'), '1 of 5', 'the name of the function with what was said');
    assert.deepEqual(await marked(page), { all: ['order', 'order', 'Order', 'order', 'order'], at: ['order'], bubble: 'said-1' });
    for (const [key, count, bubble] of [['Enter', '2 of 5', 'said-2'], ['Enter', '3 of 5', 'said-3'], ['Shift+Enter', '2 of 5', 'said-2'], ['Shift+Enter', '1 of 5', 'said-1'], ['Shift+Enter', '5 of 5', 'fn-1']]) {
        await page.press(FIELD, key);
        assert.deepEqual([await page.textContent('.talk-find output'), (await marked(page)).bubble], [count, bubble]);
    }
    await page.click('.talk-find .btn[aria-label="Next hit"]');
    assert.equal(await page.textContent('.talk-find output'), '1 of 5');
    assert.equal(await find(page, '4711. I'), '1 of 1', 'a dot is a dot');
    assert.equal(await find(page, 'line 39'), '1 of 1');
    assert.ok(await shown(page, '#said-45'), 'what is far down is scrolled to');
    assert.equal(await find(page, 'nowhere'), 'None');
    assert.ok(await page.isDisabled('.talk-find .btn >> nth=0'));
    await find(page, 'line');
    await page.press(FIELD, 'Escape');
    assert.deepEqual([await page.inputValue(FIELD), await page.textContent('.talk-find output'), (await marked(page)).all], ['', '', []]);
});

test('search: case, accents, points and white space apart, in any script; in folded functions, too', async (t) => {
    const page = await open(t, '/interaction?id=2', { user: desk.user });
    for (const [words, hits] of [['café', ['Cafe\u0301', 'CAFÉ', 'café']], ['CAFE', ['Cafe\u0301', 'CAFÉ', 'café']], ['strasse', ['Straße', 'STRASSE']], ['σισυφοσ', ['ΣΊΣΥΦΟΣ', 'σίσυφος']], ['سلام', ['سَّلام']],
        ['שלום', ['שלום', 'שָׁלוֹם']], ['ตรวจ', ['ตรวจ']], ['订单', ['订单']], ['확인', ['확인']], ['🇩🇪', ['🇩🇪']], ['two three', ['two   three']], ['one two', ['one\n  two']]]) {
        await find(page, words);
        assert.deepEqual((await marked(page)).all, hits, words);
    }
    await page.goto('/interaction?id=1');
    assert.equal(await page.isVisible('#fn-1 td'), false);
    assert.equal(await find(page, 'needle'), '1 of 1');
    assert.equal(await page.isVisible('#fn-1 td'), true);
});

const audio = (page, ms, playing = true) => page.$eval('#detail', (e, detail) => e.dispatchEvent(new CustomEvent('parley:audio', { detail })), { ms, playing });
const current = (page) => page.$$eval('.talk [aria-current]', (l) => l.map((e) => e.id));

test('what is spoken now is marked and seen, unless somebody scrolled by hand', async (t) => {
    const page = await open(t, '/interaction?id=1', { user: desk.user });
    await audio(page, 0, false);
    assert.deepEqual(await current(page), ['said-1']);
    await audio(page, 3999);
    assert.deepEqual(await current(page), ['said-1']);
    await audio(page, 160500);
    assert.deepEqual(await current(page), ['said-41']);
    assert.ok(await shown(page, '#said-41'));
    assert.equal(await page.evaluate(() => scrollY), 0, 'the page itself stays');
    await page.hover('.talk-scroll');
    await page.mouse.wheel(0, -5000);
    await eventually(async () => assert.ok(await page.isVisible('.talk-follow')));
    await eventually(async () => assert.ok(await shown(page, '#said-1')));
    await audio(page, 164500);
    assert.deepEqual(await current(page), ['said-42']);
    assert.equal(await shown(page, '#said-42'), false);
    await page.click('.talk-follow');
    assert.ok(await shown(page, '#said-42'));
    assert.equal(await page.isVisible('.talk-follow'), false);
});

test('a time seeks; one is reached by the tab key, the others by arrows', async (t) => {
    const page = await open(t, '/interaction?id=1', { user: desk.user });
    await page.$eval('#detail', (e) => {
        window.sought = [];
        e.addEventListener('parley:seek', (event) => window.sought.push(event.detail.ms));
    });
    await page.click('#said-3 .at');
    await page.click('#call-1 .at');
    assert.deepEqual(await page.evaluate(() => window.sought), [8000, 9000]);
    await page.focus('#said-3 .at');
    for (const [key, id] of [['ArrowDown', 'said-4'], ['ArrowUp', 'said-3'], ['Home', 'said-1'], ['ArrowUp', 'said-1'], ['End', 'said-45'], ['ArrowUp', 'said-44']]) {
        await page.keyboard.press(key);
        assert.equal(await page.evaluate(() => document.activeElement.closest('li').id), id, key);
    }
    await page.keyboard.press('Enter');
    assert.equal((await page.evaluate(() => window.sought)).at(-1), 43 * 4000);
    assert.equal(await page.locator('.talk button.at[tabindex="0"]').count(), 1);
});

test('the links between the transcript and the functions lead to each other', async (t) => {
    const page = await open(t, '/interaction?id=1', { user: desk.user });
    await page.click('#call-1 a[href="#fn-1"]');
    assert.equal(await page.isVisible('#fn-1 td'), true);
    await page.click('#fn-1 a[href="#call-1"]');
    await page.click('#call-1 .long > summary');
    assert.match(await page.textContent('#call-1 .long pre'), /^(x ){700}$/);
});

test('2,000 messages are there at once, and searched as one types', async (t) => {
    const page = await open(t, '/interaction?id=3', { user: desk.user });
    t.diagnostic(await page.evaluate(() => {
        const n = performance.getEntriesByType('navigation')[0];
        return `laid out ${Math.round(n.loadEventEnd - n.responseEnd)} ms after the last byte`;
    }));
    const waiting = await page.$$eval('.said', (l) => l.filter((e) => !e.checkVisibility({ contentVisibilityAuto: true })).length);
    assert.ok(waiting > 1900, `what is out of sight is not laid out: ${waiting}`);
    assert.equal(await page.locator('.talk-list > li').count(), 2000);
    await page.focus(FIELD);
    const ms = await page.$eval(FIELD, (f) => ['i', 'in', 'invoice', 'message 1999 '].map((words) => {
        const began = performance.now();
        f.value = words;
        f.dispatchEvent(new Event('input'));
        return performance.now() - began;
    }));
    t.diagnostic(`searched in ${ms.map(Math.round)} ms`);
    assert.ok(Math.min(...ms) < 500, `${ms}`);
    assert.equal(await page.textContent('.talk-find output'), '1 of 1');
    assert.ok(await shown(page, '#said-2000'));
    await audio(page, 1000 * 4000);
    assert.deepEqual(await current(page), ['said-1001']);
    await audio(page, 1000 * 4000 + 250);
    assert.ok(await shown(page, '#said-1001'));
    await page.click('.talk-more a');
    await page.waitForURL(/after=2000/);
    assert.equal(await page.locator('.talk-list > li').count(), MANY - 2000);
});

test('any script, any length: each in its own direction, nothing scrolls sideways', async (t) => {
    for (const width of [1440, 390]) {
        const page = await open(t, '/interaction?id=2', { user: desk.user, width });
        await noSidewaysScroll(page);
        const directions = await page.$$eval('.said', (l) => l.map((e) => getComputedStyle(e).direction));
        assert.deepEqual(directions.slice(0, 5), ['rtl', 'rtl', 'ltr', 'ltr', 'ltr']);
        const wide = await page.$$eval('.talk-list > li', (l) => l.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.id));
        assert.deepEqual(wide, [], 'a long word wraps');
        assert.deepEqual(await page.$$eval('.said', (l) => l.map((e) => e.textContent)), SCRIPTS);
    }
});

test('without JavaScript all of it can be read, and no field is there that would not work', async (t) => {
    const page = await open(t, '/interaction?id=1', { user: desk.user, js: false });
    assert.equal(await page.locator('.talk-list > li').count(), 46);
    assert.equal(await page.locator('.talk-find').count(), 0);
    await page.click('#fn-1 > details > summary');
    assert.equal(await page.isVisible('#fn-1 td'), true);
    await page.click('text=Print view');
    assert.equal(await page.isVisible('#fn-1 td'), true, 'unfolded on its own page');
});

test('paper has all of it', async (t) => {
    const page = await open(t, '/interactions/transcript?id=1', { user: desk.user, width: 800 });
    assert.ok(await page.isVisible('text=Print'));
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.topbar', '.talk-tools', '.talk-find']) assert.equal(await page.isVisible(gone), false, gone);
    for (const there of ['#said-1 .said', '#said-45 .said', '#fn-1 td']) assert.equal(await page.isVisible(there), true, there);
    assert.equal((await page.pdf()).subarray(0, 5).toString(), '%PDF-');
});

test('a drawer that is filled again searches what it holds now', async (t) => {
    const page = await open(t, '/interaction?id=1', { user: desk.user });
    await find(page, 'order');
    await page.evaluate(async () => {
        const next = new DOMParser().parseFromString(await (await fetch('/interaction?id=2')).text(), 'text/html').getElementById('detail');
        document.dispatchEvent(new CustomEvent('parley:detail-gone', { detail: document.getElementById('detail') }));
        document.getElementById('detail').replaceWith(next);
        document.dispatchEvent(new CustomEvent('parley:detail', { detail: next }));
    });
    assert.deepEqual((await marked(page)).all, []);
    assert.equal(await page.locator('.talk-find').count(), 1);
    assert.equal(await find(page, 'strasse'), '1 of 2');
});

test('axe finds nothing', async (t) => {
    for (const [path, width] of [['/interaction?id=1', 1440], ['/interactions/transcript?id=1', 390]]) {
        const page = await open(t, path, { user: desk.user, width });
        await page.$$eval('.talk details', (l) => l.forEach((d) => { d.open = true; }));
        await find(page, 'order');
        await audio(page, 4000).catch(() => {});
        await tall(page);
        const at = { include: [['.talk'], ...(await page.$('.calls') ? [['.calls']] : [])] };
        for (const scheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme: scheme });
            await page.waitForFunction((theme) => document.documentElement.dataset.bsTheme === theme && document.getAnimations().every((a) => a.playState === 'finished'), scheme);
            assert.deepEqual(await complaints(page, { at, least: 6 }), [], `${path} ${width} ${scheme}`);
        }
    }
});
