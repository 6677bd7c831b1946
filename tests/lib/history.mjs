// What a history must show, computed from lists; and its page as data.
import { attributes, elements, text } from './html.mjs';
import { cells, list } from './model.mjs';

const UNKNOWN = '–';
const CHANNELS = [['voice', 'Voice'], ['chat', 'Chat'], ['sms', 'SMS'], ['whatsapp', 'WhatsApp'], ['email', 'E-mail']];

// The beginning of a message: 80 characters as people count them, white space folded.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const SPACE = /[\t-\r\u0085\p{Zs}\p{Zl}\p{Zp}]+/gu;
export function excerpt(body) {
    const folded = body.replace(SPACE, ' ').replace(/\p{Cc}/gu, '').trim(), parts = [...graphemes.segment(folded)].map((s) => s.segment);
    return parts.length > 80 ? `${parts.slice(0, 80).join('').trimEnd()}…` : folded;
}

// The first message of the client, else the first.
export function firstMessage(messages) {
    return (messages.find((m) => m.role === 'client') ?? messages[0])?.body ?? null;
}

// q.who: c5, p+49... or an agent's number as text; the other keys are those of the address.
const asGrid = (q) => ({ period: 'all', ...q, ...(q.agent ? { agent: undefined, agent_id: q.agent } : {}) });

export const historyList = (user, q, now) => list(user, asGrid(q), now);

export function historyCells(user, q, r, now) {
    const c = cells(user, r, now), voice = r.channel === 'voice';
    const body = voice ? null : firstMessage(r.messages ?? []);
    return {
        source: r.running ? 'Active' : 'Closed', created: c.created, closed: c.closed, channel: c.channel, queue: c.queue,
        agent: c.agent, ...(q.agent ? { client: c.client } : {}), did: c.did, disposition: c.disposition, duration: c.duration,
        status: c.status, content: body === null ? UNKNOWN : excerpt(body),
        play: voice && r.has_recording ? `Play the recording of ${c.created}` : UNKNOWN,
        transcription: voice && r.has_transcript ? `Read the transcription of ${c.created}` : UNKNOWN,
    };
}

// The figures of a history: what is shown under each name.
export function historyFigures(user, q, rows, legs, show) {
    const known = rows.map((r) => r.duration_s).filter((s) => s !== null), t = user.tenant;
    const times = rows.map((r) => r.created_at).sort((a, b) => a - b);
    const mean = (sum, n) => (n ? show.duration(Math.floor((sum + Math.floor(n / 2)) / n)) : 'not measured');
    const sum = (l) => l.reduce((a, b) => a + b, 0), count = (n) => n.toLocaleString('en-US');
    const figures = {
        [q.agent ? 'Interactions' : 'Contacts']: count(rows.length),
        [q.agent ? 'First' : 'First contact']: show.time(times[0]),
        [q.agent ? 'Last' : 'Last contact']: show.time(times.at(-1)),
        'Average duration': mean(sum(known), known.length),
    };
    if (!q.agent) {
        const last = rows.filter((r) => r.disposition_id !== null).sort((a, b) => a.created_at - b.created_at || a.id - b.id).at(-1);
        figures['Last disposition'] = last ? t.dispositions.find((d) => d.id === last.disposition_id).name : 'none';
    } else {
        const mine = legs.filter((l) => l.agent_id === Number(q.agent) && l.answered_at !== null &&
            (user.admin || user.queues.includes(l.queue_id)));
        const timed = mine.filter((l) => l.talk_s !== null), passed = mine.filter((l) => l.transfer_kind !== null);
        const or = (value) => (mine.length ? value : 'not measured');
        const kinds = [['blind', 'blind'], ['attended', 'attended'], ['queue', 'to a queue'], ['external', 'external']]
            .map(([k, label]) => [passed.filter((l) => l.transfer_kind === k).length, label]).filter(([n]) => n)
            .map(([n, label]) => `${count(n)} ${label}`).join(', ');
        figures.Handled = or(count(mine.length));
        figures.AHT = mean(sum(timed.map((l) => l.talk_s + (l.hold_s ?? 0) + (l.acw_s ?? 0))), timed.length);
        figures.Transfers = or(`${count(passed.length)}${kinds ? ` ${kinds}` : ''}`);
        const tenths = Math.floor((passed.length * 2000 + mine.length) / (mine.length * 2));
        figures['Transfer rate'] = or(`${Math.floor(tenths / 10)}.${tenths % 10} %`);
    }
    const channels = CHANNELS.map(([key, label]) => [label, rows.filter((r) => r.channel === key).length])
        .filter(([, n]) => n).map(([label, n]) => `${label} ${count(n)}`);
    return { figures, channels };
}

export function parseFigures(html) {
    const figures = Object.fromEntries([...html.matchAll(/<dt><abbr title="[^"]+">([^<]*)<\/abbr><\/dt><dd[^>]*>([\s\S]*?)<\/dd>/g)]
        .map(([, label, value]) => [text(label), text(value)]));
    const channels = [...html.matchAll(/<li><a href="([^"]*)"[^>]*>([\s\S]*?)<\/a><\/li>/g)].map((m) => ({ href: text(m[1]), text: text(m[2]) }));
    return { figures, channels: channels.map((c) => c.text), links: channels.map((c) => c.href) };
}

// The page of a history as a person sees it.
export function parseHistory(html) {
    const section = /<section id="list"([^>]*)>([\s\S]*?)<\/section>/.exec(html);
    if (!section) return null;
    const a = attributes(section[1]), inner = section[2], pager = {};
    for (const [, attrs] of inner.matchAll(/<a\b([^>]*\bid="page-[a-z]+"[^>]*)>/g)) {
        const link = attributes(attrs);
        pager[link.id.slice(5)] = link.href;
    }
    const rows = [...inner.matchAll(/<tr id="i(\d+)" class="is-([a-z]+)">([\s\S]*?)<\/tr>/g)].map(([, id, status, cellsHtml]) => {
        const r = { id: Number(id), status, cell: {}, link: {} };
        for (const [, key, content] of cellsHtml.matchAll(/<td class="k-([a-z]+)"[^>]*>([\s\S]*?)<\/td>/g)) {
            r.cell[key] = text(content);
            const link = /<a\b[^>]*\bhref="([^"]*)"/.exec(content);
            if (link) r.link[key] = text(link[1]);
        }
        return r;
    });
    return {
        state: a['data-state'], now: Number(a['data-now']), rows, pager,
        name: text(/<h1><bdi>([\s\S]*?)<\/bdi>/.exec(html)[1]),
        kind: text(/<p class="who-kind">([^<]*)</.exec(html)[1]),
        count: text(/<strong>([\s\S]*?)<\/strong>/.exec(/<p class="count"[^>]*>([\s\S]*?)<\/p>/.exec(inner)?.[1] ?? '')?.[1] ?? ''),
        columns: [...inner.matchAll(/<th scope="col" class="k-([a-z]+)"/g)].map((m) => m[1]),
        sortLinks: Object.fromEntries(elements(inner, 'a').filter((e) => e.id?.startsWith('sort-')).map((e) => [e.id.slice(5), e.href])),
        periods: elements(inner, 'a').filter((e) => e.id?.startsWith('period-')).map((e) => ({ key: e.id.slice(7), href: e.href, current: 'aria-current' in e })),
        actions: elements(inner, 'a').filter((e) => /\bbtn\b/.test(e.class ?? '') && !e.id).map((e) => ({ label: text(e.inner), href: e.href })),
        heading: text(/<h2>([\s\S]*?)<\/h2>/.exec(inner)?.[1] ?? ''),
        figuresUrl: text(/hx-get="([^"]*figures[^"]*)"/.exec(html)?.[1] ?? ''),
    };
}
