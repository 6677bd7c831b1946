// Recordings in the browser: from disk and from an object store, at once wherever one jumps to; two
// voices, the picture of the sound, keys, the transcript's events, and what is said when one is gone.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { eventually, noSidewaysScroll, open } from './browser.mjs';
import { Desk } from './desk.mjs';
import { wave, writeLongWave } from '../lib/sound.mjs';
import { VAR, inserts, sleep, sql, withConfiguration } from '../lib/stack.mjs';
import { withStore } from '../lib/s3.mjs';

const HOUR_S = 3600;
let desk, dir;

// Interactions: 1 two voices, 2 an hour on disk, 3 an hour in a store, 4 several, 5 none.
before(() => {
    desk = new Desk('player');
    desk.add(Array.from({ length: 5 }, () => desk.row({ channel: 'voice' })));
    desk.ready();
    dir = `${VAR}/recordings/${desk.id}`;
    mkdirSync(dir, { recursive: true });
    /* the client speaks first, then the agent */
    writeFileSync(`${dir}/talk.wav`, wave(40, [(s) => (s < 20 ? 0.8 : 0), (s) => (s < 20 ? 0 : 0.8)]));
    writeFileSync(`${dir}/short.wav`, wave(2, [() => 0.5]));
    writeFileSync(`${dir}/law.wav`, wave(2, [() => 0.5], { tag: 7 }));
    writeFileSync(`${dir}/phone.gsm`, Buffer.alloc(330, 0xd0));
    writeFileSync(`${dir}/broken.mp3`, Buffer.concat([Buffer.from('ID3\x04'), Buffer.alloc(5000, 1)]));
    writeLongWave(`${dir}/hour.wav`, HOUR_S);
    const rows = [[1, 1, 'disk', 'talk.wav', 40, 2], [2, 1, 'disk', 'hour.wav', HOUR_S, 1], [3, 1, 's3', 'hour.wav', HOUR_S, 1], [3, 2, 's3', 'none.wav', 9, 1],
        [4, 1, 'disk', 'short.wav', 2, 1], [4, 2, 'disk', 'phone.gsm', 2, 1], [4, 3, 'disk', 'short.wav', null, null], [4, 4, 'disk', 'broken.mp3', null, null],
        [4, 5, 'disk', 'law.wav', 2, 1]];
    sql(inserts('recordings', rows.map(([id, no, store, path, s, voices]) =>
        ({ tenant_id: desk.id, interaction_id: id, recording_no: no, store, path, duration_ms: s && s * 1000, voices }))), 'pbxlogs');
});

const look = (t, id, more = {}) => open(t, `/interaction?id=${id}`, { user: desk.user, ...more });
const player = (page, no = 1) => page.locator(`.player[data-no="${no}"]`);
const audio = (page, what, no = 1) => page.$eval(`.player[data-no="${no}"] audio`, (a, w) => a[w], what);
const played = () => Number(sql(`SELECT COUNT(*) FROM audit WHERE tenant_id = ${desk.id} AND action = 'recording.played'`)[0][0]);

async function plays(page, from, to, no = 1) {
    await eventually(async () => {
        const at = await audio(page, 'currentTime', no);
        assert.ok(at >= from && at < to, `at ${at}, not from ${from} to ${to}`);
        assert.equal(await audio(page, 'paused', no), false);
    });
}

async function drag(page, share, no = 1) {
    const bar = player(page, no).locator('.player-seek'), box = await bar.boundingBox();
    await bar.click({ position: { x: box.width * share, y: box.height / 2 } });
}

// Jumps in an hour of sound before anything of it was fetched, and back.
async function jumps(page, no = 1) {
    const ranges = [];
    page.on('request', (r) => r.url().includes('/interactions/recording') && ranges.push(r.headers().range));
    const began = Date.now();
    await drag(page, 0.75, no);
    await eventually(async () => assert.ok(await audio(page, 'currentTime', no) > 2600 && await audio(page, 'readyState', no) >= 3 && !(await audio(page, 'seeking', no))));
    const ms = Date.now() - began;
    assert.ok(ms < 2000, `${ms} ms`);
    await player(page, no).locator('.player-play').click();
    await plays(page, 2600, 2800, no);
    assert.ok(ranges.some((r) => Number(/bytes=(\d+)-/.exec(r)?.[1]) > 15e6), `asked for from there: ${ranges}`);
    const heard = await page.$eval(`.player[data-no="${no}"] audio`, (a) => Array.from({ length: a.buffered.length }, (_, i) => a.buffered.end(i) - a.buffered.start(i)).reduce((x, y) => x + y, 0));
    assert.ok(heard < HOUR_S / 2, `${heard} s of an hour were fetched`);
    await drag(page, 0.25, no);
    await plays(page, 850, 1000, no);
}

test('an hour on disk seeks at once', async (t) => jumps(await look(t, 2)));

test('an hour in an object store seeks at once; what is missing there is said', async (t) => {
    await withStore(async (store) => {
        store.objects.set(`calls/${desk.id}/hour.wav`, readFileSync(`${dir}/hour.wav`));
        const page = await look(t, 3, { forgive: /status of 404/ });
        await jumps(page);
        await player(page, 2).locator('.player-play').click();
        await page.waitForSelector('.player[data-no="2"] .player-problem:not([hidden])');
        assert.match(await player(page, 2).locator('.player-problem').textContent(), /Its file is missing/);
        assert.ok(!(await page.content()).includes(String(store.port)), 'the page does not know where');
    });
});

test('play, pause, stop, ten seconds back and on, speed, volume', async (t) => {
    const before = played(), page = await look(t, 1), p = player(page), press = (name) => p.locator(`.player-${name}`).click();
    assert.equal(await p.locator('.player-time').textContent(), '0:00 / 0:40');
    await sleep(300);
    assert.equal(played(), before, 'to look at the page is not to listen');
    assert.equal(await audio(page, 'readyState'), 0);
    await press('play');
    await plays(page, 0.2, 5);
    assert.equal(await p.locator('.player-play').textContent(), 'Pause');
    await press('on');
    await plays(page, 10.2, 15);
    await press('on');
    await press('back');
    await plays(page, 10.2, 17);
    await press('back');
    await press('back');
    await plays(page, 0, 5);
    await press('play');
    assert.equal(await audio(page, 'paused'), true);
    await press('stop');
    assert.deepEqual([await audio(page, 'currentTime'), await p.locator('.player-time').textContent()], [0, '0:00 / 0:40']);
    assert.deepEqual(await p.locator('.player-speed option').allTextContents(), ['0.5×', '0.75×', '1×', '1.25×', '1.5×', '1.75×', '2×']);
    await p.locator('.player-speed select').selectOption('2');
    await press('play');
    const [a, began] = [await audio(page, 'currentTime'), Date.now()];
    await sleep(1000);
    const fast = (await audio(page, 'currentTime') - a) / ((Date.now() - began) / 1000);
    assert.ok(fast > 1.5 && fast < 2.5, `${fast} times`);
    await p.locator('.player-volume input').fill('25');
    assert.equal(await audio(page, 'volume'), 0.25);
    await eventually(() => assert.equal(played(), before + 1, 'one play'));
});

test('keys, when the player has the focus', async (t) => {
    const page = await look(t, 1);
    await player(page).focus();
    await page.keyboard.press('Space');
    await plays(page, 0, 5);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await plays(page, 20, 25);
    await page.keyboard.press('ArrowLeft');
    await plays(page, 10, 16);
    await page.keyboard.press('Space');
    assert.equal(await audio(page, 'paused'), true);
    await player(page).locator('.player-seek').focus();
    await page.keyboard.press('ArrowRight');
    await eventually(async () => assert.ok(await audio(page, 'currentTime') >= 20));
    assert.match(await player(page).locator('.player-seek').getAttribute('aria-valuetext'), /^0:2\d of 0:40$/);
});

// The share of each lane's dots that are drawn, in the first and in the second half.
const drawn = (page) => page.$eval('.player-wave', (canvas) => {
    const { width, height } = canvas, c = canvas.getContext('2d');
    return [0, 1].map((lane) => [0, 1].map((half) => {
        const d = c.getImageData(half * width / 2, lane * height / 2, width / 2, height / 2).data;
        return d.filter((v, i) => i % 4 === 3 && v).length / (d.length / 4);
    }));
});

test('two voices: a picture of each, each switched off by itself', async (t) => {
    const page = await look(t, 1, { forgive: /willReadFrequently/ });
    await page.addInitScript(() => {
        const make = AudioContext.prototype.createGain;
        window.gains = [];
        AudioContext.prototype.createGain = function () {
            const gain = make.call(this);
            window.gains.push(gain);
            return gain;
        };
    });
    await page.reload();
    await page.waitForSelector('.is-stereo.is-drawn'); /* before anything is heard */
    assert.equal(await audio(page, 'readyState'), 0);
    await player(page).locator('.player-play').click();
    await plays(page, 0.3, 20);
    const [[c1, c2], [a1, a2]] = await drawn(page);
    assert.ok(c1 > 0.3 && c2 < 0.1 && a1 < 0.1 && a2 > 0.3, `${[c1, c2, a1, a2]}`);
    const colours = await page.$eval('.player-wave', (canvas) => {
        const d = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data, seen = new Set();
        for (let i = 0; i < d.length; i += 4) if (d[i + 3] === 255) seen.add(`${d[i]},${d[i + 1]},${d[i + 2]}`);
        return [...seen];
    });
    assert.ok(colours.length > 1 && !colours.includes('0,0,0'), `${colours}`);
    const [client, agent] = [player(page).getByRole('button', { name: 'Client (left)' }), player(page).getByRole('button', { name: 'Agent (right)' })];
    const gains = () => page.evaluate(() => window.gains.map((g) => g.gain.value));
    assert.deepEqual(await gains(), [1, 0, 0, 1], 'each on its side');
    await client.click();
    assert.equal(await client.getAttribute('aria-pressed'), 'false');
    assert.deepEqual(await gains(), [0, 0, 1, 1], 'the agent alone, on both sides');
    await client.click();
    await agent.click();
    assert.deepEqual(await gains(), [1, 1, 0, 0]);
    await agent.click();
    await player(page).locator('.player-voices input').fill('-50');
    assert.deepEqual(await gains(), [1, 0, 0, 0.5], 'the client louder');
    await plays(page, 0, 20);
});

test('the transcript hears where it is, and says where to go', async (t) => {
    const page = await look(t, 1);
    await page.evaluate(() => {
        window.heard = [];
        document.getElementById('detail').addEventListener('parley:audio', (e) => window.heard.push(e.detail));
    });
    const heard = () => page.evaluate(() => window.heard.splice(0));
    const seek = (ms) => page.evaluate((at) => document.getElementById('detail').dispatchEvent(new CustomEvent('parley:seek', { detail: { ms: at } })), ms);
    await page.click('h1'); /* somebody is there */
    await seek(12345);
    await plays(page, 12.3, 16);
    await sleep(1500);
    const some = await heard();
    assert.ok(some.filter((h) => h.playing).length >= 4, JSON.stringify(some));
    assert.ok(some.at(-1).ms > 12345 && some.every((h) => Number.isInteger(h.ms)));
    await player(page).locator('.player-play').click();
    await seek(2000);
    assert.ok((await heard()).some((h) => h.ms === 2000));
    await page.evaluate(() => {
        window.sound = document.querySelector('audio');
        document.dispatchEvent(new CustomEvent('parley:detail-gone', { detail: document.getElementById('detail') }));
    });
    assert.deepEqual(await page.evaluate(() => [window.sound.paused, window.sound.hasAttribute('src')]), [true, false]);
});

test('several recordings: one at a time; what is not played can be downloaded', async (t) => {
    const page = await look(t, 4, { forgive: /DEMUXER|status of/ });
    assert.equal(await page.textContent('#recording-title'), 'Recordings');
    assert.match(await player(page, 2).textContent(), /browsers do not play.*Download/s);
    assert.equal(await player(page, 2).locator('audio').count(), 0);
    await player(page, 1).locator('.player-play').click();
    await player(page, 3).locator('.player-play').click();
    await eventually(async () => assert.deepEqual([await audio(page, 'paused', 1), await audio(page, 'currentTime', 3) > 0], [true, true]));
    await eventually(async () => assert.match(await player(page, 3).locator('.player-time').textContent(), / \/ 0:02$/));
    assert.equal(await player(page, 5).locator('.is-drawn').count(), 0);
    await player(page, 5).locator('.player-play').click();
    await player(page, 5).locator('.is-drawn').waitFor(); /* drawn by the browser: the program knows nothing of it */
    const [file] = await Promise.all([page.waitForEvent('download'), player(page, 1).locator('.player-save a').click()]);
    assert.equal(file.suggestedFilename(), 'interaction-4-1.wav');
    await player(page, 4).locator('.player-play').click();
    await page.waitForSelector('.player[data-no="4"] .player-problem:not([hidden])');
    assert.match(await player(page, 4).locator('.player-problem').textContent(), /damaged.*You can download it/);
    for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await noSidewaysScroll(page);
    }
});

test('an address that has run out is replaced; a file that is gone is said to be', async (t) => {
    await withConfiguration({ recording_link_s: 3 }, ['pages'], async () => {
        const page = await look(t, 4, { forgive: /status of 40[34]/ });
        await sleep(3200);
        await player(page).locator('.player-play').click();
        await eventually(async () => assert.ok(await audio(page, 'currentTime') > 0.1));
        assert.equal(await player(page).locator('.player-problem').isVisible(), false);
        renameSync(`${dir}/short.wav`, `${dir}/away.wav`);
        try {
            await sleep(3200);
            await player(page, 3).locator('.player-play').click();
            await page.waitForSelector('.player[data-no="3"] .player-problem:not([hidden])');
            assert.match(await player(page, 3).locator('.player-problem').textContent(), /Its file is missing/);
        } finally {
            renameSync(`${dir}/away.wav`, `${dir}/short.wav`);
        }
    });
});

test('a page of its own, and without scripts the browser’s own controls', async (t) => {
    const page = await open(t, '/interactions/play?id=1', { user: desk.user });
    await player(page).locator('.player-play').click();
    await plays(page, 0.1, 10);
    for (const path of ['/interaction?id=1', '/interactions/play?id=1']) {
        const plain = await open(t, path, { user: desk.user, js: false });
        assert.equal(await plain.locator('audio[controls]').count(), 1);
        assert.equal(await plain.locator('.player-own').count(), 0);
        assert.equal((await plain.request.get(await plain.locator('audio').getAttribute('src'))).status(), 200);
        assert.ok(await plain.locator('.player-save a').isVisible());
    }
    const none = await look(t, 5);
    assert.equal(await none.locator('#recording').count(), 0);
    rmSync(`${dir}/broken.mp3`);
});
