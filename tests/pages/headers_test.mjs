// What stands around every answer of every program and of nginx: security headers, sizes, types.
import test from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { Client, FORM, makeTenant, makeUser, request, signedIn } from '../lib/http.mjs';
import { routes } from '../lib/routes.mjs';
import { PORT } from '../lib/stack.mjs';
import { text } from '../lib/html.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`;
let client;

test.before(async () => {
    const email = `h@headers-${stamp}.example`;
    makeUser({ tenant: makeTenant(`headers-${stamp}`), email });
    client = await signedIn(email);
});

function checkHeaders(a, what) {
    const h = a.headers;
    assert.match(h['content-security-policy'] ?? '', /default-src 'none'/, what);
    assert.match(h['content-security-policy'], /frame-ancestors 'none'/, what);
    assert.doesNotMatch(h['content-security-policy'], /unsafe|\*|data:|https?:/, what);
    assert.equal(h['x-content-type-options'], 'nosniff', what);
    assert.ok(!h['x-powered-by'] && !/\d/.test(h.server ?? ''), `${what}: ${h.server}`);
}

function checkPage(a, what) {
    checkHeaders(a, what);
    const csp = a.headers['content-security-policy'];
    for (const part of ["script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'"]) assert.ok(csp.includes(part), `${what}: ${part}`);
    assert.equal(a.headers['x-frame-options'], 'DENY', what);
    assert.equal(a.headers['referrer-policy'], 'same-origin', what);
    assert.equal(a.headers['cross-origin-opener-policy'], 'same-origin', what);
    assert.equal(a.headers['cross-origin-resource-policy'], 'same-origin', what);
    assert.match(a.headers['permissions-policy'], /microphone=\(\)/, what);
    assert.equal(a.headers['cache-control'], 'no-store', what);
    assert.match(a.headers['content-type'], /; charset=utf-8$|^application\/(problem\+)?json$/, what);
    assert.equal(a.bytes.length, what.startsWith('HEAD') ? 0 : Number(a.headers['content-length']), what);
    assert.doesNotMatch(a.body, /<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:/i, what);
}

test('every route, for everybody, by every method', async () => {
    for (const c of [client, new Client()])
        for (const path of [...new Set(routes().map((r) => r.path)), '/?bad=1', '/no/such', '/?agent=%ff'])
            for (const method of ['GET', 'HEAD', 'POST', 'PUT'])
                checkPage(await c.request(method, path, { headers: method === 'POST' ? FORM : {}, body: method === 'POST' ? 'x=1' : undefined }), `${method} ${path}`);
});

test('static files', async () => {
    const page = await client.get('/');
    const files = [...page.body.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((m) => m[1]);
    assert.ok(files.length >= 4);
    for (const f of files) {
        const a = await request('GET', f);
        assert.equal(a.status, 200, f);
        checkHeaders(a, f);
        assert.match(a.headers['content-type'], /^(text\/css|application\/javascript|text\/javascript|image\/svg\+xml)/, f);
        assert.match(f, /^\/static\/v[0-9a-f]{12}\//, 'kept by the browser until it changes');
        assert.equal(a.headers['cache-control'], 'public, max-age=31536000, immutable', f);
        const bare = await request('GET', f.replace(/\/v[0-9a-f]{12}/, ''));
        assert.equal(bare.headers['cache-control'], 'no-cache');
        assert.equal(bare.body, a.body);
    }
    for (const f of ['/static/none.css', '/static/', '/static/css/', '/static/v0123456789ab/css/none.css', '/static/v0123456789ab/error/503.html', '/static/../Makefile', '/static/%2e%2e/Makefile', '/static/error/503.html', '/static/..%2fMakefile']) {
        const a = await request('GET', f);
        assert.ok([400, 403, 404].includes(a.status), `${f}: ${a.status}`);
        checkHeaders(a, f);
    }
});

test('a body that is too large is a 413, at nginx and behind it', async () => {
    const { csrf } = await client.signinForm();
    const a = await client.post('/login', { csrf, email: 'x'.repeat(20000) });
    assert.equal(a.status, 413);
    checkHeaders(a, '413');
    assert.match(text(a.body), /\S/);
});

test('a body of another type is a 415', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', '', undefined]) {
        const a = await client.request('POST', '/login', { headers: type === undefined ? {} : { 'Content-Type': type }, body: 'csrf=1' });
        assert.equal(a.status, 415, String(type));
        checkPage(a, `POST ${type}`);
    }
    for (const encoding of ['gzip', 'br', 'identity', 'x']) {
        const a = await client.request('POST', '/login', { headers: { ...FORM, 'Content-Encoding': encoding }, body: 'csrf=1' });
        assert.equal(a.status, 415, encoding);
    }
    assert.notEqual((await client.request('POST', '/login', { headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' }, body: '' })).status, 415);
});

test('forms that make no sense are a 400', async () => {
    for (const body of ['csrf=1&csrf=2', 'nonsense=1', 'email=%ff', 'email=%zz', 'email=a%00b', `email=${'x'.repeat(255)}`, `password=${'x'.repeat(201)}`, 'csrf=a%20b', 'email=a%0ab']) {
        const a = await client.request('POST', '/login', { headers: FORM, body });
        assert.equal(a.status, 400, body.slice(0, 40));
        checkPage(a, `POST ${body.slice(0, 40)}`);
    }
});

// Sends bytes as they are; the answer as text.
function raw(bytes) {
    return new Promise((resolve, reject) => {
        const s = net.connect(PORT, '127.0.0.1', () => s.write(bytes));
        let out = '';
        s.setTimeout(15000, () => s.destroy(new Error('no answer')));
        s.on('data', (d) => (out += d.toString('latin1'))).on('error', reject).on('close', () => resolve(out));
    });
}

test('requests that are none get a short answer', async () => {
    for (const [bytes, status] of [
        ['GET / HTTP/1.1\r\n\r\n', 400],
        ['NONSENSE\r\n\r\n', 400],
        [`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${'y'.repeat(40000)}\r\n\r\n`, 400],
        [`GET /${'x'.repeat(40000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 400],
        [`GET /${'x'.repeat(2000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 400],
        [`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${'a=b; '.repeat(1800)}\r\n\r\n`, 400],
        ['GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 303],
        ['POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: -1\r\n\r\n', 400],
        ['POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n', 400],
        ['TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
        ['OPTIONS / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
    ]) {
        const a = await raw(bytes), got = Number(/^HTTP\/1.1 (\d+)/.exec(a)?.[1]);
        assert.ok(got === status || (status === 400 && [403, 414, 494].includes(got)), `${bytes.slice(0, 60)}: ${a.slice(0, 300)}`);
    }
});

test('a hundred connections that say nothing do not keep others out', async () => {
    const idle = Array.from({ length: 100 }, () => net.connect(PORT, '127.0.0.1', function () { this.write('GET / HTTP/1.1\r\nHost: x\r\n'); }).on('error', () => {}));
    await new Promise((r) => setTimeout(r, 200));
    const a = await client.get('/');
    assert.equal(a.status, 200);
    assert.ok(a.ms < 3000);
    idle.forEach((s) => s.destroy());
});

test('a client that goes away half way does no harm', async () => {
    for (let i = 0; i < 20; i++)
        await new Promise((done) => {
            const r = http.request({ host: '127.0.0.1', port: PORT, path: '/?period=all&size=100', headers: { Cookie: `parley=${client.session}` } });
            r.on('error', done).on('close', done).end();
            setTimeout(() => r.destroy(), i);
        });
    assert.equal((await client.get('/')).status, 200);
});
