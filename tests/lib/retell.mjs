// Retell as its REST is documented: GET /v2/get-call/{id}, POST /v3/list-calls, POST /v2/stop-call/{id}, PATCH /v2/update-live-call/{id} with a Bearer key, and the recordings that a call names.
import { createHmac } from 'node:crypto';
import { Refused, sameKey, startVendor } from './vendor_server.mjs';

const error = (message) => ({ status: 'error', message });

function refuseKey(server, headers) {
    const m = /^Bearer (\S+)$/.exec(headers.authorization ?? '');
    if (!m) throw new Refused(401, error('Authorization header is required.'));
    if (!sameKey(m[1], server.key)) throw new Refused(401, error('API key is invalid.'));
}

function found(server, id) {
    if (!/^[A-Za-z0-9_-]+$/.test(id)) throw new Refused(422, error('Invalid call id.'));
    const call = server.calls.get(id);
    if (!call) throw new Refused(404, error('Cannot find requested asset under given api key.'));
    return call;
}

function read(body) {
    try {
        return JSON.parse(body.toString() || '{}');
    } catch {
        throw new Refused(400, error('Invalid request format, please check API reference.'));
    }
}

function live(call) {
    if (call.call_status !== 'ongoing') throw new Refused(400, error('Call is not ongoing.'));
    return call;
}

const routes = [
    ['GET', /^\/v2\/get-call\/([^/]+)$/, (server, id) => ({ json: found(server, id) })],
    ['POST', /^\/v3\/list-calls$/, (server, _, body) => {
        const { limit = 50, skip = 0 } = read(body), all = [...server.calls.values()];
        if (!(limit >= 1 && limit <= 1000)) throw new Refused(422, error('limit must be between 1 and 1000.'));
        return { json: { items: all.slice(skip, skip + limit), has_more: skip + limit < all.length, total: all.length } };
    }],
    ['POST', /^\/v2\/stop-call\/([^/]+)$/, (server, id) => ({ json: Object.assign(live(found(server, id)), { call_status: 'ended', disconnection_reason: 'manual_stopped' }) })],
    ['PATCH', /^\/v2\/update-live-call\/([^/]+)$/, (server, id, body) => {
        const control = read(body).call_control;
        if (!control || typeof control.additional_context !== 'string') throw new Refused(400, error('call_control is required.'));
        return { json: live(found(server, id)) };
    }],
];

function answer(server, { method, url, headers, body }) {
    const audio = /^\/recordings\/([^/]+)\.wav$/.exec(url.pathname);
    if (audio) { // at Retell these lie in a bucket, open to who knows the address: a key must not be sent there
        if (headers.authorization) throw new Refused(400, error('Only one auth mechanism allowed.'));
        const bytes = server.audio.get(decodeURIComponent(audio[1]));
        if (!bytes) throw new Refused(403, error('AccessDenied'));
        return { bytes, type: 'audio/wav' };
    }
    refuseKey(server, headers);
    for (const [verb, path, run] of routes) {
        const m = path.exec(url.pathname);
        if (m && verb === method) return run(server, m[1] && decodeURIComponent(m[1]), body);
    }
    throw new Refused(404, error(`Cannot ${method} ${url.pathname}`));
}

/** A server whose key is `key`; see vendor_server.mjs for what it has. */
export const startRetell = ({ key = 'key_retell_test', port } = {}) => startVendor({ key, port, answer, errors: { down: error('Internal server error.'), busy: error('Account rate limited, please throttle your requests.') } });

/** A call with its recording at this server. */
export function withRecording(server, call, bytes) {
    server.audio.set(call.call_id, bytes);
    return { ...call, recording_url: `${server.url}/recordings/${call.call_id}.wav`, recording_multi_channel_url: undefined };
}

/** The same call while it goes on. */
export const unready = ({ end_timestamp, duration_ms, disconnection_reason, call_analysis, call_cost, recording_url, ...call }) => ({ ...call, call_status: 'ongoing' });

/** The header X-Retell-Signature of a body. */
export function signRetell(key, body, at = Date.now()) {
    return { 'X-Retell-Signature': `v=${at},d=${createHmac('sha256', key).update(body).update(String(at)).digest('hex')}` };
}
