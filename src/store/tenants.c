#include "store/tenants.h"

#include "core/currency.h"
#include "store/audit_check.h"

#define WHY "whose tenants they are is the permission of the route"
#define TENANT_COLUMNS                                                                             \
    "SELECT t.id, t.slug, t.name, t.zone, t.locale, t.currency, t.active, "                        \
    "(SELECT COUNT(*) FROM {app}.users u WHERE u.tenant_id = t.id) FROM {app}.tenants t "
#define TENANT_FILTER                                                                              \
    "WHERE 1 [search|AND (t.name LIKE :search ESCAPE '|' OR t.slug LIKE :search ESCAPE '|') ]"     \
    "[active|AND t.active = :active ]"

enum { ID, SLUG, NAME, ZONE, LOCALE, CURRENCY, ACTIVE, USERS };

static const struct db_stmt list = {
    .name = "tenants_list",
    .sql = TENANT_COLUMNS TENANT_FILTER LISTING_PAGE("t.name", "t.id"),
    .cols = "isssssii",
    .system = WHY,
};
static const struct db_stmt count = {
    .name = "tenants_count",
    .sql = LISTING_COUNT("{app}.tenants t " TENANT_FILTER),
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt find = {
    .name = "tenant_find",
    .sql = TENANT_COLUMNS "WHERE [slug|t.slug = :slug|t.id = :id]",
    .cols = "isssssii",
    .system = WHY,
};
static const struct db_stmt insert = {
    .name = "tenant_insert",
    .sql = "INSERT INTO {app}.tenants (id, slug, name, zone, locale, currency) "
           "VALUES (NULLIF(:id, 0), :slug, :name, :zone, :locale, :currency)",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt insert_version = {
    .name = "tenant_insert_version",
    .sql = "INSERT INTO {app}.catalog_versions (tenant_id) VALUES (:id)",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt update = {
    .name = "tenant_update",
    .sql = "UPDATE {app}.tenants SET name = :name, zone = :zone, locale = :locale, "
           "currency = :currency WHERE id = :id",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt set_active = {
    .name = "tenant_set_active",
    .sql = "UPDATE {app}.tenants SET active = :active WHERE id = :id",
    .cols = "",
    .system = WHY,
};

const struct db_stmt *const tenant_statements[] = {
    &list, &count, &find, &insert, &insert_version, &update, &set_active, NULL,
};

enum err tenants_list(struct db *db, struct arena *a, const struct listing *want, int active,
                      struct listing_rows *out)
{
    return listing_fetch(db, a, NULL, &list, want,
                         active < 0 ? NULL : DB_ARGS(DB_INT("active", active)), out);
}

enum err tenants_count(struct db *db, struct arena *a, const struct listing *want, int active,
                       int64_t *out)
{
    return listing_count(db, a, NULL, &count, want,
                         active < 0 ? NULL : DB_ARGS(DB_INT("active", active)), out);
}

struct tenant_row tenant_read(const struct db_rows *rows, size_t i)
{
    return (struct tenant_row){
        .id = db_int(rows, i, ID, 0),
        .slug = db_text(rows, i, SLUG, ""),
        .name = db_text(rows, i, NAME, ""),
        .zone = db_text(rows, i, ZONE, ""),
        .locale = db_text(rows, i, LOCALE, ""),
        .currency = db_text(rows, i, CURRENCY, ""),
        .active = db_int(rows, i, ACTIVE, 0),
        .users = db_int(rows, i, USERS, 0),
    };
}

enum err tenant_find(struct db *db, struct arena *a, int64_t id, struct tenant_row *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &find, DB_ARGS(DB_INT("id", id)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such tenant");
    if (!e)
        *out = tenant_read(&rows, 0);
    return e;
}

enum err tenant_find_slug(struct db *db, struct arena *a, const char *slug, struct tenant_row *out,
                          bool *found)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &find, DB_ARGS(DB_TEXT("slug", slug)), &rows);
    *found = !e && rows.n;
    if (*found)
        *out = tenant_read(&rows, 0);
    return e;
}

const char *tenant_slug_error(const char *slug)
{
    size_t n = strlen(slug);
    if (!n || n > 40 || strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
        return "Small letters, digits and - only, at most 40.";
    if (strcmp(slug, AUDIT_INSTALLATION_SLUG) == 0)
        return "This word stands for the installation itself. Choose another.";
    return NULL;
}

const char *tenant_zone_error(const char *zone)
{
    return zone_valid(zone) ? NULL : "It is no zone of this system. Europe/Berlin is one.";
}

/* A language and, where it matters, a country: en, en-GB. */
const char *tenant_locale_error(const char *locale)
{
    size_t language = strspn(locale, "abcdefghijklmnopqrstuvwxyz");
    const char *rest = locale + language;
    bool country =
        rest[0] == '-' && strlen(rest) == 3 && strspn(rest + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
    return (language == 2 || language == 3) && (!*rest || country)
               ? NULL
               : "It must be a language like en, or with a country like en-GB.";
}

const char *tenant_currency_error(const char *currency)
{
    return currency_valid(currency) ? NULL : "It is no currency of ISO 4217. EUR is one.";
}

enum err tenant_insert(struct db *db, struct arena *a, const struct tenant_row *t, int64_t *id)
{
    enum err e = db_exec(db, a, NULL, &insert,
                         DB_ARGS(DB_INT("id", t->id), DB_TEXT("slug", t->slug),
                                 DB_TEXT("name", t->name), DB_TEXT("zone", t->zone),
                                 DB_TEXT("locale", t->locale), DB_TEXT("currency", t->currency)),
                         NULL);
    *id = e ? 0 : t->id ? t->id : db_inserted(db);
    return e ? e : db_exec(db, a, NULL, &insert_version, DB_ARGS(DB_INT("id", *id)), NULL);
}

enum err tenant_update(struct db *db, struct arena *a, const struct tenant_row *t)
{
    return db_exec(db, a, NULL, &update,
                   DB_ARGS(DB_TEXT("name", t->name), DB_TEXT("zone", t->zone),
                           DB_TEXT("locale", t->locale), DB_TEXT("currency", t->currency),
                           DB_INT("id", t->id)),
                   NULL);
}

enum err tenant_set_active(struct db *db, struct arena *a, int64_t id, bool active)
{
    return db_exec(db, a, NULL, &set_active, DB_ARGS(DB_INT("active", active), DB_INT("id", id)),
                   NULL);
}
