// Saved views and columns: kept, restored, shared, changed, deleted; what is not one's own is not
// there; what was typed wrongly is said at its field.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Client, ROLE_ADMIN, ROLE_SUPERVISOR, makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { attributes, elements, formFields, parseGrid, text } from '../lib/html.mjs';
import { masked } from '../lib/mask.mjs';
import { Random, seed } from '../lib/random.mjs';
import { makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { inserts, quote, sql } from '../lib/stack.mjs';

const random = new Random(seed('views'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
const STANDARD = ['created', 'closed', 'channel', 'queue', 'agent', 'client', 'did', 'disposition', 'duration', 'acw', 'status', 'c', 'a'];
const MORE = ['direction', 'platform', 'outcome', 'wait', 'hold', 'number', 'ended', 'sentiment', 'csat', 'action', 'id',
    'customer', 'account', 'flow', 'result', 'last', 'flagged', 'functions', 'tags', 'willingness', 'cost', 'recording', 'transcript'];
let tenant, other, n = 0;

test.before(() => {
    [tenant, other] = ['a', 'b'].map((x) => makeWorldTenant(random, `views-${x}-${stamp}`, 'Europe/Berlin', { closed: 120, active: 5 }));
    [tenant, other].forEach(writeTenant);
});

// A new person, signed in: {client, csrf, id, email}.
async function person({ of = tenant, role = ROLE_ADMIN, queues = [], name } = {}) {
    const email = `v${n++}@views-${stamp}.example`, id = makeUser({ tenant: of.id, email, role, queues, name });
    const client = await signedIn(email);
    return { client, id, email, csrf: formFields((await client.get('/?view=0')).body).csrf };
}
const get = (p, path) => p.client.get(path);
const send = (p, path, fields) => p.client.post(path, { csrf: p.csrf, ...fields });
const columns = (body) => [...body.matchAll(/<th scope="col" class="k-([a-z]+)"/g)].map((m) => m[1]);
const shownView = (body) => text(/class="view-name">([\s\S]*?)<\/bdi>/.exec(body)[1]);
const changed = (body) => body.includes('class="view-changed"');
const query = (url) => Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? ''));

// Saves a view and returns where it leads and its number.
async function save(p, name, state = '', more = {}) {
    const a = await send(p, '/views/save', { name, state, ...more });
    assert.equal(a.status, 303, text(a.body));
    return { url: a.headers.location, id: Number(query(a.headers.location).view) };
}

// The views on the page of views: [{name, id, form}].
async function listed(p) {
    const { body } = await get(p, '/views');
    return elements(body, 'form').filter((f) => f.action === '/views/open').map((f) => ({
        id: Number(formFields(f.inner).id), name: text(elements(f.inner, 'button')[0].inner).trim() }));
}
const names = async (p) => (await listed(p)).map((v) => v.name).slice(1);
const audited = (id) => sql(`SELECT action, subject, details FROM audit WHERE user_id = ${id} AND action LIKE 'view.%' ORDER BY seq`);

// --- columns -----------------------------------------------------------------------------------

test('the standard columns, and others by the address', async () => {
    const p = await person();
    assert.deepEqual(columns((await get(p, '/?period=all')).body), STANDARD);
    for (const list of [['queue'], ['a', 'c', 'created'], [...STANDARD, ...MORE], [...MORE].reverse(), ['id', 'created']]) {
        const { body } = await get(p, `/?period=all&cols=${list}`);
        assert.deepEqual(columns(body), list);
        const grid = parseGrid(body);
        assert.ok(grid.rows.length > 20);
        for (const r of grid.rows) assert.deepEqual(Object.keys(r.cell), list);
        assert.match(grid.pager.next ?? grid.periods[0].href, new RegExp(`cols=${list}(&|$)`), 'links keep them');
        assert.equal(formFields(body).cols, String(list), 'the filter form keeps them');
    }
    const { body } = await get(p, `/?period=all&cols=${encodeURIComponent(String(STANDARD))}`);
    assert.equal(formFields(body).cols, 'standard');
});

test('columns that make no sense are refused in plain words', async () => {
    const p = await person();
    for (const [cols, words] of [['created,nonsense', /there is no column 'nonsense'/], ['queue,queue', /the column 'queue' is named twice/],
        ['created,', /there is no column ''/], [',', /there is no column/], ['Created', /no column 'Created'/], ['<script>', /no column '<script>'/],
        ["created'--", /there is no column/], ['x'.repeat(401), /'cols' is longer/], ['%FF', /not valid UTF-8/]]) {
        for (const path of ['/', '/columns', '/views']) {
            const a = await get(p, `${path}?cols=${cols}`);
            assert.equal(a.status, 400, `${path} ${cols}`);
            assert.match(text(a.body), words);
            assert.ok(!a.body.includes('<script>'));
        }
    }
});

test('a cell shows what is stored, unknown as a dash', async () => {
    const p = await person(), [one, two] = tenant.closed;
    sql(`UPDATE closed_interactions SET direction = 'outbound', platform = 'web', outcome = 'no_answer', wait_s = 75, hold_s = 3661, ended_by = 'system',
        sentiment = 'extremely_negative', csat = 4, action_type = 'payment_<b>plan</b>', phone_number = '<i>0</i>' WHERE tenant_id = ${tenant.id} AND id = ${one.id};
        UPDATE closed_interactions SET phone_number = NULL, direction = NULL, platform = NULL, outcome = NULL, wait_s = NULL, hold_s = NULL, ended_by = NULL,
        sentiment = NULL, csat = NULL, action_type = NULL, flow = NULL, result = NULL, account_id = NULL, last_message_at = NULL, flagged = 0, has_recording = 0,
        has_transcript = 0, did_id = NULL, crm_contact_id = NULL WHERE tenant_id = ${tenant.id} AND id = ${two.id};
        UPDATE closed_interactions SET flow = '<i>flow</i>', result = 'no_response', account_id = ${tenant.accounts[0].id}, flagged = 1, cost_micros = 4200, currency = 'EUR',
        has_recording = 1, has_transcript = 1, crm_contact_id = ${tenant.contacts[3].id}, last_message_at = '2020-02-03 04:05:06' WHERE tenant_id = ${tenant.id} AND id = ${one.id};
        UPDATE accounts SET reference = '<b>A</b>' WHERE tenant_id = ${tenant.id} AND id = ${tenant.accounts[0].id};
        DELETE FROM tags WHERE tenant_id = ${tenant.id} AND interaction_id IN (${one.id}, ${two.id})`, 'pbxlogs');
    sql(inserts('voice_ai_details', [{ tenant_id: tenant.id, interaction_id: one.id, willingness: 3 }]) +
        inserts('tags', ['a', '<b>b</b>', 'c', 'd', 'e'].map((tag) => ({ tenant_id: tenant.id, interaction_id: one.id, kind: tag === 'a' ? 'reason' : '', tag, source: 'ai' }))) +
        inserts('function_calls', ['pay', 'look_up', 'pay'].map((name, i) => ({ tenant_id: tenant.id, interaction_id: one.id, call_no: i + 1, name }))), 'pbxlogs');
    const rows = new Map(), links = new Map();
    for (let url = `/?period=all&size=100&cols=${MORE}`; url;) {
        const grid = parseGrid((await get(p, url)).body);
        for (const r of grid.rows) {
            rows.set(r.id, Object.fromEntries(Object.entries(r.cell).map(([key, s]) => [key, s.replace(/ +/g, ' ').trim()])));
            links.set(r.id, r.link.account);
        }
        url = grid.pager.next;
    }
    assert.deepEqual(rows.get(one.id), { direction: 'Outbound', platform: 'Web', outcome: 'No answer', wait: '1:15', hold: '1:01:01', number: '<i>0</i>',
        ended: 'System', sentiment: 'Extremely negative', csat: '4', action: 'Payment <b>plan</b>', id: String(one.id),
        customer: '<script>alert(1)</script> <i>0</i>', account: '<b>A</b>', flow: '<i>flow</i>', result: 'No response', last: '3 Feb 2020 05:05',
        flagged: 'Flagged for review', functions: 'pay look_up', tags: '<b>b</b> a c +2', willingness: 'W:3/5', cost: '0.0042 EUR', recording: 'Yes', transcript: 'Yes' });
    const { id, flagged, ...rest } = rows.get(two.id);
    assert.equal(flagged, '');
    assert.deepEqual([...new Set(Object.values(rest))], ['–']);
    assert.equal(links.get(one.id), `/account-timeline?account=${tenant.accounts[0].id}`);
});

test('running interactions have the other columns, too', async () => {
    const p = await person(), [one] = tenant.active;
    sql(`UPDATE active_interactions SET direction = 'inbound', wait_s = 5 WHERE tenant_id = ${tenant.id} AND id = ${one.id}`, 'pbxlogs');
    const grid = parseGrid((await get(p, '/?period=all&sort=closed&cols=id,direction,wait,csat')).body);
    assert.deepEqual(grid.rows.find((r) => r.id === one.id).cell, { id: String(one.id), direction: 'Inbound', wait: '0:05', csat: '–' });
});

const choice = (list) => Object.fromEntries(list.flatMap((key, i) => [[`on_${key}`, '1'], [`at_${key}`, String(i + 1)]]));

test('chosen columns are kept as one’s own, on every list, and the standard is one step away', async () => {
    const p = await person(), stranger = await person(), list = ['id', 'queue', 'wait', 'created'];
    const a = await send(p, '/columns', { state: 'period=all&channel=voice&cols=queue', ...choice(list) });
    assert.deepEqual([a.status, a.headers.location], [303, '/?channel=voice&period=all']);
    for (const path of ['/?period=all', '/', '/?queue=1&period=all']) {
        const { body } = await get(p, path);
        if (parseGrid(body).state === 'rows') assert.deepEqual(columns(body), list, path);
    }
    assert.deepEqual(columns((await get(stranger, '/?period=all')).body), STANDARD);
    assert.deepEqual(columns((await get(p, '/?period=all&cols=agent')).body), ['agent'], 'the address overrides');
    assert.deepEqual(columns((await get(p, '/?period=all&cols=standard')).body), STANDARD);
    const page = (await get(p, '/columns?period=all')).body;
    assert.deepEqual(elements(page, 'li').filter((l) => /\bchecked\b/.test(l.inner)).map((l) => /name="on_(\w+)"/.exec(l.inner)[1]), list);
    const back = await send(p, '/columns', { state: 'period=all', standard: '1', ...choice(list) });
    assert.equal(back.headers.location, '/?period=all');
    assert.equal(sql(`SELECT grid_columns FROM users WHERE id = ${p.id}`)[0][0], null);
    assert.deepEqual(columns((await get(p, '/?period=all')).body), STANDARD);
});

test('equal and missing positions are no problem, no column at all is', async () => {
    const p = await person();
    await send(p, '/columns', { on_queue: '1', at_queue: '5', on_agent: '1', at_agent: '5', on_id: '1', on_created: '1', at_created: '9', at_closed: '1' });
    assert.deepEqual(columns((await get(p, '/?period=all')).body), ['queue', 'agent', 'created', 'id']);
    const a = await send(p, '/columns', { state: 'period=all', at_queue: '1' });
    assert.equal(a.status, 422);
    assert.match(text(a.body), /Choose at least one column/);
    assert.equal(formFields(a.body).state, 'period=all', 'the way back is kept');
    for (const fields of [{ at_queue: '100' }, { on_queue: '2' }, { on_nothing: '1' }, { at_queue: 'x' }, { state: 'nonsense=1' }, { state: 'cols=nonsense' }])
        assert.equal((await send(p, '/columns', { ...choice(['id']), ...fields })).status, 400, JSON.stringify(fields));
    assert.deepEqual(columns((await get(p, '/?period=all')).body), ['queue', 'agent', 'created', 'id']);
});

test('stored columns that are no more are left out', async () => {
    const p = await person();
    for (const [stored, shown] of [['gone,queue,gone,id,queue', ['queue', 'id']], ['gone', STANDARD], ['', STANDARD]]) {
        sql(`UPDATE users SET grid_columns = '${stored}' WHERE id = ${p.id}`);
        assert.deepEqual(columns((await get(p, '/?period=all')).body), shown, stored);
    }
});

// --- saving, opening, coming back --------------------------------------------------------------

test('a view keeps filters, period, sorting and columns, but no place in the list', async () => {
    const p = await person(), q = tenant.queues[0].id;
    const state = `queue=${q}&channel=voice&period=all&sort=duration&dir=asc&size=25&cols=created,queue,duration`;
    const { url, id } = await save(p, 'Mine', `${state}&after=d5.5&count=exact`);
    assert.equal(url, `/?${state.replace(/(queue=\d+&channel=voice)/, '$1')}&view=${id}`);
    const a = await get(p, url);
    assert.equal(a.status, 200);
    assert.equal(shownView(a.body), 'Mine');
    assert.ok(!changed(a.body));
    assert.deepEqual(columns(a.body), ['created', 'queue', 'duration']);
    for (const link of parseGrid(a.body).periods) assert.equal(query(link.href).view, String(id), 'links keep the view');
    assert.deepEqual(audited(p.id).map((r) => r.slice(0, 2)), [['view.saved', 'Mine']]);
});

test('the view used last comes back, at the start and after signing in; All interactions is none', async () => {
    const p = await person(), one = await save(p, 'One', 'period=all&channel=voice'), two = await save(p, 'Two', 'period=30d');
    const start = async () => (await get(p, '/')).headers.location;
    assert.equal(await start(), two.url);
    assert.equal((await send(p, '/views/open', { id: one.id })).headers.location, one.url);
    assert.equal(await start(), one.url);
    const again = new Client();
    assert.equal((await again.signIn(p.email)).headers.location, '/');
    assert.equal((await again.get('/')).headers.location, one.url);
    assert.equal((await get(p, two.url)).status, 200, 'looking at an address changes nothing');
    assert.equal(await start(), one.url);
    assert.equal((await send(p, '/views/open', { id: 0 })).headers.location, '/');
    const plain = await get(p, '/');
    assert.equal(plain.status, 200);
    assert.equal(shownView(plain.body), 'All interactions');
});

test('who looks at something else while a view is kept is not thrown back into it', async () => {
    const p = await person(), one = await save(p, 'One', 'channel=voice');
    const a = await get(p, '/?period=all&channel=sms');
    assert.equal(shownView(a.body), 'All interactions');
    const links = parseGrid(a.body).periods;
    assert.equal(links.find((l) => l.key === '7d').href, '/?channel=sms');
    const b = await get(p, '/?channel=sms');
    const chip = parseGrid(b.body).chips[0].href;
    assert.equal(chip, '/?view=0');
    const c = await get(p, chip);
    assert.equal(c.status, 200);
    assert.equal(shownView(c.body), 'All interactions');
    assert.equal((await get(p, '/')).headers.location, one.url);
    assert.equal((await get(p, '/?refresh=1')).status, 200, 'a page that refreshes itself is not led away');
});

test('a view that differs from what is stored shows as changed, and can be saved again', async () => {
    const p = await person(), { url, id } = await save(p, 'Mine', 'period=all&channel=voice');
    const other_ = url.replace('channel=voice', 'channel=sms');
    for (const [address, is] of [[url, false], [other_, true], [`${url}&sort=closed`, true], [`${url}&dir=asc`, true], [`${url}&size=25`, true],
        [`${url}&size=50`, false], [`${url}&end=1`, false], [`${url}&count=exact`, false], [url.replace('cols=standard', 'cols=id'), true]])
        assert.equal(changed((await get(p, address)).body), is, address);
    const offer = async (address) => /action="\/views\/update"/.test((await get(p, address.replace('/?', '/views?'))).body);
    assert.deepEqual([await offer(url), await offer(other_)], [false, true]);
    const a = await send(p, '/views/update', { id, state: other_.slice(2) });
    assert.deepEqual([a.status, a.headers.location], [303, other_]);
    assert.ok(!changed((await get(p, other_)).body));
    assert.ok(changed((await get(p, url)).body));
    const b = await send(p, '/columns', { state: other_.slice(2), ...choice(['id', 'queue']) });
    assert.equal(query(b.headers.location).cols, 'id,queue');
    assert.equal(query(b.headers.location).view, String(id));
    assert.ok(changed((await get(p, b.headers.location)).body));
    assert.equal(sql(`SELECT grid_columns FROM users WHERE id = ${p.id}`)[0][0], null, 'not one’s own: the view’s');
});

test('a view is kept with the columns that were seen', async () => {
    const p = await person();
    await send(p, '/columns', choice(['queue', 'id']));
    const own = await save(p, 'With my own', 'period=all');
    assert.equal(query(own.url).cols, 'queue,id');
    await send(p, '/columns', { standard: '1' });
    assert.deepEqual(columns((await get(p, own.url)).body), ['queue', 'id']);
    const standard = await save(p, 'Standard', 'period=all');
    await send(p, '/columns', { state: 'period=all', ...choice(['agent']) });
    assert.deepEqual(columns((await get(p, standard.url)).body), STANDARD);
});

test('names: each once, 1 to 100 characters, kept when wrong', async () => {
    const p = await person(), stranger = await person();
    const error = async (name, more = {}) => {
        const a = await send(p, '/views/save', { name, state: 'period=all', ...more });
        assert.equal(a.status, 422, name);
        const field = [...a.body.matchAll(/<input class="form-control"[^>]*>/g)].map(([t]) => attributes(t.slice(6))).find((f) => f.id === 'n-new');
        assert.equal(field['aria-invalid'], 'true');
        assert.equal(field.value, name.trim());
        assert.equal(formFields(a.body).state, 'period=all');
        return text(elements(a.body, 'p').find((e) => e.id === field['aria-describedby']).inner);
    };
    assert.match(await error(''), /Give the view a name/);
    assert.match(await error('   '), /Give the view a name/);
    assert.match(await error('x'.repeat(101)), /at most 100 characters; this one has 101/);
    assert.match(await error('é'.repeat(101)), /at most 100 characters/);
    await save(p, 'é'.repeat(100));
    await save(p, '  Sales  ');
    assert.match(await error('Sales'), /a view of this name already/);
    assert.match(await error('SALES'), /a view of this name already/);
    await save(stranger, 'Sales');
    for (const name of ['a\nb', 'a\0b', 'x'.repeat(401)]) assert.equal((await send(p, '/views/save', { name })).status, 400);
    assert.deepEqual((await names(p)).sort(), ['Sales', 'é'.repeat(100)].sort());
});

test('hostile names are text wherever they stand', async () => {
    const p = await person();
    for (const name of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; DROP TABLE saved_views; --", '<?cs var:Page.csrf ?>', '\u202Egnp.exe', '&amp;', '%s%n{app}:user', '=1+1', '[x|y]']) {
        const { url } = await save(p, name, 'period=all');
        for (const path of [url, `/views?${url.slice(2)}`, `/columns?${url.slice(2)}`]) {
            const { body } = await get(p, path);
            assert.ok(!body.includes('<script>alert') && !body.includes('<img src=x'), name);
            assert.ok(text(body).includes(name), `${name} on ${path}`);
        }
    }
});

test('a hundred views, not one more', async () => {
    const p = await person();
    sql(`INSERT INTO saved_views (tenant_id, user_id, name, query) SELECT ${tenant.id}, ${p.id}, CONCAT('View ', seq), 'period=all' FROM seq_1_to_99`);
    const last = await save(p, 'The hundredth');
    const a = await send(p, '/views/save', { name: 'One too many' });
    assert.equal(a.status, 422);
    assert.match(text(a.body), /You have 100 views, which is as many as there can be/);
    assert.equal((await names(p)).length, 100);
    await send(p, '/views/delete', { id: last.id });
    await save(p, 'Now it fits');
});

test('a state that is no address is refused, and nothing is stored', async () => {
    const p = await person();
    for (const state of ['nonsense=1', 'queue=x', 'sort=closed&sort=created', 'cols=nope', 'client=x', 'after=zzz', 'agent=%ff', 'agent=%00', 'period=all#x', '?period=all', '//evil.example/'])
        for (const [path, more] of [['/views/save', { name: 'x' }], ['/views/update', { id: 1 }], ['/views/rename', { id: 1, name: 'x' }], ['/views/delete', { id: 1 }], ['/columns', choice(['id'])]]) {
            const a = await send(p, path, { state, ...more });
            assert.equal(a.status, 400, `${path} ${state}`);
            assert.ok(!a.headers.location);
        }
    assert.deepEqual(await names(p), []);
    const long = await send(p, '/views/save', { name: 'Long', state: `agent=${'%C3%A9'.repeat(120)}&did=${'%C3%A9'.repeat(60)}&cols=${[...STANDARD, ...MORE]}` });
    assert.equal(long.status, 303, 'what an address can hold, a view can');
});

// --- views of other days -----------------------------------------------------------------------

test('a view stored with what is not known any more opens without it, and says so', async () => {
    const p = await person();
    const { id } = await save(p, 'Old', 'period=all&channel=voice');
    const store = (q) => sql(`UPDATE saved_views SET query = ${quote(q)} WHERE id = ${id}`);
    for (const [stored, opened] of [['color=red&channel=voice&period=all', 'channel=voice&period=all'], ['channel=fax&period=all', 'period=all'], ['cols=gone,queue&period=all', 'period=all'],
        ['queue=x', ''], ['%zz&period=all', 'period=all'], ['period=all&period=30d', 'period=all'], ['after=d1.1&end=1&period=all', 'period=all']]) {
        store(stored);
        const a = await send(p, '/views/open', { id });
        assert.equal(a.status, 303);
        const page = await get(p, a.headers.location);
        assert.equal(page.status, 200, stored);
        assert.match(text(page.body), /saved with something that Parley no longer knows/, stored);
        const { view, cols, ...rest } = query(a.headers.location);
        assert.deepEqual(rest, query(`?${opened}`), stored);
        assert.equal((await get(p, '/')).headers.location, a.headers.location);
    }
    store('period=all&cols=standard');
    assert.doesNotMatch((await get(p, `/?period=all&cols=standard&view=${id}`)).body, /no longer knows/);
});

// --- sharing -----------------------------------------------------------------------------------

test('a view shared with a role: its people open it, see their own rows only, and cannot change it', async () => {
    const [q1, q2] = tenant.queues.filter((q) => !q.unused);
    const boss = await person({ name: 'Bo <b>Boss</b>' }), sam = await person({ role: ROLE_SUPERVISOR, queues: [q1.id] }), admin = await person();
    const shared = await save(boss, 'All calls', 'period=all&size=100', { role: ROLE_SUPERVISOR });
    const foreign = await save(boss, 'Of a queue', `period=all&queue=${q2.id}`, { role: ROLE_SUPERVISOR });
    await save(boss, 'Private', 'period=all');
    assert.deepEqual(await names(sam), ['All calls', 'Of a queue']);
    assert.deepEqual(await names(admin), [], 'another role');
    const page = (await get(sam, '/views')).body;
    assert.match(text(page), /Shared with Contact Center Supervisor/);
    assert.ok(text(page).includes('by Bo <b>Boss</b>') && !page.includes('<b>Boss'));
    assert.equal((await send(sam, '/views/open', { id: shared.id })).headers.location, shared.url);
    assert.equal((await get(sam, '/')).headers.location, shared.url);
    const grid = parseGrid((await get(sam, shared.url)).body);
    assert.deepEqual([...new Set(grid.rows.map((r) => r.cell.queue))], [q1.name]);
    const other_ = await get(sam, (await send(sam, '/views/open', { id: foreign.id })).headers.location);
    assert.equal(parseGrid(other_.body).state, 'empty');
    assert.equal(parseGrid(other_.body).chips.find((c) => c.label === 'Queue').value, 'no such queue');
    assert.ok(!other_.body.includes(text(q2.name)), 'the name of a foreign queue');
    for (const [path, more] of [['/views/update', { state: 'period=30d' }], ['/views/rename', { name: 'Taken over' }], ['/views/delete', {}]])
        assert.equal((await send(sam, path, { id: shared.id, ...more })).status, 404, path);
    assert.ok(!/action="\/views\/(rename|delete|update)"/.test((await get(sam, `/views?${shared.url.slice(2)}&sort=closed`)).body));
    const copy = await save(sam, 'All calls', shared.url.slice(2));
    assert.notEqual(copy.id, shared.id);
    assert.deepEqual(await names(sam), ['All calls', 'All calls', 'Of a queue']);
    assert.deepEqual(audited(boss.id)[0][2], '{"name":"All calls","shared_with":"Contact Center Supervisor"}');
});

test('sharing ends: by its owner, with the role, with the owner', async () => {
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${tenant.id}, 'Night desk ${stamp}', 'all'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions VALUES (@r, 'interactions'); SELECT @r`)[0][0]);
    const boss = await person(), sam = await person({ role }), { id, url } = await save(boss, 'For the night', 'period=all', { role });
    await send(sam, '/views/open', { id });
    assert.deepEqual(await names(sam), ['For the night']);
    const a = await send(boss, '/views/rename', { id, name: 'For nobody', state: 'period=30d' });
    assert.equal(a.headers.location, '/?period=30d');
    assert.deepEqual([await names(sam), await names(boss)], [[], ['For nobody']]);
    assert.equal((await send(sam, '/views/open', { id })).status, 404);
    assert.equal((await get(sam, '/')).status, 200, 'what is no longer shared does not come back');
    const mailed = await get(sam, url);
    assert.equal(mailed.status, 200, 'an address is an address');
    assert.equal(shownView(mailed.body), 'All interactions');
    await send(boss, '/views/rename', { id, name: 'Again', role });
    assert.deepEqual(await names(sam), ['Again']);
    sql(`UPDATE users SET role_id = ${ROLE_ADMIN} WHERE role_id = ${role}; DELETE FROM roles WHERE id = ${role}`);
    assert.equal(sql(`SELECT role_id FROM saved_views WHERE id = ${id}`)[0][0], null);
    assert.deepEqual([await names(sam), await names(boss)], [[], ['Again']]);
    await send(boss, '/views/rename', { id, name: 'Again', role: ROLE_ADMIN });
    assert.deepEqual(await names(sam), ['Again']);
    sql(`DELETE FROM users WHERE id = ${boss.id}`);
    assert.deepEqual(await names(sam), []);
});

test('only those with the permission share, and only with roles of their tenant that see interactions', async () => {
    const sam = await person({ role: ROLE_SUPERVISOR, queues: [tenant.queues[0].id] }), boss = await person();
    const foreign = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${other.id}, 'Theirs ${stamp}', 'all'); SET @r = LAST_INSERT_ID();
        INSERT INTO role_permissions VALUES (@r, 'interactions'); SELECT @r`)[0][0]);
    assert.ok(!(await get(sam, '/views')).body.includes('name="role"'));
    const a = await send(sam, '/views/save', { name: 'x', role: ROLE_ADMIN });
    assert.equal(a.status, 403);
    assert.match(text(a.body), /'administration'/);
    const mine = await save(sam, 'Mine');
    assert.equal((await send(sam, '/views/rename', { id: mine.id, name: 'Mine', role: ROLE_ADMIN })).status, 403);
    const offered = elements((await get(boss, '/views')).body, 'option').map((o) => text(o.inner));
    assert.ok(offered.includes('Contact Center Supervisor') && !offered.some((o) => /Theirs|System Administrator/.test(o)));
    for (const role of [foreign, 3, 999999]) {
        const b = await send(boss, '/views/save', { name: `r${role}`, role });
        assert.equal(b.status, 422);
        assert.match(text(b.body), /This role is not there any more/);
        assert.equal(elements(b.body, 'select')[0]['aria-invalid'], 'true');
    }
    assert.deepEqual(await names(boss), []);
});

test('who may not share any more keeps what is shared, and can still rename it', async () => {
    const boss = await person(), { id } = await save(boss, 'Shared', 'period=all', { role: ROLE_SUPERVISOR });
    sql(`UPDATE users SET role_id = ${ROLE_SUPERVISOR} WHERE id = ${boss.id}`);
    assert.equal((await send(boss, '/views/rename', { id, name: 'Renamed' })).status, 303);
    assert.deepEqual(sql(`SELECT name, role_id FROM saved_views WHERE id = ${id}`)[0], ['Renamed', String(ROLE_SUPERVISOR)]);
});

// --- what is not one's own ---------------------------------------------------------------------

test('foreign, absent and not shared are the same, byte for byte', async () => {
    const p = await person(), same = await person(), far = await person({ of: other });
    const ids = [(await save(same, 'Private')).id, (await save(far, 'Far')).id, (await save(far, 'Far, shared', '', { role: ROLE_ADMIN })).id, 99999999];
    for (const [path, more] of [['/views/open', {}], ['/views/update', { state: 'period=all' }], ['/views/rename', { name: 'x' }], ['/views/delete', {}]]) {
        const answers = [];
        for (const id of ids) {
            const a = await send(p, path, { id, ...more });
            assert.equal(a.status, 404, `${path} ${id}`);
            answers.push(masked(a));
        }
        assert.equal(new Set(answers).size, 1, path);
    }
    const pages = [];
    for (const id of ids) {
        sql(`UPDATE users SET view_id = ${id} WHERE id = ${p.id}`);
        assert.equal((await get(p, '/')).status, 200, 'what cannot be used does not come back');
        for (const path of [`/?period=all&from=2001-01-01&to=2001-01-02&view=${id}`, `/columns?view=${id}`]) {
            const a = await get(p, path);
            assert.equal(a.status, 200);
            pages.push(masked(a).replaceAll(String(id), 'ID'));
        }
    }
    assert.equal(new Set(pages).size, 2);
    assert.equal(sql(`SELECT COUNT(*) FROM saved_views WHERE id IN (${ids})`)[0][0], '3');
    assert.ok(!(await names(p)).length);
});

test('the views of a tenant without interactions, and of nobody', async () => {
    const id = makeTenant(`views-e-${stamp}`), p = await person({ of: { id } });
    assert.match(text((await get(p, '/views')).body), /Save as a new view/);
    const { url } = await save(p, 'First', 'channel=sms');
    assert.equal(parseGrid((await get(p, url)).body).state, 'empty');
});

// --- deleting ----------------------------------------------------------------------------------

test('deleting: the real button stands behind a second step, and nothing is left', async () => {
    const p = await person(), { url, id } = await save(p, 'Gone soon', 'period=all'), kept = await save(p, 'Kept', 'channel=sms');
    await send(p, '/views/open', { id });
    const page = (await get(p, `/views?${url.slice(2)}`)).body;
    assert.match(page, /<details class="view-delete">\s*<summary>/);
    const a = await send(p, '/views/delete', { id, state: url.slice(2) });
    assert.equal(a.status, 303);
    assert.equal(query(a.headers.location).view, undefined);
    assert.equal((await get(p, a.headers.location)).status, 200);
    assert.deepEqual(await names(p), ['Kept']);
    assert.equal((await send(p, '/views/delete', { id })).status, 404, 'twice');
    assert.equal((await get(p, '/')).status, 200);
    assert.deepEqual(audited(p.id).at(-1).slice(0, 2), ['view.deleted', 'Gone soon']);
    await send(p, '/views/open', { id: kept.id });
    assert.equal((await get(p, '/')).headers.location, kept.url);
});

test('a refused form changes nothing: without its token', async () => {
    const p = await person(), { id, url } = await save(p, 'Mine', 'period=all');
    for (const [path, fields] of [['/views/open', { id: 0 }], ['/views/save', { name: 'x' }], ['/views/update', { id, state: '' }], ['/views/rename', { id, name: 'x' }], ['/views/delete', { id }], ['/columns', choice(['id'])]]) {
        assert.equal((await p.client.post(path, fields)).status, 403, path);
        assert.equal((await send(p, path, { ...fields, csrf: 'A'.repeat(43) })).status, 403, path);
    }
    assert.deepEqual(await names(p), ['Mine']);
    assert.equal((await get(p, '/')).headers.location, url);
    refreshStats(tenant);
});
