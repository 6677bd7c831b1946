#include "intake/whatsapp.h"

#include "intake/apply.h"
#include "intake/convert.h"
#include "store/outgoing.h"

#include <stdlib.h>
#include <string.h>

/* An answer that names no message belongs to the last one that was sent to its number, if that was
 * lately. What was handed over just now may not have its id yet: what is heard of it waits. */
enum { DAY_MS = 86400000, LATELY_DAYS = 7, EARLY_MS = 5 * 60 * 1000 };

static bool identify(const json_t *body, struct arena *a, const char **type, const char **event_id,
                     const char **subject, const char **why)
{
    const char *object = json_string_value(json_object_get(body, "object"));
    *subject = NULL;
    *type = "update";
    if (!object || strcmp(object, "whatsapp_business_account") != 0 ||
        !json_is_array(json_object_get(body, "entry")))
        return *why = "this is no event of a WhatsApp business account", false;
    *event_id = cv_event_id(a, "whatsapp", cv_body_digest(a, body), NULL);
    return true;
}

struct heard {
    struct db *db;
    struct arena *a;
    const struct intake_event *e;
    int64_t interaction_id; /* the last one that something was heard of */
};

static enum err wait_for_id(struct heard *h, const char *ref)
{
    bool pending = false;
    enum err e = OK;
    if (h->e->now - h->e->received_at < EARLY_MS)
        e = outgoing_pending(h->db, h->a, h->e->tenant_id, "whatsapp", &pending);
    return e || !pending ? e : err_set(ERR_BUSY, "the message %.80s is being sent", ref);
}

/* --- how far a message is ----------------------------------------------------------------------
 */

static const struct cv_word states[] = {
    {"sent", "sent"}, {"delivered", "delivered"}, {"read", "delivered"}, {"failed", "failed"}, {0}};

static const char *problem_of(struct arena *a, const json_t *status)
{
    const json_t *error = json_array_get(json_object_get(status, "errors"), 0);
    const char *said = cv_text_at(a, error, "message");
    const char *title = said ? said : cv_text_at(a, error, "title");
    return title ? arena_printf(a, "WhatsApp did not deliver it: %.300s.", title) : NULL;
}

static enum err hear_status(struct heard *h, const json_t *status)
{
    int64_t id = 0;
    const char *ref = cv_text_at(h->a, status, "id"), *said = cv_text_at(h->a, status, "status");
    const char *result = said ? cv_word_of(states, said) : NULL;
    if (!ref || !result) /* of a kind that says nothing here: deleted, warning ... */
        return OK;
    enum err e = outgoing_by_ref(h->db, h->a, h->e->tenant_id, ref, &id);
    if (e || !id)
        return e ? e : wait_for_id(h, ref);
    h->interaction_id = id;
    return outgoing_heard(h->db, h->a, h->e->tenant_id, id, result,
                          strcmp(result, "failed") == 0 ? problem_of(h->a, status) : NULL);
}

/* --- what the client wrote ---------------------------------------------------------------------
 */

static enum err add_message(struct heard *h, int64_t id, const json_t *message)
{
    ms_t at;
    char iso[CLOCK_ISO_SIZE];
    const char *text = cv_text_at(h->a, message, "text.body");
    const char *button = text ? text : cv_text_at(h->a, message, "button.text");
    const char *kind = cv_text_at(h->a, message, "type");
    const char *body = button ? button : arena_printf(h->a, "[%.40s]", kind ? kind : "message");
    if (!cv_time_at(message, "timestamp", &at))
        at = h->e->received_at;
    json_t *doc =
        json_pack("{s:s, s:[{s:s, s:s, s:s}]}", "id", "whatsapp", "append_messages", "role",
                  "client", "sent_at", clock_iso(at, iso), "text", doc_excerpt(h->a, body));
    if (!doc)
        abort();
    const struct apply_from from = {.tenant_id = h->e->tenant_id,
                                    .source = "parley",
                                    .now = h->e->now,
                                    .interaction_id = id,
                                    .batch = h->e->batch};
    enum err e = apply_document(h->db, h->a, &from, doc, &id);
    json_decref(doc);
    return e;
}

static enum err find_message(struct heard *h, const json_t *message, int64_t *id)
{
    const char *ref = cv_text_at(h->a, message, "context.id");
    const char *from = cv_text_at(h->a, message, "from");
    ms_t since = h->e->received_at - (ms_t)LATELY_DAYS * DAY_MS;
    enum err e = ref ? outgoing_by_ref(h->db, h->a, h->e->tenant_id, ref, id) : OK;
    if (e || *id || !from)
        return e;
    return outgoing_by_address(h->db, h->a, h->e->tenant_id, "whatsapp",
                               arena_printf(h->a, "+%.20s", from), since, id);
}

static enum err hear_message(struct heard *h, const json_t *message)
{
    int64_t id = 0;
    enum err e = find_message(h, message, &id);
    if (e || !id) /* of somebody who was not written to */
        return e;
    h->interaction_id = id;
    e = add_message(h, id, message);
    return e ? e : outgoing_heard(h->db, h->a, h->e->tenant_id, id, "responded", NULL);
}

/* --- all of an event ---------------------------------------------------------------------------
 */

static enum err hear_each(struct heard *h, const json_t *list,
                          enum err (*hear)(struct heard *, const json_t *))
{
    enum err e = OK;
    for (size_t i = 0; i < json_array_size(list) && !e; i++)
        e = hear(h, json_array_get(list, i));
    return e;
}

static enum err hear_change(struct heard *h, const json_t *change)
{
    const json_t *value = json_object_get(change, "value");
    enum err e = hear_each(h, json_object_get(value, "statuses"), hear_status);
    return e ? e : hear_each(h, json_object_get(value, "messages"), hear_message);
}

static enum err hear_entry(struct heard *h, const json_t *entry)
{
    return hear_each(h, json_object_get(entry, "changes"), hear_change);
}

static enum err apply(struct db *db, struct arena *a, const struct intake_event *e,
                      const json_t *body, int64_t *interaction_id)
{
    struct heard h = {.db = db, .a = a, .e = e};
    enum err err = hear_each(&h, json_object_get(body, "entry"), hear_entry);
    *interaction_id = h.interaction_id;
    return err;
}

const struct intake_source source_whatsapp = {
    .name = "whatsapp", .identify = identify, .apply = apply};
