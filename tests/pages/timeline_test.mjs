// The timeline of an account, and linked interactions: what stands where and in what order, to whom
// it is visible, what is recorded, hostile text.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { elements, text } from '../lib/html.mjs';
import { masked } from '../lib/mask.mjs';
import { datetime, inserts, sql } from '../lib/stack.mjs';
import { addRows, makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { Random, seed } from '../lib/random.mjs';

const random = new Random(seed('timeline'));
const stamp = `${process.pid}-${Date.now() % 1000000}`, HOUR = 3600000, now = Date.now();
const EVIL = '<script>alert(1)</script>"\'&';
let t, other, admin, one, two, reader;

// An interaction `hours` ago; its number is that.
const row = (id, more) => ({ id, created_at: now - id * HOUR, closed_at: now - id * HOUR + 60000, channel: 'voice', status: 'closed', queue_id: t.queues[0].id,
    agent_id: t.agents[0].id, crm_contact_id: t.contacts[0].id, phone_number: null, phone_e164: null, did_id: null, disposition_id: null, duration_s: 60, acw_s: null,
    account_id: 1, action_type: null, outcome: null, result: null, sentiment: null, parent_id: null, ...more });
const of = (id, more) => ({ tenant_id: t.id, interaction_id: id, ...more });
const put = (table, ...rows) => sql(inserts(table, rows), 'pbxlogs');
const account = (id, more) => ({ tenant_id: t.id, id, reference: `R-${id}`, ...more });

test.before(async () => {
    t = makeWorldTenant(random, `timeline-${stamp}`, 'Europe/Berlin', { closed: 0, active: 0 });
    other = makeWorldTenant(random, `timeline-o-${stamp}`, 'UTC', { closed: 5, active: 0 });
    t.accounts = [];
    [t, other].forEach(writeTenant);
    put('accounts', account(1, { crm_contact_id: t.contacts[0].id, balance_micros: 1071260000, currency: 'EUR', due_on: '2026-01-31', payment_url: 'https://pay.example/1' }));
    put('accounts', account(2, { reference: EVIL, payment_url: 'javascript:alert(1)' }));
    put('accounts', account(3, { crm_contact_id: t.contacts[0].id }), account(4), account(5), account(6));
    const person = async (name, role, queues) => (makeUser({ tenant: t.id, email: `${name}@timeline-${stamp}.example`, name, role, queues }), signedIn(`${name}@timeline-${stamp}.example`));
    const cdr = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${t.id}, 'Reader', 'all'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions VALUES (@r, 'cdr'); SELECT @r;`)[0][0]);
    admin = await person('admin');
    one = await person('one', ROLE_SUPERVISOR, [t.queues[0].id]);
    two = await person('two', ROLE_SUPERVISOR, [t.queues[1].id]);
    reader = await person('reader', cdr);
    addRows(t, [row(10, { action_type: 'payment_reminder', outcome: 'no_answer', result: 'escalated' }), row(20), row(30, { channel: 'sms', result: 'delivered', sentiment: 'negative' }),
        row(40, { queue_id: t.queues[1].id }), row(9, { channel: 'whatsapp', parent_id: 20, action_type: 'debt_summary' }), row(8, { channel: 'email', parent_id: 20, queue_id: t.queues[1].id }),
        row(7, { channel: 'sms', parent_id: 40 }), row(6, { channel: 'sms', parent_id: 9 }), row(50, { sentiment: 'extremely_positive' })],
        [row(5000000, { created_at: now - 1000, closed_at: null, status: 'active', duration_s: null })]);
    put('voice_ai_details', of(10, { sentiment: 'hostile', willingness: 2 }), of(20, { sentiment: 'positive', willingness: 5 }), of(40, { sentiment: 'negative', willingness: null }));
    put('analyses', of(10, { summary: `He ${EVIL} ${'would not pay. '.repeat(20)}` }), of(9, { summary: 'What is owed.' }));
    put('strategy_steps', ...[['first_sms', 'done', -60, -30.5, 30], ['ai_call', 'failed', -12, -9.5, 40], ['letter', 'planned', 48, null, null], [EVIL, 'skipped', null, null, null],
        ['before_all', 'done', -90, -90, null]].map(([kind, status, planned, done, id], i) => ({ tenant_id: t.id, account_id: 1, step_no: i + 1, kind: kind.slice(0, 40), status,
        planned_at: planned === null ? null : datetime(now + planned * HOUR), done_at: done === null ? null : datetime(now + done * HOUR), interaction_id: id })));
    put('account_debt_lines', ...[['Invoice 1', 600000000, '2025-12-01'], [EVIL, 471260000, null]].map(([description, amount_micros, incurred_on], i) =>
        ({ tenant_id: t.id, account_id: 1, line_no: i + 1, description, amount_micros, currency: 'EUR', incurred_on })));
    [t, other].forEach(refreshStats);
});

const timeline = async (who, query = 'account=1') => {
    const a = await who.get(`/account-timeline?${query}`);
    assert.equal(a.status, 200, text(a.body));
    return parse(a.body);
};
const line = (html) => text(html.replace(/<svg[\s\S]*?<\/svg>/g, '')).replace(/\s+/g, ' ').trim();

// The page as data: items in their order, each a step or an interaction with its children.
function parse(body) {
    const list = /<ol class="tl">([\s\S]*)<\/ol>\s*(?:<p class="quiet">|<nav|<\/section>)/.exec(body)?.[1] ?? '';
    const items = list.split(/(?=<li class="tl-(?:item|step))/).filter((x) => x.startsWith('<li')).map((x) => {
        const step = x.startsWith('<li class="tl-step');
        const [own, below = ''] = x.split('<ol class="tl-children"');
        return step ? { step: line(/<bdi>([\s\S]*?)<\/bdi>/.exec(x)[1]), status: line(/class="tl-status[^>]*>([^<]*)/.exec(x)[1]), ahead: /tl-step ahead/.test(x),
            when: line(/class="ln-when"[^>]*>([\s\S]*?)<\/span>/.exec(x)[1]), link: /href="([^"]*)"/.exec(x)?.[1] ?? null }
            : { id: Number(/id="i(\d+)"/.exec(x)[1]), line: line(/<p class="tl-line">([\s\S]*?)<\/p>/.exec(own)[1]), mood: /class="mood (\w+)"/.exec(own)?.[1] ?? null,
                summary: line(/class="tl-summary"[^>]*>([\s\S]*?)<\/p>/.exec(own)?.[1] ?? '') || null, parent: /tl-parent" href="([^"]*)"/.exec(own)?.[1] ?? null,
                children: [...below.matchAll(/<li id="i(\d+)">([\s\S]*?)<\/li>/g)].map(([, id, y]) => ({ id: Number(id), line: line(/<p class="tl-line">([\s\S]*?)<\/p>/.exec(y)[1]) })) };
    });
    const link = (id) => text(new RegExp(`id="page-${id}" href="([^"]*)"`).exec(body)?.[1] ?? '') || null;
    return { body, items, ids: items.filter((x) => x.id).map((x) => x.id), find: (id) => items.find((x) => x.id === id), steps: items.filter((x) => x.step),
        count: line(/<p class="count">([\s\S]*?)<\/p>/.exec(body)[1]), newest: link('newest'), older: link('older'),
        trend: elements(/<section class="tl-trend"[\s\S]*?<\/section>/.exec(body)?.[0] ?? '', 'tr').slice(1).map((r) => elements(r.inner, 'td').map((c) => line(c.inner)).slice(1)),
        facts: Object.fromEntries([.../<dl class="tl-facts">[\s\S]*?<\/dl>/.exec(body)[0].matchAll(/<dt>([^<]*)<\/dt><dd>([\s\S]*?)<\/dd>/g)].map(([, k, v]) => [k, line(v)])) };
}
const order = (p) => p.items.map((x) => x.step ?? x.id);

test('everything of an account in order of time, children under their parent, steps in between', async () => {
    const p = await timeline(admin);
    assert.deepEqual(order(p), [EVIL.slice(0, 40), 'Letter', 5000000, 6, 'AI call', 10, 20, 30, 'First SMS', 40, 50, 'Before all']);
    assert.deepEqual(p.find(20).children.map((x) => x.id), [9, 8], 'in the order in which they were sent');
    assert.deepEqual(p.find(40).children.map((x) => x.id), [7]);
    assert.equal(p.find(6).parent, '/interaction?id=9', 'what was sent during a message stands for itself');
    assert.equal(p.count, '10 interactions');
    assert.deepEqual(p.steps.map((s) => [s.status, s.ahead, s.link]), [['Skipped', false, null], ['Planned', true, null], ['Failed', false, '/interaction?id=40'],
        ['Done', false, '/interaction?id=30'], ['Done', false, null]]);
    assert.equal(p.steps[0].when, 'No date');
});

test('each line says what it was: channel, action, outcome, result, mood, willingness, agent, summary', async () => {
    const p = await timeline(admin), ten = p.find(10);
    assert.equal(ten.line, `Voice Payment reminder No answer Escalated Hostile W:2/5 ${t.agents[0].name} Duration 1:00`);
    assert.deepEqual([p.find(20).mood, p.find(10).mood, p.find(40).mood, p.find(50).mood, p.find(30).mood], ['positive', 'hostile', 'negative', 'positive', null]);
    assert.match(p.find(50).line, /Extremely positive/, 'without a mood of the call, the sentiment on five levels');
    assert.match(p.find(5000000).line, /^Voice Active /);
    assert.ok(ten.summary.startsWith(`He ${EVIL} would not pay.`) && ten.summary.endsWith('…'));
    assert.equal([...ten.summary].length <= 141, true);
    assert.match(p.find(20).children[0].line, /^WhatsApp Debt summary /);
});

test('the head: contact, balance, what is due, how to pay, the lines of the debt', async () => {
    const p = await timeline(admin);
    assert.deepEqual(p.facts, { Contact: t.contacts[0].name, Balance: '1,071.26 EUR', Due: '2026-01-31 overdue', 'Payment link': 'https://pay.example/1' });
    assert.match(p.body, /<a href="https:\/\/pay\.example\/1" target="_blank" rel="noopener noreferrer">/);
    assert.match(p.body, new RegExp(`href="/history/client\\?client=c${t.contacts[0].id}"`));
    const lines = elements(/<details class="tl-lines">[\s\S]*?<\/details>/.exec(p.body)[0], 'tr').slice(1).map((r) => elements(r.inner, 'td').map((c) => line(c.inner)));
    assert.deepEqual(lines, [['Invoice 1', '2025-12-01', '600.00 EUR'], [EVIL, '–', '471.26 EUR']]);
    const evil = await timeline(admin, 'account=2');
    assert.deepEqual([evil.facts, evil.items], [{ 'Payment link': 'javascript:alert(1)' }, []]);
    for (const x of [p, evil]) assert.ok(!x.body.includes('<script>alert') && !/href="javascript/i.test(x.body) && !/\sstyle=/.test(x.body));
});

test('the trend of the calls, the oldest first', async () => {
    const p = await timeline(admin);
    assert.deepEqual(p.trend, [['Extremely positive', '–'], ['Negative', '–'], ['Positive', 'W:5/5'], ['Hostile', 'W:2/5']]);
    assert.deepEqual([...p.body.matchAll(/<circle class="(\w+)"/g)].map((m) => m[1]), ['positive', 'negative', 'positive', 'hostile']);
});

test('by channel: every one of it, none hidden under another', async () => {
    const p = await timeline(admin, 'account=1&channel=sms');
    assert.deepEqual(order(p), [6, 7, 30]);
    assert.deepEqual(p.items.map((x) => x.parent), ['/interaction?id=9', '/interaction?id=40', null]);
    assert.deepEqual((await timeline(admin, 'account=1&channel=chat')).items, []);
});

test('a supervisor sees what is in their queues, and no trace of the rest', async () => {
    const a = await timeline(one), b = await timeline(two);
    assert.deepEqual(a.ids, [5000000, 6, 7, 10, 20, 30, 50]);
    assert.deepEqual([a.find(20).children.map((x) => x.id), a.find(7).parent, a.find(6).parent], [[9], null, '/interaction?id=9']);
    assert.deepEqual([b.ids, b.find(8).parent], [[8, 40], null], 'a child whose parent is out of sight stands for itself');
    assert.equal(a.count, '8 interactions');
    assert.equal(b.count, '2 interactions');
    assert.deepEqual(a.steps.find((s) => s.step === 'AI call').link, null);
    assert.deepEqual(b.steps.find((s) => s.step === 'AI call').link, '/interaction?id=40');
    assert.deepEqual(b.trend, [], 'one call is no trend');
    for (const [body, hidden] of [[a.body, [8, 40]], [b.body, [5000000, 6, 7, 9, 10, 20, 30, 50]]])
        for (const id of hidden) assert.ok(!new RegExp(`(id=|"i)${id}\\b`).test(body), String(id));
});

test('an account of which nothing is visible is not there', async () => {
    addRows(t, [row(60, { account_id: 4 })]);
    const absent = await two.get('/account-timeline?account=999');
    assert.equal(absent.status, 404);
    for (const query of ['account=4', 'account=2', 'account=4&channel=voice', `account=4&after=d${now}.1`, '', 'account=0']) {
        const a = await two.get(`/account-timeline?${query}`);
        assert.deepEqual(masked(a), masked(absent), query);
    }
    assert.deepEqual((await timeline(one, 'account=4')).ids, [60]);
    assert.equal((await two.get('/account-timeline?account=1&channel=chat')).status, 200, 'the filter hides no account');
    sql(`UPDATE closed_interactions SET account_id = NULL WHERE tenant_id = ${other.id}`, 'pbxlogs');
    for (const query of ['account=x', 'account=-1', 'account=4294967296', 'account=1&channel=fax', 'account=1&after=d1', 'account=1&after=x1.1', 'account=1&before=d1.1', 'account=1&account=2'])
        assert.equal((await admin.get(`/account-timeline?${query}`)).status, 400, query);
});

test('who may not read what was said sees no summaries', async () => {
    const p = await timeline(reader);
    assert.deepEqual([...new Set(p.items.filter((x) => x.id).map((x) => x.summary))], [null]);
    assert.ok(!p.body.includes('What is owed.'));
});

test('looking is recorded', async () => {
    const events = () => sql(`SELECT action, subject, details FROM audit WHERE tenant_id = ${t.id} AND action = 'account.viewed' ORDER BY seq`);
    const before = events().length;
    await timeline(admin);
    await timeline(admin, 'account=1&channel=sms');
    await two.get('/account-timeline?account=999');
    assert.deepEqual(events().slice(before), [['account.viewed', 'R-1 (1)', null], ['account.viewed', 'R-1 (1)', '{"channel":"sms"}']]);
});

test('page by page: nothing is lost, nothing comes twice, steps stand where they belong', async () => {
    const at = (i) => now - (1000 + Math.floor(i / 3)) * HOUR; /* three share an instant */
    const calls = Array.from({ length: 180 }, (_, i) => row(1000 + i, { account_id: 5, created_at: at(i), closed_at: at(i) + 1000, channel: i % 4 ? 'voice' : 'sms' }));
    calls.forEach((r, i) => { if (i % 4 === 0 && i > 30) r.parent_id = 1000 + ((i * 7) % 170 | 1); }); /* anywhere, also on other pages */
    addRows(t, calls);
    put('strategy_steps', ...Array.from({ length: 70 }, (_, i) => ({ tenant_id: t.id, account_id: 5, step_no: i + 1, kind: `step ${i}`, status: 'done', done_at: datetime(at(i * 3) + (i % 2 ? 0 : 1000)) })));
    const seen = [], steps = [], tops = [];
    let pages = 0;
    for (let query = 'account=5'; query; pages++) {
        const p = await timeline(admin, query);
        for (const x of p.items) {
            if (x.step) steps.push(x.step);
            else seen.push(x.id, ...x.children.map((c) => c.id)), tops.push(x.id);
        }
        assert.equal(p.newest === null, pages === 0);
        query = p.older?.split('?')[1];
    }
    const isRoot = (r) => !r.parent_id || calls.find((x) => x.id === r.parent_id).parent_id;
    const roots = calls.filter(isRoot).sort((a, b) => b.created_at - a.created_at || b.id - a.id).map((r) => r.id);
    assert.deepEqual(tops, roots);
    assert.ok(roots.length < 180 && pages === Math.ceil(roots.length / 50));
    assert.deepEqual(seen.toSorted((a, b) => a - b), calls.map((r) => r.id));
    assert.deepEqual(steps, Array.from({ length: 70 }, (_, i) => `Step ${i}`));
});

test('loops and strangers as parents lose nothing', async () => {
    addRows(t, [row(201, { account_id: 6, parent_id: 202 }), row(202, { account_id: 6, parent_id: 201 }), row(203, { account_id: 6, parent_id: 203 }),
        row(204, { account_id: 6, parent_id: 999999 }), row(205, { account_id: 6, parent_id: 10 }), row(206, { account_id: 6 }), row(207, { account_id: null, parent_id: 206 })]);
    const p = await timeline(admin, 'account=6');
    assert.deepEqual(p.ids, [201, 202, 203, 204, 205, 206]);
    assert.deepEqual(p.find(206).children.map((x) => x.id), [207]);
    assert.deepEqual((await timeline(admin)).find(10).children.map((x) => x.id), [205], 'a child in another account is shown under its parent, too');
});

// --- linked interactions -----------------------------------------------------------------------

// The linked interactions on an interaction's page: [heading, ids].
async function linked(who, id) {
    const a = await who.get(`/interaction?id=${id}`), section = /<section class="detail-linked"[\s\S]*?<\/section>/.exec(a.body)?.[0];
    assert.equal(a.status, 200);
    return section ? section.split('<h3>').slice(1).map((x) => [x.split('<')[0], [...x.matchAll(/href="\/interaction\?id=(\d+)"/g)].map((m) => Number(m[1]))]) : null;
}

test('a call and what was sent during it lead to each other, as far as they are visible', async () => {
    assert.deepEqual(await linked(admin, 20), [['Sent during this interaction', [9, 8]]]);
    assert.deepEqual(await linked(admin, 8), [['Sent during', [20]]]);
    assert.deepEqual(await linked(admin, 9), [['Sent during', [20]], ['Sent during this interaction', [6]]]);
    assert.deepEqual(await linked(one, 20), [['Sent during this interaction', [9]]]);
    assert.equal(await linked(two, 8), null, 'nothing hints at a parent out of sight');
    assert.equal(await linked(two, 40), null);
    assert.equal(await linked(admin, 203), null, 'nothing is its own parent');
    assert.equal(await linked(admin, 30), null);
});

test('a client’s history leads to their accounts that are visible', async () => {
    const of = async (who) => [...(await who.get(`/history/client?client=c${t.contacts[0].id}`)).body.matchAll(/href="(\/account-timeline[^"]*)"/g)].map((m) => m[1]);
    assert.deepEqual([await of(admin), await of(two)], [['/account-timeline?account=1'], ['/account-timeline?account=1']]);
    addRows(t, [row(300, { account_id: 3 })]);
    assert.deepEqual([await of(admin), await of(two)], [['/account-timeline?account=1', '/account-timeline?account=3'], ['/account-timeline?account=1']]);
});
