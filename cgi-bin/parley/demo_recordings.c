/* Recordings of some of the latest calls: most are spoken as their transcripts say, some have what
 * can be wrong with a recording. */
#include "core/buf.h"
#include "demo.h"

enum { PAUSES = 40, VOICES = 41, SPOKEN = 9, SPOKEN_OF_OTHERS = 5 };

/* --- sound --- */

/* A recording while it is made: client left, agent right. */
struct tape {
    int16_t *samples; /* both sides in turn */
    size_t n, cap;    /* of one side */
};

static void reserve(struct tape *t, size_t n)
{
    if (t->n + n > t->cap) {
        t->cap = (t->n + n) * 2;
        t->samples = realloc(t->samples, t->cap * 2 * sizeof *t->samples);
        if (!t->samples)
            abort();
    }
    memset(t->samples + t->n * 2, 0, n * 2 * sizeof *t->samples);
}

static void add_clip(struct tape *t, const struct demo_clip *c, bool client)
{
    reserve(t, c->n);
    for (size_t k = 0; k < c->n; k++)
        t->samples[(t->n + k) * 2 + !client] = c->samples[k];
    t->n += c->n;
}

static void add_pause(struct tape *t, ms_t ms)
{
    size_t n = (size_t)ms * DEMO_RATE / 1000;
    reserve(t, n);
    t->n += n;
}

static ms_t tape_ms(const struct tape *t)
{
    return (ms_t)(t->n * 1000 / DEMO_RATE);
}

static void little(struct buf *b, unsigned n, int bytes)
{
    for (; bytes; bytes--, n >>= 8)
        buf_putc(b, (char)n);
}

static void wav_header(struct buf *b, unsigned channels, unsigned bytes_each, size_t frames)
{
    unsigned size = (unsigned)frames * channels * bytes_each;
    buf_puts(b, "RIFF");
    little(b, 36 + size, 4);
    buf_puts(b, "WAVEfmt ");
    little(b, 16, 4);
    little(b, 1, 2);
    little(b, channels, 2);
    little(b, DEMO_RATE, 4);
    little(b, DEMO_RATE * channels * bytes_each, 4);
    little(b, channels * bytes_each, 2);
    little(b, bytes_each * 8, 2);
    buf_puts(b, "data");
    little(b, size, 4);
}

static void as_wav(struct buf *b, const struct tape *t)
{
    wav_header(b, 2, 2, t->n);
    buf_add(b, (const char *)t->samples, t->n * 4);
}

/* Both sides in one, with a byte for each sample: a long one stays small. */
static void as_small_wav(struct buf *b, const struct tape *t)
{
    wav_header(b, 1, 1, t->n);
    for (size_t k = 0; k < t->n; k++)
        buf_putc(b, (char)(128 + (t->samples[k * 2] + t->samples[k * 2 + 1]) / 256));
}

/* --- speaking a conversation --- */

static const char *voice(struct demo_world *w, const struct demo_interaction *i, bool client)
{
    static const char *const kinds[] = {"f1", "m3", "f2", "m1", "f4", "m7", "f5", "m5"};
    const char *language = i->talk->script->language;
    uint64_t which = client ? i->seed : (uint64_t)(demo_answered_by(i) + 1) * 3 + 1;
    if (!language)
        language = strcmp(w->tenant->locale, "en-US") == 0 ? "en-us" : "en-gb";
    return arena_printf(w->days, "%s+%s", language,
                        kinds[(which + (client ? 0 : i->seed + 1)) % 8]);
}

/* What is said again and again is spoken once: digits, and lines by the address of their text. */
enum { LINES_KEPT = 8 };
struct words {
    struct demo_clip digit[10], line[LINES_KEPT];
    bool known[10];
    const char *text[LINES_KEPT];
};

static bool speak_words(struct demo_world *w, struct tape *t, const char *voice_name,
                        struct words *words, const char *text, bool client)
{
    for (; *text; text++) {
        int n = *text - '0';
        struct demo_clip c;
        if (n < 0 || n > 9)
            continue;
        if (!words->known[n])
            words->known[n] = demo_speak(w, voice_name, (char[]){*text, 0}, &words->digit[n]);
        if (!words->known[n])
            return false;
        c = words->digit[n];
        add_clip(t, &c, client);
        add_pause(t, text[1] == ' ' && text[2] == ' ' ? 450 : 60);
    }
    return true;
}

static bool speak_line(struct demo_world *w, struct tape *t, const struct demo_interaction *i,
                       struct words words[2], const struct demo_said *s)
{
    bool client = s->who == 'c';
    struct demo_clip c;
    const char *name = voice(w, i, client);
    if (i->special == DEMO_LONG && s->text[0] >= '0' && s->text[0] <= '9')
        return speak_words(w, t, name, &words[client], s->text, client);
    size_t k = 0;
    while (k < LINES_KEPT && words[client].text[k] && words[client].text[k] != s->text)
        k++;
    bool known = k < LINES_KEPT && words[client].text[k];
    if (known)
        c = words[client].line[k];
    else if (!demo_speak(w, name, s->text, &c))
        return false;
    if (k < LINES_KEPT) {
        words[client].text[k] = s->text;
        words[client].line[k] = c;
    }
    add_clip(t, &c, client);
    return true;
}

/* Speaks all lines; they are said when they are heard. */
static bool speak(struct demo_world *w, struct demo_interaction *i, struct tape *t)
{
    struct random r = demo_chance(i, PAUSES);
    struct words words[2] = {0};
    add_pause(t, 500);
    for (size_t k = 0; k < i->talk->n; k++) {
        struct demo_said *s = &i->talk->said[k];
        s->at = tape_ms(t);
        if (s->who == 'f')
            add_pause(t, random_between(&r, 500, 1600));
        else if (!speak_line(w, t, i, words, s))
            return false;
        add_pause(t, i->special == DEMO_LONG ? random_between(&r, 500, 2200)
                                             : random_between(&r, 250, 750));
    }
    return true;
}

static bool store(struct demo_world *w, struct demo_interaction *i, const char *end,
                  const char *type, const struct buf *content)
{
    struct demo_recording *rec = arena_alloc(w->days, sizeof *rec);
    *rec = (struct demo_recording){
        .path = demo_file_name(w, "", i->created, i->id, end),
        .type = type,
        .bytes = content ? (int64_t)content->len : 480044,
        .ms = i->leg[0].talk_s * 1000LL,
        .voices = 1,
    };
    if (content && !demo_file(w, rec->path, content->s, content->len))
        return false;
    i->recording = rec;
    return true;
}

/* The call takes as long as its recording. False: it would not be over yet, or cannot be spoken. */
static bool record(struct demo_world *w, struct demo_interaction *i)
{
    struct tape t = {0};
    struct buf wav = {0};
    struct demo_interaction before = *i;
    bool ok = speak(w, i, &t);
    i->leg[0].talk_s = (int)(tape_ms(&t) / 1000) + 1;
    demo_lay_out(i, INT64_MAX);
    ok = ok && i->closed <= w->now;
    if (ok) {
        (i->special == DEMO_LONG ? as_small_wav : as_wav)(&wav, &t);
        ok = store(w, i, ".wav", "audio/wav", &wav);
    }
    if (ok) {
        i->recording->ms = tape_ms(&t);
        i->recording->voices = i->special == DEMO_LONG ? 1 : 2;
        demo_cost(w, i);
    } else {
        *i = before;
        demo_time_talk(w, i, i->talk);
    }
    buf_free(&wav);
    free(t.samples);
    return ok;
}

/* --- what can be wrong --- */

static bool store_damaged(struct demo_world *w, struct demo_interaction *i)
{
    struct buf b = {0};
    buf_puts(&b, "RIFF\x24\x10\x0e");
    buf_add(&b, "\0WAVEfmt \0\0", 11);
    buf_puts(&b, "This was a recording once.");
    bool ok = store(w, i, ".wav", "audio/wav", &b);
    buf_free(&b);
    return ok;
}

/* GSM 06.10 as a PBX writes it, without a header: frames of 33 bytes that begin with 0xd. */
static bool store_gsm(struct demo_world *w, struct demo_interaction *i)
{
    struct buf b = {0};
    struct random r = demo_chance(i, PAUSES);
    for (int frame = 0; frame < i->leg[0].talk_s * 50; frame++) {
        buf_putc(&b, (char)(0xd0 | random_below(&r, 16)));
        for (int k = 1; k < 33; k++)
            buf_putc(&b, (char)random_below(&r, 256));
    }
    bool ok = store(w, i, ".gsm", "audio/x-gsm", &b);
    buf_free(&b);
    return ok;
}

static bool store_missing(struct demo_world *w, struct demo_interaction *i)
{
    return store(w, i, ".wav", "audio/wav", NULL);
}

/* --- which calls --- */

static bool can_be_recorded(const struct demo_interaction *i)
{
    const char *language = i->talk ? i->talk->script->language : NULL;
    if (!i->talk || i->channel != VOICE || !i->closed || i->legs != 1 || i->leg[0].hold_s > 0 ||
        i->recording || i->special)
        return false;
    for (size_t k = 0; k < i->talk->n; k++)
        if (i->talk->said[k].who == 's' || strcmp(i->talk->said[k].text, "send_debt_summary") == 0)
            return false;
    return !language || strcmp(language, "de") == 0 || strcmp(language, "es") == 0;
}

/* The supervisor of the demo has them, too. */
static bool supervised(const struct demo_world *w, const struct demo_interaction *i)
{
    const char *const *queues = w->tenant->users[1].queues;
    const char *own = w->tenant->queues[i->leg[0].queue].name;
    for (; *queues; queues++)
        if (strcmp(*queues, own) == 0)
            return true;
    return false;
}

/* The latest calls are spoken, not too many of them in queues that the supervisor does not see. */
static void record_latest(struct demo_world *w, struct demo_interaction **list, size_t n)
{
    size_t spoken = 0, others = 0;
    for (size_t k = n; k-- > 0 && spoken < SPOKEN;) {
        bool own = list[k]->legs && supervised(w, list[k]);
        if (!can_be_recorded(list[k]) || (!own && others == SPOKEN_OF_OTHERS) ||
            !record(w, list[k]))
            continue;
        spoken++;
        others += !own;
    }
}

/* Somewhat older ones have what can be wrong with a recording; if possible the supervisor's. */
static void spoil_some(struct demo_world *w, struct demo_interaction **list, size_t n)
{
    static bool (*const wrong[])(struct demo_world *, struct demo_interaction *) = {
        store_missing, store_damaged, store_gsm};
    size_t done = 0;
    for (int any = 0; any < 2; any++)
        for (size_t k = 0; k < n && done < sizeof wrong / sizeof *wrong; k++)
            if (can_be_recorded(list[k]) && (any || supervised(w, list[k])))
                done += wrong[done](w, list[k]);
}

void demo_record(struct demo_world *w, struct demo_interaction **list, size_t n)
{
    if (!demo_files_possible())
        return;
    for (size_t k = 0; k < n && w->can_speak; k++)
        if (list[k]->special == DEMO_LONG && list[k]->channel == VOICE)
            record(w, list[k]);
    spoil_some(w, list, n);
    if (w->can_speak)
        record_latest(w, list, n);
}
