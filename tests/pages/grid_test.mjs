// The grid beyond what the oracle compares: addresses that make no sense, empty states, searches
// that take too long, what a link keeps.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { Client, ROLE_SUPERVISOR, makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { parseHistory } from '../lib/history.mjs';
import { elements, formFields, parseGrid, text } from '../lib/html.mjs';
import { Random, seed } from '../lib/random.mjs';
import { CHANNELS, addRows, makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { datetime, hold, logLines, mariadbArgs, sleep, sql, withConfiguration } from '../lib/stack.mjs';

const random = new Random(seed('grid'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
let tenant, client, email;

test.before(async () => {
    tenant = makeWorldTenant(random, `grid-${stamp}`, 'Europe/Berlin', { closed: 300, active: 10 });
    writeTenant(tenant);
    email = `a@grid-${stamp}.example`;
    makeUser({ tenant: tenant.id, email });
    client = await signedIn(email);
});

const grid = async (path, c = client) => parseGrid((await c.get(path)).body);

// --- addresses that make no sense --------------------------------------------------------------

const long = (n) => 'x'.repeat(n);
const bad = {
    'an unknown parameter': ['/?nonsense=1', /there is no parameter 'nonsense' here/],
    'a repeated parameter': ['/?period=all&period=all', /'Period' is given twice/],
    'a repeated empty one': ['/?agent=&agent=', /'Agent' is given twice/],
    'an agent too long': [`/?agent=${long(241)}`, /'Agent' is longer than 240 bytes/],
    'an agent too long in bytes': [`/?agent=${'%C3%A9'.repeat(121)}`, /'Agent' is longer than 240 bytes/],
    'a DID too long': [`/?did=${long(241)}`, /'DID' is longer than 240 bytes/],
    'not UTF-8': ['/?agent=%FF%FE', /'Agent' is not valid UTF-8/],
    'a lone surrogate': ['/?agent=%ED%A0%80', /'Agent' is not valid UTF-8/],
    'an overlong form': ['/?agent=%C0%AF', /'Agent' is not valid UTF-8/],
    'a bad escape': ['/?agent=%zz', /badly encoded/],
    'a cut escape': ['/?agent=%4', /badly encoded/],
    'NUL': ['/?agent=a%00b', /badly encoded/],
    'a control character': ['/?agent=a%1Fb', /'Agent' has a control character/],
    'a line break': ['/?did=1%0D%0ASet-Cookie:%20x=y', /'DID' has a control character/],
    'DEL': ['/?agent=%7F', /'Agent' has a control character/],
    'a queue that is no number': ['/?queue=1x', /Queue: choose from the list/],
    'a negative queue': ['/?queue=-1', /Queue: choose from the list/],
    'a queue too large': ['/?queue=99999999999', /Queue: choose from the list/],
    'a queue far too large': [`/?queue=${'9'.repeat(60)}`, /Queue: choose from the list/],
    'an unknown channel': ['/?channel=fax', /Channel has a value that is not offered/],
    'an unknown period': ['/?period=century', /'Period' has a value/],
    'an unknown sort key': ['/?sort=name', /'Sorted by' has a value/],
    'SQL as sort key': ["/?sort=created%20DESC--", /'Sorted by' has a value/],
    'a size not offered': ['/?size=1000', /'Rows' has a value/],
    'a day that is none': ['/?from=2026-02-30', /'From' must be a date like/],
    'a day without leading zeros': ['/?to=2026-2-3', /'To' must be a date like/],
    'a damaged client': ['/?client=x5', /Client: open the history from a row/],
    'a client by name': ['/?client=c5%20or%201', /Client: open the history from a row/],
    'a damaged cursor': ['/?after=zzz', /damaged/],
    'two places at once': ['/?after=d1.1&before=d1.1', /either after, before or at the end/],
    'a place and the end': ['/?after=d1.1&end=1', /either after, before or at the end/],
    'end twice over': ['/?end=2', /'end' must be a whole number up to 1/],
    'markup as parameter': ['/?%3Cscript%3E=1', /there is no parameter/],
    'one bad queue of several': ['/?queue=1&queue=2,x', /Queue: choose from the list/],
    'too many queues': [`/?queue=${Array.from({ length: 101 }, (_, i) => i + 1)}`, /Queue: at most 100 values/],
    'too many tags': [`/?tag_op=any&tag=${'abcdefghijklmnopq'.split('')}`, /Tag: at most 16 values/],
    'an operator that the field does not have': ['/?status_op=empty', /'Status \(how\)' has a value that is not offered/],
    'no operator': ['/?tag_op=like', /'Tag \(how\)' has a value that is not offered/],
    'a yes that is none': ['/?recording=1', /'Recording' has a value that is not offered/],
    'a range without an end': ['/?duration=-', /Duration is a range of seconds/],
    'a range that is a number': ['/?wait=5', /Waiting time is a range of seconds/],
    'a range the wrong way round': ['/?duration=600-300', /Duration: the upper end must be above the lower/],
    'a range of nothing': ['/?duration=300-300', /Duration: the upper end must be above the lower/],
    'a range far too large': ['/?duration=1-9999999999', /Duration is a range of seconds/],
    'minutes that are none': ['/?duration_from=5:7', /Duration: give minutes and seconds like 5:00/],
    'seconds that are none': ['/?wait_to=soon', /Waiting time: give minutes and seconds/],
    'two numbers of clients': ['/?client=p%2B4930111,p%2B4930222', /Client: one number at a time/],
    'an address too long': [`/?agent=${long(9000)}`, null],
    'a name too long': [`/?${long(3000)}=1`, /there is no parameter/],
};
for (const [name, [path, words]] of Object.entries(bad))
    test(`400: ${name}`, async () => {
        const a = await client.get(path);
        assert.equal(a.status, 400);
        const page = text(a.body);
        if (words) assert.match(page, words);
        assert.ok(!a.body.includes('<script>') && a.body.includes('Content-Security') === false);
        assert.ok(!/set-cookie/i.test(JSON.stringify(a.headers)));
        assert.match(page, /That request cannot be read/);
        assert.match(a.body, /<a class="btn[^>]*href="\/"/, 'a way back');
        assert.match(page, /[0-9a-f]{32}/, 'the number of the request');
    });

test('what is allowed at the edge is allowed', async () => {
    for (const path of [`/?agent=${long(240)}`, `/?agent=${'%C3%A9'.repeat(120)}`, '/?queue=4294967295', '/?agent=', '/?&&', '/?agent', '/?queue=', '/?from=1970-01-01&to=9999-12-31',
        '/?from=1970-01-01', '/?to=1970-01-01', '/?queue=0000000000000001', '/?agent=%F0%9F%98%80', '/?agent=a+b', '/?client=c0', '/?agent_id=0', '/?end=0', '/?refresh=0', '/?end=1&count=exact',
        '/?queue=1&queue=1', '/?queue=&queue=5', '/?queue=,,', '/?tag=,&tag_op=any', '/?duration_from=1:05:07', '/?wait_to=30s', '/?client=%2B49%2030%20123456', '/?client=0049(30)123456'])
        assert.equal((await client.get(path)).status, 200, path);
});

// --- more filters ------------------------------------------------------------------------------

const form = async (path) => {
    const body = (await client.get(path)).body, g = parseGrid(body);
    assert.match(body, /<details class="more" id="more">/, 'the rows come first: the chips say what is set');
    return { ...g, body };
};

test('one plain value stands in the first line, all else behind More filters', async () => {
    const [a, b] = tenant.queues.filter((q) => q.active).map((q) => q.id);
    const one = await form(`/?period=all&queue=${a}`);
    assert.deepEqual([one.more, one.queues.find((o) => o.selected).value], [0, `${a}`]);
    assert.ok(one.ticks.queue.every((x) => !x.checked));
    for (const path of [`/?period=all&queue=${a},${b}`, `/?period=all&queue=${a}&queue=${b}&queue_op=any&agent=&tag_op=is&tag=`]) {
        const two = await form(path);
        assert.deepEqual([two.more, two.queues.find((o) => o.selected).label], [1, 'See More filters']);
        assert.deepEqual(two.ticks.queue.filter((x) => x.checked).map((x) => Number(x.value)).sort(), [a, b].sort());
    }
    const not = await form(`/?period=all&queue=${a}&queue_op=not`);
    assert.deepEqual([not.more, not.operators.queue_op], [1, 'not']);
    const text = await form('/?period=all&agent=a');
    assert.deepEqual([text.more, text.operators.agent_op, text.operators.client_op], [0, 'contains', 'contains']);
    assert.equal((await form('/?period=all&agent_op=empty')).more, 1);
});

// What the form sends comes back as the short address: from links, and for scripts in a header.
test('the form and the address say the same', async () => {
    const long = '/?agent=&agent_op=contains&queue=&channel=&channel=voice&channel=chat&channel_op=any&did=&did_op=contains&client=&client_op=contains' +
        '&tag=VIP,complaint&tag_op=any&duration=&duration_from=5:00&duration_to=10:00&duration_op=not&wait=-300&wait_op=is&recording=yes&outcome_op=empty&period=all';
    const a = await client.get(long, { headers: { 'HX-Request': 'true' } });
    assert.equal(a.headers['hx-push-url'], '/?channel=voice,chat&outcome_op=empty&recording=yes&duration=300-600&duration_op=not&wait=-300&tag=VIP%2Ccomplaint&tag_op=any&period=all');
    const again = await client.get(a.headers['hx-push-url'], { headers: { 'HX-Request': 'true' } });
    assert.equal(again.headers['hx-push-url'], a.headers['hx-push-url']);
    assert.deepEqual(parseGrid(again.body).chips, parseGrid(a.body).chips);
    assert.equal(parseGrid(again.body).more, 6);
    const shortcut = await form('/?period=all&duration=300-600');
    assert.match(shortcut.body, /<option value="300-600" selected>/);
    assert.match((await form('/?period=all&duration=300-601')).body, /name="duration_from" value="5:00"[\s\S]*name="duration_to" value="10:01"/);
});

test('a client chosen from a row stays chosen when another filter is set', async () => {
    const body = (await client.get('/?client=c1,c2&client_op=not&period=all')).body;
    assert.match(body, /<input type="hidden" name="client" value="c1,c2">/);
    assert.match(body, /<input type="hidden" name="client_op" value="not">/);
    assert.equal(parseGrid(body).operators.client_op, undefined);
});

test('a text that finds too much, or is too short, is said', async () => {
    assert.match((await grid('/?client=ab&client_op=contains')).heading, /Client: type at least three characters/);
    assert.match((await grid('/?account=7&account_op=contains')).heading, /Account: type at least three characters/);
    const t = makeTenant(`findings-${stamp}`), mail = `f@grid-${stamp}.example`;
    makeUser({ tenant: t, email: mail });
    sql(`INSERT INTO crm_contacts (tenant_id, id, name) SELECT ${t}, seq, CONCAT('Ann ', seq) FROM seq_1_to_2001`, 'pbxlogs');
    const c = await signedIn(mail);
    assert.match((await grid('/?client=ann&client_op=contains', c)).heading, /More than 2000 clients have “ann”/);
    assert.match((await grid('/?client=ann%202&client_op=contains', c)).heading, /Nothing matches these filters/);
});

// --- empty states ------------------------------------------------------------------------------

test('a tenant without interactions', async () => {
    const t = makeTenant(`empty-${stamp}`), mail = `e@grid-${stamp}.example`;
    makeUser({ tenant: t, email: mail });
    const c = await signedIn(mail);
    const all = await grid('/?period=all', c);
    assert.equal(all.state, 'empty');
    assert.match(all.heading, /No interactions yet/);
    assert.equal((await grid('/', c)).actions[0].label, 'Show all time');
    for (const sort of ['created', 'closed', 'duration'])
        for (const more of ['', '&end=1', '&after=d5.5', '&before=d5.5', '&count=exact', '&agent=x', '&queue=5'])
            assert.equal((await grid(`/?period=all&sort=${sort}${more}`, c)).state, 'empty');
});

test('a supervisor without a queue is told whom to ask', async () => {
    const mail = `s@grid-${stamp}.example`;
    makeUser({ tenant: tenant.id, email: mail, role: ROLE_SUPERVISOR });
    const g = await grid('/?period=all', await signedIn(mail));
    assert.match(g.heading, /No queue is assigned to you/);
    assert.deepEqual(g.queues.map((o) => o.label), ['All queues']);
});

test('nothing found: the actions lead to where there is something', async () => {
    const g = await grid('/?agent=nobody-of-this-name&period=today&size=25');
    assert.match(g.heading, /Nothing matches these filters in this period/);
    assert.deepEqual(g.actions.map((a) => a.label), ['Show all time', 'Clear the filters']);
    const allTime = await grid(g.actions[0].href);
    assert.match(allTime.heading, /^Nothing matches these filters$/);
    assert.equal(allTime.chips.length, 1);
    const cleared = await grid(allTime.actions.at(-1).href);
    assert.equal(cleared.state, 'rows');
    assert.equal(cleared.sizes.find((s) => s.selected).value, '25');
    assert.equal(cleared.count, '310');
});

test('a period that ends before it begins can be turned round', async () => {
    const g = await grid('/?from=2026-03-05&to=2026-03-01&channel=voice');
    assert.match(g.heading, /ends before it begins/);
    const swap = g.actions.find((a) => a.label === 'Swap the two dates');
    const q = new URLSearchParams(swap.href.split('?')[1]);
    assert.deepEqual([q.get('from'), q.get('to'), q.get('channel')], ['2026-03-01', '2026-03-05', 'voice']);
    assert.ok(!/ends before/.test((await grid(swap.href)).heading));
});

test('a page behind the last row is no empty list without a word', async () => {
    const g = await grid('/?period=all&after=d1.1');
    assert.equal(g.state, 'empty');
    assert.ok(g.heading);
});

// --- a search that takes too long --------------------------------------------------------------

test('a search that takes too long says so, with 503 and a remedy', async () => {
    await withConfiguration({ statement_ms: 200 }, ['pages'], async () => {
        await client.get('/');
        const release = await hold('closed_interactions');
        try {
            const a = await client.get('/?agent=a&period=all&sort=duration'), g = parseGrid(a.body);
            assert.equal(a.status, 503);
            assert.ok(a.ms < 1500, `${a.ms} ms`);
            assert.equal(g.state, 'timeout');
            assert.match(g.heading, /took too long and was stopped/);
            assert.deepEqual(g.actions.map((x) => x.label), ['Search today only', 'Sort by created']);
            assert.equal(g.rows.length, 0);
            assert.deepEqual(g.chips.map((c) => c.label), ['Agent contains']);
            assert.match(a.body, /Request [0-9a-f]{32}/);
            assert.deepEqual(new URLSearchParams(g.actions[0].href.split('?')[1]).get('period'), 'today');
        } finally {
            await release();
        }
        assert.equal((await client.get('/?agent=a&period=all&sort=duration')).status, 200);
    });
});

test('names that cannot be read in time are a 503, too', async () => {
    await withConfiguration({ statement_ms: 200 }, ['pages'], async () => {
        const release = await hold('queues');
        try {
            const a = await client.get('/');
            assert.equal(a.status, 503);
            assert.match(text(a.body), /took too long/);
            assert.ok(a.headers['retry-after']);
        } finally {
            await release();
        }
        assert.equal((await client.get('/')).status, 200);
    });
});

// --- counting ----------------------------------------------------------------------------------

test('more than 10,000 rows: counted to the bound, exactly when asked for', async () => {
    const t = makeTenant(`many-${stamp}`), mail = `m@grid-${stamp}.example`;
    makeUser({ tenant: t, email: mail });
    sql(`INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status)
         SELECT ${t}, seq, '2026-01-01' + INTERVAL seq SECOND, '2026-01-02', ELT(1 + seq % 3, 'voice', 'chat', 'sms'), 'closed' FROM seq_1_to_10050`, 'pbxlogs');
    refreshStats({ slug: `many-${stamp}` });
    const c = await signedIn(mail);
    for (let i = 0; i < 6; i++) assert.equal((await grid('/?period=all', c)).count, '10,000+');
    const html = (await c.get('/?period=all')).body, exact = elements(html, 'a').find((a) => a.inner === 'count exactly');
    assert.equal((await grid(exact.href, c)).count, '10,050');
    assert.equal((await grid('/?period=all&channel=chat', c)).count, '3,350');
    sql(`DELETE FROM closed_interactions WHERE tenant_id = ${t} AND id > 10000`, 'pbxlogs');
    assert.equal((await grid('/?period=all&count=exact', c)).count, '10,000');
    /* That there were more than the bound is remembered for a minute, in this worker or that. */
    assert.ok(['10,000', '10,000+'].includes((await grid('/?period=all', c)).count));
});

// --- what a link keeps -------------------------------------------------------------------------

test('the badges lead to the histories of a row’s client and agent, with the same rows per page', async () => {
    const g = await grid('/?period=all&size=25&sort=duration&channel=voice');
    const row = g.rows.find((r) => r.link.c && r.link.a);
    for (const [what, path, name] of [['c', '/history/client', 'client'], ['a', '/history/agent', 'agent']]) {
        const [at, query] = row.link[what].split('?');
        assert.equal(at, path);
        assert.deepEqual(Object.keys(Object.fromEntries(new URLSearchParams(query))).sort(), [name, 'size']);
        const history = parseHistory((await client.get(row.link[what])).body);
        assert.ok(history.rows.some((r) => r.id === row.id) || history.pager.next);
    }
});

test('the form keeps what it does not show', async () => {
    const q = { client: 'c1', agent_id: '2', period: 'all', sort: 'closed', dir: 'asc', agent: '"<&>', did: "'", channel: 'sms', size: '100' };
    const html = (await client.get(`/?${new URLSearchParams(q)}`)).body;
    const form = elements(html, 'form').find((f) => f.id === 'filters').inner, fields = formFields(form);
    for (const key of ['client', 'agent_id', 'period', 'sort', 'dir', 'agent', 'did']) assert.equal(fields[key], q[key], key);
    const g = parseGrid(html);
    assert.equal(g.channels.find((o) => o.selected).value, 'sms');
    assert.equal(g.sizes.find((o) => o.selected).value, '100');
});

test('a number that is in no contact: its history is by number', async () => {
    const row = tenant.rows.find((r) => r.crm_contact_id === null && r.phone_e164);
    const g = await grid(`/?client=p${encodeURIComponent(row.phone_e164)}&period=all`);
    assert.ok(g.rows.some((r) => r.id === row.id));
    assert.deepEqual([g.chips[0].label, g.chips[0].value], ['Client', row.phone_e164]);
});

// --- what comes and goes -----------------------------------------------------------------------

test('an interaction that ends while the pages are turned is neither lost nor doubled', async () => {
    const t = makeTenant(`moving-${stamp}`), mail = `v@grid-${stamp}.example`, now = Date.now();
    makeUser({ tenant: t, email: mail });
    const rows = Array.from({ length: 120 }, (_, i) => ({ id: i + 1, created_at: now - i * 1000, closed_at: now, channel: CHANNELS[i % 5], status: 'closed' }));
    const running = rows.slice(20, 40).map((r) => ({ ...r, closed_at: null, status: 'active', running: true }));
    addRows({ id: t }, [...rows.slice(0, 20), ...rows.slice(40)], running);
    const c = await signedIn(mail), seen = [];
    let path = '/?size=25', n = 0;
    while (path) {
        const g = await grid(path, c);
        seen.push(...g.rows.map((r) => r.id));
        path = g.pager.next;
        const ends = running[n++];
        sql(`START TRANSACTION; DELETE FROM active_interactions WHERE tenant_id = ${t} AND id = ${ends.id};
             INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status)
             VALUES (${t}, ${ends.id}, '${datetime(ends.created_at)}', '${datetime(now)}', 'voice', 'closed'); COMMIT`, 'pbxlogs');
    }
    assert.deepEqual(seen, rows.map((r) => r.id));
});

test('while interactions end, no page has one twice or misses one', async () => {
    const t = makeTenant(`race-${stamp}`), mail = `r@grid-${stamp}.example`, now = Date.now();
    makeUser({ tenant: t, email: mail });
    const all = Array.from({ length: 40 }, (_, i) => ({ id: i + 1, created_at: now - i * 1000, closed_at: null, channel: 'voice', status: 'active', running: true }));
    addRows({ id: t }, [], all);
    const c = await signedIn(mail);
    const mover = spawn('mariadb', [...mariadbArgs, 'pbxlogs'], { stdio: ['pipe', 'ignore', 'inherit'] });
    for (const r of all)
        mover.stdin.write(`START TRANSACTION; INSERT INTO closed_interactions (tenant_id, id, created_at, closed_at, channel, status) SELECT tenant_id, id, created_at,
            created_at, channel, 'closed' FROM active_interactions WHERE tenant_id = ${t} AND id = ${r.id}; DO SLEEP(0.03); DELETE FROM active_interactions WHERE tenant_id = ${t} AND id = ${r.id}; COMMIT; DO SLEEP(0.01);\n`);
    const moved = new Promise((done) => mover.once('close', done));
    mover.stdin.end();
    let going = true, pages = 0;
    moved.then(() => (going = false));
    while (going) {
        await Promise.all([1, 2, 3].map(async () => {
            const g = await grid('/?period=all', c);
            assert.deepEqual(g.rows.map((r) => r.id), all.map((r) => r.id));
            pages++;
        }));
    }
    assert.ok(pages > 30);
});

test('a new name is there as soon as the version is raised, a foreign worker’s memory or not', async () => {
    sql(`INSERT INTO queues (tenant_id, id, name) VALUES (${tenant.id}, 7777, 'Brand new')`, 'pbxlogs');
    sql(`UPDATE catalog_versions SET version = version + 1 WHERE tenant_id = ${tenant.id}`);
    for (let i = 0; i < 12; i++) assert.ok((await grid('/')).queues.some((o) => o.label === 'Brand new'));
});

test('every request stands in the log once, without what was searched for', async () => {
    const word = `needle${Date.now()}`;
    const a = await client.get(`/?agent=${word}&size=25`);
    assert.equal(a.status, 200);
    await sleep(300);
    const lines = logLines('pages');
    assert.ok(!lines.some((l) => l.includes(word)));
    const b = await client.get('/?nonsense=1'), id = /[0-9a-f]{32}/.exec(text(b.body))[0];
    await sleep(300);
    const mine = logLines('pages').filter((l) => l.includes(id));
    assert.equal(mine.length, 1);
    assert.match(mine[0], /event=request .*method="GET" path="\/" status=400 error="bad_request"/);
});
