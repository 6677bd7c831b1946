#include "core/buf.h"
#include "demo.h"

enum {
    NAME,
    FIRST,
    LAST,
    REF,
    AMOUNT,
    AMOUNT_N,
    REST,
    REST_N,
    SMALL,
    SMALL_N,
    TINY,
    TINY_N,
    DATE,
    DATE_N,
    PAST,
    PAST_N,
    TIME,
    DAYTIME,
    TWO,
    FOUR,
    ZIP,
    METER,
    READING,
    READING_N,
    STREET,
    PHONE,
    MAIL,
    TICKET,
    NUMBER,
    CODE,
    URL,
    VIA,
    SLOTS
};
_Static_assert((int)SLOTS <= (int)DEMO_SLOTS, "room for all");

static const char *const names[SLOTS] = {
    [NAME] = "name",     [FIRST] = "first",       [LAST] = "last",       [REF] = "ref",
    [AMOUNT] = "amount", [AMOUNT_N] = "amount.n", [REST] = "amount2",    [REST_N] = "amount2.n",
    [SMALL] = "small",   [SMALL_N] = "small.n",   [TINY] = "tiny",       [TINY_N] = "tiny.n",
    [DATE] = "date",     [DATE_N] = "date.n",     [PAST] = "past",       [PAST_N] = "past.n",
    [TIME] = "time",     [DAYTIME] = "daytime",   [TWO] = "two",         [FOUR] = "four",
    [ZIP] = "zip",       [METER] = "meter",       [READING] = "reading", [READING_N] = "reading.n",
    [STREET] = "street", [PHONE] = "phone",       [MAIL] = "email",      [TICKET] = "ticket",
    [NUMBER] = "number", [CODE] = "code",         [URL] = "url",         [VIA] = "via",
};

/* What is being filled in. */
struct casting {
    struct demo_world *w;
    const struct demo_interaction *i;
    const char *language;
    struct random r;
    const char **slots;
};

static bool is(const struct casting *c, const char *language)
{
    return strcmp(c->language, language) == 0;
}

#define FORMAT(...) arena_printf(c->w->days, __VA_ARGS__)

/* 1,234.50 or 1.234,50 */
static const char *grouped(struct casting *c, int64_t whole, int cents)
{
    char group = is(c, "de") ? '.' : ',', point = is(c, "de") ? ',' : '.';
    const char *head = whole < 1000 ? FORMAT("%lld", (long long)whole)
                                    : FORMAT("%lld%c%03lld", (long long)(whole / 1000), group,
                                             (long long)(whole % 1000));
    return cents < 0 ? head : FORMAT("%s%c%02d", head, point, cents);
}

static void money(struct casting *c, int slot, int64_t cents)
{
    const char *number = grouped(c, cents / 100, (int)(cents % 100));
    const char *sign = strcmp(c->w->tenant->currency, "EUR") == 0 ? "€" : "$";
    c->slots[slot] = is(c, "de") ? FORMAT("%s %s", number, sign) : FORMAT("%s%s", sign, number);
    c->slots[slot + 1] = FORMAT("%lld.%02lld", (long long)(cents / 100), (long long)(cents % 100));
}

static void amounts(struct casting *c)
{
    const struct demo_contact *who = c->i->contact == NONE ? NULL : &c->w->contacts[c->i->contact];
    int64_t owed = who && who->owed_cents ? who->owed_cents
                                          : (int64_t)random_lognormal(&c->r, 24000, .7) + 4000;
    money(c, AMOUNT, owed);
    money(c, SMALL, owed / 3);
    money(c, REST, owed - owed / 3);
    money(c, TINY, owed / 1200 * 100 + 900);
}

static const char *date_text(struct casting *c, struct date d)
{
    static const char *const months[][12] = {
        {"January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"},
        {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
         "Oktober", "November", "Dezember"},
        {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
         "octubre", "noviembre", "diciembre"},
        {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
         "نوفمبر", "ديسمبر"},
    };
    int m = d.month - 1;
    if (is(c, "ja"))
        return FORMAT("%d月%d日", d.month, d.day);
    if (is(c, "de"))
        return FORMAT("%d. %s", d.day, months[1][m]);
    if (is(c, "es"))
        return FORMAT("%d de %s", d.day, months[2][m]);
    if (is(c, "ar"))
        return FORMAT("%d %s", d.day, months[3][m]);
    return strcmp(c->w->tenant->locale, "en-US") == 0 ? FORMAT("%s %d", months[0][m], d.day)
                                                      : FORMAT("%d %s", d.day, months[0][m]);
}

/* On a weekday, so many days away. */
static void day(struct casting *c, int slot, int64_t days)
{
    int64_t at = date_days(zone_civil(c->w->tenant->zone, c->i->created).date) + days;
    int weekday = (int)((at + 4) % 7);
    at += weekday == 0 ? 1 : weekday == 6 ? -1 : 0;
    struct date d = date_from_days(at);
    c->slots[slot] = date_text(c, d);
    c->slots[slot + 1] = FORMAT("%04d-%02d-%02d", d.year, d.month, d.day);
}

static void hours(struct casting *c)
{
    int now = zone_civil(c->w->tenant->zone, c->i->created).hour;
    int hour = 9 + (int)random_below(&c->r, 9), half = 30 * (int)random_below(&c->r, 2);
    bool twelve = strcmp(c->w->tenant->locale, "en-US") == 0 && is(c, "en");
    c->slots[TIME] = twelve
                         ? FORMAT("%d:%02d %s", (hour + 11) % 12 + 1, half, hour < 12 ? "am" : "pm")
                         : FORMAT("%d:%02d", hour, half);
    c->slots[DAYTIME] = now < 12 ? "morning" : now < 18 ? "afternoon" : "evening";
}

/* Companies and strangers have somebody who speaks for them. */
static void person(struct casting *c)
{
    const struct demo_contact *who = c->i->contact == NONE ? NULL : &c->w->contacts[c->i->contact];
    double culture[DEMO_CULTURES] = {0};
    char name[DEMO_NAME_SIZE];
    static const char *const spoken[] = {"de", "es", "ar", "ja", "en"};
    static const int of[] = {0, 2, 6, 10, 1};
    for (int k = 0; k < 5; k++)
        culture[of[k]] = is(c, spoken[k]);
    demo_name(&c->r, culture, name, NULL);
    const char *full = who && who->name ? who->name : arena_dup(c->w->days, name);
    const char *blank = strchr(full, ' ');
    c->slots[NAME] = full;
    c->slots[FIRST] = blank ? arena_dupn(c->w->days, full, (size_t)(blank - full)) : full;
    c->slots[LAST] = blank ? blank + 1 : full;
    c->slots[PHONE] = c->i->contact != NONE    ? who->phone
                      : c->i->stranger != NONE ? c->w->contacts[c->i->stranger].phone
                                               : FORMAT("%s", c->w->contacts[0].phone);
    c->slots[MAIL] = who && who->email ? who->email : "the address that we have";
}

static void references(struct casting *c)
{
    struct random *r = &c->r;
    const struct demo_tenant *t = c->w->tenant;
    int contact = c->i->contact == NONE ? (int)random_below(r, DEMO_CONTACTS) : c->i->contact;
    c->slots[REF] =
        t->account ? demo_reference(c->w, contact) : FORMAT("44%08d", 10000000 + contact * 617);
    c->slots[URL] = FORMAT("https://pay.%s.example/%s", t->slug, c->slots[REF]);
    c->slots[METER] = FORMAT("7%07d", 1000000 + contact * 431);
    c->slots[TICKET] = FORMAT("T-%d", (int)random_between(r, 210000, 989999));
    c->slots[NUMBER] = FORMAT("%d", (int)random_between(r, 10000, 99999));
    c->slots[CODE] =
        FORMAT("%c%d", 'A' + (int)random_below(r, 26), (int)random_between(r, 1000, 9999));
    c->slots[FOUR] = FORMAT("%04d", (int)random_between(r, 1000, 9999));
    c->slots[ZIP] = FORMAT("%05d", 10001 + contact * 5);
    c->slots[TWO] = FORMAT("%d", (int)random_between(r, 51, 99));
    c->slots[VIA] = demo_via(c->i) == EMAIL ? "e-mail" : "WhatsApp";
}

/* What a message during the call is sent over. */
enum demo_channel demo_via(const struct demo_interaction *i)
{
    return (i->parent ? i->parent->seed : i->seed) % 3 ? WHATSAPP : EMAIL;
}

const char *demo_reference(const struct demo_world *w, int contact)
{
    return arena_printf(w->days, "%s-%06d", w->tenant->account,
                        100000 + (int)((int64_t)contact * 7919 % 900000));
}

void demo_cast(struct demo_world *w, const struct demo_interaction *i, const char *language,
               struct demo_cast *out)
{
    static const char *const streets[] = {
        "Lindenallee", "Am Wiesengrund", "Kastanienweg", "Hafenstraße",    "Mühlenweg",
        "Sonnenallee", "Birkenring",     "Amselweg",     "Alte Gärtnerei", "Seestraße"};
    struct casting c = {.w = w,
                        .i = i,
                        .language = language ? language : "en",
                        .r = demo_chance(i->parent ? i->parent : i, 1),
                        .slots = out->slots};
    person(&c);
    amounts(&c);
    day(&c, DATE, random_between(&c.r, 3, 17));
    day(&c, PAST, -random_between(&c.r, 4, 40));
    hours(&c);
    references(&c);
    int reading = (int)random_between(&c.r, 11000, 89999);
    out->slots[READING] = grouped(&c, reading, -1);
    out->slots[READING_N] = arena_printf(w->days, "%d", reading);
    out->slots[STREET] = streets[random_below(&c.r, 10)];
}

/* The value of the slot whose name begins at `s` and is `n` long. */
static const char *value(const struct demo_cast *cast, const char *agent, const char *s, size_t n)
{
    if (n == 5 && strncmp(s, "agent", n) == 0)
        return agent ? agent : "South Collections";
    for (int k = 0; k < SLOTS; k++)
        if (strlen(names[k]) == n && strncmp(names[k], s, n) == 0)
            return cast->slots[k];
    fprintf(stderr, "no slot <%.*s> in the demo\n", (int)n, s);
    abort();
}

/* "Ava (AI)" introduces herself as Ava. */
static void add_agent(struct buf *b, const char *name)
{
    const char *end = strstr(name, " (AI");
    buf_add(b, name, end ? (size_t)(end - name) : strlen(name));
}

const char *demo_fill(struct demo_world *w, const struct demo_cast *cast, const char *agent,
                      struct random *r, const char *text, bool json)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    for (; *text; text++) {
        size_t n = *text == '<' ? strcspn(text + 1, ">") : 0;
        if (n) {
            add_agent(&b, value(cast, agent, text + 1, n));
            text += n + 1;
        } else if (*text == '#') {
            buf_putc(&b, (char)('1' + random_below(r, 9)));
        } else {
            buf_putc(&b, json && *text == '\'' ? '"' : *text);
        }
    }
    return arena_dupn(w->days, b.s ? b.s : "", b.len);
}
