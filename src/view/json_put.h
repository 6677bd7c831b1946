/* JSON written piece by piece, compact, into a buffer. `name` NULL: an item of an array, or the
 * whole. What belongs between two pieces is put there by itself. */
#ifndef VIEW_JSON_PUT_H
#define VIEW_JSON_PUT_H

#include "core/buf.h"
#include "core/clock.h"

#include <stdbool.h>

/* Begins an object '{' or an array '[', and ends it. */
void json_put_open(struct buf *b, const char *name, char bracket);
void json_put_close(struct buf *b, char bracket);

/* A string of UTF-8; NULL: null. */
void json_put_text(struct buf *b, const char *name, const char *text);

void json_put_int(struct buf *b, const char *name, int64_t n);
void json_put_bool(struct buf *b, const char *name, bool is);

/* The number, null where it is not known. */
void json_put_known(struct buf *b, const char *name, int64_t n, bool known);

/* An instant as ISO 8601 in UTC; 0: null. */
void json_put_time(struct buf *b, const char *name, ms_t at);

/* JSON as it is stored, digit by digit; what is none is a string. `flags` are those of jansson:
 * JSON_DECODE_ANY, or 0 where only an object or array counts. */
void json_put_json(struct buf *b, const char *name, const char *text, size_t flags);

#endif
