#include "store/conversation.h"

#define FIND(table)                                                                                \
    "SELECT i.id, i.created_at, i.closed_at, i.channel, i.status, i.queue_id, i.agent_id, "        \
    "i.crm_contact_id, i.did_id, i.disposition_id, c.name, i.phone_number, i.phone_e164, "         \
    "i.duration_s, i.acw_s FROM {facts}." table " i FORCE INDEX (uq_id) "                          \
    "LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id "   \
    "WHERE {scope:i} AND i.id = :id"

#define OF_ONE(table, child, columns, more, order)                                                 \
    "SELECT " columns " FROM {facts}." table " i FORCE INDEX (uq_id) JOIN {facts}." child          \
    " m ON m.tenant_id = i.tenant_id AND m.interaction_id = i.id "                                 \
    "WHERE {scope:i} AND i.id = :id " more "ORDER BY " order " LIMIT :want"

#define MESSAGES(table)                                                                            \
    OF_ONE(table, "messages",                                                                      \
           "m.message_no, m.role, m.agent_id, m.offset_ms, m.sent_at, LEFT(m.body, :chars), "      \
           "CHAR_LENGTH(m.body) > :chars, m.sentiment, m.media_path, m.media_type, "               \
           "m.media_name, m.media_bytes",                                                          \
           "AND m.message_no > :after ", "m.message_no")
#define CALLS(table)                                                                               \
    OF_ONE(table, "function_calls",                                                                \
           "m.call_no, m.after_message_no, m.offset_ms, m.name, LEFT(m.parameters, :chars), "      \
           "LEFT(m.result, :chars), CHAR_LENGTH(m.parameters), CHAR_LENGTH(m.result), m.status",   \
           "AND m.call_no > :after ", "m.call_no")
#define RECORDINGS(table)                                                                          \
    OF_ONE(table, "recordings",                                                                    \
           "m.recording_no, m.duration_ms, m.store = 'disk', m.path, m.voices", "",                \
           "m.recording_no")

#define BOTH(name_, shape, cols_)                                                                  \
    {                                                                                              \
        {.name = name_, .sql = shape("closed_interactions"), .cols = cols_},                       \
            {.name = name_ "_active", .sql = shape("active_interactions"), .cols = cols_},         \
    }

static const struct db_stmt find[2] = BOTH("conversation_find", FIND, "ittssiiiiisssii");
static const struct db_stmt messages[2] = BOTH("conversation_messages", MESSAGES, "isiitsissssi");
static const struct db_stmt calls[2] = BOTH("conversation_calls", CALLS, "iiisssiis");
static const struct db_stmt recordings[2] = BOTH("conversation_recordings", RECORDINGS, "iiisi");

const struct db_stmt *const conversation_statements[] = {
    &find[0],  &find[1],       &messages[0],   &messages[1], &calls[0],
    &calls[1], &recordings[0], &recordings[1], NULL,
};

static struct interaction read_row(const struct db_rows *r, bool running)
{
    return (struct interaction){
        .id = db_int(r, 0, 0, 0),
        .running = running,
        .created_at = db_int(r, 0, 1, 0),
        .closed_at = db_int(r, 0, 2, 0),
        .channel = db_text(r, 0, 3, ""),
        .status = db_text(r, 0, 4, ""),
        .queue_id = db_int(r, 0, 5, 0),
        .agent_id = db_int(r, 0, 6, 0),
        .contact_id = db_int(r, 0, 7, 0),
        .did_id = db_int(r, 0, 8, 0),
        .disposition_id = db_int(r, 0, 9, 0),
        .contact_name = db_text(r, 0, 10, NULL),
        .phone_number = db_text(r, 0, 11, NULL),
        .phone_e164 = db_text(r, 0, 12, NULL),
        .duration_s = db_int(r, 0, 13, -1),
        .acw_s = db_int(r, 0, 14, -1),
    };
}

enum err conversation_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           struct interaction *out)
{
    for (int running = 0; running < 2; running++) {
        struct db_rows r;
        enum err e = db_query(db, a, scope, &find[running], DB_ARGS(DB_INT("id", id)), &r);
        if (e)
            return e;
        if (r.n) {
            *out = read_row(&r, running);
            return OK;
        }
    }
    return err_set(ERR_NOT_FOUND, "no such interaction");
}

/* --- messages and calls ----------------------------------------------------------------------- */

const struct reading conversation_page = {
    .after = -1, .items = CONVERSATION_MAX, .chars = 16000, .bytes = 2 << 20};
const struct reading conversation_page_calls = {
    .after = -1, .items = CALLS_MAX, .chars = 65536, .bytes = 1 << 20};
const struct reading conversation_all = {
    .after = -1, .items = 100000, .chars = 1 << 24, .bytes = 32 << 20};

/* What was read so far. */
struct progress {
    const struct reading *reading;
    struct arena *arena;
    size_t n, cap, bytes;
    void *list;
    void *out; /* struct messages or function_calls */
};

static bool enough(const struct progress *p)
{
    return p->n == p->reading->items || p->bytes >= p->reading->bytes;
}

/* Room for one more. */
static void *grow(struct progress *p, size_t size)
{
    if (p->n == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 64;
        void *bigger = arena_array(p->arena, cap, size);
        if (p->n)
            memcpy(bigger, p->list, p->n * size);
        p->list = bigger;
        p->cap = cap;
    }
    return (char *)p->list + p->n++ * size;
}

static int64_t number(const struct db_cell *c, int64_t when_null)
{
    return c->null ? when_null : c->i;
}

static const char *text(const struct db_cell *c, const char *when_null)
{
    return c->null ? when_null : c->s;
}

static struct message read_message(const struct db_cell *c)
{
    return (struct message){
        .no = c[0].i,
        .role = text(&c[1], ""),
        .agent_id = number(&c[2], 0),
        .offset_ms = number(&c[3], -1),
        .sent_at = number(&c[4], 0),
        .body = text(&c[5], ""),
        .cut = number(&c[6], 0),
        .sentiment = text(&c[7], NULL),
        .media_path = text(&c[8], NULL),
        .media_type = text(&c[9], NULL),
        .media_name = text(&c[10], NULL),
        .media_bytes = number(&c[11], -1),
    };
}

/* An error ends the reading: the one after the last that is wanted only says that it is there. */
static enum err add_message(void *data, const struct db_cell *cells)
{
    struct progress *p = data;
    struct messages *out = p->out;
    if (enough(p)) {
        out->more = true;
        out->next = read_message(cells);
        return ERR_TOO_LARGE;
    }
    struct message *m = grow(p, sizeof *m);
    *m = read_message(cells);
    p->bytes += strlen(m->body);
    return OK;
}

static enum err read_all(struct db *db, const struct scope *scope, const struct interaction *i,
                         const struct db_stmt *both, struct progress *p,
                         enum err (*row)(void *, const struct db_cell *))
{
    const struct reading *r = p->reading;
    enum err e = db_each(db, p->arena, scope, &both[i->running],
                         DB_ARGS(DB_INT("id", i->id), DB_INT("after", r->after),
                                 DB_INT("chars", r->chars), DB_INT("want", r->items + 1)),
                         row, p);
    return e == ERR_TOO_LARGE ? OK : e;
}

enum err conversation_messages(struct db *db, struct arena *a, const struct scope *scope,
                               const struct interaction *i, const struct reading *reading,
                               struct messages *out)
{
    *out = (struct messages){0};
    struct progress p = {.reading = reading, .arena = a, .out = out};
    enum err e = read_all(db, scope, i, messages, &p, add_message);
    out->list = p.list;
    out->n = p.n;
    return e;
}

static enum err add_call(void *data, const struct db_cell *c)
{
    struct progress *p = data;
    struct function_calls *out = p->out;
    if (enough(p)) {
        out->more = true;
        return ERR_TOO_LARGE;
    }
    struct function_call *f = grow(p, sizeof *f);
    *f = (struct function_call){
        .no = c[0].i,
        .after_message_no = number(&c[1], -1),
        .offset_ms = number(&c[2], -1),
        .name = text(&c[3], ""),
        .parameters = text(&c[4], NULL),
        .result = text(&c[5], NULL),
        .parameters_chars = number(&c[6], 0),
        .result_chars = number(&c[7], 0),
        .status = text(&c[8], NULL),
    };
    p->bytes += (f->parameters ? strlen(f->parameters) : 0) + (f->result ? strlen(f->result) : 0);
    return OK;
}

enum err conversation_calls(struct db *db, struct arena *a, const struct scope *scope,
                            const struct interaction *i, const struct reading *reading,
                            struct function_calls *out)
{
    *out = (struct function_calls){0};
    struct progress p = {.reading = reading, .arena = a, .out = out};
    enum err e = read_all(db, scope, i, calls, &p, add_call);
    out->list = p.list;
    out->n = p.n;
    return e;
}

bool conversation_before(const struct function_call *call, const struct message *message)
{
    if (call->after_message_no >= 0)
        return message->no > call->after_message_no;
    return call->offset_ms >= 0 && message->offset_ms > call->offset_ms;
}

enum err conversation_recordings(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct interaction *i, struct recording **out, size_t *n)
{
    enum { RECORDINGS_MAX = 100 };
    struct db_rows r;
    enum err e = db_query(db, a, scope, &recordings[i->running],
                          DB_ARGS(DB_INT("id", i->id), DB_INT("want", RECORDINGS_MAX)), &r);
    if (e)
        return e;
    *n = r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t k = 0; k < *n; k++)
        (*out)[k] = (struct recording){.no = db_int(&r, k, 0, 0),
                                       .duration_ms = db_int(&r, k, 1, -1),
                                       .on_disk = db_int(&r, k, 2, 0),
                                       .path = db_text(&r, k, 3, ""),
                                       .voices = db_int(&r, k, 4, 0)};
    return OK;
}
