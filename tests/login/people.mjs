// People with an account, and what they do on its pages.
import assert from 'node:assert/strict';
import { Client, PASSWORD, makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { elements, formFields, text } from '../lib/html.mjs';
import { sql } from '../lib/stack.mjs';
import { code, freshStep } from '../lib/totp.mjs';

export class People {
    n = 0;

    constructor(name, more = {}) {
        this.slug = `${name}-${process.pid}-${Date.now() % 1000000}`;
        this.tenant = makeTenant(this.slug, { zone: 'Europe/Berlin', ...more });
    }

    add(more = {}) {
        const email = `u${this.n++}@${this.slug}.example`;
        return { id: makeUser({ tenant: this.tenant, email, name: 'Una Longname', ...more }), email };
    }

    // What was recorded of somebody: [action, details].
    audit(user) {
        return sql(`SELECT action, details FROM audit WHERE tenant_id = ${this.tenant} AND user_id = ${user.id} ORDER BY seq`)
            .map(([action, details]) => [action, details && JSON.parse(details)]);
    }

    row(user, columns) {
        return sql(`SELECT ${columns} FROM users WHERE id = ${user.id}`)[0];
    }
}

// Sends a form of the account: with the form token of its page.
export async function send(client, path, fields = {}) {
    sql('DELETE FROM signin_failures');
    return sendAsIs(client, path, fields);
}

export async function sendAsIs(client, path, fields = {}) {
    const { csrf } = formFields((await client.get('/account/password')).body);
    return client.post(path, { csrf, ...fields });
}

export const alertOf = (a) => text(elements(a.body, 'p').find((p) => /\b(problem|field-error)\b/.test(p.class ?? ''))?.inner ?? '');
export const noticeOf = (a) => text(elements(a.body, 'p').find((p) => p.class === 'notice')?.inner ?? '');

// The field with something wrong, and what.
export function wrongFields(a) {
    return Object.fromEntries(elements(a.body, 'p').filter((p) => p.class === 'field-error').map((p) => [p.id.replace(/-error$/, ''), text(p.inner)]));
}

export const secretOf = (a) => text(elements(a.body, 'code')[0].inner);
export const codesOf = (a) => elements(elements(a.body, 'ul').find((u) => u.id === 'codes').inner, 'code').map((c) => text(c.inner));

// Sets the second factor up: {secret, codes, step}. The step of the code is taken then.
export async function enable(client) {
    const start = await send(client, '/account/totp');
    assert.equal(start.status, 200);
    const secret = secretOf(start), step = await freshStep();
    const done = await send(client, '/account/totp/confirm', { pending: formFields(start.body).pending, code: code(secret, step), password: PASSWORD });
    assert.equal(done.status, 200, alertOf(done));
    return { secret, step, codes: codesOf(done) };
}

// The first step of signing in: a client, and the fields of the second step's form.
export async function firstStep(user, password = PASSWORD, path = '/login') {
    const c = new Client();
    const a = await c.signIn(user.email, password, path);
    assert.equal(a.status, 200, 'the second step is asked for');
    assert.equal(c.session, undefined, 'no session between the steps');
    const { csrf, next, ticket } = formFields(a.body);
    return { c, fields: { csrf, next, ticket }, page: a };
}

// The step of the code that was taken goes out of the way.
export function forgetStep(user) {
    sql(`UPDATE users SET totp_step = NULL WHERE id = ${user.id}`);
}

export { signedIn };
