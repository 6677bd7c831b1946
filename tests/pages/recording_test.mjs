// Recordings and the files of messages: from disk and from an object store, by links that are worth
// something to one session, for one thing, for a while; whatever is stored about them.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { ROLE_SUPERVISOR, makeUser, request, signedIn } from '../lib/http.mjs';
import { attributes, elements } from '../lib/html.mjs';
import { VAR, inserts, logLines, sleep, sql, withConfiguration } from '../lib/stack.mjs';
import { addRows, makeWorldTenant, refreshStats, writeTenant } from '../lib/world.mjs';
import { Random, seed } from '../lib/random.mjs';
import { wave } from '../lib/sound.mjs';
import { startStore, withStore } from '../lib/s3.mjs';
import { certificate } from '../lib/tls.mjs';

const random = new Random(seed('recording'));
const stamp = `${process.pid}-${Date.now() % 1000000}`;
const mail = (who) => `${who}@rec-${stamp}.example`;
let t, dir, client, supervisor;

// --- files -------------------------------------------------------------------------------------

const wav = (seconds, options) => wave(seconds, [() => 0.5], options);

// The same with another chunk before its own.
function padded(file, n) {
    const junk = Buffer.alloc(n + 8);
    junk.write('JUNK');
    junk.writeUInt32LE(n, 4);
    return Buffer.concat([file.subarray(0, 12), junk, file.subarray(12)]);
}

const SOUND = wav(3), PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const at = Date.now() - 3600000;
const row = (id, queue) => ({ id, created_at: at - id * 60000, closed_at: at, channel: 'voice', status: 'closed', queue_id: t.queues[queue].id, agent_id: t.agents[0].id,
    crm_contact_id: null, phone_number: '030 5', phone_e164: '+49305', did_id: null, disposition_id: null, duration_s: 60, acw_s: null, has_recording: 1 });

// Interaction 1 and 2 are the supervisor's, 3 is not.
test.before(async () => {
    t = makeWorldTenant(random, `rec-${stamp}`, 'UTC', { closed: 0, active: 0 });
    writeTenant(t);
    dir = `${VAR}/recordings/${t.id}`;
    mkdirSync(`${dir}/2026 ä`, { recursive: true });
    addRows(t, [row(1, 0), row(2, 0), row(3, 1), row(4, 0)]);
    refreshStats(t);
    makeUser({ tenant: t.id, email: mail('admin') });
    makeUser({ tenant: t.id, email: mail('other') });
    makeUser({ tenant: t.id, email: mail('sup'), role: ROLE_SUPERVISOR, queues: [t.queues[0].id] });
    client = await signedIn(mail('admin'));
    supervisor = await signedIn(mail('sup'));
    writeFileSync(`${dir}/2026 ä/b%c?&.wav`, SOUND);
    record(1, [['disk', '2026 ä/b%c?&.wav'], ['disk', '2026 ä/b%c?&.wav']]);
    record(3, [['disk', '2026 ä/b%c?&.wav']]);
});

function record(id, files) {
    sql(inserts('recordings', files.map(([store, path, more], i) => ({ tenant_id: t.id, interaction_id: id, recording_no: i + 1, store, path, duration_ms: 3000, voices: null, ...more }))), 'pbxlogs');
}

// What the page offers: [{no, url, save, problem}].
async function offered(id, c = client, path = '/interaction') {
    const page = await c.get(`${path}?id=${id}`);
    assert.equal(page.status, 200, page.body.slice(0, 300));
    return page.body.split('<div class="player"').slice(1).map((html) => ({
        no: Number(/data-no="(\d+)"/.exec(html)[1]),
        url: attributes(/<audio ([^>]*)>/.exec(html)?.[1] ?? '').src,
        save: elements(html, 'a')[0]?.href,
        problem: /<p class="player-problem">([^<]*)</.exec(html)?.[1],
    }));
}

const events = () => sql(`SELECT action, details FROM audit WHERE tenant_id = ${t.id} AND action LIKE 'recording%' ORDER BY seq`).map((e) => e.join(' '));
const plainly = (a) => a.body.replace(/[0-9a-f]{32}/g, 'ID').replace(/name="csrf" value="[^"]*"/g, 'CSRF').replace(/data-now="\d+"/g, '');

// A page about nothing: the answer to an interaction that is not there.
const absent = async (c = client) => plainly(await c.get('/interactions/recording?id=999999&no=1'));

async function refused(url, why, c = client, nothing) {
    const a = await c.get(url);
    assert.equal(a.status, 404, why);
    assert.equal(plainly(a), nothing ?? await absent(c), `${why}: the same 404`);
}

// --- links -------------------------------------------------------------------------------------

test('a link plays with ranges, as what the file is; each play is recorded once', async () => {
    const [{ url }] = await offered(1), before = events().length;
    assert.match(url, /^\/interactions\/recording\?id=1&no=1&e=\d+&k=[\w-]{6}\.[\w-]{43}$/);
    assert.deepEqual(events().slice(before), [], 'not by looking at the page');
    const head = await client.request('HEAD', url);
    assert.deepEqual([head.status, head.bytes.length, events().length - before], [200, 0, 0]);
    const middle = await client.get(url, { headers: { Range: 'bytes=100-199' } });
    assert.deepEqual([middle.status, middle.headers['content-range']], [206, `bytes 100-199/${SOUND.length}`]);
    assert.ok(middle.bytes.equals(SOUND.subarray(100, 200)));
    assert.deepEqual(events().slice(before), ['recording.played {"recording":"1"}'], 'whichever part it begins with');
    const all = await client.get(url);
    assert.ok(all.bytes.equals(SOUND));
    assert.deepEqual(['content-type', 'content-disposition', 'x-content-type-options', 'cache-control'].map((h) => all.headers[h]), ['audio/wav', 'inline', 'nosniff', 'no-store']);
    assert.equal((await client.get(url, { headers: { Range: `bytes=${SOUND.length}-` } })).status, 416);
    assert.equal(events().length, before + 1, 'once');
    await sleep(1100);
    await client.get((await offered(1))[0].url);
    assert.equal(events().length, before + 2, 'a later look is another one');
});

test('the picture of a recording: loudness by voice, with the link that plays, and no play', async () => {
    writeFileSync(`${dir}/two.wav`, wave(6, [(s) => (s < 3 ? 0.9 : 0), () => 0.4]));
    writeFileSync(`${dir}/a.mp3`, Buffer.from('ID3'.padEnd(900)));
    addRows(t, [row(5, 0)]);
    record(5, [['disk', 'two.wav'], ['disk', 'a.mp3']]);
    const before = events().length, of = async (p, c = client) => c.get(p.url.replace('/recording?', '/waveform?'));
    const [two, mp3] = await offered(5), a = await of(two), [left, right] = JSON.parse(a.body);
    assert.deepEqual([a.headers['content-type'], left.length, right.length], ['application/json', 600, 600]);
    assert.ok(left[10] > 200 && left[590] === 0 && right[10] > 80 && right[590] < 120, a.body.slice(0, 99));
    assert.equal((await of(mp3)).body, '[]');
    assert.equal(events().length, before);
    await refused(two.url.replace('/recording?', '/waveform?').replace('no=1', 'no=2'), 'of another recording');
    await refused(two.save.replace('/recording?', '/waveform?').replace('&download=1', ''), 'by another link');
    assert.equal((await of(two, supervisor)).status, 404);
});

test('a link with one bit changed is worth nothing', async () => {
    const [{ url }] = await offered(1), nothing = await absent(), start = url.indexOf('&k=') + 3;
    for (let i = start; i < url.length; i++)
        for (const bit of [1, 4, 32]) {
            const c = String.fromCharCode(url.charCodeAt(i) ^ bit);
            if (/[\w.~-]/.test(c)) await refused(url.slice(0, i) + c + url.slice(i + 1), `character ${i - start}`, client, nothing);
        }
    const later = (n) => url.replace(/e=(\d+)/, (_, e) => `e=${Number(e) + n}`);
    const k = url.slice(start);
    for (const [why, other] of [['a later end', later(1)], ['an earlier end', later(-1)], ['another number', url.replace('no=1', 'no=2')], ['another interaction', url.replace('id=1', 'id=3')],
        ['no key', url.slice(0, start - 3)], ['no end', url.replace(/&e=\d+/, '')], ['an empty key', url.slice(0, start)], ['half a key', url.slice(0, -20)], ['more key', `${url}A`],
        ['another secret’s name', url.slice(0, start) + `AAAAAA${k.slice(6)}`], ['another purpose', `${url}&download=1`], ['media', url.replace('recording?', 'media?').replace('no=', 'message=')]])
        await refused(other, why, client, nothing);
    assert.equal((await client.get(url)).status, 200);
});

test('a link is worth nothing to another user, another session, or nobody', async () => {
    const [{ url }] = await offered(1);
    const other = await signedIn(mail('other')), again = await signedIn(mail('admin'));
    await refused(url, 'another user of the tenant, who may see the interaction', other);
    await refused(url, 'another session of the same user', again);
    await refused(url, 'a supervisor', supervisor);
    assert.equal((await request('GET', url)).status, 303);
    assert.equal((await client.get(url)).status, 200);
    const gone = await signedIn(mail('admin')), [{ url: own }] = await offered(1, gone);
    assert.equal((await gone.get(own)).status, 200);
    sql(`UPDATE sessions SET seen_at = seen_at - INTERVAL 31 MINUTE ORDER BY created_at DESC LIMIT 1`);
    assert.equal((await gone.get(own)).status, 303, 'after the session has ended');
});

test('a link is worth nothing after its time, and says so', async () => {
    await withConfiguration({ recording_link_s: 1 }, ['pages'], async () => {
        const [{ url }] = await offered(1);
        assert.equal((await client.get(url)).status, 200);
        await sleep(1100);
        for (const headers of [{}, { Range: 'bytes=100-' }]) {
            const a = await client.get(url, { headers });
            assert.equal(a.status, 403);
            assert.match(a.body, /This address has run out/);
        }
    });
});

test('a link is worth nothing after the queue, the role or the permission was taken away', async () => {
    const [{ url }] = await offered(1, supervisor), id = sql(`SELECT id FROM users WHERE email = '${mail('sup')}'`)[0][0];
    const part = { headers: { Range: 'bytes=100-199' } };
    assert.equal((await supervisor.get(url, part)).status, 206);
    sql(`DELETE FROM user_queues WHERE user_id = ${id}`);
    await refused(url, 'without the queue', supervisor);
    assert.equal((await supervisor.get(url, part)).status, 404, 'nor a part of it');
    sql(`INSERT INTO user_queues VALUES (${t.id}, ${id}, ${t.queues[0].id})`);
    assert.equal((await supervisor.get(url, part)).status, 206);
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${t.id}, 'Deaf', 'assigned'); SET @r = LAST_INSERT_ID(); INSERT INTO role_permissions VALUES (@r, 'interactions'); SELECT @r;`)[0][0]);
    sql(`UPDATE users SET role_id = ${role} WHERE id = ${id}`);
    assert.equal((await supervisor.get(url, part)).status, 403);
    assert.deepEqual(await offered(1, supervisor), [], 'and the page has no section for it');
    sql(`UPDATE users SET role_id = ${ROLE_SUPERVISOR} WHERE id = ${id}`);
});

test('to download is a right of its own', async () => {
    const [{ save }] = await offered(1), before = events().length, a = await client.get(save);
    assert.deepEqual([a.status, a.headers['content-type'], a.headers['content-disposition']], [200, 'audio/wav', 'attachment; filename="interaction-1-1.wav"']);
    assert.ok(a.bytes.equals(SOUND));
    assert.deepEqual(events().slice(before), ['recording.downloaded {"recording":"1"}']);
    await refused(save.replace('&download=1', ''), 'to play by it');
    const role = Number(sql(`INSERT INTO roles (tenant_id, name, scope) VALUES (${t.id}, 'Listener', 'all'); SET @r = LAST_INSERT_ID(); INSERT INTO role_permissions VALUES (@r, 'interactions'), (@r, 'recordings_play'); SELECT @r;`)[0][0]);
    makeUser({ tenant: t.id, email: mail('listener'), role });
    const listener = await signedIn(mail('listener')), [own] = await offered(1, listener);
    assert.equal(own.save, undefined);
    assert.equal((await listener.get(own.url)).status, 200);
    assert.equal((await listener.get(`${own.url}&download=1`)).status, 403);
});

// --- files -------------------------------------------------------------------------------------

test('what is wrong with a file is said, and it is not sent', async () => {
    const other = `${VAR}/recordings/${t.id + 1000000}`;
    mkdirSync(other, { recursive: true });
    const write = (name, bytes) => writeFileSync(`${dir}/${name}`, bytes);
    for (const f of ['text.html', 'page.svg', 'not.wav', 'not.mp3', 'not.ogg']) write(f, Buffer.from('<script>alert(1)</script>'.repeat(300)));
    for (const f of ['empty.wav', 'empty.mp3']) write(f, '');
    write('silent.wav', SOUND.subarray(0, 44));
    write('cut.wav', SOUND.subarray(0, 20));
    write('phone.gsm', Buffer.alloc(330, 0xd0));
    write('g49.wav', wav(1, { tag: 49 }));
    write('law.wav', wav(1, { tag: 7 }));
    write('junk.wav', padded(wav(1), 6000));
    write('frame.mp3', Buffer.from('fffb9064'.padEnd(2000, '0'), 'hex'));
    writeFileSync(`${other}/theirs.wav`, SOUND);
    symlinkSync(`${other}/theirs.wav`, `${dir}/link.wav`);
    symlinkSync(other, `${dir}/folder`);
    mkdirSync(`${dir}/a.wav`);
    spawnSync('mkfifo', [`${dir}/pipe.wav`]);
    const files = { 'none.wav': /missing/, [`../${t.id + 1000000}/theirs.wav`]: /missing/, 'link.wav': /missing/, 'folder/theirs.wav': /missing/, '/etc/passwd': /of a kind/, '/etc/x.wav': /missing/,
        '2026 ä/../law.wav': /missing/, './law.wav': /missing/, '2026 ä//b.wav': /missing/, '2026 ä': /of a kind/, 'a.wav': /missing/, 'pipe.wav': /missing/, '.wav': /of a kind/, '': /of a kind/,
        'x\n.wav': /missing/, 'law.wav\u0001.wav': /missing/, 'text.html': /of a kind/, 'page.svg': /of a kind/, 'not.wav': /damaged/, 'not.mp3': /damaged/, 'not.ogg': /damaged/, 'empty.wav': /empty/,
        'empty.mp3': /empty/, 'silent.wav': /empty/, 'cut.wav': /damaged/, 'phone.gsm': /do not play/, 'g49.wav': /do not play/, 'law.wav': null, 'junk.wav': null, 'frame.mp3': null };
    const names = Object.keys(files);
    record(2, names.map((path) => ['disk', path]));
    const list = await offered(2), before = events().length;
    assert.equal(list.length, names.length);
    for (const [i, name] of names.entries()) {
        const { url, save, problem } = list[i], expected = files[name], saved = name === 'phone.gsm' || name === 'g49.wav';
        if (expected) assert.match(problem ?? '', expected, name);
        else assert.equal((await client.get(url)).status, 200, name);
        assert.equal(url === undefined, Boolean(expected), name);
        assert.equal(save === undefined, Boolean(expected) && !saved, name);
    }
    assert.equal(events().length - before, 3);
    /* A link that was right when it was made. */
    const changed = async (no, path) => sql(`UPDATE recordings SET path = '${path}' WHERE tenant_id = ${t.id} AND interaction_id = 2 AND recording_no = ${no}`, 'pbxlogs');
    const no = names.indexOf('law.wav') + 1, { url } = list[no - 1];
    for (const path of ['none.wav', 'link.wav', 'folder/theirs.wav', `../${t.id + 1000000}/theirs.wav`, 'text.html', 'phone.gsm', 'g49.wav', 'not.wav', 'empty.wav']) {
        await changed(no, path);
        await refused(url, path);
    }
    const gsm = await client.get(list[names.indexOf('phone.gsm')].save);
    assert.deepEqual([gsm.status, gsm.headers['content-type'], gsm.headers['content-disposition']], [200, 'application/octet-stream', `attachment; filename="interaction-2-${names.indexOf('phone.gsm') + 1}.gsm"`]);
    for (const path of [`/recordings-of/${t.id}/law.wav`, '/recordings-in-store', '/recordings-in-store/x'])
        assert.equal((await client.get(path)).status, 404, 'nobody asks nginx for it');
});

test('files of messages: pictures are shown, papers saved, pages never', async () => {
    const files = { 'cat.png': [PNG, 'image/png', 'inline'], 'cat.JPG': [Buffer.from('ffd8ffe000', 'hex'), 'image/jpeg', 'inline'], 'bill.pdf': [Buffer.from('%PDF-1.4\n'), 'application/pdf', 'attachment; filename="interaction-1-message-3.pdf"'],
        'notes.txt': [Buffer.from('plain'), 'text/plain; charset=utf-8', 'attachment; filename="interaction-1-message-4.txt"'], 'voice.ogg': [Buffer.from('OggS....'), 'audio/ogg', 'inline'],
        'page.html': [Buffer.from('<script>'), null], 'cat.svg': [Buffer.from('<svg>'), null], 'fake.png': [Buffer.from('<script>alert(1)</script>'), null] };
    Object.entries(files).forEach(([name, [bytes]]) => writeFileSync(`${dir}/${name}`, bytes));
    sql(inserts('messages', Object.keys(files).map((name, i) => ({ tenant_id: t.id, interaction_id: 1, message_no: i + 1, role: 'client', body: '', media_type: 'text/html', media_path: name, media_name: `"><script>${name}`,
        media_store: i % 2 ? 'disk' : null }))), 'pbxlogs');
    await Promise.all(Object.keys(files).map(async (name, i) => {
        const a = await client.get(await mediaUrl(1, i + 1));
        const [bytes, type, disposition] = files[name];
        if (!type) return assert.equal(a.status, 404, name);
        assert.deepEqual([a.status, a.headers['content-type'], a.headers['content-disposition'], a.headers['x-content-type-options']], [200, type, disposition, 'nosniff'], name);
        assert.ok(a.bytes.equals(bytes));
    }));
    await refused((await mediaUrl(1, 1)).replace('message=1', 'message=2'), 'another message');
    await refused((await mediaUrl(1, 1)).replace('media?', 'recording?').replace('message=', 'no='), 'a recording');
});

// The link to the file of a message for the admin's session, computed from the secret: the pages show
// it in their transcripts.
async function mediaUrl(id, message) {
    const [[session, user]] = sql(`SELECT LOWER(HEX(s.id_hash)), s.user_id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = '${mail('admin')}' ORDER BY s.created_at LIMIT 1`);
    const mac = (purpose, text) => createHmac('sha256', readFileSync(`${VAR}/etc/secrets/hmac`)).update(`${purpose}\0${text}`).digest('base64url');
    const e = Math.floor(Date.now() / 1000) + 100;
    return `/interactions/media?id=${id}&message=${message}&e=${e}&k=${mac('key', '').slice(0, 6)}.${mac('link.media', `${t.id} ${user} ${session} ${id} ${message} ${e}`)}`;
}

// --- an object store ---------------------------------------------------------------------------

const key = (path) => `calls/${t.id}/${path}`;

// Nothing that the browser gets names the store.
function tellsNothing(a, store) {
    for (const text of [JSON.stringify(a.raw), a.body])
        for (const word of [String(store.port), store.bucket + '/', store.secret, store.accessKey, 'X-Amz', 'x-amz', 'x-parley-object', 'BucketName', 'store=1'])
            assert.ok(!text.includes(word), `${word} in ${text.slice(0, 500)}`);
}

test('from an object store: the same, and the store is nobody’s business', async () => {
    const odd = '2026 ä/b%c?&+=;\'.wav';
    record(4, [['s3', odd], ['s3', 'none.wav'], ['s3', 'phone.gsm'], ['s3', '../x.wav'], ['s3', 'page.html'], ['disk', '2026 ä/b%c?&.wav']]);
    assert.match((await offered(4))[0].problem, /object store that is not set up/);
    await withStore(async (store) => {
        for (const k of [odd, 'phone.gsm']) store.objects.set(key(k), SOUND);
        store.objects.set(`calls/x.wav`, SOUND);
        const list = await offered(4), [{ url, save }] = list, before = events().length;
        assert.deepEqual(list.map((p) => [Boolean(p.url), Boolean(p.save)]), [[true, true], [true, true], [false, true], [false, false], [false, false], [true, true]]);
        const all = await client.get(url);
        assert.deepEqual(['content-type', 'content-disposition', 'x-content-type-options', 'cache-control', 'accept-ranges'].map((h) => all.headers[h]), ['audio/wav', 'inline', 'nosniff', 'no-store', 'bytes']);
        assert.ok(all.bytes.equals(SOUND));
        const part = await client.get(url, { headers: { Range: 'bytes=100-199', Referer: 'http://x/secret', Authorization: 'Basic eDp5', 'User-Agent': 'Spy/1' } });
        assert.deepEqual([part.status, part.bytes.length, part.headers['content-range']], [206, 100, `bytes 100-199/${SOUND.length}`]);
        assert.ok(part.bytes.equals(SOUND.subarray(100, 200)));
        const last = await client.get(url, { headers: { Range: 'bytes=-5' } });
        assert.deepEqual([last.status, last.bytes.length], [206, 5]);
        assert.deepEqual(events().slice(before), ['recording.played {"recording":"1"}']);
        for (const { headers, method } of store.requests) {
            assert.equal(method, 'GET');
            assert.deepEqual(Object.keys(headers).filter((h) => !['host', 'range', 'connection'].includes(h)), [], 'nothing of the browser goes there');
            assert.equal(headers.host, `127.0.0.1:${store.port}`);
        }
        const head = await client.request('HEAD', url);
        assert.deepEqual([head.status, head.bytes.length, head.headers['content-length']], [200, 0, String(SOUND.length)]);
        const saved = await client.get(save), missing = await client.get(list[1].url), beyond = await client.get(url, { headers: { Range: 'bytes=9999999-' } });
        assert.deepEqual([saved.status, saved.headers['content-disposition']], [200, 'attachment; filename="interaction-4-1.wav"']);
        assert.deepEqual([missing.status, beyond.status], [404, 416]);
        for (const a of [all, part, head, saved, missing, beyond, await client.get('/interaction?id=4')]) tellsNothing(a, store);
        assert.equal((await client.get(list[5].url)).status, 200, 'one on disk beside it');
        for (const [says, gets] of [[307, 502], [301, 502], [403, 404], [500, 502], [503, 502]]) {
            store.broken = says;
            const a = await client.get(url);
            assert.equal(a.status, gets, `the store answers ${says}`);
            tellsNothing(a, store);
        }
        store.broken = null;
        for (const path of ['/recordings-in-store', '/recordings-in-store/', '/recordings-in-store?x=1'])
            assert.equal((await client.get(path, { headers: { 'X-Parley-Object': `/${store.bucket}/${key(odd)}` } })).status, 404, 'nobody asks nginx for it');
        await refused(url.slice(0, -1) + (url.endsWith('A') ? 'E' : 'A'), 'a changed link');
        await refused(url, 'another session', await signedIn(mail('admin')));
        const served = store.requests.length;
        store.secret = 'another';
        assert.equal((await client.get(url)).status, 404, 'the store checks the signature');
        assert.equal(store.requests.length, served + 1);
        const log = [...logLines('pages'), ...logLines('nginx')].join('\n') + readFileSync(`${VAR}/log/nginx-access.log`, 'utf8');
        for (const word of ['X-Amz-Signature', 'the/secret+of-']) assert.ok(!log.includes(word), word);
    });
});

test('an object store that is away, or not set up well, says so', async () => {
    await withStore(async (store) => {
        store.objects.set(key('x.wav'), SOUND);
        sql(`UPDATE recordings SET path = 'x.wav' WHERE tenant_id = ${t.id} AND interaction_id = 4 AND recording_no = 1`, 'pbxlogs');
        const [{ url }] = await offered(4);
        assert.equal((await client.get(url)).status, 200);
        await store.close();
        const a = await client.get(url);
        assert.equal(a.status, 502);
        tellsNothing(a, store);
    });
    for (const wrong of [{ s3_access_key: '' }, { s3_endpoint: 'store' }, { s3_bucket: 'a/b' }])
        await withStore(async () => assert.match((await offered(4))[0].problem, /object store that is not set up/), wrong);
});

test('from a store over https, by the bucket’s own name, whoever vouches for it', async () => {
    const tls = certificate('recordings.localhost'), path = 'own name/ä.wav', files = async () => offered(6);
    addRows(t, [row(6, 0)]);
    record(6, [['s3', path]]);
    await withStore(async (store, names) => {
        store.objects.set(key(path), SOUND);
        const [{ url }] = await files(), all = await client.get(url), part = await client.get(url, { headers: { Range: 'bytes=10-19' } });
        assert.equal(all.status, 200);
        assert.ok(all.bytes.equals(SOUND));
        assert.deepEqual([part.status, part.bytes.toString('hex')], [206, SOUND.subarray(10, 20).toString('hex')]);
        assert.deepEqual(store.requests.map((r) => [r.headers.host, r.name]), Array(2).fill([`recordings.localhost:${store.port}`, 'recordings.localhost']));
        assert.ok(names.asked.length > 0 && names.asked.every((n) => n === 'recordings.localhost'), String(names.asked));
        for (const a of [all, part]) tellsNothing(a, store);
    }, {}, { tls, virtual: true, ca: tls.ca });
    for (const [what, how] of [['of another authority', { ca: certificate().ca }], ['for another host', { ca: tls.ca, virtual: false }]])
        await withStore(async (store) => {
            store.objects.set(key(path), SOUND);
            const a = await client.get((await files())[0].url);
            assert.equal(a.status, 502, `a certificate ${what}`);
            assert.deepEqual(store.requests, []);
            tellsNothing(a, store);
        }, {}, { tls, virtual: true, ...how });
});

const BOTO = `
import sys, botocore.session, botocore.config
s = botocore.session.Session()
s.set_credentials(sys.argv[2], sys.argv[3])
c = s.create_client('s3', region_name=sys.argv[4], endpoint_url=sys.argv[1], config=botocore.config.Config(signature_version='s3v4', s3={'addressing_style': 'path'}))
for method in ('get_object', 'delete_object'):
    print(c.generate_presigned_url(method, Params={'Bucket': sys.argv[5], 'Key': sys.argv[6]}, ExpiresIn=60))
`;

// What the test's store takes of Amazon's own signer it takes of ours, and nothing else.
test('the store of these tests is as strict as a real one', async (t) => {
    const boto = spawnSync('python3', ['-c', 'import botocore'], { encoding: 'utf8' });
    if (boto.status !== 0) return t.skip('there is no python3-botocore');
    const store = await startStore();
    try {
        const name = 'a b+c%/ä&.wav';
        store.objects.set(name, SOUND);
        const made = spawnSync('python3', ['-c', BOTO, store.endpoint, store.accessKey, store.secret, store.region, store.bucket, name], { encoding: 'utf8' });
        assert.equal(made.status, 0, made.stderr);
        const [get, remove] = made.stdout.trim().split('\n');
        const ask = async (url, method = 'GET') => (await fetch(url, { method })).status;
        assert.equal(await ask(get), 200);
        for (const wrong of [get.replace('wav?', 'wave?'), get.replace('Expires=60', 'Expires=61'), get.replace(/.$/, (c) => (c === '0' ? '1' : '0')), get.split('?')[0], `${get}&response-content-type=text%2Fhtml`,
            get.replace(store.accessKey, 'SOMEBODY')]) assert.equal(await ask(wrong), 403, wrong);
        assert.equal(await ask(get, 'DELETE'), 403, 'of another method');
        assert.equal(await ask(remove, 'DELETE'), 204);
        assert.equal(await ask(get), 404);
    } finally {
        await store.close();
    }
});
