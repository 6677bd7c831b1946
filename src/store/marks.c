#include "store/marks.h"

/* --- reading ----------------------------------------------------------------------------------*/

/* Interactions of the scope, wherever they stand: what moves from the running to the closed ones
 * meanwhile is found in either. */
#define ONE_OF(table, x, columns, ids)                                                             \
    "SELECT " x ".tenant_id, " x ".id" columns(x) " FROM {facts}." table " " x                     \
                                                  " FORCE INDEX (uq_id) WHERE {scope:" x           \
                                                  "} AND " x ".id " ids
#define NO_MORE(x) ""
#define WHO(x) ", " x ".crm_contact_id, " x ".phone_number"
#define EITHER(columns, ids)                                                                       \
    "(" ONE_OF("closed_interactions", "x", columns, ids) " UNION " ONE_OF("active_interactions",   \
                                                                          "y", columns, ids) ") i"
#define OF_ONE EITHER(NO_MORE, "= :id")
#define OF_SOME EITHER(NO_MORE, "IN (:ids[])")

#define HANGING(child, columns, order)                                                             \
    "SELECT " columns " FROM " OF_ONE " JOIN {facts}." child                                       \
    " m ON m.tenant_id = i.tenant_id AND m.interaction_id = i.id ORDER BY " order " LIMIT :want"

static const struct db_stmt read_flags = {
    .name = "marks_flags",
    .sql = HANGING("review_flags",
                   "m.flag_no, m.flag, m.reason, m.source = 'ai', m.set_by, m.set_at, "
                   "m.cleared_by, m.cleared_at, m.clear_reason",
                   "m.flag_no"),
    .cols = "issiststs",
};
static const struct db_stmt read_tags = {
    .name = "marks_tags",
    .sql = HANGING("tags", "m.kind, m.tag, m.source, m.set_by, m.set_at", "m.kind, m.tag"),
    .cols = "sssst",
};
static const struct db_stmt read_notes = {
    .name = "marks_notes",
    .sql =
        HANGING("interaction_notes",
                "m.note_no, m.author_id, m.author, m.written_at, m.edited_at, m.body", "m.note_no"),
    .cols = "iistts",
};

/* The newest of each queue, which their index leads to; of all queues, the clustered key. */
#define NEWEST(index, scope)                                                                       \
    "(SELECT n.tenant_id, n.id FROM {facts}.closed_interactions n FORCE INDEX (" index             \
    ") WHERE " scope " ORDER BY n.created_at DESC, n.id DESC LIMIT :newest)"
#define RECENT(newest)                                                                             \
    "SELECT DISTINCT NULL, f.flag FROM (" newest ") r JOIN {facts}.review_flags f "                \
    "ON f.tenant_id = r.tenant_id AND f.interaction_id = r.id UNION "                              \
    "SELECT DISTINCT t.kind, t.tag FROM (" newest ") r JOIN {facts}.tags t "                       \
    "ON t.tenant_id = r.tenant_id AND t.interaction_id = r.id ORDER BY 1, 2 LIMIT :want"
static const struct db_stmt recent_all = {"marks_recent", RECENT(NEWEST("PRIMARY", "{scope:n}")),
                                          "ss", NULL, 0};
static const struct db_stmt recent_some = {
    "marks_recent_some", RECENT("{arms}" NEWEST("ix_queue", "{arm:n}") "{/arms}"), "ss", NULL, 0};

enum { NEWEST_ROWS = 100 };

enum err marks_recent(struct db *db, struct arena *a, const struct scope *scope,
                      struct mark_names *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, scope_is_all(scope) ? &recent_all : &recent_some,
                          DB_ARGS(DB_INT("newest", NEWEST_ROWS), DB_INT("want", MARKS_SHOWN)), &r);
    *out = (struct mark_names){0};
    for (size_t i = 0; !e && i < r.n; i++) {
        const char *kind = db_text(&r, i, 0, NULL), *name = db_text(&r, i, 1, "");
        if (kind) {
            out->kinds[out->n_tags] = kind;
            out->tags[out->n_tags++] = name;
        } else {
            out->flags[out->n_flags++] = name;
        }
    }
    return e;
}

static struct mark_flag flag_of(const struct db_rows *r, size_t i)
{
    return (struct mark_flag){.no = db_int(r, i, 0, 0),
                              .flag = db_text(r, i, 1, ""),
                              .reason = db_text(r, i, 2, NULL),
                              .ai = db_int(r, i, 3, 0),
                              .set_by = db_text(r, i, 4, NULL),
                              .set_at = db_int(r, i, 5, 0),
                              .cleared_by = db_text(r, i, 6, NULL),
                              .cleared_at = db_int(r, i, 7, 0),
                              .clear_reason = db_text(r, i, 8, NULL)};
}

static struct mark_tag tag_of(const struct db_rows *r, size_t i)
{
    return (struct mark_tag){.kind = db_text(r, i, 0, ""),
                             .tag = db_text(r, i, 1, ""),
                             .source = db_text(r, i, 2, ""),
                             .set_by = db_text(r, i, 3, NULL),
                             .set_at = db_int(r, i, 4, 0)};
}

static struct mark_note note_of(const struct db_rows *r, size_t i)
{
    return (struct mark_note){.no = db_int(r, i, 0, 0),
                              .author_id = db_int(r, i, 1, 0),
                              .author = db_text(r, i, 2, ""),
                              .written_at = db_int(r, i, 3, 0),
                              .edited_at = db_int(r, i, 4, 0),
                              .body = db_text(r, i, 5, "")};
}

enum err marks_read(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    struct marks *out)
{
    const struct db_arg *args = DB_ARGS(DB_INT("id", id), DB_INT("want", MARKS_SHOWN));
    struct db_rows flags, tags, notes;
    enum err e = db_query(db, a, scope, &read_flags, args, &flags);
    if (!e)
        e = db_query(db, a, scope, &read_tags, args, &tags);
    if (!e)
        e = db_query(db, a, scope, &read_notes, args, &notes);
    if (e)
        return e;
    *out = (struct marks){.n_flags = flags.n, .n_tags = tags.n, .n_notes = notes.n};
    out->flags = arena_array(a, flags.n + 1, sizeof *out->flags);
    out->tags = arena_array(a, tags.n + 1, sizeof *out->tags);
    out->notes = arena_array(a, notes.n + 1, sizeof *out->notes);
    for (size_t i = 0; i < flags.n; i++)
        out->flags[i] = flag_of(&flags, i);
    for (size_t i = 0; i < tags.n; i++)
        out->tags[i] = tag_of(&tags, i);
    for (size_t i = 0; i < notes.n; i++)
        out->notes[i] = note_of(&notes, i);
    return OK;
}

/* --- what an edit changes -----------------------------------------------------------------------
 *
 * Each edit is a test, whether it has anything to change on an interaction, and the change itself;
 * the change is made only where the test has just said so. */

#define OF_ROW(table)                                                                              \
    "{facts}." table                                                                               \
    " m FORCE INDEX (PRIMARY) WHERE m.tenant_id = i.tenant_id AND m.interaction_id = i.id"
#define ANY(table, test) "(SELECT 1 FROM " OF_ROW(table) " AND " test " LIMIT 1)"
#define STANDS "m.cleared_at IS NULL"
#define THIS_FLAG "[flag| AND m.flag = :flag][no| AND m.flag_no = :no]"
#define UNDONE "m.cleared_at = :undone AND m.cleared_by = :by"
#define THIS_TAG "m.kind = :of AND m.tag = :tag"

#define TARGETS(name_, test)                                                                       \
    {                                                                                              \
        .name = "marks_target_" name_,                                                             \
        .sql = "SELECT i.id, COALESCE(c.name, i.phone_number), " test                              \
               " FROM " EITHER(WHO, "IN (:ids[])") " LEFT JOIN {facts}.crm_contacts c "            \
                                                   "ON c.tenant_id = i.tenant_id AND c.id = "      \
                                                   "i.crm_contact_id ORDER BY i.id",               \
        .cols = "isi",                                                                             \
    }
static const struct db_stmt targets[MARK_KINDS] = {
    [MARK_FLAG] = TARGETS("flag", ANY("review_flags", STANDS " AND m.flag = :flag") " IS NULL"),
    [MARK_UNFLAG] = TARGETS("unflag", ANY("review_flags", STANDS THIS_FLAG) " IS NOT NULL"),
    [MARK_TAG] = TARGETS("tag", ANY("tags", THIS_TAG) " IS NULL"),
    [MARK_UNTAG] =
        TARGETS("untag", ANY("tags", THIS_TAG " AND m.source = 'person'") " IS NOT NULL"),
    [MARK_REFLAG] = TARGETS("reflag", ANY("review_flags", UNDONE) " IS NOT NULL"),
};

/* A row that hangs on an interaction of the scope. */
#define OF_SCOPE(row)                                                                              \
    row ".tenant_id = {tenant} AND " row ".interaction_id IN (:ids[]) AND " row                    \
        ".interaction_id IN (SELECT i.id FROM " OF_SOME ")"

#define INSERTED(table, columns, values, from)                                                     \
    "INSERT INTO {facts}." table " (tenant_id, interaction_id, " columns                           \
    ") SELECT i.tenant_id, i.id, " values " FROM " from
#define NEXT_NO(table, no) "1 + COALESCE((SELECT MAX(m." no ") FROM " OF_ROW(table) "), 0)"

static const struct db_stmt changes[MARK_KINDS] = {
    [MARK_FLAG] = {.name = "marks_flag",
                   .sql = INSERTED("review_flags", "flag_no, flag, reason, source, set_by, set_at",
                                   NEXT_NO("review_flags", "flag_no") ", :flag, :reason, 'person', "
                                                                      ":by, :at",
                                   OF_SOME),
                   .cols = ""},
    [MARK_UNFLAG] = {.name = "marks_unflag",
                     .sql = "UPDATE {facts}.review_flags m SET m.cleared_by = :by, m.cleared_at = "
                            ":at, m.clear_reason = :reason WHERE " OF_SCOPE(
                                "m") " AND " STANDS THIS_FLAG,
                     .cols = ""},
    [MARK_TAG] = {.name = "marks_tag",
                  .sql = INSERTED("tags", "kind, tag, source, set_by, set_at",
                                  ":of, :tag, 'person', :by, :at", OF_SOME),
                  .cols = ""},
    [MARK_UNTAG] = {.name = "marks_untag",
                    .sql =
                        "DELETE FROM {facts}.tags WHERE tags.tenant_id = {tenant} AND "
                        "tags.interaction_id IN (:ids[]) AND tags.interaction_id IN (SELECT i.id "
                        "FROM " OF_SOME ") AND tags.kind = :of AND tags.tag = :tag "
                        "AND tags.source = 'person'",
                    .cols = ""},
    [MARK_REFLAG] = {.name = "marks_reflag",
                     .sql = "UPDATE {facts}.review_flags m SET m.cleared_by = NULL, m.cleared_at = "
                            "NULL, m.clear_reason = NULL WHERE " OF_SCOPE("m") " AND " UNDONE,
                     .cols = ""},
};

/* The interaction's own column follows its flags. The running ones come first: one that is being
 * closed is waited for there, and then found among the closed ones. */
#define FLAGGED(name_, table)                                                                      \
    {                                                                                              \
        .name = name_,                                                                             \
        .sql = "UPDATE {facts}." table " i SET i.flagged = " ANY(                                  \
            "review_flags", STANDS) " IS NOT NULL WHERE {scope:i} AND i.id IN (:ids[])",           \
        .cols = "",                                                                                \
    }
static const struct db_stmt flagged[2] = {
    FLAGGED("marks_flagged_active", "active_interactions"),
    FLAGGED("marks_flagged", "closed_interactions"),
};

static const struct db_stmt note_add = {
    .name = "marks_note_add",
    .sql = INSERTED("interaction_notes", "note_no, author_id, author, written_at, body",
                    NEXT_NO("interaction_notes", "note_no") ", :author_id, :author, :at, :body",
                    OF_ONE),
    .cols = "",
};
#define NOTE_OF(row)                                                                               \
    row ".tenant_id = {tenant} AND " row ".interaction_id IN (SELECT i.id FROM " OF_ONE            \
        ") AND " row ".interaction_id = :id AND " row ".note_no = :no AND " row                    \
        ".author_id = :author_id"
static const struct db_stmt note_set = {
    .name = "marks_note_set",
    .sql = "UPDATE {facts}.interaction_notes m SET m.body = :body, m.edited_at = :at "
           "WHERE " NOTE_OF("m"),
    .cols = "",
};
static const struct db_stmt note_delete = {
    .name = "marks_note_delete",
    .sql = "DELETE FROM {facts}.interaction_notes WHERE " NOTE_OF("interaction_notes"),
    .cols = "",
};

const struct db_stmt *const mark_statements[] = {
    &read_flags,
    &read_tags,
    &read_notes,
    &recent_all,
    &recent_some,
    &targets[MARK_FLAG],
    &targets[MARK_UNFLAG],
    &targets[MARK_TAG],
    &targets[MARK_UNTAG],
    &targets[MARK_REFLAG],
    &changes[MARK_FLAG],
    &changes[MARK_UNFLAG],
    &changes[MARK_TAG],
    &changes[MARK_UNTAG],
    &changes[MARK_REFLAG],
    &flagged[0],
    &flagged[1],
    &note_add,
    &note_set,
    &note_delete,
    NULL,
};

bool marks_can(const struct db *db)
{
    return db_can(db, &changes[MARK_FLAG]);
}

/* --- edits ------------------------------------------------------------------------------------*/

enum { AT_ONCE = 1024, EDIT_ARGS = 12 }; /* ids in one statement */

/* What a statement of the kind names: more would do no harm, but sections are switched by it. */
static void edit_args(const struct mark_edit *edit, const int64_t *ids, size_t n,
                      struct db_arg v[EDIT_ARGS])
{
    size_t k = 0;
    v[k++] = (struct db_arg)DB_LIST("ids", ids, n);
    v[k++] = DB_TEXT("by", edit->by);
    v[k++] = (struct db_arg)DB_TIME("at", edit->at);
    v[k++] = (struct db_arg)DB_TIME("undone", edit->undo_at);
    v[k++] = DB_TEXT("reason", edit->reason);
    v[k++] = DB_TEXT("of", edit->of);
    v[k++] = DB_TEXT("tag", edit->tag);
    if (edit->flag)
        v[k++] = DB_TEXT("flag", edit->flag);
    if (edit->flag_no)
        v[k++] = (struct db_arg)DB_INT("no", edit->flag_no);
    v[k] = (struct db_arg){0};
}

static size_t part(size_t n, size_t at)
{
    return n - at < AT_ONCE ? n - at : AT_ONCE;
}

enum err marks_targets(struct db *db, struct arena *a, const struct scope *scope,
                       const struct mark_edit *edit, const int64_t *ids, size_t n,
                       struct mark_target **out, size_t *n_out)
{
    enum err e = OK;
    *out = arena_array(a, n + 1, sizeof **out);
    *n_out = 0;
    for (size_t at = 0; at < n && !e; at += AT_ONCE) {
        struct db_arg args[EDIT_ARGS];
        struct db_rows r;
        edit_args(edit, ids + at, part(n, at), args);
        e = db_query(db, a, scope, &targets[edit->kind], args, &r);
        for (size_t i = 0; !e && i < r.n; i++)
            (*out)[(*n_out)++] = (struct mark_target){.id = db_int(&r, i, 0, 0),
                                                      .who = db_text(&r, i, 1, NULL),
                                                      .changes = db_int(&r, i, 2, 0)};
    }
    return e;
}

static enum err edit_some(struct db *db, struct arena *a, const struct scope *scope,
                          const struct mark_edit *edit, const int64_t *ids, size_t n)
{
    struct db_arg args[EDIT_ARGS];
    int64_t done = 0;
    edit_args(edit, ids, n, args);
    enum err e = db_exec(db, a, scope, &changes[edit->kind], args, &done);
    if (!e && done < (int64_t)n)
        return err_set(ERR_CONFLICT, "an interaction was changed meanwhile");
    if (edit->kind == MARK_TAG || edit->kind == MARK_UNTAG)
        return e;
    for (int t = 0; t < 2 && !e; t++)
        e = db_exec(db, a, scope, &flagged[t], args, NULL);
    return e;
}

enum err marks_edit(struct db *db, struct arena *a, const struct scope *scope,
                    const struct mark_edit *edit, const int64_t *ids, size_t n)
{
    enum err e = OK;
    for (size_t at = 0; at < n && !e; at += AT_ONCE)
        e = edit_some(db, a, scope, edit, ids + at, part(n, at));
    return e;
}

/* --- notes ------------------------------------------------------------------------------------*/

enum err marks_note_add(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        int64_t author_id, const char *author, const char *body, ms_t at)
{
    int64_t done = 0;
    enum err e =
        db_exec(db, a, scope, &note_add,
                DB_ARGS(DB_INT("id", id), DB_INT("author_id", author_id), DB_TEXT("author", author),
                        DB_TEXT("body", body), DB_TIME("at", at)),
                &done);
    return e || done ? e : err_set(ERR_CONFLICT, "the interaction was changed meanwhile");
}

enum err marks_note_set(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        int64_t no, int64_t author_id, const char *body, ms_t at, bool *done)
{
    int64_t n = 0;
    enum err e = db_exec(db, a, scope, &note_set,
                         DB_ARGS(DB_INT("id", id), DB_INT("no", no), DB_INT("author_id", author_id),
                                 DB_TEXT("body", body), DB_TIME("at", at)),
                         &n);
    *done = n;
    return e;
}

enum err marks_note_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           int64_t no, int64_t author_id, bool *done)
{
    int64_t n = 0;
    enum err e =
        db_exec(db, a, scope, &note_delete,
                DB_ARGS(DB_INT("id", id), DB_INT("no", no), DB_INT("author_id", author_id)), &n);
    *done = n;
    return e;
}
