// Sealed bytes as src/http/seal.c makes them: XChaCha20-Poly1305 with a key made of the secret.
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { VAR } from './stack.mjs';

const rotate = (x, n) => (x << n) | (x >>> (32 - n));

function quarter(s, a, b, c, d) {
    s[a] = (s[a] + s[b]) | 0; s[d] = rotate(s[d] ^ s[a], 16);
    s[c] = (s[c] + s[d]) | 0; s[b] = rotate(s[b] ^ s[c], 12);
    s[a] = (s[a] + s[b]) | 0; s[d] = rotate(s[d] ^ s[a], 8);
    s[c] = (s[c] + s[d]) | 0; s[b] = rotate(s[b] ^ s[c], 7);
}

// The key for the rest of a long nonce, from its first 16 bytes.
function subkey(key, nonce) {
    const s = new Int32Array(16), words = Buffer.concat([Buffer.from('expand 32-byte k'), key, nonce]);
    for (let i = 0; i < 16; i++) s[i] = words.readInt32LE(4 * i);
    for (let i = 0; i < 10; i++) {
        for (const [a, b, c, d] of [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]]) quarter(s, a, b, c, d);
        for (const [a, b, c, d] of [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]]) quarter(s, a, b, c, d);
    }
    const out = Buffer.alloc(32);
    for (let i = 0; i < 4; i++) {
        out.writeInt32LE(s[i], 4 * i);
        out.writeInt32LE(s[12 + i], 16 + 4 * i);
    }
    return out;
}

// As hexadecimal digits, for SQL: X'...'.
export function seal(purpose, context, bytes) {
    const key = createHmac('sha256', readFileSync(`${VAR}/etc/secrets/hmac`)).update(`seal\0${purpose}`).digest();
    const nonce = randomBytes(24);
    const cipher = createCipheriv('chacha20-poly1305', subkey(key, nonce.subarray(0, 16)),
        Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]), { authTagLength: 16 });
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(Buffer.from(bytes)), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('hex');
}
