// An interaction that has everything: a call of an AI agent with transcript, functions, analysis,
// legs, marks and a recording, the message that it sent, and the account that both belong to. Every
// text comes from `text(what, characters)`, so that a test can say what is stored.
import { datetime, inserts, sql } from '../lib/stack.mjs';

const SECOND = 1000;

// The desk's first queue, agent 4 (the AI agent of every desk), contact 1.
export function addRich(desk, text) {
    const json = (value) => JSON.stringify(value);
    const start = Date.now() - 3600 * SECOND, at = (s) => datetime(start + s * SECOND);
    sql(inserts('accounts', [{ tenant_id: desk.id, id: 1, reference: text('reference', 64), crm_contact_id: 1, balance_micros: 1234560000, currency: 'EUR', due_on: '2026-12-01', payment_url: text('url', 500) }]), 'pbxlogs');
    const [call] = desk.add([desk.row({
        created_at: start, closed_at: start + 300 * SECOND, channel: 'voice', platform: 'phone', direction: 'outbound', queue_id: 1, agent_id: 4,
        crm_contact_id: 1, outcome: 'success', result: 'completed', action_type: text('action', 40), account_id: 1, flow: text('flow', 100),
        duration_s: 290, wait_s: 4, hold_s: 6, acw_s: 9, ended_by: 'client', sentiment: 'positive', csat: 4, cost_micros: 412345, currency: 'EUR',
        flagged: 1, has_recording: 1, has_transcript: 1, last_message_at: start + 280 * SECOND, vendor: 'elevenlabs', vendor_ref: text('ref', 100),
    })].map(({ last_message_at, ...r }) => ({ ...r, last_message_at: datetime(last_message_at) })));
    const [child] = desk.add([desk.row({
        created_at: start + 100 * SECOND, closed_at: start + 101 * SECOND, channel: 'whatsapp', platform: 'phone', direction: 'outbound', queue_id: 1, agent_id: 4,
        crm_contact_id: 1, result: 'delivered', action_type: 'debt_summary', account_id: 1, parent_id: call.id, duration_s: 1, sentiment: null,
    })]);
    const of = (more) => ({ tenant_id: desk.id, interaction_id: call.id, ...more });
    sql(inserts('account_debt_lines', [1, 2].map((n) => ({ tenant_id: desk.id, account_id: 1, line_no: n, description: text('debt', 200), amount_micros: 617280000, currency: 'EUR', incurred_on: '2026-01-02' })))
        + inserts('strategy_steps', ['done', 'waiting', 'planned'].map((status, n) => ({ tenant_id: desk.id, account_id: 1, step_no: n + 1, kind: text('step', 40), status,
            planned_at: at(n * 90000 - 100), done_at: n ? null : at(-60), interaction_id: n ? null : call.id })))
        + inserts('legs', [
            of({ leg_no: 1, queue_id: 1, agent_id: 4, queued_at: at(0), answered_at: at(4), left_at: at(120), left_reason: 'transferred', ring_s: 3, talk_s: 110, hold_s: 6, acw_s: null, transfer_kind: 'queue' }),
            of({ leg_no: 2, queue_id: 2, agent_id: 1, queued_at: at(120), answered_at: at(130), left_at: at(300), left_reason: 'completed_client', ring_s: 5, talk_s: 170, hold_s: null, acw_s: 9, transfer_kind: null }),
        ])
        + inserts('messages', [['ai', 'neutral'], ['client', 'negative'], ['ai', null], ['client', 'extremely_positive'], ['system', null], ['agent', null]].map(([role, sentiment], n) => of({
            message_no: n + 1, role, agent_id: { ai: 4, agent: 1 }[role] ?? null, offset_ms: n * 20 * SECOND, body: text('message', 4000), sentiment,
            media_type: n === 3 ? 'image/png' : n === 5 ? 'application/pdf' : null, media_path: n === 3 || n === 5 ? text('path', 500) : null,
            media_name: n === 3 || n === 5 ? text('file', 255) : null, media_bytes: n === 3 || n === 5 ? 12345 : null, media_store: n === 3 || n === 5 ? 'disk' : null })))
        + inserts('function_calls', ['ok', 'error', 'pending'].map((status, n) => of({
            call_no: n + 1, after_message_no: n + 1, offset_ms: n * 20 * SECOND + 5000, name: n ? text('function', 100) : 'send_debt_summary',
            parameters: json({ [text('key', 60)]: text('value', 300), list: [1, text('value', 300)] }), result: n === 1 ? text('result', 4000) : json({ ok: text('result', 300) }), status })))
        + inserts('voice_ai_details', [of({ contact_result: text('contact', 40), call_disposition: text('outcome', 60), sentiment: 'hostile', willingness: 4, cooperation: 2, identity_verified: 1,
            termination: text('termination', 60), phone_used: 'alternate', llm_model: text('model', 100), billable_messages: 5, cost_parts: json({ [text('part', 40)]: 300000, llm: 112345 }) })])
        + inserts('web_details', [of({ browser: text('browser', 100), os: text('os', 100), ip: '::ffff:192.0.2.7', country: text('country', 100), city: text('city', 100), url: text('url', 2000) })])
        + inserts('analyses', [of({ topic: text('topic', 200), summary: text('summary', 4000), keywords: json([text('keyword', 60), text('keyword', 60)]), sentiment_description: text('mood', 2000),
            emotions: json([{ name: text('emotion', 60), score: 0.8 }, text('emotion', 60)]), csat_description: text('csat', 2000),
            criteria: json([{ name: text('criterion', 60), result: 'success', rationale: text('rationale', 500) }, { name: text('criterion', 60), result: 'failure', rationale: text('rationale', 500) }]),
            collected: json({ [text('datum', 60)]: text('value', 300) }), performance: text('performance', 4000), source: text('source', 40), made_at: at(310) })])
        + inserts('tags', ['ai', 'person', 'vendor'].map((source, n) => of({ kind: `${n}${text('kind', 39)}`, tag: text('tag', 80), source, set_by: source === 'person' ? text('who', 150) : null, set_at: source === 'person' ? at(400) : null })))
        + inserts('review_flags', [
            of({ flag_no: 1, flag: text('flag', 60), reason: text('reason', 500), source: 'ai', set_by: null, set_at: at(310), cleared_by: null, cleared_at: null, clear_reason: null }),
            of({ flag_no: 2, flag: text('flag', 60), reason: text('reason', 500), source: 'person', set_by: text('who', 150), set_at: at(400), cleared_by: text('who', 150), cleared_at: at(500), clear_reason: text('reason', 500) }),
        ])
        + inserts('interaction_notes', [of({ note_no: 1, author_id: desk.userId, author: text('who', 150), written_at: at(500), edited_at: at(600), body: text('note', 2000) })])
        + inserts('recordings', [of({ recording_no: 1, store: 'disk', path: text('path', 500), media_type: 'audio/wav', size_bytes: 1000, duration_ms: 290000, voices: 2 })]), 'pbxlogs');
    return { call, child };
}

// One of which nothing is known that need not be.
export function addBare(desk) {
    return desk.add([desk.row({
        created_at: Date.now() - 7200 * SECOND, channel: 'chat', queue_id: 1, agent_id: null, crm_contact_id: null, phone_number: null, phone_e164: null,
        did_id: null, disposition_id: null, duration_s: null, acw_s: null,
    })])[0];
}
