#include "demo.h"

enum {
    TENANT,
    INTERACTION,
    NO,
    ROLE,
    AGENT,
    OFFSET,
    SENT,
    BODY,
    MOOD,
    TYPE,
    PATH,
    FILE_NAME,
    BYTES,
    STORE
};
enum { CALL_NO = NO, AFTER, CALL_OFFSET, NAME, PARAMETERS, RESULT, STATUS };

static const char *role(const struct demo_world *w, const struct demo_said *s)
{
    if (s->who == 'c')
        return "client";
    return s->agent == NONE ? "system" : w->agents[s->agent].ai ? "ai" : "agent";
}

static void put_medium(struct demo_world *w, struct bulk *b, const struct demo_interaction *i,
                       const struct demo_said *s, int no)
{
    struct demo_medium m;
    if (!s->media || !demo_media(w, i, s, no, &m))
        return;
    bulk_text(b, TYPE, m.type);
    bulk_text(b, PATH, m.path);
    bulk_text(b, FILE_NAME, s->media);
    bulk_int(b, BYTES, m.bytes);
    bulk_text(b, STORE, "disk");
}

static enum err write_message(struct demo_world *w, const struct demo_interaction *i,
                              const struct demo_said *s, int no)
{
    struct bulk *b = w->tables[DEMO_MESSAGES];
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_int(b, NO, no);
    bulk_text(b, ROLE, role(w, s));
    search_writer_add(w->search, no, role(w, s), s->text);
    if (s->who == 'a' && s->agent != NONE)
        bulk_int(b, AGENT, s->agent + 1);
    if (i->channel == VOICE)
        bulk_int(b, OFFSET, s->at);
    else
        bulk_time(b, SENT, s->at);
    bulk_text(b, BODY, s->text);
    if (s->who == 'c' && i->sentiment)
        bulk_text(b, MOOD, demo_sentiments[s->mood - '0']);
    put_medium(w, b, i, s, no);
    return bulk_row(b);
}

static enum err write_function(struct demo_world *w, const struct demo_interaction *i,
                               const struct demo_said *s, int no, int after)
{
    struct bulk *b = w->tables[DEMO_FUNCTIONS];
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_int(b, CALL_NO, no);
    bulk_int(b, AFTER, after);
    bulk_int(b, CALL_OFFSET, i->channel == VOICE ? s->at : s->at - i->created);
    bulk_text(b, NAME, s->text);
    bulk_text(b, PARAMETERS, s->params);
    bulk_text(b, RESULT, s->result);
    bulk_text(b, STATUS, s->mood == '+' ? "ok" : s->mood == '-' ? "error" : "pending");
    return bulk_row(b);
}

enum err demo_write_messages(struct demo_world *w, const struct demo_interaction *i)
{
    int messages = 0, functions = 0;
    enum err e = OK;
    if (!i->talk)
        return OK;
    search_writer_begin(w->search, w->tenant_id, i->id, i->created);
    for (size_t k = 0; k < i->talk->n && !e; k++) {
        const struct demo_said *s = &i->talk->said[k];
        e = s->who == 'f' ? write_function(w, i, s, ++functions, messages)
                          : write_message(w, i, s, ++messages);
    }
    return e ? e : search_writer_end(w->search);
}
