// Certificates and names for servers of the tests.
import dgram from 'node:dgram';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A new authority and a certificate of it for `host`: { key, cert, ca }, ca: the authority's path. */
export function certificate(host = 'localhost') {
    const dir = mkdtempSync(`${tmpdir()}/tls-`), o = (...args) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
    o('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority');
    o('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'csr.pem', '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`);
    o('x509', '-req', '-in', 'csr.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'cert.pem', '-days', '2', '-copy_extensions', 'copy');
    return { key: readFileSync(`${dir}/key.pem`), cert: readFileSync(`${dir}/cert.pem`), ca: `${dir}/ca.pem` };
}

/** A name server (RFC 1035) for which every name is this machine: { address, asked, close() }. */
export async function startNames() {
    const socket = dgram.createSocket('udp4'), asked = [], A = 1;
    socket.on('message', (question, from) => {
        let end = 12;
        const labels = [];
        while (question[end]) {
            labels.push(question.subarray(end + 1, end + 1 + question[end]).toString());
            end += 1 + question[end];
        }
        const found = question.readUInt16BE(end + 1) === A, head = Buffer.from([...question.subarray(0, 2), 0x81, 0x80, 0, 1, 0, Number(found), 0, 0, 0, 0]);
        const answer = found ? Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]) : Buffer.alloc(0);
        asked.push(labels.join('.'));
        socket.send(Buffer.concat([head, question.subarray(12, end + 5), answer]), from.port, from.address);
    });
    await new Promise((done) => socket.bind(0, '127.0.0.1', done));
    return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => new Promise((done) => socket.close(done)) };
}
