// Chance that can be repeated: a generator from a seed (sfc32 behind splitmix-like seeding).
export class Random {
    constructor(seed) {
        let h = 2166136261;
        for (const c of String(seed)) h = Math.imul(h ^ c.charCodeAt(0), 16777619);
        const next = () => {
            h = (h + 0x9e3779b9) | 0;
            let t = h ^ (h >>> 16);
            t = Math.imul(t, 0x21f0aaad);
            t ^= t >>> 15;
            t = Math.imul(t, 0x735a2d97);
            return (t ^ (t >>> 15)) >>> 0;
        };
        [this.a, this.b, this.c, this.d] = [next(), next(), next(), 1];
        for (let i = 0; i < 12; i++) this.bits();
    }

    bits() {
        const t = (((this.a + this.b) | 0) + this.d) | 0;
        this.d = (this.d + 1) | 0;
        this.a = this.b ^ (this.b >>> 9);
        this.b = (this.c + (this.c << 3)) | 0;
        this.c = (this.c << 21) | (this.c >>> 11);
        this.c = (this.c + t) | 0;
        return t >>> 0;
    }

    // 0 <= x < n
    below(n) {
        return Math.floor((this.bits() / 4294967296) * n);
    }

    between(low, high) {
        return low + this.below(high - low + 1);
    }

    chance(p) {
        return this.bits() / 4294967296 < p;
    }

    pick(list) {
        return list[this.below(list.length)];
    }

    shuffle(list) {
        const out = [...list];
        for (let i = out.length - 1; i > 0; i--) {
            const j = this.below(i + 1);
            [out[i], out[j]] = [out[j], out[i]];
        }
        return out;
    }
}

// The seed of a run: SEED from the environment, else new, and printed so that it can be repeated.
export function seed(name) {
    const s = process.env.SEED || String(Date.now() % 1000000007);
    console.log(`${name}: SEED=${s}`);
    return s;
}

// Calls `each` for every item, up to `width` at a time.
export async function parallel(items, width, each) {
    let at = 0;
    await Promise.all(Array.from({ length: width }, async () => {
        while (at < items.length) await each(items[at], at++);
    }));
}
