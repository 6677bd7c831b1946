// Measures the inbox: how fast events are received, and how fast the worker applies them.
import { makeTenant } from '../lib/http.mjs';
import { sleep, sql, sv } from '../lib/stack.mjs';
import { connect, send } from '../hooks/hooks.mjs';

const EVENTS = Number(process.env.EVENTS || 4000), AT_ONCE = 16, GOAL = 500;

const tenant = makeTenant(`inbox-${process.pid}-${Date.now() % 1000000}`), c = connect(tenant);
const said = 'I would like to know what is still open, and pay the half of it next week.';

// Calls as a voice agent's are: some turns, a function, what was made of it.
const talk = (k) => ({ event_id: `e-${k}`, interaction: { id: `call-${k}`, created_at: '2026-11-20T09:00:00Z', closed_at: '2026-11-20T09:03:20Z', channel: 'voice',
    direction: 'outbound', phone_number: `+4930${1000000 + k}`, agent: 'Ava', agent_kind: 'ai', duration_s: 200, queue: `Queue ${k % 5}`,
    messages: [...Array(10)].map((_, i) => ({ role: i % 2 ? 'client' : 'ai', text: `${said} ${k} ${i}`, offset_ms: i * 9000 })),
    functions: [{ name: 'lookup', after: 2, parameters: { k }, result: '{"ok":true}' }], analysis: { summary: said } } });
const plain = (k) => ({ event_id: `p-${k}`, interaction: { id: `plain-${k}`, created_at: '2026-11-20T09:00:00Z', closed_at: '2026-11-20T09:01:00Z', channel: 'voice' } });

// A call as vendors tell of it: it began, it ended, and what was said.
const told = (k) => {
    const { interaction } = talk(k), { id, created_at, closed_at, channel, agent, queue, ...said } = interaction, call = Math.floor(k / 3), ref = { id: `told-${call}`, created_at, channel };
    return { event_id: `t-${k}`, interaction: [{ ...ref, status: 'active', agent, queue }, { ...ref, closed_at, status: 'closed', duration_s: 200 }, { ...ref, closed_at, ...said }][k % 3] };
};

async function receive(make) {
    const bodies = [...Array(EVENTS).keys()].map((k) => JSON.stringify(make(k)));
    const began = performance.now();
    await Promise.all([...Array(AT_ONCE)].map(async () => {
        while (bodies.length) {
            const a = await send(c, bodies.pop());
            if (a.status !== 200) throw new Error(`${a.status} ${a.body}`);
        }
    }));
    return EVENTS / (performance.now() - began) * 1000;
}

const left = () => Number(sql(`SELECT COUNT(*) FROM inbox WHERE tenant_id = ${tenant} AND state = 'waiting'`)[0][0]);

// From the first that was applied on, so that starting does not count.
async function apply() {
    sv('start', 'worker');
    let first = EVENTS;
    while (first === EVENTS) first = (await sleep(5), left());
    const began = performance.now();
    while (left()) await sleep(200); /* asking costs time, too */
    return first / (performance.now() - began) * 1000;
}

let fine = true;
console.log('\n' + 'the inbox, events a second'.padEnd(46) + 'received'.padStart(10) + 'applied'.padStart(10));
for (const [name, make] of [['calls of nothing but their times', plain], ['calls of ten turns in three events', told], ['calls of ten turns in one event', talk]]) {
    sv('stop', 'worker');
    const received = await receive(make), applied = await apply();
    const refused = Number(sql(`SELECT COUNT(*) FROM inbox WHERE tenant_id = ${tenant} AND state <> 'applied'`)[0][0]);
    if (refused) throw new Error(`${refused} events were not applied`);
    fine &&= applied >= GOAL;
    console.log(name.padEnd(46) + String(Math.round(received)).padStart(10) + String(Math.round(applied)).padStart(10));
}
sql(`DELETE FROM inbox WHERE tenant_id = ${tenant}`);
console.log(`events, applied at least ${GOAL} a second: ${fine ? 'reached' : 'NOT reached'}`);
process.exitCode = fine ? 0 : 1;
