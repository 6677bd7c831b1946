// Flags, tags and notes of one interaction: each can be set and taken back by those who may, is
// recorded, and is nobody's who cannot see the interaction.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_ADMIN, ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { elements, formFields, parseGrid, text } from '../lib/html.mjs';
import { masked } from '../lib/mask.mjs';
import { inserts, sql } from '../lib/stack.mjs';
import { Desk } from '../browser/desk.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`;
const HOSTILE = '<img src=x onerror=alert(1)>"\'&amp; \u202eabc';
let desk, running, ada, eve, reader, n = 0;

async function person(name, role, queues = []) {
    const email = `p${n++}@marks-${stamp}.example`;
    const id = makeUser({ tenant: desk.id, email, name, role, queues });
    const client = await signedIn(email);
    return { client, id, name, csrf: formFields((await client.get('/?view=0')).body).csrf };
}
const send = (p, path, fields) => p.client.post(`/interactions/${path}`, { csrf: p.csrf, ...fields });
const page = async (p, id) => (await p.client.get(`/interaction?id=${id}`)).body;
const section = (body) => /<section id="marks"[\s\S]*?<\/section>/.exec(body)?.[0] ?? '';
const stored = (columns, table, id) => sql(`SELECT ${columns} FROM ${table} WHERE tenant_id = ${desk.id} AND interaction_id = ${id} ORDER BY 1`, 'pbxlogs');
const flagged = (id, table = 'closed_interactions') => sql(`SELECT flagged FROM ${table} WHERE tenant_id = ${desk.id} AND id = ${id}`, 'pbxlogs')[0][0];
const events = (id) => sql(`SELECT action, details FROM audit WHERE tenant_id = ${desk.id} AND (subject = 'interaction ${id}' OR subject LIKE 'interaction ${id},%')
    AND action <> 'interaction.viewed' ORDER BY seq`).map(([action, details]) => [action, JSON.parse(details)]);
const problems = (body) => [...body.matchAll(/class="field-error"[^>]*>([^<]*)/g)].map((m) => text(m[1]));

async function done(answer, id) {
    const a = await answer;
    assert.equal(a.status, 303, text(a.body));
    assert.equal(a.headers.location, `/interaction?id=${id}#marks`);
}
async function refused(answer, what) {
    const a = await answer;
    assert.equal(a.status, 422);
    assert.match(problems(a.body).join(' '), what);
    return a.body;
}

test.before(async () => {
    desk = new Desk(`marks-${stamp}`);
    desk.addMany(30, () => ({ queue_id: 1 }));
    desk.add([desk.row({ queue_id: 2 })]);
    [running] = desk.add([desk.running({ queue_id: 1 })]);
    desk.ready();
    ada = await person('Ada', ROLE_ADMIN);
    eve = await person('Eve', ROLE_SUPERVISOR, [1]);
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${desk.id}, 'Reader', 'all'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions (role_id, permission) VALUES (@r, 'interactions'); SELECT @r;`)[0][0]);
    reader = await person('Rita', role);
});

test('a flag is set with its reason, shown with who set it, and cleared with a reason', async () => {
    await done(send(eve, 'flag', { id: 1, flag: '  Needs review ', reason: 'Wrong price' }), 1);
    assert.deepEqual(stored('flag_no, flag, reason, source, set_by, cleared_at', 'review_flags', 1), [['1', 'Needs review', 'Wrong price', 'person', 'Eve', null]]);
    assert.equal(flagged(1), '1');
    let shown = text(section(await page(ada, 1)));
    for (const part of ['Needs review', 'Wrong price', 'Eve']) assert.ok(shown.includes(part), part);
    await refused(send(ada, 'unflag', { id: 1, no: 1, reason: '' }), /why/);
    await done(send(ada, 'unflag', { id: 1, no: 1, reason: 'Was right' }), 1);
    assert.deepEqual(stored('flag_no, cleared_by, clear_reason', 'review_flags', 1), [['1', 'Ada', 'Was right']]);
    assert.equal(flagged(1), '0');
    shown = text(section(await page(ada, 1)));
    assert.match(shown, /1 cleared[\s\S]*Needs review[\s\S]*Cleared: +Ada[\s\S]*Was right/);
    assert.deepEqual(events(1), [['interaction.flagged', { flag: 'Needs review', reason: 'Wrong price' }],
        ['interaction.unflagged', { flag: 'Needs review', reason: 'Was right' }]]);
});

test('a flag of an analysis is told apart, and can be cleared by a person', async () => {
    sql(inserts('review_flags', [{ tenant_id: desk.id, interaction_id: 2, flag_no: 4, flag: 'Compliance', reason: 'No disclosure', source: 'ai', set_at: '2026-01-01' }]) +
        `UPDATE closed_interactions SET flagged = 1 WHERE tenant_id = ${desk.id} AND id = 2`, 'pbxlogs');
    assert.match(section(await page(eve, 2)), /Compliance<\/bdi><\/strong> <span class="ai"/);
    await done(send(eve, 'flag', { id: 2, flag: 'Own', reason: 'x' }), 2);
    assert.deepEqual(stored('flag_no, source', 'review_flags', 2), [['4', 'ai'], ['5', 'person']]);
    assert.doesNotMatch(section(await page(eve, 2)), /Own<\/bdi><\/strong> <span class="ai"/);
    await done(send(eve, 'unflag', { id: 2, no: 4, reason: 'Read it' }), 2);
    assert.equal(flagged(2), '1', 'another flag stands');
    await done(send(eve, 'unflag', { id: 2, no: 5, reason: 'Read it' }), 2);
    assert.equal(flagged(2), '0');
});

test('tags: with and without a kind; those of people can be taken away, others cannot', async () => {
    sql(inserts('tags', [['ai', 'issue', 'billing'], ['vendor', '', 'de']].map(([source, kind, tag]) =>
        ({ tenant_id: desk.id, interaction_id: 3, kind, tag, source }))), 'pbxlogs');
    await done(send(eve, 'tag', { id: 3, tag: 'vip' }), 3);
    await done(send(eve, 'tag', { id: 3, tag: 'late fee', kind: 'call reason' }), 3);
    await done(send(eve, 'tag', { id: 3, tag: 'billing', kind: 'issue' }), 3); /* is there: stays the analysis's */
    assert.deepEqual(stored("kind, tag, source, COALESCE(set_by, '-')", 'tags', 3).sort(), [['', 'de', 'vendor', '-'], ['', 'vip', 'person', 'Eve'],
        ['call reason', 'late fee', 'person', 'Eve'], ['issue', 'billing', 'ai', '-']]);
    const removable = elements(section(await page(eve, 3)), 'form').filter((f) => f.action === '/interactions/untag').map((f) => formFields(f.inner).tag);
    assert.deepEqual(removable.sort(), ['late fee', 'vip']);
    for (const [kind, tag] of [['issue', 'billing'], ['', 'de'], ['', 'none'], ['', 'vip'], ['', 'vip']]) await done(send(ada, 'untag', { id: 3, kind, tag }), 3);
    assert.deepEqual(stored('kind, tag', 'tags', 3).sort(), [['', 'de'], ['call reason', 'late fee'], ['issue', 'billing']]);
    assert.deepEqual(events(3).map(([a, d]) => [a, d.kind, d.tag]), [['interaction.tagged', undefined, 'vip'],
        ['interaction.tagged', 'call reason', 'late fee'], ['interaction.untagged', undefined, 'vip']]);
});

test('notes: of several lines, changed and deleted by their author only', async () => {
    await done(send(eve, 'note', { id: 4, note: 'One\r\nTwo ' }), 4);
    await done(send(ada, 'note', { id: 4, note: 'Mine' }), 4);
    assert.deepEqual(stored('note_no, author, author_id, body', 'interaction_notes', 4).map((r) => [r[0], r[1], Number(r[2])]), [['1', 'Eve', eve.id], ['2', 'Ada', ada.id]]);
    await done(send(eve, 'note/edit', { id: 4, no: 1, note: 'One\nThree' }), 4);
    assert.match(text(section(await page(ada, 4))), /Eve[\s\S]*edited[\s\S]*One[\s\S]*Three/);
    await refused(send(eve, 'note/edit', { id: 4, no: 1, note: '   ' }), /Write/);
    for (const path of ['note/edit', 'note/delete'])
        assert.equal((await send(ada, path, { id: 4, no: 1, ...(path === 'note/edit' ? { note: 'Taken over' } : {}) })).status, 403);
    assert.equal((await send(eve, 'note/edit', { id: 4, no: 9, note: 'x' })).status, 404);
    const own = elements(section(await page(ada, 4)), 'form').filter((f) => f.action === '/interactions/note/edit').map((f) => formFields(f.inner).no);
    assert.deepEqual(own, ['2']);
    await done(send(eve, 'note/delete', { id: 4, no: 1 }), 4);
    await done(send(eve, 'note/delete', { id: 4, no: 1 }), 4);
    assert.deepEqual(stored('note_no, body', 'interaction_notes', 4), [['2', 'Mine']]);
    assert.deepEqual(events(4).map(([a]) => a), ['note.written', 'note.written', 'note.changed', 'note.deleted']);
    assert.deepEqual(events(4)[2][1].text, ['One\r\nTwo', 'One\nThree']);
});

test('what is typed wrongly is said at its field, and what was typed is kept', async () => {
    let body = await refused(send(ada, 'flag', { id: 5, flag: 'F'.repeat(61), reason: '' }), /At most 60 characters; this has 61[\s\S]*needs a reason/);
    assert.ok(section(body).includes('F'.repeat(61)));
    body = await refused(send(ada, 'flag', { id: 5, flag: HOSTILE, reason: 'r'.repeat(501) }), /At most 500/);
    assert.ok(!body.includes('<img src=x'));
    await refused(send(ada, 'tag', { id: 5, tag: 'ü'.repeat(81), kind: 'k'.repeat(41) }), /At most 80[\s\S]*At most 40/);
    await refused(send(ada, 'tag', { id: 5, tag: ' ' }), /Type a tag/);
    await refused(send(ada, 'note', { id: 5, note: 'n'.repeat(2001) }), /At most 2000/);
    for (const [path, fields] of [['flag', { flag: 'a\u0001b', reason: 'x' }], ['tag', { tag: 'a\nb' }], ['note', { note: 'a\u0000b' }], ['flag', { flag: 'x', reason: 'y', more: '1' }]])
        assert.equal((await send(ada, path, { id: 5, ...fields })).status, 400, JSON.stringify(fields));
    for (const table of ['review_flags', 'tags', 'interaction_notes']) assert.deepEqual(stored('1', table, 5), []);
    assert.deepEqual(events(5), []);
});

test('sent twice, it is done once', async () => {
    for (let i = 0; i < 2; i++) {
        await done(send(ada, 'flag', { id: 6, flag: 'Twice', reason: 'same' }), 6);
        await done(send(ada, 'tag', { id: 6, tag: 'twice' }), 6);
        await done(send(ada, 'note', { id: 6, note: 'twice' }), 6);
    }
    for (const table of ['review_flags', 'tags', 'interaction_notes']) assert.equal(stored('1', table, 6).length, 1, table);
    assert.equal(events(6).length, 3);
    await refused(send(eve, 'flag', { id: 6, flag: 'Twice', reason: 'another' }), /set already/);
    for (let i = 0; i < 2; i++) await done(send(ada, 'unflag', { id: 6, no: 1, reason: `r${i}` }), 6);
    assert.deepEqual(stored('clear_reason', 'review_flags', 6), [['r0']]);
});

test('many at once on one interaction: nothing is lost, and no number is given twice', async () => {
    const people = [ada, eve];
    const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => {
        const p = people[i % 2];
        return i % 3 === 0 ? send(p, 'flag', { id: 7, flag: `F${i}`, reason: 'x' }) : i % 3 === 1 ? send(p, 'note', { id: 7, note: `N${i}` }) : send(p, 'tag', { id: 7, tag: `T${i}` });
    }));
    assert.deepEqual([...new Set(answers.map((a) => a.status))], [303]);
    assert.deepEqual(stored('flag_no', 'review_flags', 7).map(Number), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(stored('note_no', 'interaction_notes', 7).map(Number), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(stored('tag', 'tags', 7).length, 8);
    assert.equal(flagged(7), '1');
});

test('a running interaction, too; its flag is not lost when it ends meanwhile', async () => {
    const id = running.id;
    await done(send(eve, 'flag', { id, flag: 'Live', reason: 'now' }), id);
    assert.equal(flagged(id, 'active_interactions'), '1');
    const move = `INSERT INTO closed_interactions SELECT * FROM active_interactions WHERE tenant_id = ${desk.id} AND id = ${id};
        UPDATE closed_interactions SET closed_at = created_at, status = 'closed', flagged = 0 WHERE tenant_id = ${desk.id} AND id = ${id};
        DELETE FROM active_interactions WHERE tenant_id = ${desk.id} AND id = ${id};`;
    const answers = Promise.all([1, 2, 3, 4].map((i) => send(eve, 'flag', { id, flag: `Meanwhile ${i}`, reason: 'x' })));
    sql(`SET SESSION sql_mode = ''; START TRANSACTION; ${move} COMMIT;`, 'pbxlogs');
    for (const a of await answers) assert.equal(a.status, 303, text(a.body));
    await done(send(eve, 'flag', { id, flag: 'After', reason: 'x' }), id);
    assert.equal(stored('1', 'review_flags', id).length, 6);
    assert.equal(flagged(id), '1');
});

test('the grid finds what was just set, and what is cleared no more', async () => {
    const found = async (q) => parseGrid((await ada.client.get(`/?period=all&${q}`)).body).rows?.map((r) => r.id) ?? [];
    await done(send(ada, 'flag', { id: 8, flag: 'Findable', reason: 'x' }), 8);
    await done(send(ada, 'tag', { id: 8, tag: 'findable tag' }), 8);
    assert.deepEqual(await found('flag=Findable'), [8]);
    assert.deepEqual(await found('tag=findable%20tag'), [8]);
    await done(send(ada, 'unflag', { id: 8, no: 1, reason: 'x' }), 8);
    await done(send(ada, 'untag', { id: 8, tag: 'findable tag' }), 8);
    assert.deepEqual(await found('flag=Findable'), []);
    assert.deepEqual(await found('tag=findable%20tag'), []);
    assert.ok(!(await found('flag_op=filled')).includes(8));
});

test('who may only read sees them and no form, and is refused', async () => {
    await done(send(ada, 'flag', { id: 9, flag: 'Seen', reason: 'by all' }), 9);
    const shown = section(await page(reader, 9));
    assert.match(shown, /by all/);
    assert.deepEqual(elements(shown, 'form'), []);
    for (const path of ['flag', 'unflag', 'tag', 'untag', 'note', 'note/edit', 'note/delete'])
        assert.equal((await send(reader, path, { id: 9, ...(path === 'flag' ? { flag: 'x', reason: 'y' } : {}) })).status, 403, path);
});

test('an interaction of another queue, of another tenant and one that is not there are the same', async () => {
    const other = new Desk(`marks-o-${stamp}`);
    other.nextId = 500;
    other.addMany(1);
    const forms = [['flag', { flag: 'x', reason: 'y' }], ['unflag', { no: 1, reason: 'y' }], ['tag', { tag: 'x' }], ['untag', { tag: 'x' }],
        ['note', { note: 'x' }], ['note/edit', { no: 1, note: 'x' }], ['note/delete', { no: 1 }]];
    for (const [path, fields] of forms) {
        const answers = await Promise.all([31, 500, 99999999].map((id) => send(eve, path, { id, ...fields })));
        assert.deepEqual(answers.map((a) => a.status), [404, 404, 404], path);
        assert.equal(new Set(answers.map((a) => masked(a))).size, 1, path);
    }
    for (const table of ['review_flags', 'tags', 'interaction_notes']) {
        assert.deepEqual(stored('1', table, 31), []);
        assert.deepEqual(sql(`SELECT 1 FROM ${table} WHERE tenant_id = ${other.id}`, 'pbxlogs'), []);
    }
});

test('hostile texts stand as they are', async () => {
    await done(send(ada, 'flag', { id: 10, flag: HOSTILE, reason: HOSTILE }), 10);
    await done(send(ada, 'tag', { id: 10, tag: HOSTILE, kind: '<b>"' }), 10);
    await done(send(ada, 'note', { id: 10, note: `${HOSTILE}\n</textarea><script>alert(1)</script>` }), 10);
    const shown = section(await page(ada, 10));
    assert.doesNotMatch(shown, /<img|<script|<b>/);
    const edit = elements(shown, 'textarea')[0];
    assert.ok(text(edit.inner).includes('</textarea><script>'));
    const untag = elements(shown, 'form').find((f) => f.action === '/interactions/untag');
    await done(ada.client.post('/interactions/untag', formFields(untag.inner)), 10);
    assert.deepEqual(stored('1', 'tags', 10), []);
});

test('where it came from is where it leads back to', async () => {
    const list = 'queue=1&period=all&sort=duration';
    const a = await send(ada, 'tag', { id: 11, tag: 'x', list });
    assert.equal(a.headers.location, `/interaction?id=11&list=${encodeURIComponent(list)}#marks`);
    assert.ok(section((await ada.client.get(a.headers.location.split('#')[0])).body).includes('name="list"'));
});
