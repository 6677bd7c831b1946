#include "store/history.h"

/* --- figures --- */

#define SUMS(table, index, condition)                                                              \
    "SELECT i.channel, COUNT(*), MIN(i.created_at), MAX(i.created_at), "                           \
    "CAST(COALESCE(SUM(i.duration_s), 0) AS SIGNED), COUNT(i.duration_s) "                         \
    "FROM {facts}." table " i FORCE INDEX (" index ") WHERE {scope:i} AND " condition              \
    " GROUP BY i.channel"

#define LAST(table, index, condition)                                                              \
    "SELECT i.created_at, i.id, i.disposition_id FROM {facts}." table " i FORCE INDEX (" index     \
    ") WHERE {scope:i} AND " condition                                                             \
    " AND i.disposition_id IS NOT NULL ORDER BY i.created_at DESC, i.id DESC LIMIT 1"

/* Dives for the first so many of each. */
#define COUNTS(table, index, condition)                                                            \
    "SELECT k.id, COUNT(*) FROM ({each:ids}(SELECT CAST(:it AS SIGNED) AS id FROM {facts}." table  \
    " i FORCE INDEX (" index ") WHERE {scope:i} AND " condition                                    \
    " LIMIT :bound){/each}) k GROUP BY k.id"

/* E.164 has no leading zero that a number could lose. */
#define CONTACT(value) "i.crm_contact_id = " value
#define PHONE(value) "i.phone_e164 = CONCAT('+', " value ")"
#define AGENT(value) "i.agent_id = " value

/* Both tables, by kind. */
#define PAIR(name_, shape, index, condition, cols_)                                                \
    {                                                                                              \
        {.name = "history_" name_,                                                                 \
         .sql = shape("closed_interactions", index, condition),                                    \
         .cols = cols_},                                                                           \
            {.name = "history_active_" name_,                                                      \
             .sql = shape("active_interactions", index, condition),                                \
             .cols = cols_},                                                                       \
    }

static const struct db_stmt sums[HISTORY_KINDS][2] = {
    [HISTORY_CONTACT] = PAIR("sum_contact", SUMS, "ix_contact", CONTACT(":id"), "sittii"),
    [HISTORY_PHONE] = PAIR("sum_phone", SUMS, "ix_phone", PHONE(":id"), "sittii"),
    [HISTORY_AGENT] = PAIR("sum_agent", SUMS, "ix_agent_queue", AGENT(":id"), "sittii"),
};
static const struct db_stmt last[HISTORY_AGENT][2] = {
    [HISTORY_CONTACT] = PAIR("last_contact", LAST, "ix_contact", CONTACT(":id"), "tii"),
    [HISTORY_PHONE] = PAIR("last_phone", LAST, "ix_phone", PHONE(":id"), "tii"),
};
static const struct db_stmt counts[HISTORY_KINDS][2] = {
    [HISTORY_CONTACT] = PAIR("count_contacts", COUNTS, "ix_contact", CONTACT(":it"), "ii"),
    [HISTORY_PHONE] = PAIR("count_phones", COUNTS, "ix_phone", PHONE(":it"), "ii"),
    [HISTORY_AGENT] = PAIR("count_agents", COUNTS, "ix_agent_queue", AGENT(":it"), "ii"),
};

#define KIND(kind) ", COUNT(IF(l.transfer_kind = '" kind "', 1, NULL))"
static const struct db_stmt legs = {
    .name = "history_legs",
    .sql =
        "SELECT COUNT(*), COUNT(l.talk_s), CAST(COALESCE(SUM(l.talk_s + COALESCE(l.hold_s, 0) "
        "+ COALESCE(l.acw_s, 0)), 0) AS SIGNED)" KIND("blind") KIND("attended") KIND("queue")
            KIND("external") " FROM {facts}.legs l FORCE INDEX (ix_leg_agent) "
                             "WHERE {scope:l} AND l.agent_id = :id AND l.answered_at IS NOT NULL "
                             "AND l.interaction_id NOT IN (SELECT d.id "
                             "FROM {facts}.deleted_interactions d WHERE {tenant:d})",
    .cols = "iiiiiii",
};
const char *const history_transfer_kinds[HISTORY_TRANSFERS] = {"blind", "attended", "to a queue",
                                                               "external"};

/* --- a page's rows --- */

#define FIRST_MESSAGE(condition)                                                                   \
    "(SELECT LEFT(m.body, 1000) FROM {facts}.messages m WHERE m.tenant_id = i.tenant_id "          \
    "AND m.interaction_id = i.id" condition " ORDER BY m.message_no LIMIT 1)"

#define EXTRAS(table)                                                                              \
    "SELECT i.id, i.has_recording, i.has_transcript, [messages|IF(i.channel = 'voice', NULL, "     \
    "COALESCE(" FIRST_MESSAGE(" AND m.role = 'client'") ", " FIRST_MESSAGE(                        \
        "") "))|NULL] FROM {facts}." table                                                         \
            " i FORCE INDEX (uq_id) WHERE {scope:i} AND i.id IN (:ids[])"

static const struct db_stmt extras[2] = {
    {.name = "history_extras", .sql = EXTRAS("closed_interactions"), .cols = "iiis"},
    {.name = "history_active_extras", .sql = EXTRAS("active_interactions"), .cols = "iiis"},
};

static const struct db_stmt contact = {
    .name = "history_contact",
    .sql = "SELECT c.name, c.phone_e164, c.email FROM {facts}.crm_contacts c "
           "WHERE {tenant:c} AND c.id = :id",
    .cols = "sss",
};

#define BOTH(list, kind) &list[kind][0], &list[kind][1]

const struct db_stmt *const history_statements[] = {
    BOTH(sums, HISTORY_CONTACT),
    BOTH(sums, HISTORY_PHONE),
    BOTH(sums, HISTORY_AGENT),
    BOTH(last, HISTORY_CONTACT),
    BOTH(last, HISTORY_PHONE),
    BOTH(counts, HISTORY_CONTACT),
    BOTH(counts, HISTORY_PHONE),
    BOTH(counts, HISTORY_AGENT),
    &legs,
    &extras[0],
    &extras[1],
    &contact,
    NULL,
};

/* --- */

void history_filter(struct arena *a, struct history_who who, struct list_filter *f)
{
    if (who.of == HISTORY_CONTACT)
        f->by[BY_CONTACT] = id_filter_one(a, who.id);
    else if (who.of == HISTORY_PHONE)
        f->phone_e164 = arena_printf(a, "+%lld", (long long)who.id);
    else
        f->by[BY_AGENT] = id_filter_one(a, who.id);
}

enum err history_contact(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                         struct history_contact *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &contact, DB_ARGS(DB_INT("id", id)), &r);
    *out = (struct history_contact){0};
    if (!e && r.n)
        *out = (struct history_contact){db_text(&r, 0, 0, NULL), db_text(&r, 0, 1, NULL),
                                        db_text(&r, 0, 2, NULL)};
    return e;
}

static void take_extra(const struct db_rows *r, size_t row, const struct interaction_rows *page,
                       struct history_extra *out)
{
    for (size_t i = 0; i < page->n; i++)
        if (page->rows[i].id == db_int(r, row, 0, 0))
            out[i] = (struct history_extra){.recording = db_int(r, row, 1, 0),
                                            .transcript = db_int(r, row, 2, 0),
                                            .message = db_text(r, row, 3, NULL)};
}

static enum err read_extras(struct db *db, struct arena *a, const struct scope *scope,
                            const struct interaction_rows *page, bool running, bool messages,
                            struct history_extra *out)
{
    struct db_rows r;
    int64_t *ids = arena_array(a, page->n + 1, sizeof *ids);
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++)
        if (page->rows[i].running == running)
            ids[n++] = page->rows[i].id;
    if (!n)
        return OK;
    struct db_arg args[] = {DB_LIST("ids", ids, n), DB_ON("messages"), {0}};
    if (!messages)
        args[1] = (struct db_arg){0};
    enum err e = db_query(db, a, scope, &extras[running], args, &r);
    for (size_t i = 0; i < r.n && !e; i++)
        take_extra(&r, i, page, out);
    return e;
}

enum err history_extras(struct db *db, struct arena *a, const struct scope *scope,
                        const struct interaction_rows *rows, bool messages,
                        struct history_extra *out)
{
    enum err e = read_extras(db, a, scope, rows, false, messages, out);
    return e ? e : read_extras(db, a, scope, rows, true, messages, out);
}

/* A figure that takes too long is said to be late; the others are shown. */
static enum err or_late(enum err e, bool *late)
{
    if (e != ERR_DB_TIMEOUT)
        return e;
    err_clear();
    *late = true;
    return OK;
}

static int channel_index(const char *name)
{
    static const char *const names[HISTORY_CHANNELS] = {"voice", "chat", "sms", "whatsapp",
                                                        "email"};
    int i = 0;
    while (i < HISTORY_CHANNELS - 1 && strcmp(names[i], name) != 0)
        i++;
    return i;
}

static void add_sums(const struct db_rows *r, struct history_sums *out)
{
    for (size_t i = 0; i < r->n; i++) {
        int64_t n = db_int(r, i, 1, 0), first = db_int(r, i, 2, 0), newest = db_int(r, i, 3, 0);
        out->by_channel[channel_index(db_text(r, i, 0, ""))] += n;
        out->first_at = out->n && out->first_at < first ? out->first_at : first;
        out->last_at = newest > out->last_at ? newest : out->last_at;
        out->n += n;
        out->duration_s += db_int(r, i, 4, 0);
        out->durations += db_int(r, i, 5, 0);
    }
}

enum err history_sum(struct db *db, struct arena *a, const struct scope *scope,
                     struct history_who who, struct history_sums *out)
{
    enum err e = OK;
    *out = (struct history_sums){0};
    for (int t = 0; t < 2 && !e; t++) {
        struct db_rows r;
        e = db_query(db, a, scope, &sums[who.of][t], DB_ARGS(DB_INT("id", who.id)), &r);
        if (!e)
            add_sums(&r, out);
    }
    return or_late(e, &out->late);
}

enum err history_last_disposition(struct db *db, struct arena *a, const struct scope *scope,
                                  struct history_who who, struct history_disposition *out)
{
    enum err e = OK;
    int64_t at = -1, id = 0;
    *out = (struct history_disposition){0};
    for (int t = 0; t < 2 && !e && who.of != HISTORY_AGENT; t++) {
        struct db_rows r;
        e = db_query(db, a, scope, &last[who.of][t], DB_ARGS(DB_INT("id", who.id)), &r);
        if (e || !r.n)
            continue;
        int64_t this_at = db_int(&r, 0, 0, 0), this_id = db_int(&r, 0, 1, 0);
        if (this_at < at || (this_at == at && this_id < id))
            continue;
        at = this_at;
        id = this_id;
        out->id = db_int(&r, 0, 2, 0);
    }
    return or_late(e, &out->late);
}

enum err history_sum_legs(struct db *db, struct arena *a, const struct scope *scope, int64_t agent,
                          struct history_legs *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &legs, DB_ARGS(DB_INT("id", agent)), &r);
    *out = (struct history_legs){0};
    if (e)
        return or_late(e, &out->late);
    out->handled = db_int(&r, 0, 0, 0);
    out->timed = db_int(&r, 0, 1, 0);
    out->handle_s = db_int(&r, 0, 2, 0);
    for (int k = 0; k < HISTORY_TRANSFERS; k++)
        out->transfers += out->by_kind[k] = db_int(&r, 0, 3 + (size_t)k, 0);
    return OK;
}

enum err history_counts(struct db *db, struct arena *a, const struct scope *scope,
                        enum history_of of, const int64_t *ids, size_t n, int64_t *out)
{
    /* Padded to a power of two by an id that is nobody's: few distinct texts, prepared once. */
    int64_t padded[2 * HISTORY_COUNTED] = {0};
    size_t size = 1;
    enum err e = OK;
    if (n > HISTORY_COUNTED)
        abort();
    memset(out, 0, n * sizeof *out);
    memcpy(padded, ids, n * sizeof *ids);
    while (size < n)
        size *= 2;
    for (int t = 0; t < 2 && !e && n; t++) {
        struct db_rows r;
        e = db_query(db, a, scope, &counts[of][t],
                     DB_ARGS(DB_LIST("ids", padded, size), DB_INT("bound", HISTORY_COUNT_BOUND)),
                     &r);
        for (size_t row = 0; row < r.n && !e; row++)
            for (size_t i = 0; i < n; i++)
                if (ids[i] == db_int(&r, row, 0, 0))
                    out[i] += db_int(&r, row, 1, 0);
    }
    for (size_t i = 0; i < n; i++)
        out[i] = out[i] > HISTORY_COUNT_BOUND ? HISTORY_COUNT_BOUND : out[i];
    return e;
}
