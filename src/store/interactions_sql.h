/* The statements behind the list of interactions, for interactions.c and interactions_count.c. */
#ifndef STORE_INTERACTIONS_SQL_H
#define STORE_INTERACTIONS_SQL_H

#include "store/plan.h"

/* The columns of every statement that reads rows. */
enum {
    ID,
    CREATED,
    CLOSED,
    CHANNEL,
    STATUS,
    QUEUE,
    AGENT,
    CONTACT,
    DID,
    DISPOSITION,
    CONTACT_NAME,
    PHONE_NUMBER,
    PHONE_E164,
    DURATION,
    ACW,
    DURATION_KEY
};

/* The sections of the filters stand in interactions_filter.h, their values in its .c file. */
extern const struct db_stmt interactions_page_sql[3][DRIVES]; /* by enum list_sort */
extern const struct db_stmt interactions_sorted_sql[3];       /* the period sorted, not walked */
extern const struct db_stmt interactions_active_sql;
extern const struct db_stmt interactions_count_sql[DRIVES];
extern const struct db_stmt interactions_active_count_sql;

enum { LIST_ARGS = 128 };

struct list_args {
    struct db_arg v[LIST_ARGS + 1];
    size_t n;
};

/* Adds a value; aborts when there are too many. */
void list_args_add(struct list_args *a, struct db_arg v);

#define LIST_ADD(args, ...) list_args_add((args), (struct db_arg)__VA_ARGS__)

/* Adds the values of the filter. */
void list_args_filter(struct list_args *a, const struct list_filter *f);

/* Adds the texts of one of its filters. */
void list_args_names(struct list_args *a, enum list_name which, const struct name_filter *f);

/* A filter that resolved to nothing: no statement is needed to know the answer. */
bool list_matches_nothing(const struct scope *scope, const struct list_filter *f);

/* The same for the closed interactions alone: only a state before that is asked for. */
bool list_none_closed(const struct list_filter *f);

#endif
