// Administration as a person with a browser does it: pages are read, forms are filled in and sent.
import assert from 'node:assert/strict';
import { ROLE_ADMIN, ROLE_SUPERVISOR, makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { attributes, elements, text } from '../lib/html.mjs';
import { inserts, sql } from '../lib/stack.mjs';

let made = 0;

// A tenant with an admin who is signed in.
export async function office(name, { zone = 'Europe/Berlin' } = {}) {
    const slug = `adm-${name}-${process.pid}-${made++}-${Date.now() % 100000}`.slice(0, 40);
    const id = makeTenant(slug, { zone, name: `Office ${name}` });
    const email = `admin@${slug}.example`;
    const userId = makeUser({ tenant: id, email, name: 'Ada Admin', role: ROLE_ADMIN });
    return { id, slug, email, userId, client: await signedIn(email) };
}

export async function supervisor(o, queues = []) {
    const email = `sup${made++}@${o.slug}.example`;
    makeUser({ tenant: o.id, email, name: 'Sue Supervisor', role: ROLE_SUPERVISOR, queues });
    return signedIn(email);
}

export function facts(o, table, rows) {
    sql(inserts(table, rows.map((r) => ({ tenant_id: o.id, ...r }))), 'pbxlogs');
}

export const one = (query, database) => sql(query, database)[0];

const FORM = /<form class="[^"]*(?:edit|merge-form)[^"]*" method="post" action="([^"]*)"[\s\S]*?<\/form>/;

// The fields of the edit form as a browser would send them.
export function fieldsOf(page) {
    const html = FORM.exec(page)?.[0] ?? '', out = {};
    for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
        const a = attributes(tag.slice(6));
        if (!a.name || ((a.type === 'checkbox' || a.type === 'radio') && !('checked' in a))) continue;
        out[a.name] = a.value ?? '';
    }
    for (const s of elements(html, 'select')) {
        const options = elements(s.inner, 'option');
        if (s.name) out[s.name] = (options.find((o) => 'selected' in o) ?? options[0])?.value ?? '';
    }
    for (const t of elements(html, 'textarea')) out[t.name] = text(t.inner).replace(/^\n/, '');
    return out;
}

const action = (html) => text(FORM.exec(html)[1]);

// A page with a form: what stands in it and how it is sent.
export async function open(client, path) {
    const page = await client.get(path);
    assert.equal(page.status, 200, `${path}: ${page.status}`);
    return read(client, page);
}

// The answer to a form may be the form again.
export function read(client, page) {
    const fields = fieldsOf(page.body);
    return {
        page, fields, body: page.body,
        // undefined takes a field away: an unchecked box.
        send: (changes = {}) => {
            const all = { ...fields, ...changes };
            return client.post(action(page.body), Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)));
        },
    };
}

// What is said at the fields that are wrong: {name: text}.
export function errors(html) {
    return Object.fromEntries([...html.matchAll(/<p class="field-error" id="e-([^"]*)">([\s\S]*?)<\/p>/g)].map(([, k, v]) => [k, text(v)]));
}

export function notes(html) {
    return Object.fromEntries([...html.matchAll(/<p class="field-note" id="n-([^"]*)">([\s\S]*?)<\/p>/g)].map(([, k, v]) => [k, text(v)]));
}

// The rows of a list: {id, cells}, and where the other pages are.
export function list(html) {
    const page = (name) => text(new RegExp(`id="page-${name}"[^>]*href="([^"]*)"`).exec(html)?.[1] ?? '') || null;
    return {
        rows: [...html.matchAll(/<tr id="r(\d+)"[^>]*>([\s\S]*?)<\/tr>/g)].map(([, id, inner]) => ({
            id: Number(id), cells: [...inner.matchAll(/<td\b[^>]*>([\s\S]*?)<\/td>/g)].map(([, c]) => text(c).trim()),
        })),
        count: text(/id="count">([\s\S]*?)<\/p>/.exec(html)?.[1] ?? ''),
        first: page('first'), before: page('before'), after: page('after'),
        empty: /id="empty"/.test(html),
    };
}

// The last event of a tenant's log.
export function lastEvent(o) {
    const [action, actor, subject, details] = one(`SELECT action, actor, subject, details FROM audit WHERE tenant_id = ${o.id} ORDER BY seq DESC LIMIT 1`);
    return { action, actor, subject, details: details && JSON.parse(details) };
}

export const events = (o) => Number(one(`SELECT COUNT(*) FROM audit WHERE tenant_id = ${o.id}`)[0]);
export const catalogVersion = (o) => Number(one(`SELECT version FROM catalog_versions WHERE tenant_id = ${o.id}`)[0]);
