// What a search in texts finds, from its definition: nothing here is shared with the product.

// Written without blanks between words, and Hangul: a word per character.
const UNSPACED = /[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u3005-\u3007\u3040-\u312F\u3130-\u318F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFF9D\uFFA0-\uFFDC\u{20000}-\u{3FFFF}]/u;
const LEFT_OUT = /[\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06ED\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F]/gu;
const picture = (c) => /\p{So}/u.test(c) && c.codePointAt(0) >= 0x2600;

function role(c) {
    if (/[\p{M}\p{Cf}\u0640\uFF9E\uFF9F]/u.test(c)) return 'attached';
    if (picture(c)) return 'alone';
    if (!/[\p{L}\p{N}]/u.test(c)) return 'between';
    return UNSPACED.test(c) ? 'alone' : 'within';
}

function folded(s) {
    const apart = [...s.normalize('NFKD')].map((c) => c.toUpperCase().toLowerCase()).join('').normalize('NFKD').replace(LEFT_OUT, '');
    return [...apart].filter((c) => /[\p{L}\p{N}\p{M}]/u.test(c) || picture(c)).join('').normalize('NFC');
}

// The words of a text: {at, text (as written), word (folded)}.
export function words(text) {
    const out = [];
    let last = null, at = 0;
    for (const c of text) {
        const r = role(c);
        if (r === 'attached' && last) last.text += c;
        else if (r === 'within' && last?.role === 'within') last.text += c;
        else if (r === 'within' || r === 'alone') out.push((last = { role: r, at, text: c }));
        else last = null;
        at += c.length;
    }
    return out.map((w) => ({ at: w.at, text: w.text, word: folded(w.text) })).filter((w) => w.word);
}

// The items of a query, each a list of words: quoted parts and what stands between blanks.
export function items(text, op) {
    const parts = op === 'phrase' ? [text] : text.split(/["«»“”„‟「」]/u).flatMap((p, i) => (i % 2 ? [p] : p.split(/ +/)));
    const all = parts.map((p) => words(p).map((w) => w.word)).filter((p) => p.length);
    return all.filter((p, i) => all.findIndex((o) => o.join(' ') === p.join(' ')) === i);
}

// The places of an item among words: [from, to).
const places = (list, item) => list.map((_, i) => [i, i + item.length])
    .filter(([from]) => item.every((word, k) => list[from + k]?.word === word));

// The places in a text where any of the items stands, those that overlap as one: [from, to) of its words.
export function hits(text, query) {
    const list = words(text), out = [];
    for (const [from, to] of query.flatMap((item) => places(list, item)).sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
        const last = out.at(-1);
        if (last && from < last[1]) last[1] = Math.max(last[1], to);
        else out.push([from, to]);
    }
    return out.map(([from, to]) => text.slice(list[from].at, list[to - 1].at + list[to - 1].text.length));
}

const SPEAKERS = { client: ['client'], agent: ['agent', 'ai'] };
export const said = (messages, who) => messages.filter((m) => !SPEAKERS[who] || SPEAKERS[who].includes(m.role));

// Whether messages have what is searched for: each item somewhere, or any of them.
export function found(messages, query, op, who) {
    const lists = said(messages, who).map((m) => words(m.body));
    const has = (item) => lists.some((list) => places(list, item).length > 0);
    return op === 'any' ? query.some(has) : query.every(has);
}

// --- texts by chance ---------------------------------------------------------------------------

const WORDS = ['refund', 'Refund', 'my', 'ticket', 'the', 'the', 'the', 'of', 'to', 'is', 'it', 'a', 'Straße', 'STRASSE', 'café', 'cafe\u0301',
    'CAFE', 'über', 'Ünal', 'naïve', 'Привет', 'привет', 'ёлка', 'елка', 'Δρόμος', 'ΔΡΟΜΟΣ', 'مرحبا', 'مَرْحَبًا', 'שלום', 'שָׁלוֹם', 'สวัสดีครับ', 'ที่นี่',
    '我想退款', '退款', '退', 'ありがとう', 'カタカナ', 'ｶﾀｶﾅ', 'ガ', 'ｶﾞ', '환불을', '환불', '👍', '👍🏽', '👨‍👩‍👧', '☎️', 'O\'Brien', 'e-mail', '4.000,50', '№ 5', 'İstanbul', 'ısı',
    'a_b', '100%', '*', '%', '_', '\\', '<b>', '&amp;', '"', '½', 'ﬁn', 'Ｐａｒｌｅｙ', 'हिन्दी', 'कुल', 'कल', 'x'.repeat(70)];
const BETWEEN = [' ', ' ', ' ', ' ', ' ', ', ', ' - ', '\n', '! ', '... ', '/', ' " '];

export function randomText(random, n) {
    let out = random.pick(WORDS);
    for (let i = 1; i < n; i++) out += random.pick(BETWEEN) + random.pick(WORDS);
    return out;
}

// Mostly a part of something that was said.
export function randomSearch(random, messages) {
    const oneLine = (s) => s.replace(/[\n"]/g, ' ').trim() || 'the';
    const piece = () => {
        const parts = oneLine(random.chance(0.8) && messages.length ? random.pick(messages).body : randomText(random, 4)).split(/ +/);
        const from = random.below(parts.length);
        return parts.slice(from, from + random.pick([1, 1, 1, 2, 3])).join(' ');
    };
    const quoted = () => (random.chance(0.3) ? random.pick([['"', '"'], ['„', '“'], ['«', '»']]).join(piece()) : piece());
    return Array.from({ length: random.pick([1, 1, 2, 3]) }, quoted).join(' ').slice(0, 100).replace(/[\uD800-\uDBFF]$/u, '').trim() || 'the';
}
