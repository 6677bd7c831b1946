/* The reading side of the API: what its answers share. */
#ifndef PAGES_API_H
#define PAGES_API_H

#include "page.h"
#include "store/interactions.h"
#include "view/json_put.h"

struct api_names {
    struct request *r;
    const struct catalog *catalog;
};

/* {"id": 3, "name": "Sales"}; id 0: null. */
void api_put_named(struct buf *b, const char *name, const struct api_names *names,
                   enum catalog_dim dim, int64_t id);

/* {"amount": "0.25", "currency": "EUR"}; currency NULL: null. */
void api_put_money(struct buf *b, const char *name, int64_t micros, const char *currency);

/* The members of an interaction, within an object that is open: all that the grid can show. What
 * this site does not record is null. */
void api_put_interaction(struct buf *b, const struct api_names *names, const struct interaction *i);

/* Lets the answer be JSON. */
void api_begin(struct response *out);

/* A part of the path as a number; 0, which nothing has, for what is none. */
int64_t api_number(const char *part);

#endif
