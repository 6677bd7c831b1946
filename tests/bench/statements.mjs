// What the program `pages` asks of the database, from the server's slow log: text with its values,
// microseconds and rows read.
import { sql, reload } from '../lib/stack.mjs';

// Runs `run` with the log on; the workers connect anew for it, because a connection keeps the
// settings that it began with.
export async function logged(run) {
    sql(`SET GLOBAL log_output = 'TABLE'; SET GLOBAL long_query_time = 0; SET GLOBAL slow_query_log = 1`);
    try {
        await reload('pages');
        return await run();
    } finally {
        sql(`SET GLOBAL slow_query_log = 0; SET GLOBAL long_query_time = 10`);
        await reload('pages');
    }
}

const BEGINNING = /FROM parley\.sessions/;

// The statements of each of the requests that `get` makes one after the other, as
// [[{text, us, examined}...]...]. Only within logged().
export async function statements(requests, get) {
    sql('TRUNCATE mysql.slow_log');
    for (const r of requests) await get(r);
    const rows = sql(`SELECT REPLACE(CONVERT(sql_text USING utf8mb4), '\\n', ' '),
        ROUND(TIME_TO_SEC(query_time) * 1000000), rows_examined FROM mysql.slow_log
        WHERE user_host LIKE 'parley_pages%' ORDER BY start_time`, 'mysql');
    const out = [];
    for (const [text, us, examined] of rows) {
        if (BEGINNING.test(text)) out.push([]);
        if (out.length) out[out.length - 1].push({ text, us: Number(us), examined: Number(examined) });
    }
    if (out.length !== requests.length)
        throw new Error(`${requests.length} requests, but ${out.length} in the log`);
    return out;
}

// A short name for a statement, for people.
export function nameOf(text) {
    if (BEGINNING.test(text)) return 'session';
    const table = /FROM pbxlogs\.(active|closed)_interactions/.exec(text)?.[1];
    if (!table) return text.length > 30 ? `${text.slice(0, 30)}...` : text;
    const index = /FORCE INDEX \((\w+)\)/.exec(text)?.[1];
    const dives = (text.match(/FORCE INDEX/g) || []).length;
    return `${/^SELECT COUNT/.test(text) ? 'count' : 'page'} ${table} ${index}${dives > 1 ? ` x${dives}` : ''}`;
}
