// Deleting an interaction: asked once more, gone from everywhere, restored as it was; legal hold,
// which nobody deletes against; and all of it in the scope of who does it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROLE_SUPERVISOR, makeUser, signedIn } from '../lib/http.mjs';
import { parseFigures } from '../lib/history.mjs';
import { elements, formFields, parseGrid, text } from '../lib/html.mjs';
import { masked } from '../lib/mask.mjs';
import { datetime, inserts, sql } from '../lib/stack.mjs';
import { addRows, makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { Random, seed } from '../lib/random.mjs';

const random = new Random(seed('delete'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
const ABSENT = 7777777;
let t, admin, some, reader;

const HOUR = 3600000;
function row(id, more) {
    const at = Date.now() - id * HOUR;
    return { id, created_at: at, closed_at: at + 60000, channel: 'voice', status: 'closed', queue_id: t.queues[0].id, agent_id: t.agents[0].id,
        crm_contact_id: t.contacts[0].id, phone_number: '030 1', phone_e164: '+49301', did_id: t.dids[0].id, disposition_id: null, duration_s: 60, acw_s: 5,
        platform: 'phone', direction: 'inbound', outcome: 'success', result: 'completed', action_type: 'Refund', account_id: t.accounts[0].id, flow: 'f', wait_s: 1, hold_s: 2,
        ended_by: 'client', sentiment: 'positive', csat: 5, cost_micros: 12, currency: 'EUR', flagged: 1, has_recording: 1, has_transcript: 1, parent_id: 2,
        last_message_at: datetime(at), vendor: 'test', vendor_ref: `ref ${id}`, ...more };
}

const person = (name, role, queues = []) => {
    const email = `${name}@delete-${stamp}.example`;
    makeUser({ tenant: t.id, email, name: `${name} of it`, role, queues });
    return signedIn(email);
};

test.before(async () => {
    t = makeWorldTenant(random, `delete-${stamp}`, 'Europe/Berlin', { closed: 0, active: 0 });
    writeTenant(t);
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${t.id}, 'Some', 'assigned'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions (role_id, permission) VALUES (@r, 'interactions'), (@r, 'delete'), (@r, 'legal_hold'), (@r, 'transcripts'), (@r, 'recordings_play'), (@r, 'audit'); SELECT @r;`)[0][0]);
    addRows(t, [...Array(12)].map((_, i) => row(i + 1, { queue_id: t.queues[i % 3 === 2 ? 1 : 0].id })), [{ ...row(50), status: 'active', closed_at: null }]);
    sql(inserts('legs', [1, 2, 3].map((id) => ({ tenant_id: t.id, interaction_id: id, leg_no: 1, queue_id: t.queues[0].id, agent_id: t.agents[0].id,
        queued_at: datetime(Date.now()), answered_at: datetime(Date.now()), talk_s: 10 * id }))) +
        inserts('messages', [{ tenant_id: t.id, interaction_id: 1, message_no: 1, role: 'client', body: 'hello' }]) +
        inserts('recordings', [{ tenant_id: t.id, interaction_id: 1, recording_no: 1, store: 'disk', path: 'a.wav' }]), 'pbxlogs');
    refreshStats(t);
    [admin, some, reader] = [await person('admin', 1), await person('some', role, [t.queues[0].id]), await person('reader', ROLE_SUPERVISOR, [t.queues[0].id])];
});

const where = (table, id) => sql(`SELECT * FROM ${table} WHERE tenant_id = ${t.id} AND id = ${id}`, 'pbxlogs')[0];
const events = (id) => sql(`SELECT action, actor, details FROM audit WHERE tenant_id = ${t.id} AND (subject = 'interaction ${id}' OR subject LIKE 'interaction ${id},%') ORDER BY seq`)
    .filter(([a]) => !a.endsWith('.viewed'));
const csrf = async (c) => formFields((await c.get('/account')).body).csrf;
const act = async (c, what, id, fields) => c.post(`/interactions/${what}`, { csrf: await csrf(c), id, ...fields });
const remove = (c, id, more) => act(c, 'delete', id, { list: 'period=all', reason: 'asked for', number: String(id), ...more });
const restore = async (c, fields) => c.post('/deleted/restore', { csrf: await csrf(c), ...fields });
const listed = (page) => elements(page.body, 'tr').map((r) => r.id).filter((x) => /^d\d+$/.test(x)).map((x) => Number(x.slice(1)));
const field = (page, name) => text(new RegExp(`id="e-${name}">([^<]*)`).exec(page.body)?.[1] ?? '');
const refusal = (page) => text(/class="refused"[^>]*>([\s\S]*?)<\/(?:p|ul)>/.exec(page.body)?.[1] ?? '').trim();

// What each place says that could still know of an interaction.
async function seen(c, id) {
    const grid = parseGrid((await c.get('/?period=all&size=100')).body);
    const client = `c${t.contacts[0].id}`, agent = t.agents[0].id;
    const history = async (path) => [...(await c.get(path)).body.matchAll(/data-id="(\d+)"/g)].map((m) => Number(m[1])).includes(id);
    return {
        grid: grid.rows.some((r) => r.id === id || r.id === String(id)), count: grid.rows.length,
        client: await history(`/history/client?client=${client}`), agent: await history(`/history/agent?agent=${agent}`),
        counts: (await c.get(`/history/counts?clients=${client}&agents=${agent}`)).body,
        figures: parseFigures((await c.get(`/history/client/figures?client=${client}`)).body).figures,
        handled: parseFigures((await c.get(`/history/agent/figures?agent=${agent}`)).body).figures,
        status: [await c.get(`/interaction?id=${id}`), await c.get(`/interactions/transcript?id=${id}`), await c.get(`/interactions/play?id=${id}`), await c.get(`/interactions/recording?id=${id}&no=1`)].map((a) => a.status),
    };
}

test('it is asked for once more: reason and number', async () => {
    const page = await admin.get('/interactions/delete?id=1&list=period%3Dall%26size%3D25');
    assert.equal(page.status, 200);
    assert.match(page.body, /For 30 days/);
    assert.deepEqual(Object.keys(formFields(page.body)).sort(), ['csrf', 'id', 'list', 'number', 'reason']);
    for (const [more, wrong] of [[{ number: '2' }, ['number']], [{ number: '' }, ['number']], [{ number: '01' }, ['number']], [{ reason: '' }, ['reason']], [{ reason: '   ', number: 'x' }, ['number', 'reason']]]) {
        const a = await remove(admin, 1, more);
        assert.equal(a.status, 422, JSON.stringify(more));
        for (const f of ['number', 'reason']) assert.equal(field(a, f) !== '', wrong.includes(f), `${f} ${JSON.stringify(more)}`);
    }
    assert.ok(where('closed_interactions', 1));
    assert.deepEqual(events(1), []);
});

test('deleted, it is nowhere; restored, it is as it was, byte for byte', async () => {
    const before = { row: where('closed_interactions', 1), seen: await seen(admin, 1), hanging: sql(`SELECT * FROM messages WHERE tenant_id = ${t.id}`, 'pbxlogs') };
    assert.ok(before.seen.grid && before.seen.status[0] === 200 && before.seen.status[1] === 200 && before.seen.status[2] === 200, JSON.stringify(before.seen));
    assert.equal(before.seen.handled.Handled, '3');
    const a = await remove(admin, 1);
    assert.deepEqual([a.status, a.headers.location], [303, '/?period=all&deleted=1']);
    const after = await seen(admin, 1);
    assert.deepEqual([after.grid, after.client, after.agent, after.count], [false, false, false, before.seen.count - 1]);
    assert.notEqual(after.counts, before.seen.counts);
    assert.notDeepEqual(after.figures, before.seen.figures);
    assert.deepEqual([after.handled.Handled, after.handled.AHT], ['2', '0:25'], 'the legs of what is deleted are not summed');
    assert.deepEqual(after.status, [404, 404, 404, 404]);
    for (const path of ['/interaction?id=', '/interactions/transcript?id=', '/interactions/delete?id=', '/interactions/hold?id='])
        assert.equal(masked(await admin.get(path + 1)), masked(await admin.get(path + ABSENT)), path);

    const list = await admin.get('/deleted');
    assert.deepEqual(listed(list), [1]);
    assert.match(list.body, /admin of it[\s\S]*asked for[\s\S]*30 days/);
    const undo = formFields((await admin.get(a.headers.location)).body);
    const b = await restore(admin, { one: undo.one, list: undo.list });
    assert.deepEqual([b.status, b.headers.location], [303, '/?period=all&restored=1']);
    assert.deepEqual(where('closed_interactions', 1), before.row);
    assert.equal(where('deleted_interactions', 1), undefined);
    assert.deepEqual(await seen(admin, 1), before.seen);
    assert.deepEqual(sql(`SELECT * FROM messages WHERE tenant_id = ${t.id}`, 'pbxlogs'), before.hanging);
    const log = events(1);
    assert.deepEqual(log.map(([e, who]) => [e, who]), [['interaction.deleted', 'admin of it'], ['interaction.restored', 'admin of it']]);
    assert.deepEqual(JSON.parse(log[0][2]), { reason: 'asked for' });
});

test('every column of an interaction moves', () => {
    const columns = (table) => sql(`SELECT column_name FROM information_schema.columns WHERE table_schema = 'pbxlogs' AND table_name = '${table}' ORDER BY ordinal_position`, 'pbxlogs').map(([c]) => c);
    assert.deepEqual(columns('deleted_interactions').filter((c) => !['deleted_at', 'deleted_by', 'delete_reason', 'purge_at'].includes(c)), columns('closed_interactions'));
    assert.ok(!where('closed_interactions', 1).includes(null) || where('closed_interactions', 1).filter((x) => x === null).length === 1, 'only the disposition of the tried row is unknown');
});

test('what still runs is refused, with the reason', async () => {
    assert.match(refusal(await admin.get('/interactions/delete?id=50')), /still running/);
    const a = await remove(admin, 50);
    assert.equal(a.status, 409);
    assert.match(refusal(a), /still running/);
    assert.ok(where('active_interactions', 50));
});

test('a legal hold keeps it: from everybody, with who and why, until it is released', async () => {
    const menu = async (c) => elements((await c.get('/interaction?id=4')).body, 'a').map((a) => a.href).filter((h) => h.startsWith('/interactions/')).map((h) => h.split('?')[0]);
    assert.deepEqual(await menu(admin), ['/interactions/hold', '/interactions/delete']);
    assert.deepEqual(await menu(reader), [], 'a supervisor may neither');
    assert.equal((await act(admin, 'hold', 4, {})).status, 422, 'without a reason');
    const set = await act(admin, 'hold', 4, { reason: 'Case <7>', list: 'period=all' });
    assert.deepEqual([set.status, set.headers.location], [303, '/interaction?id=4&list=period%3Dall#hold']);
    assert.match(text((await reader.get('/interaction?id=4')).body), /Under legal hold\s+since .* by admin of it: Case <7>/);
    assert.deepEqual(await menu(some), ['/interactions/release', '/interactions/delete']);
    const a = await remove(some, 4);
    assert.equal(a.status, 409);
    assert.match(refusal(a), /under legal hold since .* by admin of it: Case <7>/);
    assert.equal((await act(some, 'hold', 4, { reason: 'again' })).status, 409);
    assert.equal((await act(some, 'release', 4, { reason: '' })).status, 422);
    assert.equal((await act(some, 'release', 4, { reason: 'settled' })).status, 303);
    assert.equal((await act(some, 'release', 4, { reason: 'settled' })).status, 409, 'there is none any more');
    assert.equal((await remove(some, 4)).status, 303);
    assert.deepEqual(events(4).map(([e]) => e), ['hold.set', 'hold.released', 'interaction.deleted']);
    assert.deepEqual(JSON.parse(events(4)[1][2]), { reason: 'settled', was_held_by: 'admin of it', was_held_for: 'Case <7>' });
    assert.equal((await restore(some, { one: 4 })).status, 303);
});

test('a running one can be held, too', async () => {
    assert.equal((await act(admin, 'hold', 50, { reason: 'now' })).status, 303);
    assert.equal((await act(admin, 'release', 50, { reason: 'then' })).status, 303);
});

test('whoever is quicker: never is a held one deleted', async () => {
    for (let i = 0; i < 12; i++) {
        const [h, d] = await Promise.all([act(some, 'hold', 5, { reason: 'race' }), remove(admin, 5)]);
        const held = sql(`SELECT COUNT(*) FROM legal_holds WHERE tenant_id = ${t.id} AND interaction_id = 5`)[0][0] === '1', gone = !!where('deleted_interactions', 5);
        assert.ok(held !== gone, `held ${held}, deleted ${gone}: ${h.status} ${d.status}`);
        assert.deepEqual([h.status, d.status], held ? [303, 409] : [404, 303]);
        assert.equal((held ? await act(admin, 'release', 5, { reason: 'next' }) : await restore(admin, { one: 5 })).status, 303);
    }
});

test('a supervisor deletes, holds and restores in the own queues only', async () => {
    for (const what of ['delete', 'hold', 'release']) {
        assert.equal(masked(await some.get(`/interactions/${what}?id=3`)), masked(await some.get(`/interactions/${what}?id=${ABSENT}`)));
        const [foreign, absent] = [await act(some, what, 3, { reason: 'r' }), await act(some, what, ABSENT, { reason: 'r' })];
        assert.equal(foreign.status, 404);
        assert.equal(masked(foreign), masked(absent), what);
    }
    await remove(admin, 3);
    await remove(admin, 7);
    assert.deepEqual(listed(await admin.get('/deleted')).sort(), [3, 7]);
    assert.deepEqual(listed(await some.get('/deleted')), [7]);
    assert.deepEqual(listed(await some.get('/deleted?number=3')), []);
    assert.doesNotMatch((await some.get('/?period=all&deleted=3')).body, /id="gone"/);
    const [foreign, absent] = [await restore(some, { one: 3 }), await restore(some, { one: ABSENT })];
    assert.equal(foreign.status, 409);
    assert.equal(masked(foreign).replaceAll('3 was', 'N was'), masked(absent).replaceAll(`${ABSENT} was`, 'N was'));
    assert.equal((await reader.get('/deleted')).status, 403);
    assert.doesNotMatch((await reader.get('/?period=all')).body, /href="\/deleted"/);
    assert.match((await some.get('/?period=all')).body, /href="\/deleted"/);
    assert.ok(where('deleted_interactions', 3));
});

test('several at once; what cannot be restored says why, the rest is', async () => {
    await remove(admin, 8);
    await remove(admin, 9);
    sql(`UPDATE deleted_interactions SET purge_at = UTC_TIMESTAMP(3) WHERE tenant_id = ${t.id} AND id = 9`, 'pbxlogs');
    addRows(t, [row(108, { vendor_ref: 'ref 8' })]);
    assert.equal((await restore(admin, {})).status, 422, 'none is ticked');
    const list = await admin.get('/deleted');
    assert.match(/id="d9"[\s\S]*?<\/tr>/.exec(list.body)[0], /being purged/);
    const a = await admin.request('POST', '/deleted/restore', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `csrf=${await csrf(admin)}&ids=3&ids=7&ids=8&ids=9&ids=${ABSENT}&period=all` });
    assert.equal(a.status, 409);
    assert.match(text(a.body), /2 interactions are back/);
    assert.match(refusal(a), /8 was not restored: it has arrived again meanwhile[\s\S]*9 was not restored: its 30 days are over[\s\S]*7777777 was not restored: it is not among/);
    assert.deepEqual(listed(a).sort(), [8, 9]);
    assert.ok(where('closed_interactions', 3) && where('closed_interactions', 7));
    await remove(admin, 108);
    assert.equal((await restore(admin, { one: 8 })).status, 303, 'the other one is deleted now');
    assert.equal((await restore(admin, { one: 108 })).status, 409);
    sql(`INSERT INTO legal_holds VALUES (${t.id}, 9, 'held', 'somebody', UTC_TIMESTAMP(3))`);
    assert.equal((await restore(admin, { one: 9 })).status, 303, 'what is held comes back whenever');
    sql(`DELETE FROM legal_holds WHERE tenant_id = ${t.id}`);
});

test('the list turns its pages', async () => {
    sql(`DELETE FROM deleted_interactions WHERE tenant_id = ${t.id}`, 'pbxlogs');
    const rows = [...Array(120)].map((_, i) => ({ tenant_id: t.id, ...row(1000 + i), created_at: datetime(Date.now()), closed_at: datetime(Date.now()), queue_id: t.queues[i % 2].id,
        deleted_at: datetime(Date.now() - HOUR * 24 * Math.floor(i / 7)), deleted_by: 'x', purge_at: datetime(Date.now() + HOUR) }));
    sql(inserts('deleted_interactions', rows), 'pbxlogs');
    const order = (c) => sql(`SELECT id FROM deleted_interactions WHERE tenant_id = ${t.id} ${c === admin ? '' : `AND queue_id = ${t.queues[0].id}`} ORDER BY deleted_at DESC, id DESC`, 'pbxlogs').map(([id]) => Number(id));
    const link = (page, id) => text(new RegExp(`id="page-${id}"[^>]*href="([^"]*)"`).exec(page.body)?.[1] ?? '');
    for (const c of [admin, some]) {
        const all = order(c), pages = [];
        for (let page = await c.get('/deleted'); ; page = await c.get(link(page, 'after'))) {
            pages.push(page);
            if (!link(page, 'after')) break;
        }
        assert.deepEqual(pages.flatMap(listed), all);
        assert.deepEqual(listed(await c.get(link(pages.at(-1), 'before'))), listed(pages.at(-2)));
        assert.equal(link(pages[0], 'before'), '');
        assert.deepEqual(listed(await c.get('/deleted?number=1003')), all.filter((id) => id === 1003));
        assert.deepEqual(listed(await c.get('/deleted?period=today')), all.filter((id) => id < 1007));
    }
    for (const bad of ['after=x', 'after=1', 'after=1.x', 'after=1.1&before=1.1', 'after=.1', 'period=8d', 'number=x']) assert.equal((await admin.get(`/deleted?${bad}`)).status, 400, bad);
    assert.match((await admin.get('/deleted?after=1.1')).body, /None beyond this place/);
    sql(`DELETE FROM deleted_interactions WHERE tenant_id = ${t.id}`, 'pbxlogs');
});

test('the audit log of one interaction stands on its page, for those who may read it', async () => {
    const page = await admin.get('/interaction?id=1');
    const lines = elements(page.body.split('id="looked"')[1].split('</section>')[0], 'li').map((l) => text(l.inner).replace(/\s+/g, ' '));
    assert.ok(lines.some((l) => /admin of it Deleted an interaction reason: asked for/.test(l)), lines.join('\n'));
    assert.ok(lines.some((l) => /Looked at an interaction/.test(l)));
    assert.doesNotMatch(lines.join(), /interaction 1\d/);
    assert.ok(!page.body.includes('Read a transcript') || events(1).length);
    assert.match(page.body, /href="\/admin\/audit\?subject=interaction%201&amp;period=all"/);
    assert.doesNotMatch((await some.get('/interaction?id=1')).body, /\/admin\/audit/, 'the log itself is for who sees all queues');
    assert.match((await some.get('/interaction?id=1')).body, /id="looked"/);
    assert.doesNotMatch((await reader.get('/interaction?id=1')).body, /id="looked"/);
    assert.equal(lines.length, new Set(lines.keys()).size);
});

test('a deleted one follows its contact, and keeps its DID in use', async () => {
    const [keep, gone] = t.contacts.slice(4, 6).map((c) => c.id), did = t.dids[3].id;
    addRows(t, [row(60, { crm_contact_id: gone, did_id: did, vendor_ref: 'ref 60' })]);
    await remove(admin, 60);
    const ask = formFields(/<form class="merge-form"[\s\S]*?<\/form>/.exec((await admin.get(`/admin/contacts/merge?id=${keep}&other=${gone}`)).body)[0]);
    const { csrf: token, was, ...rest } = ask;
    const merged = await admin.post(`/admin/contacts/merge?id=${keep}&other=${gone}`, { csrf: token, ...(was === undefined ? {} : { was }), ...rest, confirmed: 'yes' });
    assert.equal(merged.status, 303, merged.body);
    assert.match((await admin.get(`/admin/dids/delete?id=${did}`)).body, /cannot be deleted: 1 interaction/);
    assert.equal((await restore(admin, { one: 60 })).status, 303);
    assert.equal(sql(`SELECT crm_contact_id FROM closed_interactions WHERE tenant_id = ${t.id} AND id = 60`, 'pbxlogs')[0][0], String(keep));
});
