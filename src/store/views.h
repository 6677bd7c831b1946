/* Saved views: a name for an address of the grid - filters, period, sorting, columns. A view is its
 * owner's; the owner may share it with a role, whose people can open it. It filters only: what its
 * rows are is decided by the scope of whoever looks. */
#ifndef STORE_VIEWS_H
#define STORE_VIEWS_H

#include "auth/scope.h"
#include "db/db.h"

extern const struct db_stmt *const view_statements[]; /* ends with NULL */

enum { VIEWS_MAX = 100, VIEW_NAME_MAX = 100, VIEW_QUERY_MAX = 3000 };

/* Whose views these are: the person, and the role by which others share with them. */
struct view_reader {
    struct db *db;
    struct arena *arena;
    const struct scope *scope;
    int64_t user_id, role_id;
};

struct saved_view {
    int64_t id;
    bool own;
    const char *name, *query;
    int64_t role_id;          /* shared with; 0: private */
    const char *role, *owner; /* their names; role NULL: private */
};

struct view_role {
    int64_t id;
    const char *name;
};

/* All that the person may open: the own ones first, then those shared, each by name. */
enum err views_list(const struct view_reader *w, struct saved_view **out, size_t *n);

/* One that the person may open. ERR_NOT_FOUND, alike for absent, foreign and not shared. */
enum err views_find(const struct view_reader *w, int64_t id, struct saved_view *out);

/* One of the person's own, to be changed. ERR_NOT_FOUND as above. */
enum err views_find_own(const struct view_reader *w, int64_t id, struct saved_view *out);

/* The roles with which a view can be shared: those of the tenant and the shipped ones, as far as
 * their people see interactions. */
enum err views_roles(const struct view_reader *w, struct view_role **out, size_t *n);

/* Whether another of the person's views (not `id`) has the name; how many there are. */
enum err views_name_taken(const struct view_reader *w, const char *name, int64_t id, bool *taken);
enum err views_count(const struct view_reader *w, int64_t *n);

/* Changes. They trust that the view is the person's own, the name free and the role one of
 * views_roles (0: private). */
enum err views_add(const struct view_reader *w, const char *name, const char *query,
                   int64_t role_id, int64_t *id);
enum err views_set_query(const struct view_reader *w, int64_t id, const char *query);
enum err views_set_name(const struct view_reader *w, int64_t id, const char *name, int64_t role_id);
enum err views_delete(const struct view_reader *w, int64_t id);

/* What the person used last, and their own columns (NULL: the standard). */
enum err views_use(const struct view_reader *w, int64_t id);
enum err views_set_columns(const struct view_reader *w, const char *columns);

#endif
