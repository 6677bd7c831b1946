#include "intake/own.h"

#include "auth/scope.h"
#include "intake/apply.h"
#include "intake/audio.h"
#include "store/api_writes.h"
#include "store/intake_rows.h"

static void drop(void *data)
{
    json_decref(data);
}

static enum err foreign(struct db *db, struct arena *a, const struct scope *scope,
                        const json_t *item, const char *at, const char **pointer)
{
    int64_t id = 1;
    const char *name = doc_text(item, "queue");
    enum err e = name ? api_queue_named(db, a, scope, name, &id) : OK;
    if (!e && !id)
        *pointer = arena_printf(a, "%s/queue", at);
    return e;
}

enum err own_foreign_queue(struct db *db, struct arena *a, const struct scope *scope,
                           const json_t *doc, const char **pointer)
{
    const json_t *legs = json_object_get(doc, "legs");
    *pointer = NULL;
    if (scope_is_all(scope))
        return OK;
    enum err e = foreign(db, a, scope, doc, "", pointer);
    for (size_t i = 0; i < json_array_size(legs) && !e && !*pointer; i++)
        e = foreign(db, a, scope, json_array_get(legs, i), arena_printf(a, "/legs/%zu", i),
                    pointer);
    return e;
}

/* What is foreign and what does not exist are refused in the same words. */
static enum err none(const struct intake_event *e)
{
    return err_set(ERR_NOT_FOUND, "there is no interaction '%s' for this key",
                   e->subject ? e->subject : "");
}

/* The interaction that it is about, which is locked. */
static enum err find(struct db *db, struct arena *a, const struct intake_event *e,
                     const struct scope *scope, struct intake_row *row)
{
    enum err err = intake_row_find(db, a, e->tenant_id, 0, OWN_SOURCE, e->subject, row);
    if (err)
        return err;
    if (row->where == ROW_IS_NEW)
        return strcmp(e->type, OWN_CREATE) == 0 ? OK : none(e);
    const struct db_cell *queue = &row->cells[ROW_QUEUE];
    return scope_is_all(scope) || (!queue->null && scope_has(scope, queue->i)) ? OK : none(e);
}

static enum err sound(struct arena *a, const struct intake_event *e, const struct intake_row *row,
                      json_t **doc)
{
    json_t *recording;
    const struct audio audio = {.tenant_id = e->tenant_id,
                                .interaction_id = row->id,
                                .at = e->received_at,
                                .bytes = e->body,
                                .len = e->len,
                                .type = "the body"};
    enum err err = audio_store(a, &audio, &recording);
    if (err)
        return err;
    *doc = json_pack("{s:s, s:[o]}", "id", e->subject, "recordings", recording);
    arena_cleanup(a, drop, *doc);
    return OK;
}

static enum err apply_own(struct db *db, struct arena *a, const struct intake_event *e,
                          const json_t *body, int64_t *interaction_id)
{
    const struct scope *scope;
    struct intake_row row;
    const char *pointer = NULL;
    json_t *made = NULL;
    bool loud = strcmp(e->type, OWN_SOUND) == 0;
    if (!e->subject || (!body && !loud))
        return err_set(ERR_BAD_REQUEST, "the event cannot be read");
    enum err err = api_key_scope(db, a, e->tenant_id, e->sender_id, &scope);
    if (!err)
        err = find(db, a, e, scope, &row);
    if (!err && loud)
        err = sound(a, e, &row, &made);
    else if (!err)
        err = own_foreign_queue(db, a, scope, body, &pointer);
    if (!err && pointer)
        err = err_set(ERR_BAD_REQUEST, "%s: this key has no such queue", pointer);
    if (err)
        return err;
    const struct apply_from from = {.batch = e->batch,
                                    .tenant_id = e->tenant_id,
                                    .source = OWN_SOURCE,
                                    .happened_at = e->received_at,
                                    .now = e->now};
    return apply_document(db, a, &from, loud ? made : body, interaction_id);
}

const struct intake_source source_own = {.name = OWN_SOURCE, .large = true, .apply = apply_own};
