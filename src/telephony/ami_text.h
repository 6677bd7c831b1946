/* What Asterisk's manager interface says, as text: blocks of "Key: Value" lines with an empty line
 * behind each. From outside: any bytes may come. Lines that are none are left out, bytes that are
 * no UTF-8 and control characters become '?', and no more is kept than the limits below. */
#ifndef TELEPHONY_AMI_TEXT_H
#define TELEPHONY_AMI_TEXT_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"

#include <stdbool.h>

enum { AMI_BLOCKS_MAX = 50000, AMI_FIELDS_MAX = 200, AMI_NAME_MAX = 80, AMI_VALUE_MAX = 1024 };

struct ami_field {
    const char *name, *value;
};

struct ami_block {
    const struct ami_field *fields;
    size_t n;
};

struct ami_blocks {
    struct ami_block *blocks;
    size_t n;
    bool cut; /* there was more than is kept */
};

/* Reads a whole answer into `a`. */
struct ami_blocks ami_parse(struct arena *a, const char *text, size_t len);

/* The first value of that name, letter case apart; "" where there is none. */
const char *ami_get(const struct ami_block *b, const char *name);

/* The same, where "unknown" in Asterisk's words is "", too. */
const char *ami_known(const struct ami_block *b, const char *name);

/* A channel variable, which comes as "ChanVariable: NAME=value"; "" where there is none. */
const char *ami_variable(const struct ami_block *b, const char *name);

/* A whole number, or `otherwise`. */
int64_t ami_number(const struct ami_block *b, const char *name, int64_t otherwise);

/* When an event happened; `otherwise` where the manager does not say it (timestampevents). */
ms_t ami_time(const struct ami_block *b, ms_t otherwise);

/* Appends an action as a form: pairs of name and value, ending with {0}. False when a value has
 * a control character, which Asterisk would take for a line of its own. */
bool ami_form(struct buf *out, const struct ami_field *fields);

#endif
