/* A whole transcript, read into memory, and as JSON:
 *
 *     {"interaction": {...}, "messages": [...], "functions": [...]}
 *
 * both lists in their order and with every text as it is stored; what is unknown is null. Times are
 * ISO 8601 in UTC, offsets milliseconds from the interaction's start. A function's place is behind
 * the message number after_message_no, else at offset_ms. Its parameters are JSON; its result is
 * JSON where it is an object or array, else a string. */
#ifndef PAGES_TRANSCRIPT_JSON_H
#define PAGES_TRANSCRIPT_JSON_H

#include "core/buf.h"
#include "page.h"
#include "store/conversation.h"

struct transcript {
    const struct catalog *catalog;
    struct interaction i;
    struct messages said;
    struct function_calls calls;
};

/* Reads all of it. ERR_NOT_FOUND without an interaction or without anything said in it,
 * ERR_TOO_LARGE with more than conversation_all allows. */
enum err transcript_read(struct request *r, int64_t id, struct transcript *out);

void transcript_json(struct buf *out, const struct transcript *t);

#endif
