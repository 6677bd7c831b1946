// Who may do what: every route x method x person has its expected answer in the table below. A route
// without a row fails, and so does a row without a route.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, FORM, ROLE_ADMIN, ROLE_SUPERVISOR, form, makeTenant, makeUser, request, signedIn } from '../lib/http.mjs';
import { formFields, parseGrid } from '../lib/html.mjs';
import { Random, seed } from '../lib/random.mjs';
import { routes } from '../lib/routes.mjs';
import { makeWorldTenant, writeTenant } from '../lib/world.mjs';
import { visible } from '../lib/model.mjs';
import { BASE, sql } from '../lib/stack.mjs';

// The people, in the order of the columns. `sent` is a POST with the right token.
//                anonymous, no permission, supervisor, admin, disabled, expired, other tenant's admin
const all = (s) => [s, s, s, s, s, s, s];
const posted = (sent) => ({
    GET: all(405), HEAD: all(405), PUT: all(405), DELETE: all(405), POST: [401, 403, 403, 403, 401, 401, 403], sent,
});
// Pages of administration: for a role that may and sees all queues, in its own tenant.
const page = (status) => [303, 403, 403, status, 303, 303, status];
const reads = (status = 200) => ({ GET: page(status), HEAD: page(status), POST: all(405), PUT: all(405), DELETE: all(405), sent: all(405) });
const edits = (status, sent) => ({
    ...reads(status), POST: [401, 403, 403, 403, 401, 401, 403], sent: [401, 403, 403, sent, 401, 401, sent],
});
const ADMINISTRATION = {
    '/admin': reads(303),
    '/admin/users': reads(), '/admin/users/edit': edits(200, 422), '/admin/users/act': edits(404, 404),
    '/admin/roles': reads(), '/admin/roles/edit': edits(200, 422), '/admin/roles/delete': edits(404, 404),
    '/admin/tenants': reads(403), '/admin/tenants/edit': edits(403, 403), '/admin/tenants/act': edits(403, 403),
    '/admin/audit': reads(),
    '/admin/intake': reads(), '/admin/intake/arrival': reads(404), '/admin/intake/body': reads(404),
    '/admin/intake/again': edits(200, 200), '/admin/intake/discard': edits(404, 404),
    '/admin/intake/connections': reads(), '/admin/intake/connections/edit': edits(200, 422),
    '/admin/intake/connections/secret': edits(404, 404), '/admin/intake/connections/end': edits(404, 404),
    '/admin/intake/keys': reads(), '/admin/intake/keys/edit': edits(200, 422), '/admin/intake/keys/revoke': edits(404, 404),
    '/admin/prices': edits(200, 422),
    '/admin/queues': reads(), '/admin/queues/edit': edits(200, 422),
    '/admin/agents': reads(), '/admin/agents/edit': edits(200, 422),
    '/admin/dids': reads(), '/admin/dids/edit': edits(200, 422), '/admin/dids/delete': edits(404, 404),
    '/admin/dispositions': reads(), '/admin/dispositions/edit': edits(200, 422),
    '/admin/contacts': reads(), '/admin/contacts/edit': edits(404, 404), '/admin/contacts/duplicates': reads(),
    '/admin/contacts/same': reads(404), '/admin/contacts/merge': edits(404, 404),
};
// A page that is only looked at.
const looked = (get) => ({ GET: get, HEAD: get, POST: all(405), PUT: all(405), DELETE: all(405), sent: all(405) });
// The API knows keys, and no person: what is there asks for one, whoever is signed in.
const keyed = (...methods) => Object.fromEntries(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'sent']
    .map((m) => [m, all(methods.includes({ HEAD: 'GET', sent: 'POST' }[m] ?? m) ? 401 : 405)]));
const API = {
    '/api': looked([303, 200, 200, 200, 303, 303, 200]), '/api/v1/openapi.json': looked(all(200)),
    '/api/v1/interactions': keyed('GET', 'POST'), '/api/v1/interactions/*': keyed('GET'), '/api/v1/own/*': keyed('GET'),
    '/api/v1/events/*': keyed('GET'), '/api/v1/interactions/*/transcript': keyed('GET'),
    '/api/v1/interactions/*/messages': keyed('POST'), '/api/v1/interactions/*/functions': keyed('POST'),
    '/api/v1/interactions/*/tags': keyed('POST'), '/api/v1/interactions/*/tags/*': keyed('DELETE'),
    '/api/v1/interactions/*/analysis': keyed('PUT'), '/api/v1/interactions/*/recording': keyed('PUT'),
};
const TABLE = {
    ...ADMINISTRATION,
    ...API,
    '/': {
        GET: [303, 403, 200, 200, 303, 303, 200],
        HEAD: [303, 403, 200, 200, 303, 303, 200],
        POST: all(405), PUT: all(405), DELETE: all(405), sent: all(405),
    },
    '/columns': { /* a form of nothing: no column is chosen */
        GET: [303, 403, 200, 200, 303, 303, 200],
        HEAD: [303, 403, 200, 200, 303, 303, 200],
        POST: [401, 403, 403, 403, 401, 401, 403],
        PUT: all(405), DELETE: all(405), sent: [401, 403, 422, 422, 401, 401, 422],
    },
    '/views': {
        GET: [303, 403, 200, 200, 303, 303, 200],
        HEAD: [303, 403, 200, 200, 303, 303, 200],
        POST: all(405), PUT: all(405), DELETE: all(405), sent: all(405),
    },
    '/interactions/fetch': { ...looked([303, 403, 404, 404, 303, 303, 404]), POST: [401, 403, 403, 403, 401, 401, 403], sent: [401, 403, 404, 404, 401, 401, 404] },
    '/interactions/send': { ...looked([303, 403, 404, 404, 303, 303, 404]), POST: [401, 403, 403, 403, 401, 401, 403], sent: [401, 403, 404, 404, 401, 401, 404] },
    '/views/open': posted([401, 403, 303, 303, 401, 401, 303]), /* of no view: the plain grid */
    '/views/save': posted([401, 403, 422, 422, 401, 401, 422]),
    '/views/update': posted([401, 403, 404, 404, 401, 401, 404]),
    '/views/rename': posted([401, 403, 404, 404, 401, 401, 404]),
    '/views/delete': posted([401, 403, 404, 404, 401, 401, 404]),
    /* By admins only, unless a role is given the right. */
    ...Object.fromEntries(['delete', 'hold', 'release'].map((x) => [`/interactions/${x}`, edits(404, 404)])),
    '/deleted': reads(200),
    '/deleted/restore': posted([401, 403, 403, 422, 401, 401, 422]), /* of none */
    /* forms of nothing: no interaction is named, none is chosen */
    ...Object.fromEntries(['flag', 'unflag', 'tag', 'untag', 'note', 'note/edit', 'note/delete', 'edit/undo']
        .map((x) => [`/interactions/${x}`, posted([401, 403, 404, 404, 401, 401, 404])])),
    '/interactions/edit': posted([401, 403, 422, 422, 401, 401, 422]),
    '/interactions/edited': looked([303, 403, 404, 404, 303, 303, 404]),
    '/login': { GET: all(200), HEAD: all(200), POST: all(403), PUT: all(405), DELETE: all(405), sent: all(401) },
    '/login/code': { GET: all(303), HEAD: all(303), POST: all(403), PUT: all(405), DELETE: all(405), sent: all(303) },
    '/account': {
        GET: [303, 200, 200, 200, 303, 303, 200],
        HEAD: [303, 200, 200, 200, 303, 303, 200],
        POST: all(405), PUT: all(405), DELETE: all(405), sent: all(405),
    },
    '/account/password': {
        GET: [303, 200, 200, 200, 303, 303, 200],
        HEAD: [303, 200, 200, 200, 303, 303, 200],
        PUT: all(405), DELETE: all(405),
        POST: [401, 403, 403, 403, 401, 401, 403],
        sent: [401, 422, 422, 422, 401, 401, 422],
    },
    '/account/totp': {
        GET: all(405), HEAD: all(405), PUT: all(405), DELETE: all(405),
        POST: [401, 403, 403, 403, 401, 401, 403],
        sent: [401, 200, 200, 200, 401, 401, 200],
    },
    ...Object.fromEntries(['preferences', 'totp/confirm', 'totp/off', 'recovery', 'sessions/end'].map((x) => [`/account/${x}`, {
        GET: all(405), HEAD: all(405), PUT: all(405), DELETE: all(405),
        POST: [401, 403, 403, 403, 401, 401, 403],
        sent: [401, 303, 303, 303, 401, 401, 303],
    }])),
    '/logout': {
        GET: all(405), HEAD: all(405), PUT: all(405), DELETE: all(405),
        POST: [401, 403, 403, 403, 401, 401, 403],
        sent: [401, 303, 303, 303, 401, 401, 303],
    },
    '/history/client': looked([303, 403, 400, 400, 303, 303, 400]),
    '/history/agent': looked([303, 403, 400, 400, 303, 303, 400]),
    '/history/client/figures': looked([303, 403, 400, 400, 303, 303, 400]),
    '/history/agent/figures': looked([303, 403, 400, 400, 303, 303, 400]),
    '/history/counts': looked([303, 403, 200, 200, 303, 303, 200]),
    '/interaction': looked([303, 403, 404, 404, 303, 303, 404]),
    '/account-timeline': looked([303, 403, 404, 404, 303, 303, 404]),
    '/interactions/transcript': looked([303, 403, 404, 404, 303, 303, 404]),
    '/interactions/transcript/export': looked([303, 403, 404, 404, 303, 303, 404]),
    '/interactions/play': looked([303, 403, 404, 404, 303, 303, 404]),
    '/interactions/recording': looked([303, 403, 404, 404, 303, 303, 404]),
    '/interactions/waveform': looked([303, 403, 404, 404, 303, 303, 404]),
    '/interactions/media': looked([303, 403, 404, 404, 303, 303, 404]),
    /* the path as the table has it: no such source, whoever asks */
    '/hooks/*/*': { GET: all(405), HEAD: all(405), PUT: all(405), DELETE: all(405), POST: all(404), sent: all(404) },
    '/hooks/whatsapp/*': { GET: all(404), HEAD: all(404), PUT: all(405), DELETE: all(405), POST: all(404), sent: all(404) },
    '/hooks/tools/*/*': { GET: all(405), HEAD: all(405), PUT: all(405), DELETE: all(405), POST: all(404), sent: all(404) },
    '/health/live': { GET: all(200), HEAD: all(200), POST: all(405), PUT: all(405), DELETE: all(405), sent: all(405) },
    '/health/ready': { GET: all(200), HEAD: all(200), POST: all(405), PUT: all(405), DELETE: all(405), sent: all(405) },
};
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'sent'];
const PEOPLE = ['anonymous', 'no permission', 'supervisor', 'admin', 'disabled', 'expired', 'foreign admin'];

const random = new Random(seed('matrix'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
let tenant, other, emails;

// Session tokens for the form, as long as the session lived.
async function tokenOf(client) {
    return formFields((await client.get('/')).body).csrf;
}

// A person with a session of their own, spoilt afterwards where the column says so.
async function person(i) {
    if (!i) return { client: new Client(), csrf: 'A'.repeat(43) };
    const client = await signedIn(emails[i]), csrf = (await tokenOf(client)) ?? 'A'.repeat(43);
    if (PEOPLE[i] === 'disabled') sql(`UPDATE users SET active = 0 WHERE email = '${emails[i]}'`);
    if (PEOPLE[i] === 'expired')
        sql(`UPDATE sessions s JOIN users u ON u.id = s.user_id SET s.seen_at = s.seen_at - INTERVAL 31 MINUTE WHERE u.email = '${emails[i]}'`);
    return { client, csrf };
}

test.before(() => {
    tenant = makeWorldTenant(random, `matrix-a-${stamp}`, 'UTC', { closed: 200, active: 5 });
    other = makeWorldTenant(random, `matrix-b-${stamp}`, 'UTC', { closed: 50, active: 2 });
    [tenant, other].forEach(writeTenant);
    const nothing = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${tenant.id}, 'Nothing', 'all'); SELECT LAST_INSERT_ID();`)[0][0]);
    const roles = [null, nothing, ROLE_SUPERVISOR, ROLE_ADMIN, ROLE_ADMIN, ROLE_ADMIN, ROLE_ADMIN];
    emails = PEOPLE.map((p, i) => `m${i}@matrix-${stamp}.example`);
    roles.forEach((role, i) => role && makeUser({ tenant: (i === 6 ? other : tenant).id, email: emails[i], role, queues: role === ROLE_SUPERVISOR ? [tenant.queues[0].id] : [] }));
});

test('every route has its row, every row its route', () => {
    assert.deepEqual(Object.keys(TABLE).sort(), [...new Set(routes().map((r) => r.path))].sort());
    for (const [path, row] of Object.entries(TABLE)) {
        assert.deepEqual(Object.keys(row).sort(), [...METHODS].sort(), path);
        for (const m of METHODS) assert.equal(row[m].length, PEOPLE.length, `${path} ${m}`);
    }
});

for (const [i, name] of PEOPLE.entries())
    test(`what ${name} gets`, async () => {
        sql(`UPDATE users SET active = 1 WHERE email = '${emails[i]}'`);
        const p = await person(i);
        for (const [path, row] of Object.entries(TABLE))
            for (const m of METHODS.filter((x) => x !== 'sent')) {
                const a = await p.client.request(m, path, { headers: m === 'POST' ? FORM : {}, body: m === 'POST' ? '' : undefined });
                assert.equal(a.status, row[m][i], `${name} ${m} ${path}`);
                if (m === 'HEAD') assert.equal(a.bytes.length, 0);
                if (a.status === 405) assert.ok(a.headers.allow && !a.headers.allow.includes(m), `${m} ${path} Allow: ${a.headers.allow}`);
            }
        for (const [path, row] of Object.entries(TABLE)) {
            const fields = { csrf: p.csrf };
            if (path.startsWith('/login')) fields.csrf = (await p.client.signinForm()).csrf;
            if (path === '/login') Object.assign(fields, { email: 'x@y.z', password: 'x' });
            const a = await p.client.post(path, fields);
            assert.equal(a.status, row.sent[i], `${name} sends ${path}`);
        }
        sql('DELETE FROM signin_failures');
    });

test('who has to sign in is told where, by an address that leads back', async () => {
    for (const headers of [{}, { 'HX-Request': 'true' }, { 'X-Parley-Refresh': '1' }]) {
        const a = await request('GET', '/?queue=3&period=all', { headers });
        const to = Object.keys(headers).length ? a.headers['x-parley-signin'] : a.headers.location;
        assert.equal(a.status, Object.keys(headers).length ? 401 : 303);
        assert.match(to, /^\/login\?next=[\w.-]+$/);
    }
});

// --- forms from elsewhere ----------------------------------------------------------------------

const wrong = {
    'no token': [{ csrf: undefined }, {}],
    'an empty token': [{ csrf: '' }, {}],
    'a wrong token': [{ csrf: 'A'.repeat(43) }, {}],
    'the token of another session': [{ csrf: 'other' }, {}],
    'the token of the sign-in form': [{ csrf: 'signin' }, {}],
    'a foreign Origin': [{}, { Origin: 'http://evil.example' }],
    'an Origin like ours': [{}, { Origin: `${BASE}.evil.example` }],
    'Origin null': [{}, { Origin: 'null' }],
    'Sec-Fetch-Site cross-site': [{}, { 'Sec-Fetch-Site': 'cross-site' }],
    'Sec-Fetch-Site same-site': [{}, { 'Sec-Fetch-Site': 'same-site' }],
};

test('a form with these is refused, and nothing is changed', async () => {
    const victim = await signedIn(emails[3]), csrf = await tokenOf(victim), other_csrf = await tokenOf(await signedIn(emails[6]));
    const signin = await new Client().signinForm();
    for (const [name, [fields, headers]] of Object.entries(wrong)) {
        const token = { other: other_csrf, signin: signin.csrf }[fields.csrf] ?? fields.csrf ?? csrf;
        const a = await victim.post('/logout', 'csrf' in fields && fields.csrf === undefined ? {} : { csrf: token }, { headers });
        assert.equal(a.status, 403, `sign out with ${name}`);
        assert.equal((await victim.get('/')).status, 200, `still signed in after ${name}`);
    }
    const a = await victim.post('/logout', { csrf }, { headers: { Origin: BASE, 'Sec-Fetch-Site': 'same-origin' } });
    assert.equal(a.status, 303);
    assert.equal((await victim.get('/')).status, 303);
});

test('a sign-in form with these is refused', async () => {
    const c = new Client(), { csrf } = await c.signinForm(), stranger = await new Client().signinForm();
    for (const [name, [fields, headers]] of Object.entries(wrong)) {
        const token = { other: stranger.csrf, signin: stranger.csrf }[fields.csrf] ?? fields.csrf ?? csrf;
        const body = { ...('csrf' in fields && fields.csrf === undefined ? {} : { csrf: token }), email: emails[3], password: 'x' };
        assert.equal((await c.post('/login', body, { headers })).status, 403, name);
    }
});

// --- bit flips ---------------------------------------------------------------------------------

const CHARS = /^[!#-+\--:<-[\]-~]+$/; /* what a cookie may hold */

function* flips(text) {
    for (let i = 0; i < text.length; i++)
        for (let bit = 0; bit < 7; bit++) {
            const c = String.fromCharCode(text.charCodeAt(i) ^ (1 << bit));
            yield text.slice(0, i) + c + text.slice(i + 1);
        }
}

test('a session cookie with one bit changed is nobody', async () => {
    const c = await signedIn(emails[3]);
    for (const bad of [...flips(c.session), c.session.slice(1), `${c.session}A`, c.session.toLowerCase()].filter((x) => CHARS.test(x)))
        assert.equal((await request('GET', '/', { headers: { Cookie: `parley=${bad}` } })).status, 303, bad);
    assert.equal((await request('GET', '/', { headers: { Cookie: `parley=${c.session}; parley=x` } })).status, 303, 'two cookies');
    assert.equal((await c.get('/')).status, 200);
});

test('a form token with one bit changed is none', async () => {
    const c = await signedIn(emails[3]), csrf = await tokenOf(c);
    for (const bad of flips(csrf)) {
        const a = await c.post('/logout', { csrf: bad });
        assert.ok(a.status === 403 || a.status === 400, `${bad}: ${a.status}`);
    }
    assert.equal((await c.get('/')).status, 200);
});

test('an address to return to with one bit changed leads to the start', async () => {
    const next = /next=([^&]+)/.exec((await request('GET', '/?queue=3&period=all')).headers.location)[1];
    const list = random.shuffle([...flips(next)]).slice(0, 12);
    for (const bad of list) {
        const c = new Client(), { csrf } = await c.signinForm();
        const a = await c.post('/login', { csrf, next: bad, email: emails[3], password: 'correct-horse-battery' });
        if (a.status === 400) assert.ok(!/^[\w.~-]+$/.test(bad));
        else assert.deepEqual([a.status, a.headers.location], [303, '/'], bad);
    }
});

test('a place in the list with one bit changed shows nothing foreign', async () => {
    const c = await signedIn(emails[2]), user = { admin: false, queues: [tenant.queues[0].id] };
    const mine = new Set(tenant.rows.filter((r) => visible(user, r)).map((r) => r.id));
    for (const sort of ['created', 'closed', 'duration']) {
        const page = parseGrid((await c.get(`/?period=all&size=25&sort=${sort}`)).body);
        const cursor = new URLSearchParams(page.pager.next.split('?')[1]).get('after');
        const more = [`${cursor.slice(0, -1)}99999999999999999999`, 'd-1.0', 'd-2.0', 'r0.0', 'd253370764800001.1', 'd.1', 'd1.', 'd1.-1', 'd+1.1', 'd 1.1', 'x1.1', 'd1.1.1'];
        for (const bad of [...flips(cursor), ...more])
            for (const side of ['after', 'before']) {
                const a = await c.get(`/?period=all&size=25&sort=${sort}&${side}=${encodeURIComponent(bad)}`);
                assert.ok(a.status === 200 || a.status === 400, `${side}=${bad}: ${a.status}`);
                if (a.status === 200) for (const r of parseGrid(a.body).rows) assert.ok(mine.has(r.id), `${side}=${bad} shows ${r.id}`);
            }
    }
});
