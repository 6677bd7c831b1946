// The pages that are measured. Values are taken from the data: the commonest and the rarest.
import { sql } from '../lib/stack.mjs';

export const USERS = ['admin', 'supervisor', 'few'].map((u) => `${u}@bench.example`);
export const [ADMIN, SUPERVISOR, FEW] = USERS;
export const PASSWORD = 'parley-bench-1';

const tenant = () => Number(sql("SELECT id FROM tenants WHERE slug = 'bench'")[0][0]);

// The ids of a dimension's values, the commonest first.
export function values(dim) {
    return sql(`SELECT value_id FROM value_stats WHERE tenant_id = ${tenant()} AND dim = '${dim}' AND n > 0
        ORDER BY n DESC, value_id`).map(([id]) => Number(id));
}

const first = (list) => list[0], last = (list) => list[list.length - 1];
const middle = (list) => list[list.length >> 1];

function nameOf(table, column, id) {
    return sql(`SELECT ${column} FROM pbxlogs.${table} WHERE tenant_id = ${tenant()} AND id = ${id}`)[0][0];
}

// Contacts with the most and with few interactions among the newest 100,000.
function contacts() {
    return sql(`SELECT crm_contact_id FROM (SELECT crm_contact_id FROM pbxlogs.closed_interactions
        WHERE tenant_id = ${tenant()} AND crm_contact_id IS NOT NULL ORDER BY created_at DESC LIMIT 100000) c
        GROUP BY crm_contact_id ORDER BY COUNT(*) DESC, crm_contact_id`).map(([id]) => Number(id));
}

// The place behind `pages` pages of 50, as the grid's address names it. What runs comes first.
function cursor(pages, queues) {
    const where = `tenant_id = ${tenant()}` + (queues ? ` AND queue_id IN (${queues})` : '');
    const key = 'ROUND(UNIX_TIMESTAMP(created_at) * 1000), id';
    const [[running]] = sql(`SELECT COUNT(*) FROM pbxlogs.active_interactions WHERE ${where}`);
    const row = sql(`SELECT ${key} FROM (SELECT created_at, id FROM pbxlogs.closed_interactions
        FORCE INDEX (PRIMARY) WHERE ${where} ORDER BY created_at DESC, id DESC
        LIMIT 1 OFFSET ${pages * 50 - Number(running) - 1}) c`)[0];
    return row && `after=d${row[0]}.${row[1]}`;
}

function queuesOf(email) {
    return sql(`SELECT q.queue_id FROM user_queues q JOIN users u ON u.id = q.user_id
        WHERE u.email = '${email}'`).map(([id]) => id).join();
}

// The client and the agent that bench-data gave histories of known size.
function histories() {
    const of = (table, name, path) => sql(`SELECT id, name FROM pbxlogs.${table} WHERE tenant_id = ${tenant()} AND name LIKE '${name}'`)
        .map(([id, text]) => ({ name: `history: ${text}`, path: `${path}${id}`, figures: `${path}${id}`.replace('?', '/figures?') }));
    return [...of('crm_contacts', 'Client of %', '/history/client?client=c'), ...of('agents', 'Agent of %', '/history/agent?agent=')]
        .flatMap((h) => [{ ...h, user: ADMIN, history: true }, { ...h, name: `${h.name}, 10 of 200 queues`, user: SUPERVISOR, history: true }]);
}

const grid = (...parts) => '/?' + ['period=all', ...parts].join('&');

// Every page: {name, path, user, filter: whether it is a single filter of the goals, history: whether
// it is a history, with the address of its figures}.
export function pages() {
    const queues = values('queue'), agents = values('agent'), dids = values('did'),
        dispositions = values('disposition'), channels = values('channel'), clients = contacts();
    const channel = (n) => ['voice', 'chat', 'sms', 'whatsapp', 'email'][n - 1];
    const agent = (id) => `agent=${encodeURIComponent(nameOf('agents', 'name', id))}`;
    const did = (id) => `did=${encodeURIComponent(nameOf('dids', 'number', id))}`;
    const page = (user, name, ...parts) => ({ name, user, path: grid(...parts) });
    const filter = (name, ...parts) => ({ ...page(ADMIN, name, ...parts), filter: true });
    const own = (user, label) => [
        page(user, `${label}: first page`),
        page(user, `${label}: 100 pages deep`, cursor(100, queuesOf(user))),
        page(user, `${label}: last page`, 'end=1'),
        page(user, `${label}: sorted by duration`, 'sort=duration'),
        page(user, `${label}: agent, common part of a name`, 'agent=an'),
        { name: `${label}: 30 days`, user, path: '/?period=30d' },
    ];
    return [
        page(ADMIN, 'first page'),
        filter('agent, common part of a name', 'agent=an'),
        filter('agent, commonest', agent(first(agents))),
        filter('agent, rarest', agent(last(agents))),
        filter('queue, commonest', `queue=${first(queues)}`),
        filter('queue, rarest', `queue=${last(queues)}`),
        filter('channel, commonest', `channel=${channel(first(channels))}`),
        filter('channel, rarest', `channel=${channel(last(channels))}`),
        filter('DID, common part of a number', 'did=%2B99910000'),
        filter('DID, rarest', did(last(dids))),
        filter('disposition, commonest', `disposition=${first(dispositions)}`),
        filter('disposition, rarest', `disposition=${last(dispositions)}`),
        filter('client, busiest', `client=c${first(clients)}`),
        filter('client, a quiet one', `client=c${last(clients)}`),
        filter('queue, all but the commonest', `queue=${first(queues)}&queue_op=not`),
        filter('three queues', `queue=${queues.slice(0, 3)}`),
        filter('agent, none', 'agent_op=empty'),
        filter('agent, AI', 'agent_kind=ai'),
        filter('outcome', 'outcome=success,complete'),
        filter('sentiment', 'sentiment=negative'),
        filter('status, running', 'status=new,active,acw'),
        filter('duration, 5 to 10 minutes', 'duration=300-600'),
        filter('duration, over 10 minutes', 'duration=600-'),
        filter('waiting time, over a minute', 'wait=60-'),
        filter('disposition, none', 'disposition_op=empty'),
        filter('client, part of a name', 'client=tanaka&client_op=contains'),
        filter('client, beginning of a number', 'client=%2B49151&client_op=contains'),
        filter('tag, absent', 'tag=no-such-tag'),
        filter('flag, absent', 'flag=no-such-flag'),
        /* words by their number: bench-data makes them as common as 1/number */
        filter('text, a common word', 'text=w20'),
        filter('text, a word in one of a hundred', 'text=word2000'),
        filter('text, a rare word', 'text=word90001'),
        filter('text, a phrase of common words', 'text=w3+w5+w8&text_op=phrase'),
        filter('text, all of three', 'text=w9+word400+word900'),
        filter('text, any of three, by the client', 'text=w9+word400+word90001&text_op=any&text_who=client'),
        page(SUPERVISOR, '10 of 200 queues: text, a common word', 'text=w20'),
        page(FEW, '3 rare queues: text, a common word', 'text=w20'),
        filter('action type, absent', 'action=no-such-type'),
        filter('account, absent', 'account=no-such-account'),
        { name: 'a queue in 30 days', user: ADMIN, path: `/?period=30d&queue=${middle(queues)}` },
        ...histories(),
        page(ADMIN, '100 pages deep', cursor(100)),
        page(ADMIN, '1000 pages deep', cursor(1000)),
        page(ADMIN, 'last page', 'end=1'),
        page(ADMIN, 'sorted by closed', 'sort=closed'),
        page(ADMIN, 'sorted by duration', 'sort=duration'),
        { name: 'sorted by duration in 30 days', user: ADMIN, path: '/?period=30d&sort=duration' },
        ...own(SUPERVISOR, '10 of 200 queues'),
        ...own(FEW, '3 rare queues'),
    ].filter((p) => !p.path.includes('undefined'));
}

// Random combinations of filters, periods, sorting and places, by all three users.
export function randomPages(n, random) {
    const dims = Object.fromEntries(['queue', 'agent', 'did', 'disposition'].map((d) => [d, values(d)]));
    const clients = contacts();
    const parts = {
        queue: () => `queue=${random.pick(dims.queue)}`,
        agent_id: () => `agent_id=${random.pick(dims.agent)}`,
        agent: () => `agent=${encodeURIComponent(random.pick(['a', 'an', 'ann', 'anna', 'z', 'ü', 'rossi', 'tamar', 'x']))}`,
        did: () => `did=${random.pick(['1', '0000', '00012', '9991000', '4321', '777'])}`,
        disposition: () => `disposition=${random.pick(dims.disposition)}`,
        channel: () => `channel=${random.pick(['voice', 'chat', 'sms', 'whatsapp', 'email'])}`,
        client: () => `client=c${random.pick(clients)}`,
        not: () => `queue=${random.pick(dims.queue)}&queue_op=not`,
        kind: () => `agent_kind=${random.pick(['ai', 'human'])}`,
        outcome: () => `outcome=${random.pick(['success', 'complete,incomplete', 'abandoned'])}`,
        duration: () => `duration=${random.pick(['-300', '300-600', '600-'])}`,
        tag: () => `tag=${random.pick(['complaint', 'no-such-tag'])}`,
    };
    const day = (ago) => new Date(Date.now() - ago * 86400000).toISOString().slice(0, 10);
    const periods = [() => 'period=all', () => 'period=all', () => 'period=30d', () => 'period=7d', () => {
        const to = random.below(1000);
        return `from=${day(to + random.pick([0, 7, 30, 365]))}&to=${day(to)}`;
    }];
    const places = [() => '', () => '', () => 'end=1',
        () => `after=d${Date.now() - random.below(1000) * 86400000}.1`];
    const one = () => {
        const sort = random.pick(['created', 'created', 'created', 'closed', 'duration']);
        const place = random.pick(places)();
        const chosen = random.shuffle(Object.keys(parts)).slice(0, random.pick([0, 1, 1, 2, 2, 3, 4]));
        const query = [random.pick(periods)(), ...chosen.map((c) => parts[c]()),
            sort !== 'created' && `sort=${sort}`, random.chance(0.3) && 'dir=asc',
            sort === 'duration' && place.startsWith('after') ? `after=d${random.below(2000)}.1` : place];
        const path = '/?' + query.filter(Boolean).join('&');
        return { name: path, user: random.pick(USERS), path };
    };
    return Array.from({ length: n }, one);
}
