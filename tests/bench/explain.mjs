// Which statements of the grid are slow, why, and what would have been quicker; see `explain`.
import { writeFileSync } from 'node:fs';
import { VAR, sql, withConfiguration } from '../lib/stack.mjs';
import { signedIn } from '../lib/http.mjs';
import { Random } from '../lib/random.mjs';
import { PASSWORD, USERS, pages, randomPages, values } from './pages.mjs';
import { logged, nameOf, statements } from './statements.mjs';

const LIMIT_US = Number(process.env.LIMIT_MS || 50) * 1000;
const RANDOM_PAGES = Number(process.env.RANDOM_PAGES || 200), SEED = process.env.SEED || 'bench';
const PLANS = ['time', 'sorted', 'queue', 'agent', 'agent_queue', 'did', 'disposition', 'channel', 'contact', 'phone',
    'account', 'clients', 'action', 'tag', 'flag', 'duration'];

const clients = {};
for (const u of USERS) clients[u] = await signedIn(u, PASSWORD);
const get = (p) => clients[p.user].get(p.path);

// Every filter, common and rare, x sorting and direction x place x user.
function allShapes() {
    const ends = (dim, name) => [values(dim)[0], values(dim).at(-1)].map((id) => `${name}=${id}`);
    const filters = ['', ...ends('queue', 'queue'), ...ends('agent', 'agent_id'), 'agent=an',
        ...ends('disposition', 'disposition'), 'channel=voice', 'channel=sms', 'did=%2B99910000', 'client=c1'];
    const out = [];
    for (const user of USERS)
        for (const filter of filters)
            for (const sort of ['', 'sort=closed', 'sort=duration'])
                for (const place of ['', 'dir=asc', 'end=1'])
                    for (const period of ['period=all', 'period=30d'])
                        out.push({ user, path: '/?' + [period, filter, sort, place].filter(Boolean).join('&') });
    return out;
}

// Milliseconds of the slowest statement of each request.
const slowest = (asked) => asked.reduce((a, b) => (b.us > a.us ? b : a), { us: 0, text: '' });

const list = [...pages(), ...allShapes(), ...randomPages(RANDOM_PAGES, new Random(SEED))];
console.log(`${list.length} pages, seed ${SEED}`);
// Each twice, so that what is measured is the plan and not the disk.
const [first, second] = await logged(async () => [await statements(list, get), await statements(list, get)]);
const asked = first.map((f, i) => (slowest(f).us < slowest(second[i]).us ? f : second[i]));
const slow = list.map((p, i) => ({ ...p, worst: slowest(asked[i]) })).filter((p) => p.worst.us > LIMIT_US)
    .sort((a, b) => b.worst.us - a.worst.us);

// What the other plans take, for the slowest three of each kind.
const kinds = new Map();
for (const p of slow) {
    const kind = nameOf(p.worst.text).replace(/ x\d+$/, '') + / ORDER BY \S+ \S+/.exec(p.worst.text)?.[0];
    p.nth = (kinds.get(kind) || 0) + 1;
    kinds.set(kind, p.nth);
}
const studied = slow.filter((p) => p.nth <= 3), others = studied.map(() => ({}));
for (const plan of studied.length ? PLANS : [])
    await withConfiguration({ plan }, ['pages'], () => logged(async () => {
        for (const [i, a] of (await statements(studied, get)).entries()) {
            const pageOnly = a.filter((s) => !/^SELECT COUNT/.test(s.text)), worst = slowest(pageOnly);
            const countOnly = slowest(a.filter((s) => /^SELECT COUNT/.test(s.text)));
            others[i][nameOf(worst.text)] = Math.min(worst.us, others[i][nameOf(worst.text)] ?? Infinity);
            if (countOnly.us)
                others[i][nameOf(countOnly.text)] = Math.min(countOnly.us, others[i][nameOf(countOnly.text)] ?? Infinity);
        }
    }));

function plan(text) {
    return sql(`EXPLAIN ${text}`).map((r) =>
        `        ${[r[2], r[3], r[5], r[6]].map((x) => x ?? '-').join('  ')}  ${r[8]} rows  ${r.at(-1) ?? ''}`).join('\n');
}

const times = asked.flat().map((s) => s.us).sort((a, b) => a - b);
const at = (p) => (times[Math.floor((times.length - 1) * p)] / 1000).toFixed(2);
console.log(`${times.length} statements: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, slowest ${at(1)} ms; ` +
    `${slow.length} pages with one over ${LIMIT_US / 1000} ms\n`);
for (const p of slow) {
    console.log(`${(p.worst.us / 1000).toFixed(0).padStart(5)} ms  ${nameOf(p.worst.text)}, ${p.worst.examined} rows read: ` +
        `${p.user.split('@')[0]} ${p.path}`);
    const i = studied.indexOf(p);
    if (i < 0) continue;
    const own = nameOf(p.worst.text);
    const better = Object.entries(others[i]).filter(([name, us]) => name !== own &&
        name.split(' ')[0] === own.split(' ')[0] && us < p.worst.us / 1.2).sort((x, y) => x[1] - y[1]);
    console.log(better.length
        ? `    better: ${better.slice(0, 2).map(([name, us]) => `${name} ${(us / 1000).toFixed(1)} ms`).join(', ')}`
        : '    no other plan is better');
    console.log(`${plan(p.worst.text)}\n`);
}
const file = `${VAR}/explain-${new Date().toISOString().replace(/[:.]/g, '-')}.json`;
writeFileSync(file, JSON.stringify({ seed: SEED, pages: list.length, slow: slow.map((p) => ({ ...p, others: others[studied.indexOf(p)] })) }, null, 1));
console.log(`kept in ${file}`);
