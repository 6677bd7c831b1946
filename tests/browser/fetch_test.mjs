// A missing transcript in the browser: the banner, how far it is, the transcript, and a note that
// somebody writes meanwhile stays; in the drawer and without JavaScript, too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '../lib/stack.mjs';
import { startElevenLabs } from '../lib/elevenlabs.mjs';
import { sample } from '../lib/vendor_samples.mjs';
import { Worker, connection } from '../intake/worker.mjs';
import { complaints, eventually, open } from './browser.mjs';
import { Desk, MINUTE } from './desk.mjs';

let desk, worker, vendor;

before(async () => {
    desk = new Desk('fetch');
    desk.add([1, 2, 3].map((n) => desk.row({ channel: 'voice', created_at: Date.now() - 5 * MINUTE, closed_at: Date.now() - 2 * MINUTE, vendor: 'elevenlabs', vendor_ref: `conv_${n}` })));
    vendor = await startElevenLabs();
    for (const n of [1, 2, 3]) vendor.calls.set(`conv_${n}`, { ...sample('elevenlabs_transcription').data, conversation_id: `conv_${n}`, has_audio: false });
    vendor.mode = 'slow';
    vendor.delay_ms = 2500;
    connection(desk.id, 'elevenlabs', { base: vendor.url, key: vendor.key });
    worker = new Worker({ PARLEY_HTTP_HOSTS: new URL(vendor.url).host }).start();
});

after(async () => {
    await worker.end();
    await vendor.stop();
});

const idOf = (n) => Number(sql(`SELECT id FROM closed_interactions WHERE tenant_id = ${desk.id} AND vendor_ref = 'conv_${n}'`, 'pbxlogs')[0][0]);

const accessible = async (page) => assert.deepEqual(await complaints(page), []);

test('banner, progress, transcript; a note that is being written stays', async (t) => {
    const page = await open(t, `/interaction?id=${idOf(1)}`, { user: desk.user });
    await accessible(page);
    await page.click('#fetch button');
    await page.waitForSelector('#fetch.going');
    await accessible(page);
    assert.equal(await page.isVisible('.fetch-look'), false);
    await page.evaluate(() => document.querySelectorAll('#marks details').forEach((d) => (d.open = true)));
    await page.fill('#marks textarea', 'Half a note');
    await page.waitForSelector('#transcript .talk-list');
    assert.equal(await page.inputValue('#marks textarea'), 'Half a note');
    assert.equal(await page.$('#fetch'), null);
    assert.match(await page.textContent('#transcript'), /Maria Jansen/);
    await accessible(page);
    await page.click('.fetch-sync button');
    await page.waitForSelector('#fetch.going');
});

test('in the drawer', async (t) => {
    const page = await open(t, '/?period=all', { user: desk.user });
    await page.click(`#i${idOf(2)} a.open`);
    await page.click('#drawer #fetch button');
    await page.waitForSelector('#drawer #fetch.going');
    await page.waitForSelector('#drawer #transcript .talk-list');
});

test('without JavaScript', async (t) => {
    const page = await open(t, `/interaction?id=${idOf(3)}`, { user: desk.user, js: false });
    await page.click('#fetch button');
    await page.waitForSelector('#fetch.going');
    await eventually(async () => {
        if (await page.$('.fetch-look a')) await page.click('.fetch-look a');
        assert.ok(await page.$('#transcript .talk-list'));
    }, 20);
});
