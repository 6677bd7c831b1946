#include "intake/take.h"

#include "intake/apply.h"
#include "intake/audio.h"
#include "intake/event.h"

static void drop(void *data)
{
    json_decref(data);
}

/* The path of a recording has the interaction's id in it, so it is added when that is known. */
static enum err add_audio(struct db *db, struct arena *a, const struct intake_event *e,
                          struct apply_from from, const struct converted *c)
{
    json_t *recording = NULL;
    const struct audio audio = {.tenant_id = e->tenant_id,
                                .interaction_id = from.interaction_id,
                                .at = e->received_at,
                                .bytes = c->audio,
                                .len = c->audio_len,
                                .base64 = true,
                                .type = c->audio_type};
    enum err err = audio_store(a, &audio, &recording);
    if (err)
        return err;
    json_t *doc = json_pack("{s:[o]}", "recordings", recording);
    arena_cleanup(a, drop, doc);
    int64_t id;
    return apply_document(db, a, &from, doc, &id);
}

static enum err apply_converted(struct db *db, struct arena *a, const struct intake_event *e,
                                const struct converted *c, int64_t *interaction_id)
{
    struct apply_from from = {.batch = e->batch,
                              .tenant_id = e->tenant_id,
                              .source = e->source,
                              .queue_id = e->queue_id,
                              .phase = c->phase,
                              .happened_at = c->happened_at,
                              .now = e->now};
    enum err err = apply_document(db, a, &from, c->doc, interaction_id);
    if (err || !c->audio_type)
        return err;
    from.interaction_id = *interaction_id;
    return add_audio(db, a, e, from, c);
}

static enum err convert(struct db *db, struct arena *a, const struct intake_source *source,
                        const struct intake_event *e, const json_t *body,
                        const struct event_text *longest, int64_t *interaction_id)
{
    struct converted c = {0};
    const char *why = NULL;
    if (!source->convert(body, e->type, a, &c, &why))
        return err_set(ERR_BAD_REQUEST, "%s", why);
    if (!c.doc)
        return OK;
    arena_cleanup(a, drop, c.doc);
    if (c.audio_type && (!c.audio || !*c.audio)) {
        c.audio = longest->s;
        c.audio_len = longest->len;
    }
    return apply_converted(db, a, e, &c, interaction_id);
}

enum err event_take(struct db *db, struct arena *a, const struct intake_event *e,
                    int64_t *interaction_id)
{
    struct event_text longest;
    const char *why;
    const struct intake_source *source = intake_source(e->source);
    *interaction_id = 0;
    if (!source)
        return err_set(ERR_BAD_REQUEST, "there is no source '%s' any more", e->source);
    const json_t *body = event_read(a, e->body, e->len, &longest, &why);
    if (source->apply)
        return source->apply(db, a, e, body, interaction_id);
    if (!body)
        return err_set(ERR_BAD_REQUEST, "%s", why);
    return convert(db, a, source, e, body, &longest, interaction_id);
}
