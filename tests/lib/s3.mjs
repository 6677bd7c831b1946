// An object store for tests: S3's HTTP as AWS, MinIO and Ceph speak it, of one bucket, in the path or in
// the host's name.
// Nothing is answered without a right Signature Version 4, in the query or in a header; what is
// wrong with one is said in XML, as the stores do.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { ROOT, VAR, masterPid, sleep, withConfiguration } from './stack.mjs';
import { startNames } from './tls.mjs';

const hash = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const encode = (s) => encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const same = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

class Refused extends Error {
    constructor(status, code, message = code) {
        super(message);
        Object.assign(this, { status, code });
    }
}

// The fields of a signature, from the query or from the header Authorization.
function claim(url, headers) {
    const q = url.searchParams;
    if (q.has('X-Amz-Signature'))
        return { inQuery: true, algorithm: q.get('X-Amz-Algorithm'), credential: q.get('X-Amz-Credential'), date: q.get('X-Amz-Date'), expires: q.get('X-Amz-Expires'),
            signed: q.get('X-Amz-SignedHeaders'), signature: q.get('X-Amz-Signature'), payload: 'UNSIGNED-PAYLOAD' };
    const m = /^(AWS4-HMAC-SHA256) Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(headers.authorization ?? '');
    if (!m) throw new Refused(403, 'AccessDenied');
    return { algorithm: m[1], credential: m[2], signed: m[3], signature: m[4], date: headers['x-amz-date'], payload: headers['x-amz-content-sha256'] };
}

// The query as it is signed: encoded anew, sorted by the bytes of names and values.
function canonicalQuery(url) {
    const pairs = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature').map(([k, v]) => [encode(k), encode(v)]);
    return pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1)).map((p) => p.join('=')).join('&');
}

function verify(store, req, url) {
    const c = claim(url, req.headers), [key, day, region, ...service] = (c.credential ?? '').split('/');
    if (c.algorithm !== 'AWS4-HMAC-SHA256' || service.join('/') !== 's3/aws4_request') throw new Refused(400, 'AuthorizationQueryParametersError');
    if (key !== store.accessKey) throw new Refused(403, 'InvalidAccessKeyId');
    if (region !== store.region) throw new Refused(400, 'AuthorizationHeaderMalformed', `the region is wrong; expecting '${store.region}'`);
    const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(c.date ?? '');
    if (!at || !c.date.startsWith(day)) throw new Refused(403, 'AccessDenied', 'Invalid date');
    const age = (Date.now() - Date.UTC(at[1], at[2] - 1, at[3], at[4], at[5], at[6])) / 1000;
    if (age < -900 || (!c.inQuery && age > 900)) throw new Refused(403, 'RequestTimeTooSkewed');
    if (c.inQuery && !(/^\d+$/.test(c.expires ?? '') && c.expires >= 1 && c.expires <= 604800)) throw new Refused(400, 'AuthorizationQueryParametersError');
    if (c.inQuery && age > Number(c.expires)) throw new Refused(403, 'AccessDenied', 'Request has expired');
    const names = c.signed.split(';');
    if (!names.includes('host') || names.join() !== [...names].sort().join()) throw new Refused(403, 'SignatureDoesNotMatch');
    const canonical = [req.method, url.rawPath, canonicalQuery(url), ...names.map((n) => `${n}:${(req.headers[n] ?? '').trim()}`), '', names.join(';'), c.payload].join('\n');
    const text = ['AWS4-HMAC-SHA256', c.date, `${day}/${region}/s3/aws4_request`, hash(canonical)].join('\n');
    const signing = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${store.secret}`, day));
    if (!same(hmac(signing, text).toString('hex'), c.signature)) throw new Refused(403, 'SignatureDoesNotMatch');
}

// "bytes=5-9", "bytes=5-", "bytes=-5" of n bytes: [from, to], null without a range.
function range(text, n) {
    const m = /^bytes=(\d*)-(\d*)$/.exec(text ?? '');
    if (!m || (!m[1] && !m[2])) return null;
    const from = m[1] ? Number(m[1]) : Math.max(0, n - Number(m[2])), to = m[1] && m[2] ? Math.min(Number(m[2]), n - 1) : n - 1;
    if (from > to) throw new Refused(416, 'InvalidRange');
    return [from, to];
}

// A GET answers with the type and disposition that its signed query asks for.
function send(store, req, res, url, key) {
    const bytes = store.objects.get(key);
    if (!bytes) throw new Refused(404, 'NoSuchKey', `The key ${key} does not exist in ${store.bucket}`);
    const part = range(req.headers.range, bytes.length), body = part ? bytes.subarray(part[0], part[1] + 1) : bytes;
    res.writeHead(part ? 206 : 200, {
        'Content-Type': url.searchParams.get('response-content-type') ?? 'binary/octet-stream', 'Content-Length': body.length, 'Accept-Ranges': 'bytes',
        ETag: `"${createHash('md5').update(bytes).digest('hex')}"`, 'x-amz-request-id': 'TESTREQUEST', 'x-amz-id-2': `host-of-${store.bucket}`, 'Set-Cookie': 'store=1', 'Cache-Control': 'public, max-age=9999',
        ...(part ? { 'Content-Range': `bytes ${part[0]}-${part[1]}/${bytes.length}` } : {}),
    });
    res.end(req.method === 'HEAD' ? undefined : body);
}

async function answer(store, req, res) {
    const url = new URL(req.url, store.endpoint);
    url.rawPath = req.url.split('?')[0];
    verify(store, req, url);
    const path = decodeURIComponent(url.rawPath), root = store.virtual ? '/' : `/${store.bucket}/`;
    if (store.virtual && !req.headers.host.startsWith(`${store.bucket}.`)) throw new Refused(404, 'NoSuchBucket');
    if (!path.startsWith(root)) throw new Refused(404, 'NoSuchBucket');
    const key = path.slice(root.length);
    if (req.method === 'GET' || req.method === 'HEAD') return send(store, req, res, url, key);
    if (req.method === 'PUT') store.objects.set(key, Buffer.concat(await req.toArray()));
    else if (req.method === 'DELETE') store.objects.delete(key);
    else throw new Refused(405, 'MethodNotAllowed');
    res.writeHead(req.method === 'DELETE' ? 204 : 200).end();
}

// Starts a store: {endpoint, port, accessKey, secret, region, bucket, objects: key -> bytes,
// requests: [{method, url, headers, name: that TLS was asked for}], broken: a status that it answers
// everything with, hold: what it waits for before it answers, close()}. tls: a certificate, for https; virtual: the bucket is in the host's name.
export async function startStore({ region = 'eu-test-1', bucket = 'recordings', tls = null, virtual = false } = {}) {
    const store = { region, bucket, virtual, accessKey: 'TESTACCESSKEY', secret: `the/secret+of-${process.pid}-${Math.random()}`, objects: new Map(), requests: [], broken: null, hold: () => null };
    const listen = (answer) => (tls ? https.createServer({ key: tls.key, cert: tls.cert }, answer) : http.createServer(answer));
    const server = listen(async (req, res) => {
        store.requests.push({ method: req.method, url: req.url, headers: req.headers, name: req.socket.servername });
        const refuse = (e) => res.writeHead(e.status ?? 500, { 'Content-Type': 'application/xml', ...(e.status === 307 ? { Location: `${store.endpoint}/elsewhere` } : {}) })
            .end(`<?xml version="1.0"?><Error><Code>${e.code}</Code><Message>${e.message}</Message><BucketName>${bucket}</BucketName></Error>`);
        await store.hold();
        if (store.broken) refuse(new Refused(store.broken, 'Broken'));
        else answer(store, req, res).catch(refuse);
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    store.port = server.address().port;
    store.endpoint = tls ? `https://localhost:${store.port}` : `http://127.0.0.1:${store.port}`;
    store.close = () => new Promise((done) => (server.closeAllConnections(), server.close(done)));
    return store;
}

// --- the stack with a store --------------------------------------------------------------------

const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');

// nginx with this part for objects; returns when no older worker is left.
async function reloadNginx(part) {
    const pid = masterPid('nginx'), old = children(pid);
    writeFileSync(`${VAR}/etc/s3.conf`, part);
    process.kill(pid, 'SIGHUP');
    for (const end = Date.now() + 20000; children(pid).some((c) => old.includes(c)); await sleep(30))
        if (Date.now() > end) throw new Error('nginx keeps its old workers');
}

// Runs `run(store, names)` while recordings of `s3` are in a store of the test. settings: further
// ones; how: as for startStore, ca: whom nginx trusts.
export async function withStore(run, settings = {}, { ca = '', ...how } = {}) {
    const store = await startStore(how), names = await startNames(), file = `${VAR}/etc/s3.conf`, secret = `${VAR}/etc/secrets/s3`;
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const part = spawnSync(`${ROOT}/src/run/stack`, ['object_store'], { encoding: 'utf8', 
        env: { ...process.env, PARLEY_S3_ENDPOINT: store.endpoint, PARLEY_S3_PATH_STYLE: store.virtual ? 'off' : 'on', PARLEY_CA_FILE: ca, S3_RESOLVER: names.address } });
    if (part.status !== 0) throw new Error(`stack object_store: ${part.stderr}`);
    writeFileSync(secret, `${store.secret}\n`, { mode: 0o600 });
    await reloadNginx(part.stdout);
    try {
        return await withConfiguration({ s3_endpoint: store.endpoint, s3_region: store.region, s3_bucket: store.bucket, s3_prefix: 'calls/', s3_access_key: store.accessKey, s3_path_style: store.virtual ? 'off' : 'on', ...settings },
            ['pages'], () => run(store, names));
    } finally {
        await reloadNginx(before);
        rmSync(secret);
        await store.close();
        await names.close();
    }
}
