// Days and clocks in time zones, worked out from the offsets that Intl knows.

const tables = new Map();
const HOUR = 3600000;

function rawOffset(format, at) {
    const p = Object.fromEntries(format.formatToParts(at).map((x) => [x.type, Number(x.value)]));
    return Date.UTC(p.year, p.month - 1, p.day, p.hour % 24, p.minute, p.second) - Math.floor(at / 1000) * 1000;
}

// [{from, offset}] in order: the offset (ms east of UTC) from that instant on.
export function offsets(zone) {
    if (tables.has(zone)) return tables.get(zone);
    const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
        timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric',
        minute: 'numeric', second: 'numeric',
    });
    const begin = Date.UTC(new Date().getUTCFullYear() - 3, 0, 1), end = Date.UTC(new Date().getUTCFullYear() + 3, 0, 1);
    const table = [{ from: -Infinity, offset: rawOffset(format, begin) }];
    for (let at = begin; at < end; at += 24 * HOUR) {
        if (rawOffset(format, at + 24 * HOUR) === table.at(-1).offset) continue;
        let low = at, high = at + 24 * HOUR;
        while (high - low > 1000) {
            const mid = Math.floor((low + high) / 2000) * 1000;
            if (rawOffset(format, mid) === table.at(-1).offset) low = mid;
            else high = mid;
        }
        table.push({ from: high, offset: rawOffset(format, high) });
    }
    tables.set(zone, table);
    return table;
}

export function offsetAt(zone, at) {
    return offsets(zone).findLast((s) => s.from <= at).offset;
}

// The instant as the zone's clock shows it: 'YYYY-MM-DD HH:MM:SS.mmm'.
export function clock(zone, at) {
    return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 23).replace('T', ' ');
}

export function dayOf(zone, at) {
    return clock(zone, at).slice(0, 10);
}

export function addDays(day, n) {
    return new Date(Date.parse(`${day}T00:00:00Z`) + n * 24 * HOUR).toISOString().slice(0, 10);
}

// The first instant that is on the day, or later where there is none.
export function dayStart(zone, day) {
    const midnight = Date.parse(`${day}T00:00:00Z`), table = offsets(zone);
    for (let i = 0; i < table.length; i++) {
        const first = Math.max(table[i].from, midnight - table[i].offset);
        if (first < (table[i + 1]?.from ?? Infinity)) return first;
    }
    throw new Error(`no start of ${day} in ${zone}`);
}

// The instants at which the zone's offset changed in between.
export function transitions(zone, from, to) {
    return offsets(zone).map((s) => s.from).filter((at) => at >= from && at < to);
}
