// Flags, tags and notes in the browser: the forms in the drawer and on the page, and choosing
// interactions in the grid, over pages and by the keyboard, to flag or tag them together.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { inserts, sql } from '../lib/stack.mjs';
import { complaints, eventually, ids, noSidewaysScroll, open, shows } from './browser.mjs';
import { Desk } from './desk.mjs';

let desk, all;

before(() => {
    desk = new Desk('marks');
    desk.addMany(120);
    desk.ready();
    all = desk.expect();
    const of = { tenant_id: desk.id, interaction_id: all[9].id };
    sql(inserts('review_flags', [{ ...of, flag_no: 1, flag: 'Compliance', reason: 'No disclosure', source: 'ai', set_at: '2026-01-01' },
        { ...of, flag_no: 2, flag: 'Complaint', reason: 'x', source: 'ai', set_at: '2026-01-01', cleared_by: 'Ada', cleared_at: '2026-01-02', clear_reason: 'Done' }]) +
        inserts('tags', ['ai', 'person', 'vendor'].map((source) => ({ ...of, kind: 'issue', tag: source, source }))) +
        inserts('interaction_notes', [{ ...of, note_no: 1, author_id: desk.userId, author: 'Ada Admin', written_at: '2026-01-01', body: 'A note' }]), 'pbxlogs');
});

const box = (page, id) => page.locator(`#i${id} td.k-pick input`);
const counted = (page, text) => eventually(async () => assert.equal((await page.textContent('#bulk-count')).trim(), text));
const ticked = (page) => page.$$eval('#rows td.k-pick input', (list) => list.filter((b) => b.checked).map((b) => Number(b.value)));
const flags = (name) => sql(`SELECT interaction_id FROM review_flags WHERE tenant_id = ${desk.id} AND flag = '${name}' AND cleared_at IS NULL ORDER BY 1`, 'pbxlogs').map((r) => Number(r[0]));
const numbers = (rows) => rows.map((r) => r.id).sort((a, b) => a - b);

async function choose(page, name, more = {}) {
    await page.click(`.bulk-acts button[value="${more.do ?? 'flag'}"]`);
    if (name) await page.fill('input[name="flag"]', name);
    await page.fill('input[name="reason"]', 'a reason');
    await page.click('.edit form button[type="submit"]');
    return (await page.textContent('.edit [role="status"]')).trim();
}

test('in the drawer a flag, a tag and a note are set and taken back, and the drawer stays', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    const row = all[0];
    await page.click(`#i${row.id} td.k-client`);
    await page.waitForSelector('#drawer #marks');
    const at = page.url();
    await page.click('#marks details:has(#mark-flag) > summary');
    await page.fill('#mark-flag', 'In the drawer');
    await page.fill('#mark-reason', 'why not');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#drawer .mark-flags >> text=In the drawer');
    await page.click('#marks details:has(#mark-tag) > summary');
    await page.fill('#mark-tag', 'drawer tag');
    await page.click('#marks button >> text=Add the tag');
    await page.waitForSelector('#drawer .mark-tag >> text=drawer tag');
    await page.click('#marks details:has(#mark-note) > summary');
    await page.fill('#mark-note', 'First line\nSecond line');
    await page.click('#marks details:has(#mark-note) button >> text=Save the note');
    await page.waitForSelector('#drawer .mark-body >> text=Second line');
    assert.equal(page.url().split('#')[0], at.split('#')[0]);
    assert.ok(await page.isVisible('#grid'));
    assert.ok(await page.$eval('#marks', (s) => s.getBoundingClientRect().top < innerHeight), 'what was changed is in view');
    await page.click('#marks .mark-off');
    await eventually(async () => assert.equal(await page.locator('#drawer .mark-tag').count(), 0));
    await page.click('#marks .mark-notes summary >> text=Delete');
    await page.click('#marks button >> text=Delete the note');
    await eventually(async () => assert.equal(await page.locator('#drawer .mark-body').count(), 0));
    await page.click('#marks .mark-flags summary >> text=Clear');
    await page.fill('#marks .mark-flags input[name="reason"]', 'enough');
    await page.click('#marks button >> text=Clear the flag');
    await page.waitForSelector('#drawer .mark-cleared');
    assert.deepEqual(flags('In the drawer'), []);
    await page.click('.mark-cleared > summary');
    assert.match(await page.textContent('.mark-cleared'), /In the drawer[\s\S]*Cleared[\s\S]*enough/);
});

test('a form that was refused comes back in the drawer with what was typed', async (t) => {
    const page = await open(t, '/', { user: desk.user, forgive: /422/ });
    await page.click(`#i${all[1].id} td.k-client`);
    await page.waitForSelector('#drawer #marks');
    await page.click('#marks details:has(#mark-tag) > summary');
    await page.$eval('#mark-tag', (field) => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(90); });
    await page.click('#marks button >> text=Add the tag');
    await page.waitForSelector('#drawer #e-mark-tag');
    assert.match(await page.textContent('#e-mark-tag'), /At most 80 characters; this has 90/);
    assert.equal((await page.inputValue('#mark-tag')).length, 90);
    assert.ok(await page.isVisible('#mark-tag'));
});

test('on a page of its own, and without JavaScript', async (t) => {
    const page = await open(t, `/interaction?id=${all[2].id}`, { user: desk.user, js: false });
    await page.click('#marks details:has(#mark-flag) > summary');
    await page.fill('#mark-flag', 'Plain');
    await page.fill('#mark-reason', 'no script');
    await page.click('#marks button >> text=Set the flag');
    assert.match(page.url(), /#marks$/);
    assert.match(await page.textContent('#marks .mark-flags'), /Plain[\s\S]*no script/);
});

test('rows are chosen over pages, in ranges, and stay chosen', async (t) => {
    const page = await open(t, '/', { user: desk.user });
    await page.click('#select-open');
    await page.waitForSelector('#bulk');
    await counted(page, 'Nothing selected');
    assert.ok(await page.isDisabled('.bulk-acts button[value="flag"]'));
    await box(page, all[1].id).click();
    await box(page, all[4].id).click({ modifiers: ['Shift'] });
    await counted(page, '4 selected');
    assert.ok(await page.isHidden('#drawer'), 'a box does not open the row');
    await page.click('#page-next');
    await shows(page, all.slice(50, 100));
    await page.click(`#i${all[60].id} td.k-pick`, { position: { x: 3, y: 3 } });
    await counted(page, '5 selected');
    await page.click('#page-prev');
    await shows(page, all.slice(0, 50));
    assert.deepEqual(await ticked(page), all.slice(1, 5).map((r) => r.id));
    await page.reload();
    await counted(page, '5 selected');
    await page.click('#sort-duration');
    await counted(page, '5 selected');
    const said = await choose(page, 'Over pages');
    assert.equal(said, 'Flag “Over pages” set on 5 interactions.');
    assert.deepEqual(flags('Over pages'), numbers([...all.slice(1, 5), all[60]]));
    await page.click('.edit a >> text=Back to the list');
    await counted(page, 'Nothing selected');
    await page.goBack();
    await page.click('.edit button >> text=Undo');
    assert.match(await page.textContent('.edit [role="status"]'), /cleared on 5 interactions/);
    assert.deepEqual(flags('Over pages'), []);
});

test('the whole page, all that match, and all but some', async (t) => {
    const page = await open(t, '/?select=1&size=25&channel=chat', { user: desk.user });
    const chat = all.filter((r) => r.channel === 'chat');
    await shows(page, chat.slice(0, 25));
    await page.click('#bulk-page');
    await counted(page, `${Math.min(25, chat.length)} selected`);
    await page.click('#bulk-none');
    await counted(page, 'Nothing selected');
    await page.check('#bulk input[name="all"]');
    await counted(page, `${chat.length} selected`);
    await box(page, chat[2].id).click();
    await counted(page, `${chat.length - 1} selected`);
    assert.match(await choose(page, 'But one'), new RegExp(`set on ${chat.length - 1} interactions`));
    assert.deepEqual(flags('But one'), numbers(chat.filter((r) => r !== chat[2])));
    await page.goto('/?select=1&channel=sms');
    await counted(page, 'Nothing selected');
});

test('by the keyboard', async (t) => {
    const page = await open(t, '/?select=1', { user: desk.user });
    for (const key of ['j', 'x', 'j', 'j', 'x']) await page.keyboard.press(key);
    await counted(page, '2 selected');
    assert.deepEqual(await ticked(page), [all[0].id, all[2].id]);
    await page.keyboard.press('x');
    await counted(page, '1 selected');
    await box(page, all[5].id).focus();
    await page.keyboard.press('Space');
    await counted(page, '2 selected');
    await page.click('#select-open');
    await eventually(async () => assert.equal(await page.locator('#bulk').count(), 0));
    assert.deepEqual(await ids(page), all.slice(0, 50).map((r) => r.id));
    await page.keyboard.press('x');
});

test('more than a thousand cannot be picked one by one, and that is said', async (t) => {
    const page = await open(t, '/?select=1', { user: desk.user });
    await page.evaluate(() => sessionStorage.setItem('parley-select', JSON.stringify({ key: document.getElementById('bulk').dataset.key, all: false,
        ids: Array.from({ length: 999 }, (_, i) => String(5000000 + i)), except: [] })));
    await page.reload();
    await counted(page, '999 selected');
    await box(page, all[0].id).click();
    await counted(page, '1,000 selected');
    await box(page, all[1].id).click();
    await eventually(async () => assert.match(await page.textContent('#bulk-count'), /At most 1,000/));
    assert.deepEqual(await ticked(page), [all[0].id]);
});

// Only what is of the marks: rows that lie half below the pager are too small there for axe.
async function sound(page, ...parts) {
    assert.deepEqual(await complaints(page, { at: { include: parts.map((p) => [p]) } }), []);
}

for (const [width, scheme] of [[1440, 'light'], [1440, 'dark'], [390, 'light']])
    test(`nothing is cut off, and axe finds nothing, at ${width} px, ${scheme}`, async (t) => {
        const page = await open(t, '/?select=1', { user: desk.user, width, height: 844, scheme });
        await noSidewaysScroll(page);
        await box(page, all[0].id).click();
        await counted(page, '1 selected');
        await noSidewaysScroll(page);
        await sound(page, '#bulk', 'thead', `#i${all[0].id}`);
        await page.click('.bulk-acts button[value="tag"]');
        await noSidewaysScroll(page);
        await sound(page, 'body');
        await page.goto(`/interaction?id=${all[9].id}`);
        for (const summary of await page.$$('#marks .mark-add > summary')) await summary.click();
        await noSidewaysScroll(page);
        await sound(page, '#marks');
    });
