/* The list of interactions: running and closed ones as one, filtered, sorted, paged by keyset.
 *
 * How a page is found is chosen by a small planner (plan.h) from what the catalog knows about how
 * common each value is; every way finds the same rows. */
#ifndef STORE_INTERACTIONS_H
#define STORE_INTERACTIONS_H

#include "auth/scope.h"
#include "db/db.h"
#include "store/catalog.h"

extern const struct db_stmt *const interaction_statements[];      /* ends with NULL */
extern const struct db_stmt *const interaction_more_statements[]; /* ends with NULL */

enum { LIST_COUNT_BOUND = 10000 };

/* A list of ids that a filter resolved to. `on` with no ids: nothing matches. */
struct id_filter {
    bool on;
    const int64_t *ids;
    size_t n;
};

struct list_filter {
    struct id_filter agents, dids, dispositions;
    const char *channel;    /* NULL: all */
    int64_t contact_id;     /* 0: all */
    const char *phone_e164; /* NULL: all */
    ms_t from, to;          /* created in [from, to); LIST_ALL_FROM, LIST_ALL_TO: all time */
};

#define LIST_ALL_FROM ((ms_t)0)
#define LIST_ALL_TO ((ms_t)253370764800000) /* the year 9999 */

enum list_sort { SORT_CREATED, SORT_CLOSED, SORT_DURATION };

/* A place in the list: the row with this key. Running interactions have no key when the list is
 * sorted by closed or duration; they stand together, before all others when descending, in the
 * order of creation. */
struct list_cursor {
    bool set;
    bool running; /* key is created */
    int64_t key;  /* ms, or seconds of duration (-1: unknown) */
    int64_t id;
};

struct list_page {
    enum list_sort sort;
    bool ascending;
    bool backwards; /* the rows before the cursor (or the last of the list) instead of after */
    struct list_cursor cursor;
    size_t size;
};

struct interaction {
    int64_t id;
    bool running;               /* from active_interactions */
    ms_t created_at, closed_at; /* closed_at 0: not closed */
    const char *channel, *status;
    int64_t queue_id, agent_id, contact_id, did_id, disposition_id; /* 0: none */
    const char *contact_name, *phone_number, *phone_e164;           /* NULL: unknown */
    int64_t duration_s, acw_s;                                      /* -1: unknown */
    /* By interactions_more only. */
    const char *direction, *platform, *outcome, *ended_by, *sentiment, *action_type; /* or NULL */
    int64_t wait_s, hold_s, csat; /* -1: unknown */
};

struct interaction_rows {
    struct interaction *rows; /* in the order of the list */
    size_t n;
    bool more;        /* there are further ones in the direction asked for */
    const char *plan; /* how they were found, for the log */
};

/* Reads a page. ERR_DB_TIMEOUT when it took too long. */
enum err interactions_page(struct db *db, struct arena *a, const struct scope *scope,
                           const struct catalog *c, const struct list_filter *f,
                           const struct list_page *page, struct interaction_rows *out);

/* Reads what interactions_page leaves out, for the rows that it found, in the same scope. */
enum err interactions_more(struct db *db, struct arena *a, const struct scope *scope,
                           struct interaction_rows *rows);

/* Counts. Bounded: at most LIST_COUNT_BOUND + 1, which says "more than the bound"; that answer is
 * remembered for a minute. Exact: all of them, within count_ms. */
enum err interactions_count(struct db *db, struct arena *a, const struct scope *scope,
                            const struct catalog *c, const struct list_filter *f, ms_t now,
                            bool exact, int64_t *out);

/* The place of a row in a list sorted so. */
struct list_cursor interaction_cursor(const struct interaction *row, enum list_sort sort);

#endif
