// A world by chance: tenants with queues, agents, numbers, clients, interactions and users, kept in
// lists here and written to the database, so that a test knows what the database holds.
import { PASSWORD, ROLE_ADMIN, ROLE_SUPERVISOR, makeTenant, makeUser } from './http.mjs';
import { datetime, inserts, parley, sql } from './stack.mjs';
import { randomText } from './words.mjs';
import { addDays, dayOf, dayStart, transitions } from './zones.mjs';

export const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham', 'America/Santiago'];
export const CHANNELS = ['voice', 'chat', 'sms', 'whatsapp', 'email'];
const DAY = 86400000, HOUR = 3600000;

const AGENT_NAMES = ['Ann Lee', 'ann lee', 'Zoë Ångström', 'Zoe Angstrom', 'José Núñez', 'JOSE NUNEZ', '100% Kim',
    'under_score', 'underXscore', 'back\\slash', "O'Brien", '<b>Ann</b> & Co', 'Straße', 'STRASSE', 'ﬁona Fox',
    'Иван Петров', '李雷', 'Rene\u0301e', 'Renée', 'Percy %', '%', '_', '\\', 'Robot "R2"', 'a', 'Ünal Öz', '=1+1'];
const QUEUE_NAMES = ['Sales', 'Support', 'Émigrés', 'Zürich', 'Billing & <Dunning>', 'Nights', 'sales 2', '100%'];
const DISPOSITIONS = ['Sold', 'Promised to pay', 'Wrong number', 'Élan', 'Refused', 'Old one', 'Never used'];
const CONTACT_NAMES = ['Maria Klein', 'Maria Klein', 'Dr. Ø. Lund', '<script>alert(1)</script>', "D'Arcy", 'N. N.',
    'Wu & Söhne', '"quoted"', 'Émile', 'Zed', '  spaced  ', 'Ωmega'];

// Ids that tenants have in common, in no particular order.
function ids(random, n) {
    return random.shuffle(Array.from({ length: n * 2 }, (_, i) => i + 1)).slice(0, n);
}

function named(random, names, n, more) {
    const id = ids(random, n);
    return names.slice(0, n).map((name, i) => ({ id: id[i], name, ...more(i, name) }));
}

// Instants that are likely to be shared, and near the ends of days and the changes of clocks.
function instants(random, now) {
    const pool = [];
    for (const zone of ZONES) {
        const edges = transitions(zone, now - 400 * DAY, now);
        const today = dayOf(zone, now);
        for (const back of [-2, -1, 0, 1, 6, 7, 29, 30, random.between(2, 60)]) edges.push(dayStart(zone, addDays(today, -back)));
        for (const at of edges)
            pool.push(at, at - 1, at + random.between(1, HOUR), at - random.between(1, HOUR), dayStart(zone, dayOf(zone, at)));
    }
    for (let i = 0; i < 200; i++) pool.push(now - random.below(60 * DAY));
    return pool; /* a few are still to come: clocks of others go wrong */
}

function createdAt(random, now, pool) {
    if (random.chance(0.45)) return random.pick(pool);
    const days = random.pick([1, 2, 7, 7, 30, 60, 60]);
    return now - random.below(days * DAY);
}

function interaction(random, t, id, now, pool) {
    const contact = random.chance(0.6) ? random.pick(t.contacts) : null;
    const phone = random.chance(0.8) ? random.pick(t.phones) : { raw: null, e164: null };
    const maybe = (list, p) => (random.chance(p) ? random.pick(list).id : null);
    return {
        id,
        created_at: createdAt(random, now, pool),
        closed_at: null,
        channel: random.pick(['voice', 'voice', 'voice', ...CHANNELS]),
        status: 'closed',
        queue_id: maybe(t.queues.filter((q) => !q.unused), 0.92),
        agent_id: maybe(t.agents, 0.9),
        crm_contact_id: contact && contact.id,
        phone_number: phone.raw,
        phone_e164: phone.e164,
        did_id: maybe(t.dids, 0.85),
        disposition_id: maybe(t.dispositions.filter((d) => !d.unused), 0.8),
        duration_s: random.chance(0.12) ? null : random.pick([0, 0, random.below(40), random.below(40), random.below(9000)]),
        acw_s: random.chance(0.5) ? null : random.below(300),
    };
}

function closedRows(random, t, n, now) {
    const pool = instants(random, now), rows = [];
    const id = ids(random, n);
    for (let i = 0; i < n; i++) {
        const r = interaction(random, t, id[i], now, pool);
        const length = random.chance(0.3) ? 60000 : random.below(2 * HOUR);
        r.closed_at = random.chance(0.2) ? Math.max(r.created_at, random.pick(pool)) : r.created_at + length;
        rows.push(r);
    }
    return rows;
}

function activeRows(random, t, n, now, closed) {
    return Array.from({ length: n }, (_, i) => {
        const r = interaction(random, t, 1000000 + i * 3 + random.below(3), now, [now - HOUR]);
        r.created_at = random.pick([now - random.below(3 * HOUR), random.pick(closed).created_at, now - 1234]);
        r.status = random.pick(['new', 'active', 'acw']);
        if (r.status === 'acw') r.closed_at = r.created_at + 1000;
        r.duration_s = random.chance(0.5) ? null : random.below(100);
        return r;
    });
}

function phones(random) {
    const list = Array.from({ length: 25 }, () => {
        const e164 = `+49${random.between(1000000, 99999999)}`;
        return { raw: random.pick([e164, `0${e164.slice(3)}`, `(${e164.slice(1, 5)}) ${e164.slice(5)}`]), e164 };
    });
    return [...list, { raw: 'anonymous', e164: null }, { raw: 'sip:x@y', e164: null }, { raw: null, e164: null }];
}

const OUTCOMES = ['success', 'complete', 'incomplete', 'abandoned', 'transferred', 'no_answer', 'agent_error', 'technical_error', 'failed'];
const RESULTS = ['scheduled', 'sent', 'delivered', 'responded', 'no_response', 'failed', 'retryable', 'escalated', 'completed'];
const SENTIMENTS = ['extremely_negative', 'negative', 'neutral', 'positive', 'extremely_positive'];
export const TAGS = ['VIP', 'complaint', 'Élan', 'two words', '100%', 'under_score', "O'Brien", 'back\\slash', 'complaint 2', '<b>'];
export const FLAGS = ['Needs review', 'legal', 'Über', 'needs coaching'];
export const FLOWS = ['Utilities Inbound', 'utilities outbound', 'Disgruntled Customer', 'Réclamation', '50%_off', "O'Flow"];
export const ACTIONS = ['promise_to_pay', 'promiseXto pay', 'Refund', 'call back', '100% off', 'éclair'];

// What is only filtered by: kinds of result, texts, accounts; and what hangs on the interactions.
function addDetails(random, t, now) {
    const none = (p, list) => (random.chance(p) ? null : random.pick(list));
    t.accounts = ids(random, 12).map((id, i) => ({ id, reference: ['A-1001', 'A-1002', 'a-2001', 'B 77', '100%_\\', 'Ünit/9'][i] ?? `C${random.between(1000, 9999)}` + i }));
    t.tags = [];
    t.flags = [];
    t.messages = [];
    for (const r of t.rows) {
        Object.assign(r, {
            direction: none(0.1, ['inbound', 'inbound', 'outbound']), outcome: none(0.3, OUTCOMES), sentiment: none(0.5, SENTIMENTS),
            wait_s: none(0.2, [0, random.below(60), random.below(900)]), action_type: none(0.6, ACTIONS),
            result: none(0.4, RESULTS), platform: none(0.2, ['phone', 'phone', 'web']), flow: none(0.5, FLOWS), flagged: random.chance(0.1) ? 1 : 0,
            account_id: random.chance(0.5) ? null : random.pick(t.accounts).id,
            has_recording: random.chance(0.5) ? 1 : 0, has_transcript: random.chance(0.3) ? 1 : 0,
        });
        for (const tag of random.shuffle(TAGS).slice(0, random.pick([0, 0, 0, 1, 1, 2, 3])))
            for (const kind of random.chance(0.1) ? ['', 'topic'] : ['']) t.tags.push({ interaction_id: r.id, kind, tag, source: 'person' });
        random.shuffle(FLAGS).slice(0, random.pick([0, 0, 0, 0, 1, 2])).forEach((flag, i) => t.flags.push({ interaction_id: r.id,
            flag_no: i + 1, flag, source: 'ai', set_at: datetime(now), cleared_at: random.chance(0.4) ? datetime(now) : null }));
    }
}

// What was said in some of them.
function addMessages(random, t) {
    for (const r of t.rows)
        for (let n = random.pick([0, 0, 1, 2, 3, 6]), no = 1; no <= n; no++)
            t.messages.push({ interaction_id: r.id, message_no: no, role: random.pick(['client', 'client', 'agent', 'ai', 'system', 'coach']),
                body: randomText(random, random.pick([1, 2, 5, 12])) });
}

// A tenant with everything in it, not yet written.
export function makeWorldTenant(random, slug, zone, { closed = 1500, active = 40, messages = false, now = Date.now() } = {}) {
    const t = { slug, zone, phones: phones(random) };
    t.queues = named(random, random.shuffle(QUEUE_NAMES), 6, (i) => ({ active: i < 4, unused: i === 3 || i === 5 }));
    t.agents = named(random, AGENT_NAMES, AGENT_NAMES.length, (i) => ({ kind: i % 7 === 3 ? 'ai' : 'human', active: i % 5 !== 4 }));
    t.agents.push({ ...t.agents[0], id: Math.max(...t.agents.map((a) => a.id)) + 1 });
    t.dispositions = named(random, DISPOSITIONS, DISPOSITIONS.length, (i) => ({ code: `d${i}`, active: i < 5, unused: i === 4 || i === 6 }));
    t.contacts = named(random, CONTACT_NAMES, CONTACT_NAMES.length, () => ({}));
    const did = ids(random, 9);
    t.dids = did.map((id, i) => ({ id, number: i < 7 ? `+4930${random.between(100000, 999999)}${i}` : ['help@x.example', '100%_\\'][i - 7] }));
    t.closed = closedRows(random, t, closed, now);
    t.active = activeRows(random, t, active, now, t.closed);
    t.rows = [...t.closed, ...t.active];
    t.active.forEach((r) => (r.running = true));
    addDetails(random, t, now);
    if (messages) addMessages(random, t);
    return t;
}

const stored = ({ running, ...r }, tenant) =>
    ({ tenant_id: tenant, ...r, created_at: datetime(r.created_at), closed_at: datetime(r.closed_at) });

// Writes a tenant; from then on t.id is its number. Another database of facts than Parley's own is
// t.facts: {database, columns(table, rows)}, which gives rows the columns that are there.
export function writeTenant(t) {
    const { database = 'pbxlogs', columns = (table, rows) => rows } = t.facts ?? {};
    const put = (table, rows) => (rows.length && columns(table, rows).length ? inserts(table, columns(table, rows)) : '');
    t.id = makeTenant(t.slug, { zone: t.zone, name: t.name ?? t.slug });
    const pick = (list, ...keys) => list.map((x) => ({ tenant_id: t.id, ...Object.fromEntries(keys.map((k) => [k, x[k]])) }));
    let text = put('queues', pick(t.queues, 'id', 'name', 'active')) +
        put('agents', pick(t.agents, 'id', 'name', 'kind', 'active')) +
        put('dids', pick(t.dids, 'id', 'number')) +
        put('dispositions', pick(t.dispositions, 'id', 'code', 'name', 'active')) +
        put('crm_contacts', pick(t.contacts, 'id', 'name')) +
        put('accounts', pick(t.accounts, 'id', 'reference'));
    text += put('closed_interactions', t.closed.map((r) => stored(r, t.id)));
    text += put('active_interactions', t.active.map((r) => stored(r, t.id)));
    text += put('tags', t.tags.map((x) => ({ tenant_id: t.id, ...x }))) + put('review_flags', t.flags.map((x) => ({ tenant_id: t.id, ...x })));
    text += put('messages', t.messages.map((x) => ({ tenant_id: t.id, ...x })));
    sql(text, database);
    refreshStats(t);
    if (columns('messages', [{ tenant_id: t.id }]).length) indexTexts(t);
}

// Counts how common each value is, as the planner wants it; also makes the programs read the names anew.
export function refreshStats(t) {
    const r = parley(['stats', '--tenant', t.slug]);
    if (r.status !== 0) throw new Error(`stats: ${r.err}`);
}

// Makes searchable what was written past the product.
export function indexTexts(t) {
    const r = parley(['index', '--tenant', t.slug]);
    if (r.status !== 0) throw new Error(`index: ${r.err}`);
    return r.out;
}

// Adds rows to a tenant that is written already.
export function addRows(t, closed, active = []) {
    sql((closed.length ? inserts('closed_interactions', closed.map((r) => stored(r, t.id))) : '') +
        (active.length ? inserts('active_interactions', active.map((r) => stored(r, t.id))) : ''), 'pbxlogs');
}

// The users of a tenant: admins and supervisors of 0, 1, 3 and all queues, in different zones.
export function makeUsers(random, t) {
    const all = random.shuffle(t.queues.map((q) => q.id)), nowhere = 4000000 + random.below(1000);
    const zone = () => random.pick([...ZONES, null]);
    const plans = [
        { kind: 'admin', role: ROLE_ADMIN, queues: [], zone: ZONES[0] },
        { kind: 'admin2', role: ROLE_ADMIN, queues: [all[0]], zone: 'Pacific/Chatham' },
        { kind: 'none', role: ROLE_SUPERVISOR, queues: [], zone: zone() },
        { kind: 'one', role: ROLE_SUPERVISOR, queues: [all[0]], zone: 'America/New_York' },
        { kind: 'three', role: ROLE_SUPERVISOR, queues: all.slice(1, 4), zone: 'America/Santiago' },
        { kind: 'stale', role: ROLE_SUPERVISOR, queues: [all[4], nowhere], zone: 'Asia/Kolkata' },
        { kind: 'every', role: ROLE_SUPERVISOR, queues: all, zone: zone() },
    ];
    t.users = plans.map((p) => {
        const email = `${p.kind}@${t.slug}.example`;
        const id = makeUser({ tenant: t.id, email, name: `${p.kind} of ${t.slug}`, role: p.role, queues: p.queues, zone: p.zone });
        return { ...p, id, email, tenant: t, zone: p.zone ?? t.zone, admin: p.role === ROLE_ADMIN, password: PASSWORD };
    });
    return t.users;
}
