// A contact center whose every interaction is known, so that a test can say what must be shown.
import { makeTenant, makeUser } from '../lib/http.mjs';
import { refreshStats } from '../lib/world.mjs';
import { datetime, inserts, quote, sql } from '../lib/stack.mjs';
import { dayOf, dayStart } from '../lib/zones.mjs';

export const ZONE = 'Europe/Berlin';
export const MINUTE = 60000, DAY = 86400000;
const CHANNELS = ['voice', 'chat', 'sms', 'whatsapp', 'email'];
const QUEUES = ['Sales', 'Support', 'Billing', 'Nights'];
const AGENTS = ['Ann Adams', 'Bob Brown', 'Carla Cruz', 'Voice Assistant', 'Zoë Ångström', 'Dan Dark'];
const DISPOSITIONS = ['Sold', 'Promised to pay', 'Wrong number'];
const DIDS = ['+493012345601', '+493012345602', '+448001234567'];
const CONTACTS = ['Maria Klein', 'Dr. Ø. Lund', "D'Arcy & Söhne", 'Émile', 'Wu', 'Ida Ek', 'Max M.'];

const numbered = (names) => names.map((name, i) => ({ id: i + 1, name }));

// Stored as it stands in the tables; times are numbers here.
const stored = ({ running, ...r }) => ({ ...r, created_at: datetime(r.created_at), closed_at: datetime(r.closed_at) });

export class Desk {
    queues = numbered(QUEUES);
    agents = numbered(AGENTS);
    dispositions = numbered(DISPOSITIONS);
    dids = numbered(DIDS);
    contacts = numbered(CONTACTS);
    rows = [];

    // names: lists that replace those above.
    constructor(name, { names = {}, tenantName = `Desk ${name}`, userName = 'Ada Admin' } = {}) {
        this.slug = `browser-${name}-${process.pid}-${Date.now().toString(36)}`.slice(0, 40);
        this.user = `admin@${this.slug}.example`;
        for (const [key, list] of Object.entries(names)) this[key] = numbered(list);
        this.now = Date.now();
        this.id = makeTenant(this.slug, { zone: ZONE, name: tenantName });
        this.nextId = 1;
        const table = (t, list, more) => inserts(t, list.map((x, i) => ({ tenant_id: this.id, id: x.id, ...more(x, i) })));
        sql(table('queues', this.queues, (x) => ({ name: x.name })) +
            table('agents', this.agents, (x, i) => ({ name: x.name, kind: i === 3 ? 'ai' : 'human' })) +
            table('dispositions', this.dispositions, (x, i) => ({ code: `d${i}`, name: x.name })) +
            table('dids', this.dids, (x) => ({ number: x.name })) +
            table('crm_contacts', this.contacts, (x) => ({ name: x.name })), 'pbxlogs');
        this.userId = makeUser({ tenant: this.id, email: this.user, name: userName });
    }

    // An interaction, not stored yet; fields replace what is made up.
    row(fields = {}) {
        const i = this.nextId++;
        const at = (list, step) => list[Math.floor(i / step) % list.length].id;
        const created = fields.created_at ?? this.now - i * 20 * MINUTE;
        const phone = `+4930555${String(1000 + (i % 40))}`;
        return {
            tenant_id: this.id, id: i, created_at: created, closed_at: created + (i * 37 % 900 + 5) * 1000,
            channel: CHANNELS[i % 5], status: 'closed', queue_id: at(this.queues, 1), agent_id: at(this.agents, 2),
            crm_contact_id: i % 4 ? at(this.contacts, 1) : null, phone_number: phone, phone_e164: phone,
            did_id: at(this.dids, 3), disposition_id: at(this.dispositions, 5),
            duration_s: i * 37 % 900, acw_s: i % 3 ? i % 120 : null, ...fields,
        };
    }

    // Stores interactions; returns them.
    add(rows) {
        const closed = rows.filter((r) => !r.running), active = rows.filter((r) => r.running);
        sql((closed.length ? inserts('closed_interactions', closed.map(stored)) : '') +
            (active.length ? inserts('active_interactions', active.map(stored)) : ''), 'pbxlogs');
        this.rows.push(...rows);
        return rows;
    }

    addMany(n, fields = () => ({})) {
        return this.add(Array.from({ length: n }, (_, i) => this.row(fields(i))));
    }

    // One that still runs.
    running(fields = {}) {
        return { ...this.row({ created_at: Date.now() - 65000, ...fields }), closed_at: null, status: 'active',
            duration_s: null, acw_s: null, disposition_id: null, running: true, ...fields };
    }

    // Thousands of interactions, long ago, that only their number matters of.
    addCrowd(n, daysAgo) {
        const first = 1000000;
        sql(`INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status, queue_id)
            SELECT ${this.id}, ${first} + seq, ${quote(datetime(this.now - daysAgo * DAY))} - INTERVAL seq MINUTE,
            ${quote(datetime(this.now - daysAgo * DAY))} - INTERVAL seq MINUTE, 'voice', 'closed', 1
            FROM seq_1_to_${n}`, 'pbxlogs');
    }

    // To be called when all is stored: makes the programs read the names and counts.
    ready() {
        refreshStats(this);
        return this;
    }

    sorted(rows, key = (r) => r.created_at, ascending = false) {
        const sign = ascending ? 1 : -1;
        return [...rows].sort((a, b) => sign * (key(a) - key(b) || a.id - b.id));
    }

    // What the grid must show, newest first; from: the first instant (7 days with today, if not given).
    expect(match = () => true, from = this.days(6)) {
        return this.sorted(this.rows.filter((r) => r.created_at >= from && match(r)));
    }

    // The start of the day so many days ago, where the tenant is.
    days(back) {
        return dayStart(ZONE, dayOf(ZONE, Date.now() - back * DAY));
    }

    name(list, id) {
        return this[list].find((x) => x.id === id)?.name;
    }
}

// Gives a desk an account, number 1: a call of each mood and outcome, each followed by a message,
// steps, debt lines; functions and tags.
export function addAccount(desk, { reference = 'AC-1001', text = (what) => what } = {}) {
    const moods = ['positive', 'neutral', 'negative', 'hostile'], key = { tenant_id: desk.id };
    const outcomes = ['success', 'complete', 'incomplete', 'abandoned', 'transferred', 'no_answer', 'agent_error', 'technical_error', 'failed'];
    sql(inserts('accounts', [{ ...key, id: 1, reference, crm_contact_id: 1, balance_micros: 1071260000, currency: 'EUR', due_on: '2026-01-31', payment_url: text('https://pay.example/AC-1001') }]), 'pbxlogs');
    const calls = outcomes.map((outcome, i) => desk.row({ channel: 'voice', account_id: 1, outcome, sentiment: 1 + i % 5, result: 1 + i, action_type: text('payment_reminder'), flow: text('Friendly Reminder'),
        flagged: i % 2, cost_micros: 42000 * i, currency: 'EUR', has_recording: 1, has_transcript: 1, parent_id: null, last_message_at: datetime(desk.now) }));
    const sent = calls.map((c) => ({ ...c, ...desk.row({ channel: 'whatsapp', created_at: c.created_at + 1000 }), parent_id: c.id, account_id: 1 }));
    desk.add([...calls, ...sent]);
    const of = (c, more) => ({ ...key, interaction_id: c.id, ...more });
    sql(inserts('voice_ai_details', calls.map((c, i) => of(c, { sentiment: moods[i % 4], willingness: 1 + i % 5 }))) +
        inserts('analyses', calls.map((c) => of(c, { summary: text('Promised to pay half of it by Friday.') }))) +
        inserts('function_calls', calls.flatMap((c) => ['register_promise', 'send_debt_summary', 'look_up', 'hang_up'].map((name, i) => of(c, { call_no: i, name: text(name) })))) +
        inserts('tags', calls.flatMap((c) => ['payment plan', 'English', 'dispute', 'late'].map((tag, i) => of(c, { kind: `k${i}`, tag: text(tag), source: 'ai' })))) +
        inserts('account_debt_lines', [0, 1].map((i) => ({ ...key, account_id: 1, line_no: i, description: text('Invoice 1'), amount_micros: 5e8, currency: 'EUR' }))) +
        inserts('strategy_steps', ['planned', 'running', 'waiting', 'done', 'skipped', 'failed'].map((status, i) => ({ ...key, account_id: 1, step_no: i, kind: text('ai_call'), status,
            planned_at: datetime(desk.now - (i - 1) * DAY), interaction_id: calls[i].id }))), 'pbxlogs');
    return { calls, sent };
}
