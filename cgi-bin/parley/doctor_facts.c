/* The interactions as the doctor sees them. */
#include "doctor.h"

#include "db/prepared.h"

enum { SAMPLE = 20000 };

static bool is_view(struct doctor *d, const char *table)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*) FROM information_schema.views WHERE table_schema = '%s' "
             "AND table_name = '%s'",
             d->facts, table);
    char **row = doctor_ask(d, sql);
    return row && strcmp(row[0], "0") != 0;
}

/* --- columns -------------------------------------------------------------------------------- */

static void say_unfit(struct doctor *d, const struct facts_table *t, const struct facts_column *c,
                      const char *type)
{
    const char *wanted = c->type == 'i'   ? "a whole number"
                         : c->type == 't' ? "a DATETIME or TIMESTAMP, in UTC"
                                          : "a text";
    doctor_say(d, c->needed && t->needed ? WRONG : NOTE,
               "%s.%s is of type %s and cannot be read; it has to be %s. A view that converts it "
               "helps.",
               t->name, c->name, type, wanted);
}

static void check_column(struct doctor *d, const struct facts_table *t, size_t c, struct buf *gone)
{
    const char *source, *type;
    const struct facts_column *column = &t->columns[c];
    switch (shape_column(d->shape, t, (int)c, &source, &type)) {
    case SHAPE_HERE:
        return;
    case SHAPE_OTHER:
        if (source && !d->own)
            doctor_say(d, FINE, "%s.%s stands for %s%s", t->name, source, column->name,
                       strcmp(source, "phone_number") == 0
                           ? ": a number written in two ways counts as two clients"
                           : "");
        return;
    case SHAPE_UNFIT:
        say_unfit(d, t, column, type);
        return;
    case SHAPE_MISSING:
        if (t->needed && column->needed)
            doctor_say(d, WRONG, "%s has no column %s: without it no page can be shown", t->name,
                       column->name);
        else
            buf_printf(gone, "%s%s", gone->len ? ", " : "", column->name);
    }
}

static void check_table(struct doctor *d, const struct facts_table *t, struct buf *tables_gone)
{
    struct buf gone = {0};
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '%s' AND "
             "table_name = '%s'",
             d->facts, t->name);
    char **row = doctor_ask(d, sql);
    if (row && strcmp(row[0], "0") == 0) {
        if (t->needed)
            doctor_say(d, WRONG, "there is no table %s: without it no page can be shown", t->name);
        else
            buf_printf(tables_gone, "%s%s", tables_gone->len ? ", " : "", t->name);
        return;
    }
    for (size_t c = 0; c < t->n; c++)
        check_column(d, t, c, &gone);
    if (gone.len)
        doctor_say(d, d->own ? WRONG : NOTE, "%s has no %s", t->name, gone.s);
    buf_free(&gone);
}

/* In Parley's own schema everything is known to the program: a column that is not would be one that
 * facts.c forgot. */
static void check_unknown(struct doctor *d)
{
    char sql[256];
    MYSQL_RES *res;
    snprintf(sql, sizeof sql,
             "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN "
             "information_schema.tables t USING (table_schema, table_name) "
             "WHERE table_schema = '%s' AND table_type = 'BASE TABLE'",
             d->facts);
    if (mysql_query(d->m, sql) || !(res = mysql_store_result(d->m)))
        return;
    for (MYSQL_ROW row; (row = mysql_fetch_row(res));) {
        const struct facts_table *t = facts_table(row[0], strlen(row[0]));
        if (!t || facts_column(t, row[1]) < 0)
            doctor_say(d, NOTE, "this program does not know %s.%s", row[0], row[1]);
    }
    mysql_free_result(res);
}

/* --- indexes -------------------------------------------------------------------------------- */

/* Where there are several tenants, a list in order of time has to be each one's own. */
static bool has_index(struct doctor *d, const struct facts_index *i)
{
    bool bare = false;
    const char *found = shape_index(d->shape, i, &bare);
    bool list = strcmp(i->table, "closed_interactions") == 0 && strcmp(i->name, "uq_id") != 0;
    return found && !(bare && list && d->tenants > 1);
}

static const char *new_name(const char *name)
{
    return strcmp(name, "PRIMARY") == 0 ? "ix_created"
           : strcmp(name, "uq_id") == 0 ? "ix_id"
                                        : name;
}

static bool wants_index(struct doctor *d, const struct facts_index *i, struct buf *columns)
{
    const struct facts_table *t = facts_table(i->table, strlen(i->table));
    buf_clear(columns);
    return i->use && shape_has_table(d->shape, t) && !has_index(d, i) &&
           shape_index_columns(d->shape, i, columns);
}

static void check_indexes(struct doctor *d)
{
    struct buf columns = {0};
    unsigned n = 0;
    for (const struct facts_index *i = facts_indexes; i->table; i++) {
        if (!wants_index(d, i, &columns))
            continue;
        if (!n++)
            doctor_say(d, SLOW,
                       "some indexes are missing. Each of these makes a search quick and "
                       "every write a little slower; create them when there is little "
                       "to do:");
        if (is_view(d, i->table))
            printf("           -- behind the view %s: (%s)\n", i->table, columns.s);
        else
            printf("           CREATE INDEX %s ON %s.%s\n             (%s); -- %s\n",
                   new_name(i->name), d->facts, i->table, columns.s, i->use);
    }
    if (!n)
        doctor_say(d, FINE, "every index that searches go by is there");
    buf_free(&columns);
}

/* --- values --------------------------------------------------------------------------------- */

/* What is counted in a sample of a table: `bad` over its columns, and what comes of such rows. */
static const struct {
    const char *table, *column, *bad, *what;
    enum verdict verdict;
} values[] = {
    {"closed_interactions", "channel",
     "channel NOT IN ('voice', 'chat', 'sms', 'whatsapp', 'email')",
     "have a channel other than voice, chat, sms, whatsapp, email: they are listed, and found by "
     "no "
     "channel's filter",
     NOTE},
    {"closed_interactions", "status", "status <> 'closed'", "are not closed by their status", NOTE},
    {"closed_interactions", "closed_at", "closed_at IS NULL",
     "have no end: sorted by Closed, pages may leave some of them out", WRONG},
    {"closed_interactions", "closed_at", "closed_at < created_at", "end before they begin", NOTE},
    {"closed_interactions", "created_at", "created_at > UTC_TIMESTAMP() + INTERVAL 15 MINUTE",
     "begin in the future: is created_at in UTC?", NOTE},
    {"closed_interactions", "created_at", "created_at < '2000-01-01'", "begin before 2000", NOTE},
    {"closed_interactions", "duration_s", "duration_s < 0", "have a negative duration", NOTE},
    {"closed_interactions", "queue_id", "queue_id IS NULL", "have no queue: only admins see them",
     FINE},
    {"active_interactions", "status", "status NOT IN ('new', 'active', 'acw')",
     "run with a status other than new, active, acw", NOTE},
    {"active_interactions", "created_at", "created_at < UTC_TIMESTAMP() - INTERVAL 1 DAY",
     "have been running for more than a day: has the PBX forgotten them?", NOTE},
};

static void check_values(struct doctor *d)
{
    char sql[1024];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const struct facts_table *t = facts_table(values[i].table, strlen(values[i].table));
        const char *source = NULL;
        int c = facts_column(t, values[i].column);
        bool here = shape_has_table(d->shape, t) &&
                    shape_column(d->shape, t, c, &source, NULL) == SHAPE_HERE;
        if (!here)
            continue;
        snprintf(sql, sizeof sql,
                 "SELECT COALESCE(SUM(%s), 0), COUNT(*) FROM (SELECT * FROM %s.%s LIMIT %d) s",
                 values[i].bad, d->facts, t->name, SAMPLE);
        char **row = doctor_ask(d, sql);
        if (row && strcmp(row[0], "0") != 0)
            doctor_say(d, values[i].verdict, "%s of %s looked at in %s %s", row[0], row[1], t->name,
                       values[i].what);
    }
}

/* Tenants and queues that are not known here; and rows that stand in both tables. */
static void check_references(struct doctor *d)
{
    char sql[1024];
    const struct facts_table *closed = facts_table("closed_interactions", 19);
    const struct facts_index *by_id = facts_index("closed_interactions", "uq_id", 5);
    if (!shape_has_table(d->shape, closed))
        return;
    snprintf(sql, sizeof sql,
             "SELECT GROUP_CONCAT(DISTINCT s.tenant_id) FROM (SELECT tenant_id FROM "
             "%s.closed_interactions LIMIT %d) s WHERE s.tenant_id NOT IN (SELECT id FROM "
             "%s.tenants)",
             d->facts, SAMPLE, d->app);
    char **row = doctor_ask(d, sql);
    if (row && *row[0])
        doctor_say(d, NOTE, "interactions of tenants that Parley does not know: tenant_id %s",
                   row[0]);
    if (!has_index(d, by_id) || !shape_has_table(d->shape, facts_table("active_interactions", 19)))
        return;
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*) FROM (SELECT tenant_id, id FROM %s.active_interactions LIMIT 1000) a "
             "JOIN %s.closed_interactions c ON c.tenant_id = a.tenant_id AND c.id = a.id",
             d->facts, d->facts);
    row = doctor_ask(d, sql);
    if (row && strcmp(row[0], "0") != 0)
        doctor_say(d, NOTE, "%s stand in both tables and are shown twice", row[0]);
}

void doctor_facts(struct doctor *d)
{
    size_t n;
    struct buf gone = {0};
    const struct facts_table *tables = facts_tables(&n);
    for (size_t i = 0; i < n; i++)
        check_table(d, &tables[i], &gone);
    if (gone.len)
        doctor_say(d, d->own ? WRONG : NOTE, "there is no %s", gone.s);
    buf_free(&gone);
    if (d->own)
        check_unknown(d);
    check_indexes(d);
    check_values(d);
    check_references(d);
}

/* --- what works ----------------------------------------------------------------------------- */

/* What there are pages for: a new page that shows more of the facts adds its row. */
static const struct {
    const char *name, *table, *column, *index;
} areas[] = {
    {"List of interactions", "closed_interactions", "created_at", "PRIMARY"},
    {"Lists of supervisors", "closed_interactions", "queue_id", "ix_queue"},
    {"Sorting by closed", "closed_interactions", "closed_at", "ix_closed"},
    {"Agents, their histories", "closed_interactions", "agent_id", "ix_agent"},
    {"Histories of CRM contacts", "closed_interactions", "crm_contact_id", "ix_contact"},
    {"Histories of numbers", "closed_interactions", "phone_e164", "ix_phone"},
    {"Names of clients", "crm_contacts", "name", "PRIMARY"},
    {"Names of agents", "agents", "name", NULL},
    {"AI agents told apart", "agents", "kind", NULL},
    {"DIDs", "closed_interactions", "did_id", "ix_did"},
    {"Dispositions", "closed_interactions", "disposition_id", "ix_disposition"},
    {"Duration", "closed_interactions", "duration_s", NULL},
    {"After-contact work", "closed_interactions", "acw_s", NULL},
    {"Waiting time", "closed_interactions", "wait_s", NULL},
    {"Hold time", "closed_interactions", "hold_s", NULL},
    {"Direction", "closed_interactions", "direction", NULL},
    {"Outcome", "closed_interactions", "outcome", NULL},
    {"Who ended it", "closed_interactions", "ended_by", NULL},
    {"Sentiment", "closed_interactions", "sentiment", NULL},
    {"Client satisfaction", "closed_interactions", "csat", NULL},
    {"Legs and transfers", "legs", "leg_no", "PRIMARY"},
    {"Messages, transcripts", "messages", "body", "PRIMARY"},
    {"Functions of AI agents", "function_calls", "name", "PRIMARY"},
    {"Recordings", "recordings", "path", "PRIMARY"},
    {"Tags", "tags", "tag", NULL},
    {"Review flags", "review_flags", "flag", NULL},
    {"Accounts", "accounts", "reference", NULL},
};

static const char *area_state(struct doctor *d, size_t i, const char **source)
{
    const struct facts_table *t = facts_table(areas[i].table, strlen(areas[i].table));
    int c = facts_column(t, areas[i].column);
    *source = NULL;
    enum shape_state state = shape_column(d->shape, t, c, source, NULL);
    if (state != SHAPE_OTHER)
        *source = NULL;
    if (!shape_has_table(d->shape, t))
        return t->needed ? "does not work" : "not measured";
    if (state > SHAPE_OTHER)
        return "not measured";
    const struct facts_index *index =
        areas[i].index ? facts_index(areas[i].table, areas[i].index, strlen(areas[i].index)) : NULL;
    return !index || has_index(d, index) ? "works" : "works slowly";
}

void doctor_areas(struct doctor *d)
{
    doctor_heading("What works");
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        const char *source, *state = area_state(d, i, &source);
        printf("  %-26s %s%s%s%s\n", areas[i].name, state, source ? " (by " : "",
               source ? source : "", source ? ")" : "");
    }
    printf("  %-26s %s\n", "Imports, demo data",
           d->own ? "work" : "do not work: only the PBX writes this database");
    printf("  %-26s %s\n", "Editing names, contacts",
           d->own ? "works" : "does not work: only the PBX writes this database");
}
