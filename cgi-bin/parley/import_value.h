/* Values of a record, read through the sources of a map. */
#ifndef PARLEY_IMPORT_VALUE_H
#define PARLEY_IMPORT_VALUE_H

#include "core/clock.h"
#include "import_map.h"

enum value_status {
    VALUE_NONE, /* the source has none */
    VALUE_OK,
    VALUE_BAD,      /* something is there and cannot be read */
    VALUE_UNMAPPED, /* a text that the map gives no value */
};

/* A local time as it was read, with what it takes to move it to the next day. */
struct value_time {
    ms_t at;
    bool shifted; /* the clocks skipped it */
    bool split;   /* the day came from a column of its own */
    struct date date;
    int hour, minute, second;
};

/* The cell of a column that the map names, without white space around it. Lives in `a`. */
const char *value_cell(const struct map *m, const struct csv_record *r, size_t column,
                       struct arena *a);

/* The text of the first source that has one. *seen is what stood in the file, for messages. */
enum value_status value_text(const struct map *m, const struct map_source *s,
                             const struct csv_record *r, struct arena *a, const char **out,
                             const char **seen);

/* The texts of all sources, joined with "/"; VALUE_NONE when all of them are empty. */
enum value_status value_joined(const struct map *m, const struct map_source *s,
                               const struct csv_record *r, struct arena *a, const char **out,
                               const char **seen);

/* The time of the first source that has one. */
enum value_status value_time(const struct map *m, const struct map_source *s,
                             const struct csv_record *r, struct arena *a, struct value_time *out,
                             const char **seen);

/* An ISO 8601 time; without an offset in the zone of the map. */
bool value_iso(const struct map *m, const char *text, ms_t *out);

/* The same local time on the next day. */
struct value_time value_next_day(const struct map *m, struct value_time t);

/* Seconds from "75", "75.4", "1:15" or "0:01:15", with a sign. */
bool value_seconds(const char *text, int64_t *out);

/* Whether a rule's tests hold for a record. */
bool value_fits(const struct map *m, const struct map_rule *rule, const struct csv_record *r,
                struct arena *a);

/* The E.164 form of a telephone number, or NULL where it cannot be known. */
const char *value_e164(const struct map *m, const char *number, struct arena *a);

#endif
