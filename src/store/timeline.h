/* An account over time: what is owed, what was said about it, what is planned; and how interactions
 * hang together: those that were sent during another.
 *
 * The list of an account's interactions is the list of interactions (interactions.h), filtered by
 * account and `roots`. A child is what was sent during an interaction of the same account that was
 * itself not sent during another; it is listed under that one only. To whom a parent is not
 * visible, its children stand for themselves. */
#ifndef STORE_TIMELINE_H
#define STORE_TIMELINE_H

#include "store/interactions.h"

extern const struct db_stmt *const timeline_statements[]; /* ends with NULL */

struct timeline_account {
    int64_t id, contact_id;                                             /* 0: none */
    const char *reference, *contact_name, *contact_phone, *payment_url; /* NULL: unknown */
    int64_t balance_micros;
    const char *currency; /* NULL: the balance is unknown */
    ms_t due_on;          /* the day's midnight in UTC; -1: unknown */
};

/* ERR_NOT_FOUND when the tenant has none of that id. To be shown only to who sees an interaction of
 * it, or all queues. */
enum err timeline_account(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                          struct timeline_account *out);

struct timeline_line {
    const char *description, *currency;
    int64_t amount_micros;
    ms_t incurred_on; /* as due_on */
};

enum { TIMELINE_LINES = 200, TIMELINE_STEPS = 200, TIMELINE_CHILDREN = 1000, TIMELINE_TREND = 60 };

/* The first TIMELINE_LINES of them. */
enum err timeline_lines(struct db *db, struct arena *a, const struct scope *scope, int64_t account,
                        struct timeline_line **out, size_t *n);

struct timeline_step {
    int64_t no, interaction_id; /* 0: none, or not visible */
    const char *kind, *status;
    ms_t at; /* done, else planned; -1: neither is known */
    bool done;
};

/* Steps in [from, to), the newest first; to LIST_ALL_TO: and those without a time, before all
 * others. At most TIMELINE_STEPS. */
enum err timeline_steps(struct db *db, struct arena *a, const struct scope *scope, int64_t account,
                        ms_t from, ms_t to, struct timeline_step **out, size_t *n);

/* What was sent during these interactions, by parent and time; at most TIMELINE_CHILDREN, and
 * out->more says that there are further ones. Also what interactions_more reads. */
enum err timeline_children(struct db *db, struct arena *a, const struct scope *scope,
                           const int64_t *parents, size_t n, struct interaction_rows *out);

/* Those of the ids that are visible, in no order. Also what interactions_more reads. */
enum err timeline_visible(struct db *db, struct arena *a, const struct scope *scope,
                          const int64_t *ids, size_t n, struct interaction_rows *out);

/* The beginnings of the rows' summaries, out[i] of rows[i]; NULL: none. */
enum err timeline_summaries(struct db *db, struct arena *a, const struct scope *scope,
                            const struct interaction_rows *rows, const char **out);

/* The newest voice calls of an account whose mood, sentiment or willingness is known, newest first:
 * at most TIMELINE_TREND, out of the newest two thousand interactions. */
enum err timeline_trend(struct db *db, struct arena *a, const struct scope *scope, int64_t account,
                        struct interaction_rows *out);

/* The accounts of a contact that the viewer sees an interaction of, by reference; at most ten. */
struct contact_account {
    int64_t id;
    const char *reference;
};
enum err timeline_of_contact(struct db *db, struct arena *a, const struct scope *scope,
                             int64_t contact, struct contact_account **out, size_t *n);

#endif
