// No byte of what is foreign: every text of the world says whose it is, and no answer to anybody has
// a text of somebody else's. Adding what is foreign changes nothing, and a foreign id is like none.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, signedIn } from '../lib/http.mjs';
import { GONE, makeCanaries, marksIn, plant, plantDeleted, plantQueue } from '../lib/canary.mjs';
import { masked } from '../lib/mask.mjs';
import { Random, seed } from '../lib/random.mjs';
import { routes } from '../lib/routes.mjs';
import { CHANNELS, indexTexts, refreshStats } from '../lib/world.mjs';
import { sql } from '../lib/stack.mjs';

const random = new Random(seed('canary'));
/* The list of what is deleted is where its marks belong, for who may delete. */
const DELETED = /^\/deleted\b/;
const ABSENT = { id: 88999999, queue: 8800099, disposition: 7 };
let tenants, users;

test.before(async () => {
    tenants = makeCanaries();
    users = tenants.flatMap((t) => t.users);
    for (const u of users) u.client = await signedIn(u.email);
});

function foreignMarks(user, answer) {
    return [...marksIn(answer)].filter((m) => !user.owners?.has(m));
}

// What somebody searched for stands in the audit log of their tenant.
const searched = new Set();

async function sweep(user, path, options) {
    const a = await user.client.request(options?.method ?? 'GET', path, options);
    /* What was asked for is shown as a filter; that it finds nothing is below: foreign and absent. */
    const asked = new Set([...path.matchAll(/canary(\d\d)z/gi)].map((m) => m[1]));
    for (const m of asked) searched.add(`${user.tenant?.id} ${m}`);
    const known = (m) => asked.has(m) || (path.startsWith('/admin/audit') && searched.has(`${user.tenant?.id} ${m}`));
    assert.deepEqual(foreignMarks(user, a).filter((m) => !known(m) && !(m === GONE && user.admin && DELETED.test(path))), [], `${user.email} ${path}`);
    assert.ok(a.status < 500, `${user.email} ${path}: ${a.status}`);
    return a;
}

// A history, its figures, a count, a transcription: of anybody.
function anyHistory() {
    const owner = random.pick([...random.pick(random.pick(tenants).users).owners]), id = 88000000 + Number(owner) * 10000 + random.below(25);
    const client = random.pick([`c${id}`, `p%2B4977700${owner}77${String(random.below(25)).padStart(3, '0')}`]);
    const more = random.pick(['', '&channel=voice', '&period=30d', '&sort=duration', '&figures=1', '&end=1']);
    return random.pick([`/history/client?client=${client}${more}`, `/history/agent?agent=${id}${more}`, `/history/client/figures?client=${client}`, `/history/agent/figures?agent=${id}`,
        `/account-timeline?account=${id}${random.pick(['', '&channel=voice'])}`, `/interaction?id=${id}`, `/interactions/delete?id=${id}`, `/deleted?number=${id}`, `/?period=all&deleted=${id}`,
        `/history/counts?clients=${client}&agents=${id}`, `/interactions/transcript?id=${id}`, `/interactions/transcript/export?id=${id}&format=json`, `/interactions/play?id=${id}`, `/interactions/recording?id=${id}&no=1`]);
}

function anyPath() {
    if (random.chance(0.4)) return anyHistory();
    const t = random.pick(tenants), owner = random.pick([...random.pick(t.users).owners]), n = random.below(25);
    const id = 88000000 + Number(owner) * 10000 + n;
    const values = {
        agent: () => random.pick(['canary', 'canary1', 'agent', 'z', '7']), queue: () => random.pick(t.queues).id,
        channel: () => random.pick(CHANNELS), did: () => random.pick(['+4977700', '7', 'canary', '9']),
        disposition: () => random.pick([1, 2, 3]), client: () => `c${id}`, agent_id: () => id,
        period: () => random.pick(['all', '7d', '30d', 'today']), sort: () => random.pick(['created', 'closed', 'duration']),
        dir: () => random.pick(['asc', 'desc']), size: () => random.pick(['25', '100']), end: () => '1',
        after: () => `${random.pick(['d', 'r'])}${Date.now() - random.below(1e9)}.${id}`, count: () => 'exact',
        before: () => `d${random.below(100)}.${id}`, refresh: () => '1', from: () => '2026-01-01', nonsense: () => 'canary',
        queue_op: () => random.pick(['not', 'empty', 'filled']), agent_op: () => random.pick(['is', 'not', 'empty']), client_op: () => random.pick(['not', 'contains', 'filled']),
        text: () => random.pick(['message', 'canary', `canary${owner}z message`]), text_op: () => random.pick(['all', 'any', 'phrase']),
        tag: () => random.pick(['tag', 'canary', `canary${owner}z tag`]), tag_op: () => random.pick(['contains', 'not', 'filled', 'empty']),
        flag: () => `canary${owner}z flag`, flag_op: () => random.pick(['is', 'contains', 'not', 'filled']),
        action: () => random.pick(['canary', `canary${owner}z`]), action_op: () => random.pick(['is', 'contains', 'not', 'any']),
        account: () => random.pick(['account', `canary${owner}z account ${n}`]), account_op: () => random.pick(['is', 'contains', 'not', 'empty']),
        flow: () => random.pick(['flow', `canary${owner}z flow`]), flow_op: () => random.pick(['is', 'contains', 'not', 'filled']), flagged: () => random.pick(['yes', 'no']),
        cols: () => random.pick(['created,customer,account,flow,flagged,functions,tags,willingness', 'id,tags,result,last,cost']),
        agent_kind: () => random.pick(['ai', 'human']), status: () => 'active,closed', duration: () => random.pick(['-300', '5-20']), wait_op: () => 'empty',
    };
    const keys = random.shuffle(Object.keys(values)).slice(0, random.below(7));
    if (random.chance(0.6) && !keys.includes('period')) keys.push('period');
    return `/?${keys.map((k) => `${k}=${encodeURIComponent(values[k]())}`).join('&')}`;
}

test('what one may see does show its marks', async () => {
    for (const u of users) {
        const a = await u.client.get('/?period=all&size=100');
        const seen = [...marksIn(a)].filter((m) => u.owners.has(m)).sort();
        assert.deepEqual(seen, [...u.owners].sort(), `${u.email}: the marks of what is theirs`);
    }
});

test('1,500 requests by chance', async () => {
    for (let i = 0; i < 1500; i++) await sweep(random.pick(users), anyPath());
});

test('every route, and every kind of error', async () => {
    const nobody = { email: 'nobody', client: new Client() };
    const odd = ['/no/such/page', '/?x=1', '/?queue=x', '/?queue=1&queue=2', '/?agent=%ff', '/?after=d1', '/%', '/../', '/login?next=x', '/static/', '/static/none'];
    for (const u of [...users, nobody])
        for (const path of [...odd, ...routes().filter((r) => r.method === 'GET').map((r) => r.path)])
            for (const method of ['GET', 'HEAD', 'DELETE', 'PUT']) await sweep(u, path, { method });
});

// --- adding what is foreign --------------------------------------------------------------------

const WATCHED = ['/', '/?period=all&size=100', '/?period=all&size=25&end=1', '/?period=all&sort=closed', '/?period=all&sort=duration&dir=asc',
    '/?agent=canary&period=all', '/?agent=agent%201&period=all&size=25', '/?did=%2B4977700&period=all&sort=duration', '/?channel=chat&period=all', '/?period=today', '/?disposition=1&period=all&count=exact',
    '/?client=c88119999&period=all', '/?tag=tag&tag_op=contains&period=all', '/?tag_op=empty&period=all', '/?flag=canary12z%20flag&flag_op=not&period=all', '/?action=canary&action_op=contains&period=all&sort=closed',
    '/?account=account&account_op=contains&period=all&sort=duration', '/?client=client%201&client_op=contains&period=all', '/?client=%2B4977700&client_op=contains&period=all', '/?agent=agent&agent_op=not&period=all', '/?duration=10-20&period=all&count=exact', '/?agent_kind=human&period=all', '/?queue_op=empty&period=all',
    '/?agent_id=88110001&period=all', '/?agent_id=88130001&period=all', '/?queue=8800011', '/?queue=8800013', '/?period=all&after=d1700000000000.5',
    '/?client=c88119999&period=all', '/?agent_id=88110001&period=all', '/?agent_id=88130001&period=all', '/?queue=8800011', '/?queue=8800013', '/?period=all&after=d1700000000000.5',
    '/history/client?client=c88110001', '/history/agent?agent=88110001&figures=1', '/history/client/figures?client=c88110001', '/history/agent/figures?agent=88130001',
    '/history/client?client=c88130001', '/history/agent?agent=88100001', '/history/counts?clients=c88110001,c88130001,c88210001&agents=88110001,88130001', '/interactions/transcript?id=88130001',
    '/account-timeline?account=88110001', '/account-timeline?account=88120001', '/account-timeline?account=88130001&channel=voice', '/interaction?id=88110001', '/interaction?id=88120001',
    '/?flow=flow&flow_op=contains&period=all', '/?flagged=yes&period=all&cols=created,account,functions,tags,willingness',
    '/nothing', '/?bad=1', '/login'];

async function watch(who) {
    const out = [];
    for (const u of who) for (const path of WATCHED) out.push({ who: `${u.email} ${path}`, answer: masked(await u.client.get(path)) });
    return out;
}

async function unchanged(who, change) {
    const before = await watch(who);
    change();
    const after = await watch(who);
    before.forEach((b, i) => assert.equal(after[i].answer, b.answer, b.who));
}

test('rows, names and users of another tenant change no byte', async () => {
    await unchanged(tenants[0].users, () => {
        const t = tenants[1];
        plantQueue(t, '24', 8800024, 'new queue');
        plant(t, '24', 8800024, { n: 40, active: 10 });
        plant(t, '20', null, { n: 10, from: 500 });
        sql(`UPDATE tenants SET zone = 'Asia/Kolkata' WHERE id = ${t.id}`);
        refreshStats(t);
    });
});

test('rows and names of queues that one may not see change no byte', async () => {
    const [t] = tenants, who = t.users.filter((u) => !u.admin), admin = t.users.filter((u) => u.admin);
    const before = await watch(admin);
    await unchanged(who, () => {
        plantQueue(t, '14', 8800014, 'new queue');
        plant(t, '14', 8800014, { n: 60, active: 10 });
        plant(t, '13', t.queues[2].id, { n: 30, from: 500 });
        plant(t, '10', null, { n: 30, from: 500 });
        refreshStats(t);
    });
    t.users[0].owners.add('14');
    const after = await watch(admin);
    assert.ok(after.filter((a, i) => a.answer !== before[i].answer).length > WATCHED.length / 2, 'the admin does see them');
});

test('a search shows what was said in the own queues', async () => {
    tenants.forEach(indexTexts);
    for (const u of users)
        for (const owner of u.owners) {
            if (owner.endsWith('9')) continue;
            const a = await u.client.get(`/?period=all&text=canary${owner}z+message`);
            assert.match(a.body, new RegExp(`<mark>canary${owner}z</mark> <mark>message</mark>`), `${u.email} ${owner}`);
        }
});

test('histories and transcriptions do show the marks of what is theirs', async () => {
    for (const u of users)
        for (const owner of u.owners) {
            if (owner.endsWith('9')) continue;
            const id = 88000000 + Number(owner) * 10000 + 1;
            for (const path of [`/history/client?client=c${id}&figures=1`, `/history/agent?agent=${id}`, `/interactions/transcript?id=${id}`, `/account-timeline?account=${id}`])
                assert.ok(marksIn(await sweep(u, path)).has(owner), `${u.email} ${path}`);
        }
});

test('what is deleted shows nowhere: not itself, not what hangs on it, not in a figure', async () => {
    const [t] = tenants, agent = sql(`SELECT MIN(id) FROM agents WHERE tenant_id = ${t.id}`, 'pbxlogs')[0][0], id = 88770001;
    const paths = [...WATCHED, `/history/agent?agent=${agent}`, `/history/agent/figures?agent=${agent}`, '/?tag=canary77z%20tag&period=all', '/?flag_op=filled&period=all&size=100', '/?account_op=filled&period=all'];
    for (const u of t.users) {
        const before = await Promise.all(paths.map((path) => u.client.get(path).then(masked)));
        plantDeleted(t, t.queues[0].id, 100 + t.users.indexOf(u));
        for (const [i, path] of paths.entries()) assert.equal(masked(await u.client.get(path)), before[i], `${u.email} ${path}`);
        for (const path of ['/interaction?id=', '/interactions/transcript?id=', '/interactions/play?id=', '/interactions/delete?id=', '/interactions/hold?id='])
            assert.equal(masked(await u.client.get(path + id)), masked(await u.client.get(path + ABSENT.id)), `${u.email} ${path}`);
    }
    const page = await t.users[0].client.get('/deleted');
    assert.ok(marksIn(page).has(GONE), 'it does show on its own list');
    assert.doesNotMatch(page.body, /canary77z (?:message|tag|flag|note|function|topic|summary|url|account|vendor|path)/);
});

// --- foreign and absent ------------------------------------------------------------------------

function same(a, b, from, to) {
    assert.equal(masked(a).replaceAll(from, to), masked(b), `${from} and ${to}`);
}

test('a foreign id is like one that does not exist', async () => {
    for (const u of tenants[0].users) {
        const foreignQueues = ['8800021', '8800023', ...(u.admin ? [] : ['8800013'])];
        const foreignIds = ['88210001', '88230002', '88200003', ...(u.admin ? [] : ['88130001', '88130003', '88100004'])];
        for (const id of foreignIds)
            for (const [path, absent] of [[`/history/client?client=c${id}`, `/history/client?client=c${ABSENT.id}`], [`/history/agent?agent=${id}`, `/history/agent?agent=${ABSENT.id}`],
                [`/history/agent/figures?agent=${id}`, `/history/agent/figures?agent=${ABSENT.id}`], [`/interactions/transcript?id=${id}`, `/interactions/transcript?id=${ABSENT.id}`], [`/interactions/transcript/export?id=${id}`, `/interactions/transcript/export?id=${ABSENT.id}`],
                [`/account-timeline?account=${id}`, `/account-timeline?account=${ABSENT.id}`], [`/interaction?id=${id}`, `/interaction?id=${ABSENT.id}`],
                [`/interactions/play?id=${id}`, `/interactions/play?id=${ABSENT.id}`], [`/history/counts?clients=c${id}&agents=${id}`, `/history/counts?clients=c${ABSENT.id}`]])
                assert.equal(masked(await u.client.get(path)), masked(await u.client.get(absent)), `${u.email} ${path}`);
        for (const more of ['', '&period=all', '&period=all&sort=closed&size=25', '&end=1', '&count=exact&dir=asc', '&channel=voice', '&agent=canary', '&queue=8800011']) {
            for (const id of foreignQueues.filter(() => !more.includes('queue')))
                same(await u.client.get(`/?queue=${id}${more}`), await u.client.get(`/?queue=${ABSENT.queue}${more}`), id, `${ABSENT.queue}`);
            for (const id of foreignIds) {
                same(await u.client.get(`/?agent_id=${id}${more}`), await u.client.get(`/?agent_id=${ABSENT.id}${more}`), id, `${ABSENT.id}`);
                same(await u.client.get(`/?client=c${id}${more}`), await u.client.get(`/?client=c${ABSENT.id}${more}`), id, `${ABSENT.id}`);
            }
            for (const [from, to] of [['canary21z', 'canary99z'], ...(u.admin ? [] : [['canary13z', 'canary98z']])])
                for (const op of ['all', 'any', 'phrase']) {
                    const [a, b] = [from, to].map((mark) => `/?text=${mark}+message&text_op=${op}${more}`);
                    same(await u.client.get(a), await u.client.get(b), from, to);
                }
            for (const [from, to] of [['canary21z', 'canary99z'], ...(u.admin ? [] : [['canary13z', 'canary98z']])])
                for (const [key, what] of [['tag', ' tag'], ['flag', ' flag'], ['action', ''], ['flow', ' flow'], ['account', ' account 1']])
                    for (const op of ['is', 'contains', 'not']) {
                        const [a, b] = [from, to].map((mark) => `/?${key}=${encodeURIComponent(mark + what)}&${key}_op=${op}${more}`);
                        same(await u.client.get(a), await u.client.get(b), from, to);
                    }
            for (const phone of ['+49777002177001', ...(u.admin ? [] : ['+49777001377001'])]) {
                const [a, b] = [phone, '+499999999999999'].map((p) => `/?client=p${encodeURIComponent(p)}${more}`);
                same(await u.client.get(a), await u.client.get(b), phone.slice(1), '499999999999999');
            }
            const [a, b] = [await u.client.get(`/?disposition=2${more}`), await u.client.get(`/?disposition=7${more}`)];
            assert.equal(masked(a).replaceAll('disposition=2', 'disposition=7'), masked(b), 'dispositions 2 and 7');
        }
    }
});
