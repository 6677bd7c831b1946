/* JSON that an analysis or a vendor wrote, as a list for people. Nothing is believed of it: what is
 * no JSON, or too much of it, is said to be unreadable. */
#ifndef VIEW_JSON_H
#define VIEW_JSON_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum { JSON_BYTES_MAX = 65536, JSON_ITEMS_MAX = 200, JSON_TEXT_MAX = 4000 };

struct json_item {
    const char *name;  /* NULL: none */
    const char *value; /* NULL: none; null, true and false as words */
    const char *why;   /* its reason; NULL: none */
    double number;     /* of a number */
    bool is_number, whole;
};

/* Reads a list or an object of
 *     "text"    {"name": .., "value": .., "rationale": ..}    name: value    name: {"value": ..}
 * with the words that vendors have for these: label, emotion, criterion ...; result, score ...;
 * reason, explanation. What is deeper stays JSON. `text` NULL or empty: no items. False when it
 * cannot be read; *n is 0 then. */
bool json_items(struct arena *a, const char *text, struct json_item **out, size_t *n);

#endif
