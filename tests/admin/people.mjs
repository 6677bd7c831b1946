// Administrators, roles and tenants as a person works with them: pages are loaded, forms are sent
// with what stands in them.
import assert from 'node:assert/strict';
import { FORM, ROLE_ADMIN, ROLE_SUPERVISOR, makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { attributes, elements, text } from '../lib/html.mjs';
import { inserts, quote, sql } from '../lib/stack.mjs';

export const ROLE_SYSTEM = 3;

// A tenant with queues, an admin and a supervisor of the first queue.
export class Office {
    constructor(name, { queues = ['Sales', 'Support', 'Billing'] } = {}) {
        this.slug = `${name}-${process.pid}-${Date.now().toString(36)}`;
        this.id = makeTenant(this.slug, { name: `Office ${name}` });
        this.queues = queues.map((q, i) => ({ id: i + 1, name: q }));
        sql(inserts('queues', this.queues.map((q) => ({ tenant_id: this.id, ...q }))), 'pbxlogs');
        this.adminId = this.user('admin', { name: 'Ada Admin' });
        this.supervisorId = this.user('super', { name: 'Sam Super', role: ROLE_SUPERVISOR, queues: [1] });
    }

    mail(name) {
        return `${name}@${this.slug}.example`;
    }

    user(name, { role = ROLE_ADMIN, queues = [], ...more } = {}) {
        return makeUser({ tenant: this.id, email: this.mail(name), role, queues, ...more });
    }

    // An own role of the tenant, by SQL.
    role(name, permissions, scope = 'all') {
        const id = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${this.id}, ${quote(name)}, '${scope}'); SELECT LAST_INSERT_ID();`)[0][0]);
        for (const p of permissions) sql(`INSERT INTO role_permissions VALUES (${id}, '${p}')`);
        return id;
    }

    in(name) {
        return signedIn(this.mail(name));
    }

    // What was recorded after entry `after`: [{seq, action, subject, details, user}].
    events(after = 0) {
        return events(this.id, after);
    }

    seq() {
        return Number(sql(`SELECT COALESCE(MAX(seq), 0) FROM audit WHERE tenant_id = ${this.id}`)[0][0]);
    }
}

export function events(tenant, after = 0) {
    return sql(`SELECT seq, action, subject, details, user_id FROM audit WHERE tenant_id = ${tenant} AND seq > ${after} ORDER BY seq`)
        .map(([seq, action, subject, details, user]) =>
            ({ seq: Number(seq), action, subject, details: details && JSON.parse(details), user: user && Number(user) }));
}

export const one = (query) => sql(query)[0]?.[0];

// What a browser would send of a page's edit form: [[name, value]...].
export function formOf(html) {
    const body = /<form class="edit[^"]*"[\s\S]*?<\/form>/.exec(html)?.[0];
    if (!body) return null;
    const out = [];
    for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
        const a = attributes(tag.slice(6));
        if (!a.name || (a.type === 'checkbox' && !('checked' in a))) continue;
        out.push([a.name, a.value ?? '']);
    }
    for (const s of elements(body, 'select')) {
        const options = elements(s.inner, 'option');
        out.push([s.name, (options.find((o) => 'selected' in o) ?? options[0])?.value ?? '']);
    }
    for (const t of elements(body, 'textarea')) out.push([t.name, text(t.inner).replace(/^\n/, '')]);
    return out;
}

// Loads the page at `path`, fills fields in and sends its form there. A value that is a list is sent
// once for each; null takes the field away.
export async function submit(client, path, values = {}, { to = path } = {}) {
    const page = await client.get(path);
    assert.equal(page.status, 200, `${path}: ${page.status}`);
    return send(client, to, formOf(page.body), values);
}

export function send(client, to, fields, values = {}) {
    const kept = fields.filter(([name]) => !(name in values));
    const given = Object.entries(values).flatMap(([name, v]) => v === null ? [] : Array.isArray(v) ? v.map((x) => [name, x]) : [[name, v]]);
    return client.request('POST', to, { headers: FORM, body: new URLSearchParams([...kept, ...given]).toString() });
}

// Does something to somebody's access, and says yes.
export async function act(client, id, what, more = '', confirmed = 'yes') {
    const path = `/admin/users/act?id=${id}${more}`;
    const page = await client.get(`${path}&act=${what}`);
    if (page.status !== 200) return page;
    return send(client, path, formOf(page.body), { confirmed });
}

export const problems = (html) => [...html.matchAll(/class="field-error" id="e-([a-z_]+)"[^>]*>([\s\S]*?)<\/p>/g)].map((m) => [m[1], text(m[2])]);
export const problem = (html) => text(/<div class="problem"[^>]*>([\s\S]*?)<\/div>/.exec(html)?.[1] ?? '').trim();
export const password = (html) => /<output id="password">([^<]*)</.exec(html)?.[1];
