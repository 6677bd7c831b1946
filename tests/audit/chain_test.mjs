// The audit log cannot be mended: every change of a row, every row taken away, put in or swapped is
// found by `parley audit verify`, no program may do it, and many writers at once leave it whole.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Client, ROLE_SUPERVISOR, signedIn } from '../lib/http.mjs';
import { PROGRAMS, VAR, parley, sql } from '../lib/stack.mjs';
import { Office, act, formOf, one, send, submit } from '../admin/people.mjs';

let office;

const verify = (...args) => parley(['audit', 'verify', '--tenant', office.slug, ...args]);

function whole(...args) {
    const r = verify(...args);
    assert.equal(r.status, 0, r.out + r.err);
    return /^\S+ +whole, (\d+) rows, head (\d+:[0-9a-f]{64})$/m.exec(r.out).slice(1);
}

function broken(row, why, ...args) {
    const r = verify(...args);
    assert.equal(r.status, 1, `${why}: ${r.out}${r.err}`);
    assert.match(r.out, new RegExp(`^${office.slug} +BROKEN at row ${row}: ${why}`, 'm'));
    assert.match(r.err, /the log is not as Parley wrote it/);
}

const here = () => `tenant_id = ${office.id}`;

// Does something to the tables as somebody with all rights, looks, and puts everything back.
function tamper(change, look) {
    sql(`CREATE OR REPLACE TABLE audit_kept AS SELECT * FROM audit WHERE ${here()};
        CREATE OR REPLACE TABLE heads_kept AS SELECT * FROM audit_heads WHERE ${here()}`);
    try {
        sql(change);
        look();
    } finally {
        sql(`DELETE FROM audit WHERE ${here()}; INSERT INTO audit SELECT * FROM audit_kept;
            DELETE FROM audit_heads WHERE ${here()}; INSERT INTO audit_heads SELECT * FROM heads_kept;
            DROP TABLE audit_kept, heads_kept`);
    }
    whole();
}

test.before(async () => {
    office = new Office('chain');
    const admin = await office.in('admin');
    for (let i = 0; i < 4; i++)
        await submit(admin, `/admin/users/edit?id=${office.supervisorId}`, { name: `Sam “Super” ${i} é`, queues: [1 + i % 3] });
    await act(admin, office.supervisorId, 'sessions');
    const c = new Client();
    await c.signIn(office.mail('admin'), 'wrong-wrong-wrong');
    sql('DELETE FROM signin_failures');
});

test('a log that nobody touched is whole', () => {
    const [rows, head] = whole();
    assert.equal(Number(rows), office.seq());
    assert.equal(head, `${rows}:${one(`SELECT LOWER(HEX(hash)) FROM audit WHERE ${here()} ORDER BY seq DESC LIMIT 1`)}`);
    assert.ok(Number(rows) >= 7);
});

const COLUMNS = {
    at: 'at + INTERVAL 1000 MICROSECOND', user_id: 'IFNULL(user_id, 0) + 1', actor: "CONCAT(actor, 'x')", address: "'10.0.0.1'",
    action: "'export.made'", subject: "CONCAT(IFNULL(subject, ''), 'x')", details: "'{}'", request_id: "REPEAT('0', 32)",
    hash: "REPEAT('h', 32)",
};
for (const [column, value] of Object.entries(COLUMNS))
    test(`another ${column} is found`, () => {
        for (const row of [1, 3])
            tamper(`UPDATE audit SET ${column} = ${value} WHERE ${here()} AND seq = ${row}`, () => broken(row, 'it is not as it was written'));
    });

test('what is emptied is found, and what was empty and is filled', () => {
    for (const column of ['address', 'request_id'])
        tamper(`UPDATE audit SET ${column} = NULL WHERE ${here()} AND seq = 2`, () => broken(2, 'it is not as it was written'));
    tamper(`UPDATE audit SET subject = '' WHERE ${here()} AND seq = 1`, () => broken(1, 'it is not as it was written'));
    const nobody = one(`SELECT seq FROM audit WHERE ${here()} AND user_id IS NULL LIMIT 1`);
    if (nobody) tamper(`UPDATE audit SET user_id = 0 WHERE ${here()} AND seq = ${nobody}`, () => broken(nobody, 'it is not as it was written'));
});

test('another hash of the row before is found, and a text moved from one column to the next', () => {
    tamper(`UPDATE audit SET prev_hash = REPEAT('p', 32) WHERE ${here()} AND seq = 2`, () => broken(2, 'it does not follow'));
    tamper(`UPDATE audit SET prev_hash = REPEAT('p', 32) WHERE ${here()} AND seq = 1`, () => broken(1, 'it does not follow'));
    tamper(`UPDATE audit SET actor = LEFT(actor, 3), address = CONCAT(SUBSTR(actor, 4), address) WHERE ${here()} AND seq = 2`,
        () => broken(2, 'it is not as it was written'));
});

test('a row taken away is found: the first, one in the middle, the last', () => {
    const last = office.seq();
    tamper(`DELETE FROM audit WHERE ${here()} AND seq = 1`, () => broken(1, 'it is missing'));
    tamper(`DELETE FROM audit WHERE ${here()} AND seq = 4`, () => broken(4, 'it is missing'));
    tamper(`DELETE FROM audit WHERE ${here()} AND seq = ${last}`, () => broken(last, 'it is missing, as the head'));
    tamper(`DELETE FROM audit WHERE ${here()}`, () => broken(1, 'it is missing, as the head'));
    // and the rest moved up, and the head moved back
    tamper(`DELETE FROM audit WHERE ${here()} AND seq = 3; UPDATE audit SET seq = seq - 1 WHERE ${here()} AND seq > 3 ORDER BY seq;
        UPDATE audit_heads SET seq = seq - 1 WHERE ${here()}`, () => broken(3, 'it does not follow'));
    tamper(`DELETE FROM audit WHERE ${here()} AND seq = ${last}; UPDATE audit_heads SET seq = seq - 1 WHERE ${here()}`,
        () => broken(last - 1, 'it is not the one that the head'));
});

test('a row put in is found: at the beginning, in the middle, at the end', () => {
    const last = office.seq(), columns = 'at, user_id, actor, address, action, subject, details, request_id, prev_hash, hash';
    const copy = (from, to) => `INSERT INTO audit (tenant_id, seq, ${columns}) SELECT tenant_id, ${to}, ${columns} FROM audit WHERE ${here()} AND seq = ${from}`;
    tamper(copy(1, 0), () => broken(0, 'it stands before the first'));
    tamper(`UPDATE audit SET seq = seq + 1 WHERE ${here()} AND seq > 2 ORDER BY seq DESC; ${copy(2, 3)}; UPDATE audit_heads SET seq = seq + 1 WHERE ${here()}`,
        () => broken(3, 'it does not follow'));
    tamper(copy(last, last + 1), () => broken(last + 1, 'it does not follow'));
    tamper(`${copy(last, last + 1)}; UPDATE audit a JOIN (SELECT hash FROM audit WHERE ${here()} AND seq = ${last}) p SET a.prev_hash = p.hash WHERE a.${here()} AND a.seq = ${last + 1};
        UPDATE audit_heads SET seq = seq + 1 WHERE ${here()}`, () => broken(last + 1, 'it is not as it was written'));
});

test('two rows that changed places are found', () => {
    tamper(`UPDATE audit SET seq = 0 WHERE ${here()} AND seq = 2; UPDATE audit SET seq = 2 WHERE ${here()} AND seq = 3;
        UPDATE audit SET seq = 3 WHERE ${here()} AND seq = 0`, () => broken(2, 'it does not follow'));
});

test('a row of another tenant is no row of this one', () => {
    const other = new Office('chain-other');
    parley(['user', 'disable', other.mail('super')]);
    const columns = 'at, user_id, actor, address, action, subject, details, request_id, prev_hash, hash';
    tamper(`DELETE FROM audit WHERE ${here()}; INSERT INTO audit (tenant_id, seq, ${columns}) SELECT ${office.id}, seq, ${columns} FROM audit WHERE tenant_id = ${other.id};
        DELETE FROM audit_heads WHERE ${here()}; INSERT INTO audit_heads SELECT ${office.id}, seq, hash FROM audit_heads WHERE tenant_id = ${other.id}`,
    () => broken(1, 'it is not as it was written'));
});

test('a head that is wrong or gone is found', () => {
    const last = office.seq();
    tamper(`UPDATE audit_heads SET hash = REPEAT('x', 32) WHERE ${here()}`, () => broken(last, 'it is not the one that the head'));
    tamper(`UPDATE audit_heads SET seq = seq + 1 WHERE ${here()}`, () => broken(last + 1, 'it is missing, as the head'));
    tamper(`DELETE FROM audit_heads WHERE ${here()}`, () => broken(1, 'it stands behind the head'));
});

test('a database that was set back is whole in itself, and does not have the head that was kept', async () => {
    sql(`CREATE OR REPLACE TABLE audit_older AS SELECT * FROM audit WHERE ${here()};
        CREATE OR REPLACE TABLE heads_older AS SELECT * FROM audit_heads WHERE ${here()}`);
    const [, early] = whole();
    parley(['user', 'disable', office.mail('super')]);
    parley(['user', 'enable', office.mail('super')]);
    const [, late] = whole();
    whole('--expect', early);
    whole('--expect', late);
    sql(`DELETE FROM audit WHERE ${here()}; INSERT INTO audit SELECT * FROM audit_older;
        DELETE FROM audit_heads WHERE ${here()}; INSERT INTO audit_heads SELECT * FROM heads_older; DROP TABLE audit_older, heads_older`);
    whole();
    whole('--expect', early);
    broken(Number(late.split(':')[0]) - 1, 'it is missing, as what was expected', '--expect', late);
    broken(Number(early.split(':')[0]), 'it is not the row that was expected', '--expect', `${early.split(':')[0]}:${'0'.repeat(64)}`);
});

test('with another secret every log reads as broken', () => {
    const file = `${VAR}/etc/secrets/hmac`, before = readFileSync(file);
    try {
        writeFileSync(file, Buffer.from(before.map((b) => b ^ 1)));
        broken(1, 'it is not as it was written');
    } finally {
        writeFileSync(file, before);
    }
    whole();
});

test('usage: wrong arguments, a tenant that is not there, all logs at once', () => {
    for (const args of [['audit'], ['audit', 'verify', '--tenant'], ['audit', 'verify', '--expect', `1:${'0'.repeat(64)}`],
        ['audit', 'verify', '--tenant', office.slug, '--expect', '1:xyz'], ['audit', 'verify', '--tenant', office.slug, '--expect', `0:${'0'.repeat(64)}`],
        ['audit', 'mend']])
        assert.equal(parley(args).status, 2, args.join(' '));
    const none = parley(['audit', 'verify', '--tenant', 'nobody-has-it']);
    assert.equal(none.status, 1);
    assert.match(none.err, /no tenant 'nobody-has-it'/);
    const all = parley(['audit', 'verify']);
    assert.equal(all.status, 0, all.out);
    assert.match(all.out, /^installation +whole/m);
    assert.match(all.out, new RegExp(`^${office.slug} +whole`, 'm'));
    assert.match(parley(['audit', '--help']).out, /set back to an\nearlier state/);
});

test('no program may change or take away what is written', () => {
    for (const p of PROGRAMS.filter((x) => x !== 'worker')) {
        const secret = readFileSync(`${VAR}/etc/secrets/db_${p}`, 'utf8').trim();
        for (const statement of ["UPDATE audit SET actor = 'x'", 'DELETE FROM audit', 'TRUNCATE audit', 'DROP TABLE audit',
            'REPLACE INTO audit SELECT * FROM audit', "UPDATE audit SET details = '{}' WHERE seq = 1",
            "INSERT INTO audit (tenant_id, seq, at, actor, action, prev_hash, hash) VALUES (1, 1, NOW(3), 'x', 'x', '', '') ON DUPLICATE KEY UPDATE actor = 'x'",
            'DELETE FROM audit_heads', 'ALTER TABLE audit DROP COLUMN hash']) {
            const r = spawnSync('mariadb', ['--no-defaults', `--socket=${VAR}/run/mariadb.sock`, `--user=parley_${p}`, `--password=${secret}`, 'parley'],
                { input: statement, encoding: 'utf8' });
            assert.equal(r.status, 1, `${p}: ${statement}`);
            assert.match(r.stderr, /ERROR 114[23]/, `${p}: ${statement}: ${r.stderr}`);
        }
    }
});

test('32 writers at once leave it whole, and nobody fails', async () => {
    const people = [];
    for (let i = 0; i < 16; i++) people.push(office.user(`many${i}`, { name: `Many ${i}`, role: ROLE_SUPERVISOR, queues: [1] }));
    const admin = await office.in('admin'), second = office.user('admin2', { name: 'Second Admin' });
    const admins = [admin, await office.in('admin2')];
    assert.ok(second);
    const before = office.seq(), forms = [];
    for (const [i, id] of people.entries()) forms.push(formOf((await admins[i % 2].get(`/admin/users/edit?id=${id}`)).body));
    const signins = await Promise.all(people.map(async (_, i) => {
        const c = new Client();
        return { c, form: await c.signinForm(), i };
    }));
    for (let round = 0; round < 3; round++) {
        sql('DELETE FROM signin_failures');
        const answers = await Promise.all([
            ...people.map((id, i) => send(admins[i % 2], `/admin/users/edit?id=${id}`, forms[i], { name: `Many ${i} of ${round}` })),
            ...signins.map(({ c, form, i }) => c.post('/login', { csrf: form.csrf, next: '', email: office.mail(`many${i}`), password: i % 4 ? 'correct-horse-battery' : 'wrong' })),
        ]);
        assert.deepEqual(answers.slice(0, 16).map((x) => x.status), Array(16).fill(303));
        assert.deepEqual(answers.slice(16).map((x) => x.status), people.map((_, i) => (i % 4 ? 303 : 401)));
        for (const [i, id] of people.entries()) forms[i] = formOf((await admins[i % 2].get(`/admin/users/edit?id=${id}`)).body);
    }
    sql('DELETE FROM signin_failures');
    assert.equal(office.seq() - before, 96);
    whole();
    const r = parley(['audit', 'verify']);
    assert.equal(r.status, 0, r.out);
});

