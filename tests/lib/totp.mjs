// What an authenticator app does: the codes of a secret (RFC 4226 and 6238), written anew.
import { createHmac } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function base32(text) {
    let bits = '';
    for (const c of text.replaceAll(' ', '')) bits += BASE32.indexOf(c).toString(2).padStart(5, '0');
    return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
}

export const stepOf = (ms = Date.now()) => Math.floor(ms / 30000);

// The code of a step of time.
export function code(secret, step = stepOf()) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', base32(secret)).update(counter).digest(), at = mac[19] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// A step with some seconds left, so that a test is not overtaken by the next one.
export async function freshStep(seconds = 5) {
    const left = 30000 - Date.now() % 30000;
    if (left < seconds * 1000) await new Promise((done) => setTimeout(done, left + 50));
    return stepOf();
}
