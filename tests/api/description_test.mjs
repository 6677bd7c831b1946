// The description of the API: it is OpenAPI 3.1, it says what is there, and its page shows it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { makeTenant, makeUser, request, signedIn, ROLE_SUPERVISOR } from '../lib/http.mjs';
import { routes } from '../lib/routes.mjs';
import { ROOT, parley } from '../lib/stack.mjs';
import { description, openapiSchema, operations, problems } from './api.mjs';

test('it is OpenAPI 3.1', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const check = ajv.compile(openapiSchema);
    assert.ok(check(description), JSON.stringify(check.errors?.slice(0, 5)));
});

test('it is there for everybody, as it stands in the sources', async () => {
    const a = await request('GET', '/api/v1/openapi.json');
    assert.equal(a.status, 200);
    assert.equal(a.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(a.body), description);
});

test('it has the routes that there are, with their permissions', () => {
    const there = routes().filter((r) => r.path?.startsWith('/api/v1') && r.access !== 'ACCESS_ELSEWHERE')
        .map((r) => `${r.method} ${r.path} ${r.permission ?? ''}`).sort();
    const told = operations.map((o) => `${o.method} ${o.path.replace(/\{\w+\}/g, '*')} ${(o.op['x-permission'] ?? '').replace(' or ', '|')}`).sort();
    assert.deepEqual(told, there);
    const elsewhere = routes().filter((r) => r.access === 'ACCESS_ELSEWHERE').map((r) => `${r.method} ${r.path}`).sort();
    assert.deepEqual(elsewhere, there.map((x) => x.split(' ').slice(0, 2).join(' ')).sort());
});

test('it has the filters of the desk', () => {
    const source = readFileSync(`${ROOT}/cgi-bin/pages/grid_filters.h`, 'utf8');
    const want = ['agent_id', 'period', 'from', 'to', 'sort', 'dir', 'size', 'after'];
    for (const [, key, kind] of source.matchAll(/X\(FIELD_\w+, "(\w+)", "[^"]*", (\w+),/g)) {
        want.push(key);
        if (kind !== 'YES_NO') want.push(`${key}_op`);
        if (kind === 'RANGE') want.push(`${key}_from`, `${key}_to`);
        if (kind === 'SAID') want.push(`${key}_who`);
    }
    assert.deepEqual(description.paths['/api/v1/interactions'].get.parameters.map((p) => p.name).sort(), want.sort());
});

test('it has the members of a document', () => {
    const help = parley(['import', 'conversations', '--help']).out, doc = description.components.schemas.Document.properties;
    const told = (schema) => Object.keys((schema.$ref ? description.components.schemas[schema.$ref.split('/').pop()] : schema.items ? null : schema)?.properties ??
        (schema.items.$ref ? description.components.schemas[schema.items.$ref.split('/').pop()] : schema.items).properties);
    let parts = 0;
    for (const [, part, body] of help.matchAll(/^  (\w+): (?:list of objects|object).*\n((?:    \w+ .*\n)+)/gm)) {
        if (part === 'recordings') continue;
        assert.deepEqual(told(doc[part]).sort(), [...body.matchAll(/^    (\w+) /gm)].map((m) => m[1]).sort(), part);
        parts++;
    }
    assert.ok(parts >= 8, help);
});

test('its examples are what it says', () => {
    for (const { op } of operations) {
        for (const media of Object.values(op.requestBody?.content ?? {}))
            if (media.example) assert.deepEqual(problems(media.schema, media.example), [], op.operationId);
        for (const answer of Object.values(op.responses))
            for (const media of Object.values(answer.content ?? {}))
                if (media.example) assert.deepEqual(problems(media.schema, media.example), [], op.operationId);
    }
});

test('its page shows all of it to whoever is signed in', async () => {
    const stamp = `${process.pid}-${Date.now() % 1000000}`, tenant = makeTenant(`page-${stamp}`);
    makeUser({ tenant, email: `s@page-${stamp}.example`, role: ROLE_SUPERVISOR });
    const client = await signedIn(`s@page-${stamp}.example`), a = await client.get('/api');
    assert.equal(a.status, 200);
    for (const { op } of operations) assert.ok(a.body.includes(`id="${op.operationId}"`), op.operationId);
    for (const name of Object.keys(description.components.schemas)) assert.ok(a.body.includes(`id="schema-${name}"`), name);
    const ids = new Set([...a.body.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
    for (const [, to] of a.body.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.has(to), to);
    for (const type of Object.values(description.components.responses))
        assert.ok(ids.has(type.content['application/problem+json'].example.type.split('#')[1]));
    assert.equal((await request('GET', '/api')).status, 303);
});
