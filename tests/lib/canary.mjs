// A world in which every text says whose it is: two tenants with three queues each, and in every text
// field of every row a mark of the one owner of that row. What somebody is shown must have no mark
// of an owner that is foreign to them.
import { ROLE_SUPERVISOR, makeTenant, makeUser } from './http.mjs';
import { inserts, datetime, sql } from './stack.mjs';
import { indexTexts, refreshStats } from './world.mjs';

const HOUR = 3600000;

// Owners are two digits: tenant, then queue 1..3; 0: rows without a queue; 9: of the whole tenant.
export function mark(owner, what) {
    return `canary${owner}z ${what}`;
}

const phone = (owner, n) => `+4977700${owner}77${String(n).padStart(3, '0')}`;

// All owners whose marks are in the bytes of an answer.
export function marksIn(answer) {
    const all = answer.raw.map(([k, v]) => `${k}: ${v}`).join('\n') + answer.bytes.toString('latin1');
    const found = new Set();
    for (const [, a] of all.matchAll(/canary(\d\d)z/gi)) found.add(a);
    for (const [, a] of all.matchAll(/77700(\d\d)77/g)) found.add(a);
    return found;
}

// Ids that tell tenant, queue and serial: no number on a page is like one of them by accident.
const id = (owner, n) => 88000000 + Number(owner) * 10000 + n;

// Interactions were sent during those of the next queue: to some, their parents and children are foreign.
const next = (owner) => `${owner[0]}${(Number(owner[1]) + 1) % 4}`;

function rowsOf(t, owner, queue, n, now, from = 0) {
    const out = { agents: [], dids: [], crm_contacts: [], accounts: [], closed: [], details: [] };
    for (let i = from; i < from + n; i++) {
        const key = { tenant_id: t.id, id: id(owner, i) };
        out.agents.push({ ...key, name: mark(owner, `agent ${i}`), kind: i % 2 ? 'ai' : 'human' });
        out.dids.push({ ...key, number: i % 2 ? phone(owner, i) : mark(owner, i), label: mark(owner, 'label') });
        out.crm_contacts.push({ ...key, name: mark(owner, `client ${i}`), phone_e164: phone(owner, i), email: mark(owner, 'mail'), zone: `canary${owner}z` });
        out.accounts.push({ ...key, reference: mark(owner, `account ${i}`) });
        const created = now - HOUR * (i + 1) * (i % 3 ? 1 : 20);
        out.closed.push({
            ...key, created_at: datetime(created), closed_at: datetime(created + 60000), channel: i % 4 ? 'voice' : 'chat',
            status: 'closed', queue_id: queue, agent_id: i % 5 ? key.id : null, crm_contact_id: i % 3 ? key.id : null,
            phone_number: i % 7 ? phone(owner, i) : mark(owner, 'number'), phone_e164: i % 7 ? phone(owner, i) : null,
            did_id: key.id, disposition_id: t.number, action_type: `canary${owner}z`, account_id: key.id, flow: mark(owner, 'flow'),
            duration_s: i % 4 ? 10 + i : null, acw_s: i, vendor: `canary${owner}z`, vendor_ref: mark(owner, `vendor ${i}`),
            parent_id: i % 6 === 1 ? id(next(owner), i) : null, flagged: i % 2,
        });
    }
    return out;
}

const aux = (t, owner, i) => {
    const key = { tenant_id: t.id, interaction_id: id(owner, i) };
    const m = (what) => mark(owner, what), json = (what) => JSON.stringify([m(what)]);
    return inserts('messages', [{ ...key, message_no: 1, role: 'client', body: m('message'), media_type: m('type'), media_path: m('path') }]) +
        inserts('function_calls', [{ ...key, call_no: 1, name: m('function'), parameters: json('parameter'), result: m('result') }]) +
        inserts('voice_ai_details', [{ ...key, contact_result: m('r'), call_disposition: m('d'), termination: m('t'), llm_model: m('llm'), cost_parts: json('cost') }]) +
        inserts('web_details', [{ ...key, browser: m('browser'), os: m('os'), country: m('country'), city: m('city'), url: m('url') }]) +
        inserts('analyses', [{ ...key, topic: m('topic'), summary: m('summary'), keywords: json('k'), sentiment_description: m('s'),
            emotions: json('e'), csat_description: m('c'), criteria: json('c'), performance: m('p'), source: m('source') }]) +
        inserts('tags', [{ ...key, kind: m('kind'), tag: m('tag'), source: 'ai' }]) +
        inserts('review_flags', [{ ...key, flag_no: 1, flag: m('flag'), reason: m('reason'), source: 'person', set_by: m('by'), set_at: '2026-01-01' }]) +
        inserts('recordings', [{ ...key, recording_no: 1, store: 'disk', path: m('path'), media_type: m('type') }]) +
        inserts('coaching_notes', [{ ...key, note_no: 1, author: m('author'), written_at: '2026-01-01', body: m('note') }]);
};

// What hangs on the account of that interaction.
const ofAccount = (t, owner, i) => {
    const account = { tenant_id: t.id, account_id: id(owner, i) }, m = (what) => mark(owner, what);
    return inserts('strategy_steps', [{ ...account, step_no: 1, kind: m('step'), status: 'done', done_at: '2026-01-01', interaction_id: id(next(owner), i) }]) +
        inserts('account_debt_lines', [{ ...account, line_no: 1, description: m('line'), amount_micros: 1, currency: 'EUR' }]);
};

// One that was deleted, with a mark in every text of it and of what hangs on it: nobody may be shown
// any of them but on the list of deleted ones, where `mark(owner)` of its client and reason stand.
export const GONE = '77';
export function plantDeleted(t, queue, n) {
    const r = rowsOf(t, GONE, queue, 1, Date.now(), n), key = { tenant_id: t.id };
    const names = sql(`SELECT (SELECT MIN(id) FROM agents WHERE tenant_id = ${t.id}), (SELECT MIN(id) FROM dids WHERE tenant_id = ${t.id}), (SELECT MIN(id) FROM accounts WHERE tenant_id = ${t.id})`, 'pbxlogs')[0].map(Number);
    const gone = { ...r.closed[0], ...key, agent_id: names[0], did_id: names[1], account_id: names[2], crm_contact_id: null,
        deleted_at: datetime(Date.now()), deleted_by: mark(GONE, 'who'), delete_reason: mark(GONE, 'why'), purge_at: datetime(Date.now() + 1e9) };
    sql(inserts('deleted_interactions', [gone]) + aux(t, GONE, n) +
        inserts('interaction_notes', [{ ...key, interaction_id: gone.id, note_no: 1, author: mark(GONE, 'author'), written_at: '2026-01-01', body: mark(GONE, 'note') }]) +
        inserts('legs', [{ ...key, interaction_id: gone.id, leg_no: 1, queue_id: queue, agent_id: names[0], answered_at: datetime(Date.now()), talk_s: 777777 }]), 'pbxlogs');
    return gone.id;
}

// Adds rows of an owner; `active` of them are running.
export function plant(t, owner, queue, { n = 20, from = 0, active = 2, now = Date.now() } = {}) {
    const r = rowsOf(t, owner, queue, n, now, from);
    const running = r.closed.slice(0, active).map((x) => ({ ...x, status: 'active', closed_at: null }));
    let text = inserts('agents', r.agents) + inserts('dids', r.dids) + inserts('crm_contacts', r.crm_contacts) +
        inserts('accounts', r.accounts) + inserts('closed_interactions', r.closed.slice(active));
    if (running.length) text += inserts('active_interactions', running);
    for (let i = from; i < from + Math.min(n, 3); i++) text += aux(t, owner, i) + ofAccount(t, owner, i);
    sql(text, 'pbxlogs');
}

export function plantQueue(t, owner, number, name = 'queue') {
    sql(inserts('queues', [{ tenant_id: t.id, id: number, name: mark(owner, name) }]), 'pbxlogs');
}

function plantTenant(number, active) {
    const all = `${number}9`;
    const t = { number, slug: `canary-${number}-${process.pid}-${Date.now() % 1000000}` };
    t.id = makeTenant(t.slug, { name: mark(all, 'tenant'), zone: 'Europe/Berlin' });
    sql(inserts('dispositions', [{ tenant_id: t.id, id: number, code: mark(all, 'code'), name: mark(all, 'disposition') }]), 'pbxlogs');
    t.queues = [1, 2, 3].map((q) => ({ id: 8800000 + number * 10 + q, owner: `${number}${q}` }));
    for (const q of t.queues) plantQueue(t, q.owner, q.id);
    for (const q of t.queues) plant(t, q.owner, q.id, { active });
    plant(t, `${number}0`, null, { active });
    t.queues.forEach((q, i) => plantDeleted(t, q.id, i + 1));
    refreshStats(t);
    indexTexts(t);
    const user = (name, role, queues) => {
        const email = `${name}-${t.slug}@canary${number}${name}z.example`;
        makeUser({ tenant: t.id, email, name: `${name} canary${number}${name}z`, role, queues: queues.map((q) => t.queues[q - 1].id) });
        return { email, name, tenant: t, admin: role !== ROLE_SUPERVISOR, queues: queues.map((q) => t.queues[q - 1].id),
            owners: new Set([all, ...(role === ROLE_SUPERVISOR ? queues.map((q) => `${number}${q}`) : [0, 1, 2, 3].map((q) => `${number}${q}`))]) };
    };
    t.users = [user('ad', 1, []), user('s0', 2, []), user('s1', 2, [1]), user('s2', 2, [2]), user('s12', 2, [1, 2])];
    return t;
}

export function makeCanaries({ active = 2 } = {}) {
    return [1, 2].map((n) => plantTenant(n, active));
}
