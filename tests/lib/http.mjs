// HTTP as a browser does it, but with everything in the open: cookies are kept, redirects are not
// followed, and headers are sent as they are given.
import http from 'node:http';
import { BASE, PORT, parley, quote, sql } from './stack.mjs';
import { formFields } from './html.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

// One request. The answer: {status, headers, raw: [[name, value]...], body, bytes, ms}.
export function request(method, path, { headers = {}, body, port = PORT, timeout = 60000 } = {}) {
    return new Promise((resolve, reject) => {
        const began = performance.now();
        const payload = body === undefined ? null : Buffer.from(body);
        const r = http.request({
            host: '127.0.0.1', port, method, path, agent, timeout,
            headers: { ...(payload ? { 'Content-Length': payload.length } : {}), ...headers },
        }, (res) => {
            const parts = [];
            res.on('data', (d) => parts.push(d));
            res.on('error', reject);
            res.on('end', () => {
                const bytes = Buffer.concat(parts), raw = [];
                for (let i = 0; i < res.rawHeaders.length; i += 2) raw.push([res.rawHeaders[i], res.rawHeaders[i + 1]]);
                resolve({ status: res.statusCode, headers: res.headers, raw, bytes, body: bytes.toString('utf8'),
                    ms: performance.now() - began });
            });
        });
        r.on('timeout', () => r.destroy(new Error(`no answer in ${timeout} ms: ${method} ${path}`)));
        r.on('error', reject);
        r.end(payload);
    });
}

export function form(fields) {
    return new URLSearchParams(fields).toString();
}

export const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

// A browser's window: keeps cookies.
export class Client {
    cookies = new Map();

    async request(method, path, options = {}) {
        const headers = { ...options.headers };
        if (this.cookies.size && headers.Cookie === undefined)
            headers.Cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
        const a = await request(method, path, { ...options, headers });
        for (const c of a.headers['set-cookie'] || []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(c);
            if (/max-age=0/i.test(c)) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
        return a;
    }

    get(path, options) {
        return this.request('GET', path, options);
    }

    post(path, fields, options = {}) {
        return this.request('POST', path, { ...options, headers: { ...FORM, ...options.headers }, body: form(fields) });
    }

    // The hidden fields of the sign-in form, for a page that leads to `next`.
    async signinForm(path = '/login') {
        return formFields((await this.get(path)).body);
    }

    // Signs in; the answer to the form.
    async signIn(email, password = PASSWORD, path = '/login') {
        const { csrf, next } = await this.signinForm(path);
        return this.post('/login', { csrf, next: next || '', email, password });
    }

    get session() {
        return this.cookies.get('parley');
    }
}

// --- people ------------------------------------------------------------------------------------

export const PASSWORD = 'correct-horse-battery';

let hash;

// The hash of PASSWORD: made once by the product, then given to every user of a test.
export function passwordHash() {
    if (hash) return hash;
    const find = () => sql("SELECT password_hash FROM users WHERE email = 'hash@test.invalid'")[0]?.[0];
    hash = find();
    if (hash) return hash;
    parley(['tenant', 'add', 'test-hash', 'Nobody']);
    const r = parley(['user', 'add', 'hash@test.invalid', 'Nobody', '--tenant', 'test-hash', '--role', 'admin'],
        { input: `${PASSWORD}\n` });
    if (r.status !== 0) throw new Error(`user add: ${r.err}`);
    hash = find();
    return hash;
}

export const ROLE_ADMIN = 1, ROLE_SUPERVISOR = 2;

// Makes a user by SQL and returns the id.
export function makeUser({ tenant, email, name = email, role = ROLE_ADMIN, queues = [], zone = null, theme = 'auto' }) {
    let text = `INSERT INTO users (tenant_id, email, name, role_id, password_hash, zone, theme) VALUES (${tenant},
        ${quote(email)}, ${quote(name)}, ${role}, ${quote(passwordHash())}, ${quote(zone)}, ${quote(theme)});
        SET @u = LAST_INSERT_ID();`;
    for (const q of queues) text += `INSERT INTO user_queues VALUES (${tenant}, @u, ${q});`;
    return Number(sql(`${text} SELECT @u;`)[0][0]);
}

export function makeTenant(slug, { name = slug, zone = 'UTC' } = {}) {
    return Number(sql(`INSERT INTO tenants (slug, name, zone, counted_at) VALUES (${quote(slug)}, ${quote(name)}, ${quote(zone)}, UTC_TIMESTAMP());
        SET @t = LAST_INSERT_ID(); INSERT INTO catalog_versions (tenant_id) VALUES (@t); SELECT @t;`)[0][0]);
}

// A client that is signed in. Failures of other tests do not delay it.
export async function signedIn(email, password = PASSWORD) {
    const c = new Client();
    sql('DELETE FROM signin_failures');
    const a = await c.signIn(email, password);
    if (a.status !== 303 || !c.session) throw new Error(`${email} cannot sign in: ${a.status} at ${BASE}`);
    return c;
}
