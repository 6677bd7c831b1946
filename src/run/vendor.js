// Copies the front-end libraries from node_modules to static/vendor, with a gzipped twin of each
// for nginx. A style sheet may name nothing outside: pictures inside it (data: URLs, which the
// content security policy forbids) become files beside it, remote imports are an error.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const crypto = require('crypto');

const target = 'static/vendor';
const libraries = [
    ['@tabler/core/dist/css/tabler.min.css', 'tabler.min.css'],
    ['htmx.org/dist/htmx.min.js', 'htmx.min.js'],
];

function write(name, text) {
    fs.writeFileSync(path.join(target, name), text);
    fs.writeFileSync(path.join(target, name + '.gz'), zlib.gzipSync(text, { level: 9 }));
}

// 'image/svg+xml,%3csvg...' or 'image/svg+xml;base64,...' to the name of a file.
function picture(data) {
    const match = /^image\/svg\+xml(;charset=[^,;]*)?(;base64)?,([^]*)$/.exec(data);
    if (!match) throw new Error('a data: URL that is no SVG picture: ' + data.slice(0, 60));
    const svg = match[2] ? Buffer.from(match[3], 'base64').toString() : decodeURIComponent(match[3]);
    const name = 'icon-' + crypto.createHash('sha256').update(svg).digest('hex').slice(0, 12) + '.svg';
    write(name, svg);
    return name;
}

function styleSheet(text) {
    const own = text
        .replace(/\/\*# sourceMappingURL=[^*]*\*\//g, '')
        .replace(/url\("data:([^"]*)"\)/g, (_, data) => `url("${picture(data)}")`)
        .replace(/url\('data:([^']*)'\)/g, (_, data) => `url("${picture(data)}")`);
    const foreign = /@import|url\(\s*["']?\s*(?!["']?icon-)[^)]{0,60}/.exec(own);
    if (foreign) throw new Error('a style sheet that fetches something: ' + foreign[0]);
    return own;
}

fs.rmSync(target, { recursive: true, force: true });
fs.mkdirSync(target, { recursive: true });
for (const [source, name] of libraries) {
    const text = fs.readFileSync(path.join('node_modules', source), 'utf8');
    write(name, name.endsWith('.css') ? styleSheet(text) : text.replace(/\n?\/\/# sourceMappingURL=.*/g, ''));
}
