// WhatsApp's Cloud API as it is documented, and strict: POST /<version>/<phone id>/messages with a
// bearer token; templates take no line breaks, tabs or runs of blanks. `mode` and `fail` as in
// vendor_server.mjs. What it tells of its messages is made by `status` and `reply`.
import { createHmac } from 'node:crypto';
import { Refused, sameKey, startVendor } from './vendor_server.mjs';

const error = (code, message, type = 'OAuthException') => ({ error: { message, type, code, fbtrace_id: 'test' } });

function wantTemplate(server, template) {
    const t = server.templates.get(template?.name);
    if (!t || template.language?.code !== t.language) throw new Refused(404, error(132001, '(#132001) Template name does not exist in the translation'));
    const body = template.components?.find((c) => c.type === 'body');
    if (body?.parameters?.length !== t.parameters) throw new Refused(400, error(132000, '(#132000) Number of parameters does not match the expected number of params'));
    for (const p of body.parameters) {
        if (p.type !== 'text' || typeof p.text !== 'string' || !p.text) throw new Refused(400, error(100, '(#100) Invalid parameter'));
        if (/[\n\r\t]| {5}/.test(p.text)) throw new Refused(400, error(132018, '(#132018) Param text cannot have new-line/tab characters or more than 4 consecutive spaces'));
    }
}

function answer(server, { method, url, headers, body }) {
    if (!sameKey(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1], server.key)) throw new Refused(401, error(190, 'Invalid OAuth access token - Cannot parse access token'));
    if (method !== 'POST' || url.pathname !== `/v21.0/${server.phone}/messages`) throw new Refused(404, error(100, 'Unsupported request'));
    if (!/^application\/json/.test(headers['content-type'] ?? '')) throw new Refused(400, error(100, '(#100) The parameter messaging_product is required.'));
    const m = JSON.parse(body);
    if (m.messaging_product !== 'whatsapp') throw new Refused(400, error(100, '(#100) The parameter messaging_product is required.'));
    if (!/^\d{7,15}$/.test(m.to ?? '')) throw new Refused(400, error(131009, '(#131009) Parameter value is not valid'));
    if (server.unable.has(m.to)) throw new Refused(400, error(131026, '(#131026) Message undeliverable'));
    if (m.type === 'template') wantTemplate(server, m.template);
    else if (m.type !== 'text' || !m.text?.body) throw new Refused(400, error(100, '(#100) Invalid parameter'));
    const id = `wamid.${Buffer.from(`${server.sent.length}-${Date.now()}`).toString('base64')}`;
    server.sent.push({ id, to: m.to, ...m });
    return { json: { messaging_product: 'whatsapp', contacts: [{ input: m.to, wa_id: m.to }], messages: [{ id }] } };
}

/** As startVendor; also phone, templates (name -> { language, parameters }), unable (numbers), sent []. */
export async function startWhatsApp({ key = 'EAAtest', phone = '104857600' } = {}) {
    const server = await startVendor({ key, answer, errors: { down: error(131000, 'Something went wrong'), busy: error(130429, '(#130429) Rate limit hit') } });
    Object.assign(server, { phone, templates: new Map(), unable: new Set(), sent: [] });
    return server;
}

const event = (value) => ({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '4930', phone_number_id: '104857600' }, ...value } }] }] });

/** What is told of a message: sent, delivered, read, failed. */
export const status = (sent, state, more = {}) => event({ statuses: [{ id: sent.id, status: state, timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: sent.to, ...more }] });

/** A client writes back, to a message or by itself. */
export const reply = (to, text, context = null) => event({ messages: [{ from: to, id: `wamid.in${Math.random()}`, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body: text }, ...(context ? { context: { id: context.id } } : {}) }] });

export const signWhatsApp = (secret, body) => ({ 'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` });
