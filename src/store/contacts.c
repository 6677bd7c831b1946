#include "store/contacts.h"

#include "store/catalog.h"

#define COLUMNS "c.id, c.name, c.phone_e164, c.email, c.zone FROM {facts}.crm_contacts c "
#define COLUMN_TYPES "issss"

#define NAME_FITS "{tenant:c} [text|AND c.name LIKE :text ESCAPE '|' ]"
#define PHONE_FITS "{tenant:c} AND c.phone_e164 LIKE :text ESCAPE '|' "
#define EMAIL_FITS "{tenant:c} AND c.email LIKE :text ESCAPE '|' "

enum { WALK_MS = 1500 };

static const struct db_stmt pages[] = {
    [CONTACTS_NAME] = {.name = "contacts_by_name",
                       .sql = "SELECT " COLUMNS "WHERE " NAME_FITS LISTING_PAGE("c.name", "c.id"),
                       .cols = COLUMN_TYPES},
    [CONTACTS_WORD] = {.name = "contacts_by_word",
                       .sql =
                           "SELECT " COLUMNS "WHERE {tenant:c} AND (c.name LIKE :text ESCAPE "
                           "'|' OR c.name LIKE :word ESCAPE '|') " LISTING_PAGE("c.name", "c.id"),
                       .cols = COLUMN_TYPES,
                       .limit_ms = WALK_MS},
    [CONTACTS_PHONE] = {.name = "contacts_by_phone",
                        .sql = "SELECT " COLUMNS
                               "WHERE " PHONE_FITS LISTING_PAGE("c.phone_e164", "c.id"),
                        .cols = COLUMN_TYPES},
    [CONTACTS_EMAIL] = {.name = "contacts_by_email",
                        .sql =
                            "SELECT " COLUMNS "WHERE " EMAIL_FITS LISTING_PAGE("c.email", "c.id"),
                        .cols = COLUMN_TYPES},
};
static const struct db_stmt counts[] = {
    [CONTACTS_NAME] = {.name = "contacts_count_name",
                       .sql = LISTING_COUNT("{facts}.crm_contacts c WHERE " NAME_FITS),
                       .cols = "i"},
    [CONTACTS_WORD] = {.name = NULL},
    [CONTACTS_PHONE] = {.name = "contacts_count_phone",
                        .sql = LISTING_COUNT("{facts}.crm_contacts c WHERE " PHONE_FITS),
                        .cols = "i"},
    [CONTACTS_EMAIL] = {.name = "contacts_count_email",
                        .sql = LISTING_COUNT("{facts}.crm_contacts c WHERE " EMAIL_FITS),
                        .cols = "i"},
};
static const struct db_stmt find = {
    .name = "contact_find",
    .sql = "SELECT " COLUMNS "WHERE {tenant:c} AND c.id = :id [lock|FOR UPDATE]",
    .cols = COLUMN_TYPES,
};
static const struct db_stmt update = {
    .name = "contact_update",
    .sql = "UPDATE {facts}.crm_contacts c SET c.name = :name, c.phone_e164 = :phone, "
           "c.email = :email, c.zone = :zone WHERE {tenant:c} AND c.id = :id",
    .cols = "",
};

/* Groups come in the order of the index, so the walk ends when the page is full. */
#define DOUBLES(column)                                                                            \
    "SELECT MIN(c.id), " column ", COUNT(*) FROM {facts}.crm_contacts c WHERE {tenant:c} "         \
    "AND " column " > '' [after|AND [down|" column " < :after|" column                             \
    " > :after]] GROUP BY " column " HAVING COUNT(*) > 1 "                                         \
    "ORDER BY " column " [down|DESC] LIMIT :limit"

static const struct db_stmt doubles[] = {
    {.name = "contact_doubles_phone",
     .sql = DOUBLES("c.phone_e164"),
     .cols = "isi",
     .limit_ms = 4000},
    {.name = "contact_doubles_email", .sql = DOUBLES("c.email"), .cols = "isi", .limit_ms = 4000},
};
static const struct db_stmt same = {
    .name = "contacts_same",
    .sql = "SELECT " COLUMNS "WHERE {tenant:c} AND c.id IN (SELECT ids.id FROM ("
           "SELECT p.id FROM {facts}.crm_contacts p WHERE {tenant:p} AND p.phone_e164 = :phone "
           "UNION SELECT e.id FROM {facts}.crm_contacts e WHERE {tenant:e} AND e.email = :email "
           "UNION SELECT s.id FROM {facts}.crm_contacts s WHERE {tenant:s} AND s.id = :id) ids) "
           "ORDER BY c.id LIMIT 50",
    .cols = COLUMN_TYPES,
};

const struct db_stmt *const contact_statements[] = {
    &pages[CONTACTS_NAME],
    &pages[CONTACTS_WORD],
    &pages[CONTACTS_PHONE],
    &pages[CONTACTS_EMAIL],
    &counts[CONTACTS_NAME],
    &counts[CONTACTS_PHONE],
    &counts[CONTACTS_EMAIL],
    &find,
    &update,
    &doubles[0],
    &doubles[1],
    &same,
    NULL,
};

static struct contact read_row(const struct db_rows *r, size_t i)
{
    return (struct contact){.id = db_int(r, i, 0, 0),
                            .name = db_text(r, i, 1, ""),
                            .phone_e164 = db_text(r, i, 2, NULL),
                            .email = db_text(r, i, 3, NULL),
                            .zone = db_text(r, i, 4, NULL)};
}

static void read_rows(struct arena *a, const struct db_rows *rows, struct contact **out, size_t *n)
{
    *n = rows->n;
    *out = arena_array(a, *n, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_row(rows, i);
}

enum err contacts_page(struct db *db, struct arena *a, const struct scope *scope,
                       const struct listing *want, enum contacts_by by, const char *text,
                       struct contact **out, size_t *n, bool *more)
{
    struct listing_rows rows;
    struct db_arg args[3] = {{0}};
    if (text) {
        const char *pattern = listing_beginning(a, text);
        args[0] = DB_TEXT("text", pattern);
        args[1] = DB_TEXT("word", arena_printf(a, "%% %s", pattern));
    }
    enum err e = listing_fetch(db, a, scope, &pages[by], want, args, &rows);
    *n = 0;
    *more = !e && rows.more;
    if (!e)
        read_rows(a, &rows.rows, out, n);
    return e;
}

enum err contacts_count(struct db *db, struct arena *a, const struct scope *scope,
                        enum contacts_by by, const char *text, int64_t *out)
{
    const struct listing all = {0};
    struct db_arg args[2] = {{0}};
    if (text)
        args[0] = DB_TEXT("text", listing_beginning(a, text));
    return listing_count(db, a, scope, &counts[by], &all, args, out);
}

enum err contact_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      bool lock, struct contact *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find,
                          DB_ARGS(DB_INT("id", id), DB_ON(lock ? "lock" : NULL)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such contact");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

enum err contact_save(struct db *db, struct arena *a, const struct scope *scope,
                      const struct contact *c)
{
    enum err e = db_exec(db, a, scope, &update,
                         DB_ARGS(DB_INT("id", c->id), DB_TEXT("name", c->name),
                                 DB_TEXT("phone", c->phone_e164), DB_TEXT("email", c->email),
                                 DB_TEXT("zone", c->zone)),
                         NULL);
    return e ? e : catalog_bump(db, a, scope);
}

enum err contact_doubles(struct db *db, struct arena *a, const struct scope *scope,
                         const struct listing *want, bool by_email, struct contact_double **out,
                         size_t *n, bool *more)
{
    struct listing_rows rows;
    enum err e = listing_fetch(db, a, scope, &doubles[by_email], want, NULL, &rows);
    *n = e ? 0 : rows.rows.n;
    *more = !e && rows.more;
    *out = arena_array(a, *n, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct contact_double){.id = db_int(&rows.rows, i, 0, 0),
                                            .value = db_text(&rows.rows, i, 1, ""),
                                            .n = db_int(&rows.rows, i, 2, 0)};
    return e;
}

enum err contacts_same(struct db *db, struct arena *a, const struct scope *scope,
                       const struct contact *c, struct contact **out, size_t *n)
{
    struct db_rows rows;
    enum err e = db_query(
        db, a, scope, &same,
        DB_ARGS(DB_INT("id", c->id), DB_TEXT("phone", c->phone_e164), DB_TEXT("email", c->email)),
        &rows);
    *n = 0;
    if (!e)
        read_rows(a, &rows, out, n);
    return e;
}
