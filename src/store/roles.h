/* Roles: named sets of permissions with a scope. Those that are shipped belong to every tenant and
 * never change; a tenant's own are made by its administrators. */
#ifndef STORE_ROLES_H
#define STORE_ROLES_H

#include "auth/scope.h"
#include "store/listing.h"

extern const struct db_stmt *const role_statements[]; /* ends with NULL */

struct role_row {
    int64_t id;
    const char *name;
    const char *permissions; /* ",a,b," */
    bool shipped, all_queues;
    int64_t users; /* of the tenant */
};

/* A page of the tenant's roles by name, the shipped ones among them, and how many there are. */
enum err roles_list(struct db *db, struct arena *a, const struct scope *scope,
                    const struct listing *want, struct listing_rows *out);
enum err roles_count(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, int64_t *out);

struct role_row role_read(struct arena *a, const struct db_rows *rows, size_t i);

/* All of them, shipped ones first, to choose from. */
enum err roles_all(struct db *db, struct arena *a, const struct scope *scope, struct role_row **out,
                   size_t *n);

/* ERR_NOT_FOUND when the tenant has no such role. */
enum err role_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                   struct role_row *out);

/* Whether another role of the tenant, or a shipped one, has the name. */
enum err role_name_taken(struct db *db, struct arena *a, const struct scope *scope,
                         const char *name, int64_t except, bool *taken);

enum err role_insert(struct db *db, struct arena *a, const struct scope *scope, const char *name,
                     bool all_queues, int64_t *id);

/* Its people's sessions end: what they may do is decided anew. */
enum err role_update(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     const char *name, bool all_queues, bool rights_changed);

/* Gives it exactly these permissions; `keys` ends with NULL. */
enum err role_set_permissions(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                              const char *const *keys);

/* Deletes an own role that nobody has. */
enum err role_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id);

#endif
