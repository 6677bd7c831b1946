// Searching in what was said and written: what a search is, what its page shows, who may search, and
// that the index follows the messages. That the right rows are found is the oracle's.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_SUPERVISOR, makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { elements, parseGrid, text } from '../lib/html.mjs';
import { indexTexts, refreshStats } from '../lib/world.mjs';
import { datetime, inserts, parley, sql } from '../lib/stack.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`, slug = `search-${stamp}`;
const now = Date.now(), HOUR = 3600000;
let tenant, admin, supervisor, deaf;

// id: [queue, [role, body]...]
const SAID = {
    1: [1, ['client', 'I want my refund, please'], ['agent', 'Your refund is on its way. A refund takes three days.']],
    2: [1, ['client', 'Where is my ticket?'], ['ai', 'The refund policy is on the ticket']],
    3: [2, ['client', 'my -- refund!'], ['system', 'Closed by refund robot']],
    4: [2, ['client', 'Straße 5, café; ООО «Ромашка»; 我想退款。 👍🏽']],
    5: [1, ['client', 'STRASSE 5, CAFE\u0301'], ['client', 'the end of one'], ['client', 'my next refund']],
    6: [1, ['client', `<img src=x onerror=alert(1)> 100% off_er a*b "quoted" ${'long '.repeat(100)}needle ${'tail '.repeat(200)}`]],
    7: [null, ['client', 'without a queue: refund']],
};

test.before(async () => {
    const id = makeTenant(slug, { zone: 'UTC' });
    tenant = { id, slug };
    const rows = Object.entries(SAID).map(([n, [queue]]) => ({ tenant_id: id, id: Number(n), created_at: datetime(now - n * HOUR),
        closed_at: datetime(now - n * HOUR + 1000), channel: 'chat', status: 'closed', queue_id: queue, duration_s: 100 - n }));
    const messages = Object.entries(SAID).flatMap(([n, [, ...all]]) => all.map(([role, body], i) => ({ tenant_id: id, interaction_id: Number(n), message_no: i + 1, role, body })));
    sql(inserts('queues', [1, 2].map((q) => ({ tenant_id: id, id: q, name: `queue ${q}` }))) + inserts('closed_interactions', rows) + inserts('messages', messages), 'pbxlogs');
    refreshStats(tenant);
    indexTexts(tenant);
    const user = async (name, more) => (makeUser({ tenant: id, email: `${name}@${slug}.example`, ...more }), signedIn(`${name}@${slug}.example`));
    admin = await user('admin');
    supervisor = await user('supervisor', { role: ROLE_SUPERVISOR, queues: [1] });
    sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${id}, 'deaf ${stamp}', 'all')`);
    const [[role]] = sql(`SELECT id FROM roles WHERE tenant_id = ${id}`);
    sql(`INSERT INTO role_permissions (role_id, permission) VALUES (${role}, 'interactions'), (${role}, 'cdr')`);
    deaf = await user('deaf', { role: Number(role) });
});

const path = (q) => `/?period=all&${new URLSearchParams(q)}`;
const get = async (q, c = admin) => parseGrid((await c.get(path(q))).body);
const ids = async (q, c) => (await get(q, c)).rows.map((r) => r.id);

// --- what a search is --------------------------------------------------------------------------

test('all words, any word, the phrase', async () => {
    assert.deepEqual(await ids({ text: 'my refund' }), [1, 2, 3, 5]);
    assert.deepEqual(await ids({ text: 'ticket refund' }), [2]);
    assert.deepEqual(await ids({ text: 'ticket robot', text_op: 'any' }), [2, 3]);
    assert.deepEqual(await ids({ text: 'my refund', text_op: 'phrase' }), [1, 3]);
    assert.deepEqual(await ids({ text: '"my refund"' }), [1, 3]);
    assert.deepEqual(await ids({ text: '"my refund" want' }), [1]);
    assert.deepEqual(await ids({ text: '„my refund“ ticket', text_op: 'any' }), [1, 2, 3]);
    assert.deepEqual(await ids({ text: 'one my', text_op: 'phrase' }), [], 'a phrase ends with its message');
    assert.deepEqual(await ids({ text: 'refun' }), [], 'words are whole');
});

test('by whom it was said', async () => {
    assert.deepEqual(await ids({ text: 'refund', text_who: 'anybody' }), [1, 2, 3, 5, 7]);
    assert.deepEqual(await ids({ text: 'refund', text_who: 'client' }), [1, 3, 5, 7]);
    assert.deepEqual(await ids({ text: 'refund', text_who: 'agent' }), [1, 2], 'human or AI');
    assert.deepEqual(await ids({ text: 'my policy', text_who: 'agent' }), []);
    assert.deepEqual(await ids({ text: 'robot', text_who: 'client' }), []);
    assert.equal((await get({ text: 'refund', text_who: 'client' })).rows[0].found.hits, 1);
    assert.equal((await get({ text: 'refund' })).rows[0].found.hits, 3);
});

test('case, accents and script do not matter', async () => {
    for (const word of ['straße', 'STRASSE', 'Strasse', 'café', 'CAFE']) assert.deepEqual(await ids({ text: word }), [4, 5], word);
    for (const word of ['ромашка', 'РОМАШКА', '退款', '我', '👍', '👍🏽', '👍🏿']) assert.deepEqual(await ids({ text: word }), [4], word);
    assert.deepEqual(await ids({ text: '款退' }), []);
});

test('it combines with filters, sorting, pages and counts', async () => {
    assert.deepEqual(await ids({ text: 'refund', queue: 1 }), [1, 2, 5]);
    assert.deepEqual(await ids({ text: 'refund', queue: 1, queue_op: 'not' }), [3, 7]);
    assert.deepEqual(await ids({ text: 'refund', sort: 'duration', dir: 'asc' }), [7, 5, 3, 2, 1]);
    assert.equal((await get({ text: 'refund', count: 'exact' })).count, '5');
    assert.equal(parseGrid((await admin.get('/?text=refund')).body).rows.length, 5);
});

test('only within the own queues', async () => {
    assert.deepEqual(await ids({ text: 'refund' }, supervisor), [1, 2, 5]);
    assert.deepEqual(await ids({ text: 'robot' }, supervisor), []);
    assert.deepEqual(await ids({ text: 'robot', queue: 2 }, supervisor), []);
});

// --- what is no search -------------------------------------------------------------------------

test('a search without a word, or with too many, says so', async () => {
    for (const nothing of ['%', '_', '*', '"', '""', '" "', '. , ;', '\\', '<>']) {
        const page = await get({ text: nothing });
        assert.equal(page.state, 'empty', nothing);
        assert.match(page.heading, /Text: type a word/, nothing);
    }
    assert.match((await get({ text: 'a b c d e f g h i' })).heading, /at most 8 words/);
    assert.equal((await get({ text: 'a b c d e f g h i', text_op: 'phrase' })).heading, 'Nothing matches these filters');
    assert.equal((await get({ text: '  ' })).rows.length, 7);
});

test('what is hostile is a text like any other', async () => {
    for (const [text, found] of [['100%', [6]], ['off_er', [6]], ['off%', [6]], ['offx%', []], ['a*b', [6]], ['b*', [6]], ["'; DROP TABLE x", []], ['"quoted"', [6]], ['onerror=alert(1)', [6]], ['\\', []]])
        assert.deepEqual(await ids({ text }), found, text);
    for (const [raw, problem] of [['text=a%00b', /badly encoded/], ['text=%FF', /not valid UTF-8/], [`text=${'x'.repeat(481)}`, /longer than 480 bytes/], [`text=${'x'.repeat(4096)}`, /longer than 4096 bytes/],
        ['text=a&text=b', /given twice/], ['text=a&text_op=near', /has a value/], ['text=a&text_who=me', /has a value/], ['text=a%1Fb', /control character/]]) {
        const a = await admin.get(`/?${raw}`);
        assert.equal(a.status, 400, raw.slice(0, 40));
        assert.match(text(a.body), problem, raw.slice(0, 40));
    }
});

test('the longest searches are answered', async () => {
    for (const text of ['x'.repeat(480), '退'.repeat(160), 'e\u0301'.repeat(160), 'a '.repeat(240), '👍🏽'.repeat(60), '"'.repeat(480)])
        assert.equal((await admin.get(path({ text, text_op: 'phrase' }))).status, 200, text.slice(0, 8));
});

// --- what the page shows -----------------------------------------------------------------------

test('below each row stand its hits and the first of them, leading to the interaction', async () => {
    const page = await get({ text: 'refund', text_who: 'agent' }), [first] = page.rows;
    assert.equal(first.found.text, 'Your refund is on its way. A refund takes three days.');
    assert.deepEqual(first.found.marks, ['refund', 'refund']);
    assert.equal(first.found.hits, 2);
    const href = new URL(first.found.href, 'http://x');
    assert.equal(href.pathname, '/interaction');
    assert.equal(href.searchParams.get('id'), '1');
    assert.equal(new URLSearchParams(href.searchParams.get('list')).get('text'), 'refund');
    assert.equal((await admin.get(first.found.href)).status, 200);
    assert.equal((await get({})).rows[0].found, null, 'no line where nothing is searched for');
});

test('the line is a part of the text, cut between words, and escaped', async () => {
    const body = (await admin.get(path({ text: 'needle' }))).body, [row] = parseGrid(body).rows;
    assert.match(row.found.text, /^…(long )+needle( tail)+…$/);
    assert.ok(row.found.text.length < 300);
    const [img] = (await get({ text: 'onerror' })).rows;
    assert.match(img.found.text, /^<img src=x onerror=alert/);
    assert.ok(!(await admin.get(path({ text: 'onerror' }))).body.includes('<img src=x'));
});

test('the chip says what is searched for and takes it away', async () => {
    const chip = async (q) => (await get(q)).chips[0];
    assert.deepEqual([(await chip({ text: 'a "b c"' })).label, (await chip({ text: 'a "b c"' })).value], ['Text', 'a "b c"']);
    assert.equal((await chip({ text: 'a b', text_op: 'any', text_who: 'client' })).label, 'Client said any of');
    assert.equal((await chip({ text: 'a b', text_op: 'phrase', text_who: 'agent' })).label, 'Agent said the phrase');
    assert.equal((await chip({ text: 'a', text_who: 'agent' })).href, '/?period=all');
});

test('the transcript has the same hits, marked and counted', async () => {
    const list = new URLSearchParams({ text: 'refund', text_who: 'client' });
    const of = async (query) => (await admin.get(`/interactions/transcript?id=1&list=${encodeURIComponent(query)}`)).body;
    const marks = (html) => elements(html, 'mark').map((m) => `${m.id} ${text(m.inner)}`);
    assert.deepEqual(marks(await of('text=refund')), ['hit-1 refund', 'hit-2 refund', 'hit-3 refund']);
    assert.match(text(await of('text=refund')), /3 hits/);
    assert.deepEqual(marks(await of(String(list))), ['hit-1 refund']);
    assert.deepEqual(marks(await of('text=my+refund&text_op=phrase')), ['hit-1 my refund']);
    assert.deepEqual(marks(await of('')), []);
    assert.deepEqual(marks(await of('text=%25&text_op=nonsense')), []);
});

// --- who may ---------------------------------------------------------------------------------

test('without the permission there is no field, and searching is refused', async () => {
    const page = await deaf.get('/?period=all');
    assert.equal(page.status, 200);
    assert.ok(!page.body.includes('name="text'));
    assert.ok((await admin.get('/')).body.includes('name="text"'));
    const refused = await deaf.get('/?text=refund');
    assert.equal(refused.status, 400);
    assert.match(text(refused.body), /Text: your role does not include reading what was said and written/);
});

test('a search is in the audit log, a page that renews itself is not a new one', async () => {
    const count = () => Number(sql(`SELECT COUNT(*) FROM audit WHERE tenant_id = ${tenant.id} AND action = 'transcripts.searched'`)[0][0]);
    const before = count();
    await get({ text: 'refund' });
    assert.equal(count(), before + 1);
    assert.match(sql(`SELECT details FROM audit WHERE tenant_id = ${tenant.id} AND action = 'transcripts.searched' ORDER BY seq DESC LIMIT 1`)[0][0], /"text":"refund"/);
    await get({ text: 'refund', refresh: 1 });
    await get({ text: 'nowhere' });
    assert.equal(count(), before + 1);
});

// --- the index -------------------------------------------------------------------------------

test('what is deleted is not found, and is found again when it is restored', async () => {
    const columns = sql(`SELECT GROUP_CONCAT(column_name) FROM information_schema.columns WHERE table_schema = 'pbxlogs'
        AND table_name = 'closed_interactions' AND generation_expression IS NULL`)[0][0];
    const where = `tenant_id = ${tenant.id} AND id = 2`;
    sql(`INSERT INTO deleted_interactions (${columns}, deleted_at, deleted_by, purge_at) SELECT ${columns}, NOW(), 'x', NOW() FROM closed_interactions WHERE ${where};
        DELETE FROM closed_interactions WHERE ${where}`, 'pbxlogs');
    assert.deepEqual(await ids({ text: 'ticket' }), []);
    sql(`INSERT INTO closed_interactions (${columns}) SELECT ${columns} FROM deleted_interactions WHERE ${where}; DELETE FROM deleted_interactions WHERE ${where}`, 'pbxlogs');
    assert.deepEqual(await ids({ text: 'ticket' }), [2]);
});

test('another queue is asked of the interaction, not of the index', async () => {
    sql(`UPDATE closed_interactions SET queue_id = 2 WHERE tenant_id = ${tenant.id} AND id = 2`, 'pbxlogs');
    assert.deepEqual(await ids({ text: 'ticket' }, supervisor), []);
    sql(`UPDATE closed_interactions SET queue_id = 1 WHERE tenant_id = ${tenant.id} AND id = 2`, 'pbxlogs');
    assert.deepEqual(await ids({ text: 'ticket' }, supervisor), [2]);
});

test('parley index adds what is new, follows what changed, takes out what is gone, and leaves the rest', async () => {
    const message = (no, body) => inserts('messages', [{ tenant_id: tenant.id, interaction_id: 4, message_no: no, role: 'agent', body }]);
    const postings = () => sql(`SELECT COUNT(*) FROM search_words WHERE tenant_id = ${tenant.id}`)[0][0];
    assert.match(indexTexts(tenant), /0 interactions indexed, 0 taken out/);
    const before = postings();
    sql(message(2, 'zanzibar at noon'), 'pbxlogs');
    assert.match(indexTexts(tenant), /1 interactions indexed, 0 taken out/);
    assert.deepEqual(await ids({ text: 'zanzibar' }), [4]);
    sql(`UPDATE closed_interactions SET created_at = created_at - INTERVAL 3 DAY WHERE tenant_id = ${tenant.id} AND id = 4`, 'pbxlogs');
    assert.match(indexTexts(tenant), /1 interactions indexed/);
    assert.deepEqual(await ids({ text: 'zanzibar' }), [4]);
    sql(`UPDATE messages SET body = 'timbuktu' WHERE tenant_id = ${tenant.id} AND interaction_id = 4 AND message_no = 2`, 'pbxlogs');
    assert.equal(parley(['index', '--tenant', slug, '--all']).status, 0);
    assert.deepEqual(await ids({ text: 'timbuktu' }), [4]);
    sql(`DELETE FROM messages WHERE tenant_id = ${tenant.id} AND interaction_id = 4 AND message_no = 2;
        UPDATE closed_interactions SET created_at = created_at + INTERVAL 3 DAY WHERE tenant_id = ${tenant.id} AND id = 4`, 'pbxlogs');
    indexTexts(tenant);
    assert.equal(postings(), before, 'nothing is left behind');
    sql(`DELETE FROM messages WHERE tenant_id = ${tenant.id} AND interaction_id = 4`, 'pbxlogs');
    assert.match(indexTexts(tenant), /0 interactions indexed, 1 taken out/);
    assert.deepEqual(await ids({ text: 'straße' }), [5]);
});

test('a tenant whose texts were never indexed is told so', async () => {
    const id = makeTenant(`bare-${stamp}`, { zone: 'UTC' });
    sql(inserts('closed_interactions', [{ tenant_id: id, id: 1, created_at: datetime(now), closed_at: datetime(now), channel: 'chat', status: 'closed' }]) +
        inserts('messages', [{ tenant_id: id, interaction_id: 1, message_no: 1, role: 'client', body: 'hello' }]), 'pbxlogs');
    makeUser({ tenant: id, email: `a@bare-${stamp}.example` });
    const c = await signedIn(`a@bare-${stamp}.example`);
    assert.match((await get({ text: 'hello' }, c)).heading, /have not been indexed yet/);
    indexTexts({ slug: `bare-${stamp}` });
    assert.deepEqual(await ids({ text: 'hello' }, c), [1]);
});

test('the command explains itself', () => {
    assert.match(parley(['index', '--help']).out, /parley index \[--tenant SLUG\] \[--all\]/);
    assert.equal(parley(['index', '--nonsense']).status, 2);
    assert.match(parley(['index', '--tenant', 'nobody']).err, /there is no tenant/);
});
