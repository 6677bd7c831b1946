/* What the converters of vendors share. A conversion owns a copy of what arrived: what becomes part
 * of the document is taken out of the copy, and what stays there goes to the document's `details`
 * as it came. So nothing is lost that nobody knew of. Vendors change: a number may come as a text,
 * and null or anything else where a list or an object is expected. */
#ifndef INTAKE_CONVERT_H
#define INTAKE_CONVERT_H

#include "intake/source.h"

struct conversion {
    struct arena *a;
    json_t *doc;        /* what is being made */
    json_t *rest;       /* what is not in it yet */
    json_t *turns;      /* of the transcript: what messages and functions cannot hold */
    json_t *calls;      /* number of a function by its id */
    json_t *recordings; /* where they can be fetched: {name, url} */
};

/* The phases of apply_document. */
enum { PHASE_PLAIN, PHASE_BEGAN, PHASE_ENDED, PHASE_ANALYSED };

/* A word of a vendor, in any case, and ours. Tables end with {NULL}. */
struct cv_word {
    const char *theirs, *ours;
};

/* How a call ended. */
struct cv_ending {
    const char *theirs; /* what the vendor's text is, or "*" at an end: begins or ends with */
    const char *ended_by, *outcome, *contact_result; /* NULL: it does not tell */
};

void cv_begin(struct conversion *c, struct arena *a, const json_t *body);

/* The document with its details; `rest` is the part of the copy that becomes them. */
json_t *cv_end(struct conversion *c, json_t *rest);

/* What stands beside the `path` of the copy, but for its type and time, is kept in `rest`. */
void cv_keep_envelope(struct conversion *c, json_t *rest, const char *path, const char *as);

/* Without a document. */
void cv_drop(struct conversion *c);

/* --- reading; a path is names with dots between --------------------------------------------------
 */

json_t *cv_at(const json_t *from, const char *path);
const char *cv_text_at(struct arena *a, const json_t *from,
                       const char *path); /* or a number; NULL */
bool cv_number_at(const json_t *from, const char *path, double *out);
bool cv_yes_no(const json_t *v, bool *out);                              /* also as a word */
bool cv_time_at(const json_t *from, const char *path, ms_t *out);        /* s, ms or ISO 8601 */
const char *cv_word_of(const struct cv_word *table, const char *theirs); /* NULL: not known */

/* Removes what stands there. */
void cv_gone(json_t *from, const char *path);

/* --- writing to the document; `part` is the name of an object in it, NULL: itself ---------------
 */

/* What is there already stays. A text is cut at `max` characters; false: it was, or is not new. */
bool cv_put(struct conversion *c, const char *part, const char *name, json_t *value);
bool cv_put_text(struct conversion *c, const char *part, const char *name, const char *text,
                 size_t max);
bool cv_put_time(struct conversion *c, const char *name, ms_t t);
void cv_put_duration(struct conversion *c, double seconds);
void cv_put_cost(struct conversion *c, double amount, const char *currency);
void cv_put_cost_part(struct conversion *c, const char *label, double amount);
void cv_put_ending(struct conversion *c, const struct cv_ending *table, const char *theirs);

/* A number of a telephone, also out of sip:+49123@host. */
bool cv_put_phone(struct conversion *c, const char *name, const char *number);

/* The two numbers of a call by its direction, "inbound" or "outbound"; both are gone from `from`.
 */
void cv_take_numbers(struct conversion *c, json_t *from, const char *client, const char *own);

/* Takes a value out of `from` where the document can hold all of it. */
void cv_take_text(struct conversion *c, json_t *from, const char *path, const char *part,
                  const char *name, size_t max);
bool cv_take_word(struct conversion *c, json_t *from, const char *path, const char *part,
                  const char *name, const struct cv_word *table);

/* --- what is known by its name -------------------------------------------------------------------
 */

/* A value that an analysis found under a name of the site's choice. */
void cv_collect(struct conversion *c, const char *id, const json_t *value, const char *why);

/* What the client felt; false: that word is not known. */
bool cv_put_mood(struct conversion *c, const char *word);

/* A criterion and its verdict. */
void cv_judge(struct conversion *c, const char *id, const json_t *result, const char *why);

/* Who is called and about which account, from the variables that a call was started with. */
void cv_use_variables(struct conversion *c, const json_t *variables);

/* Adds a recording that can be fetched to details.recordings; the first of them is the best. */
void cv_take_recording(struct conversion *c, json_t *from, const char *path);

/* --- the transcript ----------------------------------------------------------------------------
 */

enum { NO_OFFSET = -1 };

/* Seconds into the call as milliseconds; NO_OFFSET where there are none. */
int64_t cv_offset_at(const json_t *turn, const char *path);

/* False: it says nothing, or there are too many. */
bool cv_add_message(struct conversion *c, const char *role, const char *text, int64_t offset_ms);

/* A function after the messages there are. `parameters` and `result` may be JSON in a text. */
bool cv_add_call(struct conversion *c, const char *id, const char *name, const json_t *parameters,
                 int64_t offset_ms);
bool cv_add_result(struct conversion *c, const char *id, const char *name, const json_t *result,
                   const char *status);

/* Keeps what is left of the turn, if anything is. */
void cv_keep_turn(struct conversion *c, size_t turn, const json_t *left);

/* A transcript that is one text, its lines beginning with the names of a table. */
void cv_add_lines(struct conversion *c, const char *text, const struct cv_word *roles);

/* --- identity -----------------------------------------------------------------------------------
 */

/* Whether an id can be one: not empty, up to 100 characters. */
bool cv_id_fits(const char *id, const char **why);

/* "type:id[:more]", or a digest in the place of what does not fit. */
const char *cv_event_id(struct arena *a, const char *type, const char *id, const char *more);

/* A digest of a body, the same for the same. */
const char *cv_body_digest(struct arena *a, const json_t *body);

#endif
