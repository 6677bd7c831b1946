/* The writing side of the API: what arrives becomes a document, which is checked and stored. */
#ifndef HOOKS_API_H
#define HOOKS_API_H

#include "page.h"

#include <jansson.h>

/* How a route's body becomes a document, and what may be in it. */
struct api_verb {
    const char *type;   /* of the event (intake/own.h) */
    const char *member; /* the body is this member of the document; NULL: all of it */
    bool list;          /* the member is a list; one object alone is one item */
    bool keyed;         /* needs an Idempotency-Key: a repeat would add again */
    bool (*rule)(struct request *r, json_t *doc); /* notes faults of its own; may be NULL */
};

/* Makes the document of a verb and notes what is wrong with it. The document is freed with the
 * request. */
enum err api_document(struct request *r, const struct api_verb *verb, json_t **out);

#endif
