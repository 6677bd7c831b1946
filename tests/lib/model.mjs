// What the grid must show, computed from lists: nothing here is shared with the product.
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

function contains(list, key, part) {
    const wanted = fold(part);
    return new Set(list.filter((x) => fold(x[key]).includes(wanted)).map((x) => x.id));
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
    const agents = q.agent && contains(t.agents, 'name', q.agent);
    const dids = q.did && contains(t.dids, 'number', q.did);
    const rows = t.rows.filter((r) => visible(user, r) &&
        (!q.queue || r.queue_id === Number(q.queue)) &&
        (!agents || agents.has(r.agent_id)) &&
        (!q.agent_id || r.agent_id === Number(q.agent_id)) &&
        (!q.channel || r.channel === q.channel) &&
        (!dids || dids.has(r.did_id)) &&
        (!q.disposition || r.disposition_id === Number(q.disposition)) &&
        (!q.client || (q.client[0] === 'c' ? r.crm_contact_id === Number(q.client.slice(1)) : r.phone_e164 === q.client.slice(1))) &&
        r.created_at >= from && r.created_at < to);
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
    return list.filter((x) => x.active || x.id === chosen || used.has(x.id))
        .sort((a, b) => Buffer.compare(Buffer.from(fold(a.name)), Buffer.from(fold(b.name))))
        .map((x) => [String(x.id), x.name]);
}

// The choices offered for queue and disposition: what is in use and what has been used.
export function options(user, q) {
    const t = user.tenant, used = (key) => new Set(t.uncounted ? [] : t.closed.map((r) => r[key]));
    return {
        queues: [['', 'All queues'],
            ...names(t.queues.filter((x) => mayUse(user, x.id)), Number(q.queue), used('queue_id'))],
        dispositions: [['', 'All dispositions'],
            ...names(t.dispositions, Number(q.disposition), used('disposition_id'))],
    };
}

export function chips(user, q, page) {
    const t = user.tenant, out = [];
    const queue = byId(t.queues, Number(q.queue));
    if (q.client)
        out.push(['client', 'Client', q.client[0] === 'p' ? q.client.slice(1)
            : page.length ? byId(t.contacts, Number(q.client.slice(1))).name : 'one client']);
    if (q.agent_id) out.push(['agent_id', 'Agent', page.length ? byId(t.agents, Number(q.agent_id)).name : 'one agent']);
    if (q.agent) out.push(['agent', 'Agent contains', q.agent]);
    if (q.queue) out.push(['queue', 'Queue', queue && mayUse(user, queue.id) ? queue.name : 'no such queue']);
    if (q.channel) out.push(['channel', 'Channel', LABELS[q.channel]]);
    if (q.did) out.push(['did', 'DID contains', q.did]);
    if (q.disposition) out.push(['disposition', 'Disposition', byId(t.dispositions, Number(q.disposition))?.name ?? 'no such disposition']);
    if (q.from || q.to)
        out.push(['period', 'Created', q.from && q.to ? (q.from === q.to ? q.from : `${q.from} to ${q.to}`)
            : q.from ? `from ${q.from}` : `until ${q.to}`]);
    return out;
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
