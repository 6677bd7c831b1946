// Measures `parley import asterisk`: LINES lines of a queue_log (a million), seconds and memory.
// What it stores is removed again.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { Random } from '../lib/random.mjs';
import { BIN, parley, sql, VAR } from '../lib/stack.mjs';

const LINES = Number(process.env.LINES || 1000000), GOAL_S = 120;
const path = `${VAR}/bench_queue_log`, slug = `bench-asterisk-${Date.now().toString(36)}`;

// A call about every six seconds: rings, an answer or not, in the order in which Asterisk writes.
function writeLog() {
    const r = new Random(1), file = openSync(path, 'w');
    let lines = [], written = 0;
    const flush = (until) => {
        lines.sort((a, b) => a[0] - b[0]);
        const n = lines.findIndex((l) => l[0] >= until), ready = lines.splice(0, n < 0 ? lines.length : n);
        writeSync(file, ready.map((l) => l[1] + '\n').join(''));
        written += ready.length;
    };
    for (let at = 1782864000, n = 0; written + lines.length < LINES; n++) {
        at += r.below(12);
        const id = `${at}.${n}`, queue = `queue${r.below(8)}`, agent = () => `SIP/${8000 + r.below(60)}`;
        let t = at;
        const line = (...f) => lines.push([t, [t, id, queue, ...f].join('|')]);
        line('NONE', 'ENTERQUEUE', '', `0207${r.between(1000000, 9999999)}`, 1);
        for (let k = r.below(3); k > 0; k--) t += 10, line(agent(), 'RINGNOANSWER', 10000);
        t += 5;
        const who = agent(), waited = t - at, talk = r.between(20, 300);
        if (r.chance(0.2)) line('NONE', 'ABANDON', 1, 1, waited);
        else line(who, 'CONNECT', waited, `${t - 3}.${n}9`, 3), t += talk, line(who, r.chance(0.5) ? 'COMPLETECALLER' : 'COMPLETEAGENT', waited, talk, 1);
        if (n % 20000 === 19999) flush(at);
    }
    flush(Infinity);
    closeSync(file);
    return written;
}

function peakOf(pid) {
    try {
        return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
    } catch {
        return 0;
    }
}

async function run() {
    const started = Date.now();
    const p = spawn(`${BIN}/parley`, ['--config', `${VAR}/etc/parley.conf`, 'import', 'asterisk', '--queue-log', path, '--tenant', slug,
        '--rejects', `${path}.rejects.csv`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let peak = 0, out = '';
    p.stdout.on('data', (d) => { out += d; });
    const timer = setInterval(() => { peak = Math.max(peak, peakOf(p.pid)); }, 50);
    const status = await new Promise((done) => p.on('close', done));
    clearInterval(timer);
    if (status !== 0 || !/The figures agree/.test(out)) throw new Error(`import asterisk: ${status}\n${out}`);
    return { seconds: (Date.now() - started) / 1000, peak };
}

const made = parley(['tenant', 'add', slug, 'Bench of imports']);
if (made.status !== 0) throw new Error(made.err);
const tenant = sql(`SELECT id FROM tenants WHERE slug = '${slug}'`)[0][0];
try {
    const lines = writeLog(), first = await run(), again = await run();
    console.log(`\nimport asterisk, ${lines.toLocaleString('en')} lines: ${first.seconds.toFixed(1)} s, ${first.peak.toFixed(0)} MB; once more, all known: ` +
        `${again.seconds.toFixed(1)} s, ${again.peak.toFixed(0)} MB (goal: ${GOAL_S} s for 1,000,000: ${first.seconds * 1e6 / lines < GOAL_S ? 'reached' : 'MISSED'})`);
} finally {
    rmSync(path);
    for (const table of ['legs', 'vendor_details', 'closed_interactions']) sql(`DELETE FROM ${table} WHERE tenant_id = ${tenant}`, 'pbxlogs');
    sql(`UPDATE tenants SET active = 0 WHERE id = ${tenant}`);
}
