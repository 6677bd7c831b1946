// Administration > Prices: a card is stored as it is typed, worked out beside the form, and computed
// over all closed interactions, without touching a figure that is somebody's own.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { ROOT, VAR, datetime, inserts, sleep, sql } from '../lib/stack.mjs';
import { elements, text } from '../lib/html.mjs';
import { errors, events, facts, lastEvent, notes, office, one, open } from './desk.mjs';

let o, other;
const PATH = '/admin/prices', MANY = 450, AT = datetime(Date.now() - 3600000);

const interaction = (id, more = {}) => ({ id, created_at: AT, closed_at: AT, channel: 'voice', status: 'closed', duration_s: 300, cost_micros: null, currency: null, ...more });
const message = (interaction_id, message_no, role) => ({ tenant_id: o.id, interaction_id, message_no, role, body: 'x' });
const cost = (id, x = o) => one(`SELECT cost_micros, currency FROM closed_interactions WHERE tenant_id = ${x.id} AND id = ${id}`, 'pbxlogs');
const details = (id) => one(`SELECT billable_messages, cost_parts FROM voice_ai_details WHERE tenant_id = ${o.id} AND interaction_id = ${id}`, 'pbxlogs');

async function computed(x = o) {
    for (let i = 0; i < 150; i++) {
        if (one(`SELECT computed = version AND computed_to >= (SELECT MAX(id) FROM pbxlogs.closed_interactions i WHERE i.tenant_id = c.tenant_id) FROM rate_cards c WHERE tenant_id = ${x.id}`)[0] === '1') return;
        await sleep(100);
    }
    assert.fail('the costs are not computed');
}
async function save(values) {
    const a = await (await open(o.client, PATH)).send(values);
    assert.equal(a.status, 303, JSON.stringify(errors(a.body)));
    await computed();
}

test.before(async () => {
    [o, other] = [await office('prices'), await office('prices-other')];
    facts(o, 'closed_interactions', [
        interaction(1), interaction(2, { channel: 'chat', duration_s: 90 }), interaction(3, { duration_s: null }),
        interaction(4, { cost_micros: 5, currency: 'USD' }), interaction(5, { cost_micros: 420000, currency: 'USD' }), interaction(6),
        interaction(7, { duration_s: 1 }), interaction(8, { channel: 'chat', duration_s: null }),
        ...[...Array(MANY)].map((_, i) => interaction(100 + i, { duration_s: 60 })),
    ]);
    facts(other, 'closed_interactions', [interaction(1)]);
    sql(inserts('messages', [message(1, 1, 'client'), message(1, 2, 'ai'), message(1, 3, 'agent'), message(1, 4, 'system'), message(1, 5, 'coach'), message(2, 1, 'client')]) +
        inserts('voice_ai_details', [
            { tenant_id: o.id, interaction_id: 1, llm_model: 'Atlas-4', input_tokens: 1000000, output_tokens: 100, vendor_cost_micros: null, vendor_cost_currency: null, cost_parts: null },
            { tenant_id: o.id, interaction_id: 5, llm_model: null, input_tokens: null, output_tokens: null, vendor_cost_micros: 420000, vendor_cost_currency: 'USD', cost_parts: '{"llm":420000}' },
            { tenant_id: o.id, interaction_id: 6, llm_model: null, input_tokens: null, output_tokens: null, vendor_cost_micros: 700, vendor_cost_currency: null, cost_parts: null },
        ]), 'pbxlogs');
});

test('what is wrong is said at its field, and nothing is stored', async () => {
    const f = await open(o.client, PATH);
    assert.match(f.body, /There are no prices yet/);
    assert.equal(f.fields.currency, 'EUR');
    for (const [values, field] of [
        [{ minute: '1,2' }, 'minute'], [{ minute: '-1' }, 'minute'], [{ message: '0.0000001' }, 'message'], [{ message: 'free' }, 'message'], [{ currency: 'QQQ' }, 'currency'],
        [{ input_1: '1' }, 'model_1'], [{ model_2: 'x' }, 'input_2'], [{ model_1: 'a', input_1: '1', model_2: 'A', input_2: '2' }, 'model_2'], [{ model_1: 'a', output_1: '1.2.3' }, 'output_1'],
    ]) {
        const a = await f.send(values);
        assert.equal(a.status, 422, JSON.stringify(values));
        assert.ok(field in errors(a.body), JSON.stringify([values, errors(a.body)]));
    }
    assert.equal(one(`SELECT COUNT(*) FROM rate_cards WHERE tenant_id = ${o.id}`)[0], '0');
    assert.deepEqual(cost(1), [null, null]);
});

test('the example shows what a call costs by the card as typed, and saves nothing', async () => {
    const a = await (await open(o.client, PATH)).send({ minute: '0.12', message: '0.01', billable: 'agent', model_1: 'm', input_1: '2.50', output_1: '10', try: 'yes' });
    assert.equal(a.status, 200);
    const rows = elements(a.body, 'tr').map((r) => text(r.inner).trim()).filter((r) => / at /.test(r));
    assert.deepEqual(rows, ['5:00 minutes at 0.12 EUR0.60 EUR', '13 messages at 0.01 EUR0.13 EUR', '18,000 input tokens of m at 2.50 EUR a million0.045 EUR'.replace('0.045', '0.0450'), '1,500 output tokens of m at 10.00 EUR a million0.0150 EUR']);
    assert.equal(text(/id="total">([^<]*)/.exec(a.body)[1]), '0.79 EUR');
    assert.match(a.body, /not saved yet/);
    assert.match(a.body, /0\.42 USD/);
    assert.equal(one(`SELECT COUNT(*) FROM rate_cards WHERE tenant_id = ${o.id}`)[0], '0');
    const wrong = await (await open(o.client, PATH)).send({ minute: 'x', try: 'yes' });
    assert.equal(wrong.status, 422);
});

test('saved: every closed interaction gets its cost, somebody\'s own figure stays', async () => {
    await save({ minute: '0.12', message: '0.01', model_1: 'atlas-4', input_1: '2.5', output_1: '10', billable: 'all' });
    assert.deepEqual(cost(1), [String(600000 + 3 * 10000 + 2500000 + 1000), 'EUR']);
    assert.deepEqual(details(1), ['3', '{"minutes":600000,"messages":30000,"input_tokens":2500000,"output_tokens":1000}']);
    assert.deepEqual(cost(2), ['10000', 'EUR']);
    assert.deepEqual(details(2), ['1', '{"messages":10000}'], 'a row where there was none');
    assert.deepEqual(cost(3), [null, null], 'nobody knows how long it was');
    assert.deepEqual(cost(4), ['5', 'USD'], 'an imported figure');
    assert.equal(details(4), undefined);
    assert.deepEqual(cost(5), ['420000', 'USD'], 'the vendor\'s');
    assert.deepEqual(details(5), [null, '{"llm":420000}']);
    assert.deepEqual(cost(6), ['600000', 'EUR'], 'a figure without a currency is no money');
    assert.deepEqual(cost(7), ['2000', 'EUR']);
    assert.deepEqual(cost(8), [null, null], 'no message was kept');
    assert.deepEqual(cost(1, other), [null, null], 'another tenant\'s');
    assert.equal(one(`SELECT COUNT(*) FROM closed_interactions WHERE tenant_id = ${o.id} AND id >= 100 AND cost_micros = 120000`, 'pbxlogs')[0], String(MANY));
    assert.equal(lastEvent(o).action, 'prices.changed');
    assert.match(text((await o.client.get(PATH)).body), /Up to date/);
});

test('the same once more changes nothing', async () => {
    const n = events(o), version = one(`SELECT version FROM rate_cards WHERE tenant_id = ${o.id}`)[0];
    assert.equal((await (await open(o.client, PATH)).send({})).status, 303);
    assert.deepEqual([events(o), one(`SELECT version FROM rate_cards WHERE tenant_id = ${o.id}`)[0]], [n, version]);
});

test('another card: all is computed anew, in the other currency, and the vendor\'s parts come back', async () => {
    await save({ currency: 'CHF', minute: '1', message: '', model_1: '', input_1: '', output_1: '', vendor_first: undefined });
    assert.deepEqual(cost(1), ['5000000', 'CHF']);
    assert.deepEqual(details(1), [null, '{"minutes":5000000}']);
    assert.deepEqual(cost(2), [null, null], 'no longer charged');
    assert.deepEqual(details(2), [null, null]);
    assert.deepEqual(cost(4), ['5', 'USD']);
    assert.deepEqual(cost(5), ['5000000', 'CHF']);
    assert.deepEqual(details(5), [null, '{"minutes":5000000}']);
    assert.deepEqual(lastEvent(o).details.currency, ['EUR Euro', 'CHF Swiss franc']);
    sql(`UPDATE closed_interactions SET cost_micros = 9, currency = 'EUR' WHERE tenant_id = ${o.id} AND id = 7`, 'pbxlogs');
    await save({ minute: '2', vendor_first: '1' });
    assert.deepEqual(cost(5), ['420000', 'USD']);
    assert.deepEqual(details(5), [null, '{"llm":420000}']);
    assert.deepEqual(cost(7), ['9', 'EUR'], 'given by somebody meanwhile');
    await save({ minute: '3' });
    assert.deepEqual(cost(7), ['9', 'EUR']);
    assert.deepEqual(cost(1), ['15000000', 'CHF']);
    assert.equal(one(`SELECT COUNT(*) FROM closed_interactions WHERE tenant_id = ${o.id} AND id >= 100 AND cost_micros = 3000000`, 'pbxlogs')[0], String(MANY));
});

test('what comes later is computed, too', async () => {
    facts(o, 'closed_interactions', [interaction(5000, { duration_s: 60 })]);
    await computed();
    assert.deepEqual(cost(5000), ['3000000', 'CHF']);
});

test('two at once: the second is told what the first made of it', async () => {
    const a = await open(o.client, PATH), b = await open(o.client, PATH);
    assert.equal((await a.send({ minute: '4' })).status, 303);
    const c = await b.send({ minute: '5' });
    assert.equal(c.status, 409);
    assert.match(notes(c.body).minute, /4\.00/);
    assert.equal(one(`SELECT minute_micros FROM rate_cards WHERE tenant_id = ${o.id}`)[0], '4000000');
});

test('amounts are typed as the tenant writes them', async () => {
    const de = await office('prices-de');
    sql(`UPDATE tenants SET locale = 'de' WHERE id = ${de.id}`);
    let f = await open(de.client, PATH);
    assert.match(errors((await f.send({ minute: '0.12' })).body).minute, /1234,50/);
    assert.equal((await f.send({ minute: '1.234,5', message: '0,000001' })).status, 303);
    assert.deepEqual(one(`SELECT minute_micros, message_micros FROM rate_cards WHERE tenant_id = ${de.id}`), ['1234500000', '1']);
    f = await open(de.client, PATH);
    assert.deepEqual([f.fields.minute, f.fields.message], ['1234,50', '0,000001']);
});

test('what is applied is computed with it, before and after it is told what it cost', async () => {
    const apply = (doc, phase) => {
        const r = spawnSync(`${ROOT}/build/asan/tools/apply`, [`${VAR}/etc/parley.conf`], { input: JSON.stringify({ tenant: o.id, source: 'test', phase, at: 0, doc: { id: 'one', ...doc } }), encoding: 'utf8' });
        assert.equal(r.status, 0, r.stderr);
        const said = JSON.parse(r.stdout);
        assert.equal(said.error, 'ok', said.why);
        return said.id;
    };
    const began = { created_at: '2026-03-02T10:00:00Z', channel: 'voice' };
    const id = apply({ ...began, status: 'active' }, 1);
    apply({ ...began, closed_at: '2026-03-02T10:05:00Z', duration_s: 300 }, 2);
    assert.deepEqual(cost(id), ['20000000', 'CHF']);
    apply({ voice_ai: { vendor_cost: '0.31', vendor_cost_currency: 'USD' } }, 3);
    assert.deepEqual(cost(id), ['310000', 'USD']);
    apply({ cost: '7', currency: 'EUR' }, 3);
    assert.deepEqual(cost(id), ['7000000', 'EUR']);
    assert.equal(one(`SELECT COUNT(*) FROM computed_costs WHERE tenant_id = ${o.id} AND interaction_id = ${id}`)[0], '0');
});
