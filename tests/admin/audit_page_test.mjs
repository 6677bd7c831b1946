// The page of the audit log: everything that was done, found by who, what, when, where, to what.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, ROLE_SUPERVISOR, request } from '../lib/http.mjs';
import { elements, text } from '../lib/html.mjs';
import { quote, sql } from '../lib/stack.mjs';
import { Office, ROLE_SYSTEM, act, submit } from './people.mjs';

let a, b, admin, operators, system;

const get = async (client, query = '') => {
    const page = await client.get(`/admin/audit?period=all${query}`);
    assert.equal(page.status, 200, query);
    return page.body;
};
const rows = (html) => [...html.matchAll(/<tr id="a(\d+)">([\s\S]*?)<\/tr>/g)].map(([, seq, inner]) => {
    const cell = (k) => text(new RegExp(`<td class="a-${k}[^"]*"[^>]*>([\\s\\S]*?)</td>`).exec(inner)[1]).replace(/\s+/g, ' ').trim();
    return { seq: Number(seq), who: cell('who'), what: cell('what'), subject: cell('subject'), address: cell('address') };
});
const seqs = (html) => rows(html).map((r) => r.seq);
const link = (html, id) => text(new RegExp(`id="${id}"[^>]*href="([^"]*)"`).exec(html)?.[1] ?? '');

test.before(async () => {
    a = new Office('audit-a');
    b = new Office('audit-b');
    operators = new Office('audit-op');
    operators.user('system', { role: ROLE_SYSTEM, name: 'Sol System' });
    admin = await a.in('admin');
    system = await operators.in('system');
    await submit(admin, `/admin/users/edit?id=${a.supervisorId}`, { name: 'Sam <Super>', queues: [1, 2] });
    await act(admin, a.supervisorId, 'disable');
    await act(await b.in('admin'), b.supervisorId, 'disable');
});

test('newest first, with who, what, to what, from where, and what was and is', async () => {
    const list = rows(await get(admin));
    assert.deepEqual(list.map((r) => r.what), ['Disabled an administrator', 'Changed an administrator', 'Signed in']);
    assert.deepEqual(list.map((r) => r.seq), [3, 2, 1]);
    assert.equal(list[1].who, 'Ada Admin');
    assert.equal(list[1].subject, `Sam <Super> (${a.mail('super')})name: Sam Super → now Sam <Super>queues added: Support`);
    assert.ok(list.every((r) => r.address === '127.0.0.1'));
    assert.doesNotMatch(JSON.stringify(list), new RegExp(b.slug));
});

test('each filter alone and together', async () => {
    for (const [query, expected] of [
        ['&action=user.disabled', [3]], ['&action=signin', [1]], ['&action=export.made', []],
        ['&who=ada', [3, 2, 1]], [`&who=${a.mail('admin')}`, [3, 2, 1]], ['&who=sam', []], ['&who=nobody', []], ['&who=%25', []],
        [`&user=${a.adminId}`, [3, 2, 1]], [`&user=${b.adminId}`, []],
        ['&address=127.0.0.1', [3, 2, 1]], ['&address=127.0.0', []],
        ['&subject=super', [3, 2]], ['&subject=%3CSuper%3E', [3, 2]], ['&subject=%25', []], ['&subject=_', []],
        ['&who=ada&action=user.changed&address=127.0.0.1&subject=sam', [2]], ['&who=ada&action=user.changed&address=10.0.0.1', []],
        [`&from=2020-01-01&to=2020-01-02`, []], ['&from=2020-01-01', [3, 2, 1]], ['&to=2020-01-01', []],
    ]) assert.deepEqual(seqs(await get(admin, query)), expected, query);
    for (const period of ['today', '7d', '30d', '90d', 'all']) assert.deepEqual(seqs((await admin.get(`/admin/audit?period=${period}`)).body), [3, 2, 1], period);
    assert.deepEqual(seqs((await admin.get('/admin/audit?period=yesterday')).body), []);
    for (const bad of ['action=nonsense', 'after=1', 'after=x.1', 'after=1.1&before=1.1', 'period=x', 'user=x', 'log=x', 'nonsense=1'])
        assert.equal((await admin.get(`/admin/audit?${bad}`)).status, 400, bad);
    assert.match(await get(admin, '&who=nobody'), /id="empty"/);
});

test('failed sign-ins: of a person in the tenant’s log, of nobody in the installation’s', async () => {
    const nobody = `nobody@${a.slug}.example`;
    for (const mail of [a.mail('admin'), nobody]) await new Client().signIn(mail, 'wrong-wrong-wrong');
    sql('DELETE FROM signin_failures');
    assert.deepEqual(rows(await get(admin, '&action=signin.failed')).map((r) => r.who), [a.mail('admin')]);
    const installation = rows(await get(system, `&log=installation&who=${encodeURIComponent(nobody)}`));
    assert.deepEqual(installation.map((r) => [r.who, r.what]), [[nobody, 'Failed to sign in']]);
    assert.deepEqual(rows(await get(system, `&tenant=${b.id}&action=user.disabled`)).length, 1);
    assert.equal((await admin.get(`/admin/audit?tenant=${b.id}`)).status, 404);
    assert.equal((await (await b.in('admin')).get('/admin/audit?log=installation')).status, 404);
});

test('who sees assigned queues only does not see the log, whatever the role says', async () => {
    a.user('peek', { role: a.role('Peek', ['audit', 'interactions'], 'assigned'), queues: [1] });
    assert.equal((await (await a.in('peek')).get('/admin/audit')).status, 403);
    assert.equal((await (await b.in('admin')).get('/admin/audit')).status, 200);
    b.user('s2', { role: ROLE_SUPERVISOR });
    assert.equal((await (await b.in('s2')).get('/admin/audit')).status, 403);
    assert.equal((await request('GET', '/admin/audit')).status, 303);
});

// Rows by SQL: the page does not look at hashes.
function many(t, office, n, fields = {}) {
    t.after(() => sql(`DELETE FROM audit WHERE tenant_id = ${office.id}`));
    const f = { actor: quote('Robo Row'), user: 'NULL', action: quote('export.made'), address: quote('10.1.2.3'), subject: "CONCAT('Export ', seq)", at: "'2025-01-01' + INTERVAL seq DIV 3 SECOND", ...fields };
    sql(`INSERT INTO audit (tenant_id, seq, at, user_id, actor, address, action, subject, details, prev_hash, hash)
        SELECT ${office.id}, seq, ${f.at}, ${f.user}, ${f.actor}, ${f.address}, ${f.action}, ${f.subject}, '{"a":null,"b":["1",null],"c":"x"}', '', '' FROM seq_1_to_${n}`);
}

test('pages, forth and back, see each row once; also where times are equal', async (t) => {
    const c = new Office('audit-pages');
    many(t, c, 230, { user: `IF(seq % 2, ${c.adminId}, NULL)` });
    for (const [query, expected] of [['', 230], ['&action=export.made', 230], ['&who=ada', 115], ['&who=Robo%20Row', 230], ['&address=10.1.2.3', 230], ['&subject=port%201', 130 - 19]]) {
        const seen = [];
        let html = await get(system, `&tenant=${c.id}${query}`), pages = 1;
        for (; ;) {
            seen.push(...seqs(html));
            const next = link(html, 'page-after');
            if (!next) break;
            html = (await system.get(next)).body;
            pages++;
        }
        assert.deepEqual(seen, [...new Set(seen)].sort((x, y) => y - x), query);
        if (!query.includes('subject')) assert.equal(seen.length, expected, query);
        else assert.deepEqual(seen, Array.from({ length: 230 }, (_, i) => 230 - i).filter((i) => `Export ${i}`.includes('port 1')), query);
        const back = [];
        for (let p = link(html, 'page-before'); p; p = link(html, 'page-before')) {
            html = (await system.get(p)).body;
            back.unshift(...seqs(html));
        }
        assert.deepEqual(back.slice(0, 50), seen.slice(0, 50), query);
    }
    const first = rows(await get(system, `&tenant=${c.id}`))[0];
    assert.equal(first.subject, 'Export 230a: noneb: 1 → now nonec: x');
});

test('a search in many rows is bounded, says so, and goes on', async (t) => {
    const c = new Office('audit-bound');
    many(t, c, 50500, { subject: "IF(seq IN (3, 40000), 'Needle', CONCAT('Hay ', seq))", at: "'2025-01-01' + INTERVAL seq SECOND" });
    let html = await get(system, `&tenant=${c.id}&subject=needle`);
    assert.deepEqual(seqs(html), [40000]);
    const found = [];
    for (let rounds = 0; ; rounds++) {
        assert.ok(rounds < 4);
        found.push(...seqs(html));
        const more = text(/id="bound"[\s\S]*?href="([^"]*)"/.exec(html)?.[1] ?? '');
        if (!more) break;
        assert.match(text(html), /20,000 entries were looked through/);
        html = (await system.get(more)).body;
    }
    assert.deepEqual(found, [40000, 3]);
});

test('hostile names are text', async (t) => {
    const c = new Office('audit-bad');
    many(t, c, 3, { actor: quote('<script>alert(1)</script>"\'&'), subject: quote('</td><img src=x onerror=alert(1)>'), action: quote('<b>gone</b>') });
    sql(`UPDATE audit SET details = ${quote(JSON.stringify({ '<i>k</i>': ['<u>was</u>', '"><script>x</script>'] }))} WHERE tenant_id = ${c.id}`);
    const html = await get(system, `&tenant=${c.id}&who=${encodeURIComponent('<script>alert(1)</script>"\'&')}`);
    assert.equal(rows(html).length, 3);
    assert.equal(rows(html)[0].what, '<b>gone</b>');
    assert.doesNotMatch(html, /<script>|<img src=x|<u>|<i>k/);
    assert.ok(elements(html, 'option').length > 20);
});
