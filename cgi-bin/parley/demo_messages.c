#include "demo.h"

enum { LINE_SIZE = 400 };

static const double transcribed = .006; /* of the answered calls */

static const struct demo_text *texts_of(const struct demo_world *w,
                                        const struct demo_interaction *i)
{
    const struct demo_text *t = demo_texts;
    const char *queue = i->legs     ? w->tenant->queues[i->leg[0].queue].name
                        : i->parent ? DEMO_SENT_DURING_CALLS
                                    : NULL;
    while (t->queue && queue && strcmp(t->queue, queue) != 0)
        t++;
    return t->queue && queue ? t : NULL;
}

/* Chance of its own, so that the rest of the world does not depend on what is said in it. */
static struct random chance_of(const struct demo_world *w, const struct demo_interaction *i)
{
    struct random r;
    random_seed(&r, w->seed + (uint64_t)i->id * 2654435761u);
    return r;
}

static int answered_by(const struct demo_interaction *i)
{
    for (int l = 0; l < i->legs; l++)
        if (i->leg[l].answered)
            return i->leg[l].agent;
    return NONE;
}

bool demo_has_transcript(const struct demo_world *w, const struct demo_interaction *i)
{
    struct random r = chance_of(w, i);
    return i->channel == VOICE && i->closed && answered_by(i) != NONE && texts_of(w, i) &&
           random_chance(&r, transcribed);
}

static int count_lines(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += *text == '\n' && (text[1] == 'c' || text[1] == 'a' || !text[1]);
    return n;
}

/* Copies the line that begins at `text` with digits in it; returns where the next one begins. */
static const char *take_line(struct random *r, const char *text, char out[LINE_SIZE])
{
    size_t n = 0;
    for (text++; *text; text++) {
        bool end = *text == '\n' && (text[1] == 'c' || text[1] == 'a' || !text[1]);
        if (end)
            break;
        if (n + 1 < LINE_SIZE)
            out[n++] = *text == '#' ? (char)('1' + random_below(r, 9)) : *text;
    }
    out[n] = 0;
    return text + 1;
}

enum { TENANT, INTERACTION, NO, ROLE, AGENT, OFFSET, SENT, BODY };

static enum err write_one(struct demo_world *w, const struct demo_interaction *i, int no,
                          bool client, int agent, ms_t at, const char *body)
{
    struct bulk *b = w->messages;
    bool human = agent != NONE && !w->agents[agent].ai;
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_int(b, NO, no);
    const char *role = client ? "client" : human ? "agent" : agent == NONE ? "system" : "ai";
    bulk_text(b, ROLE, role);
    search_writer_add(w->search, no, role, body);
    if (!client && agent != NONE)
        bulk_int(b, AGENT, agent + 1);
    if (i->channel == VOICE)
        bulk_int(b, OFFSET, at - i->created);
    else
        bulk_time(b, SENT, at);
    bulk_text(b, BODY, body);
    return bulk_row(b);
}

/* Nobody answers: only those who began have said something. */
enum err demo_write_messages(struct demo_world *w, const struct demo_interaction *i)
{
    struct random r = chance_of(w, i);
    const struct demo_text *t = texts_of(w, i);
    if (!t || (i->channel == VOICE && !demo_has_transcript(w, i)))
        return OK;
    int scripts = 0, agent = answered_by(i), no = 0;
    while (scripts < DEMO_SCRIPTS && t->scripts[scripts])
        scripts++;
    random_unit(&r); /* drawn for the transcript */
    const char *text = t->scripts[random_below(&r, scripts)];
    char first = *text, line[LINE_SIZE];
    ms_t end = i->closed ? i->closed : w->now;
    int lines = count_lines(text);
    enum err e = OK;
    search_writer_begin(w->search, w->tenant_id, i->id, i->created);
    while (*text && !e) {
        char who = *text;
        if (agent == NONE && who != first)
            break;
        text = take_line(&r, text, line);
        e = write_one(w, i, no + 1, who == 'c', agent, i->created + (end - i->created) * no / lines,
                      line);
        no++;
    }
    return e ? e : search_writer_end(w->search);
}
