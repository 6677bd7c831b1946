// Worlds of calls of an Asterisk, with what is true of them, and the logs that it would write.
//
// Times of queue_log are whole seconds, an event of a call at least a second after the one before it,
// so that the lines can be shuffled and the truth stays what it is.
import { Random } from './random.mjs';

const QUEUES = ['sales', 'support', 'Büro & Co', 'billing'];
const AGENTS = ['SIP/8001', 'PJSIP/8002', 'Alice Baker', 'Local/8004@agents/n', 'SIP/8005'];
const iso = (ms) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

// A local time of a zone as a CDR has it.
export function local(seconds, zone) {
    const p = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    return p.format(new Date(seconds * 1000));
}

class Call {
    constructor(world, start) {
        this.w = world;
        this.r = world.random;
        this.start = this.t = start;
        this.id = `${start}.${++world.sequence}`;
        this.number = `0207${this.r.between(1000000, 9999999)}`;
        this.name = this.r.chance(0.3) ? this.r.pick(['Carol Jones', '<b>Bob</b>', 'Zoë "Z" Ünal', '=1+1']) : '';
        this.channel = `SIP/trunk-${(++world.channels).toString(16).padStart(8, '0')}`;
        this.legs = [];
        this.paths = [];
        this.log = [];
        this.events = [];
        this.truth = { id: this.id, legs: this.legs, wait_s: null, duration_s: null, hold_s: null, agent: null,
            queue: null, phone_number: this.number, direction: 'inbound' };
        this.cel('CHAN_START', this.id, this.start, this.channel);
    }

    line(callid, ...fields) {
        this.log.push({ at: this.t, text: [this.t, callid, ...fields].join('|') });
    }

    cel(type, uniqueid, at, channel, extra = '') {
        this.events.push({ at, type, uniqueid, channel, extra, linkedid: this.id });
    }

    cdr(path) {
        this.paths.push({ src: this.number, dst: '800', dcontext: 'from-trunk', clid: `"${this.name.replace(/"/g, '')}" <${this.number}>`,
            channel: this.channel, lastdata: '', uniqueid: this.id, linkedid: this.id, start: this.start, answer: null,
            disposition: 'NO ANSWER', ...path });
    }

    pass(low, high) {
        this.t += this.r.between(low, high);
        return this.t;
    }

    // A visit to a queue; how it ends: a word of `endings`.
    visit(queue, ending, callid = this.id, path = {}) {
        const t = this.truth;
        const entered = this.pass(1, 20);
        this.line(callid, queue, 'NONE', 'ENTERQUEUE', '', callid === this.id ? this.number : '8001', 1, ...(this.name && callid === this.id ? [this.name] : []));
        for (let n = this.r.below(3); n > 0; n--) this.ring(queue, callid);
        const leg = { queue, agent: null, queued: entered, answered: null, left: null, reason: null, ring: null, talk: null, hold: null, transfer: null };
        const answered = ['caller', 'agent', 'blind', 'external', 'attended', 'old'].includes(ending);
        if (answered) this.answer(leg, callid);
        const left = this.pass(1, 60);
        if (answered) leg.talk += left - leg.paused;
        leg.left = left;
        const waited = (leg.answered ?? left) - entered;
        t.wait_s = (t.wait_s ?? 0) + waited;
        t.queue = queue;
        if (answered) {
            t.duration_s = (t.duration_s ?? 0) + (left - leg.answered);
            t.agent = leg.agent;
            if (leg.hold) t.hold_s = (t.hold_s ?? 0) + leg.hold;
        }
        this.end(leg, ending, callid, waited, left - leg.answered);
        this.cdr({ lastapp: 'Queue', lastdata: `${queue},t`, dstchannel: answered ? leg.channel : '', answer: leg.answered,
            end: left, disposition: answered ? 'ANSWERED' : 'NO ANSWER', ...path });
        this.legs.push(leg);
        return leg;
    }

    ring(queue, callid) {
        const agent = this.r.pick(AGENTS), ms = this.r.between(1, 15) * 1000 + this.r.between(-400, 400);
        this.pass(1, 15);
        this.line(callid, queue, agent, 'RINGNOANSWER', ms);
        this.legs.push({ queue, agent, queued: null, answered: null, left: this.t, reason: 'ring_no_answer', ring: Math.floor((ms + 500) / 1000),
            talk: null, hold: null, transfer: null });
    }

    answer(leg, callid) {
        leg.agent = this.r.pick(AGENTS);
        leg.ring = this.r.between(0, 9);
        leg.answered = this.pass(1, 90);
        leg.channelId = `${leg.answered - 1}.${++this.w.sequence}`;
        leg.channel = `SIP/agent-${(++this.w.channels).toString(16).padStart(8, '0')}`;
        leg.talk = 0;
        leg.hold = 0;
        leg.paused = leg.answered;
        this.line(callid, leg.queue, leg.agent, 'CONNECT', leg.answered - leg.queued, leg.channelId, leg.ring);
        this.cel('CHAN_START', leg.channelId, leg.answered - 0.9, leg.channel);
        for (let n = this.r.below(3); n > 0; n--) {
            const from = this.pass(1, 20);
            leg.talk += from - leg.paused;
            this.cel('HOLD', leg.channelId, from + 0.5, leg.channel);
            leg.paused = this.pass(1, 20);
            leg.hold += leg.paused - from;
            this.cel('UNHOLD', leg.channelId, leg.paused + 0.5, leg.channel);
        }
    }

    end(leg, ending, callid, waited, talked) {
        const who = leg.agent ?? 'NONE', t = this.truth;
        const log = (...f) => this.line(callid, leg.queue, who, ...f);
        const done = (reason, outcome, by, transfer = null) => {
            leg.reason = reason;
            leg.transfer = transfer;
            t.outcome = outcome;
            t.ended_by = by;
        };
        if (leg.channelId) this.cel('CHAN_END', leg.channelId, this.t + 0.2, leg.channel);
        if (ending === 'caller') log('COMPLETECALLER', waited, talked, 1), done('completed_client', 'complete', 'client');
        if (ending === 'agent') log('COMPLETEAGENT', waited, talked, 1), done('completed_agent', 'complete', 'agent');
        if (ending === 'blind') log('BLINDTRANSFER', '8123', 'internal', waited, talked, 1), done('transferred', 'transferred', null, 'blind');
        if (ending === 'old') log('TRANSFER', '8123', 'internal', waited, talked, 1), done('transferred', 'transferred', null, 'blind');
        if (ending === 'external') log('BLINDTRANSFER', '+4930123456', 'out', waited, talked, 1), done('transferred', 'transferred', null, 'external');
        if (ending === 'attended') log('ATTENDEDTRANSFER', 'BRIDGE', 'b-1', waited, talked, 1), done('transferred', 'transferred', null, 'attended');
        if (ending === 'abandon') log('ABANDON', 1, 1, waited), done('abandoned', 'abandoned', 'client');
        if (ending === 'timeout') log('EXITWITHTIMEOUT', 1, 1, waited), done('timeout', 'no_answer', null);
        if (ending === 'key') log('EXITWITHKEY', 3, 1, 1, waited), done('overflow', 'no_answer', null);
        if (ending === 'empty') log('EXITEMPTY', 1, 1, waited), done('overflow', 'no_answer', null);
    }

    finish() {
        this.truth.created = this.start;
        this.truth.entered = this.legs.find((l) => l.queued)?.queued ?? this.start;
        this.truth.closed = this.t;
        this.cel('HANGUP', this.id, this.t + 0.3, this.channel, JSON.stringify({ hangupcause: 16, hangupsource: '', dialstatus: '' }));
        this.cel('CHAN_END', this.id, this.t + 0.4, this.channel);
        this.cel('LINKEDID_END', this.id, this.t + 0.5, this.channel);
        return this;
    }
}

const LAST = ['caller', 'caller', 'agent', 'abandon', 'timeout', 'key', 'empty', 'blind', 'old', 'external', 'attended'];
const ON = ['blind', 'timeout', 'key', 'empty'];

// A call through one queue or several; with `linked` also attended transfers to a queue, whose consult
// call has an id of its own.
function queueCall(world, start, linked) {
    const c = new Call(world, start), r = c.r;
    for (let n = r.below(3); n > 0; n--) {
        const leg = c.visit(r.pick(QUEUES), r.pick(ON));
        if (leg.reason === 'transferred') leg.transfer = 'queue';
    }
    if (linked && r.chance(0.15)) {
        const leg = c.visit(r.pick(QUEUES), 'attended');
        leg.transfer = 'queue';
        const id = `${c.t + 1}.${++world.sequence}`;
        c.visit(r.pick(QUEUES), r.pick(['caller', 'agent', 'abandon']), id,
            { uniqueid: id, src: '8001', clid: '"Agent" <8001>', channel: 'SIP/8001-0000aaaa', start: c.t });
    } else {
        c.visit(r.pick(QUEUES), r.pick(LAST));
    }
    return c.finish();
}

// Calls that only the CDRs know.
function dialedCall(world, start) {
    const c = new Call(world, start), r = c.r, out = r.chance(0.5), answered = r.chance(0.6);
    const from = start, ring = r.between(2, 20), talk = answered ? r.between(1, 200) : 0;
    const agent = out ? 'SIP/8007' : 'PJSIP/8008';
    const leg = { queue: null, agent, queued: null, answered: answered ? from + ring : null, left: from + ring + talk,
        reason: answered ? null : 'ring_no_answer', ring, talk: answered ? talk : null, hold: null, transfer: null };
    c.t = from + ring + talk;
    c.legs.push(leg);
    Object.assign(c.truth, { direction: out ? 'outbound' : 'inbound', outcome: answered ? 'complete' : 'no_answer', ended_by: null,
        duration_s: answered ? talk : null, agent: answered || out ? agent : null });
    c.name = '';
    c.cdr({ lastapp: 'Dial', src: out ? '8007' : c.number, dst: out ? c.number : '8008', dcontext: out ? 'from-internal' : 'from-trunk',
        channel: out ? 'SIP/8007-0000000b' : c.channel, dstchannel: out ? 'SIP/trunk-0000000c' : 'PJSIP/8008-0000000d', clid: '',
        answer: leg.answered, end: c.t, disposition: answered ? 'ANSWERED' : 'NO ANSWER' });
    c.events = [];
    c.truth.created = c.truth.entered = start;
    c.truth.closed = c.t;
    return c;
}

export function world(seed, { calls = 100, start = Date.UTC(2026, 9, 24, 20) / 1000, linked = true } = {}) {
    const w = { random: new Random(seed), sequence: 0, channels: 0 };
    w.calls = [];
    for (let t = start, n = 0; n < calls; n++) {
        t += w.random.below(300);
        w.calls.push(linked && w.random.chance(0.2) ? dialedCall(w, t) : queueCall(w, t, linked));
    }
    const by = (a, b) => a.at - b.at;
    w.log = w.calls.flatMap((c) => c.log).sort(by);
    w.cdr = w.calls.flatMap((c) => c.paths).sort((a, b) => a.end - b.end);
    w.cel = w.calls.flatMap((c) => c.events).sort(by);
    return w;
}

// --- files -------------------------------------------------------------------------------------

export const queueLog = (w) => w.log.map((l) => l.text);

const quoted = (s) => `"${String(s ?? '').replace(/"/g, '""')}"`;

const CDR_COLUMNS = ['accountcode', 'src', 'dst', 'dcontext', 'clid', 'channel', 'dstchannel', 'lastapp', 'lastdata', 'start', 'answer', 'end',
    'duration', 'billsec', 'disposition', 'amaflags', 'uniqueid', 'userfield', 'peeraccount', 'linkedid', 'sequence'];

export function cdrRows(w, zone, columns = CDR_COLUMNS) {
    return w.cdr.map((p, i) => {
        const v = { ...p, start: local(p.start, zone), answer: p.answer ? local(p.answer, zone) : '', end: local(p.end, zone),
            duration: p.end - p.start, billsec: p.answer ? p.end - p.answer : 0, amaflags: 'DOCUMENTATION', sequence: i + 1, extra_column: 'x' };
        return columns.map((c) => v[c] ?? '');
    });
}

// With a header line and the columns in any order, or as Master.csv has them.
export function cdrFile(w, zone, shuffled) {
    const columns = shuffled ? w.random.shuffle([...CDR_COLUMNS, 'extra_column']) : CDR_COLUMNS;
    const lines = cdrRows(w, zone, columns).map((r) => r.map(quoted).join(','));
    return shuffled ? [columns.join(','), ...lines] : lines;
}

// As the sample of cel_custom.conf has them.
export const celRows = (w) => w.cel.map((e) => [e.type, e.at.toFixed(6), '', '', '', '', '', 's', 'from-trunk', e.channel, '', '', '3', '',
    e.uniqueid, e.linkedid, '', '', '', e.extra]);
export const celFile = (w) => celRows(w).map((r) => r.map(quoted).join(','));

// --- the truth as rows -------------------------------------------------------------------------

const ms = (s) => s === null ? null : `${iso(s * 1000)}.000`;

// Legs as the query of the test gives them. Without CEL nothing is known of hold, and talk has it in it.
export function legsOf(call, cel) {
    return call.legs.map((l) => [l.queue, l.agent, ms(l.queued), ms(l.answered), ms(l.left), l.reason, l.ring,
        l.talk === null ? null : cel ? l.talk : l.talk + l.hold, l.queue !== null && l.answered !== null && cel ? l.hold : null, l.transfer]
        .map((v) => v === null ? null : String(v)));
}

export function interactionOf(call, cel) {
    const t = call.truth;
    return [t.id, t.queue, t.agent, t.outcome, t.ended_by, t.direction, t.phone_number, t.wait_s, t.duration_s, cel ? t.hold_s : null,
        ms(cel ? t.created : t.entered)].map((v) => v === null || v === undefined ? null : String(v));
}
