// Requests by chance: everything that the address of the grid can say.
import { ACTIONS, CHANNELS, FLAGS, FLOWS, TAGS } from './world.mjs';
import { randomSearch } from './words.mjs';
import { addDays, dayOf, transitions } from './zones.mjs';

const PERIODS = ['today', 'yesterday', '7d', '30d', 'month', 'lastmonth', 'all', 'all', 'all'];
const DAY = 86400000;

function part(random, s) {
    const chars = [...s], from = random.below(chars.length), n = random.between(1, 6);
    const out = chars.slice(from, from + n).join('');
    return random.pick([out, out, out.toLowerCase(), out.toUpperCase(), out.normalize('NFD')]);
}

function days(random, zone, now) {
    const edges = transitions(zone, now - 400 * DAY, now).map((at) => dayOf(zone, at));
    const day = () => (random.chance(0.3) && edges.length ? random.pick(edges)
        : addDays(dayOf(zone, now), -random.pick([0, 1, 2, 5, 7, 14, 30, 60, 90]) + random.below(2)));
    const one = day(), two = random.chance(0.4) ? one : day(), [from, to] = random.chance(0.92) ? [one, two].sort() : [one, two];
    return random.pick([{ from, to }, { from, to }, { from }, { to }]);
}

const several = (r, n, one) => [...new Set(Array.from({ length: r.pick(n) }, one))].join(',');
const withOp = (key, value, op) => ({ ...(value === undefined ? {} : { [key]: value }), ...(op ? { [`${key}_op`]: op } : {}) });

// A filter by some of a list: is, is any of, is not, is empty, is not empty.
function some(key, one, unknown = true) {
    return (r, t, foreign) => {
        const pick = () => one(r, t, foreign);
        const op = r.pick([undefined, undefined, 'is', 'any', 'not', 'not', ...(unknown ? ['empty', 'filled'] : [])]);
        const bare = (op === 'empty' || op === 'filled') && r.chance(0.8);
        return withOp(key, bare ? undefined : several(r, [1, 1, 2, 3], pick), op);
    };
}

// A filter by a text: contains, is, is any of, is not, is empty, is not empty.
function typed(key, known, odd, whole = known) {
    return (r, t, foreign) => {
        const op = r.pick([undefined, 'contains', 'contains', 'is', 'any', 'not', 'not', 'empty', 'filled']);
        const contains = op === 'contains' || (!op && (key === 'agent' || key === 'did'));
        const one = () => (r.chance(0.1) ? r.pick(odd) : contains ? part(r, known(r, t, foreign)) : whole(r, t, foreign));
        const many = op === 'any' || op === 'not';
        if (op === 'empty' || op === 'filled') return withOp(key, r.chance(0.2) ? one() : undefined, op);
        return withOp(key, many ? several(r, [1, 2, 3], () => one().trim().replaceAll(',', '') || 'x') : one(), op);
    };
}

function span(key) {
    return (r) => {
        const op = r.pick([undefined, undefined, 'is', 'not', 'empty', 'filled']);
        if (op === 'empty' || op === 'filled') return withOp(key, undefined, op);
        const a = r.pick([0, 1, 20, 60, 300, 599, 600]), b = a + r.pick([1, 40, 300, 3000]);
        const typedOne = (s) => r.pick([`${s}s`, `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`]);
        if (r.chance(0.3)) return { ...withOp(key, undefined, op), ...r.pick([{ [`${key}_from`]: typedOne(a), [`${key}_to`]: typedOne(b) },
            { [`${key}_from`]: typedOne(a || 1) }, { [`${key}_to`]: typedOne(b) }]) };
        return withOp(key, r.pick(['-300', '300-600', '600-', `${a}-${b}`, `${a}-`, `-${b}`]), op);
    };
}

const upper = (r, s) => r.pick([s, s, s.toUpperCase(), s.toLowerCase()]);

// Makers of the parameters of one filter: own values mostly, foreign and absent ones too.
const filters = {
    agent: typed('agent', (r, t) => r.pick(t.agents).name, ['%', '_', '\\', 'zzz', ' ', '1+1', '"']),
    agent_id: (r, t, foreign) => ({ agent_id: r.pick([r.pick(t.agents).id, r.pick(t.agents).id, r.pick(foreign.agents).id, 999999]) }),
    queue: some('queue', (r, t, foreign) => r.pick([r.pick(t.queues).id, r.pick(t.queues).id, r.pick(t.queues).id, r.pick(foreign.queues).id, 999999])),
    channel: some('channel', (r) => r.pick(CHANNELS), false),
    did: typed('did', (r, t) => r.pick(t.dids).number, ['+4930', '%', 'zzz']),
    disposition: some('disposition', (r, t, foreign) => r.pick([r.pick(t.dispositions).id, r.pick(t.dispositions).id, r.pick(foreign.dispositions).id, 999999])),
    client: (r, t, foreign) => {
        const phone = r.pick([r.pick(t.phones), r.pick(foreign.phones)]).e164 ?? '+4999999';
        const op = r.pick([undefined, undefined, 'is', 'any', 'not', 'contains', 'contains', 'contains', 'empty', 'filled']);
        const contact = () => `c${r.pick([r.pick(t.contacts).id, r.pick(t.contacts).id, r.pick(foreign.contacts).id, 999999])}`;
        if (op === 'empty' || op === 'filled') return withOp('client', undefined, op);
        if (op === 'contains')
            return withOp('client', r.pick([part(r, r.pick(t.contacts).name), part(r, r.pick(t.contacts).name), phone.slice(0, r.between(4, 9)),
                phone.slice(1, 8), '%%%', 'zzzz']), op);
        return withOp('client', r.pick([several(r, [1, 1, 2, 3], contact), `p${phone}`]), op);
    },
    direction: some('direction', (r) => r.pick(['inbound', 'outbound'])),
    status: some('status', (r) => r.pick(['new', 'active', 'acw', 'closed', 'closed', 'closed']), false),
    outcome: some('outcome', (r) => r.pick(['success', 'complete', 'incomplete', 'abandoned', 'transferred', 'no_answer', 'agent_error', 'technical_error', 'failed'])),
    agent_kind: some('agent_kind', (r) => r.pick(['human', 'ai'])),
    sentiment: some('sentiment', (r) => r.pick(['extremely_negative', 'negative', 'neutral', 'positive', 'extremely_positive'])),
    result: some('result', (r) => r.pick(['scheduled', 'sent', 'delivered', 'responded', 'no_response', 'failed', 'retryable', 'escalated', 'completed'])),
    platform: some('platform', (r) => r.pick(['phone', 'web'])),
    flagged: (r) => ({ flagged: r.pick(['yes', 'no']) }),
    recording: (r) => ({ recording: r.pick(['yes', 'no']) }),
    transcript: (r) => ({ transcript: r.pick(['yes', 'no']) }),
    duration: span('duration'),
    wait: span('wait'),
    tag: typed('tag', (r) => upper(r, r.pick(TAGS)), ['%', '_', 'zzz', ' ']),
    flag: typed('flag', (r) => upper(r, r.pick(FLAGS)), ['%', 'zzz']),
    action: typed('action', (r) => upper(r, r.pick(ACTIONS)), ['%', '_', 'zzz']),
    flow: typed('flow', (r) => upper(r, r.pick(FLOWS)), ['%', '_', 'zzz']),
    text: (r, t) => ({ text: randomSearch(r, t.messages), ...r.pick([{}, {}, { text_op: 'all' }, { text_op: 'any' }, { text_op: 'phrase' }]),
        ...r.pick([{}, {}, {}, { text_who: 'anybody' }, { text_who: 'client' }, { text_who: 'agent' }]) }),
    account: typed('account', (r, t, foreign) => r.pick([r.pick(t.accounts).reference, r.pick(t.accounts).reference, r.pick(foreign.accounts).reference]), ['%%%', 'zzz']),
};
export const FILTERS = Object.keys(filters);

// Which filters a plan needs to be taken at all, and how they are then asked for.
export const PLANS = {
    time: [], sorted: [], queue: ['queue'], agent: ['agent'], agent_queue: ['agent', 'queue'], did: ['did'],
    disposition: ['disposition'], channel: ['channel'], contact: ['client'], phone: ['client'],
    account: ['account'], clients: ['client'], action: ['action'], flow: ['flow'], flagged: ['flagged'], tag: ['tag'], flag: ['flag'], duration: ['duration'], text: ['text'],
};
const driving = {
    queue: (r, t) => ({ queue: r.pick(t.queues).id }),
    agent: (r, t) => ({ agent: part(r, r.pick(t.agents).name) }),
    did: (r, t) => ({ did: part(r, r.pick(t.dids).number) }),
    disposition: (r, t) => ({ disposition: several(r, [1, 1, 2], () => r.pick(t.dispositions).id) }),
    channel: (r) => ({ channel: several(r, [1, 1, 2], () => r.pick(CHANNELS)) }),
    contact: (r, t) => ({ client: several(r, [1, 1, 2, 3], () => `c${r.pick(t.contacts).id}`) }),
    phone: (r, t) => ({ client: `p${r.pick(t.phones).e164 ?? '+49'}` }),
    clients: (r, t) => ({ client_op: 'contains', client: r.pick([r.pick(t.contacts).name, r.pick(t.contacts).name.slice(0, 5), (r.pick(t.phones).e164 ?? '+4912345').slice(0, 7)]) }),
    account: (r, t) => r.pick([{ account: r.pick(t.accounts).reference }, { account: 'C', account_op: 'contains' }, { account: '100', account_op: 'contains' }]),
    action: (r) => r.pick([{ action: r.pick(ACTIONS) }, { action: several(r, [2, 3], () => r.pick(ACTIONS)), action_op: 'any' }, { action: 'promise', action_op: 'contains' }]),
    flow: (r) => r.pick([{ flow: r.pick(FLOWS) }, { flow: several(r, [2, 3], () => r.pick(FLOWS)), flow_op: 'any' }, { flow: 'util', flow_op: 'contains' }]),
    flagged: () => ({ flagged: 'yes' }),
    tag: (r) => r.pick([{ tag: r.pick(TAGS) }, { tag: several(r, [2, 3], () => r.pick(TAGS)), tag_op: 'any' }, { tag: 'compl', tag_op: 'contains' }]),
    text: (r, t) => ({ text: r.chance(0.4) ? 'the' : randomSearch(r, t.messages) }),
    duration: (r) => ({ duration: r.pick(['-300', '300-600', '600-', '-1']) }),
    flag: (r) => r.pick([{ flag: r.pick(FLAGS) }, { flag: several(r, [2, 3], () => r.pick(FLAGS)), flag_op: 'any' }, { flag: 'needs', flag_op: 'contains' }]),
};

export function randomQuery(random, user, foreign, now, plan) {
    const q = {}, t = user.tenant, want = random.pick([0, 1, 1, 2, 2, 3, 4]);
    for (const key of random.shuffle(FILTERS).slice(0, want)) Object.assign(q, filters[key](random, t, foreign));
    for (const key of PLANS[plan] ?? []) {
        if (random.chance(0.1)) continue;
        for (const part of [key, `${key}_op`]) delete q[part];
        Object.assign(q, driving[plan in driving ? plan : key](random, t));
    }
    if (random.chance(0.25)) Object.assign(q, days(random, user.zone, now));
    if (random.chance(0.75)) q.period = random.pick(PERIODS);
    if (random.chance(0.6)) q.sort = random.pick(['created', 'closed', 'duration']);
    if (random.chance(0.5)) q.dir = random.pick(['asc', 'desc']);
    if (random.chance(0.8)) q.size = random.pick(['25', '25', '50', '100']);
    return q;
}

// The address, with its parameters in any order, and now and then an empty or a useless one.
export function queryPath(random, q, more = {}) {
    const all = { ...q, ...more };
    if (random.chance(0.1) && all.did === undefined) all.did = '';
    if (random.chance(0.1)) all.count = 'exact';
    if (random.chance(0.05)) all.refresh = '1';
    const text = random.shuffle(Object.entries(all)).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join('&');
    return text ? `/?${text}` : '/';
}
