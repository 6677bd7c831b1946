// Measures the pages of pages.mjs through nginx, and their bare SQL; see `run`.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { BASE, ROOT, VAR, masterPid, workerPids } from '../lib/stack.mjs';
import { signedIn } from '../lib/http.mjs';
import { Random } from '../lib/random.mjs';
import { ADMIN, PASSWORD, USERS, pages, randomPages } from './pages.mjs';
import { logged, nameOf, statements } from './statements.mjs';

const ROWS = Number(process.env.ROWS), DURATION = Number(process.env.DURATION || 2);
const ONLY = process.env.ONLY || '';
const CONNECTIONS = [1, 8, 64];
const LIMIT_US = 50000;

// --- measuring ---------------------------------------------------------------------------------

function wrk(path, connections, cookie, seconds = DURATION) {
    const r = spawnSync('wrk', [`-t${Math.min(2, connections)}`, `-c${connections}`, `-d${seconds}s`,
        '--latency', '-s', `${ROOT}/tests/bench/report.lua`, ...(cookie ? ['-H', `Cookie: parley=${cookie}`] : []),
        BASE + path], { encoding: 'utf8' });
    const json = /^JSON(.*)$/m.exec(r.stdout || '');
    if (!json) throw new Error(`wrk ${path}: ${r.error || r.stderr || r.stdout}`);
    const out = JSON.parse(json[1]);
    if (out.errors) throw new Error(`wrk ${path}: ${out.errors} of ${out.requests} answers were errors`);
    return out;
}

// Processor time in microseconds that a process has used, over all of its threads.
function used(pid) {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, t) =>
        sum + Number(readFileSync(`/proc/${pid}/task/${t}/schedstat`, 'utf8').split(' ')[0]) / 1000, 0);
}

function usedByAll() {
    const sum = (pids) => pids.reduce((n, pid) => n + used(pid), 0);
    return { pages: sum(workerPids('pages')), mariadb: used(masterPid('mariadb')), nginx: sum(workerPids('nginx')) };
}

// At each number of connections; at 8 also the processor time of a request, which other users of
// the machine disturb less.
function sweep(path, cookie) {
    wrk(path, 8, cookie, 1); // warm
    return Object.fromEntries(CONNECTIONS.map((c) => {
        const before = usedByAll(), r = wrk(path, c, cookie), after = usedByAll();
        r.cpu_us = Object.fromEntries(Object.keys(after).map((k) => [k, (after[k] - before[k]) / r.requests]));
        return [c, r];
    }));
}

// The page's statements in a loop, without Parley: rounds per second at 1 and 8 connections.
function bareSql(list) {
    const loop = (connections) => {
        const r = spawnSync(`${VAR}/sql_loop`, [`${VAR}/run/mariadb.sock`, userInfo().username, connections, 0.5],
            { input: list.map((s) => s.text + '\n').join(''), encoding: 'utf8' });
        if (r.status !== 0) throw new Error(r.stderr);
        return JSON.parse(r.stdout);
    };
    const one = loop(1), eight = loop(8);
    return { rate: { 1: one.rate, 8: eight.rate },
        statements: list.map((s, i) => ({ name: nameOf(s.text), us: one.us[i], examined: s.examined, text: s.text })) };
}

// Proportional set size of each worker, in MB.
function memory() {
    return workerPids('pages').map((pid) =>
        Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024);
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

// --- showing -----------------------------------------------------------------------------------

const pad = (s, n) => String(s).padStart(n);
const count = (n) => Math.round(n).toLocaleString('en');
const ms = (us) => (us / 1000).toFixed(us < 10000 ? 1 : 0);

function row(name, r, firstPage) {
    const sql = r.sql?.statements.reduce((sum, s) => sum + s.us, 0);
    console.log(name.padEnd(46) + CONNECTIONS.map((c) => pad(count(r[c].rate), 8)).join('') +
        [1, 8, 64].map((c) => pad(`${ms(r[c].p50_us)}/${ms(r[c].p99_us)}`, 10)).join('') +
        pad(r.of_H ? r.of_H.toFixed(3) : '', 7) +
        pad(firstPage ? (r.of_H / firstPage.of_H).toFixed(2) : '', 6) +
        ['pages', 'mariadb', 'nginx'].map((k) => pad(count(r[8].cpu_us[k]), 6)).join('') +
        pad(sql ? count(sql) : '', 8) + pad(r.sql ? count(r.sql.rate[8]) : '', 8) + pad(count(r[8].bytes / 1024), 5));
}

function heading() {
    console.log('\n' + ''.padEnd(46) + pad('requests per second', 24) + pad('p50/p99 in ms', 30) +
        pad('of', 7) + pad('of', 6) + pad('CPU us', 18) + pad('SQL', 8) + pad('SQL', 8) + pad('', 5));
    console.log('connections'.padEnd(46) + CONNECTIONS.map((c) => pad(c, 8)).join('') +
        CONNECTIONS.map((c) => pad(c, 10)).join('') + pad('H', 7) + pad('1st', 6) +
        pad('pages', 6) + pad('db', 6) + pad('nginx', 6) + pad('us', 8) + pad('/s', 8) + pad('KB', 5));
}

// --- the goals ---------------------------------------------------------------------------------

function newestResult(rows) {
    const dir = `${ROOT}/var/bench-${rows}`;
    try {
        const files = readdirSync(dir).filter((f) => /^result-.*\.json$/.test(f)).sort();
        return files.map((f) => JSON.parse(readFileSync(`${dir}/${f}`, 'utf8'))).filter((r) => !r.only).pop();
    } catch {
        return undefined;
    }
}

// Each goal: what, measured, wanted, whether more is better.
function goals(result) {
    const by = (name) => result.pages[name];
    const out = [];
    const goal = (what, value, wanted, more = true) => value !== undefined &&
        out.push({ what, value, wanted, more, reached: more ? value >= wanted : value <= wanted });
    const first = by('first page');
    const share = (name) => by(name)?.of_H;
    const ofFirst = (name) => by(name) && first && by(name).of_H / first.of_H;
    goal('first page, of H', share('first page'), 0.12);
    goal('first page, p99 in ms at 8 connections', first && first[8].p99_us / 1000, 5, false);
    goal('10 of 200 queues, of H', share('10 of 200 queues: first page'), 0.06);
    for (const [name, r] of Object.entries(result.pages))
        if (r.filter) goal(`${name}, of H`, r.of_H, 0.05);
    for (const name of ['1000 pages deep', 'last page', 'sorted by duration'])
        goal(`${name}, of the first page`, ofFirst(name), 0.8);
    for (const [name, r] of Object.entries(result.pages))
        /* what is looked at is recorded first, tenant by tenant: alone it is a matter of time, not of rate */
        if (r.history && r.user === ADMIN && first) goal(`${name}, time alone over the first page`, r[1].p50_us / first[1].p50_us, 1.25, false);
    goal('random pages: slowest statement in ms', result.random && result.random.worst_us / 1000, 50, false);
    goal('memory of a worker in MB', result.memory_mb && Math.max(...result.memory_mb), 8, false);
    const ten = ROWS === 1e7 ? result : newestResult(1e7), one = ROWS === 1e6 ? result : newestResult(1e6);
    if (ten?.pages['first page']?.of_H && one?.pages['first page']?.of_H)
        goal('10 million rows against 1 million, first page, time over H',
            one.pages['first page'].of_H / ten.pages['first page'].of_H, 1.05, false);
    return out;
}

function showGoals(list) {
    console.log('\nGoals');
    for (const g of list) {
        const digits = g.wanted < 1 ? 3 : 2;
        const distance = g.more ? g.wanted / g.value : g.value / g.wanted;
        console.log(`  ${g.reached ? 'reached' : `x ${distance.toFixed(2)} off`}`.padEnd(14) +
            `${g.what}: ${g.value.toFixed(digits)} (goal: ${g.more ? 'at least' : 'at most'} ${g.wanted})`);
    }
}

// --- all of it ---------------------------------------------------------------------------------

const began = Date.now();
const clients = {};
for (const u of USERS) clients[u] = await signedIn(u, PASSWORD);
const cookie = (user) => clients[user].session;
const list = pages().filter((p) => p.name.includes(ONLY));
const get = async (p) => {
    const a = await clients[p.user].get(p.path);
    if (a.status !== 200) throw new Error(`${p.path}: ${a.status}`);
};

// A random page may run out of time: then its statement is in the log with that time.
const tryIt = (p) => clients[p.user].get(p.path);

const result = { date: new Date().toISOString(), rows: ROWS, seconds: DURATION, only: ONLY || undefined, pages: {} };

// A worker's first request for a page also reads the names and counts; what is asked every time is
// what the shortest of several requests asks.
const REPEATED = 10;
const [shapes, random] = await logged(async () => {
    const warm = Array.from({ length: 40 }, () => ({ user: ADMIN, path: '/?period=today' }));
    await Promise.all(warm.map(get));
    const asked = await statements(list.flatMap((p) => Array(REPEATED).fill(p)), get);
    const chosen = randomPages(ONLY ? 0 : 200, new Random('bench'));
    return [list.map((_, i) => asked.slice(i * REPEATED, (i + 1) * REPEATED).reduce((x, y) =>
        y.length < x.length ? y : x)), chosen.length ? await statements(chosen, tryIt) : []];
});
if (random.length) {
    const all = random.flat().map((s) => s.us).sort((a, b) => b - a);
    result.random = { pages: random.length, worst_us: all[0], over: all.filter((us) => us > LIMIT_US).length };
}

// The machine is not ours alone: each page is compared with H as it was before and after it, and
// the first page is measured three times.
const H = '/health/live';
const first = list.find((p) => p.name === 'first page');
result.static = sweep('/static/css/parley.css');
result.live = sweep(H);
result.H = [result.live[8].rate];
heading();
row('static file of 28 KB', result.static);
row('H: FastCGI without a database', result.live);

// Requests that wrk gave up at its end may still wait for a worker.
async function drain() {
    for (let quick = 0, end = Date.now() + 20000; quick < 8 && Date.now() < end;) {
        const a = await clients[ADMIN].get(H);
        quick = a.ms < 20 ? quick + 1 : 0;
    }
}

async function measure(p, statementsOfIt) {
    const r = { ...sweep(p.path, cookie(p.user)), filter: p.filter, history: p.history, path: p.path, user: p.user };
    const before = result.H.at(-1);
    await drain();
    result.H.push(wrk(H, 8, null, 1).rate);
    r.of_H = r[8].rate / ((before + result.H.at(-1)) / 2);
    r.sql = bareSql(statementsOfIt.filter((s) => /^SELECT/.test(s.text))); // what is recorded cannot be recorded twice
    return r;
}

const firsts = [];
for (const [i, p] of list.entries()) {
    const r = await measure(p, shapes[i]);
    result.pages[p.name] = r;
    if (p === first) firsts.push(r);
    row(p.name, r, firsts[0]);
    if (first && (i === list.length >> 1 || i === list.length - 1)) {
        firsts.push(await measure(first, shapes[list.indexOf(first)]));
        row('first page again', firsts.at(-1), firsts[0]);
    }
}
if (first) {
    const middle = median(firsts.map((r) => r.of_H));
    result.pages['first page'] = firsts.find((r) => r.of_H === middle);
}
console.log(`H at 8 connections, while pages were measured: ${count(Math.min(...result.H))} to ${count(Math.max(...result.H))}` +
    (Math.min(...result.H) * 1.3 < Math.max(...result.H) ? '. THE MACHINE WAS BUSY: only ratios and CPU times mean something.' : ''));

// The figures come after the page, once per window: one at a time tells how long one waits.
for (const p of list.filter((h) => h.figures)) {
    const times = [];
    for (let i = 0; i < 7; i++) {
        const a = await clients[p.user].get(p.figures);
        if (a.status !== 200 || a.body.includes('took too long')) throw new Error(`${p.figures}: ${a.status}`);
        times.push(a.ms);
    }
    result.pages[p.name].figures_ms = median(times);
    console.log(`figures of ${p.name}: ${median(times).toFixed(0)} ms`);
}
result.memory_mb = memory();
console.log(`\nMemory of the workers (PSS): ${result.memory_mb.map((m) => m.toFixed(1)).join(', ')} MB`);
if (result.random)
    console.log(`${result.random.pages} random pages: slowest statement ${ms(result.random.worst_us)} ms, ` +
        `${result.random.over} over ${LIMIT_US / 1000} ms (see tests/bench/explain)`);
result.goals = goals(result);
showGoals(result.goals);
console.log('  not measured  CSV, reports, other products: there is nothing to measure yet');

const file = `${VAR}/result-${result.date.replace(/[:.]/g, '-')}.json`;
writeFileSync(file, JSON.stringify(result, null, 1));
console.log(`\n${Math.round((Date.now() - began) / 1000)} s; kept in ${file}`);
