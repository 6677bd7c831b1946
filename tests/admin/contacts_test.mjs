// CRM contacts: found along indexes, changed, merged.
import test from 'node:test';
import assert from 'node:assert/strict';
import { parseGrid } from '../lib/html.mjs';
import { datetime, sql } from '../lib/stack.mjs';
import { errors, events, facts, lastEvent, list, office, one, open, read } from './desk.mjs';

let o;
const N = 1000;

test.before(async () => {
    o = await office('contacts');
    facts(o, 'queues', [{ id: 1, name: 'Sales' }]);
    facts(o, 'crm_contacts', Array.from({ length: N }, (_, i) => ({
        id: i + 1, name: i % 9 === 0 ? 'Many Equal' : `${'MNOP'[i % 4]}aria ${['Klein', 'Groß', 'Wu'][i % 3]} ${i * 37 % N}`,
        phone_e164: `+4930${String(1000000 + i)}`, email: i % 3 ? `c${i}@mail.example` : null, zone: 'Europe/Berlin',
    })));
});

const find = async (q) => list((await o.client.get(`/admin/contacts?${q}`)).body);

test('1,000 contacts page by page: no gap, no double, back again', async () => {
    const expected = sql(`SELECT id FROM crm_contacts WHERE tenant_id = ${o.id} ORDER BY name, id`, 'pbxlogs').map((r) => Number(r[0]));
    const seen = [], pages = [];
    for (let url = '/admin/contacts'; url; url = pages.at(-1).after) {
        pages.push(list((await o.client.get(url)).body));
        seen.push(...pages.at(-1).rows.map((r) => r.id));
    }
    assert.deepEqual(seen, expected);
    let page = pages.at(-1);
    for (let i = pages.length - 2; i >= 0; i--) {
        page = list((await o.client.get(page.before)).body);
        assert.deepEqual(page.rows.map((r) => r.id), pages[i].rows.map((r) => r.id), `page ${i} from behind`);
    }
    assert.equal(page.before, null);
});

test('search: by the beginning of name, number, address; by any word', async () => {
    const like = (w) => Number(one(`SELECT COUNT(*) FROM crm_contacts WHERE tenant_id = ${o.id} AND ${w}`, 'pbxlogs')[0]);
    assert.equal((await find('q=many')).count, `${like("name LIKE 'many%'")} contacts`);
    assert.equal((await find('q=wu')).empty, true, 'no name begins so');
    const words = await find('q=wu&how=word');
    assert.equal(words.rows.length, 50);
    assert.ok(words.rows.every((r) => / Wu /.test(r.cells[0])));
    const all = [...words.rows];
    for (let url = words.after; url; ) {
        const l = list((await o.client.get(url)).body);
        all.push(...l.rows);
        url = l.after;
    }
    assert.equal(all.length, like("name LIKE '% wu%'"));
    for (const q of ['+49 30 1000041', '0049 30/1000041', '49301000041', '(49) 30 1000041'])
        assert.deepEqual((await find(`q=${encodeURIComponent(q)}`)).rows.map((r) => r.id), [42], q);
    assert.deepEqual((await find('q=C41@')).rows.map((r) => r.id), [42]);
    assert.equal((await find('q=%25%25')).empty, true);
    const short = await o.client.get('/admin/contacts?q=m');
    assert.match(short.body, /at least 2 characters/);
});

test('a change is checked, stored, recorded, and on the grid at once', async () => {
    facts(o, 'closed_interactions', [{ id: 1, created_at: datetime(Date.now() - 1000), closed_at: datetime(Date.now()), channel: 'voice', status: 'closed', queue_id: 1, crm_contact_id: 5 }]);
    const f = await open(o.client, '/admin/contacts/edit?id=5');
    const wrong = await f.send({ name: '', phone: '030 123456', email: 'not an address', zone: 'Mars/Olympus' });
    assert.equal(wrong.status, 422);
    assert.deepEqual(Object.keys(errors(wrong.body)).sort(), ['email', 'name', 'phone', 'zone']);
    for (const email of ['a@b', '@b.example', 'a@@b.example', 'a b@c.example', 'a@b.example.', 'a,b@c.example'])
        assert.ok(errors((await f.send({ email })).body).email, email);
    assert.equal((await f.send({ name: 'Renée <b>', phone: '+49 (171) 555-0123', email: 'r@x.example', zone: '' })).status, 303);
    assert.deepEqual(one(`SELECT name, phone_e164, email, zone FROM crm_contacts WHERE tenant_id = ${o.id} AND id = 5`, 'pbxlogs'), ['Renée <b>', '+491715550123', 'r@x.example', null]);
    const e = lastEvent(o);
    assert.equal(e.action, 'contact.changed');
    assert.deepEqual(e.details.zone, ['Europe/Berlin', null]);
    assert.equal(parseGrid((await o.client.get('/')).body).rows[0].cell.client, 'Renée <b>');
    sql(`UPDATE crm_contacts SET phone_e164 = 'as it came' WHERE tenant_id = ${o.id} AND id = 6`, 'pbxlogs');
    assert.equal((await (await open(o.client, '/admin/contacts/edit?id=6')).send({ name: 'Six' })).status, 303, 'a number that was imported so may stay');
});

test('duplicates are found by number and by address', async () => {
    sql(`UPDATE crm_contacts SET phone_e164 = '+441234567890', email = NULL WHERE tenant_id = ${o.id} AND id IN (101, 102, 103);
        UPDATE crm_contacts SET email = IF(id = 104, 'Same@x.example', 'same@x.example') WHERE tenant_id = ${o.id} AND id IN (104, 105)`, 'pbxlogs');
    const phones = list((await o.client.get('/admin/contacts/duplicates')).body);
    assert.deepEqual(phones.rows.map((r) => [r.id, ...r.cells]), [[101, '+441234567890', '3']]);
    const emails = list((await o.client.get('/admin/contacts/duplicates?by=email')).body);
    assert.deepEqual(emails.rows.map((r) => [r.id, r.cells[1]]), [[104, '2']]);
    assert.deepEqual(list((await o.client.get('/admin/contacts/same?id=102')).body).rows.map((r) => r.id), [101, 102, 103]);
    assert.match((await o.client.get('/admin/contacts/edit?id=102')).body, /3 contacts/);
    assert.match((await o.client.get('/admin/contacts/same?id=200')).body, /No other contact/);
    const many = await office('doubles');
    facts(many, 'crm_contacts', Array.from({ length: 240 }, (_, i) => ({ id: i + 1, name: `D ${i}`, phone_e164: `+49${10000000 + (i >> 1)}` })));
    const pages = [];
    for (let url = '/admin/contacts/duplicates'; url; url = pages.at(-1).after) pages.push(list((await many.client.get(url)).body));
    assert.deepEqual(pages.map((p) => p.rows.length), [50, 50, 20]);
    assert.equal(new Set(pages.flatMap((p) => p.rows.map((r) => r.cells[0]))).size, 120);
    assert.deepEqual(list((await many.client.get(pages[2].before)).body).rows, pages[1].rows);
});

test('merging 5,000 interactions: all move, the other is gone, both are in the log', async () => {
    facts(o, 'accounts', [{ id: 1, reference: 'A-1', crm_contact_id: 102 }]);
    sql(`INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status, queue_id, crm_contact_id)
        SELECT ${o.id}, 10000 + seq, UTC_TIMESTAMP(3) - INTERVAL seq MINUTE, UTC_TIMESTAMP(3), 'voice', 'closed', IF(seq % 2, 1, NULL), 102 FROM seq_1_to_5000`, 'pbxlogs');
    facts(o, 'active_interactions', [{ id: 9, created_at: datetime(Date.now()), channel: 'chat', status: 'active', crm_contact_id: 102 }]);
    sql(`UPDATE crm_contacts SET email = 'from102@x.example', name = 'Gone One' WHERE tenant_id = ${o.id} AND id = 102`, 'pbxlogs');
    const ask = await open(o.client, '/admin/contacts/merge?id=101&other=102'), n = events(o);
    assert.match(ask.body, /5,001/);
    assert.equal((await ask.send({ confirmed: undefined })).status, 200, 'not without the answer');
    assert.equal(events(o), n);
    const began = Date.now(), a = await ask.send({ confirmed: 'yes' });
    assert.equal(a.status, 303, a.body.slice(0, 3000));
    assert.ok(Date.now() - began < 10000, `${Date.now() - began} ms`);
    assert.equal(a.headers.location, '/admin/contacts/edit?id=101&done=merged');
    const left = one(`SELECT (SELECT COUNT(*) FROM closed_interactions WHERE tenant_id = ${o.id} AND crm_contact_id = 101),
        (SELECT COUNT(*) FROM active_interactions WHERE tenant_id = ${o.id} AND crm_contact_id = 101),
        (SELECT COUNT(*) FROM accounts WHERE tenant_id = ${o.id} AND crm_contact_id = 101),
        (SELECT COUNT(*) FROM crm_contacts WHERE tenant_id = ${o.id} AND id = 102),
        (SELECT email FROM crm_contacts WHERE tenant_id = ${o.id} AND id = 101)`, 'pbxlogs');
    assert.deepEqual(left, ['5000', '1', '1', '0', 'from102@x.example']);
    const e = lastEvent(o);
    assert.equal(e.action, 'contact.merged');
    assert.deepEqual([e.details.id, e.details.merged, e.details.merged_id, e.details.interactions, e.details.accounts], ['101', 'Gone One', '102', '5001', '1']);
    assert.equal((await ask.send({ confirmed: 'yes' })).status, 404, 'not twice');
});

test('what cannot be merged says why', async () => {
    assert.match((await o.client.get('/admin/contacts/merge?id=101&other=101')).body, /same contact twice/);
    const ask = await open(o.client, '/admin/contacts/merge?id=101&other=103');
    const swap = /href="([^"]*)">Keep the other/.exec(ask.body)[1].replaceAll('&amp;', '&');
    assert.equal(swap, '/admin/contacts/merge?id=103&other=101');
    sql(`INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status, crm_contact_id)
        SELECT ${o.id}, 100000 + seq, UTC_TIMESTAMP(3) - INTERVAL seq SECOND, UTC_TIMESTAMP(3), 'sms', 'closed', 103 FROM seq_1_to_20001`, 'pbxlogs');
    assert.match((await o.client.get('/admin/contacts/merge?id=101&other=103')).body, /too many to move at once/);
    assert.equal((await ask.send({ confirmed: 'yes' })).status, 422);
    assert.equal(one(`SELECT COUNT(*) FROM crm_contacts WHERE tenant_id = ${o.id} AND id = 103`, 'pbxlogs')[0], '1');
    for (const q of ['id=101&other=77777', 'id=77777&other=101', 'id=101', 'other=101', '']) assert.equal((await o.client.get(`/admin/contacts/merge?${q}`)).status, 404, q);
});

test('a contact that changed since the page was shown is shown again', async () => {
    const ask = await open(o.client, '/admin/contacts/merge?id=301&other=302');
    sql(`UPDATE crm_contacts SET email = 'new@x.example' WHERE tenant_id = ${o.id} AND id = 302`, 'pbxlogs');
    const a = await ask.send({ confirmed: 'yes' });
    assert.equal(a.status, 409);
    assert.match(a.body, /new@x\.example/);
    assert.equal((await read(o.client, a).send({ confirmed: 'yes' })).status, 303);
});
