#include "store/interactions_find.h"

#include "store/interactions_filter.h"
#include "store/interactions_sql.h"

#include <utf8proc.h>

/* All of these read within the tenant: what they find only says where the list is to be looked up,
 * and the list itself is read within the viewer's queues. */

#define BOUND " LIMIT :bound"

static const struct db_stmt find_contacts = {
    .name = "find_contacts",
    .sql =
        "SELECT c.id FROM (SELECT n.id FROM {facts}.crm_contacts n FORCE INDEX (ix_contact_name) "
        "WHERE {tenant:n} AND n.name LIKE :part" BOUND ") c"
        "[number| UNION SELECT p.id FROM {facts}.crm_contacts p FORCE INDEX (ix_contact_phone) "
        "WHERE {tenant:p} AND p.phone_e164 LIKE :number] ORDER BY id" BOUND,
    .cols = "i",
};
static const struct db_stmt find_accounts = {
    .name = "find_accounts",
    .sql = "SELECT a.id FROM {facts}.accounts a FORCE INDEX (uq_account_reference) "
           "WHERE {tenant:a} AND [part|a.reference LIKE :part|a.reference = :text]" BOUND,
    .cols = "i",
};

#define COUNTED(rows) "SELECT COUNT(*) FROM (" rows BOUND ") c"
#define CLOSED(index)                                                                              \
    "SELECT 1 FROM {facts}.closed_interactions i FORCE INDEX (" index ") WHERE {scope:i}"

static const struct db_stmt count_contacts = {
    "find_contact_rows", COUNTED(CLOSED("ix_contact") " AND i.crm_contact_id IN (:clients[])"), "i",
    NULL, 0};
static const struct db_stmt count_numbers = {
    "find_number_rows", COUNTED(CLOSED("ix_phone") " AND i.phone_e164 LIKE :number"), "i", NULL, 0};

static const struct db_stmt count_durations = {
    "find_duration_rows",
    COUNTED(CLOSED("ix_duration") " AND i.duration_key >= :from AND i.duration_key < :to"), "i",
    NULL, 0};

static const struct db_stmt count_flagged = {
    "find_flagged_rows", COUNTED(CLOSED("ix_flagged") " AND i.flagged = 1"), "i", NULL, 0};

/* The names that interactions have: a jump from name to name through the index, then one look
 * whether an interaction of the tenant has it. */
#define USED(table, rows, column)                                                                  \
    "(SELECT 1 FROM {facts}." rows " u STRAIGHT_JOIN {facts}." table " i "                         \
    "ON i.tenant_id = u.tenant_id AND i.id = u.interaction_id WHERE {scope:i} "                    \
    "AND u." column " = n.name LIMIT 1) IS NOT NULL"
#define NAMES(rows, index, column)                                                                 \
    "SELECT n.name FROM (SELECT DISTINCT x.tenant_id, x." column " AS name FROM {facts}." rows     \
    " x FORCE INDEX (" index ") WHERE {tenant:x} AND x." column " LIKE :part" BOUND                \
    ") n WHERE " USED("closed_interactions", rows, column) " OR " USED("active_interactions",      \
                                                                       rows, column)
#define OWN(table, index, column)                                                                  \
    "(SELECT DISTINCT i.tenant_id, i." column " AS name FROM {facts}." table " i" index            \
    " WHERE {scope:i} AND i." column " LIKE :part" BOUND ")"
#define OWN_NAMES(index, column)                                                                   \
    "SELECT n.name FROM (" OWN("closed_interactions", " FORCE INDEX (" index ")",                  \
                               column) " UNION " OWN("active_interactions", "", column) ") n"
#define OWN_ROWS(index, n, column) COUNTED(CLOSED(index) " AND i." column " IN " NAME_LIST(n))

/* Only how many there are, for the planner: the interactions themselves are not looked up. */
#define ROWS(rows, index, n, column, valid)                                                        \
    "SELECT COUNT(*) FROM (SELECT 1 FROM {facts}." rows " x FORCE INDEX (" index                   \
    ") WHERE {tenant:x}" valid " AND " column " IN " NAME_LIST(n) BOUND                            \
        ") c WHERE (SELECT 1 FROM {facts}.closed_interactions i WHERE {scope:i} LIMIT 1) IS NOT "  \
        "NULL"

static const struct db_stmt find_names[LIST_NAMES] = {
    [NAME_TAG] = {"find_tags", NAMES("tags", "ix_tag", "tag"), "s", NULL, 0},
    [NAME_FLAG] = {"find_flags", NAMES("review_flags", "ix_flag", "flag"), "s", NULL, 0},
    [NAME_ACTION] = {"find_actions", OWN_NAMES("ix_action", "action_type"), "s", NULL, 0},
    [NAME_FLOW] = {"find_flows", OWN_NAMES("ix_flow", "flow"), "s", NULL, 0},
};
static const struct db_stmt count_names[LIST_NAMES] = {
    [NAME_TAG] = {"find_tag_rows", ROWS("tags", "ix_tag", "tag", "x.tag", ""), "i", NULL, 0},
    [NAME_FLAG] = {"find_flag_rows", ROWS("review_flags", "ix_flag", "flag", "x.flag", FLAG_VALID),
                   "i", NULL, 0},
    [NAME_ACTION] = {"find_action_rows", OWN_ROWS("ix_action", "action", "action_type"), "i", NULL,
                     0},
    [NAME_FLOW] = {"find_flow_rows", OWN_ROWS("ix_flow", "flow", "flow"), "i", NULL, 0},
};

const struct db_stmt *const interaction_find_statements[] = {
    &count_durations,        &find_contacts,           &find_accounts,
    &count_contacts,         &count_numbers,           &find_names[NAME_TAG],
    &find_names[NAME_FLAG],  &find_names[NAME_ACTION], &find_names[NAME_FLOW],
    &count_names[NAME_TAG],  &count_names[NAME_FLAG],  &count_names[NAME_ACTION],
    &count_names[NAME_FLOW], &count_flagged,           NULL,
};

/* LIKE compares letter by letter: accents are to be part of theirs, as they are stored. */
static const char *composed(struct arena *a, const char *text)
{
    utf8proc_uint8_t *out = utf8proc_NFC((const utf8proc_uint8_t *)text);
    const char *copy = arena_dup(a, out ? (const char *)out : text);
    free(out);
    return copy;
}

/* The text as a part: what LIKE gives a meaning to stands for itself. */
static const char *like(struct arena *a, const char *before, const char *text)
{
    text = composed(a, text);
    size_t n = strlen(before);
    char *out = arena_alloc(a, n + 2 * strlen(text) + 2), *to = out + n;
    memcpy(out, before, n);
    for (; *text; text++) {
        if (strchr("%_\\", *text))
            *to++ = '\\';
        *to++ = *text;
    }
    *to = '%';
    return out;
}

static enum err take_ids(struct arena *a, const struct db_rows *rows, struct found *out)
{
    int64_t *ids = arena_array(a, rows->n + 1, sizeof *ids);
    for (size_t i = 0; i < rows->n; i++)
        ids[i] = db_int(rows, i, 0, 0);
    *out = (struct found){.ids = ids, .n = rows->n, .many = rows->n > FIND_MAX};
    if (out->many)
        out->n = 0;
    return OK;
}

enum err list_find_contacts(struct db *db, struct arena *a, const struct scope *scope,
                            const char *text, const char *number, struct found *out)
{
    struct list_args args = {0};
    struct db_rows rows;
    list_args_add(&args, DB_TEXT("part", like(a, "%", text)));
    LIST_ADD(&args, DB_INT("bound", FIND_MAX + 1));
    if (number)
        list_args_add(&args, DB_TEXT("number", like(a, "", number)));
    enum err e = db_query(db, a, scope, &find_contacts, args.v, &rows);
    return e ? e : take_ids(a, &rows, out);
}

enum err list_find_accounts(struct db *db, struct arena *a, const struct scope *scope,
                            const char *text, bool part, struct found *out)
{
    struct list_args args = {0};
    struct db_rows rows;
    list_args_add(&args, part ? DB_TEXT("part", like(a, "%", text)) : DB_TEXT("text", text));
    LIST_ADD(&args, DB_INT("bound", FIND_MAX + 1));
    enum err e = db_query(db, a, scope, &find_accounts, args.v, &rows);
    return e ? e : take_ids(a, &rows, out);
}

static enum err count(struct db *db, struct arena *a, const struct scope *scope,
                      const struct db_stmt *stmt, struct list_args *args, int64_t *n)
{
    struct db_rows rows;
    LIST_ADD(args, DB_INT("bound", NAME_ROWS_MAX));
    enum err e = db_query(db, a, scope_names(a, scope), stmt, args->v, &rows);
    if (!e)
        *n += db_int(&rows, 0, 0, 0);
    return e;
}

enum err list_count_clients(struct db *db, struct arena *a, const struct scope *scope,
                            struct client_filter *f)
{
    struct list_args contacts = {0}, number = {0};
    enum err e = OK;
    f->rows = 0;
    if (f->n) {
        LIST_ADD(&contacts, DB_LIST("clients", f->contacts, f->n));
        e = count(db, a, scope, &count_contacts, &contacts, &f->rows);
    }
    if (!e && f->number) {
        f->number = like(a, "", f->number);
        list_args_add(&number, DB_TEXT("number", f->number));
        e = count(db, a, scope, &count_numbers, &number, &f->rows);
    }
    return e;
}

enum err list_count_durations(struct db *db, struct arena *a, const struct scope *scope,
                              struct range_filter *f)
{
    struct list_args args = {0};
    f->rows = 0;
    LIST_ADD(&args, DB_INT("from", f->from));
    LIST_ADD(&args, DB_INT("to", f->to));
    return count(db, a, scope, &count_durations, &args, &f->rows);
}

enum err list_count_flagged(struct db *db, struct arena *a, const struct scope *scope,
                            struct id_filter *f)
{
    struct list_args args = {0};
    f->rows = 0;
    return count(db, a, scope, &count_flagged, &args, &f->rows);
}

enum err list_find_names(struct db *db, struct arena *a, const struct scope *scope,
                         enum list_name which, const char *part, struct name_filter *out)
{
    struct db_rows rows;
    *out = (struct name_filter){.on = true};
    const char *pattern = like(a, "%", part);
    enum err e = db_query(db, a, scope_names(a, scope), &find_names[which],
                          DB_ARGS(DB_TEXT("part", pattern), DB_INT("bound", NAMES_MAX + 1)), &rows);
    if (e)
        return e;
    if (rows.n > NAMES_MAX) {
        out->part = pattern;
        out->rows = NAME_ROWS_MAX;
        return OK;
    }
    for (size_t i = 0; i < rows.n; i++)
        out->names[out->n++] = db_text(&rows, i, 0, "");
    return list_count_names(db, a, scope, which, out);
}

enum err list_count_names(struct db *db, struct arena *a, const struct scope *scope,
                          enum list_name which, struct name_filter *f)
{
    struct list_args args = {0};
    f->rows = 0;
    if (!f->n)
        return OK;
    list_args_names(&args, which, f);
    return count(db, a, scope, &count_names[which], &args, &f->rows);
}
