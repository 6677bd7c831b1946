// Requests by chance: everything that the address of the grid can say.
import { CHANNELS } from './world.mjs';
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

// Makers of a value of one filter: own values mostly, foreign and absent ones too.
const filters = {
    agent: (r, t) => r.pick([part(r, r.pick(t.agents).name), part(r, r.pick(t.agents).name), r.pick(['%', '_', '\\', 'zzz', ' ', '1+1', '"'])]),
    agent_id: (r, t, foreign) => r.pick([r.pick(t.agents).id, r.pick(t.agents).id, r.pick(foreign.agents).id, 999999]),
    queue: (r, t, foreign) => r.pick([r.pick(t.queues).id, r.pick(t.queues).id, r.pick(t.queues).id, r.pick(foreign.queues).id, 999999]),
    channel: (r) => r.pick(CHANNELS),
    did: (r, t) => r.pick([part(r, r.pick(t.dids).number), '+4930', '%', 'zzz']),
    disposition: (r, t, foreign) => r.pick([r.pick(t.dispositions).id, r.pick(t.dispositions).id, r.pick(foreign.dispositions).id, 999999]),
    client: (r, t, foreign) => {
        const phone = r.pick([r.pick(t.phones), r.pick(foreign.phones)]).e164 ?? '+4999999';
        return r.pick([`c${r.pick(t.contacts).id}`, `c${r.pick(foreign.contacts).id}`, 'c999999', `p${phone}`, `p${phone}`]);
    },
};

// Which filters a plan needs to be taken at all.
export const PLANS = {
    time: [], sorted: [], queue: ['queue'], agent: ['agent'], agent_queue: ['agent', 'queue'], did: ['did'],
    disposition: ['disposition'], channel: ['channel'], contact: ['client'], phone: ['client'],
};

export function randomQuery(random, user, foreign, now, plan) {
    const q = {}, t = user.tenant, want = random.pick([0, 1, 1, 2, 2, 3, 4]);
    const keys = new Set(random.shuffle(Object.keys(filters)).slice(0, want));
    for (const key of PLANS[plan] ?? []) if (random.chance(0.9)) keys.add(key);
    for (const key of keys) q[key] = filters[key](random, t, foreign);
    if (plan === 'contact' && q.client) q.client = `c${random.pick(t.contacts).id}`;
    if (plan === 'phone' && q.client) q.client = `p${random.pick(t.phones).e164 ?? '+49'}`;
    if (q.client && !/^c\d|^p\+\d{2,}/.test(q.client)) delete q.client;
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
