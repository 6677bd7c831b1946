// A database in MaxMind's format with a few IPv4 networks, as small as it can be.

function size(type, n) {
    const extended = type > 7;
    const head = (extended ? 0 : type << 5) | (n < 29 ? n : 29);
    return Buffer.from([head, ...(extended ? [type - 7] : []), ...(n < 29 ? [] : [n - 29])]);
}

// A whole number of type 5 (16 bits), 6 (32) or 9 (64).
function whole(type, n) {
    const bytes = [24, 16, 8, 0].map((s) => (n >>> s) & 255);
    while (bytes.length && !bytes[0]) bytes.shift();
    return Buffer.concat([size(type, bytes.length), Buffer.from(bytes)]);
}

// Texts, lists, objects, and what is encoded already.
function encode(v) {
    if (Buffer.isBuffer(v)) return v;
    if (typeof v === 'string') return Buffer.concat([size(2, Buffer.byteLength(v)), Buffer.from(v)]);
    if (Array.isArray(v)) return Buffer.concat([size(11, v.length), ...v.map(encode)]);
    const entries = Object.entries(v);
    return Buffer.concat([size(7, entries.length), ...entries.flatMap(([k, x]) => [encode(k), encode(x)])]);
}

// `networks`: {"203.0.113.0/24": {country: {...}}}; none holds another.
export function mmdb(networks) {
    const nodes = [[null, null]], data = [];
    let at = 0;
    for (const [network, value] of Object.entries(networks)) {
        const [address, prefix] = network.split('/');
        const bits = address.split('.').map((n) => Number(n).toString(2).padStart(8, '0')).join('').slice(0, Number(prefix));
        let node = 0;
        for (const bit of bits.slice(0, -1)) {
            nodes[node][bit] ??= { node: nodes.push([null, null]) - 1 };
            node = nodes[node][bit].node;
        }
        nodes[node][bits.at(-1)] = { data: at };
        data.push(encode(value));
        at += data.at(-1).length;
    }
    const record = (r) => (r === null ? nodes.length : r.node ?? nodes.length + 16 + r.data);
    const tree = Buffer.alloc(nodes.length * 6);
    nodes.forEach((n, i) => [0, 1].forEach((b) => tree.writeUIntBE(record(n[b]), i * 6 + b * 3, 3)));
    const metadata = encode({ node_count: whole(6, nodes.length), record_size: whole(5, 24), ip_version: whole(5, 4), database_type: 'Test', languages: ['en'],
        binary_format_major_version: whole(5, 2), binary_format_minor_version: whole(5, 0), build_epoch: whole(9, 1763710000), description: { en: 'Test' } });
    return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}
