// Takes the pictures of the README, from the demo data: make run && node tests/browser/screenshots.mjs
// PORT says where it runs.
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { CHROMIUM } from './chromium.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const file = (name) => `${root}/static/img/${name}.png`;

const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', ...(process.getuid() ? [] : ['--no-sandbox'])],
});
try {
    const page = await browser.newPage({
        baseURL: `http://127.0.0.1:${process.env.PORT || 8080}`, viewport: { width: 1440, height: 900 },
        colorScheme: 'light', locale: 'en-GB', reducedMotion: 'reduce',
    });
    await page.goto('/login');
    await page.fill('#email', 'admin@north.example');
    await page.fill('#password', 'parley-demo-1');
    await page.click('button[type=submit]');
    await page.waitForSelector('#rows > tr .hist[data-label]'); /* the badges have their counts */
    await page.evaluate(() => document.fonts.ready);
    await page.mouse.move(5, 5);
    await page.evaluate(() => document.activeElement?.blur());
    mkdirSync(dirname(file('grid')), { recursive: true });
    await page.screenshot({ path: file('grid') });
    await page.goto('/?recording=yes&period=all');
    await page.click('#rows > tr:nth-child(3) .k-queue');
    await page.waitForSelector('#drawer .player.is-drawn, #drawer .is-drawn');
    await page.mouse.move(5, 5);
    await page.screenshot({ path: file('interaction') });
} finally {
    await browser.close();
}
