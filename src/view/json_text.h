/* JSON that a function was given or gave back, for people: an object as names and values, anything
 * else laid out over lines. What is no JSON, or what laying out would distort, is the text that it
 * is. */
#ifndef VIEW_JSON_TEXT_H
#define VIEW_JSON_TEXT_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* An object with more members than this is laid out as a whole. JSON nested deeper, or longer when
 * laid out, stays as it came; so does an object that names a member twice. */
enum { JSON_MEMBERS = 50, JSON_DEPTH = 32, JSON_BYTES = 256 * 1024 };

struct json_member {
    const char *name, *value;
    bool laid_out; /* an object or array: several lines, blanks matter */
};

struct json_text {
    struct json_member *members; /* NULL: it is no object, or too big a one */
    size_t n;
    const char *text; /* of what has no members */
    bool laid_out;    /* the text is JSON over several lines */
};

/* The text is UTF-8. */
struct json_text json_text(struct arena *a, const char *text);

#endif
