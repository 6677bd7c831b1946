/* What a history shows besides its list, which is the list of interactions filtered by whom it is
 * of (interactions.h): figures over all of it, the contents of a page's rows, counts for badges. */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "store/interactions.h"

extern const struct db_stmt *const history_statements[]; /* ends with NULL */

enum history_of { HISTORY_CONTACT, HISTORY_PHONE, HISTORY_AGENT, HISTORY_KINDS };

/* Whose history. A number is the digits of its E.164 form. */
struct history_who {
    enum history_of of;
    int64_t id;
};

enum { HISTORY_CHANNELS = 5, HISTORY_TRANSFERS = 4, HISTORY_COUNT_BOUND = 100 };

/* The list says "1,000+": the head has the whole number, and counting thousands costs more than the
 * page. */
enum { HISTORY_LIST_BOUND = 1000 };
extern const char *const history_transfer_kinds[HISTORY_TRANSFERS];

/* Filters a list to the interactions of one client or agent; texts and lists are in `a`. */
void history_filter(struct arena *a, struct history_who who, struct list_filter *f);

struct history_contact {
    const char *name, *phone_e164, *email; /* NULL: unknown */
};

/* Name and addresses of a contact. To be shown only to who sees an interaction of theirs. */
enum err history_contact(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                         struct history_contact *out);

/* What the row of an interaction does not hold. */
struct history_extra {
    bool recording, transcript; /* there is one */
    const char *message;        /* the client's first, else the first, of a text channel; its
                                   beginning only; NULL: none */
};

/* Reads the extras of a page's rows, out[i] of rows[i], by one dive per row; messages only where
 * `messages`. */
enum err history_extras(struct db *db, struct arena *a, const struct scope *scope,
                        const struct interaction_rows *rows, bool messages,
                        struct history_extra *out);

/* Sums over all visible interactions of somebody. Late: that part took too long and is unset. */
struct history_sums {
    bool late;
    int64_t n, by_channel[HISTORY_CHANNELS]; /* in the order of the ENUM */
    ms_t first_at, last_at;                  /* 0: none */
    int64_t duration_s, durations;           /* the sum, and how many are known */
};
struct history_disposition {
    bool late;
    int64_t id; /* 0: none */
};
struct history_legs {
    bool late;
    int64_t handled;         /* legs in which the agent was connected */
    int64_t timed, handle_s; /* of those with a known talk time: how many, talk + hold + ACW */
    int64_t transfers, by_kind[HISTORY_TRANSFERS];
};

enum err history_sum(struct db *db, struct arena *a, const struct scope *scope,
                     struct history_who who, struct history_sums *out);

/* The newest disposition of a client's interactions. */
enum err history_last_disposition(struct db *db, struct arena *a, const struct scope *scope,
                                  struct history_who who, struct history_disposition *out);

/* Of an agent; each leg is seen by who sees its own queue. */
enum err history_sum_legs(struct db *db, struct arena *a, const struct scope *scope, int64_t agent,
                          struct history_legs *out);

enum { HISTORY_COUNTED = 100 };

/* How many interactions there are of each id, up to HISTORY_COUNT_BOUND; n is at most
 * HISTORY_COUNTED. */
enum err history_counts(struct db *db, struct arena *a, const struct scope *scope,
                        enum history_of of, const int64_t *ids, size_t n, int64_t *out);

#endif
