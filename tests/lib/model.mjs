// What the grid must show, computed from lists: nothing here is shared with the product.
import { found, hits, items, said } from './words.mjs';
import { addDays, clock, dayOf, dayStart } from './zones.mjs';

const UNKNOWN = '–';
const LABELS = { voice: 'Voice', chat: 'Chat', sms: 'SMS', whatsapp: 'WhatsApp', email: 'E-mail' };
const STATUS = { new: 'New', active: 'Active', acw: 'ACW', closed: 'Closed' };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// As people compare: case, accents and compatibility forms apart.
export function fold(s) {
    return s.normalize('NFKD').replace(/ß/g, 'ss').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
}

export function mayUse(user, queueId) {
    return user.admin || user.queues.includes(queueId);
}

export function visible(user, row) {
    return user.admin || (row.queue_id !== null && user.queues.includes(row.queue_id));
}

// The instants [from, to) of what the query says about time.
export function period(q, zone, now) {
    const today = dayOf(zone, now), month = `${today.slice(0, 8)}01`;
    const days = {
        today: [today, addDays(today, 1)],
        yesterday: [addDays(today, -1), today],
        '7d': [addDays(today, -6), addDays(today, 1)],
        '30d': [addDays(today, -29), addDays(today, 1)],
        month: [month, `${addDays(month, 32).slice(0, 8)}01`],
        lastmonth: [`${addDays(month, -1).slice(0, 8)}01`, month],
    };
    if (q.from || q.to)
        return [q.from ? dayStart(zone, q.from) : -Infinity, q.to ? dayStart(zone, addDays(q.to, 1)) : Infinity];
    if (q.period === 'all') return [-Infinity, Infinity];
    return days[q.period || '7d'].map((d) => dayStart(zone, d));
}

function byId(list, id) {
    return list.find((x) => x.id === id);
}

// --- filters -----------------------------------------------------------------------------------

const CONTAINS = new Set(['agent', 'did']); // what is compared so unless it is said otherwise
const TYPED = new Set(['agent', 'did', 'tag', 'flag', 'action', 'flow', 'account']);
const RANGES = new Set(['duration', 'wait']);
export const FIELDS = ['agent', 'queue', 'channel', 'did', 'disposition', 'client', 'direction', 'status', 'outcome', 'agent_kind',
    'sentiment', 'result', 'platform', 'flagged', 'recording', 'transcript', 'duration', 'wait', 'tag', 'flag', 'action', 'flow', 'account', 'text'];

function seconds(s) {
    const p = s.split(':');
    if (p.length > 1) return p.reduce((a, x) => a * 60 + Number(x), 0);
    return s.endsWith('s') ? parseInt(s, 10) : Number(s) * 60;
}

// A filter of a query: {op, values, text, from, to}, null when it is not on.
export function filterOf(q, key) {
    if (key === 'text') return q.text?.trim() ? { op: q.text_op || 'all', who: q.text_who || 'anybody', values: [q.text.trim()] } : null;
    let op = q[`${key}_op`] || (CONTAINS.has(key) ? 'contains' : 'is'), text = q[key] === undefined ? '' : String(q[key]);
    if (op === 'empty' || op === 'filled') return { op, values: [] };
    if (RANGES.has(key)) {
        const ends = [q[`${key}_from`], q[`${key}_to`]];
        if (ends[0] || ends[1]) text = ends.map((e) => (e ? seconds(e) : '')).join('-');
        if (!text) return null;
        const [from, to] = text.split('-');
        return { op, values: [text], from: Number(from), to: to === '' ? Infinity : Number(to) };
    }
    if (op === 'contains' || (op === 'is' && TYPED.has(key))) return text ? { op, text, values: [text] } : null;
    let values = [...new Set(text.split(',').map((x) => x.trim()).filter(Boolean))];
    if (key === 'queue' || key === 'disposition') values = [...new Set(values.map(Number).filter(Boolean).map(String))];
    if (op === 'any' && (!TYPED.has(key) || values.length === 1)) op = 'is';
    return values.length ? { op, values } : null;
}

const same = (a, b) => fold(a) === fold(b);

function numberIn(text) {
    const s = text.replace(/^(\+|00)/, '').replace(/[ ./()-]/g, '');
    return /^\d{3,}$/.test(s) ? `+${s}` : null;
}

// null: the database at hand does not record it.
const yesNo = (x) => (x === null ? null : x ? 'yes' : 'no');

// What is compared in a row: whether it is known, and whether it is one of the values.
const compared = {
    agent: (t, r, f) => name(byId(t.agents, r.agent_id)?.name, f),
    did: (t, r, f) => name(byId(t.dids, r.did_id)?.number, f),
    account: (t, r, f) => name(byId(t.accounts, r.account_id)?.reference, f),
    action: (t, r, f) => name(r.action_type ?? undefined, f), flow: (t, r, f) => name(r.flow ?? undefined, f),
    queue: (t, r, f) => value(r.queue_id, f), disposition: (t, r, f) => value(r.disposition_id, f),
    channel: (t, r, f) => value(r.channel, f), direction: (t, r, f) => value(r.direction, f),
    status: (t, r, f) => value(r.status, f), outcome: (t, r, f) => value(r.outcome, f), sentiment: (t, r, f) => value(r.sentiment, f),
    result: (t, r, f) => value(r.result, f), platform: (t, r, f) => value(r.platform, f), flagged: (t, r, f) => value(yesNo(r.flagged), f),
    agent_kind: (t, r, f) => value(byId(t.agents, r.agent_id)?.kind ?? null, f),
    recording: (t, r, f) => value(yesNo(r.has_recording), f), transcript: (t, r, f) => value(yesNo(r.has_transcript), f),
    duration: (t, r, f) => range(r.duration_s, f), wait: (t, r, f) => range(r.wait_s, f),
    text: (t, r, f) => ({ known: true, is: found(hanging(t, 'messages', r.id), items(f.values[0], f.op), f.op, f.who) }),
    tag: (t, r, f) => texts(hanging(t, 'tags', r.id).map((x) => x.tag), f),
    flag: (t, r, f) => texts(hanging(t, 'flags', r.id).filter((x) => !x.cleared_at).map((x) => x.flag), f),
    client: (t, r, f) => {
        const contact = byId(t.contacts, r.crm_contact_id), known = r.crm_contact_id !== null || r.phone_number !== null;
        if (f.op !== 'contains')
            return { known, is: f.values.some((v) => (v[0] === 'c' ? r.crm_contact_id === Number(v.slice(1)) : r.phone_e164 === v.slice(1))) };
        const number = numberIn(f.text);
        return { known, is: !!(contact && fold(contact.name).includes(fold(f.text))) || !!(number && r.phone_e164?.startsWith(number)) };
    },
};

const name = (s, f) => texts(s === undefined ? [] : [s], f);
const value = (v, f) => ({ known: v !== null, is: v !== null && f.values.includes(String(v)) });
const range = (v, f) => ({ known: v !== null, is: v !== null && v >= f.from && v < f.to });
const texts = (list, f) => ({ known: list.length > 0, is: list.some((s) =>
    (f.op === 'contains' ? fold(s).includes(fold(f.text)) : f.values.some((v) => same(s, v)))) });

function hanging(t, key, id) {
    const index = `by_${key}`;
    if (!t[index]) {
        t[index] = new Map();
        for (const x of t[key]) t[index].set(x.interaction_id, [...(t[index].get(x.interaction_id) ?? []), x]);
    }
    return t[index].get(id) ?? [];
}

function passes(t, r, key, f) {
    const { known, is } = compared[key](t, r, f);
    return { empty: !known, filled: known, not: !is }[f.op] ?? is;
}

// A text that is too short to search by, or has no words or too many.
export function blocked(q) {
    const text = filterOf(q, 'text'), n = text ? items(text.values[0], text.op).length : 1;
    if (n < 1 || n > 8) return true;
    return ['client', 'account'].some((key) => q[`${key}_op`] === 'contains' && q[key] && [...q[key]].length < 3);
}

function compare(sort) {
    const creation = (a, b) => a.created_at - b.created_at || a.id - b.id;
    if (sort === 'created') return creation;
    const key = sort === 'closed' ? (r) => r.closed_at : (r) => r.duration_s ?? -1;
    return (a, b) => {
        if (!!a.running !== !!b.running) return a.running ? 1 : -1;
        return a.running ? creation(a, b) : key(a) - key(b) || a.id - b.id;
    };
}

// All rows of the answer to a query, in their order.
export function list(user, q, now) {
    const t = user.tenant, [from, to] = period(q, user.zone, now);
    if (blocked(q)) return [];
    const on = FIELDS.map((key) => [key, filterOf(q, key)]).filter(([, f]) => f);
    const rows = t.rows.filter((r) => visible(user, r) && (!Number(q.agent_id) || r.agent_id === Number(q.agent_id)) &&
        on.every(([key, f]) => passes(t, r, key, f)) && r.created_at >= from && r.created_at < to);
    rows.sort(compare(q.sort || 'created'));
    return q.dir === 'asc' ? rows : rows.reverse();
}

function duration(s) {
    if (s === null || s < 0) return UNKNOWN;
    const two = (n) => String(n).padStart(2, '0'), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

// The seconds of this year's, the year of the others.
function time(zone, at, now) {
    const c = clock(zone, at), day = `${Number(c.slice(8, 10))} ${MONTHS[c.slice(5, 7) - 1]}`;
    return c.slice(0, 4) === clock(zone, now).slice(0, 4) ? `${day} ${c.slice(11, 19)}` : `${day} ${c.slice(0, 4)} ${c.slice(11, 16)}`;
}

// The cells of a row as texts.
export function cells(user, r, now) {
    const t = user.tenant, agent = byId(t.agents, r.agent_id), did = byId(t.dids, r.did_id)?.number ?? UNKNOWN;
    return {
        created: time(user.zone, r.created_at, now),
        closed: r.closed_at === null ? UNKNOWN : time(user.zone, r.closed_at, now),
        channel: LABELS[r.channel],
        queue: byId(t.queues, r.queue_id)?.name ?? UNKNOWN,
        agent: agent ? (agent.kind === 'ai' ? 'AI ' : '') + agent.name : UNKNOWN,
        client: byId(t.contacts, r.crm_contact_id)?.name ?? r.phone_number ?? did,
        did,
        disposition: byId(t.dispositions, r.disposition_id)?.name ?? UNKNOWN,
        duration: duration(r.running && r.duration_s === null ? Math.trunc((now - r.created_at) / 1000) : r.duration_s),
        acw: duration(r.acw_s),
        status: STATUS[r.status],
        c: r.crm_contact_id !== null || r.phone_e164 !== null ? 'C' : '',
        a: agent ? 'A' : '',
    };
}

function names(list, chosen, used) {
    return list.filter((x) => x.active || chosen.includes(String(x.id)) || used.has(x.id))
        .sort((a, b) => Buffer.compare(Buffer.from(fold(a.name)), Buffer.from(fold(b.name))))
        .map((x) => [String(x.id), x.name]);
}

// One value that is asked for plainly stands in the first line.
const plain = (f) => f && f.op === 'is' && f.values.length === 1;

// The choices offered for queue and disposition: what is in use and what has been used.
export function options(user, q) {
    const t = user.tenant, used = (key) => new Set(t.uncounted ? [] : t.closed.map((r) => r[key]));
    const field = (key, list, all) => {
        const f = filterOf(q, key), offered = names(list, f?.values ?? [], used(`${key}_id`));
        return {
            options: [['', f && !plain(f) ? 'See More filters' : all], ...offered],
            selected: plain(f) ? offered.map(([v]) => v).filter((v) => v === f.values[0]) : [''],
            ticks: offered.map(([value, label]) => ({ value, label: label.trim(), checked: !!f && !plain(f) && f.values.includes(value) })),
        };
    };
    return {
        queue: field('queue', t.queues.filter((x) => mayUse(user, x.id)), 'All queues'),
        disposition: field('disposition', t.dispositions, 'All dispositions'),
    };
}

const FIELD_LABELS = { agent: 'Agent', queue: 'Queue', channel: 'Channel', did: 'DID', disposition: 'Disposition', client: 'Client',
    direction: 'Direction', status: 'Status', outcome: 'Outcome', agent_kind: 'Agent kind', sentiment: 'Sentiment', recording: 'Recording',
    transcript: 'Transcript', duration: 'Duration', wait: 'Waiting time', tag: 'Tag', flag: 'Flag', action: 'Action type', flow: 'Flow', result: 'Result', platform: 'Platform', flagged: 'Flagged', account: 'Account', text: 'Text' };
const OPERATORS = { any: ' is any of', not: ' is not', contains: ' contains', empty: ' is', filled: ' is', is: '' };
const CHOICES = { ...LABELS, ...STATUS, human: 'Human', ai: 'AI', no_response: 'No response', no_answer: 'No answer', agent_error: 'Agent error',
    technical_error: 'Technical error', extremely_negative: 'Extremely negative', extremely_positive: 'Extremely positive' };
const capital = (s) => s[0].toUpperCase() + s.slice(1);

function chipValue(user, key, f, page) {
    const t = user.tenant, span = (f) => (f.to === Infinity ? `over ${duration(f.from)}`
        : f.from ? `${duration(f.from)} to ${duration(f.to)}` : `under ${duration(f.to)}`);
    if (f.op === 'empty') return RANGES.has(key) ? 'not known' : 'empty';
    if (f.op === 'filled') return RANGES.has(key) ? 'known' : 'not empty';
    if (RANGES.has(key)) return span(f);
    if (f.op === 'contains' || TYPED.has(key)) return f.values.join(', ');
    if (key === 'client')
        return f.values[0][0] === 'p' ? f.values[0].slice(1) : f.values.length > 1 ? `${f.values.length} clients`
            : page.length && f.op === 'is' ? byId(t.contacts, Number(f.values[0].slice(1))).name : 'one client';
    const one = { queue: (v) => (mayUse(user, Number(v)) && byId(t.queues, Number(v))?.name) || 'no such queue',
        disposition: (v) => byId(t.dispositions, Number(v))?.name ?? 'no such disposition' }[key] ?? ((v) => CHOICES[v] ?? capital(v));
    return f.values.map(one).join(', ');
}

// [key, label, value] of each filter in force.
export function chips(user, q, page) {
    const t = user.tenant, out = [];
    for (const key of ['client', 'agent_id', ...FIELDS.filter((k) => k !== 'client')]) {
        if (key === 'agent_id') {
            if (Number(q.agent_id)) out.push(['agent_id', 'Agent', page.length ? byId(t.agents, Number(q.agent_id)).name : 'one agent']);
            continue;
        }
        const f = filterOf(q, key);
        if (!f) continue;
        if (key === 'text') {
            const who = { anybody: 'Text', client: 'Client said', agent: 'Agent said' }[f.who];
            out.push([key, who + { all: '', any: ' any of', phrase: ' the phrase' }[f.op], f.values[0]]);
            continue;
        }
        const op = f.op === 'is' && f.values.length > 1 ? ' is any of' : f.op === 'is' && TYPED.has(key) ? ' is' : OPERATORS[f.op];
        out.push([key, FIELD_LABELS[key] + op, chipValue(user, key, f, page)]);
    }
    if (q.from || q.to)
        out.push(['period', 'Created', q.from && q.to ? (q.from === q.to ? q.from : `${q.from} to ${q.to}`)
            : q.from ? `from ${q.from}` : `until ${q.to}`]);
    return out;
}

// What the line below a row says: how often it was found, and the first of the places; null where
// nothing is searched for.
export function foundIn(user, q, r) {
    const f = filterOf(q, 'text');
    if (!f) return null;
    const query = items(f.values[0], f.op);
    const marks = said(hanging(user.tenant, 'messages', r.id), f.who).toSorted((a, b) => a.message_no - b.message_no)
        .flatMap((m) => hits(m.body, query));
    return { hits: marks.length, first: marks[0] };
}

// --- pages -------------------------------------------------------------------------------------

export const FIRST = { kind: 'first' };

// The part of a list that a place shows: {start, end, atStart, last}. A place is one of
// {kind: 'first'}, {kind: 'end'}, {kind: 'after', at}, {kind: 'before', at}: at is an index.
export function part(place, total, size) {
    const first = { start: 0, end: Math.min(size, total), atStart: true, last: total <= size };
    if (place.kind === 'after')
        return { start: place.at, end: Math.min(place.at + size, total), atStart: false, last: total <= place.at + size };
    if (place.kind === 'before')
        return place.at > size ? { start: place.at - size, end: place.at, atStart: false, last: false } : first;
    if (place.kind === 'end' && total > size) return { start: total - size, end: total, atStart: false, last: true };
    return first;
}

export function step(rel, shown) {
    return { first: FIRST, last: { kind: 'end' }, next: { kind: 'after', at: shown.end }, prev: { kind: 'before', at: shown.start } }[rel];
}
