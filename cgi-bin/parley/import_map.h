/* The map of an import: a JSON file that says what the columns of a CSV of calls mean.
 *
 * {
 *   "vendor": "bank",               names the source; with the id it tells known calls from new
 *   "zone": "Europe/Berlin",        of the times in the file
 *   "delimiter": ",",               or ; | or a tab
 *   "encoding": "utf-8",            or latin1
 *   "columns": ["src", "dst"],      only for a file without a header line
 *   "null": ["NULL", "-"],          texts that mean "no value", in every column
 *   "country_code": "49",           of telephone numbers without one; "trunk_prefix": "0"
 *   "dispositions": {"ok": "Done"}, names of disposition codes
 *   "fields": {...},                what becomes of which columns
 *   "rules": {...}                  what depends on conditions
 * }
 *
 * "fields" gives each field of ours a source: the name of a column, an object, or a list of these,
 * of which the first that has a value counts. For "id" the list is joined with "/". The fields are
 * the rows of map_field_info (import_map.c). An object has
 *   column, null (more texts that mean no value), and for times
 *     format       iso (the default), unix, unix_ms, or %Y-%m-%d and the like
 *     time_column  for a date and a time of day in two columns; time_format (default %H:%M:%S)
 *   and for all others
 *     after, until, until_last   the part of the text behind, before the first, before the last ...
 *     values       {"text": "value of ours" or null, "*": what all other texts become}
 *     prefix       put before the value
 * or only "constant": "text".
 *
 * "rules" holds named lists. Of each list the first rule whose "when" holds is applied; where none
 * holds the row is rejected, so end a list with a rule without "when" if all is well otherwise.
 *   {"when": {"outcome": "HANG", "q_time": ">0"}, "set": {"ending": "abandoned"}}
 * In "when", a test of a column is a text, or a list of texts of which one must fit: "x" equals x,
 * "x*" begins with x, "!x" is anything else, "" is empty; ">1" ">=1" "<1" "<=1" compare numbers;
 * "=>x" is the text ">x" itself. In "set", a text is the value itself, null takes the value away,
 * an object or list is a source as above. "mended": "kind" counts the row as mended, "reject":
 * "kind" refuses it. A later list overrides what an earlier one set. */
#ifndef PARLEY_IMPORT_MAP_H
#define PARLEY_IMPORT_MAP_H

#include "core/arena.h"
#include "core/csv.h"
#include "core/err.h"

enum map_field {
    MAP_ID,
    MAP_CREATED_AT,
    MAP_QUEUED_AT,
    MAP_ANSWERED_AT,
    MAP_LEFT_QUEUE_AT,
    MAP_CLOSED_AT,
    MAP_ENDING,
    MAP_CHANNEL,
    MAP_PLATFORM,
    MAP_DIRECTION,
    MAP_OUTCOME,
    MAP_ENDED_BY,
    MAP_QUEUE,
    MAP_AGENT,
    MAP_CLIENT,
    MAP_PHONE_NUMBER,
    MAP_DID,
    MAP_DISPOSITION,
    MAP_FLOW,
    MAP_RESULT,
    MAP_ACTION_TYPE,
    MAP_SENTIMENT,
    MAP_CURRENCY,
    MAP_CSAT,
    MAP_COST,
    MAP_DURATION_S,
    MAP_WAIT_S,
    MAP_HOLD_S,
    MAP_ACW_S,
    MAP_FIELDS
};

enum map_kind { MAP_TEXT, MAP_WORD, MAP_TIME, MAP_SECONDS, MAP_SCORE, MAP_MONEY };

struct map_field_info {
    const char *name;
    enum map_kind kind;
    size_t max;               /* MAP_TEXT: characters that fit; MAP_SCORE: the best */
    const char *const *words; /* MAP_WORD: the values allowed, ending with NULL */
    const char *help;
};
extern const struct map_field_info map_field_info[MAP_FIELDS];

struct map_value {
    const char *text;  /* of the file; "*" for all others */
    const char *value; /* ours; NULL: none */
};

/* Where a value comes from. Everything lives in the arena of the map. */
struct map_source {
    enum { FROM_NOTHING, FROM_CONSTANT, FROM_COLUMN } from;
    const char *constant;
    size_t column, time_column;
    bool split; /* date and time of day in two columns */
    const char *format, *time_format;
    const char *after, *until, *until_last, *prefix;
    const char *const *nulls; /* ends with NULL */
    const struct map_value *values;
    size_t n_values;
    const struct map_source *next; /* tried where this one has no value; for the id: joined */
};

enum map_op { MAP_EQUAL, MAP_UNEQUAL, MAP_BEGINS, MAP_LESS, MAP_AT_MOST, MAP_MORE, MAP_AT_LEAST };

struct map_test {
    size_t column;
    enum map_op op;
    const char *text;
    double number;
    bool or_next; /* of the same list: one of them must fit */
};

struct map_setting {
    enum map_field field;
    const struct map_source *source;
};

struct map_rule {
    const struct map_test *tests;
    size_t n_tests;
    const struct map_setting *settings;
    size_t n_settings;
    const char *mended, *reject; /* kinds, or NULL */
};

struct map_rules {
    const char *name;
    const struct map_rule *rules;
    size_t n;
};

struct map {
    const char *vendor, *zone, *country_code, *trunk_prefix;
    char delimiter;
    bool latin1;
    const char *const *nulls; /* ends with NULL */
    const char **columns;     /* names that the map uses */
    size_t n_columns;
    size_t *at;                /* where they are in a record; set by map_bind */
    const char *const *header; /* names of all columns, in order: of the map, or set by map_bind */
    size_t width;              /* 0: the header line of the file says it */
    const struct map_source *fields[MAP_FIELDS]; /* NULL: not mapped */
    const struct map_rules *tables;
    size_t n_tables;
    const struct map_value *dispositions;
    size_t n_dispositions;
};

/* Reads a map into `a`. ERR_BAD_REQUEST with one line that names the place and what is wrong. */
enum err map_load(struct map **out, struct arena *a, const char *path);

/* The same from text; `name` stands for it in messages. */
enum err map_parse(struct map **out, struct arena *a, const char *name, const char *text);

/* Finds the columns of the map in the header line. ERR_BAD_REQUEST names one that is missing or
 * there twice. Only for maps with `width` 0. */
enum err map_bind(struct map *m, struct arena *a, const struct csv_record *header);

/* The field of that name, or MAP_FIELDS. */
enum map_field map_field_find(const char *name);

/* The value of a text in a value table ("*" included); false where it has none. */
bool map_value_find(const struct map_value *values, size_t n, const char *text, const char **out);

#endif
