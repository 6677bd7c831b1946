/* What hangs on one interaction, one row or a few of each: what was found out about it, from where
 * it came, by which way it went. */
#ifndef STORE_DETAIL_MORE_H
#define STORE_DETAIL_MORE_H

#include "store/detail.h"

extern const struct db_stmt *const detail_more_statements[]; /* ends with NULL */

/* NULL and -1: unknown. What is JSON is as it was stored, but no more of it than is ever read. */
struct detail_more {
    /* Of a voice call. */
    const char *contact_result, *call_disposition, *mood, *termination, *phone_used;
    int64_t willingness, cooperation, identity_verified;
    const char *cost_parts; /* JSON */
    /* Of an AI agent's work. */
    const char *llm_model;
    int64_t billable_messages;
    /* From where. */
    const char *browser, *os, *ip, *country, *city, *url;
    /* The analysis. */
    const char *topic, *summary, *sentiment_why, *csat_why, *performance, *source;
    const char *keywords, *emotions, *criteria, *collected; /* JSON */
    ms_t made_at;                                           /* 0: unknown */
    int64_t messages;
};
enum err detail_more(struct db *db, struct arena *a, const struct scope *scope,
                     const struct interaction *i, struct detail_more *out);

struct leg {
    int64_t queue_id, agent_id;              /* 0: none */
    ms_t queued_at, answered_at, left_at;    /* 0: unknown, or not */
    int64_t ring_s, talk_s, hold_s, acw_s;   /* -1: unknown */
    const char *left_reason, *transfer_kind; /* NULL: unknown; none */
};
enum { LEGS_MAX = 100 };

/* Its way in its order. A leg in a queue that the scope does not hold keeps its queue_id and is
 * without its agent: whose it was is not shown. */
enum err detail_legs(struct db *db, struct arena *a, const struct scope *scope,
                     const struct interaction *i, struct leg **out, size_t *n);

struct called {
    const char *name;
    bool failed, open; /* open: no answer came */
};
enum { CALLED_MAX = 100 };

/* The functions that were called, in their order, by name. */
enum err detail_called(struct db *db, struct arena *a, const struct scope *scope,
                       const struct interaction *i, struct called **out, size_t *n);

/* What came beyond the columns. */
struct detail_vendor {
    const char *source, *fields; /* JSON; NULL: nothing */
};
enum err detail_vendor_more(struct db *db, struct arena *a, const struct scope *scope,
                            const struct interaction *i, struct detail_vendor *out);

#endif
