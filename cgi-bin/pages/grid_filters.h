/* The filters of the grid: one table of fields, from which the parameters, the addresses, the form
 * and the chips are made.
 *
 *   F=value            queue=3 or 3,5 (any of them), channel=voice,chat, tag=vip, duration=300-600
 *   F_op=not           how it is compared, where that is not the field's standard
 *   text_who=client    by whom the text was said, where that is not anybody
 *
 * A range of seconds reaches from its first second to before its second one; either may be left
 * out. "is not" keeps what is unknown. */
#ifndef PAGES_GRID_FILTERS_H
#define PAGES_GRID_FILTERS_H

#include "core/buf.h"
#include "http/request.h"
#include "store/interactions.h"

enum grid_kind {
    KIND_ID,     /* ids of the catalog */
    KIND_CHOICE, /* some of a few values */
    KIND_NAME,   /* names of the catalog, typed */
    KIND_TEXT,   /* texts, typed */
    KIND_CLIENT, /* c<contact>, p<number>, or a part of a name or number */
    KIND_YES_NO,
    KIND_RANGE, /* of seconds */
    KIND_SAID,  /* words and phrases in messages; only with the permission to read them */
};

enum grid_op {
    OP_IS,
    OP_ANY,
    OP_NOT,
    OP_CONTAINS,
    OP_EMPTY,
    OP_FILLED,
    OP_ALL,
    OP_PHRASE,
    GRID_OPS
};

/* X(field, key in the address, label, kind, operators, standard one) */
#define GRID_FIELD_TABLE(X)                                                                        \
    X(FIELD_AGENT, "agent", "Agent", NAME, text, OP_CONTAINS)                                      \
    X(FIELD_QUEUE, "queue", "Queue", ID, list, OP_IS)                                              \
    X(FIELD_CHANNEL, "channel", "Channel", CHOICE, known, OP_IS)                                   \
    X(FIELD_DID, "did", "DID", NAME, text, OP_CONTAINS)                                            \
    X(FIELD_DISPOSITION, "disposition", "Disposition", ID, list, OP_IS)                            \
    X(FIELD_CLIENT, "client", "Client", CLIENT, text, OP_IS)                                       \
    X(FIELD_DIRECTION, "direction", "Direction", CHOICE, list, OP_IS)                              \
    X(FIELD_STATUS, "status", "Status", CHOICE, known, OP_IS)                                      \
    X(FIELD_OUTCOME, "outcome", "Outcome", CHOICE, list, OP_IS)                                    \
    X(FIELD_AGENT_KIND, "agent_kind", "Agent kind", CHOICE, list, OP_IS)                           \
    X(FIELD_SENTIMENT, "sentiment", "Sentiment", CHOICE, list, OP_IS)                              \
    X(FIELD_RESULT, "result", "Result", CHOICE, list, OP_IS)                                       \
    X(FIELD_PLATFORM, "platform", "Platform", CHOICE, list, OP_IS)                                 \
    X(FIELD_FLAGGED, "flagged", "Flagged", YES_NO, known, OP_IS)                                   \
    X(FIELD_RECORDING, "recording", "Recording", YES_NO, known, OP_IS)                             \
    X(FIELD_TRANSCRIPT, "transcript", "Transcript", YES_NO, known, OP_IS)                          \
    X(FIELD_DURATION, "duration", "Duration", RANGE, range, OP_IS)                                 \
    X(FIELD_WAIT, "wait", "Waiting time", RANGE, range, OP_IS)                                     \
    X(FIELD_TAG, "tag", "Tag", TEXT, text, OP_IS)                                                  \
    X(FIELD_FLAG, "flag", "Flag", TEXT, text, OP_IS)                                               \
    X(FIELD_ACTION, "action", "Action type", TEXT, text, OP_IS)                                    \
    X(FIELD_FLOW, "flow", "Flow", TEXT, text, OP_IS)                                               \
    X(FIELD_ACCOUNT, "account", "Account", TEXT, text, OP_IS)                                      \
    X(FIELD_TEXT, "text", "Text", SAID, said, OP_ALL)

#define GRID_FIELD_NAME(field, key, label, kind, ops, standard) field,
enum grid_field { GRID_FIELD_TABLE(GRID_FIELD_NAME) GRID_FIELDS };

enum { FILTER_VALUES = 100 };
#define RANGE_OPEN ((int64_t)1 << 32) /* beyond every duration */

struct grid_filter {
    bool on;
    enum grid_op op;  /* OP_ANY: several texts; several ids or choices are OP_IS or OP_NOT */
    const char *text; /* the value as in the address; NULL where the operator needs none */
    const char *const *values; /* the same apart, without doubles */
    size_t n;
    int64_t from, to;  /* of a range */
    enum list_who who; /* of KIND_SAID */
};

struct grid_field_info {
    const char *key, *label, *op_key;
    enum grid_kind kind;
    enum grid_op standard;
    const char *const *ops; /* keys of the operators that it has, NULL at the end */
};
extern const struct grid_field_info grid_fields[GRID_FIELDS];

/* The values of a KIND_CHOICE and what they are called; NULL at the end. */
struct grid_choices {
    const char *const *keys, *const *labels;
};
extern const struct grid_choices grid_choices[GRID_FIELDS];

/* What a choice is called; the key itself when there is no such choice. */
const char *grid_choice_label(enum grid_field f, const char *key);
extern const char *const grid_op_keys[];
extern const char *const grid_ops_text[],
    *const grid_ops_list[], *const grid_ops_known[],
                                *const grid_ops_range[],
                                    *const grid_ops_said[],
                                        *const grid_yes_no[],
                                            *const grid_who_keys[],
                                                *const grid_who_labels[]; /* by enum list_who */

/* The fields of the first line of the form: the others are behind "More filters". */
static inline bool grid_field_first(enum grid_field f)
{
    return f <= FIELD_DISPOSITION || f == FIELD_TEXT;
}

/* Reads the filters of a request. ERR_BAD_REQUEST says what is wrong by the field's label. */
enum err grid_filters_read(const struct request *r, struct grid_filter out[GRID_FIELDS]);

/* Whether the person may search in what was said. */
bool grid_may_search(const struct request *r);

/* What a search in texts is for, as far as it concerns what `role` (NULL: anybody) has said; false
 * where it has no word, too many of them, or is not about that speaker. */
bool grid_words(struct arena *a, const struct grid_filter *text, const char *role,
                struct words_query *out);

/* Appends them to an address that begins with `path`. */
void grid_filters_url(struct buf *b, size_t path_len, const struct grid_filter f[GRID_FIELDS]);

/* Seconds as they are typed: 5:00, 1:05:00, 5 (minutes), 30s. False when it is none of these. */
bool grid_seconds_read(const char *text, int64_t *out);

/* What an operator is called for a field, as in "is any of". */
const char *grid_op_label(enum grid_field f, enum grid_op op);
enum grid_op grid_op_of(const char *key);

/* "over 10:00", "5:00 to 10:00". */
const char *grid_range_text(struct arena *a, const struct grid_filter *f);

#endif
