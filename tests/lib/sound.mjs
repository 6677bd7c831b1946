// Recordings for tests.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

// The head of a WAVE file of 8 bits a sample, 8000 samples a second. Format tag 1 is PCM.
export function waveHead(bytes, { tag = 1, channels = 1 } = {}) {
    const head = Buffer.alloc(44);
    head.write('RIFF', 0);
    head.writeUInt32LE(36 + bytes, 4);
    head.write('WAVEfmt ', 8);
    head.writeUInt32LE(16, 16);
    [tag, channels].forEach((v, i) => head.writeUInt16LE(v, 20 + 2 * i));
    head.writeUInt32LE(8000, 24);
    head.writeUInt32LE(8000 * channels, 28);
    [channels, 8].forEach((v, i) => head.writeUInt16LE(v, 32 + 2 * i));
    head.write('data', 36);
    head.writeUInt32LE(bytes, 40);
    return head;
}

// A WAVE file: each voice is (second) => loudness from 0 to 1, of a tone.
export function wave(seconds, voices, options = {}) {
    const body = Buffer.alloc(8000 * seconds * voices.length);
    for (let i = 0; i < 8000 * seconds; i++)
        voices.forEach((loud, v) => (body[i * voices.length + v] = 128 + Math.round(120 * loud(i / 8000) * Math.sin(i * (0.2 + 0.1 * v)))));
    return Buffer.concat([waveHead(body.length, { channels: voices.length, ...options }), body]);
}

// One of silence that takes no room on the disk.
export function writeLongWave(path, seconds) {
    const file = openSync(path, 'w'), bytes = 8000 * seconds;
    writeSync(file, waveHead(bytes));
    ftruncateSync(file, 44 + bytes);
    closeSync(file);
}
