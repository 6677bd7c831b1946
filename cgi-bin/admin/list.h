/* The lists of administration: a table of columns, a search, filters, pages by key. A list page is
 *
 *     list_begin(&l, &area, &def);              reads the request
 *     store: rows by l.want (store/listing.h), with what list_filter() and l.sort say
 *     for each: list_row(&l, id, key), then list_cell() for each column in turn
 *     list_end(&l, more, count, out);           renders admin/list.cs
 */
#ifndef ADMIN_LIST_H
#define ADMIN_LIST_H

#include "area.h"
#include "store/listing.h"

enum { LIST_SIZE = 50, LIST_Q_MAX = 320, LIST_CURSOR_MAX = 1200 };

enum list_kind {
    LIST_TEXT,   /* cut where there is no room; the whole is in the title */
    LIST_NAME,   /* the link to the row's page */
    LIST_SHORT,  /* never cut */
    LIST_NUMBER, /* at the right */
    LIST_STATE,  /* a mark: "Active" is quiet, anything else stands out */
    LIST_TIME,
};

struct list_column {
    const char *key, *label;
    enum list_kind kind;
    bool sorts; /* the list can be ordered by it: `key` is the value of the parameter `sort` */
    const char *title; /* explains the heading; may be NULL */
};

struct list_choice {
    const char *value, *label;
};

/* A select beside the search. The route declares a parameter of this name. */
struct list_filter {
    const char *name, *label;
    const struct list_choice *choices; /* ends with {0}; the first stands for "not filtered" */
};

struct list_def {
    const char *one, *many;   /* "queue", "queues" */
    const char *title, *path; /* where they are not the section's; NULL */
    const char *search;       /* what the search looks at: "Name or number"; NULL: there is none */
    size_t search_min;        /* characters; fewer are not searched for */
    const struct list_column *columns; /* ends with {0}; the first that sorts is the standard */
    const struct list_filter *filters; /* ends with {0}; may be NULL */
    const char *add, *add_path;        /* label and path of the button; may be NULL */
    const char *row_path;              /* of a row, with ?id=; may be NULL */
    const char *empty;                 /* what to do while there is nothing at all */
    struct {
        const char *label, *path;
    } link; /* one more button; may be empty */
};

/* The parameters of a list's route, AREA_PARAM among them; filters are declared beside them. */
#define LIST_PARAMS                                                                                \
    AREA_PARAM, AREA_DONE_PARAM, {.name = "q", .kind = PARAM_TEXT, .max = LIST_Q_MAX},             \
        {.name = "sort", .kind = PARAM_TOKEN, .max = 20},                                          \
        {.name = "dir", .kind = PARAM_CHOICE, .choices = list_dirs},                               \
        {.name = "after", .kind = PARAM_TOKEN, .max = LIST_CURSOR_MAX},                            \
    {                                                                                              \
        .name = "before", .kind = PARAM_TOKEN, .max = LIST_CURSOR_MAX                              \
    }
extern const char *const list_dirs[];

struct list {
    const struct area *area;
    const struct list_def *def;
    struct view *view;
    const char *q;            /* searched for, trimmed; NULL: nothing, or too little */
    int sort;                 /* index of the column */
    struct listing want;      /* search: LISTING containing q */
    bool short_q;             /* something was typed, but too little */
    size_t n, cells;          /* rows so far, cells of the last one */
    const char *first, *last; /* cursors */
};

/* Reads the request. ERR_BAD_REQUEST when a cursor is damaged or the sort is unknown. */
enum err list_begin(struct list *l, const struct area *a, const struct list_def *def);

/* The value of a filter; NULL when it is off (its first choice). */
const char *list_filter(const struct list *l, const char *name);

/* Begins a row. `key` is the value of the column that sorts; `off` greys it. */
void list_row(struct list *l, int64_t id, const char *key, bool off);

/* The next cell of the row. NULL or "" reads as a dash. */
void list_cell(struct list *l, const char *text);

/* Says above the list why it is empty. */
void list_problem(struct list *l, const char *text);

/* 1,204, or 10,000+ for more than LISTING_COUNT_BOUND. */
const char *list_count_text(const struct request *r, int64_t n);

/* Renders. `count` may be more than LISTING_COUNT_BOUND: "10,000+"; negative: not counted. */
enum err list_end(struct list *l, bool more, int64_t count, struct response *out);

#endif
