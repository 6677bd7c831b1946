// One interaction in full: every field where it is known and none where it is not, what of it other
// people may see, and its neighbours in the list that it was opened from.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { elements, parseGrid, text } from '../lib/html.mjs';
import { Random, seed } from '../lib/random.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { datetime, inserts, sql } from '../lib/stack.mjs';
import { Desk } from '../browser/desk.mjs';

const random = new Random(seed('detail'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
const FULL = 1, EMPTY = 2, DAMAGED = 3, OTHER_QUEUE = 4, NO_QUEUE = 5;
let desk, admin, supervisor, world, worldAdmin;

const of = (id, more) => ({ tenant_id: desk.id, interaction_id: id, ...more });

// All that is known of one call.
function writeFull() {
    const at = desk.rows[0].created_at, time = (s) => datetime(at + s * 1000);
    sql(inserts('accounts', [{ tenant_id: desk.id, id: 7, reference: 'ACC-0007' }]) +
        `UPDATE closed_interactions SET platform = 'phone', direction = 'outbound', outcome = 'transferred', result = 'completed',
            action_type = 'payment_reminder', account_id = 7, flow = 'Utilities Inbound', wait_s = 12, hold_s = 35, acw_s = 20, duration_s = 3725,
            ended_by = 'client', sentiment = 'extremely_positive', csat = 4, cost_micros = 184200, currency = 'USD', flagged = 1,
            last_message_at = created_at, vendor = 'elevenlabs', vendor_ref = 'conv_7', channel = 'voice', queue_id = 1, agent_id = 4, crm_contact_id = 3
            WHERE tenant_id = ${desk.id} AND id = ${FULL};` +
        inserts('voice_ai_details', [of(FULL, { contact_result: 'right_party', call_disposition: 'promise_to_pay', sentiment: 'hostile', willingness: 4,
            cooperation: 2, identity_verified: 1, termination: 'normal', phone_used: 'alternate', llm_model: 'model-x', billable_messages: 14,
            cost_parts: '{"llm":34200,"speech":0.15}' })]) +
        inserts('web_details', [of(FULL, { browser: 'Firefox 131', os: 'Windows 11', ip: '2001:db8::17', country: 'Germany', city: 'Köln', url: 'https://shop.example/?a=1&b=2' })]) +
        inserts('analyses', [of(FULL, { topic: 'Late bill', summary: 'Asked for time.', keywords: '["late fee","plan"]', sentiment_description: 'Relieved.',
            emotions: '[{"name":"curiosity","score":0.42},"gratitude"]', csat_description: 'Said thanks.',
            criteria: '[{"name":"greeting","result":"success","rationale":"Named herself"},{"name":"tone","result":"failure"}]',
            performance: 'Kept to the script.', source: 'reviewer', made_at: time(900), collected: '{"promised_on":"2026-11-27","why":{"value":null,"rationale":"Not said"}}' })]) +
        inserts('messages', [1, 2, 3].map((n) => of(FULL, { message_no: n, role: 'client', body: `m${n}` }))) +
        inserts('function_calls', [['register_payment_promise', 'ok'], ['send_debt_summary', 'ok'], ['check_balance', 'error']]
            .map(([name, status], i) => of(FULL, { call_no: i + 1, name, status }))) +
        inserts('legs', [of(FULL, { leg_no: 1, queue_id: 2, agent_id: 1, queued_at: time(0), left_at: time(42), left_reason: 'overflow', ring_s: 20 })]) +
        inserts('legs', [
            of(FULL, { leg_no: 2, queue_id: 1, agent_id: 4, queued_at: time(42), answered_at: time(54), left_at: time(300), left_reason: 'transferred',
                ring_s: 6, talk_s: 180, hold_s: 35, acw_s: 20, transfer_kind: 'attended' })]), 'pbxlogs');
}

test.before(async () => {
    desk = new Desk(`detail-${stamp}`);
    desk.add([desk.row({ queue_id: 1 }),
        { ...desk.row({ channel: 'chat', queue_id: 1 }), agent_id: null, crm_contact_id: null, phone_number: null, phone_e164: null, did_id: null,
            disposition_id: null, duration_s: null, acw_s: null },
        desk.row({ queue_id: 1, channel: 'voice' }), desk.row({ queue_id: 3 }), desk.row({ queue_id: null }),
        ...Array.from({ length: 25 }, () => desk.row()), desk.running({ channel: 'voice' }), desk.running({ status: 'new' })]);
    writeFull();
    desk.ready();
    admin = await signedIn(desk.user);
    const email = `s@detail-${stamp}.example`;
    makeUser({ tenant: desk.id, email, role: ROLE_SUPERVISOR, queues: [1] });
    supervisor = await signedIn(email);
    world = makeWorldTenant(random, `detail-w-${stamp}`, 'Europe/Berlin', { closed: 120, active: 8 });
    writeTenant(world);
    makeUser({ tenant: world.id, email: `w@detail-${stamp}.example` });
    worldAdmin = await signedIn(`w@detail-${stamp}.example`);
});

const part = (html, id) => new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? '';
const tidy = (html) => text(html).replace(/\s+/g, ' ').trim();
const page = async (id, c = admin, list) => c.get(`/interaction?id=${id}${list === undefined ? '' : `&list=${encodeURIComponent(list)}`}`);

// {label: value} of all lists of fields of a section.
function fields(html) {
    const out = {};
    for (const [, dt, dd] of html.matchAll(/<dt>([\s\S]*?)<\/dt><dd[^>]*>([\s\S]*?)<\/dd>/g)) out[tidy(dt)] = tidy(dd);
    return out;
}

test('every field that is known is there, by the name that the product gives it', async () => {
    const a = await page(FULL);
    assert.equal(a.status, 200);
    const facts = fields(part(a.body, 'facts'));
    const known = {
        ID: '1', Type: 'Voice Call', Status: 'Finished', Outcome: 'Transferred', Result: 'Completed',
        'Action type': 'Payment reminder', 'Account reference': 'ACC-0007', 'Contact ID': '3', Platform: 'Phone', Direction: 'Outbound',
        Flow: 'Utilities Inbound', Agent: 'Voice Assistant AI agent', 'LLM Model': 'model-x', Queue: 'Sales', 'Ended by': 'Client',
        Vendor: 'elevenlabs', "Vendor's ID": 'conv_7', Duration: '1:02:05', Wait: '0:12', Hold: '0:35', ACW: '0:20', 'Messages Count': '3',
        'Billable Messages': '14', 'Contact result': 'Right party', 'Call disposition': 'Promise to pay', Sentiment: 'Hostile',
        'Identity verified': 'Yes', 'Call termination': 'Normal', 'Phone used': 'Alternate', Browser: 'Firefox 131', OS: 'Windows 11',
        'IP Address': '2001:db8::17', Country: 'Germany', City: 'Köln', URL: 'https://shop.example/?a=1&b=2', 'CSAT Description': 'Said thanks.',
    };
    for (const [label, value] of Object.entries(known)) assert.equal(facts[label], value, label);
    for (const label of ['Organization', 'Start Time', 'End Time', 'Last Message', 'DID', 'Disposition']) assert.ok(facts[label], label);
    for (const [label, n] of [['Willingness to pay', 4], ['Cooperation level', 2], ['CSAT', 4]]) {
        assert.match(facts[label], new RegExp(`${n} of 5$`), label);
        assert.match(part(a.body, 'facts'), new RegExp(`class="score l${n}"[^>]*aria-label="${label}: ${n} of 5"`), label);
    }
    assert.match(part(a.body, 'facts'), /class="mood hostile"/);
    assert.match(facts['Call cost'], /^0\.1842 USD LLM 0\.0342 USD ?Speech 0\.15 USD$/);
    assert.equal(facts['Total Costs'], '0.1842 USD');
    assert.equal(facts['Actions during call'], 'Registered payment promiseSent debt summaryChecked balance failed');
    assert.match(part(a.body, 'facts'), /<a href="\/account-timeline\?account=7"><bdi>ACC-0007/);
    assert.match(part(a.body, 'facts'), /<a href="https:\/\/shop\.example\/\?a=1&amp;b=2" rel="noopener/);
});

test('the summary says what was found out, and that a machine found it', async () => {
    const html = part((await page(FULL)).body, 'summary'), seen = tidy(html), list = fields(html);
    for (const t of ['Late bill', 'Asked for time.', 'Named herself', 'Generated automatically by reviewer']) assert.ok(seen.includes(t), t);
    assert.match(list.Sentiment, /Extremely positive.*Relieved\.$/);
    assert.match(html, /class="bars l5"/);
    assert.match(list.Emotions, /^Curiosity 42 %Gratitude$/);
    assert.equal(list.Keywords, 'late feeplan');
    assert.match(list.CSAT, /4 of 5.*Said thanks\.$/);
    assert.equal(list.Analysis, 'Kept to the script.');
    assert.equal(list.promised_on, '2026-11-27');
    assert.match(list.why, /^-Not said$/);
    assert.deepEqual([...html.matchAll(/<li class="(met|failed|open)">/g)].map((m) => m[1]), ['met', 'failed']);
});

test('the head shows it in short', async () => {
    const head = /<header class="detail-head">[\s\S]*?<\/header>/.exec((await page(FULL)).body)[0], seen = tidy(head);
    for (const t of ['Transferred', 'Voice, Phone, Outbound', 'Extremely positive', '1:02:05', 'Sales', 'Voice Assistant', 'Flagged'])
        assert.ok(seen.includes(t), t);
    assert.match(head, /class="oc transferred"/);
    assert.match(head, /href="\/history\/client\?client=c3"/);
});

test('what is unknown is absent, and never a zero', async () => {
    const a = await page(EMPTY), facts = fields(part(a.body, 'facts'));
    assert.deepEqual(Object.keys(facts).sort(), ['End Time', 'ID', 'Organization', 'Queue', 'Start Time', 'Status', 'Type']);
    assert.equal(facts.Type, 'Text Chat');
    assert.equal(part(a.body, 'summary'), '');
    assert.equal(part(a.body, 'path'), '');
    assert.ok(!/\b0:00\b|NULL|undefined/.test(tidy(a.body)));
    assert.match(a.body, /Unknown client/);
});

test('damaged JSON is said to be so, and hostile text stays text', async () => {
    const evil = '"><img src=x onerror=alert(1)><?cs var:X ?>';
    sql(`SET check_constraint_checks = 0;` + inserts('analyses', [of(DAMAGED, { topic: evil, summary: evil, keywords: '["a",', emotions: '{', criteria: 'x',
        collected: JSON.stringify({ [evil]: evil, deep: { x: [evil] } }), performance: evil, source: '<b>' })]) +
        inserts('voice_ai_details', [of(DAMAGED, { contact_result: '<i>', call_disposition: evil, llm_model: evil, cost_parts: '[1' })]) +
        inserts('web_details', [of(DAMAGED, { browser: evil, os: evil, country: evil, city: evil, url: 'javascript:alert(1)' })]) +
        inserts('function_calls', [of(DAMAGED, { call_no: 1, name: evil })]) +
        `UPDATE closed_interactions SET cost_micros = 0, currency = 'EUR', flow = '${evil}', vendor_ref = '${evil}' WHERE tenant_id = ${desk.id} AND id = ${DAMAGED};`, 'pbxlogs');
    const a = await page(DAMAGED);
    assert.equal(a.status, 200);
    assert.equal(part(a.body, 'summary').match(/Could not be read/g).length, 3);
    assert.match(part(a.body, 'facts'), /parts could not be read/);
    assert.ok(!/<img src=x|<\?cs|<b>|<i>|href="javascript/i.test(a.body));
    assert.ok(tidy(part(a.body, 'facts')).includes('javascript:alert(1)'), 'as text');
    assert.equal(fields(part(a.body, 'facts'))['Total Costs'], '0.00 EUR', 'a cost of nothing is known');
});

test('the call path has its legs in order; those in other queues do not say which', async () => {
    const legs = (html) => elements(part(html, 'path'), 'li').map((l) => tidy(l.inner));
    const all = legs((await page(FULL)).body);
    assert.equal(all.length, 2);
    assert.match(all[0], /^Support (→|&rarr;) Ann Adams .*Wait 0:42 Ring 0:20 Overflowed to another queue$/);
    assert.match(all[1], /^Sales (→|&rarr;) AI Voice Assistant .*Wait 0:12 Ring 0:06 Talk 3:00 Hold 0:35 ACW 0:20 Transferred, attended transfer$/);
    const a = await page(FULL, supervisor), own = legs(a.body);
    assert.match(own[0], /^another queue Queued/);
    assert.ok(!/Support|Ann Adams/.test(part(a.body, 'path')), 'neither the queue nor who works there');
    assert.equal(own[1], all[1]);
});

test('what one may not see is not there, as what does not exist', async () => {
    const masked = (a) => `${a.status} ${a.body.replace(/[0-9a-f]{32}|name="csrf" value="[^"]*"/g, '')}`;
    const absent = masked(await page(999999, supervisor));
    assert.match(absent, /^404 /);
    for (const id of [OTHER_QUEUE, NO_QUEUE]) {
        assert.equal(masked(await page(id, supervisor)), absent);
        assert.equal((await page(id)).status, 200);
    }
    assert.equal(masked(await supervisor.get('/interaction')), absent);
    for (const q of ['id=x', 'id=-1', 'id=1&id=2', 'id=1&nonsense=1', 'id=1&list=%FF']) assert.equal((await admin.get(`/interaction?${q}`)).status, 400, q);
});

const step = (html, rel) => {
    const found = new RegExp(`rel="${rel}" href="([^"]*)"`).exec(html);
    return found && new URL(text(found[1]), 'http://x').searchParams;
};

async function listed(c, list) {
    const rows = [];
    for (let path = `/?${list}`; path;) {
        const g = parseGrid((await c.get(path)).body);
        rows.push(...g.rows.map((r) => r.id));
        path = g.pager.next;
        if (rows.length > 400) break;
    }
    return rows;
}

for (const list of ['period=all', 'period=all&dir=asc', 'period=all&sort=closed', 'period=all&sort=duration', 'period=all&sort=duration&dir=asc',
    'period=all&channel=voice%2Cchat&sort=closed&dir=asc', 'period=all&queue=1%2C2'])
    test(`neighbours stand as in the grid: ${list}`, async () => {
        const rows = await listed(admin, `${list}&size=100`);
        assert.ok(rows.length >= 3, `${rows.length} rows`);
        for (const [i, id] of rows.entries()) {
            const html = (await page(id, admin, list)).body;
            for (const [rel, other] of [['prev', rows[i - 1]], ['next', rows[i + 1]]]) {
                const q = step(html, rel);
                assert.equal(q ? Number(q.get('id')) : undefined, other, `${rel} of ${id}`);
                if (q) assert.equal(q.get('list'), list);
            }
        }
    });

test('a supervisor’s neighbours are of the supervisor’s queues', async () => {
    const rows = await listed(supervisor, 'period=all&size=100');
    for (const [i, id] of rows.entries())
        assert.equal(Number(step((await page(id, supervisor, 'period=all')).body, 'next')?.get('id') ?? 0), rows[i + 1] ?? 0);
});

test('a whole world of them, by duration', async () => {
    const rows = await listed(worldAdmin, 'period=all&sort=duration&size=100');
    for (const i of [0, 1, 7, 8, 9, 50, rows.length - 2, rows.length - 1]) {
        const html = (await page(rows[i], worldAdmin, 'period=all&sort=duration')).body;
        assert.deepEqual(['prev', 'next'].map((rel) => Number(step(html, rel)?.get('id') ?? 0)), [rows[i - 1] ?? 0, rows[i + 1] ?? 0], `${i}`);
    }
});

test('what does not stand in the list has no neighbours there', async () => {
    const html = (await page(FULL, admin, 'channel=email&from=2001-01-01&to=2001-01-02')).body;
    assert.equal(step(html, 'prev'), null);
    assert.equal(step(html, 'next'), null);
    const email = desk.rows.find((r) => r.channel === 'email' && !r.running);
    assert.ok(email);
    const other = (await page(FULL, admin, 'period=all&channel=email')).body;
    assert.equal(step(other, 'prev') ?? step(other, 'next'), null);
});

test('a list that makes no sense is read as far as it does', async () => {
    for (const list of ['nonsense=1', '&&&', '=', '%', 'queue=x', "sort=created'--", '<script>', 'a=%FF', 'period=all&period=all', 'after=zzz',
        `agent=${'x'.repeat(300)}`, '&'.repeat(1300)]) {
        const a = await page(FULL, admin, list);
        assert.equal(a.status, 200, list);
        assert.ok(!a.body.includes('<script>'), list);
        assert.match(a.body, /class="btn detail-back" href="\/[?"]/, 'the way back is the grid');
    }
    const back = (await page(FULL, admin, 'nonsense=1&channel=voice')).body;
    assert.match(back, /detail-back" href="\/\?channel=voice"/);
});

test('a row of the grid leads to its page, and the page back to the list', async () => {
    const g = parseGrid((await admin.get('/?period=all&channel=voice&sort=duration')).body);
    const link = new URL(g.rows[0].link.created, 'http://x');
    assert.equal(link.pathname, '/interaction');
    assert.deepEqual([Number(link.searchParams.get('id')), link.searchParams.get('list')], [g.rows[0].id, 'channel=voice&period=all&sort=duration']);
    const a = await admin.get(link.pathname + link.search);
    assert.match(a.body, /detail-back" href="\/\?channel=voice&amp;period=all&amp;sort=duration"/);
});

test('that somebody looked is recorded', async () => {
    await page(EMPTY, supervisor);
    const [[n]] = sql(`SELECT COUNT(*) FROM audit WHERE tenant_id = ${desk.id} AND action = 'interaction.viewed' AND subject LIKE 'interaction ${EMPTY}%'`);
    assert.ok(Number(n) >= 1);
});
