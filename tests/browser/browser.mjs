// Chromium on the stack under test. Every page is watched: a dialog, an exception of a script or a
// message of the console (a violation of the content security policy is one) fails its test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { signedIn } from '../lib/http.mjs';
import { CHROMIUM } from './chromium.mjs';
import { BASE, ROOT, sleep } from '../lib/stack.mjs';

const axe = readFileSync(`${ROOT}/node_modules/axe-core/axe.min.js`, 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let launched;

function launch() {
    launched ??= chromium.launch({
        executablePath: CHROMIUM,
        args: ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
            '--disable-sync', ...(process.getuid() ? [] : ['--no-sandbox'])],
    });
    return launched;
}
after(async () => (await launched)?.close());

const sessions = new Map();

async function session(email) {
    if (!sessions.has(email)) sessions.set(email, (await signedIn(email)).session);
    return sessions.get(email);
}

function watch(page, seen) {
    page.on('dialog', (d) => {
        seen.push(`dialog: ${d.message()}`);
        d.dismiss().catch(() => {});
    });
    page.on('pageerror', (e) => seen.push(`exception: ${e.message}`));
    page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') seen.push(`console: ${m.text()}`);
    });
}

// Opens `path` for a test `t`. user: an e-mail address, signed in already; forgive: a pattern of
// the complaints that this test brings about itself. The browser's own zone is not the tenant's.
export async function open(t, path, { user, js = true, width = 1440, height = 900, scheme = 'light', clock = false,
    forgive = null, own = false } = {}) {
    const context = await (await launch()).newContext({
        baseURL: BASE, javaScriptEnabled: js, viewport: { width, height }, colorScheme: scheme,
        timezoneId: 'America/New_York', locale: 'en-GB', reducedMotion: 'reduce',
    });
    const seen = [];
    t.after(async () => {
        await context.close();
        assert.deepEqual(seen.filter((s) => !forgive?.test(s)), [], 'complaints of the browser');
    });
    if (user) {
        const value = own ? (await signedIn(user)).session : await session(user);
        await context.addCookies([{ name: 'parley', value, url: BASE }]);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    watch(page, seen);
    if (clock) await page.clock.install();
    if (path) await page.goto(path);
    return page;
}

// A window high enough that all of the page is in it, and no row behind the pager, which axe would
// call obscured; no higher, for every pixel of it is painted.
export async function tall(page) {
    const { width } = page.viewportSize();
    const height = await page.evaluate(() => Math.max(...[...document.querySelectorAll('*')].map((e) => e.scrollHeight)));
    await page.setViewportSize({ width, height: Math.min(height + 300, 6000) });
}

// What axe-core has to complain about, a line for each of its rules. at: where it looks ({include,
// exclude}), else everywhere; rules: those that count; least: how many must have found what is right.
export async function complaints(page, { at = null, rules = TAGS, least = 0 } = {}) {
    if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe);
    const { passes, violations } = await page.evaluate(([at, rules]) => window.axe.run(at ?? document, { runOnly: rules }), [at, rules]);
    assert.ok(passes.length >= least, `only ${passes.length} rules had something to look at`);
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html.slice(0, 160)} (${n.any[0]?.message ?? n.failureSummary})`).join(' | ')}`);
}

// Repeats a check until it holds.
export async function eventually(check, seconds = 10) {
    for (const end = Date.now() + seconds * 1000; ;) {
        try {
            return await check();
        } catch (e) {
            if (Date.now() > end) throw e;
        }
        await sleep(50);
    }
}

// --- the grid as the browser shows it ----------------------------------------------------------

export const ids = (page) => page.$$eval('#rows > tr', (rows) => rows.map((r) => Number(r.id.slice(1))));

export const count = async (page) => (await page.textContent('#count strong')).trim();

// The parameters in the address that mean something: a form also names what is empty or standard.
export const query = (page) => Object.fromEntries([...new URL(page.url()).searchParams]
    .filter(([name, value], _, all) => value !== '' && !(name === 'size' && value === '50') &&
        !(name.endsWith('_op') && !['empty', 'filled'].includes(value) && !all.some(([n, v]) => v && n === name.slice(0, -3))))
    .filter(([name, value]) => name !== 'text_who' || value !== 'anybody')
    .filter(([name, value]) => !(value === 'contains' && ['agent_op', 'did_op'].includes(name)) && !(value === 'any' && name.endsWith('_op'))));

export const chips = (page) => page.$$eval('.chip', (list) => list.map((c) =>
    [c.querySelector('.chip-label').textContent, c.querySelector('.chip-value').textContent]));

export const texts = (page, selector) => page.$$eval(selector, (list) => list.map((e) => e.textContent.trim()));

// Waits until the rows are these, in this order.
export async function shows(page, expected) {
    await eventually(async () => assert.deepEqual(await ids(page), expected.map((r) => r.id)));
}

// Waits until the address has these parameters and no others.
export async function addressed(page, expected) {
    await eventually(() => assert.deepEqual(query(page), expected));
}

export async function noSidewaysScroll(page) {
    const [is, may] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.ok(is <= may, `the page is ${is} px wide in a window of ${may} px`);
}
