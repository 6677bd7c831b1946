// Measures how long one interaction takes to open in the browser: from the click to the page that can
// be used, its static files known already.
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { CHROMIUM } from '../browser/chromium.mjs';
import { makeTenant, makeUser, signedIn } from '../lib/http.mjs';
import { BASE, VAR, parley, sql } from '../lib/stack.mjs';

const LOADS = 21, GOAL_MS = 100;
const slug = `detail-${process.pid}-${Date.now() % 1000000}`, tenant = makeTenant(slug), email = `a@${slug}.example`;

// 60 messages, as the longest of the public corpora has; and more than anybody reads.
const talk = (n) => ({ id: `talk-${n}`, created_at: '2026-11-20T09:00:00Z', channel: 'chat', messages: Array.from({ length: n }, (_, i) => ({ role: i % 2 ? 'ai' : 'client', offset_ms: i * 4000,
    text: `Message ${i}: ${'I would like to change the flight that I booked, and to know what it costs. '.repeat(1 + i % 5)}` })),
    functions: Array.from({ length: n / 4 }, (_, i) => ({ name: 'find_flight', after: 4 * i + 1, parameters: { from: 'JFK', to: 'SEA', day: i }, result: { flights: [{ number: 'HAT001', price: 152 + i }] } })) });
const SIZES = [60, 2000];
const file = `${VAR}/tmp/talk.jsonl`;
writeFileSync(file, SIZES.map((n) => JSON.stringify(talk(n))).join('\n'));
const r = parley(['import', 'conversations', file, '--format', 'parley', '--tenant', slug]);
if (r.status !== 0) throw new Error(r.out + r.err);
makeUser({ tenant, email });

const browser = await chromium.launch({ executablePath: CHROMIUM, args: process.getuid() ? [] : ['--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
await context.addCookies([{ name: 'parley', value: (await signedIn(email)).session, url: BASE }]);
const page = await context.newPage();

console.log('\n' + 'one interaction in the browser, ms'.padEnd(46) + 'median'.padStart(10) + 'best'.padStart(10) + 'worst'.padStart(10));
const median = {};
for (const n of SIZES) {
    const [[id]] = sql(`SELECT interaction_id FROM messages WHERE tenant_id = ${tenant} GROUP BY interaction_id HAVING COUNT(*) = ${n}`, 'pbxlogs'), took = [];
    for (let i = 0; i < LOADS + 3; i++) {
        await page.goto(`${BASE}/interaction?id=${id}`);
        took.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd));
    }
    const sorted = took.slice(3).sort((a, b) => a - b);
    median[n] = sorted[LOADS >> 1];
    console.log(`${n} messages`.padEnd(46) + [median[n], sorted[0], sorted.at(-1)].map((x) => String(Math.round(x)).padStart(10)).join(''));
}
await browser.close();
const fine = median[SIZES[0]] < GOAL_MS;
console.log(`${SIZES[0]} messages, open within ${GOAL_MS} ms: ${fine ? 'reached' : 'NOT reached'}`);
process.exitCode = fine ? 0 : 1;
