/* Where interactions come from: a row per source. Its functions are pure, without a database. */
#ifndef INTAKE_SOURCE_H
#define INTAKE_SOURCE_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"

#include <jansson.h>
#include <stdbool.h>

struct apply_batch;
struct db;

/* Lengths in characters, as the inbox has room for. */
enum { EVENT_ID_MAX = 150, EVENT_TYPE_MAX = 60, EVENT_SUBJECT_MAX = 150 };

/* An event as the worker takes it from the inbox. */
struct intake_event {
    struct apply_batch *batch;                        /* apply.h; NULL: none */
    int64_t tenant_id, inbox_id, sender_id, queue_id; /* queue_id: of its connection; 0: none */
    const char *source, *type, *event_id, *subject;   /* subject NULL: none */
    ms_t received_at, now;
    const char *body; /* as it came, in memory or in the file */
    size_t len;
    const char *file; /* name of a spooled body, else NULL */
};

struct converted {
    json_t *doc;
    int phase;
    ms_t happened_at;
    /* Sound of the interaction, as base64; its media type NULL: none. A long text of a large body
     * is read as "" and is put here behind the converter's back. */
    const char *audio, *audio_type;
    size_t audio_len;
};

struct intake_source {
    const char *name; /* "elevenlabs" */
    bool large;       /* may send bodies that go to spool_dir: sound */
    /* At receipt, cheap: type, unique event id and subject of a parsed body; false with *why when
     * this is no event of the source. A repeat of the same event has the same event id. */
    bool (*identify)(const json_t *body, struct arena *a, const char **type, const char **event_id,
                     const char **subject, const char **why);
    /* In the worker: the document of an event, false with *why for people when it cannot be one.
     * doc NULL: it says nothing that is to be applied. Never invents. Unknown fields and unknown
     * enum values go to doc.details as they came. The document is the caller's to free. */
    bool (*convert)(const json_t *body, const char *type, struct arena *a, struct converted *out,
                    const char **why);
    /* Instead of convert, where more than a document comes of it: does it all within the batch's
     * transaction. `body` is NULL where what came is no JSON. */
    enum err (*apply)(struct db *db, struct arena *a, const struct intake_event *e,
                      const json_t *body, int64_t *interaction_id);
};

extern const struct intake_source *const intake_sources[]; /* ends with NULL */

/* NULL: there is none of that name. */
const struct intake_source *intake_source(const char *name);

#endif
