// The route tables of the programs, read from their sources.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { ROOT } from './stack.mjs';

// Rows of cgi-bin/*/routes.c: [{program, method, path, access, permission, query, form}].
export function routes() {
    const paths = new Map([...readFileSync(`${ROOT}/src/app/paths.h`, 'utf8').matchAll(/#define (PATH_\w+) "([^"]*)"/g)]
        .map(([, name, path]) => [name, path]));
    const out = [];
    for (const program of readdirSync(`${ROOT}/cgi-bin`)) {
        const file = `${ROOT}/cgi-bin/${program}/routes.c`;
        if (!existsSync(file)) continue;
        for (const [, body] of readFileSync(file, 'utf8').matchAll(/\{(\s*\.[^{}]*)\}/g)) {
            const field = (name) => new RegExp(`\\.${name} = ("[^"]*"|[\\w]+)`).exec(body)?.[1];
            const path = field('path');
            out.push({
                program, method: field('method').replace('METHOD_', ''),
                path: path.startsWith('"') ? path.slice(1, -1) : paths.get(path),
                access: field('access') ?? 'ACCESS_SESSION', permission: field('permission')?.replaceAll('"', '') ?? null,
                query: field('query'), form: field('form'),
            });
        }
    }
    return out;
}
