/* The joiner on any order of any events: a line each, of queue_log, or behind a first letter D of a
 * CDR, L of CEL, R of a recording's unique id. Every document has the form of a document; each call
 * is done once; saved and loaded in the middle, the documents are the same. */
#include "asterisk/join.h"
#include "intake/document.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static json_t *made[2];
static int which;

static void must(bool ok)
{
    if (!ok)
        abort();
}

/* Times are whoever feeds the joiner to bound. */
static bool fine(const json_t *document, struct arena *a)
{
    const char *why = doc_problem(document, a);
    return !why || strncmp(why, "created_at, closed_at:", 22) == 0;
}

static void on_done(void *data, const struct join_call *call)
{
    struct arena *a = data;
    if (!call->document)
        return;
    must(fine(call->document, a));
    must(strcmp(doc_text(call->document, "id"), call->id) == 0);
    json_array_append_new(made[which], call->document);
}

static void drop(void *data, const char *id, json_t *document, bool closed)
{
    (void)id, (void)closed;
    must(fine(document, data));
    json_decref(document);
}

static size_t split(char *s, const char **fields, size_t max)
{
    size_t n = 0;
    while (s && n < max) {
        char *bar = strchr(s, '|');
        fields[n++] = s;
        if (bar)
            *bar++ = 0;
        s = bar;
    }
    return n;
}

static void feed(struct join *j, char *line)
{
    const char *fields[32] = {NULL}, *why;
    struct queue_event q;
    struct cdr cdr;
    struct cel cel;
    if (*line == 'D') {
        split(line + 1, fields, CDR_FIELDS);
        if (cdr_read(fields, NULL, &cdr, &why))
            join_cdr(j, &cdr);
    } else if (*line == 'L') {
        split(line + 1, fields, CEL_FIELDS);
        if (cel_read(fields, NULL, &cel, &why))
            join_cel(j, &cel);
    } else if (*line == 'R') {
        char id[64];
        if (join_recording_id(line + 1, id, sizeof id))
            join_recording(j, id, INT64_C(1792573200000), "x.wav", 1);
    } else if (queue_log_line(line, NULL, &q, &why)) {
        join_queue(j, &q);
    }
}

/* A joiner that goes on where that one was. */
static struct join *again(struct join *j, const struct join_options *o)
{
    const char *why;
    json_t *saved = join_save(j);
    struct join *other = join_new(o);
    must(saved && join_load(other, saved, &why) && join_open(other) == join_open(j));
    json_decref(saved);
    join_free(j);
    return other;
}

static void run(const uint8_t *data, size_t size, bool saving, struct arena *a)
{
    const struct join_options o = {.done = on_done, .data = a};
    struct join *j = join_new(&o);
    char *text = malloc(size + 1);
    size_t n = 0;
    must(text != NULL);
    if (size)
        memcpy(text, data, size);
    text[size] = 0;
    for (char *s = text; s;) {
        char *end = strchr(s, '\n');
        if (end)
            *end++ = 0;
        feed(j, s);
        if (saving && n++ % 4 == 3)
            j = again(j, &o);
        s = end;
    }
    if (saving)
        join_changed(j, drop, a);
    join_flush(j);
    must(join_open(j) == 0);
    join_free(j);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    for (which = 0; which < 2; which++) {
        made[which] = json_array();
        run(data, size, which == 1, a);
    }
    must(json_equal(made[0], made[1]));
    json_decref(made[0]);
    json_decref(made[1]);
    arena_free(a);
    return 0;
}
