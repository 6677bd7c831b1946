// A mail server (npm smtp-server) with STARTTLS by a certificate of an authority of its own, and
// ways to fail: `answer` of a recipient or of a message, `hold` the answer to a message.
import { SMTPServer } from 'smtp-server';

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

/** server: port, mails [{ from, to, text, secure, user }], onRecipient(address) and onMessage(mail) give an SMTP code to refuse with, hold: a promise to wait for, reached: messages that came in whole. */
export async function startMail({ tls, user = null, password = null, starttls = true } = {}) {
    const server = { mails: [], reached: 0, onRecipient: () => 0, onMessage: () => 0, hold: null };
    const listener = new SMTPServer({
        key: tls.key, cert: tls.cert, secure: false, disabledCommands: [...(starttls ? [] : ['STARTTLS']), ...(user ? [] : ['AUTH'])], authOptional: !user,
        onAuth: (auth, session, done) => auth.username === user && auth.password === password ? done(null, { user }) : done(refusal(535, 'Authentication failed')),
        onRcptTo(address, session, done) {
            const code = server.onRecipient(address.address);
            done(code ? refusal(code, `Recipient ${address.address} is refused`) : null);
        },
        async onData(stream, session, done) {
            const chunks = [];
            for await (const c of stream) chunks.push(c);
            server.reached++;
            const mail = { from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((x) => x.address), text: Buffer.concat(chunks).toString(), secure: session.secure, user: session.user ?? null };
            if (server.hold) await server.hold;
            const code = server.onMessage(mail);
            if (code) return done(refusal(code, 'The message is refused'));
            server.mails.push(mail);
            done(null, 'kept');
        },
    });
    listener.on('error', () => {}); // a client that is killed
    await new Promise((go) => listener.listen(0, '127.0.0.1', go));
    server.port = listener.server.address().port;
    server.stop = () => new Promise((go) => listener.close(go));
    return server;
}

/** Headers (unfolded, words decoded) and parts of a message. */
export function parseMail(text) {
    const words = (s) => s.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, b) => Buffer.from(b, 'base64').toString());
    const split = (s) => {
        const at = s.indexOf('\r\n\r\n'), headers = {};
        for (const line of s.slice(0, at).replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
            const [, k, v] = /^([^:]+): ?(.*)$/.exec(line);
            if (headers[k.toLowerCase()] !== undefined) throw new Error(`header ${k} twice`);
            headers[k.toLowerCase()] = words(v);
        }
        return { headers, body: s.slice(at + 4) };
    };
    const whole = split(text), boundary = /boundary="([^"]+)"/.exec(whole.headers['content-type'])?.[1];
    const parts = boundary ? whole.body.split(`--${boundary}`).slice(1, -1).map((p) => split(p.replace(/^\r\n/, ''))) : [whole];
    return { headers: whole.headers, parts: parts.map((p) => ({ type: p.headers['content-type'], text: Buffer.from(p.body, 'base64').toString() })) };
}
