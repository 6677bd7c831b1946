// The pages of histories, transcriptions and recordings: addresses, empty states, what is recorded,
// what a person without a permission gets, files.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { excerpt, parseFigures, parseHistory } from '../lib/history.mjs';
import { VAR, hold, inserts, sql, withConfiguration } from '../lib/stack.mjs';
import { addRows, makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { Random, seed } from '../lib/random.mjs';

const random = new Random(seed('history'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
const admin = `admin@history-${stamp}.example`, reader = `reader@history-${stamp}.example`, sup = `sup@history-${stamp}.example`;
let t, client;

const HOUR = 3600000;
function row(id, more) {
    const at = Date.now() - id * HOUR;
    return { id, created_at: at, closed_at: at + 60000, channel: 'chat', status: 'closed', queue_id: t.queues[0].id, agent_id: t.agents[0].id,
        crm_contact_id: t.contacts[0].id, phone_number: null, phone_e164: null, did_id: null, disposition_id: null, duration_s: 60, acw_s: null, ...more };
}
const say = (id, ...lines) => sql(inserts('messages', lines.map(([role, body], i) =>
    ({ tenant_id: t.id, interaction_id: id, message_no: i + 1, role, offset_ms: role === 'client' ? i * 1500 : null, body }))), 'pbxlogs');

test.before(async () => {
    t = makeWorldTenant(random, `history-${stamp}`, 'Europe/Berlin', { closed: 0, active: 0 });
    writeTenant(t);
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${t.id}, 'Reader', 'all'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions VALUES (@r, 'cdr'); SELECT @r;`)[0][0]);
    makeUser({ tenant: t.id, email: admin, name: 'Ada Admin' });
    makeUser({ tenant: t.id, email: reader, role });
    makeUser({ tenant: t.id, email: sup, role: ROLE_SUPERVISOR, queues: [t.queues[1].id] });
    addRows(t, [row(1), row(2, { channel: 'voice' }), row(3, { channel: 'voice', queue_id: t.queues[1].id }), row(4, { crm_contact_id: null, phone_number: '030 123', phone_e164: '+4930123' })]);
    refreshStats(t);
    client = await signedIn(admin);
});

const events = () => sql(`SELECT action, subject, details, actor FROM audit WHERE tenant_id = ${t.id} AND action <> 'signin' ORDER BY seq`);
const contact = () => t.contacts[0];
const history = async (path, c = client) => parseHistory((await c.get(path)).body);

test('addresses that are damaged are refused, and say what is wrong', async () => {
    for (const path of ['/history/client', '/history/client?client=', '/history/client?client=5', '/history/client?client=c', '/history/client?client=cx', '/history/client?client=p49',
        '/history/client?client=p+49', '/history/client?client=p%2B', '/history/client?client=p%2B049', '/history/client?client=c123456789012', '/history/client?client=p%2B1234567890123456', '/history/agent', '/history/agent?agent=0', '/history/agent?agent=-1',
        '/history/agent?agent=4294967296', '/history/agent?client=c1', '/history/client?agent=1', '/history/client?client=c1&client=c1', '/history/client?client=c1&channel=fax',
        '/history/client?client=c1&period=8d', '/history/client?client=c1&after=d1', '/history/client?client=c1&after=d1.1&end=1', '/history/client?client=c1&queue=1', '/history/client?client=c1&sort=agent',
        '/history/client/figures?client=c1&period=7d', '/history/client/figures', '/history/agent/figures?agent=x', '/history/counts?clients=5', '/history/counts?agents=c5', '/history/counts?agents=1,,2',
        `/history/counts?agents=${Array.from({ length: 101 }, (_, i) => i + 1)}`, '/interactions/transcript?id=x', '/interactions/recording?id=1&no=70000']) {
        const a = await client.get(path);
        assert.equal(a.status, 400, path);
        assert.match(a.body, /That request cannot be read/, path);
    }
});

test('filtered to nothing is an empty page with a way back; a history of nothing is none', async () => {
    const path = `/history/client?client=c${contact().id}`;
    const h = await history(`${path}&channel=sms`);
    assert.deepEqual([h.state, h.heading, h.name], ['empty', 'Nothing in this part of the history', contact().name]);
    assert.equal((await history(h.actions[0].href)).rows.length, 3);
    const wrong = await history(`${path}&from=2026-02-02&to=2026-01-01`);
    assert.equal(wrong.heading, 'The period ends before it begins');
    assert.equal((await client.get(wrong.actions[0].href)).status, 200);
    assert.equal((await client.get(`/history/client?client=c${t.contacts[5].id}`)).status, 404);
    assert.equal((await client.get(`/history/agent?agent=${t.agents[5].id}`)).status, 404);
});

test('a number without a contact is a client', async () => {
    const h = await history('/history/client?client=p%2B4930123');
    assert.deepEqual([h.kind, h.name, h.rows.map((r) => r.id)], ['Client', '+4930123', [4]]);
});

test('what is looked at is recorded, with the filter; figures and counts are not', async () => {
    const before = events().length, c = contact(), g = t.agents[0];
    await client.get(`/history/client?client=c${c.id}&channel=voice&period=30d`);
    await client.get(`/history/agent?agent=${g.id}&from=2026-01-01`);
    await client.get('/history/client?client=p%2B4930123');
    await client.get(`/history/client/figures?client=c${c.id}`);
    await client.get(`/history/counts?clients=c${c.id}`);
    await client.get('/history/client?client=c9999');
    assert.deepEqual(events().slice(before), [
        ['history.client', `${c.name} (c${c.id})`, '{"channel":"voice","period":"30d"}', 'Ada Admin'],
        ['history.agent', `${g.name} (${g.id})`, '{"from":"2026-01-01"}', 'Ada Admin'],
        ['history.client', '+4930123', null, 'Ada Admin'],
    ]);
});

test('content: the first message of the client, cut between characters; hostile text is text', async () => {
    const bodies = ['👩‍👩‍👧‍👦'.repeat(81), 'e\u0301'.repeat(81), 'שלום עולם '.repeat(12), 'one\n\n  two\tthree', '<img src=x onerror=alert(1)>"\'&', `${'z'.repeat(79)} end`];
    addRows(t, bodies.map((_, i) => row(100 + i, { channel: ['chat', 'sms', 'whatsapp', 'email'][i % 4] })));
    bodies.forEach((b, i) => say(100 + i, ['ai', 'Welcome!'], ['client', b], ['client', 'later']));
    addRows(t, [row(110), row(111), row(112, { channel: 'voice' })]);
    say(110, ['agent', 'only the agent wrote']);
    say(112, ['client', 'spoken']);
    const a = await client.get(`/history/client?client=c${contact().id}`), h = parseHistory(a.body);
    const content = (id) => h.rows.find((r) => r.id === id).cell.content;
    bodies.forEach((b, i) => assert.equal(content(100 + i), excerpt(b)));
    assert.equal([...new Intl.Segmenter().segment(content(100))].length, 81, '80 and the dots');
    assert.deepEqual([content(110), content(111), content(112)], ['only the agent wrote', '–', '–']);
    assert.ok(!a.body.includes('<img src=x'));
});

test('who may not read what was written sees no content and no transcription', async () => {
    const c = await signedIn(reader), h = await history(`/history/client?client=c${contact().id}`, c);
    assert.ok(h.rows.length > 5);
    for (const r of h.rows) assert.deepEqual([r.cell.content, r.cell.play, r.cell.transcription], ['–', '–', '–']);
    for (const path of ['/interactions/transcript?id=110', '/interactions/play?id=110', '/interactions/recording?id=110&no=1'])
        assert.equal((await c.get(path)).status, 403);
});

test('a transcription: who said what and when, recorded', async () => {
    sql(`UPDATE closed_interactions SET has_transcript = 1 WHERE tenant_id = ${t.id} AND id = 112`, 'pbxlogs');
    sql(`INSERT INTO messages (tenant_id, interaction_id, message_no, role, agent_id, offset_ms, body) VALUES (${t.id}, 112, 9, 'agent', ${t.agents[0].id}, 65000, '<b>two\nlines</b>')`, 'pbxlogs');
    const h = await history(`/history/client?client=c${contact().id}`), link = h.rows.find((r) => r.id === 112).link.transcription;
    assert.equal(link, '/interactions/transcript?id=112');
    const before = events().length, a = await client.get(link);
    assert.match(a.body, /<p class="said" dir="auto">&lt;b&gt;two\nlines&lt;\/b&gt;<\/p>/);
    assert.match(a.body, />1:05</);
    assert.deepEqual(events().slice(before).map((e) => e.slice(0, 2)), [['transcript.viewed', `interaction 112, ${contact().name}`]]);
    const c = await signedIn(sup);
    assert.equal((await c.get(link)).status, 404, 'a supervisor of another queue');
    assert.equal((await client.get('/interactions/transcript?id=111')).status, 404, 'nothing was written');
});

test('recordings: the page that the history leads to (what is sent is in recording_test.mjs)', async () => {
    const dir = `${VAR}/recordings/${t.id}`, sound = Buffer.from('ID3'.padEnd(5000, 'x'));
    mkdirSync(dir, { recursive: true });
    writeFileSync(`${dir}/a.mp3`, sound);
    sql(`UPDATE closed_interactions SET has_recording = 1 WHERE tenant_id = ${t.id} AND id = 2;` + inserts('recordings', ['a.mp3', 'none.wav', 'text.html'].map((path, i) =>
        ({ tenant_id: t.id, interaction_id: 2, recording_no: i + 1, store: 'disk', path, media_type: 'text/html' }))), 'pbxlogs');
    const h = await history(`/history/client?client=c${contact().id}`), link = h.rows.find((r) => r.id === 2).link.play;
    const page = await client.get(link), file = /<audio [^>]*src="([^"]*)"/.exec(page.body)[1].replaceAll('&amp;', '&');
    assert.equal([...page.body.matchAll(/<audio /g)].length, 1);
    assert.match(page.body, /Its file is missing/);
    assert.match(page.body, /of a kind that browsers do not play/);
    const before = events().length, a = await client.get(file);
    assert.deepEqual([a.status, a.headers['content-type'], a.bytes.equals(sound)], [200, 'audio/mpeg', true]);
    assert.deepEqual(events().slice(before).map((e) => e.slice(0, 3)), [['recording.played', `interaction 2, ${contact().name}`, '{"recording":"1"}']]);
    const other = await signedIn(sup);
    for (const path of [link, file]) assert.equal((await other.get(path)).status, 404, 'a supervisor of another queue');
});

test('the figures: after the page, or with it', async () => {
    const path = `/history/client?client=c${contact().id}`, a = await client.get(path), h = parseHistory(a.body);
    assert.equal(h.figuresUrl, `/history/client/figures?client=c${contact().id}`);
    const alone = parseFigures((await client.get(h.figuresUrl)).body);
    const link = /class="figures-link" href="([^"]*)"/.exec(a.body)[1].replaceAll('&amp;', '&');
    const within = await client.get(link);
    assert.deepEqual(parseFigures(within.body), alone);
    assert.equal(alone.figures.Contacts, String(Number(parseHistory(within.body).count)));
    assert.ok(parseHistory(within.body).sortLinks.closed.includes('figures=1'), 'they stay while one sorts');
});

test('figures that take too long say so, and nothing else breaks', async () => {
    const path = `/history/agent?agent=${t.agents[0].id}`;
    await withConfiguration({ statement_ms: 200 }, ['pages'], async () => {
        await client.get(path);
        const release = await hold('legs');
        try {
            const { figures } = parseFigures((await client.get(path.replace('?', '/figures?'))).body);
            assert.deepEqual([figures.Handled, figures.AHT, figures.Transfers, figures['Transfer rate']], Array(4).fill('took too long'));
            assert.match(figures.Interactions, /^\d+$/);
            const h = await history(`${path}&figures=1`);
            assert.ok(h.rows.length > 5);
        } finally {
            await release();
        }
    });
    assert.equal(parseFigures((await client.get(path.replace('?', '/figures?'))).body).figures.Handled, 'not measured', 'there are no legs');
});
