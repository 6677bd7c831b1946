// parley doctor: what comes in and what goes out. (Other people's databases: tests/schema.)
import test from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { VAR, datetime, inserts, parley, sql } from '../lib/stack.mjs';
import { makeTenant } from '../lib/http.mjs';

const says = (env = {}) => parley(['doctor'], { env }).out.replace(/\n {9}/g, ' ');
const tenant = makeTenant(`doctor-${process.pid}-${Date.now() % 100000}`);

test('what waits in the inbox too long, and what was refused', () => {
    const row = (event, more) => ({ tenant_id: tenant, source: 'generic', event_id: event, event_type: 'x', body: '{}', bytes: 2, ...more });
    // Not for the worker: it is due long after.
    sql(inserts('inbox', [row('old', { state: 'waiting', received_at: datetime(Date.now() - 3600000), retry_at: datetime(Date.now() + 1e9) }),
        row('no', { state: 'refused', reason: 'no', received_at: datetime(Date.now()) })]));
    const said = says();
    sql(`DELETE FROM inbox WHERE tenant_id = ${tenant}`);
    assert.match(said, /WRONG +\d+ wait in the inbox, since \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\): is the program `worker` running\?/);
    assert.match(said, /note +\d+ could not be applied: Administration, Intake/);
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
