// Debt summaries: asked for by an AI agent during a call, sent once by mail or WhatsApp as the debtor
// prefers, linked to the call, with what became of them.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync, rmSync } from 'node:fs';
import { ROLE_ADMIN, ROLE_SUPERVISOR, makeUser, request, signedIn } from '../lib/http.mjs';
import { Random, seed } from '../lib/random.mjs';
import { VAR, inserts, quote, sleep, sql } from '../lib/stack.mjs';
import { parseMail, startMail } from '../lib/smtp.mjs';
import { certificate } from '../lib/tls.mjs';
import { reply, signWhatsApp, startWhatsApp, status } from '../lib/whatsapp.mjs';
import { sample } from '../lib/vendor_samples.mjs';
import { signElevenLabs } from '../lib/elevenlabs.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { Worker, connection, until } from './worker.mjs';

const random = new Random(seed('send'));
let t, worker, mail, whatsapp, eleven, vapi, wa, admin, settings;

let next = 500;
// An account with a client of its own.
function debtor({ email = null, phone = null, preferred = null, name = 'Zoë Ñandú', lines = 2, url = 'https://pay.example/x?a=1&b=2' } = {}) {
    const id = next++, reference = `ACC-${process.pid}-${id}`;
    sql(inserts('crm_contacts', [{ tenant_id: t.id, id, name, phone_e164: phone, email, preferred_channel: preferred }]) +
        inserts('accounts', [{ tenant_id: t.id, id, reference, crm_contact_id: id, balance_micros: 1234500000, currency: 'EUR', due_on: '2026-12-01', payment_url: url }]) +
        (lines ? inserts('account_debt_lines', Array.from({ length: lines }, (_, i) => ({ tenant_id: t.id, account_id: id, line_no: i + 1, description: `Invoice ${i + 1}`, amount_micros: 600000000, currency: 'EUR', incurred_on: '2026-03-0' + (i + 1) }))) : ''), 'pbxlogs');
    return reference;
}
const phoneOf = () => `+49151${String(10000000 + next)}`;

const tool = (c, body, headers) => request('POST', `/hooks/tools/send_debt_summary/${c.token}`, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });
const byEleven = (ref, parameters, headers = { 'X-Parley-Secret': eleven.secret }) => tool(eleven, { conversation_id: ref, ...parameters }, headers);
const vapiBody = (ref, calls) => ({ message: { type: 'tool-calls', call: { id: ref }, toolCallList: calls } });
const byVapi = (ref, calls, headers = { 'X-Vapi-Secret': vapi.secret }) => tool(vapi, vapiBody(ref, calls), headers);

const callId = (ref) => Number(sql(`SELECT id FROM active_interactions WHERE tenant_id = ${t.id} AND vendor_ref = ${quote(ref)} UNION ALL SELECT id FROM closed_interactions WHERE tenant_id = ${t.id} AND vendor_ref = ${quote(ref)}`, 'pbxlogs')[0]?.[0] ?? 0);
const children = (ref) => sql(`SELECT i.id, i.channel, i.direction, i.result, i.action_type, i.status, k.reference FROM closed_interactions i LEFT JOIN accounts k ON k.tenant_id = i.tenant_id AND k.id = i.account_id
    WHERE i.tenant_id = ${t.id} AND i.parent_id = ${callId(ref)} ORDER BY i.id`, 'pbxlogs').map(([id, channel, direction, result, action, state, account]) => ({ id: Number(id), channel, direction, result, action, state, account }));
const functions = (ref) => sql(`SELECT name, status, result FROM function_calls WHERE tenant_id = ${t.id} AND interaction_id = ${callId(ref)}`, 'pbxlogs');
const outgoing = (id) => sql(`SELECT state, attempts, COALESCE(problem, ''), COALESCE(provider_ref, '') FROM outgoing_messages WHERE tenant_id = ${t.id} AND interaction_id = ${id}`).map(([state, n, problem, ref]) => ({ state, attempts: Number(n), problem, ref }))[0];
const child = async (ref, result) => until(`a message of ${ref} that is ${result}: ${JSON.stringify(children(ref))}`, () => children(ref).find((x) => x.result === result));
const mailsTo = (address) => mail.mails.filter((m) => m.to.includes(address));
const told = (ref) => until(`${ref} is told`, () => functions(ref)[0]);
const again = (id) => sql(`UPDATE outgoing_messages SET run_after = '2026-01-01' WHERE tenant_id = ${t.id} AND interaction_id = ${id}`);

async function hook(body, headers) {
    const text = JSON.stringify(body);
    return request('POST', `/hooks/whatsapp/${wa.token}`, { body: text, headers: { 'Content-Type': 'application/json', ...signWhatsApp(wa.secret, text), ...headers } });
}

test.before(async () => {
    t = makeWorldTenant(random, `send-${process.pid}-${Date.now() % 1000000}`, 'Europe/Berlin', { closed: 3, active: 1 });
    writeTenant(t);
    sql(`UPDATE tenants SET name = 'Northwind "Fin" & Söhne' WHERE id = ${t.id}`);
    const queue = t.queues[0].id, tls = certificate();
    mail = await startMail({ tls, user: 'parley', password: 'mail-secret' });
    whatsapp = await startWhatsApp();
    whatsapp.templates.set('debt_summary', { language: 'en', parameters: 5 });
    eleven = connection(t.id, 'elevenlabs', { secret: 'wsec_eleven', queue });
    vapi = connection(t.id, 'vapi', { secret: 'vapi-secret', queue });
    wa = connection(t.id, 'whatsapp', { secret: 'app-secret' });
    writeFileSync(`${VAR}/etc/secrets/smtp`, 'mail-secret\n', { mode: 0o600 });
    writeFileSync(`${VAR}/etc/secrets/whatsapp`, `${whatsapp.key}\n`, { mode: 0o600 });
    makeUser({ tenant: t.id, email: `a-${t.slug}@send.example`, role: ROLE_ADMIN });
    admin = await signedIn(`a-${t.slug}@send.example`);
    settings = { PARLEY_SMTP_URL: `smtp://localhost:${mail.port}`, PARLEY_SMTP_USER: 'parley', PARLEY_MAIL_FROM: 'billing@northwind.example', PARLEY_CA_FILE: tls.ca,
        PARLEY_WHATSAPP_URL: `${whatsapp.url}/v21.0`, PARLEY_WHATSAPP_PHONE_ID: whatsapp.phone, PARLEY_HTTP_HOSTS: new URL(whatsapp.url).host };
    worker = new Worker(settings).start();
});

test.after(async () => {
    await worker.end();
    for (const s of ['smtp', 'whatsapp']) rmSync(`${VAR}/etc/secrets/${s}`, { force: true });
    await mail.stop();
    await whatsapp.stop();
});

test('by mail: composed, encrypted, linked, and shown among the actions of the call', async () => {
    const reference = debtor({ email: 'zoe@client.example' });
    const a = await byEleven('conv_mail', { account_reference: reference });
    assert.equal(a.status, 200, a.body);
    assert.match(JSON.parse(a.body).result, /debt summary is being prepared/);
    const sent = await child('conv_mail', 'sent');
    assert.deepEqual(sent, { id: sent.id, channel: 'email', direction: 'outbound', result: 'sent', action: 'debt_summary', state: 'closed', account: reference });
    const [m] = mailsTo('zoe@client.example');
    assert.ok(m.secure && m.user === 'parley' && m.from === 'billing@northwind.example');
    const { headers, parts } = parseMail(m.text);
    assert.equal(headers.subject, `Your account ${reference}`);
    assert.equal(headers.from, 'Northwind "Fin" & Söhne <billing@northwind.example>');
    assert.equal(headers['message-id'], outgoing(sent.id).ref);
    assert.ok(Math.abs(Date.parse(headers.date) - Date.now()) < 60000);
    assert.deepEqual(parts.map((p) => p.type.split(';')[0]), ['text/plain', 'text/html']);
    for (const words of ['Hello Zoë Ñandú,', `Account: ${reference}`, 'Outstanding balance: 1,234.50 EUR', 'Due date: 2026-12-01', 'Pay at: https://pay.example/x?a=1&b=2', '- Invoice 1 (2026-03-01): 600.00 EUR', '- Invoice 2 (2026-03-02): 600.00 EUR'])
        assert.ok(parts[0].text.includes(words), `${words} in\n${parts[0].text}`);
    assert.match(parts[1].text, /<a href="https:\/\/pay\.example\/x\?a=1&amp;b=2">/);
    assert.deepEqual(functions('conv_mail').map(([name, s]) => [name, s]), [['send_debt_summary', 'ok']]);
    const page = (await admin.get(`/interaction?id=${callId('conv_mail')}`)).body;
    assert.match(page, /Sent debt summary/);
    assert.match(page, new RegExp(`/interaction\\?id=${sent.id}`));
});

test('by WhatsApp: a template, and what is heard of it', async () => {
    const phone = phoneOf(), reference = debtor({ email: 'both@client.example', phone, preferred: 'whatsapp', name: 'Line\nbreak' });
    await byEleven('conv_wa', { account_reference: reference });
    const { id } = await child('conv_wa', 'sent');
    const sent = whatsapp.sent.find((m) => m.to === phone.slice(1));
    assert.deepEqual(sent.template.components[0].parameters.map((p) => p.text), [reference, '1,234.50 EUR', '2026-12-01', 'https://pay.example/x?a=1&b=2', 'Invoice 1 (2026-03-01): 600.00 EUR; Invoice 2 (2026-03-02): 600.00 EUR']);
    assert.equal(outgoing(id).ref, sent.id);
    assert.equal(mailsTo('both@client.example').length, 0);
    assert.equal((await hook(status(sent, 'read'))).status, 200);
    await child('conv_wa', 'delivered');
    await hook(status(sent, 'sent'));
    await hook(status(sent, 'delivered'));
    const answered = reply(sent.to, 'I <b>paid</b>', sent);
    await hook(answered);
    await hook(answered);
    await child('conv_wa', 'responded');
    await hook(status(sent, 'failed'));
    await sleep(700);
    assert.equal(children('conv_wa')[0].result, 'responded', 'it does not go back');
    assert.deepEqual(sql(`SELECT role, body FROM messages WHERE tenant_id = ${t.id} AND interaction_id = ${id} AND role = 'client'`, 'pbxlogs'), [['client', 'I <b>paid</b>']]);
    assert.match((await admin.get(`/interaction?id=${id}`)).body, /I &lt;b&gt;paid/);
});

test('WhatsApp says that it failed', async () => {
    const phone = phoneOf(), reference = debtor({ phone });
    await byEleven('conv_wa_failed', { account_reference: reference });
    const { id } = await child('conv_wa_failed', 'sent');
    const sent = whatsapp.sent.find((m) => m.to === phone.slice(1));
    await hook(status(sent, 'failed', { errors: [{ code: 131026, title: 'Message undeliverable', message: 'Message <undeliverable>' }] }));
    await child('conv_wa_failed', 'failed');
    assert.match(outgoing(id).problem, /^WhatsApp did not deliver it: Message <undeliverable>\.$/);
    const page = (await admin.get(`/interaction?id=${id}`)).body;
    assert.ok(page.includes(`${phone}<`), 'where it went');
    assert.match(page, /WhatsApp did not deliver it: Message &lt;undeliverable&gt;\./);
});

test('WhatsApp asks whether the address is ours, and signs', async () => {
    const ask = (q) => request('GET', `/hooks/whatsapp/${wa.token}?${new URLSearchParams(q)}`);
    const a = await ask({ 'hub.mode': 'subscribe', 'hub.challenge': '11235', 'hub.verify_token': wa.token });
    assert.deepEqual([a.status, a.body], [200, '11235']);
    assert.equal((await ask({ 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': 'x' })).status, 403);
    assert.equal((await request('GET', `/hooks/whatsapp/${'x'.repeat(22)}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=${'x'.repeat(22)}`)).status, 404);
    assert.equal((await hook(status({ id: 'x', to: '1' }, 'sent'), { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` })).status, 401);
});

test('Vapi: a list of calls, each with its result; asked twice it is sent once', async () => {
    const reference = debtor({ email: 'vapi@client.example' });
    const calls = [{ id: 'call_1', name: 'send_debt_summary', arguments: { account_reference: reference } }, { id: 'call_2', type: 'function', function: { name: 'other_tool', arguments: '{}' } }];
    for (let i = 0; i < 3; i++) {
        const a = await byVapi('vapi-1', calls);
        assert.equal(a.status, 200, a.body);
        assert.deepEqual(JSON.parse(a.body).results.map((r) => r.toolCallId), ['call_1', 'call_2']);
        assert.match(JSON.parse(a.body).results[1].result, /not known/);
    }
    await child('vapi-1', 'sent');
    await sleep(1500);
    assert.equal(mailsTo('vapi@client.example').length, 1);
    assert.equal(children('vapi-1').length, 1);
});

test('what the debtor prefers, and what is said in the call before that', async () => {
    const phone = phoneOf(), reference = debtor({ email: 'pref@client.example', phone, preferred: 'whatsapp' });
    await byEleven('conv_asked', { account_reference: reference, channel: 'E-Mail' });
    assert.equal((await child('conv_asked', 'sent')).channel, 'email');
    const only = debtor({ phone: phoneOf(), preferred: 'email' });
    await byEleven('conv_only', { account_reference: only });
    assert.equal((await child('conv_only', 'sent')).channel, 'whatsapp');
});

test('who opted out gets nothing, and the call says why', async () => {
    const phone = phoneOf(), reference = debtor({ email: 'Out@client.example', phone });
    sql(inserts('opt_outs', [{ tenant_id: t.id, address: 'out@client.example', channel: 'email', since_at: '2026-01-01' }, { tenant_id: t.id, address: phone, channel: 'whatsapp', since_at: '2026-01-01' }]), 'pbxlogs');
    await byEleven('conv_out', { account_reference: reference });
    const [, state, result] = await told('conv_out');
    assert.deepEqual([state, result], ['error', 'Not sent: the client has opted out of e-mail']);
    assert.deepEqual(children('conv_out'), []);
    sql(`DELETE FROM opt_outs WHERE tenant_id = ${t.id} AND channel = 'whatsapp'`, 'pbxlogs');
    await byEleven('conv_out2', { account_reference: reference });
    assert.equal((await child('conv_out2', 'sent')).channel, 'whatsapp');
    await byEleven('conv_out3', { account_reference: reference, channel: 'email' });
    assert.match((await told('conv_out3'))[2], /opted out of e-mail/);
    assert.equal(mailsTo('Out@client.example').length, 0);
});

test('no account, another account, no address: nothing is sent', async () => {
    const one = debtor({ email: 'one@client.example' }), two = debtor({ email: 'two@client.example' });
    await byEleven('conv_none', {});
    assert.match((await told('conv_none'))[2], /the call is about no account/);
    await byEleven('conv_what', { account_reference: 'NOT-THERE' });
    assert.match((await told('conv_what'))[2], /there is no account of this reference/);
    assert.equal(sql(`SELECT 1 FROM accounts WHERE tenant_id = ${t.id} AND reference = 'NOT-THERE'`, 'pbxlogs').length, 0);
    await byEleven('conv_swap', { account_reference: one });
    await child('conv_swap', 'sent');
    await byEleven('conv_swap', { account_reference: two });
    await sleep(1500);
    assert.equal(mailsTo('two@client.example').length, 0);
    await byEleven('conv_bare', { account_reference: debtor() });
    assert.match((await told('conv_bare'))[2], /no address for/);
});

test('only who has the secret is heard; nonsense is refused', async () => {
    for (const headers of [{}, { 'X-Parley-Secret': 'wrong' }]) assert.equal((await byEleven('conv_x', {}, headers)).status, 401);
    assert.equal((await byVapi('x', [{ id: '1', name: 'send_debt_summary' }], {})).status, 401);
    assert.equal((await byEleven('', {})).status, 400);
    assert.equal((await tool(eleven, { message: {} }, { 'X-Parley-Secret': eleven.secret })).status, 400);
    assert.equal((await tool({ token: 'x'.repeat(22) }, {}, {})).status, 404);
    assert.equal((await request('POST', `/hooks/tools/other/${eleven.token}`, { body: '{}', headers: { 'Content-Type': 'application/json', 'X-Parley-Secret': eleven.secret } })).status, 404);
    const foreign = connection(t.id, 'elevenlabs', { secret: 's', active: 0 });
    assert.equal((await tool(foreign, { conversation_id: 'c' }, { 'X-Parley-Secret': 's' })).status, 404);
});

test('the transcript that comes later does not double the action', async () => {
    const body = sample('elevenlabs_transcription'), ref = 'conv_later', reference = debtor({ email: 'later@client.example' });
    await byEleven(ref, { account_reference: reference });
    await child(ref, 'sent');
    body.data.conversation_id = ref;
    body.data.transcript[2].tool_calls.push({ type: 'webhook', request_id: 'r9', tool_name: 'send_debt_summary', params_as_json: '{}', tool_has_been_called: true });
    delete body.data.conversation_initiation_client_data;
    const text = JSON.stringify(body);
    assert.equal((await request('POST', `/hooks/elevenlabs/${eleven.token}`, { body: text, headers: { 'Content-Type': 'application/json', ...signElevenLabs(eleven.secret, text) } })).status, 200);
    await until('the call closes', () => sql(`SELECT 1 FROM closed_interactions WHERE tenant_id = ${t.id} AND vendor_ref = '${ref}'`, 'pbxlogs').length);
    assert.equal(functions(ref).filter(([name]) => name === 'send_debt_summary').length, 1);
    assert.equal(children(ref).length, 1, 'still linked');
});

test('the mail server refuses: for now, for good', async () => {
    mail.onRecipient = (to) => (to.startsWith('busy') ? 451 : to.startsWith('never') ? 550 : 0);
    await byEleven('conv_busy', { account_reference: debtor({ email: 'busy@client.example' }) });
    await byEleven('conv_never', { account_reference: debtor({ email: 'never@client.example' }) });
    const later = await child('conv_busy', 'retryable'), never = await child('conv_never', 'failed');
    assert.match(outgoing(later.id).problem, /The mail server answers 451/);
    assert.equal(outgoing(later.id).state, 'waiting');
    assert.match((await admin.get(`/interaction?id=${later.id}`)).body, /answers 451[\s\S]*Next try/i);
    assert.match(outgoing(never.id).problem, /The mail server answers 550/);
    assert.equal(outgoing(never.id).state, 'failed');
    mail.onRecipient = () => 0;
    again(later.id);
    await child('conv_busy', 'sent');
    assert.equal(mailsTo('busy@client.example').length, 1);
    mail.onMessage = () => 554;
    await byEleven('conv_spam', { account_reference: debtor({ email: 'spam@client.example' }) });
    assert.match(outgoing((await child('conv_spam', 'failed')).id).problem, /answers 554/);
    mail.onMessage = () => 0;
});

test('WhatsApp refuses: for now, for good', async () => {
    const [busy, never] = [phoneOf(), phoneOf().replace('+49151', '+49152')];
    whatsapp.fail(1, 'busy');
    await byEleven('conv_wa_busy', { account_reference: debtor({ phone: busy }) });
    const later = await child('conv_wa_busy', 'retryable');
    again(later.id);
    await child('conv_wa_busy', 'sent');
    whatsapp.unable.add(never.slice(1));
    await byEleven('conv_wa_never', { account_reference: debtor({ phone: never }) });
    assert.match(outgoing((await child('conv_wa_never', 'failed')).id).problem, /WhatsApp answers 400: \(#131026\)/);
    whatsapp.fail(1, 'drop');
    await byEleven('conv_wa_drop', { account_reference: debtor({ phone: phoneOf().replace('+49151', '+49153') }) });
    assert.match(outgoing((await child('conv_wa_drop', 'retryable')).id).problem, /^It may have been sent, and is not sent again/);
});

test('what was given up is sent again by hand, once asked, and shown', async () => {
    const csrf = (html) => /name="csrf" value="([^"]+)"/.exec(html)[1];
    const ask = (id, client = admin) => client.get(`/interactions/send?id=${id}`);
    const go = async (id, client = admin) => client.post('/interactions/send', { csrf: csrf((await client.get(`/interaction?id=${id}`)).body), id });
    const group = async (id) => /<div class="facts-group" id="facts-delivery">[^]*?<\/div>/.exec((await admin.get(`/interaction?id=${id}`)).body)[0];

    mail.onRecipient = (to) => (to.startsWith('typo') ? 550 : 0);
    await byEleven('conv_typo', { account_reference: debtor({ email: 'typo@client.example' }) });
    const { id } = await child('conv_typo', 'failed');
    assert.match(await group(id), new RegExp(`<a class="btn" href="/interactions/send\\?id=${id}">Send again</a>`));
    const page = (await ask(id)).body;
    assert.match(page, /It goes out once more to typo@client\.example, as it was written\./);
    assert.doesNotMatch(page, /gets it twice|name="reason"/);
    mail.onRecipient = () => 0;
    const both = await Promise.all([go(id), go(id)]);
    assert.deepEqual(both.map((x) => x.status).sort(), [303, 409], 'two clicks are one');
    assert.equal(both.find((x) => x.status === 303).headers.location, `/interaction?id=${id}#facts-delivery`);
    await child('conv_typo', 'sent');
    assert.equal(mailsTo('typo@client.example').length, 1);
    assert.equal(outgoing(id).attempts, 2);
    assert.doesNotMatch(await group(id), /Send again|went wrong/i);
    assert.equal((await go(id)).status, 409);
    assert.match((await ask(id)).body, /It is on its way, or has arrived\./);
    assert.deepEqual(sql(`SELECT actor FROM audit WHERE tenant_id = ${t.id} AND action = 'message.sent_again' AND subject LIKE 'interaction ${id}%' AND details LIKE '%typo@client.example%550%'`).length, 1);

    // Eight tries were in vain: by hand it has eight more.
    const failed = () => sql(`UPDATE outgoing_messages SET state = 'failed', attempts = 8 WHERE tenant_id = ${t.id} AND interaction_id = ${id}; UPDATE pbxlogs.closed_interactions SET result = 'failed' WHERE tenant_id = ${t.id} AND id = ${id}`);
    failed();
    mail.onRecipient = () => 451;
    assert.equal((await go(id)).status, 303);
    await child('conv_typo', 'retryable');
    await until('it waits', () => outgoing(id).state === 'waiting' && outgoing(id).attempts === 9);
    mail.onRecipient = () => 0;
    again(id);
    await child('conv_typo', 'sent');

    // Whose queue it is not does not know it; who may not is told so.
    failed();
    makeUser({ tenant: t.id, email: `far-${t.slug}@send.example`, role: ROLE_SUPERVISOR, queues: [t.queues[1].id] });
    const others = await signedIn(`far-${t.slug}@send.example`);
    const form = csrf((await others.get('/')).body);
    assert.deepEqual([(await ask(id, others)).status, (await others.post('/interactions/send', { csrf: form, id })).status], [404, 404]);
    sql(`DELETE FROM role_permissions WHERE role_id = ${ROLE_ADMIN} AND permission = 'send'`);
    const seen = await group(id), asked = (await ask(id)).status;
    sql(`INSERT INTO role_permissions (role_id, permission) VALUES (${ROLE_ADMIN}, 'send')`);
    assert.doesNotMatch(seen, /Send again/);
    assert.equal(asked, 403);

    // It may have arrived: that is said before.
    whatsapp.fail(1, 'drop');
    const phone = phoneOf().replace('+49151', '+49154');
    await byEleven('conv_unsure', { account_reference: debtor({ phone }) });
    const lost = (await child('conv_unsure', 'retryable')).id;
    await until('it is given up', () => outgoing(lost).state === 'failed');
    assert.match((await ask(lost)).body, /It may have arrived[^<]*the client gets it twice/);
    assert.equal((await go(lost)).status, 303);
    await child('conv_unsure', 'sent');

    // WhatsApp says later that it failed; what it says again of the first is not of the second.
    const first = whatsapp.sent.findLast((m) => m.to === phone.slice(1));
    await hook(status(first, 'failed'));
    await child('conv_unsure', 'failed');
    await worker.kill('SIGTERM');
    assert.equal((await go(lost)).status, 303);
    assert.match(await group(lost), /<dd>\s*<span[^>]*>Scheduled<[^]*Next try<\/dt><dd>\s*<span[^>]*>Now</);
    worker.start();
    await child('conv_unsure', 'sent');
    await hook(status(first, 'failed'));
    await sleep(700);
    assert.equal(children('conv_unsure')[0].result, 'sent');
    assert.equal(whatsapp.sent.filter((m) => m.to === phone.slice(1)).length, 2);

    // Who opted out since is left alone.
    sql(`UPDATE outgoing_messages SET state = 'failed' WHERE tenant_id = ${t.id} AND interaction_id = ${id}`);
    sql(inserts('opt_outs', [{ tenant_id: t.id, address: 'typo@client.example', channel: 'email', since_at: '2026-01-01' }]), 'pbxlogs');
    assert.match((await ask(id)).body, /typo@client\.example has opted out/);
    assert.equal((await go(id)).status, 409);
    const other = (await admin.get('/?period=all&channel=voice')).body.match(/id="i(\d+)"/)[1];
    assert.match((await ask(other)).body, /It was not sent from here\./);
    assert.equal((await ask(987654321)).status, 404);
});

test('killed while it sends: not twice, whatever became of it', async () => {
    let release;
    mail.hold = new Promise((go) => (release = go));
    await byEleven('conv_kill', { account_reference: debtor({ email: 'kill@client.example' }) });
    const reached = mail.reached;
    await until('the server has it', () => mail.reached > reached || mail.reached === reached + 1 || sql(`SELECT 1 FROM outgoing_messages WHERE tenant_id = ${t.id} AND address = 'kill@client.example' AND handed_at IS NOT NULL`).length);
    await sleep(300);
    await worker.kill();
    release();
    mail.hold = null;
    worker.start();
    const { id } = children('conv_kill')[0];
    again(id);
    await child('conv_kill', 'retryable');
    assert.match(outgoing(id).problem, /^It may have been sent, and is not sent again/);
    assert.equal(mailsTo('kill@client.example').length, 1);
    // Before that it is sent once more.
    await worker.kill();
    const other = debtor({ email: 'kill2@client.example' });
    await byEleven('conv_kill2', { account_reference: other });
    worker.start();
    const two = await child('conv_kill2', 'sent');
    assert.equal(outgoing(two.id).attempts, 1);
    assert.equal(mailsTo('kill2@client.example').length, 1);
});

test('without TLS, or with a certificate of somebody else, no mail goes out', async () => {
    await worker.kill('SIGTERM');
    const plain = await startMail({ tls: certificate(), starttls: false }), other = await startMail({ tls: certificate() });
    const cases = [[plain, 'plain', /SSL|TLS/i], [other, 'other', /certificate/i]];
    for (const [server, name, words] of cases) {
        const w = new Worker({ ...settings, PARLEY_SMTP_USER: '', PARLEY_SMTP_URL: `smtp://localhost:${server.port}` }).start();
        await byEleven(`conv_${name}`, { account_reference: debtor({ email: `${name}@client.example` }) });
        const { id } = await child(`conv_${name}`, 'retryable');
        assert.match(outgoing(id).problem, words);
        assert.equal(server.mails.length, 0);
        await w.kill('SIGTERM');
        sql(`DELETE FROM outgoing_messages WHERE tenant_id = ${t.id} AND interaction_id = ${id}`);
    }
    const w = new Worker({ ...settings, PARLEY_SMTP_USER: '', PARLEY_SMTP_URL: `smtp://localhost:${plain.port}`, PARLEY_HTTP_HOSTS: `${settings.PARLEY_HTTP_HOSTS} localhost:${plain.port}` }).start();
    await byEleven('conv_listed', { account_reference: debtor({ email: 'listed@client.example' }) });
    await child('conv_listed', 'sent');
    assert.equal(plain.mails.length, 1);
    await w.kill('SIGTERM');
    await plain.stop();
    await other.stop();
    worker.start();
});

test('hostile texts stay texts: in headers, in HTML, on the page', async () => {
    const evil = '<img src=x onerror=alert(1)>\r\nBcc: all@client.example\r\n\r\n"\u202e';
    const reference = debtor({ email: 'evil@client.example', name: evil, url: 'javascript:alert(1)' });
    sql(`UPDATE account_debt_lines SET description = ${quote(evil)} WHERE tenant_id = ${t.id} AND account_id = ${next - 1}; UPDATE accounts SET reference = ${quote(`<b>Bcc: x@y.example ${next}`)} WHERE tenant_id = ${t.id} AND id = ${next - 1}`, 'pbxlogs');
    await byEleven('conv_evil', { account_reference: `<b>Bcc: x@y.example ${next}` });
    await child('conv_evil', 'sent');
    const [m] = mailsTo('evil@client.example'), { headers, parts } = parseMail(m.text);
    assert.deepEqual(m.to, ['evil@client.example']);
    assert.equal(headers.bcc, undefined);
    assert.doesNotMatch(parts[1].text, /<img|<b>|javascript/);
    await byEleven('conv_address', { account_reference: debtor({ email: 'a@b.example>\r\nRCPT TO:<c@d.example' }) });
    assert.match(outgoing((await child('conv_address', 'failed')).id).problem, /no mail address/i);
    assert.ok(!mail.mails.some((x) => x.to.includes('c@d.example')));
    for (const secret of ['mail-secret', whatsapp.key, 'wsec_eleven']) assert.ok(!worker.log.includes(secret));
});
