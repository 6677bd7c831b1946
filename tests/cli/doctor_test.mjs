// parley doctor: what comes in and what goes out. (Other people's databases: tests/schema.)
import test from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { VAR, datetime, inserts, parley, sql, sv } from '../lib/stack.mjs';
import { makeTenant } from '../lib/http.mjs';

const says = (env = {}) => parley(['doctor'], { env }).out.replace(/\n {9}/g, ' ');
const tenant = makeTenant(`doctor-${process.pid}-${Date.now() % 100000}`);

test('what is due in the inbox for too long, what was put off, and what was refused', () => {
    const HOUR = 3600000, now = Date.now();
    const row = (event, more) => ({ tenant_id: tenant, source: 'generic', event_id: event, event_type: 'x', body: '{}', bytes: 2,
        state: 'waiting', received_at: datetime(now - HOUR), retry_at: null, reason: null, ...more });
    const forget = () => sql(`DELETE FROM inbox WHERE tenant_id = ${tenant}`);
    const late = /WRONG +\d+ in the inbox, due since \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\): is the program `worker` running\?/;
    sv('stop', 'worker');
    try {
        sql(inserts('inbox', [row('later', { retry_at: datetime(now + HOUR) }), row('no', { state: 'refused', reason: 'no' })]));
        const fine = says();
        assert.doesNotMatch(fine, late);
        assert.match(fine, /ok +\d+ put off for now: each is tried again by itself/);
        assert.match(fine, /note +\d+ could not be applied: Administration, Intake/);
        for (const due of [row('new'), row('again', { retry_at: datetime(now - HOUR / 2) })]) {
            sql(inserts('inbox', [due]));
            assert.match(says(), late, due.event_id);
            sql(`DELETE FROM inbox WHERE tenant_id = ${tenant} AND event_id = '${due.event_id}'`);
        }
        sql(inserts('inbox', [row('now', { received_at: datetime(now) })]));
        assert.match(says(), /ok +\d+ in the inbox, due since [\d-]+ [\d:]+ \(UTC\)$/m);
    } finally {
        forget();
        sv('start', 'worker');
    }
});

test('the folder of large bodies is nobody else\'s', () => {
    assert.match(says(), /ok +\S+spool keeps large bodies/);
    assert.match(says({ PARLEY_SPOOL_DIR: `${VAR}/absent` }), /WRONG +\S+absent \(spool_dir\): No such file/);
    chmodSync(`${VAR}/spool`, 0o755);
    assert.match(says(), /WRONG +\S+spool \(spool_dir\) has to be a folder that nobody but hooks and worker/);
    chmodSync(`${VAR}/spool`, 0o700);
});

test('mail and WhatsApp have what they need, or are said to be off', () => {
    assert.match(says(), /ok +no mail is sent \(smtp_url is empty\)[\s\S]*ok +nothing is sent by WhatsApp/);
    const mail = { PARLEY_SMTP_URL: 'smtp://mail.example:587' };
    assert.match(says(mail), /WRONG +mail: mail_from is not set/);
    Object.assign(mail, { PARLEY_MAIL_FROM: 'a@mail.example' });
    assert.match(says(mail), /ok +mail is set up/);
    rmSync(`${VAR}/etc/secrets/smtp`, { force: true });
    assert.match(says({ ...mail, PARLEY_SMTP_USER: 'parley' }), /WRONG +mail: .*smtp/);
    const whatsapp = { PARLEY_WHATSAPP_PHONE_ID: '1' };
    rmSync(`${VAR}/etc/secrets/whatsapp`, { force: true });
    assert.match(says(whatsapp), /WRONG +WhatsApp: .*whatsapp/);
    writeFileSync(`${VAR}/etc/secrets/whatsapp`, 'token\n', { mode: 0o600 });
    assert.match(says(whatsapp), /ok +WhatsApp is set up/);
    rmSync(`${VAR}/etc/secrets/whatsapp`);
});
