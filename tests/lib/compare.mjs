// One page of the grid against the model.
import { isDeepStrictEqual } from 'node:util';
import { cells, chips, foundIn, list, options, part } from './model.mjs';
import { clock } from './zones.mjs';

const show = (x) => JSON.stringify(x);

function first(what, got, want) {
    if (isDeepStrictEqual(got, want)) return null;
    if (!Array.isArray(got) || !Array.isArray(want)) return `${what}: ${show(got)}, expected ${show(want)}`;
    const i = Array.from({ length: Math.max(got.length, want.length) }, (_, k) => k)
        .find((k) => !isDeepStrictEqual(got[k], want[k]));
    return `${what}: ${got.length} and expected ${want.length}; at ${i} ${show(got[i])}, expected ${show(want[i])}`;
}

// The first difference between what is shown and what must be, null when there is none; and what
// part of the list it was. `changed`: the list moved on while the pages were walked over.
export function comparePage(user, q, place, page) {
    const all = list(user, q, page.now), size = Number(q.size || 50);
    const at = part(place, all.length, size), rows = all.slice(at.start, at.end);
    const want = options(user, q);
    const total = all.length.toLocaleString('en-US');
    const dash = rows.length === all.length || at.atStart ? `1–${rows.length} of ` : `${rows.length} of `;
    const difference =
        first('rows', page.rows.map((r) => r.id), rows.map((r) => r.id)) ??
        first('state', page.state, rows.length ? 'rows' : 'empty') ??
        (page.count === 'many' && rows.length < all.length ? null : first('count', page.count, rows.length ? total : '')) ??
        first('shown', page.shown, rows.length ? dash : '') ??
        first('pager', Object.keys(page.pager).sort(), rows.length ? [...(at.atStart ? [] : ['first', 'prev']),
            ...(at.last ? [] : ['next', 'last'])].sort() : []) ??
        first('queues', page.queues.map((o) => [o.value, o.label]), want.queue.options) ??
        first('dispositions', page.dispositions.map((o) => [o.value, o.label]), want.disposition.options) ??
        first('chosen queue', page.queues.filter((o) => o.selected).map((o) => o.value), want.queue.selected) ??
        first('ticked queues', page.ticks.queue, want.queue.ticks) ??
        first('ticked dispositions', page.ticks.disposition, want.disposition.ticks) ??
        first('chips', page.chips.map((c) => [c.label, c.value]), chips(user, q, rows).map((c) => c.slice(1))) ??
        rows.map((r, i) => first(`cells of ${r.id}`, page.rows[i].cell, cells(user, r, page.now)) ??
            first(`found in ${r.id}`, page.rows[i].found && { hits: page.rows[i].found.hits, first: page.rows[i].found.marks[0] }, foundIn(user, q, r)) ??
            first(`exact time of ${r.id}`, page.rows[i].title.created.slice(0, 23), clock(user.zone, r.created_at)))
            .find(Boolean) ?? null;
    return { difference, at, total: all.length, many: page.count === 'many' };
}
