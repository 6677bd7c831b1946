// A stack to break, a load to break it under, and the judge of what the load was answered.
import './where.mjs';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import http from 'node:http';
import { signedIn } from '../lib/http.mjs';
import { ROOT, sleep, sql } from '../lib/stack.mjs';
import { Desk } from '../browser/desk.mjs';
import { parseGrid } from '../lib/html.mjs';

// --- the stack ---------------------------------------------------------------------------------

export function stack(...args) {
    const r = spawnSync(`${ROOT}/src/run/stack`, args, { cwd: ROOT, encoding: 'utf8', timeout: 180000 });
    if (r.status !== 0) throw new Error(`stack ${args}: ${r.stdout}${r.stderr}`);
    return r.stdout;
}

export { masterPid as pidOf, sv } from '../lib/stack.mjs';

// All processes: {pid, parent, state, name}.
export function processes() {
    return readdirSync('/proc').filter((p) => /^\d+$/.test(p)).flatMap((p) => {
        try {
            const [, pid, name, state, parent] = /^(\d+) \((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${p}/stat`, 'utf8'));
            return [{ pid: Number(pid), name, state, parent: Number(parent) }];
        } catch {
            return [];
        }
    });
}

export function descendants(root) {
    const all = processes(), found = new Set([root]);
    for (let before = 0; before !== found.size;) {
        before = found.size;
        for (const p of all) if (found.has(p.parent)) found.add(p.pid);
    }
    return all.filter((p) => found.has(p.pid));
}

// Waits until none of these processes is left. A dead one that only the system's first process has
// yet to take note of is gone.
export async function gone(list) {
    const left = () => processes().filter((p) => list.some((f) => f.pid === p.pid && f.name === p.name) && !(p.state === 'Z' && p.parent === 1));
    for (let i = 0; i < 40 && left().length; i++) await sleep(50);
    assert.deepEqual(left(), [], 'nothing is left of them');
}

export const alive = (...pids) => processes().filter((p) => pids.includes(p.pid));

export const children = (pid) => processes().filter((p) => p.parent === pid).map((p) => p.pid);

export const kill = (pid, signal = 'SIGKILL') => process.kill(pid, signal);

// --- the load ----------------------------------------------------------------------------------

const PATHS = ['/', '/?queue=2', '/?period=all&sort=duration&size=100', '/?agent=ann&size=25', '/?channel=chat&sort=closed&dir=asc'];

// One answer as it came: whole or not, and what it showed.
function ask(agent, path, cookie, timeout = 30000) {
    return new Promise((done) => {
        const at = performance.now();
        const end = (more) => done({ path, at, ms: performance.now() - at, status: 0, ...more });
        const r = http.request({ host: '127.0.0.1', port: process.env.PORT, path, agent, timeout, headers: { Cookie: `parley=${cookie}` } }, (res) => {
            const parts = [];
            const answer = () => ({ status: res.statusCode, retry: res.headers['retry-after'], type: res.headers['content-type'],
                body: Buffer.concat(parts).toString('utf8') });
            res.on('data', (d) => parts.push(d));
            res.on('end', () => end(res.complete ? answer() : { ...answer(), error: 'cut off' }));
            res.on('error', (e) => end({ ...answer(), error: e.code || e.message }));
        });
        r.on('timeout', () => r.destroy(new Error('timeout')));
        r.on('error', (e) => end({ error: e.code || e.message }));
        r.end();
    });
}

// A center with known rows and somebody signed in to it, who asks all the time.
export class Load {
    results = [];
    #going = true;

    static async start({ clients = 8, pause = 5 } = {}) {
        const load = new Load();
        await sleep(100); /* to learn which kept connections were closed meanwhile */
        load.desk = new Desk('faults');
        load.desk.addMany(400);
        load.desk.ready();
        load.cookie = (await signedIn(load.desk.user)).session;
        load.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
        load.expected = {};
        for (const path of PATHS) {
            const a = await ask(load.agent, path, load.cookie);
            assert.equal(a.status, 200, `before the fault: ${path}`);
            load.expected[path] = ids(a.body);
            assert.ok(load.expected[path].length >= 25);
        }
        load.loops = Array.from({ length: clients }, (_, i) => load.#loop(i, pause));
        await sleep(400);
        return load;
    }

    async #loop(i, pause) {
        while (this.#going) {
            this.results.push(await ask(this.agent, PATHS[i++ % PATHS.length], this.cookie));
            await sleep(pause);
        }
    }

    one(path = '/') {
        return ask(this.agent, path, this.cookie);
    }

    get now() {
        return performance.now();
    }

    // Ends the load and says what was wrong with its answers; nothing may be. The rows are as before,
    // whoever was signed in still is.
    async stop() {
        this.#going = false;
        await Promise.all(this.loops);
        await sleep(100);
        const last = await this.one();
        assert.equal(last.status, 200, 'the session still holds');
        assert.deepEqual(ids(last.body), this.expected['/']);
        assert.deepEqual(this.results.map((r) => this.#wrong(r)).filter(Boolean).slice(0, 5), [], 'answers that must never be');
        this.agent.destroy();
        return this.results;
    }

    // Why an answer must never have been given, or ''.
    #wrong(r) {
        const say = (why) => `${why}: ${r.status} ${r.path} after ${Math.round(r.ms)} ms ${r.error ?? ''}`;
        if (r.status === 0) return '';
        if (r.error) return say('began and did not end');
        if (r.status === 200) {
            if (!r.body.trimEnd().endsWith('</html>')) return say('half a page');
            return JSON.stringify(ids(r.body)) === JSON.stringify(this.expected[r.path]) ? '' : say('other rows');
        }
        if (![502, 503, 504].includes(r.status)) return say('an unexpected status');
        if (!(Number(r.retry) > 0)) return say('no Retry-After');
        if (!r.body.trimEnd().endsWith('</html>')) return say('half an error page');
        return '';
    }

    answers(from = 0, to = Infinity) {
        return this.results.filter((r) => r.at >= from && r.at < to);
    }

    failed(from = 0, to = Infinity) {
        return this.answers(from, to).filter((r) => r.status !== 200);
    }

    // Counts of what was answered, for people.
    tally(from = 0, to = Infinity) {
        const n = {};
        for (const r of this.answers(from, to)) n[r.error && !r.status ? r.error : r.status] = (n[r.error && !r.status ? r.error : r.status] ?? 0) + 1;
        return JSON.stringify(n);
    }

    // How long after `from` (a time of this.now) the last failed answer was asked for, in ms.
    recovered(from) {
        return Math.round(Math.max(0, ...this.failed(from).map((r) => r.at - from)));
    }
}

const ids = (html) => parseGrid(html)?.rows.map((r) => r.id) ?? [];

// Waits until the database answers; the time it did.
export async function databaseBack(load) {
    for (const end = Date.now() + 60000; Date.now() < end; await sleep(50))
        try {
            sql('SELECT 1');
            return load.now;
        } catch { /* not yet */ }
    throw new Error('the database does not come back');
}
