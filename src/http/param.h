/* Parameters of a request: declared one by one, everything else is an error.
 *
 * The parser takes application/x-www-form-urlencoded text (a query string or a form body). Unknown,
 * repeated (unless declared so), oversized, badly encoded and out-of-range values are
 * ERR_BAD_REQUEST; an empty value is as good as none, for that is what an empty form field sends.
 */
#ifndef HTTP_PARAM_H
#define HTTP_PARAM_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PARAMS_MAX = 128 };

enum param_kind {
    PARAM_TEXT,   /* one line of UTF-8 without control characters */
    PARAM_LINES,  /* the same, of several lines */
    PARAM_SECRET, /* any UTF-8 but NUL (a password) */
    PARAM_INT,    /* decimal digits, at most `max` as a value */
    PARAM_DATE,   /* YYYY-MM-DD */
    PARAM_CHOICE, /* one of `choices` */
    PARAM_TOKEN,  /* A-Z a-z 0-9 - _ . ~ */
    PARAM_LIST,   /* whole numbers up to `max`, one for each time it is given: checkboxes */
};

struct param {
    const char *name;
    enum param_kind kind;
    int64_t max; /* bytes of a text, secret or token; value of a number */
    const char *const *choices;
    const char *label; /* what people are told when it is wrong; NULL: the name */
    bool repeat;       /* may be given several times, as by a list of checkboxes: a text, the values
                          joined by commas */
};

struct param_list {
    int64_t *items;
    size_t n;
};

/* The values of a request, in the order of the declaration. */
struct params {
    const struct param *declared; /* ends with {0}; NULL: none allowed */
    const char *values[PARAMS_MAX];
    struct param_list *lists[PARAMS_MAX]; /* of PARAM_LIST */
};

/* Parses; *out is filled as far as it went. The detail names the parameter and what is wrong. */
enum err params_parse(struct arena *a, const struct param *declared, const char *encoded,
                      size_t len, struct params *out);

/* One part of a path, decoded (a plus is a plus): UTF-8 without control characters, of 1 to
 * PART_MAX bytes; NULL when it is anything else. */
enum { PART_MAX = 600 };
const char *param_part(struct arena *a, const char *encoded, size_t len);

/* The value, NULL when it was not given. Aborts on a name that is not declared. */
const char *param_text(const struct params *p, const char *name);

/* The number, or `otherwise` when it was not given. */
int64_t param_int(const struct params *p, const char *name, int64_t otherwise);

/* The numbers of a PARAM_LIST in the order in which they came; returns how many. */
size_t param_list(const struct params *p, const char *name, const int64_t **out);

/* The position in `choices`, or `otherwise`. */
int param_choice(const struct params *p, const char *name, int otherwise);

#endif
