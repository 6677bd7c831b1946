/* A document being merged into an interaction: shared by apply*.c, merge_*.c only. */
#ifndef INTAKE_MERGE_H
#define INTAKE_MERGE_H

#include "intake/apply.h"
#include "intake/rank.h"
#include "store/intake_rows.h"
#include "store/names.h"

struct merge {
    struct db *db;
    struct arena *a;
    const struct apply_from *from;
    const json_t *doc;
    struct intake_row row;
    struct ranks *ranks;
    struct names *names;
    int64_t made;     /* names that were new before */
    bool appended;    /* to some list */
    bool facts;       /* what its own row says of other rows may be different */
    bool said;        /* messages, or when they were, changed */
    bool said_before; /* there were messages */
};

/* The value of a member, if there is one and it counts. */
const json_t *merge_take(struct merge *m, const char *member);

/* Whether there may be something of a list: what documents made, they made all of. */
bool merge_may_have(const struct merge *m, const char *list);

void merge_text(struct db_cell *cell, const char *s); /* NULL: unknown */
void merge_number(struct db_cell *cell, int64_t n);

/* The interaction's own fields, and what they lead to. */
enum err merge_own(struct merge *m);

/* Parts and details. */
enum err merge_parts(struct merge *m);
void merge_details(struct merge *m);

/* The names of the interaction's tenant: the batch's, or its own where there is none. */
struct names *batch_names(struct merge *m);

/* How many names were made, of every kind. */
int64_t batch_made(const struct names *names);

/* Has what was said indexed: at the end of the batch, or now where there is none. */
enum err batch_index(struct merge *m);

#endif
