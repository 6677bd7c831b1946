// Databases of interactions that are not Parley's own, and what a world keeps in them.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { parseGrid } from './html.mjs';
import { PROGRAMS, ROOT, parley, sql, withConfiguration } from './stack.mjs';

const file = (name) => readFileSync(`${ROOT}/tests/schema/${name}.sql`, 'utf8');
const shipped = () => readdirSync(`${ROOT}/sql/pbxlogs`).sort().map((f) => readFileSync(`${ROOT}/sql/pbxlogs/${f}`, 'utf8')).join('\n');
const contact = (table) => `ALTER TABLE ${table} CHANGE crm_contact_id client_id INT UNSIGNED NULL;\n`;

// Numbers as they came are all that is known of a client without a contact.
function asItCame(r) {
    r.phone_e164 = r.phone_number?.startsWith('+') ? r.phone_number : null;
}

let tenants = 0;

// By name: the text that makes it, and how a tenant is changed to what it can hold. Parley's own is
// made by its migrations.
export const SCHEMAS = {
    own: { make: () => '', fit() {} },
    legacy: { make: () => shipped() + contact('closed_interactions') + contact('active_interactions'), fit() {} },
    minimal: {
        character: 'utf8mb3',
        make: () => file('minimal'),
        fit(t) {
            const offset = tenants++ * 5000000, whole = (ms) => ms === null ? null : Math.floor(ms / 1000) * 1000;
            for (const r of t.rows) {
                asItCame(r);
                Object.assign(r, { id: r.id + offset, created_at: whole(r.created_at), closed_at: whole(r.closed_at) });
            }
            for (const x of [...t.queues, ...t.dispositions]) x.active = true;
            for (const a of t.agents) Object.assign(a, { active: true, kind: 'human' });
        },
    },
    odd: {
        make: () => file('odd'),
        fit(t) {
            t.rows.forEach(asItCame);
        },
    },
};

// Which column of a table of the database holds what is called so; undefined where none does.
function columnsOf(database) {
    const known = new Map();
    return (table, key) => {
        if (!known.has(table))
            known.set(table, new Set(sql(`SELECT column_name FROM information_schema.columns WHERE table_schema = '${database}' AND table_name = '${table}'`).map((r) => r[0])));
        const have = known.get(table), name = key === 'crm_contact_id' && have.has('client_id') ? 'client_id' : key;
        return have.has(name) ? name : undefined;
    };
}

// Rows with the columns that are there; none for a table that is not.
const rowsWith = (column) => (table, rows) => (column(table, 'tenant_id') ? rows : []).map((r) =>
    Object.fromEntries(Object.entries(r).map(([k, v]) => [column(table, k), v]).filter(([k]) => k)));

// What the database cannot hold is not in the world.
function forget(t, column) {
    for (const r of t.rows)
        for (const k of Object.keys(r)) if (!column('closed_interactions', k) && k !== 'phone_e164' && k !== 'running') r[k] = null;
    for (const [list, table] of [['tags', 'tags'], ['flags', 'review_flags'], ['messages', 'messages']]) if (t[list] && !column(table, 'tenant_id')) t[list] = [];
}

// Runs with a new database of that schema as the stack's interactions: run({database, fit}), where fit is
// for makeWorld. The database is gone afterwards.
export async function withSchema(name, run, more = {}) {
    const schema = SCHEMAS[name], database = `schema_${name}`;
    const drop = () => sql(`DROP DATABASE IF EXISTS ${database}; DELETE FROM migrations WHERE folder = '${database}'`);
    drop();
    sql(`CREATE DATABASE ${database} CHARACTER SET ${schema.character ?? 'utf8mb4'}`);
    sql(schema.make(), database);
    const column = columnsOf(database);
    const fit = (t) => {
        t.facts = { database, columns: rowsWith(column) };
        schema.fit(t);
        if (name !== 'own') forget(t, column);
    };
    try {
        return await withConfiguration({ db_facts: database, ...more }, PROGRAMS, () => run({ database, fit }));
    } finally {
        drop();
    }
}

// What the doctor says; it ends with that status.
export function doctor(status = 0) {
    const r = parley(['doctor']);
    assert.equal(r.status, status, r.out + r.err);
    assert.equal(r.err, '');
    for (const line of r.out.split('\n')) assert.ok(line.length <= 100 || /CREATE INDEX|--/.test(line), line);
    return r.out;
}

// What it says about an area.
export const area = (report, name) => new RegExp(`^  ${name} +(.*)$`, 'm').exec(report)?.[1];

// The grid of the world's first admin.
export async function firstPage(world, path = '/?period=all&size=100') {
    return parseGrid((await world.users.find((u) => u.admin).client.get(path)).body);
}
