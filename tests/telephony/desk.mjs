// What the tests of telephony share: a PBX (lib/ami.mjs), a tenant whose calls it switches, the worker
// that follows it, and what became of a call.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTenant } from '../lib/http.mjs';
import { Ami, Pbx } from '../lib/ami.mjs';
import { VAR, logLines, masterPid, parley, restart, sleep, sql, withConfiguration } from '../lib/stack.mjs';

export async function until(what, look, ms = 15000) {
    for (const end = Date.now() + ms; ;) {
        const found = await look();
        if (found) return found;
        if (Date.now() > end) throw new Error(`still not after ${ms} ms: ${what}\n${logLines('worker').slice(-12).join('\n')}`);
        await sleep(60);
    }
}

// Starts it all; `more` are further keys of the configuration, null leaves one out.
export async function desk(name, more = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'telephony-')), slug = `${name}-${process.pid}-${Date.now() % 1000000}`;
    const d = { folder, slug, tenant: makeTenant(slug), ami: new Ami(), monitor: join(folder, 'monitor') };
    await d.ami.listen();
    d.pbx = new Pbx(d.ami, join(folder, 'queue_log'));
    d.pbx.start();
    writeFileSync(`${VAR}/etc/secrets/ami`, `${d.ami.secret}\n`, { mode: 0o600 });
    const keys = { asterisk_tenant: slug, asterisk_queue_log: d.pbx.queue_log, ami_url: d.ami.url, ami_user: d.ami.user, ...more };
    const ended = new Promise((done) => (d.finish = done));
    await new Promise((ready, fail) => {
        d.over = withConfiguration(Object.fromEntries(Object.entries(keys).filter(([, v]) => v !== null)), ['worker'], () => (ready(), ended), 'restart');
        d.over.catch(fail);
    });
    if (keys.ami_url) await until('the worker has signed in', () => d.ami.sessions.size);
    d.end = async () => {
        d.finish();
        await d.over;
        await d.ami.cut();
        rmSync(folder, { recursive: true });
        rmSync(`${VAR}/etc/secrets/ami`, { force: true });
    };
    return d;
}

const COLUMNS = `i.id, i.status, q.name, a.name, i.outcome, i.ended_by, i.wait_s, i.duration_s, i.hold_s, i.phone_number, i.direction, i.has_recording`;

// The interactions of a call: there must never be two.
export function found(d, call) {
    const from = (table) => `SELECT '${table}', ${COLUMNS} FROM ${table}_interactions i
        LEFT JOIN queues q ON q.tenant_id = i.tenant_id AND q.id = i.queue_id LEFT JOIN agents a ON a.tenant_id = i.tenant_id AND a.id = i.agent_id
        WHERE i.tenant_id = ${d.tenant} AND i.vendor = 'asterisk' AND i.vendor_ref = '${call.ref}'`;
    const rows = sql(`${from('active')} UNION ALL ${from('closed')}`, 'pbxlogs');
    if (rows.length > 1) throw new Error(`${call.ref} stands there ${rows.length} times`);
    if (!rows.length) return null;
    const [table, id, status, queue, agent, outcome, ended_by, wait, duration, hold, number, direction, recorded] = rows[0];
    return { table, id: Number(id), status, queue, agent, outcome, ended_by, wait: Number(wait), duration: Number(duration), hold: Number(hold), number, direction, recorded };
}

// [queue, agent, how it was left, whether it was queued, answered, over]
export function legs(d, row) {
    return sql(`SELECT q.name, a.name, l.left_reason, l.queued_at IS NOT NULL, l.answered_at IS NOT NULL, l.left_at IS NOT NULL FROM legs l
        LEFT JOIN queues q ON q.tenant_id = l.tenant_id AND q.id = l.queue_id LEFT JOIN agents a ON a.tenant_id = l.tenant_id AND a.id = l.agent_id
        WHERE l.tenant_id = ${d.tenant} AND l.interaction_id = ${row.id} ORDER BY l.leg_no`, 'pbxlogs')
        .map(([queue, agent, reason, ...flags]) => [queue, agent, reason, ...flags.map((x) => x === '1')]);
}

export const active = (d, call, ms) => until(`${call.ref} is active`, () => { const r = found(d, call); return r?.table === 'active' && r; }, ms);
export const closed = (d, call, ms) => until(`${call.ref} is closed`, () => { const r = found(d, call); return r?.table === 'closed' && r; }, ms);

// Both have said all that they know of it.
export const settled = (d, call, is) => until(`${call.ref} is as it should be: ${is}`, () => { const r = found(d, call); return r && is(r, legs(d, r)) && r; });

export function doctor() {
    return parley(['doctor']).out.replace(/\n {9}/g, ' ');
}

// As when the machine loses power: every process of the worker at once. It is started again by itself.
export async function kill() {
    const pid = await until('the worker runs', () => masterPid('worker'));
    const lanes = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    for (const p of [pid, ...lanes]) try { process.kill(p, 'SIGKILL'); } catch { /* it has just ended */ }
    await until('it runs again', () => { const now = masterPid('worker'); return now && now !== pid; });
    await sleep(400);
}

export { restart, sleep, sql };
