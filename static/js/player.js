// Recordings: plays them, draws them, jumps in them, and tells the rest of the page where it is.
//
// Nothing of a recording is fetched before somebody wants to hear it, for what is fetched counts as
// heard in the audit log: until then the program says how loud it is where, if it can. The sound is drawn by ourselves: libraries that draw it bring style
// elements of their own, which the content security policy forbids.
'use strict';
(() => {
    const JUMP_S = 10, SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
    const DRAWN_BYTES = 20e6, DRAWN_S = 1800, DRAWN_RATE = 8000; // what is decoded to be drawn
    const VOICES = ['Client', 'Agent'];

    const clock = (s) => {
        const t = Math.max(0, Math.floor(s)), h = Math.floor(t / 3600), two = (n) => String(n).padStart(2, '0');
        return h ? `${h}:${two(Math.floor(t / 60) % 60)}:${two(t % 60)}` : `${Math.floor(t / 60)}:${two(t % 60)}`;
    };

    function make(tag, properties = {}, attributes = {}) {
        const e = Object.assign(document.createElement(tag), properties);
        for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
        return e;
    }

    function button(name, label, act) {
        const b = make('button', { type: 'button', className: `btn player-${name}`, textContent: label });
        b.addEventListener('click', act);
        return b;
    }

    // --- why a recording does not play --------------------------------------------------------

    const reasons = {
        403: 'You may not hear it.',
        404: 'Its file is missing. Your administrator can find out whether it was moved or deleted.',
        502: 'The store of its file does not answer. Try again in a while.',
        504: 'The store of its file does not answer. Try again in a while.',
        0: 'Parley cannot be reached.',
    };

    async function status(url) {
        try {
            const a = await fetch(url, { method: 'HEAD' });
            return a.redirected ? 401 : a.status;
        } catch {
            return 0;
        }
    }

    // What stands on the page of the recordings by now: an address that is good again.
    async function renewed(section, no) {
        const a = await fetch(section.dataset.page);
        const page = new DOMParser().parseFromString(await a.text(), 'text/html');
        const player = page.querySelector(`.player[data-no="${CSS.escape(no)}"]`);
        return {
            url: player?.querySelector('audio')?.getAttribute('src'),
            save: player?.querySelector('.player-save a')?.getAttribute('href'),
            problem: player?.querySelector('.player-problem:not([hidden])')?.textContent,
        };
    }

    // --- the picture of the sound -------------------------------------------------------------

    // The loudest of each of n equal parts of a voice.
    function peaks(samples, n) {
        const out = new Float32Array(n), step = samples.length / n;
        for (let i = 0; i < n; i++)
            for (let k = Math.floor(i * step), end = Math.floor((i + 1) * step); k < end; k++)
                if (Math.abs(samples[k]) > out[i]) out[i] = Math.abs(samples[k]);
        return out;
    }

    // The voices of a recording as arrays of peaks; null when it is too long to be decoded here.
    async function decode(url, signal) {
        const a = await fetch(url, { signal });
        if (!a.ok || Number(a.headers.get('Content-Length')) > DRAWN_BYTES) return null;
        const bytes = await a.arrayBuffer();
        const sound = await new OfflineAudioContext(2, 1, DRAWN_RATE).decodeAudioData(bytes);
        return Array.from({ length: Math.min(sound.numberOfChannels, 2) }, (_, i) => peaks(sound.getChannelData(i), 1200));
    }

    // One lane for each voice: what was played is drawn in its colour, the rest is quiet.
    function draw(canvas, voices, at) {
        const width = canvas.clientWidth, height = canvas.clientHeight, dots = devicePixelRatio || 1;
        if (!width || !height) return;
        canvas.width = width * dots;
        canvas.height = height * dots;
        const c = canvas.getContext('2d'), style = getComputedStyle(canvas);
        c.scale(dots, dots);
        const lane = height / voices.length, STEP = 3, n = Math.floor(width / STEP);
        const loudest = Math.max(0.05, ...voices.map((v) => Math.max(...v)));
        voices.forEach((voice, v) => {
            const colour = style.getPropertyValue(v ? '--voice-agent' : '--voice-client');
            for (let i = 0; i < n; i++) {
                let loud = 0;
                for (let k = Math.floor(i * voice.length / n); k < (i + 1) * voice.length / n; k++) loud = Math.max(loud, voice[k]);
                const h = Math.max(1, loud / loudest * (lane - 4));
                c.fillStyle = i / n <= at ? colour : style.getPropertyValue('--voice-rest');
                c.fillRect(i * STEP, lane * v + (lane - h) / 2, STEP - 1, h);
            }
        });
    }

    // --- the two voices -----------------------------------------------------------------------

    // Left and right through a volume of their own. A voice that is alone is heard on both sides.
    function mixer(audio) {
        const context = new AudioContext(), source = context.createMediaElementSource(audio);
        const splitter = context.createChannelSplitter(2), merger = context.createChannelMerger(2);
        const gains = [[], []];
        source.connect(splitter);
        for (const from of [0, 1])
            for (const to of [0, 1]) {
                const gain = gains[from][to] = context.createGain();
                splitter.connect(gain, from);
                gain.connect(merger, 0, to);
            }
        merger.connect(context.destination);
        return {
            context,
            set(levels) {
                for (const from of [0, 1])
                    for (const to of [0, 1])
                        gains[from][to].gain.value = levels[from] * (from === to || !levels[1 - from] ? 1 : 0);
            },
        };
    }

    // --- a player -----------------------------------------------------------------------------

    class Player {
        constructor(root, section, article) {
            Object.assign(this, { root, section, article });
            this.audio = root.querySelector('audio');
            this.problem = root.querySelector('.player-problem');
            this.known = Number(root.dataset.ms) / 1000 || 0; // seconds, as the PBX says
            this.voices = Number(root.dataset.voices) === 2 ? 2 : 1;
            this.levels = [1, 1];
            this.stopped = new AbortController();
            if (this.audio) this.build();
        }

        build() {
            const { audio, root } = this;
            audio.controls = false;
            audio.hidden = true;
            this.playing = button('play', 'Play', () => this.toggle());
            this.time = make('span', { className: 'player-time' }, { role: 'timer', 'aria-live': 'off' });
            this.seekBar = make('input', { type: 'range', min: 0, max: 1000, value: 0, className: 'player-seek' }, { 'aria-label': 'Position', step: 'any' });
            this.canvas = make('canvas', { className: 'player-wave' }, { 'aria-hidden': 'true' });
            this.wave = make('div', { className: 'player-track' });
            this.wave.append(this.canvas, this.seekBar);
            const bar = make('div', { className: 'player-bar' });
            bar.append(this.playing, button('stop', 'Stop', () => this.stop()),
                button('back', '\u221210 s', () => this.jump(-JUMP_S)), button('on', '+10 s', () => this.jump(JUMP_S)),
                this.time, this.speed(), this.volume());
            this.all = make('div', { className: 'player-own' });
            this.all.append(bar, this.wave);
            audio.after(this.all);
            if (this.voices === 2) this.twoVoices();
            root.tabIndex = 0;
            const save = root.querySelector('.player-save');
            if (save) bar.append(save);
            this.listen();
            this.show();
            if (root.dataset.wave) this.preview();
        }

        speed() {
            const label = make('label', { className: 'player-speed' }), select = make('select', { className: 'form-select' });
            for (const s of SPEEDS) select.append(make('option', { value: s, textContent: `${s}\u00d7`, selected: s === 1 }));
            select.addEventListener('change', () => (this.audio.playbackRate = this.audio.defaultPlaybackRate = Number(select.value)));
            label.append(make('span', { className: 'sr', textContent: 'Speed' }), select);
            return label;
        }

        volume() {
            const label = make('label', { className: 'player-volume' });
            const range = make('input', { type: 'range', min: 0, max: 100, value: 100 });
            range.addEventListener('input', () => (this.audio.volume = range.value / 100));
            label.append(make('span', { textContent: 'Volume' }), range);
            return label;
        }

        // Client left, agent right: each can be switched off, and one made louder than the other.
        twoVoices() {
            const box = make('div', { className: 'player-voices' });
            this.on = [true, true];
            this.balance = make('input', { type: 'range', min: -100, max: 100, value: 0 }, { 'aria-label': 'Balance between client and agent' });
            this.balance.addEventListener('input', () => this.mix());
            const switches = VOICES.map((name, i) => {
                const b = button('voice', `${name} (${i ? 'right' : 'left'})`, () => {
                    this.on[i] = !this.on[i];
                    b.setAttribute('aria-pressed', this.on[i]);
                    this.mix();
                });
                b.classList.add(i ? 'is-agent' : 'is-client');
                b.setAttribute('aria-pressed', 'true');
                return b;
            });
            box.append(switches[0], this.balance, switches[1]);
            this.wave.classList.add('is-stereo');
            this.all.append(box);
        }

        mix() {
            const side = this.balance.value / 100;
            this.levels = [Math.min(1, 1 - side), Math.min(1, 1 + side)].map((l, i) => (this.on[i] ? l : 0));
            this.mixer?.set(this.levels);
        }

        listen() {
            const { audio, seekBar, root } = this;
            for (const name of ['play', 'pause', 'ended', 'timeupdate', 'seeking', 'seeked', 'loadedmetadata', 'durationchange', 'ratechange'])
                audio.addEventListener(name, () => this.show());
            audio.addEventListener('loadedmetadata', () => this.arrived());
            audio.addEventListener('playing', () => this.look());
            audio.addEventListener('waiting', () => root.classList.add('is-waiting'));
            for (const name of ['playing', 'pause', 'seeked', 'error'])
                audio.addEventListener(name, () => root.classList.remove('is-waiting'));
            audio.addEventListener('ended', () => (this.wants = false));
            audio.addEventListener('error', () => this.failed());
            seekBar.addEventListener('input', () => this.seek(seekBar.value / 1000 * this.duration, false));
            root.addEventListener('keydown', (event) => this.key(event));
            new ResizeObserver(() => this.draw()).observe(this.canvas);
        }

        key(event) {
            if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('select, .player-volume, .player-voices input')) return;
            const jump = { ArrowLeft: -JUMP_S, ArrowRight: JUMP_S }[event.key];
            if (jump) this.jump(jump);
            else if (event.key === ' ' && !event.target.closest('button, a')) this.toggle();
            else return;
            event.preventDefault();
            event.stopPropagation();
        }

        get duration() {
            const d = this.audio.duration;
            return Number.isFinite(d) && d > 0 ? d : this.known;
        }

        get at() {
            return this.wanted ?? this.audio.currentTime;
        }

        toggle() {
            if (this.audio.paused) this.play();
            else this.pause();
        }

        pause() {
            this.wants = false;
            this.audio?.pause();
        }

        play() {
            this.wants = true; // the element itself forgets it when the file cannot be had
            for (const other of this.others ?? []) if (other !== this) other.pause();
            this.hear();
            this.fetch();
            this.audio.play().catch(() => {}); // the event `error` says why
        }

        stop() {
            this.pause();
            if (this.audio.readyState) this.audio.currentTime = 0;
            this.wanted = undefined;
            this.show();
        }

        jump(by) {
            this.seek(this.at + by, false);
        }

        // Before anything was fetched, the place is kept until it is known how long it is.
        seek(to, andPlay) {
            const at = Math.min(Math.max(0, to), this.duration || Infinity);
            if (this.audio.readyState) this.audio.currentTime = at;
            else this.wanted = at;
            this.fetch();
            if (andPlay && this.audio.paused) this.play();
            this.show();
        }

        // Two voices pass through the mixer, which browsers allow once somebody has pressed a key.
        hear() {
            if (this.voices !== 2) return;
            try {
                this.mixer ??= mixer(this.audio);
                this.mixer.set(this.levels);
                this.mixer.context.resume();
            } catch { /* heard as it is */ }
        }

        // Says that it may be fetched; to load it besides would fetch it twice.
        fetch() {
            this.audio.preload = 'metadata';
        }

        arrived() {
            this.problem.hidden = true;
            if (this.wanted !== undefined) this.audio.currentTime = this.wanted;
            this.wanted = undefined;
            if (this.audio.paused) this.look();
        }

        // The program's own picture of it; not of every kind of file.
        async picture(url) {
            const a = await fetch(url, { signal: this.stopped.signal });
            const voices = a.ok && !a.redirected ? await a.json() : [];
            return voices.length ? voices.map((v) => v.map((loud) => loud / 255)) : null;
        }

        async preview() {
            try {
                this.peaks = await this.picture(this.root.dataset.wave);
                this.draw();
            } catch { /* later then */ }
        }

        // Draws it, once, after the player has its own.
        async look() {
            if (this.peaks || this.looked || this.duration > DRAWN_S) return;
            this.looked = true;
            try {
                this.peaks = await decode(this.audio.src, this.stopped.signal);
                this.draw();
            } catch { /* a plain bar then */ }
        }

        draw() {
            this.wave.classList.toggle('is-drawn', Boolean(this.peaks));
            if (this.peaks) draw(this.canvas, this.peaks, this.duration ? this.at / this.duration : 0);
        }

        // The address has run out, or something is wrong with the file.
        async failed() {
            if (this.gone || this.asking) return;
            this.asking = true;
            const { audio } = this, at = this.at;
            const code = await status(audio.src);
            const fresh = code === 403 && !(Date.now() - this.renewedAt < 3000) ? await renewed(this.section, this.root.dataset.no).catch(() => ({})) : {};
            this.asking = false;
            if (this.gone) return;
            if (fresh.save) this.root.querySelector('.player-save a')?.setAttribute('href', fresh.save);
            if (!fresh.url) return this.say(fresh.problem ?? this.reason(code));
            this.renewedAt = Date.now();
            this.wanted = at;
            audio.src = fresh.url;
            if (this.wants) this.play();
        }

        reason(code) {
            if (code === 401) return 'You are signed out. Load the page again.';
            const save = this.root.querySelector('.player-save') ? ' You can download it.' : '';
            return reasons[code] ?? (code < 400 ? `Its file is damaged, or of a kind that this browser does not play.${save}` : `It cannot be played: the answer was ${code}.`);
        }

        say(text) {
            this.problem.textContent = text;
            this.problem.hidden = false;
            this.problem.setAttribute('role', 'status');
            this.show();
        }

        show() {
            const { audio, seekBar, duration, at } = this, playing = !audio.paused && !audio.ended;
            this.playing.textContent = playing ? 'Pause' : 'Play';
            this.root.classList.toggle('is-playing', playing);
            this.time.textContent = `${clock(at)} / ${duration ? clock(duration) : '\u2013'}`;
            seekBar.disabled = !duration;
            if (duration) seekBar.value = at / duration * 1000;
            seekBar.setAttribute('aria-valuetext', `${clock(at)} of ${clock(duration)}`);
            this.draw();
            this.article.dispatchEvent(new CustomEvent('parley:audio', { detail: { ms: Math.round(at * 1000), playing } }));
        }

        leave() {
            this.gone = true;
            this.stopped.abort();
            this.pause();
            if (!this.audio) return;
            this.audio.removeAttribute('src');
            this.audio.load();
            this.mixer?.context.close();
        }
    }

    // --- the page -----------------------------------------------------------------------------

    function begin(article) {
        const section = article.querySelector('.players');
        if (!section || section.dataset.begun) return;
        section.dataset.begun = '1';
        const players = [...section.querySelectorAll('.player')].map((root) => new Player(root, section, article));
        for (const p of players) p.others = players;
        const current = () => players.find((p) => p.audio && !p.audio.paused) ?? players.find((p) => p.audio);
        article.addEventListener('parley:seek', (event) => current()?.seek(event.detail.ms / 1000, true));
        document.addEventListener('parley:detail-gone', function gone(event) {
            const which = event.detail ?? article;
            if (which !== article && article.isConnected) return;
            document.removeEventListener('parley:detail-gone', gone);
            for (const p of players) p.leave();
        });
    }

    document.addEventListener('parley:detail', (event) => begin(event.detail));
    document.addEventListener('DOMContentLoaded', () => {
        const page = document.querySelector('.history.play');
        if (page) begin(page);
    });
})();
