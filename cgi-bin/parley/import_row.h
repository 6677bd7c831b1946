/* A row of the file as the interaction that it becomes, with what had to be mended on the way. */
#ifndef PARLEY_IMPORT_ROW_H
#define PARLEY_IMPORT_ROW_H

#include "core/clock.h"
#include "import_map.h"

enum { ROW_NOTES = 16 };

enum row_state { ROW_NEW, ROW_KNOWN, ROW_REJECTED };

/* Why a row is rejected, or one thing that was mended. */
struct row_note {
    const char *kind, *reason;
};

struct import_row {
    int64_t line;
    enum row_state state;
    bool has[MAP_FIELDS];
    const char *text[MAP_FIELDS];
    int64_t number[MAP_FIELDS]; /* times in ms, durations in seconds */
    const char *phone_e164;     /* NULL where unknown */
    const char *disposition_name;
    const char *left_reason; /* of the queue visit; NULL where unknown */
    struct json_t *talk;     /* the conversation (import_talk.h); NULL for a call of a CSV */
    bool undated;            /* its times were given to it by the import */
    struct row_note notes[ROW_NOTES];
    size_t n_notes;
    const struct csv_field *original;
    size_t n_original;
    /* where it is stored (import_store.c) */
    int64_t id, queue_id, agent_id, contact_id, did_id, disposition_id; /* 0: none */
};

/* Makes a row of a record (good or bad). Never NULL; everything lives in `a`. `now` bounds what a
 * time of creation can be. */
struct import_row *row_read(const struct map *m, const struct csv_record *r, ms_t now,
                            struct arena *a);

/* Rejects a row that seemed good. */
void row_reject(struct import_row *row, struct arena *a, const char *kind, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A text from outside, cut to what a message can hold. */
const char *row_excerpt(struct arena *a, const char *s);

#endif
