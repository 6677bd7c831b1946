// What the pages look like to people and to machines that help them: every page in a window of some
// width; axe-core finds nothing to complain about, and nothing scrolls sideways. A file a width.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { PASSWORD, makeUser, signedIn } from '../lib/http.mjs';
import { wave } from '../lib/sound.mjs';
import { VAR, datetime, inserts, sql } from '../lib/stack.mjs';
import { enable } from '../login/people.mjs';
import { complaints, noSidewaysScroll, open, tall } from './browser.mjs';
import { Desk, addAccount } from './desk.mjs';

export let desk;
let guarded; /* somebody with a second factor */

async function prepare() {
    desk = new Desk('look');
    desk.addMany(80);
    desk.add([desk.running(), desk.running({ status: 'new' }), desk.running({ status: 'acw', duration_s: 90 })]);
    const of = (id) => ({ tenant_id: desk.id, interaction_id: id });
    sql(inserts('messages', ['client', 'agent', 'ai', 'system'].map((role, i) => ({ ...of(2), message_no: i, role, offset_ms: i * 4000, body: `Line ${i}` }))) +
        inserts('recordings', [['disk', 'none.wav'], ['s3', 'none.wav'], ['disk', 'talk.wav']].map(([store, path], i) => ({ ...of(5), recording_no: i, store, path, voices: 2, duration_ms: 65000 }))), 'pbxlogs');
    addAccount(desk);
    writeDetails(of(7));
    mkdirSync(`${VAR}/recordings/${desk.id}`, { recursive: true });
    writeFileSync(`${VAR}/recordings/${desk.id}/talk.wav`, wave(4, [() => 0.5, () => 0.3]));
    sql(inserts('deleted_interactions', [1, 2, 3].map((i) => ({ tenant_id: desk.id, id: 900000 + i, created_at: datetime(Date.now()), closed_at: datetime(Date.now()), channel: 'voice', status: 'closed', queue_id: 1,
        deleted_at: datetime(Date.now()), deleted_by: 'Somebody with a long name who may delete', delete_reason: 'Asked for, by letter of the 3rd, with all that belongs to it', purge_at: datetime(Date.now() + i * 1e8 - 2e8) }))), 'pbxlogs');
    sql(inserts('legal_holds', [{ tenant_id: desk.id, interaction_id: 6, reason: 'Case 7', set_by: 'Somebody', set_at: datetime(Date.now()) }]));
    sql(inserts('outgoing_messages', [{ tenant_id: desk.id, interaction_id: 9, channel: 'email', address: 'somebody.with.a.long.name@a-company-of-a-long-name.example', body: '', state: 'failed', attempts: 3,
        problem: 'The mail server answers 550: no such mailbox at this place, and none that was ever here.', run_after: datetime(0) }]));
    desk.ready();
    guarded = `guarded@${desk.slug}.example`;
    makeUser({ tenant: desk.id, email: guarded, name: 'Gwen Guarded' });
    await enable(await signedIn(guarded));
    sql(`INSERT INTO saved_views (tenant_id, user_id, role_id, name, query) VALUES
        (${desk.id}, ${desk.userId}, 2, 'Calls of the month, for everybody who looks after them', 'channel=voice&period=month&cols=standard')`);
}

// One interaction of which all is known.
function writeDetails(of) {
    const at = datetime(desk.now), leg = { ...of, queued_at: at, left_at: at, ring_s: 3 };
    sql(`UPDATE closed_interactions SET channel = 'voice', outcome = 'failed', sentiment = 'negative', csat = 2, cost_micros = 1200000, currency = 'EUR',
            flagged = 1, wait_s = 5, hold_s = 6, platform = 'phone', direction = 'inbound' WHERE tenant_id = ${desk.id} AND id = ${of.interaction_id};
        UPDATE closed_interactions SET channel = 'email', direction = 'outbound', result = 'failed' WHERE tenant_id = ${desk.id} AND id = 9;
        UPDATE closed_interactions SET channel = 'voice', vendor = 'vapi', vendor_ref = 'gone', has_transcript = 0 WHERE tenant_id = ${desk.id} AND id = 10;` +
        inserts('vendor_details', [{ ...of, source: 'vapi', fields: JSON.stringify({ ended_reason: 'silence-timed-out', artifact: { a_name_that_is_rather_long: 'Words. '.repeat(60), n: 1.5, list: [1, 2] }, flag: true }) }]) +
        inserts('voice_ai_details', [{ ...of, contact_result: 'right_party', sentiment: 'hostile', willingness: 2, cooperation: 5, identity_verified: 0, cost_parts: '{"llm":1}' }]) +
        inserts('web_details', [{ ...of, browser: 'Firefox', country: 'Spain', url: `https://example.com/${'long/'.repeat(60)}` }]) +
        inserts('analyses', [{ ...of, topic: 'A bill', summary: 'Words. '.repeat(40), keywords: '["a","b"]', emotions: '[{"name":"joy","score":0.5}]',
            criteria: '[{"name":"greeting","result":"success","rationale":"ok"},{"name":"tone","result":"failure"},{"name":"end"}]', performance: 'Well done',
            source: 'reviewer', made_at: at, collected: '{"a_name_that_is_rather_long_for_its_column":"b"}' }]) +
        inserts('function_calls', [{ ...of, call_no: 1, name: 'check_balance', status: 'error' }, { ...of, call_no: 2, name: 'end_call', status: 'ok' }]) +
        inserts('legs', [{ ...leg, leg_no: 1, queue_id: 1, left_reason: 'overflow' }, { ...leg, leg_no: 2, queue_id: 2, agent_id: 4, answered_at: at, talk_s: 4 }]), 'pbxlogs');
}

async function rightPassword(page) {
    sql('DELETE FROM signin_failures');
    await page.fill('#email', guarded);
    await page.fill('#password', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForSelector('#code');
}

async function wrongPassword(page) {
    sql('DELETE FROM signin_failures');
    await page.fill('#email', desk.user);
    await page.fill('#password', 'wrong-horse-battery');
    await page.click('button[type=submit]');
    await page.waitForSelector('#login-error');
    sql('DELETE FROM signin_failures');
}

const PAGES = [
    { name: 'sign-in', path: '/login', stranger: true },
    { name: 'sign-in, refused', path: '/login', stranger: true, act: wrongPassword },
    { name: 'signed out', path: '/login?out=2', stranger: true },
    { name: 'sign-in, second step', path: '/login', stranger: true, act: async (page) => {
        await rightPassword(page);
        await page.click('.lost > summary');
        await page.fill('#recovery', 'wrong');
        await page.click('.lost button');
        await page.waitForSelector('#login-error');
        await page.click('.lost > summary');
    } },
    { name: 'account', path: '/account' },
    { name: 'grid', path: '/' },
    { name: 'grid with filters and a row marked', path: '/?queue=1&agent=a&from=2020-01-01&sort=duration', act: (page) => page.keyboard.press('j') },
    { name: 'the menu open', path: '/account', act: (page) => page.click('#usermenu > summary') },
    { name: 'grid with the list of keys', path: '/', act: (page) => page.keyboard.press('?') },
    { name: 'grid with the filters open', path: '/', act: async (page) => {
        if (await page.isVisible('.filters-toggle > summary')) await page.click('.filters-toggle > summary');
    } },
    { name: 'grid with the views open', path: '/?queue=1&cols=created,queue,agent', act: async (page) => {
        await page.click('#views-open');
        await page.click('#panel-box .view-edit > summary');
        await page.click('#panel-box .view-delete > summary');
    } },
    { name: 'grid with the columns open', path: '/?queue=1', act: async (page) => {
        await page.click('#columns-open');
        await page.waitForSelector('#panel-box .move');
    } },
    { name: 'grid with other columns', path: '/?size=25&cols=id,created,queue,client,wait,hold,number,outcome,sentiment,csat,c' },
    { name: 'grid with pictures', path: '/?size=25&cols=created,customer,account,outcome,sentiment,willingness,flagged,tags,c' },
    { name: 'timeline of an account', path: '/account-timeline?account=1', act: async (page) => {
        for (const summary of await page.$$('.timeline summary')) await summary.click();
    } },
    { name: 'empty timeline', path: '/account-timeline?account=1&channel=chat' },
    { name: 'views', path: '/views?queue=1' },
    { name: 'columns', path: '/columns?queue=1' },
    { name: 'empty grid', path: '/?from=2020-01-01&to=2020-01-02&queue=2' },
    { name: 'history of a client', path: '/history/client?client=c2&figures=1' },
    { name: 'history of an agent', path: '/history/agent?agent=4&size=25', act: (page) => page.waitForSelector('#figures dl') },
    { name: 'empty history', path: '/history/client?client=c2&from=2020-01-01&to=2020-01-02' },
    { name: 'interaction in full', path: '/interaction?id=7&list=period%3Dall', act: (page) => page.click('.detail-menu > summary') },
    { name: 'interaction of which little is known', path: '/interaction?id=8' },
    { name: 'message that could not be sent', path: '/interaction?id=9' },
    { name: 'interaction whose transcript is missing', path: '/interaction?id=10', act: (page) => page.waitForSelector('#fetch') },
    { name: 'the API', path: '/api' },
    { name: 'grid with an interaction open', path: '/?period=all', act: async (page) => {
        await page.click('#i7 .k-client');
        await page.waitForSelector('#drawer #detail');
    } },
    { name: 'grid with an interaction that is not there', path: '/', act: async (page) => {
        await page.route('**/interaction?*', (route) => route.fulfill({ status: 404, body: '' }));
        await page.click('#rows > tr:nth-child(2) .k-client');
        await page.waitForSelector('.drawer-problem');
    } },
    { name: 'transcription', path: '/interactions/transcript?id=2' },
    { name: 'recordings', path: '/interactions/play?id=5' },
    { name: 'a recording that plays', path: '/interactions/play?id=5', act: async (page) => {
        await page.click('.player-play');
        await page.waitForSelector('.is-drawn');
        await page.click('.player-stop');
    } },
    { name: 'an interaction under legal hold', path: '/interaction?id=6' },
    { name: 'deleting one', path: '/interactions/delete?id=7&list=period%3Dall', act: async (page) => {
        await page.click('#act .btn-danger');
        await page.waitForSelector('#e-number');
    } },
    { name: 'deleting one that is held', path: '/interactions/delete?id=6' },
    { name: 'holding one', path: '/interactions/hold?id=7' },
    { name: 'sending one again', path: '/interactions/send?id=9' },
    { name: 'deleted interactions', path: '/deleted' },
    { name: 'no deleted interactions', path: '/deleted?number=1' },
    { name: 'grid after deleting one', path: '/?deleted=900001' },
    { name: 'error', path: '/there-is-no-such-page' },
];

// Rows are alike: some of them stand for all. Only colours tell a theme from another.
const AT = { exclude: [['#rows > tr:nth-child(n+6)']] };
const THEMES = { light: { at: AT, least: 11 }, dark: { at: AT, rules: { type: 'rule', values: ['color-contrast'] }, least: 1 } };

// Every page in a window of that width.
export function look(width) {
    before(prepare);
    test(`${width} px, light and dark`, async (t) => {
        /* between a desk and a phone only the lists are laid out otherwise */
        for (const { name, path, stranger, act } of PAGES.filter((p) => width !== 1000 || /grid|history/.test(p.name))) {
            await t.test(name, async (t) => {
                const page = await open(t, path, { user: stranger ? undefined : desk.user, scheme: 'light', width, forgive: /status of 4(0[14]|22)/ });
                await act?.(page);
                await tall(page);
                await noSidewaysScroll(page);
                for (const [scheme, what] of Object.entries(THEMES)) {
                    await page.emulateMedia({ colorScheme: scheme });
                    await page.waitForFunction((theme) => document.documentElement.dataset.bsTheme === theme &&
                        document.getAnimations().every((a) => a.playState === 'finished'), scheme);
                    assert.deepEqual(await complaints(page, what), [], scheme);
                }
            });
        }
    });
}

