// Connections that may send, what they send, and what became of it.
import { createHmac, randomBytes } from 'node:crypto';
import { request } from '../lib/http.mjs';
import { seal } from '../lib/seal.mjs';
import { datetime, quote, sleep, sql } from '../lib/stack.mjs';

// {id, token, secret}; of our own signature unless said otherwise.
export function connect(tenant, { source = 'generic', scheme = 'vendor', header = null, secret = 'whsec_today', oldSecret = null,
    oldUntil = null, queue = null, active = true } = {}) {
    const token = randomBytes(18).toString('base64url').slice(0, 22).replace(/^-/, 'a');
    const bytes = (s) => s === null ? 'NULL' : `X'${seal('intake', String(tenant), s)}'`;
    const padded = token.padEnd(22, 'x');
    const id = Number(sql(`INSERT INTO intake_connections (tenant_id, source, name, token, scheme, header, secret, old_secret, old_until, queue_id, active, created_at)
        VALUES (${tenant}, ${quote(source)}, 'test', ${quote(padded)}, ${quote(scheme)}, ${quote(header)}, ${bytes(secret)}, ${bytes(oldSecret)},
        ${quote(datetime(oldUntil))}, ${queue ?? 'NULL'}, ${active ? 1 : 0}, ${quote(datetime(Date.now()))}); SELECT LAST_INSERT_ID();`)[0][0]);
    return { id, tenant, source, token: padded, secret };
}

export function signature(secret, body, at = Date.now()) {
    const t = Math.floor(at / 1000);
    return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;
}

export const JSON_TYPE = { 'Content-Type': 'application/json' };

// Sends a body (an object is made JSON of) as its connection would.
export function send(c, body, { headers = {}, at, secret = c.secret, ...options } = {}) {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return request('POST', `/hooks/${c.source}/${c.token}`, { ...options, body: bytes,
        headers: { ...JSON_TYPE, 'X-Parley-Signature': signature(secret, bytes, at), ...headers } });
}

export const call = (id, more = {}) => ({ id, created_at: '2026-11-20T09:00:00Z', closed_at: '2026-11-20T09:03:00Z', channel: 'voice', ...more });
export const event = (id, more = {}) => ({ event_id: `e-${id}`, type: 'call.closed', interaction: call(id, more) });

// Rows of the inbox of a tenant, the oldest first.
export const inbox = (tenant, where = '1') => sql(`SELECT id, source, event_id, event_type, subject, state, COALESCE(reason, ''), COALESCE(interaction_id, 0),
    bytes, LENGTH(body), COALESCE(file, ''), attempts FROM inbox WHERE tenant_id = ${tenant} AND (${where}) ORDER BY id`)
    .map(([id, source, event, type, subject, state, reason, interaction, bytes, here, file, attempts]) => ({ id: Number(id), source, event, type,
        subject, state, reason, interaction: Number(interaction), bytes: Number(bytes), here: Number(here), file, attempts: Number(attempts) }));

// What the interaction is that a source calls so.
export const interactions = (tenant, where = '1') => ['active', 'closed'].flatMap((t) =>
    sql(`SELECT id, vendor, vendor_ref, status FROM ${t}_interactions WHERE tenant_id = ${tenant} AND (${where})`, 'pbxlogs')
        .map(([id, vendor, ref, status]) => ({ id: Number(id), vendor, ref, status })));

// Waits until nothing of a tenant waits any more.
export async function drained(tenant, seconds = 20) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50))
        if (!sql(`SELECT 1 FROM inbox WHERE tenant_id = ${tenant} AND state = 'waiting' AND retry_at IS NULL LIMIT 1`).length) return;
    throw new Error(`events of tenant ${tenant} still wait: ${JSON.stringify(inbox(tenant, "state = 'waiting'").slice(0, 3))}`);
}
