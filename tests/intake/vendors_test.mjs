// What the voice-AI vendors send, from the webhook to the page: every sample becomes an interaction on whose page nothing of value is missing.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_SUPERVISOR, makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { text } from '../lib/html.mjs';
import { masked } from '../lib/mask.mjs';
import { sql } from '../lib/stack.mjs';
import { signElevenLabs } from '../lib/elevenlabs.mjs';
import { signRetell } from '../lib/retell.mjs';
import { signVapi, secretVapi } from '../lib/vapi.mjs';
import { audioEvent, longConversation, names, sample } from '../lib/vendor_samples.mjs';
import { wave } from '../lib/sound.mjs';
import { connect, drained, inbox, interactions, send } from '../hooks/hooks.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`, QUEUE = 1;
const SIGN = { elevenlabs: signElevenLabs, retell: signRetell, vapi: secretVapi };
const ID = { elevenlabs: (b) => b.data.conversation_id, retell: (b) => b.call.call_id, vapi: (b) => b.message.call.id };
const sourceOf = (name) => name.split('_')[0];
let tenant, admin, supervisor, connections;

test.before(async () => {
    tenant = makeTenant(`vendors-${stamp}`);
    sql(`INSERT INTO queues (tenant_id, id, name) VALUES (${tenant}, ${QUEUE}, 'Voice AI'), (${tenant}, 2, 'Others')`, 'pbxlogs');
    connections = Object.fromEntries(Object.keys(SIGN).map((source) => [source, connect(tenant, { source, secret: 'vendor-secret', queue: QUEUE })]));
    makeUser({ tenant, email: `a-${stamp}@vendors.example` });
    makeUser({ tenant, email: `s-${stamp}@vendors.example`, role: ROLE_SUPERVISOR, queues: [2] });
    admin = await signedIn(`a-${stamp}@vendors.example`);
    supervisor = await signedIn(`s-${stamp}@vendors.example`);
});

async function deliver(source, body, headers) {
    const bytes = JSON.stringify(body), c = connections[source];
    const a = await send(c, bytes, { headers: headers ?? SIGN[source](c.secret, bytes) });
    assert.equal(a.status, 200, a.body);
    await drained(tenant);
    return a;
}

const idOf = (ref) => interactions(tenant, `vendor_ref = '${ref}'`)[0]?.id;
const flat = (html) => text(html).replace(/\s+/g, ' ');
const facts = (html) => new Map([...html.matchAll(/<dt>(.*?)<\/dt><dd[^>]*>([\s\S]*?)<\/dd>/g)].map(([, k, v]) => [flat(k).trim(), flat(v).trim()]));

async function page(ref, client = admin) {
    const id = idOf(ref);
    assert.ok(id, `no interaction ${ref}`);
    const a = await client.get(`/interaction?id=${id}`);
    return { ...a, id, text: flat(a.body), facts: facts(a.body) };
}

// Every text and number in a body, with the names that lead to it.
function* leaves(v, path = []) {
    if (typeof v === 'string' && /^[[{]/.test(v)) try { v = JSON.parse(v); } catch { /* no JSON after all */ }
    if (v && typeof v === 'object') for (const [k, x] of Object.entries(v)) yield* leaves(x, [...path, k]);
    else if (v !== null && typeof v !== 'boolean' && v !== '') yield [path, v];
}

// What the page says in other words, or must not say.
const SAID = new Set(['role', 'direction', 'event', 'event_timestamp', 'status', 'call_status', 'call_type', 'is_error', 'time_in_call_secs', 'call_duration_secs', 'duration_ms', 'timestamp',
    'time', 'endTime', 'duration', 'secondsFromStart', 'startedAt', 'endedAt', 'start', 'end', 'word', 'cost', 'combined_cost', 'cost_fiat', 'llm_price', 'call_successful', 'success', 'score',
    'result', 'termination_reason', 'disconnection_reason', 'endedReason', 'failure_reason', 'time_sec', 'tokens', 'successEvaluation', 'llmPromptTokens', 'llmCompletionTokens']);
const SECRET = /json_schema|Authorization|secret|AuthToken|listenUrl|controlUrl/;
const TIMES = /_unix_secs$|timestamp$/;
const TWICE = /^type$|^message\.type$|messagesOpenAIFormatted|transcript_object|^data\.analysis\.evaluation_criteria_results_list|tool_calls\.\d+\.type$|toolCalls\.\d+\.(id|type)$|toolCallId|tool_call_id|request_id|^message\.artifact\.transcript$|^call\.transcript$/;

function missing(body, shown) {
    const out = [];
    for (const [path, v] of leaves(body)) {
        const key = path.join('.'), last = path.at(-1);
        if (SAID.has(last) || SECRET.test(key) || TWICE.test(key) || TIMES.test(last)) continue;
        const said = String(v).replace(/\s+/g, ' ').trim(), words = said.replaceAll('_', ' ');
        if (![said, words].some((s) => shown.toLowerCase().includes(s.toLowerCase()))) out.push(`${key}: ${said}`);
    }
    return out;
}

for (const name of names()) {
    test(`${name}: nothing of it is missing from the page`, async () => {
        const body = sample(name), source = sourceOf(name);
        if (name.startsWith('vapi_status')) body.message.call.id = name; // the report is of the same call
        await deliver(source, body);
        const p = await page(ID[source](body));
        assert.equal(p.status, 200);
        assert.deepEqual(inbox(tenant, "state <> 'applied'"), []);
        assert.deepEqual(missing(body, p.text), []);
        for (const secret of ['s3cret-token-of-the-tool', 'never-show-this', 'hidden-by-nobody', '/7420/control'])
            assert.ok(!p.body.includes(secret), secret);
        assert.ok(!/<script>alert|<img src=x/.test(p.body));
    });
}

test('a call of ElevenLabs, field by field', async () => {
    const f = (await page('conv_5401k5x8f2h9e7tvmn6q')).facts;
    for (const [k, v] of [['Contact result', 'Right party'], ['Call disposition', 'Promise to pay'], ['Sentiment', 'Positive'], ['Willingness to pay', '4 of 5'], ['Cooperation level', '5 of 5'],
        ['Identity verified', 'Yes'], ['Call termination', 'End call tool was called.'], ['Phone used', 'Primary'], ['LLM Model', 'gemini-2.5-flash'], ['Outcome', 'Success'], ['Queue', 'Voice AI'],
        ['Account reference', 'NF-204417'], ['Direction', 'Outbound'], ['DID', '+31201234567'], ['Ended by', 'Agent'], ['Duration', '0:38'], ['CSAT Description', 'Friendly, a bit fast.']])
        assert.ok(f.get(k)?.includes(v), `${k}: ${f.get(k)}`);
    assert.match(f.get('Agent'), /Collections EN\s*AI agent/);
});

test('what an agent asked for and got no answer to is not called done', async () => {
    const f = (await page(sample('vapi_end_of_call_report').message.call.id)).facts;
    assert.match(f.get('Actions during call'), /^Looked up invoice\s*Mark contacted no answer$/);
});

test('the events of one call of Retell make one interaction, also the wrong way round', async () => {
    const events = ['retell_call_analyzed', 'retell_call_ended', 'retell_call_started'].map(sample);
    for (const e of events) await deliver('retell', { ...e, call: { ...e.call, call_id: 'backwards' } });
    assert.equal(interactions(tenant, "vendor_ref = 'backwards'").length, 1);
    const f = (await page('backwards')).facts;
    assert.equal(f.get('Status'), 'Finished');
    assert.match(f.get('Outcome'), /Success/);
    assert.match(f.get('Call cost') ?? '', /0\.70/);
});

test('a call of Vapi begins, ends and is told about', async () => {
    const [began, ended] = ['vapi_status_in_progress', 'vapi_status_ended'].map(sample);
    for (const e of [began, ended]) e.message.call.id = 'vapi-live';
    await deliver('vapi', began);
    assert.deepEqual(interactions(tenant, "vendor_ref = 'vapi-live'").map((i) => i.status), ['active']);
    await deliver('vapi', ended);
    assert.deepEqual(interactions(tenant, "vendor_ref = 'vapi-live'").map((i) => i.status), ['closed']);
});

test('five hundred turns are there, and the page is quick', async () => {
    await deliver('elevenlabs', longConversation(500));
    const began = Date.now(), p = await page('conv_long_500');
    assert.ok(Date.now() - began < 1500);
    assert.equal(sql(`SELECT COUNT(*) FROM messages WHERE tenant_id = ${tenant} AND interaction_id = ${p.id}`, 'pbxlogs')[0][0], '500');
    assert.equal(sql(`SELECT COUNT(*) FROM function_calls WHERE tenant_id = ${tenant} AND interaction_id = ${p.id}`, 'pbxlogs')[0][0], '50');
    assert.equal(p.facts.get('Messages Count'), '500');
});

test('sound may come before the call that it is of', async () => {
    const body = longConversation(3, 'conv_sound'), sound = wave(1, [(t) => Math.sin(440 * 2 * Math.PI * t)]);
    await deliver('elevenlabs', audioEvent(body.data, sound));
    assert.equal(interactions(tenant, "vendor_ref = 'conv_sound'").length, 1);
    await deliver('elevenlabs', body);
    const p = await page('conv_sound');
    assert.match(p.body, /id="recording"/);
    assert.equal(p.facts.get('Messages Count'), '3');
    assert.match(p.facts.get('Outcome'), /Success/);
});

test('a secret in a header, or a digest of the body, as the connection says', async () => {
    const ended = sample('vapi_status_ended'), bytes = (id) => ((ended.message.call.id = id), JSON.stringify(ended));
    const bearer = connect(tenant, { source: 'vapi', scheme: 'header', header: 'X-My-Secret', secret: 'abc', queue: QUEUE });
    const digest = connect(tenant, { source: 'vapi', scheme: 'hmac', header: 'X-My-Digest', secret: 'abc', queue: QUEUE });
    const status = async (c, body, headers) => (await send(c, body, { headers })).status;
    assert.equal(await status(bearer, bytes('h1'), { 'X-My-Secret': 'Bearer abc' }), 200);
    assert.equal(await status(bearer, bytes('h2'), { 'X-My-Secret': 'abcd' }), 401);
    assert.equal(await status(digest, bytes('h3'), signVapi('abc', bytes('h3'), 'X-My-Digest')), 200);
    assert.equal(await status(digest, bytes('h4'), signVapi('abc', bytes('h3'), 'X-My-Digest')), 401);
    await drained(tenant);
    assert.equal(await status(connections.elevenlabs, '{}', signElevenLabs('vendor-secret', '{}', Date.now() - 31 * 60000)), 401);
});

test('messages that say nothing of the whole call are taken and make nothing', async () => {
    const before = interactions(tenant).length;
    await deliver('vapi', { message: { type: 'speech-update', status: 'started', role: 'assistant', turn: 2 } });
    await deliver('elevenlabs', { type: 'something_new', event_timestamp: 1, data: { conversation_id: 'x' } });
    assert.equal(interactions(tenant).length, before);
    assert.deepEqual(inbox(tenant, "state <> 'applied'"), []);
});

test('who may not see the queue sees none of it', async () => {
    const id = idOf('conv_5401k5x8f2h9e7tvmn6q');
    const foreign = await supervisor.get(`/interaction?id=${id}`), absent = await supervisor.get('/interaction?id=999999999');
    assert.equal(foreign.status, 404);
    assert.equal(masked(foreign), masked(absent));
});

test('what was said and how it sounded are not among it for who may not read and hear it', async () => {
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${tenant}, 'reader', 'all'); SELECT LAST_INSERT_ID();`)[0][0]);
    sql(`INSERT INTO role_permissions VALUES (${role}, 'interactions')`);
    makeUser({ tenant, email: `r-${stamp}@vendors.example`, role });
    const reader = await signedIn(`r-${stamp}@vendors.example`), p = await page('Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6', reader);
    const of = (body) => body.slice(body.indexOf('<section id="vendor"'));
    assert.match(of(p.body), /Telephony identifier/);
    assert.doesNotMatch(of(p.body), /node_transition|map\.png|recording\.wav|public\.log/);
    assert.match(of((await page('Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6')).body), /node_transition[^]*public\.log|public\.log[^]*node_transition/);
});
