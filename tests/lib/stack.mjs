// The stack under test: where it is, its database, its configuration, its logs.
//
// VAR, PORT and BIN say which stack, as for src/run/stack; without them it is the one of
// `make test`: var/test, port 18080, build/asan/bin.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const VAR = resolve(ROOT, process.env.VAR || 'var/test');
export const BIN = resolve(ROOT, process.env.BIN || 'build/asan/bin');
export const PORT = Number(process.env.PORT || 18080);
export const BASE = `http://127.0.0.1:${PORT}`;
const SOCKET = `${VAR}/run/mariadb.sock`;

// --- the database ------------------------------------------------------------------------------

export const mariadbArgs = ['--no-defaults', `--socket=${SOCKET}`, `--user=${userInfo().username}`,
    '--default-character-set=utf8mb4'];

const unescape = { n: '\n', t: '\t', 0: '\0', '\\': '\\' };

// Runs SQL with all rights; rows of the last result as arrays of texts, NULL as null.
export function sql(text, database = 'parley') {
    const r = spawnSync('mariadb', [...mariadbArgs, '--batch', '--skip-column-names', database],
        { input: text, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (r.status !== 0) throw new Error(`SQL failed: ${r.stderr}\n${text.slice(0, 500)}`);
    return r.stdout.split('\n').slice(0, -1).map((line) => line.split('\t').map((cell) =>
        cell === 'NULL' ? null : cell.replace(/\\([nt0\\])/g, (_, c) => unescape[c])));
}

// A value as SQL text.
export function quote(v) {
    if (v === null || v === undefined) return 'NULL';
    if (typeof v === 'number' || typeof v === 'bigint') return String(v);
    if (typeof v === 'boolean') return v ? '1' : '0';
    return `'${v.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\0/g, '\\0')}'`;
}

// Milliseconds since 1970 as DATETIME(3).
export function datetime(ms) {
    return ms === null || ms === undefined ? null : new Date(ms).toISOString().slice(0, 23).replace('T', ' ');
}

// INSERT statements for a list of objects with the same keys.
export function inserts(table, rows, chunk = 500) {
    let out = '';
    for (let i = 0; i < rows.length; i += chunk) {
        const part = rows.slice(i, i + chunk), keys = Object.keys(part[0]);
        out += `INSERT INTO ${table} (${keys}) VALUES\n` +
            part.map((r) => `(${keys.map((k) => quote(r[k]))})`).join(',\n') + ';\n';
    }
    return out;
}

// Holds a table so that reading it waits; the answer is how to let it go.
export function hold(table) {
    return new Promise((resolve, reject) => {
        const p = spawn('mariadb', [...mariadbArgs, '--unbuffered', '--skip-column-names', 'pbxlogs'], { stdio: ['pipe', 'pipe', 'inherit'] });
        p.on('error', reject);
        p.stdout.once('data', () => resolve(() => new Promise((done) => (p.once('close', done), p.stdin.end('UNLOCK TABLES;\n')))));
        p.stdin.write(`LOCK TABLES ${table} WRITE; SELECT 'held';\n`);
    });
}

// --- the command line --------------------------------------------------------------------------

// Runs `parley ARGS`; input is its standard input.
export function parley(args, { input = '', env = {}, config = `${VAR}/etc/parley.conf` } = {}) {
    const r = spawnSync(`${BIN}/parley`, [...(config ? ['--config', config] : []), ...args],
        { input, encoding: 'utf8', env: { ...process.env, ...env }, timeout: 120000 });
    return { status: r.status, signal: r.signal, out: r.stdout, err: r.stderr };
}

// --- configuration and services ----------------------------------------------------------------

const CONF = `${VAR}/etc/parley.conf`;

// runit's sv, of this stack: sv('stop', 'worker').
export function sv(...args) {
    return spawnSync('sv', ['-w', '30', ...args], { encoding: 'utf8', env: { ...process.env, SVDIR: `${VAR}/sv` } });
}

export function masterPid(program) {
    return Number(readFileSync(`${VAR}/sv/${program}/supervise/pid`, 'utf8'));
}

// None while the service's script is still on its way to the program.
export function workerPids(program) {
    const pid = masterPid(program);
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== program) return [];
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

async function until(what, test, seconds = 20) {
    for (const end = Date.now() + seconds * 1000; ;) {
        try {
            if (await test()) return;
        } catch { /* not yet */ }
        if (Date.now() > end) throw new Error(`still not: ${what}`);
        await sleep(30);
    }
}

// The program `worker` serves nobody: it does its work itself.
const hasWorkers = (program) => program !== 'worker';

export async function restart(program) {
    const r = sv('restart', program);
    if (r.status !== 0) throw new Error(`sv restart ${program}: ${r.stdout}${r.stderr}`);
    await until(`${program} runs`, () => hasWorkers(program) ? workerPids(program).length > 0 : masterPid(program) > 0);
}

// Tells the program to read its configuration again; returns when all its workers are new.
export async function reload(program) {
    if (!hasWorkers(program)) return restart(program);
    const old = new Set(workerPids(program));
    sv('hup', program);
    await until(`${program} has new workers`, () => {
        const now = workerPids(program);
        return now.length >= old.size && now.every((p) => !old.has(p));
    });
}

// Changes the configuration while `run` runs: {key: value}. How: 'reload' or 'restart'. Another
// database of facts (db_facts) also takes other rights, and a schema where it is empty.
export async function withConfiguration(values, programs, run, how = 'reload') {
    const before = readFileSync(CONF, 'utf8');
    const keys = Object.keys(values);
    const kept = before.split('\n').filter((l) => !keys.includes(l.split('=')[0].trim()));
    writeFileSync(CONF, kept.join('\n').trimEnd() + '\n' + keys.map((k) => `${k} = ${values[k]}\n`).join(''));
    const apply = async () => {
        const r = 'db_facts' in values ? parley(['migrate']) : { status: 0 };
        if (r.status !== 0) throw new Error(`migrate: ${r.err}`);
        for (const p of programs) await (how === 'restart' ? restart : reload)(p);
    };
    try {
        await apply();
        return await run();
    } finally {
        writeFileSync(CONF, before);
        await apply();
    }
}

// --- the logs ----------------------------------------------------------------------------------

export const PROGRAMS = ['login', 'pages', 'reports', 'export', 'live', 'admin', 'hooks', 'worker']
    .filter((p) => existsSync(`${VAR}/sv/${p}`));

// What stands in a program's log, over all of its files, as lines.
export function logLines(program) {
    const dir = `${VAR}/log/${program}`;
    if (!existsSync(dir)) return [];
    return readdirSync(dir).filter((f) => f === 'current' || f.startsWith('@')).sort((a, b) =>
        (a === 'current') - (b === 'current') || (a < b ? -1 : 1))
        .flatMap((f) => readFileSync(`${dir}/${f}`, 'utf8').split('\n').slice(0, -1));
}
