// The timeline of an account in the browser: it is read, followed, and built of the same elements
// whatever stands in it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { open } from './browser.mjs';
import { Desk, addAccount } from './desk.mjs';

const EVIL = '"><img src=x onerror=window.__pwned=1><script>window.__pwned=1</script>\'';
const COLUMNS = 'created,customer,account,outcome,sentiment,willingness,flagged,functions,tags,flow,result,last,cost,recording,transcript';
let plain, hostile, own;

before(() => {
    [plain, hostile] = ['plain', 'evil'].map((name) => new Desk(`timeline-${name}`));
    own = addAccount(plain);
    addAccount(hostile, { reference: EVIL.slice(0, 64), text: () => EVIL.slice(0, 40) }); /* the shortest of the columns */
    plain.ready();
    hostile.ready();
});

test('from the grid to the account, to a call, and back', async (t) => {
    const page = await open(t, `/?cols=${COLUMNS}&channel=voice`, { user: plain.user });
    const first = page.locator('#rows > tr').first();
    assert.equal(await first.locator('.k-account a').innerText(), 'AC-1001');
    assert.equal(await first.locator('.k-sentiment svg').getAttribute('aria-label'), 'Extremely negative');
    assert.ok(await first.locator('.k-sentiment svg').isVisible());
    assert.equal(await first.locator('.k-outcome').innerText(), 'Success');
    assert.deepEqual((await first.locator('.k-functions').innerText()).split(/\s+/).length, 4, 'three names and how many more');
    assert.equal(await first.locator('.k-willingness').innerText(), 'W:1/5');
    await first.locator('.k-account a').click();
    await page.waitForSelector('.tl');
    assert.equal(await page.locator('.tl > .tl-item').count(), own.calls.length);
    assert.equal(await page.locator('.tl-children > li').count(), own.sent.length);
    assert.equal(await page.locator('.tl-scroll circle').count(), own.calls.length);
    const of = (mood) => page.locator(`.tl-item .mood.${mood}`).first().evaluate((e) => getComputedStyle(e, '::before').backgroundColor);
    assert.equal(new Set(await Promise.all(['positive', 'neutral', 'negative', 'hostile'].map(of))).size, 4, 'four colours');
    await page.click('.tl-children a.ln-what');
    await page.waitForSelector('#detail');
    assert.equal(await page.locator('.detail-linked h3').innerText(), 'Sent during');
    await page.click('.detail-linked .ln-what');
    await page.waitForFunction(() => document.querySelector('.detail-linked h3')?.textContent === 'Sent during this interaction');
});

// Every element: its name and those of its attributes.
const skeleton = (page) => page.evaluate(() => [...document.querySelectorAll('main *')].map((e) => `${e.tagName}[${[...e.attributes].map((a) => a.name).sort()}]`));

test('hostile text changes no element and runs nothing', async (t) => {
    for (const path of ['/account-timeline?account=1', `/?cols=${COLUMNS}&channel=voice`]) {
        const pages = [];
        for (const desk of [plain, hostile]) {
            const page = await open(t, path, { user: desk.user });
            pages.push(await skeleton(page));
            assert.equal(await page.evaluate(() => window.__pwned), undefined);
        }
        const link = /^A\[href,rel,target\]$/; /* what is no address of a web page is no link */
        const strip = (list) => list.filter((x) => !link.test(x));
        assert.deepEqual(strip(pages[1]), strip(pages[0]), path);
    }
});
