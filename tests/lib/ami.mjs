// A small PBX that speaks the manager interface over HTTP as Asterisk does (/rawman), and writes
// queue_log. Strict about what it is asked: everything that Asterisk would not take, or that would
// do harm there, stands in `complaints`.
import { createServer } from 'node:http';
import { appendFileSync, closeSync, copyFileSync, openSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

const ACTIONS = ['login', 'logoff', 'ping', 'waitevent', 'coreshowchannels', 'queuestatus'];
const CLASSES = { coreshowchannels: ['system', 'reporting'] }; // what one may need for them
const BODY_MAX = 40960, QUEUE_MAX = 100000;

const text = (blocks) => blocks.map((b) => Object.entries(b).flatMap(([k, v]) =>
    (Array.isArray(v) ? v : [v]).map((x) => `${k}: ${x}\r\n`)).join('') + '\r\n').join('');

// --- the interface -----------------------------------------------------------------------------

export class Ami {
    user = 'parley';
    secret = 'secret of the manager';
    read = ['call', 'agent']; // what README asks for, no more
    write = ['reporting'];
    httptimeout = 60;
    asked = [];      // names of actions, in order
    complaints = [];
    sessions = new Map();
    pbx = null;

    async listen(port = 0) {
        this.server = createServer((q, r) => this.#receive(q, r));
        this.server.keepAliveTimeout = 15000;
        await new Promise((done, fail) => this.server.once('error', fail).listen(port, '127.0.0.1', done));
        this.port = this.server.address().port;
        this.url = `http://127.0.0.1:${this.port}`;
    }

    // As when the network is cut or Asterisk ends: connections die, sessions are forgotten.
    async cut() {
        for (const s of this.sessions.values()) clearTimeout(s.timer);
        this.sessions.clear();
        const closed = new Promise((done) => this.server.close(done));
        this.server.closeAllConnections();
        await closed;
    }

    again() {
        return this.listen(this.port);
    }

    // As after httptimeout: who waits is told so.
    expire() {
        for (const s of this.sessions.values()) {
            const { wait } = s;
            clearTimeout(s.timer);
            wait?.([{ Response: 'Error', Message: 'Permission denied' }]);
        }
        this.sessions.clear();
    }

    // Event of a class: to every session that may read it.
    emit(cls, event) {
        if (!this.read.includes(cls)) return;
        for (const s of this.sessions.values()) {
            s.events.push(event);
            if (s.events.length > QUEUE_MAX) s.events.shift();
            if (s.wait) setImmediate(() => s.wait?.());
        }
    }

    #complain(what) {
        this.complaints.push(what);
    }

    async #receive(q, r) {
        const url = new URL(q.url, 'http://asterisk');
        let body = '';
        for await (const chunk of q) body += chunk;
        if (url.pathname !== '/rawman' || !['GET', 'POST'].includes(q.method)) {
            this.#complain(`${q.method} ${q.url}`);
            r.statusCode = 404;
            r.end('<html>Not Found</html>');
            return;
        }
        if (q.method === 'POST' && !/^application\/x-www-form-urlencoded\b/.test(q.headers['content-type'] ?? '')) this.#complain('POST that is no form');
        if (body.length > BODY_MAX || q.url.length > 4096) this.#complain('too long');
        const fields = new Map();
        for (const [k, v] of new URLSearchParams(q.method === 'POST' ? body : url.search)) {
            if (/[\0-\x1f\x7f]/.test(v) || /[\0-\x1f:]/.test(k)) this.#complain(`control characters in ${k}`);
            if (fields.has(k.toLowerCase()) && k.toLowerCase() !== 'variable') this.#complain(`${k} twice`);
            fields.set(k.toLowerCase(), v);
        }
        const headers = {}, answer = await this.#act(fields, this.#session(q), headers, q);
        r.writeHead(200, { 'Content-type': 'text/plain', 'Cache-Control': 'no-cache, no-store', ...headers });
        r.end(text(answer));
    }

    // The cookie comes back as it was given, with its quotation marks.
    #session(q) {
        const given = /(?:^|; *)mansession_id=([^;]*)/.exec(q.headers.cookie ?? '')?.[1];
        if (given !== undefined && !/^"[0-9a-f]{8}"$/.test(given)) this.#complain(`cookie ${given}`);
        return this.sessions.get(given?.replaceAll('"', ''));
    }

    #keep(s) {
        clearTimeout(s.timer);
        s.timer = setTimeout(() => this.sessions.delete(s.id), this.httptimeout * 1000).unref();
    }

    async #act(fields, session, headers, q) {
        const action = (fields.get('action') ?? '').toLowerCase(), id = fields.get('actionid');
        const said = (answer) => (id ? answer.map((b) => ({ ...b, ActionID: id })) : answer);
        this.asked.push(action);
        if (!ACTIONS.includes(action)) {
            this.#complain(`action ${action}`);
            return said([{ Response: 'Error', Message: 'Invalid/unknown command: ' + action + '. Use Action: ListCommands to show available commands.' }]);
        }
        if (action === 'login') return said(this.#login(fields, headers));
        if (!session || (CLASSES[action] && !CLASSES[action].some((c) => this.write.includes(c))))
            return said([{ Response: 'Error', Message: 'Permission denied' }]);
        this.#keep(session);
        return said(await this[`_${action}`](session, fields, q));
    }

    #login(fields, headers) {
        if (fields.get('username') !== this.user || fields.get('secret') !== this.secret)
            return [{ Response: 'Error', Message: 'Authentication failed' }];
        const s = { id: randomBytes(4).toString('hex'), events: [], wait: null };
        this.sessions.set(s.id, s);
        this.#keep(s);
        headers['Set-Cookie'] = `mansession_id="${s.id}"; Version=1; Max-Age=${this.httptimeout}`;
        headers.Pragma = 'SuppressEvents';
        return [{ Response: 'Success', Message: 'Authentication accepted' }];
    }

    _ping() {
        return [{ Response: 'Success', Ping: 'Pong', Timestamp: (Date.now() / 1000).toFixed(6) }];
    }

    _logoff(s) {
        this.sessions.delete(s.id);
        return [{ Response: 'Goodbye', Message: 'Thanks for all the fish.' }];
    }

    // Returns when something happened, at the latest after Timeout, which is capped.
    async _waitevent(s, fields, q) {
        const seconds = Math.min(Number(fields.get('timeout') ?? -1) || 0, this.httptimeout - 10);
        if (!/^\d+$/.test(fields.get('timeout') ?? '')) this.#complain(`Timeout ${fields.get('timeout')}`);
        if (s.wait) this.#complain('two wait at the same session');
        if (!s.events.length) {
            const other = await new Promise((done) => {
                const timer = setTimeout(() => done(), seconds * 1000);
                s.wait = (instead) => (clearTimeout(timer), done(instead));
                q.socket.once('close', () => s.wait?.());
            });
            s.wait = null;
            if (other) return other;
        }
        const events = s.events.splice(0);
        return [{ Response: 'Success', Message: 'Waiting for Event completed.' }, ...events, { Event: 'WaitEventComplete' }];
    }

    #list(rows, end, message) {
        return [{ Response: 'Success', EventList: 'start', Message: message }, ...rows, { Event: end, EventList: 'Complete', ListItems: rows.length }];
    }

    _coreshowchannels() {
        return this.#list(this.pbx.channelRows(), 'CoreShowChannelsComplete', 'Channels will follow');
    }

    _queuestatus() {
        return this.#list(this.pbx.queueRows(), 'QueueStatusComplete', 'Queue status will follow');
    }
}

// --- the PBX -----------------------------------------------------------------------------------

const seconds = (ms) => Math.round(ms / 1000);
let serial = 0;

export class Pbx {
    calls = [];
    members = new Map(); // interface: {name, queues, status, paused, reason}
    line = true;         // false: queue_log is written late, with `flush`
    late = '';

    constructor(ami, queue_log) {
        this.ami = ami;
        this.queue_log = queue_log;
        ami.pbx = this;
    }

    // --- queue_log, as Asterisk writes it: appended, a line at a time

    log(ref, queue, agent, event, ...params) {
        const line = `${Math.floor(Date.now() / 1000)}|${ref}|${queue}|${agent}|${event}${params.map((p) => `|${p}`).join('')}\n`;
        if (this.line) appendFileSync(this.queue_log, line);
        else this.late += line;
    }

    flush() {
        this.line = true;
        appendFileSync(this.queue_log, this.late);
        this.late = '';
    }

    // Renamed; Asterisk opens a new file at once.
    rotate(to = `${this.queue_log}.1`) {
        renameSync(this.queue_log, to);
        closeSync(openSync(this.queue_log, 'a'));
    }

    copytruncate(to = `${this.queue_log}.1`) {
        copyFileSync(this.queue_log, to);
        truncateSync(this.queue_log, 0);
    }

    start() {
        writeFileSync(this.queue_log, '');
        this.log('NONE', 'NONE', 'NONE', 'QUEUESTART', '');
    }

    // --- channels and members

    #emit(cls, event, more) {
        const now = Date.now() / 1000;
        this.ami.emit(cls, { Event: event, Privilege: `${cls},all`, Timestamp: now.toFixed(6), SequenceNumber: ++serial, File: 'manager_channels.c', Line: 754, Func: 'publish', ...more });
    }

    channel(technology, { number = '<unknown>', name = '<unknown>', exten = 's', linkedid, variables = {} } = {}) {
        const uniqueid = `${Math.floor(Date.now() / 1000)}.${++serial}`;
        return { channel: `${technology}-${serial.toString(16).padStart(8, '0')}`, uniqueid, linkedid: linkedid ?? uniqueid, number, name, exten, variables, since: Date.now(), state: 0, bridge: '', application: '', data: '' };
    }

    fields(c, prefix = '') {
        const variables = Object.entries(c.variables).map(([k, v]) => `${k}=${v}`);
        return { [`${prefix}Channel`]: c.channel, [`${prefix}ChannelState`]: c.state, [`${prefix}ChannelStateDesc`]: c.state === 6 ? 'Up' : 'Ring', [`${prefix}CallerIDNum`]: c.number,
            [`${prefix}CallerIDName`]: c.name, [`${prefix}ConnectedLineNum`]: '<unknown>', [`${prefix}ConnectedLineName`]: '<unknown>', [`${prefix}Language`]: 'en',
            [`${prefix}AccountCode`]: '', [`${prefix}Context`]: 'from-trunk', [`${prefix}Exten`]: c.exten, [`${prefix}Priority`]: 1, [`${prefix}Uniqueid`]: c.uniqueid, [`${prefix}Linkedid`]: c.linkedid,
            ...(variables.length ? { [`${prefix}ChanVariable`]: variables } : {}) };
    }

    emit(event, ...parts) {
        const cls = /^(Agent|QueueMember|QueueCaller)/.test(event) ? 'agent' : 'call';
        this.#emit(cls, event, Object.assign({}, ...parts));
    }

    member(queue, location, name) {
        const m = this.members.get(location) ?? { name, location, queues: new Set(), status: 1, paused: 0, reason: '' };
        m.queues.add(queue);
        this.members.set(location, m);
        this.emit('QueueMemberAdded', this.memberFields(m, queue));
        this.log('NONE', queue, name, 'ADDMEMBER', '');
    }

    memberFields(m, queue) {
        return { Queue: queue, MemberName: m.name, Interface: m.location, StateInterface: m.location, Membership: 'dynamic', Penalty: 0, CallsTaken: 0, LastCall: 0, LastPause: 0,
            LoginTime: 0, InCall: m.status === 2 ? 1 : 0, Status: m.status, Paused: m.paused, PausedReason: m.reason, Ringinuse: 1, Wrapuptime: 0 };
    }

    memberStatus(location, status) {
        const m = this.members.get(location);
        m.status = status;
        for (const q of m.queues) this.emit('QueueMemberStatus', this.memberFields(m, q));
    }

    pause(location, paused, reason = '') {
        const m = this.members.get(location);
        m.paused = paused ? 1 : 0;
        m.reason = reason;
        for (const q of m.queues) {
            this.emit('QueueMemberPause', this.memberFields(m, q));
            this.log('NONE', q, m.name, paused ? 'PAUSE' : 'UNPAUSE', reason);
        }
    }

    channelRows() {
        return this.calls.filter((c) => c.caller.up).flatMap((c) => [c.caller, ...(c.leg ? [c.leg] : [])]).map((ch) => ({
            Event: 'CoreShowChannel', ...this.fields(ch), Application: ch.application, ApplicationData: ch.data,
            Duration: new Date(Date.now() - ch.since).toISOString().slice(11, 19), BridgeId: ch.bridge }));
    }

    queueRows() {
        const queues = new Set([...[...this.members.values()].flatMap((m) => [...m.queues]), ...this.calls.map((c) => c.queue).filter(Boolean)]);
        return [...queues].flatMap((queue) => [
            { Event: 'QueueParams', Queue: queue, Max: 0, Strategy: 'rrmemory', Calls: 0, Holdtime: 0, TalkTime: 0, Completed: 0, Abandoned: 0, ServiceLevel: 0, Weight: 0 },
            ...[...this.members.values()].filter((m) => m.queues.has(queue)).map((m) => {
                const { MemberName, Interface, ...rest } = this.memberFields(m, queue);
                return { Event: 'QueueMember', ...rest, Name: MemberName, Location: Interface };
            }),
            ...this.calls.filter((c) => c.waiting && c.queue === queue && c.caller.up).map((c, i) => ({ Event: 'QueueEntry', Queue: queue, Position: i + 1, Channel: c.caller.channel,
                Uniqueid: c.caller.uniqueid, CallerIDNum: c.caller.number, CallerIDName: c.caller.name, ConnectedLineNum: 'unknown', ConnectedLineName: 'unknown', Wait: seconds(Date.now() - c.joined), Priority: 0 }))]);
    }

    call(options) {
        const c = new Call(this, options);
        this.calls.push(c);
        return c;
    }
}

class Call {
    constructor(pbx, options = {}) {
        this.pbx = pbx;
        this.caller = { ...pbx.channel('PJSIP/trunk', options), up: true };
        this.ref = this.caller.uniqueid;
        pbx.emit('Newchannel', pbx.fields(this.caller));
    }

    // The caller enters a queue.
    enter(queue) {
        const { pbx, caller } = this;
        Object.assign(this, { queue, joined: Date.now(), waiting: true, leg: null });
        Object.assign(caller, { state: 6, application: 'Queue', data: `${queue},tT`, exten: queue });
        pbx.emit('QueueCallerJoin', pbx.fields(caller), { Queue: queue, Position: 1, Count: 1 });
        pbx.log(this.ref, queue, 'NONE', 'ENTERQUEUE', '', caller.number, 1);
        return this;
    }

    get wait() {
        return seconds(Date.now() - this.joined);
    }

    #agent(location) {
        const m = this.pbx.members.get(location);
        return { Queue: this.queue, Interface: location, MemberName: m.name };
    }

    ring(location) {
        const { pbx, caller } = this;
        this.rung = Date.now();
        this.ringing = { ...pbx.channel(location, { linkedid: caller.linkedid }) };
        pbx.emit('Newchannel', pbx.fields(this.ringing));
        pbx.memberStatus(location, 6);
        pbx.emit('AgentCalled', pbx.fields(caller), pbx.fields(this.ringing, 'Dest'), this.#agent(location));
        pbx.emit('DialBegin', pbx.fields(caller), pbx.fields(this.ringing, 'Dest'), { DialString: location });
        return this;
    }

    ringNoAnswer(location) {
        const { pbx, caller } = this, ms = Date.now() - this.rung;
        pbx.emit('DialEnd', pbx.fields(caller), pbx.fields(this.ringing, 'Dest'), { DialStatus: 'NOANSWER' });
        pbx.emit('Hangup', pbx.fields(this.ringing), { Cause: 19, 'Cause-txt': 'User alerting, no answer' });
        pbx.emit('AgentRingNoAnswer', pbx.fields(caller), pbx.fields(this.ringing, 'Dest'), this.#agent(location), { RingTime: ms });
        pbx.memberStatus(location, 1);
        pbx.log(this.ref, this.queue, pbx.members.get(location).name, 'RINGNOANSWER', ms);
        this.ringing = null;
        return this;
    }

    connect(location) {
        const { pbx, caller } = this, bridge = `bridge-${++serial}`, ring = seconds(Date.now() - this.rung);
        Object.assign(this, { leg: this.ringing, ringing: null, waiting: false, answered: Date.now(), location, held: this.wait });
        Object.assign(this.leg, { state: 6, bridge, application: 'AppQueue', data: '(Outgoing Line)' });
        caller.bridge = bridge;
        pbx.emit('DialEnd', pbx.fields(caller), pbx.fields(this.leg, 'Dest'), { DialStatus: 'ANSWER' });
        pbx.emit('QueueCallerLeave', pbx.fields(caller), { Queue: this.queue, Position: 1, Count: 0 });
        pbx.log(this.ref, this.queue, pbx.members.get(location).name, 'CONNECT', this.held, this.leg.uniqueid, ring);
        pbx.emit('AgentConnect', pbx.fields(caller), pbx.fields(this.leg, 'Dest'), this.#agent(location), { HoldTime: this.held, RingTime: ring });
        for (const [i, c] of [caller, this.leg].entries()) pbx.emit('BridgeEnter', { BridgeUniqueid: bridge, BridgeNumChannels: i + 1 }, pbx.fields(c));
        pbx.memberStatus(location, 2);
        return this;
    }

    hold() {
        this.pbx.emit('Hold', this.pbx.fields(this.leg), { MusicClass: 'default' });
    }

    unhold() {
        this.pbx.emit('Unhold', this.pbx.fields(this.leg));
    }

    // MixMonitor(file): the event itself does not name the file, the channel's variable does.
    record(file) {
        this.caller.variables.MIXMONITOR_FILENAME = file;
        this.pbx.emit('MixMonitorStart', this.pbx.fields(this.caller));
    }

    #endLeg(reason) {
        const { pbx, caller } = this, talk = seconds(Date.now() - this.answered);
        pbx.emit('AgentComplete', pbx.fields(caller), pbx.fields(this.leg, 'Dest'), this.#agent(this.location), { HoldTime: this.held, TalkTime: talk, Reason: reason });
        pbx.emit('Hangup', pbx.fields(this.leg), { Cause: 16, 'Cause-txt': 'Normal Clearing' });
        pbx.memberStatus(this.location, 1);
        caller.bridge = '';
        this.leg = null;
        return talk;
    }

    complete(by) {
        const talk = this.#endLeg(by);
        this.pbx.log(this.ref, this.queue, this.pbx.members.get(this.location).name, by === 'caller' ? 'COMPLETECALLER' : 'COMPLETEAGENT', this.held, talk, 1);
        return this.hangup();
    }

    // The agent sends the caller on; what comes then is the dialplan's.
    blind(exten) {
        const { pbx, caller } = this;
        pbx.emit('BlindTransfer', { Result: 'Success', IsExternal: 'No', Context: 'cc-queue', Extension: exten }, pbx.fields(this.leg, 'Transferer'), pbx.fields(caller, 'Transferee'));
        const talk = this.#endLeg('transfer');
        pbx.log(this.ref, this.queue, pbx.members.get(this.location).name, 'BLINDTRANSFER', exten, 'cc-queue', this.held, talk, 1);
        return this;
    }

    abandon() {
        const { pbx, caller } = this;
        pbx.emit('QueueCallerAbandon', pbx.fields(caller), { Queue: this.queue, Position: 1, OriginalPosition: 1, HoldTime: this.wait });
        pbx.emit('QueueCallerLeave', pbx.fields(caller), { Queue: this.queue, Position: 1, Count: 0 });
        pbx.log(this.ref, this.queue, 'NONE', 'ABANDON', 1, 1, this.wait);
        return this.hangup();
    }

    timeout() {
        const { pbx, caller } = this;
        pbx.emit('QueueCallerLeave', pbx.fields(caller), { Queue: this.queue, Position: 1, Count: 0 });
        pbx.log(this.ref, this.queue, 'NONE', 'EXITWITHTIMEOUT', 1, 1, this.wait);
        this.waiting = false;
        return this;
    }

    hangup() {
        this.waiting = false;
        this.caller.up = false;
        this.pbx.emit('Hangup', this.pbx.fields(this.caller), { Cause: 16, 'Cause-txt': 'Normal Clearing' });
        this.pbx.calls.splice(this.pbx.calls.indexOf(this), 1);
        return this;
    }
}
