/* Tenants: the organisations whose interactions are kept apart. For who manages the installation:
 * these functions know no scope. */
#ifndef STORE_TENANTS_H
#define STORE_TENANTS_H

#include "store/listing.h"

extern const struct db_stmt *const tenant_statements[]; /* ends with NULL */

struct tenant_row {
    int64_t id;
    const char *slug, *name, *zone, *locale, *currency;
    bool active;
    int64_t users;
};

/* A page of them by name, and how many there are. `active` 1, 0; negative: all. */
enum err tenants_list(struct db *db, struct arena *a, const struct listing *want, int active,
                      struct listing_rows *out);
enum err tenants_count(struct db *db, struct arena *a, const struct listing *want, int active,
                       int64_t *out);
struct tenant_row tenant_read(const struct db_rows *rows, size_t i);

/* ERR_NOT_FOUND when there is none. */
enum err tenant_find(struct db *db, struct arena *a, int64_t id, struct tenant_row *out);
enum err tenant_find_slug(struct db *db, struct arena *a, const char *slug, struct tenant_row *out,
                          bool *found);

/* What is wrong with a field, for people; NULL: nothing. */
const char *tenant_slug_error(const char *slug);
const char *tenant_zone_error(const char *zone);
const char *tenant_locale_error(const char *locale);
const char *tenant_currency_error(const char *currency);

/* Of the row: id (0: the next free one), slug, name, zone, locale, currency. ERR_CONFLICT: taken.
 */
enum err tenant_insert(struct db *db, struct arena *a, const struct tenant_row *t, int64_t *id);
/* Of the row: id, name, zone, locale, currency. */
enum err tenant_update(struct db *db, struct arena *a, const struct tenant_row *t);
/* Nobody of a tenant that is switched off can sign in or go on. */
enum err tenant_set_active(struct db *db, struct arena *a, int64_t id, bool active);

#endif
