/* The document: an interaction as a JSON object, in the form that all of `parley import
 * conversations`, the own API and the converters of vendors speak. Its members are the
 * interaction's own fields (doc_own), and parts (doc_parts): rows that hang on it. What a member
 * may be is said here, once. */
#ifndef INTAKE_DOCUMENT_H
#define INTAKE_DOCUMENT_H

#include "core/arena.h"
#include "core/clock.h"

#include <jansson.h>
#include <stdio.h>

enum doc_kind {
    DOC_TEXT,    /* up to `max` characters */
    DOC_BODY,    /* the same, and not empty */
    DOC_WORD,    /* one of `words`; `min` 1: needed */
    DOC_NUMBER,  /* a whole one from `min` to `max` */
    DOC_SECONDS, /* any number up to `max`, rounded */
    DOC_YES_NO,
    DOC_IP,
    DOC_TIME,     /* ISO 8601 */
    DOC_JSON,     /* anything, kept as JSON */
    DOC_ANY,      /* a text as it is, anything else as JSON */
    DOC_MONEY,    /* in units, as a number or a text like "1.25" */
    DOC_CURRENCY, /* EUR */
    DOC_QUEUE,    /* these are names: a row of their own, made if new */
    DOC_AGENT,
    DOC_DID,
    DOC_DISPOSITION,
    DOC_FIXED, /* always `is`; not a member */
    DOC_NOW,   /* the time of storing; not a member */
};

struct doc_field {
    const char *name, *column; /* column NULL: it has none of its own */
    enum doc_kind kind;
    int64_t min, max;
    const char *const *words;
    const char *is; /* of DOC_FIXED the value; else what stands where none is given */
};

/* Rows of a table. */
struct doc_part {
    const char *name, *table;
    const char *append; /* member with further items of the list; NULL: there is none */
    const char *number; /* column that counts the items from 1; NULL: they are not counted */
    size_t max;         /* items; 0: it is one object, not a list */
    const struct doc_field *fields;
    const char *help;
};

extern const struct doc_field doc_own[];  /* end with a row of NULLs */
extern const struct doc_part doc_parts[]; /* likewise */

/* Words of the own fields, for the maps of `parley import`. */
extern const char *const doc_channels[],
    *const doc_platforms[],
        *const doc_directions[],
            *const doc_outcomes[], *const doc_results[], *const doc_sentiments[], *const doc_ends[];

/* Whether that is the row behind the last one. */
bool doc_is_last(const struct doc_field *f);

/* NULL: there is none of that name. */
const struct doc_field *doc_field_find(const struct doc_field *fields, const char *name);
const struct doc_part *doc_part_find(const char *name);

/* What is wrong with a document, for people; NULL: nothing. The text lives in `a`. */
const char *doc_problem(const json_t *doc, struct arena *a);

/* The same for one member. */
const char *doc_member_problem(const char *name, const json_t *value, struct arena *a);

/* Whether a text fits into a field. */
bool doc_fits(const struct doc_field *f, const char *s);

/* A text from outside, cut to what a message can hold. */
const char *doc_excerpt(struct arena *a, const char *s);

/* Describes the parts, for the help of a command. */
void doc_help(FILE *out);

/* Values that doc_problem found nothing wrong with; false: there is none. */
bool doc_time(const json_t *v, ms_t *out);
bool doc_micros(const json_t *v, int64_t *out);

/* The text of a member, NULL where there is none. */
const char *doc_text(const json_t *doc, const char *member);

/* When the last of the messages was; 0 where that is not known. */
ms_t doc_last_message(const json_t *doc, ms_t created);

#endif
