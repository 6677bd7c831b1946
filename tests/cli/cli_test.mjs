// The command line: what it does, what it refuses, and how it says so.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Client, PASSWORD } from '../lib/http.mjs';
import { parseGrid } from '../lib/html.mjs';
import { VAR, parley, sql } from '../lib/stack.mjs';

const stamp = `${process.pid}-${Date.now() % 1000000}`, slug = `cli-${stamp}`, mail = (n) => `${n}@${slug}.example`;
const dir = mkdtempSync(`${tmpdir()}/parley-cli-`);
test.after(() => rmSync(dir, { recursive: true }));

function ok(r) {
    assert.equal(r.status, 0, r.err);
    return r;
}

// It failed, with these words and nothing on standard output.
function fails(r, words, status = 1) {
    assert.equal(r.status, status, r.out + r.err);
    assert.match(r.err, words);
    assert.equal(r.out, '');
    return r;
}

const add = (email, more, input = `${PASSWORD}\n`) => parley(['user', 'add', email, 'Some Name', ...more], { input });

test('help: of the whole, and of each command', () => {
    const help = ok(parley(['--help'])).out;
    const commands = [...help.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map((m) => m[1]);
    for (const c of ['migrate', 'tenant', 'user', 'import', 'stats', 'demo', 'bench-data', 'config']) assert.ok(commands.includes(c), c);
    for (const c of commands) {
        const r = ok(parley([c, '--help'], { config: null }));
        assert.match(r.out, new RegExp(`^parley ${c}`, 'm'));
        assert.equal(r.err, '');
    }
    assert.equal(ok(parley(['help'])).out, help);
});

test('no command, or none that exists', () => {
    fails(parley([]), /COMMAND/, 2);
    fails(parley(['migrat']), /no command 'migrat'/, 2);
    for (const args of [['tenant'], ['tenant', 'add'], ['tenant', 'add', 'x'], ['tenant', 'add', 'x', 'X', '--zone'], ['tenant', 'add', 'x', 'X', '--nonsense', 'y'], ['user'], ['user', 'add', mail('x')],
        ['user', 'add', mail('x'), 'X', '--tenant', slug], ['user', 'passwd'], ['user', 'nonsense'], ['migrate', 'more'], ['stats', 'more']])
        fails(parley(args), /parley \w+/, 2);
});

test('tenant add and list', () => {
    ok(parley(['tenant', 'add', slug, 'Some "Ltd" & Söhne', '--zone', 'Asia/Kolkata', '--locale', 'en', '--currency', 'INR']));
    assert.match(ok(parley(['tenant', 'list'])).out, new RegExp(`^${slug} +Some "Ltd" & Söhne +Asia/Kolkata +en +INR`, 'm'));
    const id = String(800000000 + process.pid);
    ok(parley(['tenant', 'add', `n-${slug}`, 'By number', '--id', id]));
    assert.match(ok(parley(['tenant', 'list'])).out, new RegExp(`^n-${slug} +By number +UTC +en +EUR +id ${id}$`, 'm'));
    fails(parley(['tenant', 'add', `m-${slug}`, 'Again', '--id', id]), /already, or one of that number/);
    for (const bad of ['0', '-1', 'x', '', '1x', '99999999999']) fails(parley(['tenant', 'add', `m-${slug}`, 'X', '--id', bad]), /parley tenant add/, 2);
    sql(`DELETE FROM catalog_versions WHERE tenant_id = 987654; DELETE FROM tenants WHERE id = 987654`);
    fails(parley(['tenant', 'add', slug, 'Again']), /there is a tenant .* already/);
    fails(parley(['tenant', 'add', 'Capital', 'X']), /small letters/i);
    fails(parley(['tenant', 'add', '', 'X']), /small letters/i);
    fails(parley(['tenant', 'add', 'x'.repeat(41), 'X']), /small letters/i);
    for (const zone of ['Europe/Nowhere', '../../etc/passwd', '/etc/passwd', '', 'Europe'])
        fails(parley(['tenant', 'add', `x-${stamp}`, 'X', '--zone', zone]), /is no zone of this system/i);
    assert.equal(sql(`SELECT COUNT(*) FROM tenants WHERE slug = 'x-${stamp}'`)[0][0], '0');
});

test('user add: an admin who can sign in', async () => {
    ok(add(mail('admin'), ['--tenant', slug, '--role', 'admin']));
    const c = new Client();
    assert.equal((await c.signIn(mail('admin'))).status, 303);
    assert.equal(parseGrid((await c.get('/')).body).state, 'empty');
    const hash = sql(`SELECT password_hash FROM users WHERE email = '${mail('admin')}'`)[0][0];
    assert.match(hash, /^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
});

test('user add: a supervisor with queues', async () => {
    const t = sql(`SELECT id FROM tenants WHERE slug = '${slug}'`)[0][0];
    sql(`INSERT INTO queues (tenant_id, id, name) VALUES (${t}, 1, 'Sales'), (${t}, 2, 'Été'), (${t}, 3, 'Other')`, 'pbxlogs');
    ok(add(mail('super'), ['--tenant', slug, '--role', 'supervisor', '--queue', 'Sales', '--queue', 'Été']));
    const c = new Client();
    await c.signIn(mail('super'));
    assert.deepEqual(parseGrid((await c.get('/')).body).queues.map((o) => o.label), ['All queues', 'Été', 'Sales']);
});

test('user add refuses, and leaves nothing behind', () => {
    const more = ['--tenant', slug, '--role', 'admin'];
    fails(add(mail('admin'), more), /there is a user .* already/);
    fails(add('no-address', more), /is no e-mail address/);
    fails(add(mail('x'), ['--tenant', 'nobody', '--role', 'admin']), /there is no tenant 'nobody'/);
    fails(add(mail('x'), ['--tenant', slug, '--role', 'boss']), /there is no role 'boss'/);
    fails(add(mail('x'), [...more, '--queue', 'None']), /has no queue 'None'/);
    fails(add(mail('x'), more, 'short\n'), /at least 12 characters/);
    fails(add(mail('x'), more, `${'x'.repeat(201)}\n`), /at most 200/);
    fails(add(mail('x'), more, ''), /no password on standard input/);
    assert.equal(sql(`SELECT COUNT(*) FROM users WHERE email = '${mail('x')}'`)[0][0], '0');
});

test('user list, disable, enable, passwd', async () => {
    const line = () => ok(parley(['user', 'list'])).out.split('\n').find((l) => l.startsWith(mail('super')));
    assert.match(line(), /Some Name +\S+ +Contact Center Supervisor +2 queues/);
    ok(parley(['user', 'disable', mail('super')]));
    assert.match(line(), /disabled/);
    sql('DELETE FROM signin_failures');
    assert.equal((await new Client().signIn(mail('super'))).status, 401);
    ok(parley(['user', 'enable', mail('super')]));
    assert.equal((await new Client().signIn(mail('super'))).status, 303);
    ok(parley(['user', 'passwd', mail('super')], { input: 'quite-another-one\n' }));
    assert.equal((await new Client().signIn(mail('super'))).status, 401);
    assert.equal((await new Client().signIn(mail('super'), 'quite-another-one')).status, 303);
    for (const verb of ['disable', 'enable', 'passwd']) fails(parley(['user', verb, mail('nobody')], { input: 'quite-another-one\n' }), /there is no user/);
    fails(parley(['user', 'passwd', mail('super')], { input: 'short\n' }), /at least 12/);
    assert.equal((await new Client().signIn(mail('super'), 'quite-another-one')).status, 303, 'the old one still holds');
    sql('DELETE FROM signin_failures');
});

test('migrate again changes nothing', () => {
    const state = () => sql('SELECT * FROM migrations ORDER BY folder, number').concat(sql("SELECT * FROM account_rights ORDER BY program"), sql("SELECT user, host, authentication_string FROM mysql.user WHERE user LIKE 'parley\\_%'"));
    const before = state();
    assert.ok(before.length > 3);
    for (let i = 0; i < 2; i++) assert.equal(ok(parley(['migrate'])).out, 'The databases are up to date.\n');
    assert.deepEqual(state(), before);
});

test('migrate refuses a newer database', () => {
    for (const folder of ['parley', 'pbxlogs']) {
        sql(`INSERT INTO migrations VALUES ('${folder}', 900, 1, NOW())`);
        try {
            fails(parley(['migrate']), /is at migration 900, this program knows \d+: install the newer program/);
        } finally {
            sql('DELETE FROM migrations WHERE number = 900');
        }
    }
    ok(parley(['migrate']));
});

test('two migrations at once: one after the other', async () => {
    const { spawn } = await import('node:child_process');
    const { BIN } = await import('../lib/stack.mjs');
    const codes = await Promise.all([1, 2, 3].map(() => new Promise((done) =>
        spawn(`${BIN}/parley`, ['--config', `${VAR}/etc/parley.conf`, 'migrate'], { stdio: 'ignore' }).on('close', done))));
    assert.deepEqual(codes, [0, 0, 0]);
});

test('the accounts of the programs can do what they need and no more', () => {
    const grants = (p) => sql(`SHOW GRANTS FOR 'parley_${p}'@'localhost'`).flat().join('\n');
    for (const p of ['pages', 'worker']) assert.doesNotMatch(grants(p), /DROP|ALTER|GRANT OPTION|ALL PRIVILEGES|password_hash/, p);
    const facts = [...grants('pages').matchAll(/^GRANT (.*) ON `pbxlogs`\.(\S+) TO/gm)].map(([, what, table]) => [table.replaceAll('`', ''), what]);
    const written = (word) => facts.filter(([, what]) => what.includes(word)).map(([table]) => table).sort();
    assert.deepEqual(written('INSERT'), ['closed_interactions', 'deleted_interactions', 'interaction_notes', 'review_flags', 'tags']);
    assert.deepEqual(written('DELETE'), ['closed_interactions', 'deleted_interactions', 'interaction_notes', 'tags']);
    const changed = (table) => facts.filter(([t]) => t === table).flatMap(([, what]) => what.match(/UPDATE(?: \(([^)]*)\))?/)?.slice(1) ?? []).map((columns) => columns?.replaceAll('`', '').split(', ').sort().join() ?? 'all');
    assert.deepEqual(['closed_interactions', 'active_interactions', 'deleted_interactions'].map(changed), [['flagged,result'], ['flagged'], []]);
    assert.doesNotMatch(grants('login'), /pbxlogs|DROP|ALTER|GRANT OPTION|ALL PRIVILEGES/);
});

// --- configuration -----------------------------------------------------------------------------

const base = readFileSync(`${VAR}/etc/parley.conf`, 'utf8');

function withConfig(text, args = ['tenant', 'list'], env = {}) {
    writeFileSync(`${dir}/parley.conf`, text);
    return parley(args, { config: `${dir}/parley.conf`, env });
}

test('a configuration that is wrong says where', () => {
    const n = base.split('\n').length;
    fails(withConfig(`${base}colour = blue\n`), new RegExp(`parley.conf:${n}: unknown key 'colour' \\(.parley config. lists the known ones\\)`));
    fails(withConfig(`${base}workers = 3\nworkers = 3\n`), /workers is set twice/);
    fails(withConfig(`${base}just words\n`), /expected key = value/);
    fails(withConfig(`${base}count_ms = 5\n`), /count_ms must be a number from 50 to 60000, not '5'/);
    fails(withConfig(`${base}count_ms = 100x\n`), /count_ms must be a number/);
    fails(withConfig(`${base}count_ms = 99999999999999999999\n`), /count_ms must be a number/);
    fails(withConfig(`${base}signin_delay = yes\n`), /signin_delay must be on or off, not 'yes'/);
    fails(withConfig(base.replace('= info', '= loud')), /log_level must be debug, info, warn or error, not 'loud'/);
    fails(withConfig(base.replace(/^db_name .*$/m, 'db_name =')), /db_name must not be empty/);
    fails(withConfig(`${base}# ${'x'.repeat(2000)}\n`), /line too long/);
    fails(withConfig(base, ['tenant', 'list'], { PARLEY_WORKERS: '0' }), /workers must be a number/);
    fails(parley(['tenant', 'list'], { config: `${dir}/none.conf` }), /cannot read the configuration .*none.conf/);
    fails(withConfig(base.replace(/^db_socket.*$/m, 'db_socket = /nowhere.sock')), /database/);
    ok(withConfig(`# comment\n\n${base}   count_ms=1000   \n`));
});

test('config prints every key, and what it prints is a configuration', () => {
    const text = ok(parley(['config'], { config: null })).out;
    for (const line of base.split('\n').filter((l) => /^\w/.test(l))) assert.match(text, new RegExp(`^#${line.split('=')[0].trim()} = `, 'm'));
    const keys = [...text.matchAll(/^#(\w+) = (.*)$/gm)];
    const given = Object.fromEntries(base.split('\n').filter((l) => /^\w/.test(l)).map((l) => l.split('=').map((x) => x.trim())));
    ok(withConfig(keys.map(([, k, v]) => `${k} = ${given[k] ?? v}\n`).join('')));
});

test('programs: help, a bad argument, no configuration', async () => {
    const { spawnSync } = await import('node:child_process');
    const { BIN } = await import('../lib/stack.mjs');
    for (const p of ['login', 'pages']) {
        const run = (...args) => spawnSync(`${BIN}/${p}`, args, { encoding: 'utf8', timeout: 20000, env: { ...process.env, PARLEY_CONFIG: `${dir}/none.conf` } });
        assert.equal(run('--help').status, 0);
        assert.match(run('--help').stdout, new RegExp(`^${p} \\[--config FILE\\]`));
        assert.equal(run('nonsense').status, 2);
        const r = run();
        assert.equal(r.status, 1);
        assert.match(r.stderr, /event=configuration why="cannot read the configuration/);
    }
});

test('stats: of one tenant, of all, of none', () => {
    assert.match(ok(parley(['stats', '--tenant', slug])).out, new RegExp(`^${slug}: 0 closed interactions`));
    assert.ok(ok(parley(['stats'])).out.split('\n').some((l) => l.startsWith(`${slug}:`)));
    fails(parley(['stats', '--tenant', 'nobody']), /there is no tenant 'nobody'/);
});
