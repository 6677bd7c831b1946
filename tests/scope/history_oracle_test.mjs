// The oracle of histories: a world by chance, whose interactions have messages, recordings and legs;
// what each history must show to each user is worked out here from the lists, and compared: who sees
// it at all, rows, cells, order, count, pager, figures, the counts on badges.
//
// SEED repeats a run, COMPARISONS (2,500) is how many pages are compared at least.
import test from 'node:test';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { signedIn } from '../lib/http.mjs';
import { historyCells, historyFigures, historyList, parseFigures, parseHistory } from '../lib/history.mjs';
import { masked } from '../lib/mask.mjs';
import { FIRST, cells, part, step } from '../lib/model.mjs';
import { Random, parallel, seed } from '../lib/random.mjs';
import { datetime, inserts, sql } from '../lib/stack.mjs';
import { CHANNELS, makeUsers, makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { addDays, dayOf } from '../lib/zones.mjs';

const WANTED = Number(process.env.COMPARISONS || 2500);
const SEED = seed('history oracle'), random = new Random(SEED);
const SHOWN = 5, WIDTH = 4;

const BODIES = ['Hello', '  many\n\n  lines\t and   blanks ', '👩‍👩‍👧‍👦'.repeat(90), 'e\u0301'.repeat(120), 'שלום, אני צריך עזרה עם החשבון שלי '.repeat(4),
    '<script>alert(1)</script><img src=x onerror=alert(2)>', '&lt;b&gt; "quoted" \'single\'', '🇩🇪🇫🇷'.repeat(41), 'x'.repeat(80), 'x'.repeat(81),
    `${'y'.repeat(79)} z`, `${'y'.repeat(80)} z`, 'مرحبا '.repeat(30), '한국어 텍스트 '.repeat(12), `${' '.repeat(300)}far away`, '\u202Eevil', 'नमस्ते '.repeat(20), '', ' \n '];

function furnish(t) {
    for (const r of t.rows) {
        r.messages = random.chance(0.8) ? Array.from({ length: random.between(1, 4) }, (_, i) => ({
            tenant_id: 0, interaction_id: r.id, message_no: i * 3 + 1, role: random.pick(['client', 'agent', 'ai', 'system']),
            body: random.pick(BODIES),
        })) : [];
    }
    t.legs = t.rows.flatMap((r) => Array.from({ length: random.below(3) }, (_, i) => ({
        tenant_id: 0, interaction_id: r.id, leg_no: i + 1,
        queue_id: random.chance(0.1) ? null : random.pick(t.queues).id, agent_id: random.chance(0.1) ? null : random.pick(t.agents).id,
        answered_at: random.chance(0.8) ? r.created_at + 5000 : null, talk_s: random.chance(0.2) ? null : random.below(900),
        hold_s: random.chance(0.5) ? null : random.below(60), acw_s: random.chance(0.5) ? null : random.below(60),
        transfer_kind: random.chance(0.7) ? null : random.pick(['blind', 'attended', 'queue', 'external']),
    })));
}

function store(t) {
    const { rows } = t;
    sql(inserts('messages', rows.flatMap((r) => r.messages).map((m) => ({ ...m, tenant_id: t.id }))) +
        inserts('legs', t.legs.map((l) => ({ ...l, tenant_id: t.id, answered_at: datetime(l.answered_at) }))), 'pbxlogs');
}

let tenants, users;
test.before(async () => {
    const stamp = `${process.pid}-${Date.now() % 1000000}`;
    tenants = ['a', 'b'].map((x, i) => makeWorldTenant(random, `history-${x}-${stamp}`, ['Europe/Berlin', 'America/Santiago'][i], { closed: 900 }));
    for (const t of tenants) {
        /* some numbers and contacts that only one queue knows */
        for (const r of t.closed.slice(0, 40)) Object.assign(r, { crm_contact_id: null, phone_number: `+4977${r.id}00`, phone_e164: `+4977${r.id}00` });
        writeTenant(t);
        furnish(t);
        store(t);
    }
    users = tenants.flatMap((t) => makeUsers(random, t));
    for (const u of users) {
        u.client = await signedIn(u.email);
        u.foreign = tenants.find((t) => t !== u.tenant);
    }
});

function whose(user) {
    const t = random.chance(0.9) ? user.tenant : user.foreign, r = random.pick(t.rows);
    if (random.chance(0.35) && r.agent_id) return { agent: String(r.agent_id) };
    if (random.chance(0.02)) return random.pick([{ agent: '99999' }, { client: 'c99999' }, { client: 'p+499999999' }]);
    if (r.crm_contact_id !== null && random.chance(0.6)) return { client: `c${r.crm_contact_id}` };
    return { client: r.phone_e164 !== null ? `p${r.phone_e164}` : `c${random.pick(t.contacts).id}` };
}

function randomQuery(user) {
    const q = whose(user);
    if (random.chance(0.3)) q.channel = random.pick(CHANNELS);
    if (random.chance(0.25)) q.period = random.pick(['today', 'yesterday', '7d', '30d', 'month', 'lastmonth', 'all']);
    if (random.chance(0.15)) {
        const days = [random.below(60), random.below(60)].map((n) => addDays(dayOf(user.zone, Date.now()), -n));
        q.from = days[0];
        if (random.chance(0.7)) q.to = days[1];
    }
    if (random.chance(0.6)) q.sort = random.pick(['created', 'closed', 'duration']);
    if (random.chance(0.5)) q.dir = random.pick(['asc', 'desc']);
    q.size = random.pick(['25', '25', '25', '25', '50', '100']);
    return q;
}

const pathOf = (q, more = {}) => `/history/${q.agent ? 'agent' : 'client'}?${new URLSearchParams({ ...q, ...more })}`;
const nameOf = (user, q) => (q.agent ? user.tenant.agents.find((a) => a.id === Number(q.agent)).name
    : q.client[0] === 'p' ? q.client.slice(1) : user.tenant.contacts.find((c) => c.id === Number(q.client.slice(1))).name);

const differences = [];
let compared = 0, refused = 0, empty = 0, paged = 0;
const fail = (user, path, what) => differences.push(`${user.email} GET ${path}: ${what}`);
const first = (what, got, want) => (isDeepStrictEqual(got, want) ? null : `${what}: ${JSON.stringify(got)}, expected ${JSON.stringify(want)}`);

function compare(user, q, place, page) {
    const all = historyList(user, q, page.now), at = part(place, all.length, Number(q.size)), rows = all.slice(at.start, at.end);
    const columns = ['source', 'created', 'closed', 'channel', 'queue', 'agent', ...(q.agent ? ['client'] : []), 'did', 'disposition',
        'duration', 'status', 'content', 'play', 'transcription'];
    return { at, difference: first('rows', page.rows.map((r) => r.id), rows.map((r) => r.id)) ??
        first('state', page.state, rows.length ? 'rows' : 'empty') ??
        first('name', page.name, nameOf(user, q)) ??
        first('count', page.count, rows.length ? all.length.toLocaleString('en-US') : '') ??
        first('pager', Object.keys(page.pager).sort(), rows.length ? [...(at.atStart ? [] : ['first', 'prev']), ...(at.last ? [] : ['next', 'last'])].sort() : []) ??
        first('columns', page.columns, rows.length ? columns : []) ??
        rows.map((r, i) => first(`cells of ${r.id}`, page.rows[i].cell, historyCells(user, q, r, page.now))).find(Boolean) ?? null };
}

async function look(user, q, place, path) {
    const seen = historyList(user, { client: q.client, agent: q.agent }, Date.now());
    const a = await user.client.get(path);
    compared++;
    if (!seen.length) {
        refused++;
        if (a.status !== 404) fail(user, path, `status ${a.status}, expected 404`);
        return null;
    }
    if (a.status !== 200) return fail(user, path, `status ${a.status}`), null;
    const page = parseHistory(a.body), { at, difference } = compare(user, q, place, page);
    if (!page.rows.length) empty++;
    if (difference) return fail(user, path, difference), null;
    return { page, at };
}

test('pages by chance', async () => {
    await parallel(Array.from({ length: WIDTH }), WIDTH, async () => {
        while (compared < WANTED && differences.length < SHOWN) {
            const user = random.pick(users), end = random.chance(0.15);
            let q = randomQuery(user), seen = await look(user, q, end ? { kind: 'end' } : FIRST, pathOf(q, end ? { end: '1' } : {}));
            for (let steps = random.below(5); seen && steps; steps--) {
                const rel = random.pick(['next', 'next', 'prev', 'last', 'first']), sort = random.pick(['created', 'closed', 'duration']);
                if (seen.page.pager[rel]) {
                    paged++;
                    seen = await look(user, q, step(rel, seen.at), seen.page.pager[rel]);
                } else if (seen.page.sortLinks[sort]) {
                    const link = seen.page.sortLinks[sort], same = (q.sort || 'created') === sort;
                    q = { ...q, sort, dir: same && q.dir !== 'asc' ? 'asc' : 'desc' };
                    seen = await look(user, q, FIRST, link);
                } else {
                    const p = random.pick(seen.page.periods);
                    q = { ...q, period: p.key, from: undefined, to: undefined };
                    seen = await look(user, q, FIRST, p.href);
                }
            }
        }
    });
    assert.ok(!differences.length, `\n${differences.slice(0, SHOWN).join('\n')}`);
    assert.ok(compared >= WANTED && refused > WANTED / 50 && empty > WANTED / 50 && paged > WANTED / 80, `${compared} ${refused} ${empty} ${paged}`);
});

test('figures are those of the lists', async () => {
    for (let i = 0; i < 300; i++) {
        const user = random.pick(users), q = whose(user), now = Date.now();
        const rows = historyList(user, q, now), path = pathOf(q).replace('?', '/figures?');
        const a = await user.client.get(path);
        assert.equal(a.status, rows.length ? 200 : 404, `${user.email} ${path}`);
        if (!rows.length) continue;
        const show = { duration: (s) => cells(user, { ...rows[0], running: false, duration_s: s }, now).duration,
            time: (at) => cells(user, { ...rows[0], created_at: at }, now).created };
        const want = historyFigures(user, q, rows, user.tenant.legs, show), got = parseFigures(a.body);
        assert.deepEqual({ figures: got.figures, channels: got.channels }, want, `${user.email} ${path}`);
        /* each number leads to so many rows */
        if (i % 10 === 0)
            for (const [k, href] of got.links.entries())
                assert.equal(parseHistory((await user.client.get(href)).body).count, got.channels[k].split(' ').pop(), href);
    }
});

test('the counts of the badges, up to a hundred', async () => {
    for (let i = 0; i < 200; i++) {
        const user = random.pick(users), asked = Array.from({ length: random.between(1, 100) }, () => whose(user));
        const clients = [...new Set(asked.map((q) => q.client).filter(Boolean))], agents = [...new Set(asked.map((q) => q.agent).filter(Boolean))];
        const a = await user.client.get(`/history/counts?${new URLSearchParams({ clients: clients.join(), agents: agents.join() })}`);
        const want = { clients: {}, agents: {} }, now = Date.now();
        const put = (to, key, q) => {
            const n = historyList(user, q, now).length;
            if (n) to[key] = Math.min(n, 100);
        };
        for (const c of clients) put(want.clients, c, { client: c });
        for (const g of agents) put(want.agents, g, { agent: g });
        assert.equal(a.headers['content-type'], 'application/json');
        assert.deepEqual(JSON.parse(a.body), want, `${user.email}`);
    }
});

test('a foreign history and one that is not there are the same', async () => {
    for (const user of users) {
        const absent = masked(await user.client.get('/history/client?client=c999999'));
        assert.match(absent, /^404/);
        const hidden = [...user.foreign.contacts.map((c) => `c${c.id}`), ...user.tenant.contacts.map((c) => `c${c.id}`),
            ...user.foreign.phones.filter((p) => p.e164).map((p) => `p${p.e164}`)]
            .map((client) => ({ client })).concat(user.tenant.agents.map((a) => ({ agent: String(a.id) })))
            .filter((q) => !historyList(user, q, Date.now()).length);
        for (const q of hidden)
            for (const more of [{}, { channel: 'voice' }, { period: 'today', sort: 'duration' }, { end: '1' }, { figures: '1' }])
                assert.equal(masked(await user.client.get(pathOf(q, more))), absent, `${user.email} ${pathOf(q, more)}`);
    }
});

test('transcriptions and recordings are of who sees the interaction', async () => {
    for (let i = 0; i < 300; i++) {
        const user = random.pick(users), t = random.chance(0.9) ? user.tenant : user.foreign, r = random.pick(t.rows);
        const own = t === user.tenant ? r : user.tenant.rows.find((x) => x.id === r.id);
        const may = own && (user.admin || user.queues.includes(own.queue_id));
        const a = await user.client.get(`/interactions/transcript?id=${r.id}`);
        assert.equal(a.status, may && own.messages.length ? 200 : 404, `${user.email} ${r.id}`);
        if (a.status === 200)
            assert.deepEqual([...a.body.matchAll(/<p class="said" dir="auto">([\s\S]*?)<\/p>/g)].length, own.messages.filter((m) => m.body).length);
        assert.equal((await user.client.get(`/interactions/play?id=${r.id}`)).status, 404, 'no recording is stored');
    }
});
