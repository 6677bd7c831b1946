// A worker of our own beside the stack's programs, whose settings a test chooses; the stack's stands
// still meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BIN, VAR, datetime, quote, sleep, sql, sv } from '../lib/stack.mjs';
import { seal } from '../lib/seal.mjs';

export class Worker {
    constructor(settings) {
        this.env = { ...process.env, ...settings };
        this.log = '';
        sv('stop', 'worker');
    }

    start() {
        this.child = spawn(`${BIN}/worker`, ['--config', `${VAR}/etc/parley.conf`], { env: this.env, detached: true });
        for (const s of [this.child.stdout, this.child.stderr]) s.setEncoding('utf8').on('data', (d) => (this.log += d));
        return this;
    }

    // All of its processes at once, as by a crash.
    async kill(signal = 'SIGKILL') {
        if (!this.child) return;
        const gone = once(this.child, 'close');
        process.kill(-this.child.pid, signal);
        this.child = null;
        await gone;
    }

    async end() {
        await this.kill('SIGTERM');
        sv('start', 'worker');
    }
}

export async function until(what, check, seconds = 20) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
        const found = await check();
        if (found) return found;
    }
    throw new Error(`waited for: ${what}`);
}

// A connection to a vendor that is asked at `base`.
export function connection(tenant, source, { base = null, key = null, queue = null, name = `${source} test`, active = 1, secret = null, scheme = 'vendor', header = null } = {}) {
    const token = `${source}${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}xxxxxxxxxxxxxxxxxxxxxx`.slice(0, 22);
    const sealed = (s) => s === null ? 'NULL' : `X'${seal('intake', String(tenant), s)}'`;
    const id = Number(sql(`INSERT INTO intake_connections (tenant_id, source, name, token, scheme, header, secret, api_base, api_key, queue_id, active, created_at)
        VALUES (${tenant}, ${quote(source)}, ${quote(name)}, ${quote(token)}, ${quote(scheme)}, ${quote(header)}, ${sealed(secret)}, ${quote(base)}, ${sealed(key)}, ${queue ?? 'NULL'}, ${active}, ${quote(datetime(Date.now()))});
        SELECT LAST_INSERT_ID()`)[0][0]);
    return { id, token, source, secret };
}
