/* What both tenants of the demo have in common. */
#include "demo.h"

const char *const demo_channels[CHANNELS] = {"voice", "chat", "sms", "whatsapp", "email"};
const char *const demo_sentiments[] = {"extremely_negative", "negative", "neutral", "positive",
                                       "extremely_positive"};

const int demo_hours[CURVES][24] = {
    [OFFICE] = {1,  1,  1,  1,  1,  2,  8,  30, 62, 88, 100, 96,
                74, 70, 82, 98, 94, 72, 42, 20, 9,  5,  3,   2},
    [ROUND_THE_CLOCK] = {14, 11, 9,  8,  9,  14, 30, 55, 74, 90, 100, 94,
                         76, 74, 84, 98, 92, 84, 72, 60, 46, 34, 26,  18},
    [EVENING] = {6,  3,  2,  2,  2,  4,  12, 30, 54, 78, 94, 90,
                 80, 76, 80, 92, 90, 84, 76, 70, 60, 46, 28, 12},
    [MAILBOX] = {8,  5,  4,  3,  4,  8,  20, 42, 72, 94, 100, 90,
                 72, 70, 82, 88, 80, 62, 48, 42, 38, 32, 22,  14},
    [DIALER] = {0,  0,  0,  0,   0,  0,  0,  0,  30, 78, 100, 94,
                58, 70, 88, 100, 92, 82, 76, 50, 6,  0,  0,   0},
};
const int demo_weekdays[CURVES][7] = {
    [OFFICE] = {6, 118, 106, 100, 97, 88, 26},
    [ROUND_THE_CLOCK] = {52, 106, 100, 100, 100, 100, 64},
    [EVENING] = {40, 112, 104, 100, 98, 92, 52},
    [MAILBOX] = {30, 122, 106, 100, 95, 85, 38},
    [DIALER] = {0, 105, 104, 102, 100, 92, 30},
};

const struct demo_tenant *const demo_tenants[DEMO_TENANTS] = {&demo_north, &demo_south};

int demo_queue_index(const struct demo_tenant *t, const char *name)
{
    for (int q = 0; t->queues[q].name; q++)
        if (strcmp(t->queues[q].name, name) == 0)
            return q;
    fprintf(stderr, "no queue '%s' in the demo\n", name);
    abort();
}

int demo_letter(struct random *r, const char *letters)
{
    size_t n = letters ? strlen(letters) : 0;
    return n ? letters[random_below(r, (int64_t)n)] - 'a' : NONE;
}

struct random demo_chance(const struct demo_interaction *i, uint64_t purpose)
{
    struct random r;
    random_seed(&r, i->seed ^ purpose * 0x9e3779b97f4a7c15u);
    return r;
}

bool demo_new(const struct demo_world *w, const struct demo_interaction *i, int days)
{
    return i->created > w->now - days * DEMO_DAY_MS;
}

bool demo_has_ai(const struct demo_world *w, const struct demo_interaction *i)
{
    for (int l = 0; l < i->legs; l++)
        if (i->leg[l].answered && w->agents[i->leg[l].agent].ai)
            return true;
    return false;
}

int demo_answered_by(const struct demo_interaction *i)
{
    for (int l = 0; l < i->legs; l++)
        if (i->leg[l].answered)
            return i->leg[l].agent;
    return i->parent ? demo_answered_by(i->parent) : NONE;
}
