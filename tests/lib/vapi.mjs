// Vapi as its REST is documented: GET /call[/{id}[/mono-recording|/stereo-recording]] with a Bearer key, the recordings that a call names, and the control address of a running call.
import { createHmac } from 'node:crypto';
import { Refused, sameKey, startVendor } from './vendor_server.mjs';

const error = (statusCode, message, name) => ({ message, error: name, statusCode });
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function refuseKey(server, headers) {
    const m = /^Bearer (\S+)$/.exec(headers.authorization ?? '');
    if (!m || !sameKey(m[1], server.key)) throw new Refused(401, error(401, 'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.', 'Unauthorized'));
}

function found(server, id) {
    if (!UUID.test(id)) throw new Refused(400, error(400, ['id must be a UUID'], 'Bad Request'));
    const call = server.calls.get(id);
    if (!call) throw new Refused(404, error(404, `Couldn't find call for key. Key ID: test. Call ID: ${id}`, 'Not Found'));
    return call;
}

function recording(server, name) {
    const bytes = server.audio.get(decodeURIComponent(name));
    if (!bytes) throw new Refused(404, error(404, 'No recording.', 'Not Found'));
    return { bytes, type: 'audio/wav' };
}

function control(server, id, body) {
    let order;
    try {
        order = JSON.parse(body.toString());
    } catch {
        throw new Refused(400, error(400, 'Invalid JSON', 'Bad Request'));
    }
    if (!['say', 'add-message', 'control', 'end-call', 'transfer', 'handoff'].includes(order.type)) throw new Refused(400, error(400, 'Unknown type', 'Bad Request'));
    if (found(server, id).status === 'ended') throw new Refused(404, error(404, 'Call has ended', 'Not Found'));
    return { json: { success: true } };
}

function answer(server, { method, url, headers, body }) {
    const open = /^\/storage\/([^/]+)\.wav$/.exec(url.pathname), ordered = /^\/control\/([^/]+)$/.exec(url.pathname);
    if (open && headers.authorization) throw new Refused(400, error(400, 'Only one auth mechanism allowed', 'Bad Request'));
    if (open) return recording(server, open[1]);
    if (ordered && method === 'POST') return control(server, ordered[1], body);
    refuseKey(server, headers);
    const m = /^\/call(?:\/([^/]+)(?:\/(mono|stereo)-recording)?)?$/.exec(url.pathname);
    if (!m || method !== 'GET') throw new Refused(404, error(404, `Cannot ${method} ${url.pathname}`, 'Not Found'));
    if (!m[1]) return { json: [...server.calls.values()].slice(0, Number(url.searchParams.get('limit') ?? 100)) };
    const call = found(server, decodeURIComponent(m[1]));
    return m[2] ? recording(server, call.id) : { json: call };
}

/** A server whose key is `key`; see vendor_server.mjs for what it has. */
export const startVapi = ({ key = 'vapi-test-key', port } = {}) =>
    startVendor({ key, port, answer, errors: { down: error(500, 'Internal server error', 'Internal Server Error'), busy: error(429, 'ThrottlerException: Too Many Requests', 'Too Many Requests') } });

/** What GET /call/{id} answers for the call that this end-of-call-report is about. */
export function callOfReport({ message: m }) {
    const { type, endedReason, startedAt, endedAt, cost, costs, costBreakdown, analysis, artifact, compliance } = m;
    return { ...m.call, status: 'ended', endedReason, startedAt, endedAt, cost, costs, costBreakdown, analysis, artifact, compliance, transcript: artifact?.transcript, messages: artifact?.messages, recordingUrl: artifact?.recordingUrl };
}

/** A call with its recordings at this server. */
export function withRecording(server, call, bytes) {
    const url = `${server.url}/storage/${call.id}.wav`;
    server.audio.set(call.id, bytes);
    return { ...call, recordingUrl: undefined, artifact: { ...call.artifact, recordingUrl: url, stereoRecordingUrl: undefined, presignedMonoUrl: undefined, recording: { mono: { combinedUrl: url } } } };
}

/** The same call while it goes on. */
export const unready = ({ endedReason, endedAt, analysis, artifact, cost, costs, costBreakdown, ...call }) => ({ ...call, status: 'in-progress' });

/** Its webhooks carry the secret itself, or a digest of the body in a header that the account chose. */
export const secretVapi = (secret) => ({ 'X-Vapi-Secret': secret });
export const signVapi = (secret, body, header = 'X-Signature') => ({ [header]: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` });
