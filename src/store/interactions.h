/* The list of interactions: running and closed ones as one, filtered, sorted, paged by keyset.
 *
 * How a page is found is chosen by a small planner (plan.h) from what the catalog knows about how
 * common each value is; every way finds the same rows. */
#ifndef STORE_INTERACTIONS_H
#define STORE_INTERACTIONS_H

#include "auth/scope.h"
#include "core/words.h"
#include "db/db.h"
#include "store/catalog.h"

extern const struct db_stmt *const interaction_statements[];      /* ends with NULL */
extern const struct db_stmt *const interaction_more_statements[]; /* ends with NULL */

enum { LIST_COUNT_BOUND = 10000 };

/* How a column is tested. "Not" keeps the rows in which it is unknown. */
enum list_test {
    TEST_IN,          /* one of the values; none of them: nothing matches */
    TEST_NOT_IN,      /* not one of them, or unknown */
    TEST_EMPTY,       /* unknown */
    TEST_FILLED,      /* known */
    TEST_OTHERS,      /* known, and not one of them */
    TEST_IN_OR_EMPTY, /* one of them, or unknown */
    LIST_TESTS
};

/* A test by ids, or by the positions (from 1) of an ENUM's values, or by 0 and 1. */
struct id_filter {
    bool on;
    const int64_t *ids;
    size_t n;
    enum list_test test;
    int64_t rows; /* of BY_FLAGGED, those that are: closed ones, at most NAME_ROWS_MAX */
};

enum list_by {
    BY_AGENT,
    BY_AGENT_KIND, /* agents, too: those of one kind */
    BY_DID,
    BY_DISPOSITION,
    BY_QUEUE, /* what may be seen at all is the scope's; see also scope_narrow */
    BY_CHANNEL,
    BY_DIRECTION,
    BY_OUTCOME,
    BY_SENTIMENT,
    BY_RESULT,
    BY_PLATFORM,
    BY_FLAGGED,
    BY_STATUS, /* of running interactions; closed_interactions are closed */
    BY_RECORDING,
    BY_TRANSCRIPT,
    BY_CONTACT,
    BY_ACCOUNT,
    LIST_BYS
};

/* A test by texts: some of them, or a part of one. */
enum list_name { NAME_TAG, NAME_FLAG, NAME_ACTION, NAME_FLOW, LIST_NAMES };
enum { NAMES_MAX = 16, NAME_ROWS_MAX = 20000 };
struct name_filter {
    bool on;
    const char *names[NAMES_MAX];
    size_t n;
    const char *part; /* TEST_IN: instead of names, a part of them */
    enum list_test test;
    int64_t rows; /* closed interactions that have one of them, at most NAME_ROWS_MAX; by
                     list_count_names */
};

/* Seconds, from <= x < to. TEST_IN, TEST_NOT_IN (unknown stays), TEST_EMPTY, TEST_FILLED. */
enum list_range { RANGE_DURATION, RANGE_WAIT, LIST_RANGES };
struct range_filter {
    bool on;
    int64_t from, to;
    enum list_test test;
    int64_t rows; /* of RANGE_DURATION, TEST_IN: as above, by list_count_durations */
};

/* Clients by what was found for a text: CRM contacts, or numbers that begin so, or both. */
struct client_filter {
    bool on;
    const int64_t *contacts;
    size_t n;
    const char *number; /* +4930; NULL: none */
    int64_t rows;       /* as above, by list_count_clients */
};

/* What was said or written, and by whom; agents are human or AI. All but query and who by
 * search_prepare. */
enum list_who { WHO_ANYBODY, WHO_CLIENT, WHO_AGENT };
struct text_filter {
    bool on;
    struct words_query query;
    enum list_who who;
    int64_t words[WORDS_ITEMS]; /* what is found has one of them */
    size_t n;
    double rows;                   /* interactions of the period that have one, about */
    double item_rows[WORDS_ITEMS]; /* the same of each item of the query */
};

struct list_filter {
    struct id_filter by[LIST_BYS];
    struct name_filter names[LIST_NAMES];
    struct range_filter ranges[LIST_RANGES];
    struct client_filter clients;
    struct text_filter text;
    const char *phone_e164; /* NULL: all */
    bool phone_not;         /* all but that one */
    bool roots;             /* not those that stand under their parent (timeline.h) */
    enum list_test client;  /* TEST_EMPTY: neither contact nor number; TEST_FILLED; else all */
    ms_t from, to;          /* created in [from, to); LIST_ALL_FROM, LIST_ALL_TO: all time */
};

/* A filter by one id. */
struct id_filter id_filter_one(struct arena *a, int64_t id);

/* The position of an ENUM's value, 0 when it has no such value. */
extern const char *const list_channels[],
    *const list_directions[],
        *const list_statuses[],
            *const list_outcomes[],
                *const list_sentiments[],
                    *const list_results[],
                        *const list_platforms[]; /* in the order of the schema; NULL at the end */
int64_t list_position(const char *const *values, const char *value);

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

/* The first few of what may be many. */
enum { NAMES_SHOWN = 3 };
struct interaction_names {
    const char *first[NAMES_SHOWN];
    size_t n; /* all there are */
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
    int64_t wait_s, hold_s, csat;         /* -1: unknown */
    const char *result, *flow, *currency; /* NULL: unknown; without currency there is no cost */
    int64_t cost_micros, account_id, parent_id; /* ids: 0: none */
    bool flagged, has_recording, has_transcript;
    ms_t last_message_at; /* 0: unknown */
    /* By the readers of interactions_columns.h only. */
    const char *account; /* its reference; NULL: none */
    const char *mood;    /* of a voice call: positive, neutral, negative, hostile; NULL: unknown */
    int64_t willingness; /* 1 to 5; 0: unknown */
    struct interaction_names functions, tags;
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

/* Counts, at most bound + 1, which says "more than the bound"; that answer is remembered for a
 * minute; ERR_DB_TIMEOUT when it was not done in a moment. bound 0: exactly all of them, within
 * count_ms. */
enum err interactions_count(struct db *db, struct arena *a, const struct scope *scope,
                            const struct catalog *c, const struct list_filter *f, ms_t now,
                            int64_t bound, int64_t *out);

/* The place of a row in a list sorted so. */
struct list_cursor interaction_cursor(const struct interaction *row, enum list_sort sort);

#endif
