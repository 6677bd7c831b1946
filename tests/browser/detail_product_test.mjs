// One interaction in full, against the lists of fields of the product pages: all that is known is
// shown under the name that the page gives it, what is unknown is absent.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { open } from './browser.mjs';
import { Desk } from './desk.mjs';
import { addBare, addRich } from './rich.mjs';

let desk, rich, bare, words;

before(() => {
    desk = new Desk('detail');
    words = {};
    let n = 0;
    rich = addRich(desk, (what, length) => {
        const text = what === 'url' ? `https://pay.example/${n++}` : `${what} ${n++}`.slice(0, length);
        (words[what] ??= []).push(text);
        return text;
    });
    bare = addBare(desk);
    desk.ready();
});

// What stands beside a label: of a list of terms, a table's row, or a heading's section.
const valueOf = (page, label) => page.evaluate((wanted) => {
    const clean = (e) => e.textContent.replace(/\s+/g, ' ').trim();
    for (const e of document.querySelectorAll('#detail dt, #detail th, #detail h2, #detail h3'))
        if (clean(e) === wanted) return clean(e.nextElementSibling ?? e.parentElement).replace(wanted, '').trim();
    return null;
}, label);

async function has(page, fields) {
    const wrong = [];
    for (const [label, want] of Object.entries(fields)) {
        const is = await valueOf(page, label);
        if (is === null || !(want instanceof RegExp ? want.test(is) : is.includes(want))) wrong.push(`${label}: ${is}, not ${want}`);
    }
    assert.deepEqual(wrong, []);
}

const whole = (t, id) => open(t, `/interaction?id=${id}`, { user: desk.user, forgive: /status of 404/ });

test('collections: an interaction and the details of its call', async (t) => {
    const page = await whole(t, rich.call.id);
    await has(page, {
        'Account reference': words.reference[0], 'Action type': /Action \d+/i, Result: 'Completed',
        Duration: '4:50', 'Contact result': /Contact \d+/i, 'Call disposition': /Outcome \d+/i, Sentiment: /Hostile|Positive/,
        'Willingness to pay': /4/, 'Cooperation level': /2/, 'Identity verified': 'Yes', 'Call cost': /0[.,]41/,
        'Call termination': /Termination \d+/i, 'Actions during call': 'Sent debt summary', 'Phone used': 'Alternate',
    });
    const head = await page.textContent('.detail-head');
    for (const want of ['Voice', 'Maria Klein', 'Success', '4:50']) assert.ok(head.includes(want), want);
    assert.ok((await page.textContent('#summary')).includes(words.summary[0]));
    assert.equal(await page.locator('#detail li[id^=said-]').count() >= 6, true, 'bubbles');
    assert.ok(await page.locator(`#detail a[href*="/interaction?id=${rich.child.id}"]`).count(), 'the message that it sent');
    const child = await whole(t, rich.child.id);
    assert.ok(await child.locator(`#detail a[href*="/interaction?id=${rich.call.id}"]`).count(), 'and back');
});

test("collections: the account's timeline", async (t) => {
    const page = await open(t, '/account-timeline?account=1', { user: desk.user });
    const text = (await page.textContent('main')).replace(/\s+/g, ' ');
    for (const want of [words.reference[0], 'W:4/5', 'Hostile', words.summary[0].slice(0, 20), ...words.step.map((s) => s[0].toUpperCase() + s.slice(1)), ...words.debt])
        assert.ok(text.toLowerCase().includes(want.toLowerCase()), want);
});

test('conversations of AI agents: details, topics, transcript', async (t) => {
    const page = await whole(t, rich.call.id);
    await has(page, {
        Agent: 'Voice Assistant', Organization: 'Desk detail', 'LLM Model': words.model[0], Type: 'Voice Call', Status: /Finished|Closed/, 'Messages Count': '6',
        'Billable Messages': '5', 'Start Time': /\d/, Browser: words.browser[0], OS: words.os[0], 'IP Address': '192.0.2.7', Country: words.country[0], City: words.city[0],
        URL: words.url.at(-1), 'Total Costs': /0[.,]41/, CSAT: /4/, 'CSAT Description': words.csat[0],
        Keywords: words.keyword[0],
    });
    const summary = await page.textContent('#summary');
    for (const want of [words.topic[0], words.mood[0], words.keyword[1]]) assert.ok(summary.includes(want), want);
    const talk = (await page.textContent('#detail')).replace(/\s+/g, ' ');
    for (const m of words.message) assert.ok(talk.includes(m), m);
    assert.ok(talk.includes('0:20'), 'offsets');
    assert.match(talk, /Negative/, 'the sentiment of a message');
});

test('tracking: outcome, sentiment on five levels, tool use, media, summary', async (t) => {
    const page = await whole(t, rich.call.id);
    assert.ok(await page.locator('#detail .bars.l4').count(), 'five bars, positive');
    assert.match((await page.textContent('#detail')), /Success/);
    const text = (await page.textContent('#detail')).replace(/\s+/g, ' ');
    for (const want of [words.function[0], ...words.file]) assert.ok(text.includes(want), want);
});

test('conversations: the fields of the details view', async (t) => {
    const page = await whole(t, rich.call.id);
    await has(page, { ID: String(rich.call.id), Flow: words.flow[0], Platform: 'Phone', 'Contact ID': '1', 'Last Message': /\d/, 'Start Time': /\d/, 'End Time': /\d/ });
    const text = (await page.textContent('#detail')).replace(/\s+/g, ' ');
    for (const want of [...words.tag, ...words.emotion, words.flag[0], words.reason[0], words.performance[0], ...words.criterion, ...words.rationale,
        ...words.function, words.key[0], words.value[0], ...words.result, ...words.note])
        assert.ok(text.toLowerCase().includes(want.toLowerCase()), want);
});

test('the columns of tracking and conversations can be chosen, and show what is stored', async (t) => {
    const page = await open(t, '/?period=all&cols=id,flow,platform,customer,type,status,duration,last,created,flagged,functions,tags,sentiment,outcome,willingness'.replace('type,', 'direction,'),
        { user: desk.user });
    const row = await page.locator(`#i${rich.call.id}`).innerText();
    for (const want of [String(rich.call.id), words.flow[0], 'Phone', 'Maria Klein', 'Outbound', 'Closed', '4:50', 'Success', 'W:4/5'])
        assert.ok(row.includes(want), `${want} in ${row}`);
});

test('what is not known is absent, and never a zero', async (t) => {
    const page = await whole(t, bare.id);
    for (const label of ['Account reference', 'Contact result', 'Willingness to pay', 'Cooperation level', 'Identity verified', 'Call cost', 'Call termination', 'Phone used',
        'LLM Model', 'Billable Messages', 'Browser', 'OS', 'IP Address', 'Country', 'City', 'URL', 'Total Costs', 'CSAT', 'Topic', 'Summary', 'Keywords', 'Flow', 'Messages Count'])
        assert.match(String(await valueOf(page, label)), /^(null|–|-)$/, label);
    assert.doesNotMatch(await page.textContent('#detail'), /\bNULL\b|\bundefined\b|\bNaN\b/);
});
