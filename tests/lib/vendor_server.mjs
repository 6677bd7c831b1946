// What the stand-ins of the voice-AI vendors share: a small HTTP server with a key, a log of what was asked of it, and ways to fail that a test switches.
//   mode 'ok'; 'down' 500; 'busy' 429 with Retry-After; 'slow' answers after `delay_ms`; 'drop' closes the connection; 'cut' ends bodies halfway; 'garbage' 200 with no JSON;
//   'redirect' 302 to `elsewhere`. `fail(n, mode)`: only the next n requests.
import { createHash } from 'node:crypto';
import http from 'node:http';
import { setTimeout as after } from 'node:timers/promises';

export class Refused extends Error {
    constructor(status, body, headers = {}) {
        super(`${status}`);
        Object.assign(this, { status, body, headers });
    }
}

const digest = (text) => createHash('sha256').update(text).digest('hex');
export const sameKey = (a, b) => digest(a ?? '') === digest(b);

/** Sends bytes as a stream of pieces with no length, as audio comes; `cut`: only half of them, then the connection is lost. */
async function stream(res, status, type, bytes, cut, headers = {}) {
    res.writeHead(status, { 'Content-Type': type, 'Transfer-Encoding': 'chunked', ...headers });
    const end = cut ? bytes.length >> 1 : bytes.length;
    for (let at = 0; at < end; at += 16384) {
        if (!res.write(bytes.subarray(at, Math.min(at + 16384, end)))) await new Promise((go) => res.once('drain', go).once('close', go));
    }
    if (cut) res.destroy();
    else res.end();
}

async function misbehave(server, mode, res) {
    if (mode === 'slow') await after(server.delay_ms);
    else if (mode === 'drop') res.destroy();
    else if (mode === 'redirect') res.writeHead(302, { Location: server.elsewhere }).end();
    else if (mode === 'garbage') res.writeHead(200, { 'Content-Type': 'application/json' }).end('<html>not what you asked for');
    else if (mode === 'down') throw new Refused(500, server.errors.down);
    else if (mode === 'busy') throw new Refused(429, server.errors.busy, { 'Retry-After': String(server.retry_after_s) });
    return mode === 'slow' || mode === 'ok' || mode === 'cut';
}

async function handle(server, answer, req, res) {
    const chunks = [];
    for await (const c of req) chunks.push(c);
    const url = new URL(req.url, 'http://vendor'), mode = server.fails.shift() ?? server.mode;
    server.asked.push({ method: req.method, path: url.pathname, query: url.search, headers: req.headers, body: Buffer.concat(chunks).toString(), at: Date.now(), mode });
    if (!(await misbehave(server, mode, res))) return;
    const out = await answer(server, { method: req.method, url, headers: req.headers, body: Buffer.concat(chunks) });
    if (out.bytes) await stream(res, 200, out.type, out.bytes, mode === 'cut', out.headers);
    else if (mode === 'cut') await stream(res, 200, 'application/json', Buffer.from(JSON.stringify(out.json)), true);
    else res.writeHead(out.status ?? 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(out.json));
}

/**
 * Starts a vendor on a port of its own (0: any). `answer(server, request)` gives { json } or { bytes, type } or throws Refused.
 * server: url, key, calls (id -> body), audio (id -> bytes), asked [], mode, delay_ms, retry_after_s, elsewhere, fail(n, mode), stop().
 */
export async function startVendor({ key, errors, answer, port = 0 }) {
    const server = { key, errors, calls: new Map(), audio: new Map(), asked: [], fails: [], mode: 'ok', delay_ms: 3000, retry_after_s: 1, elsewhere: 'http://127.0.0.1:1/' };
    const listener = http.createServer((req, res) =>
        handle(server, answer, req, res).catch((e) => {
            if (res.headersSent || res.destroyed) return res.destroy();
            const r = e instanceof Refused ? e : new Refused(500, { problem_of_the_test_server: String(e.stack) });
            res.writeHead(r.status, { 'Content-Type': 'application/json', ...r.headers }).end(JSON.stringify(r.body));
        }),
    );
    await new Promise((go, no) => listener.once('error', no).listen(port, '127.0.0.1', go));
    server.url = `http://127.0.0.1:${listener.address().port}`;
    server.fail = (n, mode) => (server.fails = Array(n).fill(mode));
    server.stop = () => new Promise((go) => (listener.closeAllConnections(), listener.close(go)));
    return server;
}
