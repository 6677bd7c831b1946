// ElevenLabs Agents as its REST is documented: GET /v1/convai/conversations[/{id}[/audio]] with the header xi-api-key. Conversations are those of `server.calls`: bodies as of a webhook's `data`.
import { createHmac } from 'node:crypto';
import { Refused, sameKey, startVendor } from './vendor_server.mjs';

const detail = (type, code, message) => ({ detail: { type, code, message, status: code, request_id: 'req_test', param: null } });

function refuseKey(server, headers) {
    if (headers.authorization) throw new Refused(400, detail('invalid_request', 'unexpected_authorization', 'Use the header xi-api-key.'));
    if (!headers['xi-api-key']) throw new Refused(401, { detail: { status: 'needs_authorization', message: 'Neither authorization header nor xi-api-key received, please provide one.' } });
    if (!sameKey(headers['xi-api-key'], server.key)) throw new Refused(401, detail('authentication_error', 'invalid_api_key', 'Invalid API key'));
}

function found(server, id) {
    if (!/^[A-Za-z0-9_-]+$/.test(id)) throw new Refused(422, { detail: [{ loc: ['path', 'conversation_id'], msg: 'Invalid conversation id', type: 'value_error' }] });
    const call = server.calls.get(id);
    if (!call) throw new Refused(404, detail('not_found', 'conversation_not_found', `Conversation with id ${id} not found.`));
    return call;
}

const row = (c) => ({ agent_id: c.agent_id, agent_name: c.agent_name, conversation_id: c.conversation_id, start_time_unix_secs: c.metadata?.start_time_unix_secs, call_duration_secs: c.metadata?.call_duration_secs,
    message_count: c.transcript?.length ?? 0, status: c.status, call_successful: c.analysis?.call_successful ?? 'unknown' });

function list(server, query) {
    const size = Number(query.get('page_size') ?? 30), from = Number(query.get('cursor') ?? 0);
    if (!(size >= 1 && size <= 100)) throw new Refused(422, { detail: [{ loc: ['query', 'page_size'], msg: 'Input should be less than or equal to 100', type: 'less_than_equal' }] });
    const all = [...server.calls.values()], more = from + size < all.length;
    return { json: { conversations: all.slice(from, from + size).map(row), next_cursor: more ? String(from + size) : null, has_more: more } };
}

function answer(server, { method, url, headers }) {
    refuseKey(server, headers);
    const m = /^\/v1\/convai\/conversations(?:\/([^/]+)(\/audio)?)?$/.exec(url.pathname);
    if (!m) throw new Refused(404, { detail: 'Not Found' });
    if (method !== 'GET') throw new Refused(405, { detail: 'Method Not Allowed' });
    if (!m[1]) return list(server, url.searchParams);
    const call = found(server, decodeURIComponent(m[1]));
    if (!m[2]) return { json: call };
    const bytes = server.audio.get(call.conversation_id);
    if (!bytes || call.status !== 'done') throw new Refused(404, detail('not_found', 'audio_not_found', 'Conversation has no audio.'));
    return { bytes, type: 'audio/mpeg' };
}

/** A server whose key is `key`; see vendor_server.mjs for what it has. */
export const startElevenLabs = ({ key = 'xi-test-key', port } = {}) =>
    startVendor({ key, port, answer, errors: { down: { detail: 'Internal Server Error' }, busy: detail('rate_limit', 'too_many_concurrent_requests', 'Too many concurrent requests.') } });

/** The same conversation before it is ready: 'initiated', 'in-progress' or 'processing'. */
export const unready = (call, status = 'processing') => ({ ...call, status, analysis: null, transcript: status === 'initiated' ? [] : call.transcript.slice(0, 1), has_audio: false });

/** The header ElevenLabs-Signature of a body. */
export function signElevenLabs(secret, body, at = Date.now()) {
    const t = Math.floor(at / 1000);
    return { 'ElevenLabs-Signature': `t=${t},v0=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}` };
}
