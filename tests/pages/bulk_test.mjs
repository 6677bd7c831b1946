// Flags and tags of many interactions: chosen one by one or by the list's filters, asked about,
// changed in one go within the scope, told, and undone.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_ADMIN, ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { elements, formFields, parseGrid, text } from '../lib/html.mjs';
import { inserts, parley, sql } from '../lib/stack.mjs';
import { Desk } from '../browser/desk.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`;
let desk, crowd, ada, eve, n = 0;

async function person(of, name, role, queues = []) {
    const email = `b${n++}@bulk-${stamp}.example`;
    const id = makeUser({ tenant: of.id, email, name, role, queues });
    const client = await signedIn(email);
    return { client, id, csrf: formFields((await client.get('/?view=0')).body).csrf, of };
}
const send = (p, fields, path = 'edit') => p.client.post(`/interactions/${path}`, { csrf: p.csrf, ...fields });
const flags = (name, of = desk) => sql(`SELECT interaction_id FROM review_flags WHERE tenant_id = ${of.id} AND flag = '${name}' AND cleared_at IS NULL ORDER BY 1`, 'pbxlogs').map((r) => Number(r[0]));
const tags = (name, of = desk) => sql(`SELECT interaction_id FROM tags WHERE tenant_id = ${of.id} AND tag = '${name}' ORDER BY 1`, 'pbxlogs').map((r) => Number(r[0]));
const marked = (of = desk) => sql(`SELECT id FROM closed_interactions WHERE tenant_id = ${of.id} AND flagged ORDER BY 1`, 'pbxlogs').map((r) => Number(r[0]));
const problems = (body) => [...body.matchAll(/class="field-error"[^>]*>([^<]*)/g)].map((m) => text(m[1])).join(' ');
const heading = (body) => text(/<h1>([\s\S]*?)<\/h1>/.exec(body)[1]);
const range = (a, b) => Array.from({ length: b - a + 1 }, (_, i) => a + i);

// Asks, confirms with these fields, and returns what the page of the result says.
async function edit(p, choice, fields) {
    const asked = await send(p, choice);
    assert.equal(asked.status, 200, text(asked.body));
    const form = elements(asked.body, 'form').find((f) => f.action === '/interactions/edit');
    const a = await p.client.post('/interactions/edit', { ...formFields(form.inner), ...fields });
    return { heading: heading(asked.body), ...(await result(p, a)) };
}
async function result(p, a) {
    assert.equal(a.status, 303, text(a.body));
    const { body } = await p.client.get(a.headers.location);
    const undo = elements(body, 'form').find((f) => f.action === '/interactions/edit/undo');
    return { text: text(/role="status"[^>]*>([\s\S]*?)<\/p>/.exec(body)[1]), undo: undo && formFields(undo.inner), url: a.headers.location };
}
const undo = async (p, done) => result(p, await p.client.post('/interactions/edit/undo', done.undo));

test.before(async () => {
    desk = new Desk(`bulk-${stamp}`);
    desk.addMany(40, (i) => ({ queue_id: i < 30 ? 1 : 2, channel: i < 10 ? 'chat' : 'voice' })); /* 1-30 and 31-40 */
    desk.add([desk.running({ queue_id: 1, channel: 'chat' })]); /* 41 */
    desk.ready();
    crowd = new Desk(`crowd-${stamp}`);
    crowd.addCrowd(10005, 10);
    crowd.addMany(3, () => ({ queue_id: 2 }));
    crowd.ready();
    ada = await person(desk, 'Ada', ROLE_ADMIN);
    eve = await person(desk, 'Eve', ROLE_SUPERVISOR, [1]);
});

test('picked ones are flagged; those that had it already are told; Undo takes back only what was changed', async () => {
    await edit(ada, { do: 'flag', ids: '2' }, { flag: 'Batch', reason: 'before' });
    const done = await edit(ada, { do: 'flag', ids: '1,2,3.41' }, { flag: 'Batch', reason: 'x' });
    assert.equal(done.heading, 'Flag 4 interactions');
    assert.equal(done.text, 'Flag “Batch” set on 3 interactions; 1 had it already.');
    assert.deepEqual(flags('Batch'), [1, 2, 3, 41]);
    assert.deepEqual(marked(), [1, 2, 3]);
    const undone = await undo(ada, done);
    assert.equal(undone.text, 'Flag “Batch” cleared on 3 interactions.');
    assert.equal(undone.undo, undefined);
    assert.deepEqual(flags('Batch'), [2]);
    assert.deepEqual(marked(), [2]);
    assert.equal((await undo(ada, done)).text, 'Flag “Batch” cleared on 0 interactions; 3 did not have it.');
});

test('clearing: one flag or every one, and set again as they were', async () => {
    await edit(ada, { do: 'flag', ids: '4.5.6' }, { flag: 'A', reason: 'ra' });
    await edit(ada, { do: 'flag', ids: '5' }, { flag: 'B', reason: 'rb' });
    const one = await edit(ada, { do: 'unflag', ids: '4.5' }, { flag: 'A', reason: 'done' });
    assert.equal(one.text, 'Flag “A” cleared on 2 interactions.');
    assert.deepEqual([flags('A'), flags('B'), marked()], [[6], [5], [2, 5, 6]]);
    const every = await edit(ada, { do: 'unflag', ids: '4.5.6' }, { reason: 'all' });
    assert.equal(every.text, 'Flags cleared on 2 interactions; 1 did not have it.');
    assert.deepEqual([flags('A'), flags('B'), marked()], [[], [], [2]]);
    await undo(ada, every);
    assert.deepEqual([flags('A'), flags('B'), marked()], [[6], [5], [2, 5, 6]]);
    await undo(ada, one);
    assert.deepEqual([flags('A'), flags('B')], [[4, 5, 6], [5]]);
    assert.equal(sql(`SELECT COUNT(*) FROM review_flags WHERE tenant_id = ${desk.id} AND flag IN ('A', 'B')`, 'pbxlogs')[0][0], '4');
});

test('tags are added and taken away; those of an analysis stay', async () => {
    sql(inserts('tags', [{ tenant_id: desk.id, interaction_id: 7, kind: 'issue', tag: 'late', source: 'ai' }]), 'pbxlogs');
    const done = await edit(ada, { do: 'tag', ids: '7.8.9' }, { tag: 'late', kind: 'issue' });
    assert.equal(done.text, 'Tag “issue: late” added to 2 interactions; 1 had it already.');
    const gone = await edit(ada, { do: 'untag', ids: '7.8.9' }, { tag: 'late', kind: 'issue' });
    assert.equal(gone.text, 'Tag “issue: late” taken from 2 interactions; 1 did not have it from a person.');
    assert.deepEqual(tags('late'), [7]);
    await undo(ada, gone);
    assert.deepEqual(tags('late'), [7, 8, 9]);
    await undo(ada, done);
    assert.deepEqual(tags('late'), [7]);
});

test('all that match the list, but for those that were taken out; what comes in later is not among them', async () => {
    const state = 'channel=chat&period=all';
    const asked = await send(ada, { do: 'tag', all: 1, except: '3.9', state });
    assert.equal(heading(asked.body), 'Tag 9 interactions');
    assert.match(text(asked.body), /Channel +Chat/);
    desk.add([desk.row({ channel: 'chat', queue_id: 1, created_at: Date.now() + 60000 })]);
    const form = formFields(elements(asked.body, 'form').find((f) => f.action === '/interactions/edit').inner);
    const done = await result(ada, await ada.client.post('/interactions/edit', { ...form, tag: 'matched' }));
    assert.equal(done.text, 'Tag “matched” added to 9 interactions.');
    assert.deepEqual(tags('matched'), [...range(1, 10).filter((id) => ![3, 9].includes(id)), 41]);
    assert.match(done.url, /list=channel%3Dchat/);
});

test('each interaction has its own event, the edit one more, and the chain of the log is whole', async () => {
    const done = await edit(ada, { do: 'flag', ids: '11.12', state: 'period=today' }, { flag: 'Audited', reason: 'why' });
    const at = Number(done.undo.at);
    const events = sql(`SELECT action, subject, details FROM audit WHERE tenant_id = ${desk.id} AND user_id = ${ada.id}
        AND ROUND(UNIX_TIMESTAMP(CONVERT_TZ(at, '+00:00', @@session.time_zone)) * 1000) = ${at} ORDER BY seq`);
    assert.deepEqual(events.map((e) => e[0]), ['interaction.flagged', 'interaction.flagged', 'interactions.edited']);
    assert.match(events[0][1], /^interaction 11, /);
    assert.deepEqual(JSON.parse(events[1][2]), { flag: 'Audited', reason: 'why' });
    assert.deepEqual(JSON.parse(events[2][2]), { edit: 'flag', flag: 'Audited', reason: 'why', changed: '2', already: '0', list: 'picked' });
    const checked = parley(['audit', 'verify', '--tenant', desk.slug]);
    assert.equal(checked.status, 0, checked.out + checked.err);
});

test('what cannot be seen is not there: not counted, not changed, not told', async () => {
    const other = new Desk(`bulk-o-${stamp}`);
    other.nextId = 900;
    other.addMany(2, () => ({ queue_id: 1 }));
    const done = await edit(eve, { do: 'flag', ids: '20.31.32.900.99999999' }, { flag: 'Mine', reason: 'x' });
    assert.equal(done.heading, 'Flag 1 interaction');
    assert.equal(done.text, 'Flag “Mine” set on 1 interaction.');
    const all = await edit(eve, { do: 'tag', all: 1, state: 'period=all' }, { tag: 'all mine' });
    assert.match(all.text, /added to 3[12] interactions\./);
    assert.deepEqual([flags('Mine'), tags('all mine').filter((id) => id > 30 && id <= 40), tags('all mine', other)], [[20], [], []]);
    const asked = await send(eve, { do: 'tag', all: 1, state: 'period=all&queue=2' });
    assert.equal(asked.status, 422);
    assert.match(text(asked.body), /Nothing matches/);
    const none = await send(eve, { do: 'flag', ids: '31.32' });
    assert.match(text(none.body), /No interaction is selected/);
});

test('an edit is undone by who made it, where it is still theirs to see', async () => {
    const done = await edit(eve, { do: 'flag', ids: '21.22' }, { flag: 'Hers', reason: 'x' });
    assert.equal((await send(ada, { at: done.undo.at }, 'edit/undo')).status, 404);
    assert.equal((await ada.client.get(`/interactions/edited?at=${done.undo.at}`)).status, 404);
    sql(`UPDATE closed_interactions SET queue_id = 2 WHERE tenant_id = ${desk.id} AND id = 22`, 'pbxlogs');
    assert.equal((await undo(eve, done)).text, 'Flag “Hers” cleared on 1 interaction.');
    assert.deepEqual(flags('Hers'), [22]);
});

test('what is wrong is said at its field; without the permission nothing is done', async () => {
    for (const [fields, what] of [[{ do: 'flag', flag: '', reason: '' }, /to be looked at[\s\S]*needs a reason/], [{ do: 'unflag' }, /Say why/],
        [{ do: 'tag', tag: 't'.repeat(81) }, /At most 80/], [{ do: 'untag' }, /Type a tag/]]) {
        const a = await send(ada, { ids: '13.14', confirmed: 1, ...fields });
        assert.equal(a.status, 422);
        assert.match(problems(a.body), what);
        assert.equal(formFields(elements(a.body, 'form').find((f) => f.action === '/interactions/edit').inner).ids, '13.14');
    }
    for (const bad of [{ do: 'delete', ids: '1' }, { do: 'flag', ids: '1', all: 2 }, { do: 'flag', id: 'x' }, { do: 'flag', ids: '1', state: 'nonsense=1' }])
        assert.equal((await send(ada, bad)).status, 400, JSON.stringify(bad));
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${desk.id}, 'Reader', 'all'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions (role_id, permission) VALUES (@r, 'interactions'); SELECT @r;`)[0][0]);
    const rita = await person(desk, 'Rita', role);
    assert.equal((await send(rita, { do: 'flag', ids: '13', confirmed: 1, flag: 'x', reason: 'y' })).status, 403);
    assert.equal((await rita.client.get('/?select=1')).body.includes('k-pick'), false);
});

test('the select mode without JavaScript: the boxes of the page are the form', async () => {
    const { body } = await ada.client.get('/?select=1&period=all&size=25&queue=2');
    const rows = parseGrid(body).rows.map((r) => r.id);
    const boxes = [...body.matchAll(/<input[^>]*form="bulk" name="id" value="(\d+)"/g)].map((m) => Number(m[1]));
    assert.deepEqual(boxes, rows);
    const form = formFields(elements(body, 'form').find((f) => f.action === '/interactions/edit').inner);
    const fields = new URLSearchParams(form);
    fields.delete('all');
    fields.set('do', 'tag');
    for (const id of [31, 33]) fields.append('id', id);
    const a = await ada.client.post('/interactions/edit', [...fields]);
    assert.equal(heading(a.body), 'Tag 2 interactions');
    for (const url of ['/', '/?period=all'])
        assert.equal((await ada.client.get(`${url}`)).body.includes('k-pick'), false, 'the standard look');
});

test('a thousand picked, ten thousand matching: more is refused with the number and a way out', async () => {
    const p = await person(crowd, 'Cleo', ROLE_ADMIN);
    const picked = (k) => range(1000001, 1000000 + k).join('.');
    const many = await send(p, { do: 'tag', ids: picked(1001) });
    assert.equal(many.status, 422);
    assert.match(text(many.body), /picked 1001 interactions; at most 1000/);
    const over = await send(p, { do: 'tag', all: 1, state: 'period=all' });
    assert.equal(over.status, 422);
    assert.match(text(over.body), /10,008 interactions match; at most 10,000[\s\S]*narrow/);
    const thousand = await edit(p, { do: 'tag', ids: picked(1000) }, { tag: 'thousand' });
    assert.equal(thousand.text, 'Tag “thousand” added to 1,000 interactions.');
    const except = range(1000001, 1000008).join('.');
    const asked = await send(p, { do: 'flag', all: 1, state: 'period=all&queue=1', except });
    assert.equal(asked.status, 422, 'it is the list that is too long');
});

test('ten thousand at once, and back', async () => {
    sql(`DELETE FROM closed_interactions WHERE tenant_id = ${crowd.id} AND id > 1010000`, 'pbxlogs');
    const p = await person(crowd, 'Cato', ROLE_ADMIN);
    const began = performance.now();
    const done = await edit(p, { do: 'flag', all: 1, state: 'period=all&queue=1' }, { flag: 'Crowd', reason: 'x' });
    const ms = performance.now() - began;
    assert.match(done.text, /^Flag “Crowd” set on 10,00[01] interactions/);
    assert.ok(ms < 20000, `${ms} ms`); /* with all checks of the test's build */
    const n = flags('Crowd', crowd).length;
    assert.equal(marked(crowd).length, n);
    await undo(p, done);
    assert.deepEqual([flags('Crowd', crowd), marked(crowd)], [[], []]);
    const checked = parley(['audit', 'verify', '--tenant', crowd.slug]);
    assert.equal(checked.status, 0, checked.out + checked.err);
});

test('several edits of the same ones at once: each is made, none is lost', async () => {
    const ids = range(15, 30).join('.');
    const answers = await Promise.all(range(1, 8).map((i) => send(i % 2 ? ada : eve, { do: i % 4 < 2 ? 'flag' : 'tag', ids: i % 3 ? ids : ids.split('.').reverse().join('.'),
        confirmed: 1, flag: `P${i}`, reason: 'x', tag: `P${i}` })));
    assert.deepEqual(answers.map((a) => a.status), Array(8).fill(303));
    for (const i of range(1, 8)) assert.ok((i % 4 < 2 ? flags : tags)(`P${i}`).length >= 15, `P${i}`);
    const doubles = sql(`SELECT interaction_id, flag_no FROM review_flags WHERE tenant_id = ${desk.id} GROUP BY 1, 2 HAVING COUNT(*) > 1`, 'pbxlogs');
    assert.deepEqual(doubles, []);
});
