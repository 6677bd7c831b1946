// The browser of the tests. Without windows it draws and scripts as the one with windows does, in
// half the time.
import { existsSync } from 'node:fs';

export const CHROMIUM = process.env.CHROMIUM || ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((f) => existsSync(f));
