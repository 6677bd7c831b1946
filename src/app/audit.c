#include "app/audit.h"

#include "auth/session.h"
#include "store/audit.h"

#include <jansson.h>

static void set(json_t *object, const struct audit_detail *d)
{
    json_t *is = d->is ? json_string(d->is) : json_null();
    json_t *was = d->was ? json_string(d->was) : json_null();
    if (!is || !was ||
        json_object_set_new(object, d->key, d->changed ? json_pack("[oo]", was, is) : is))
        abort();
    if (!d->changed)
        json_decref(was);
}

const char *audit_json(struct arena *a, const struct audit_detail *details)
{
    if (!details || !details->key)
        return NULL;
    json_t *object = json_object();
    for (; details->key; details++)
        set(object, details);
    char *text = json_dumps(object, JSON_COMPACT);
    if (!text)
        abort();
    const char *copy = arena_dup(a, text);
    free(text);
    json_decref(object);
    return copy;
}

static void note(struct request *r, struct audit_event event, const struct audit_detail *details)
{
    struct audit_event **end = &r->events, *copy = arena_alloc(r->arena, sizeof *copy);
    if (audit_label(event.action) == event.action)
        abort();
    event.actor = event.actor ? arena_dup(r->arena, event.actor) : "";
    event.subject = event.subject ? arena_dup(r->arena, event.subject) : NULL;
    event.details = audit_json(r->arena, details);
    event.address = r->address;
    event.request_id = r->id;
    *copy = event;
    while (*end)
        end = &(*end)->next;
    *end = copy;
}

void audit_note_in(struct request *r, int64_t tenant_id, const char *action, const char *subject,
                   const struct audit_detail *details)
{
    note(r,
         (struct audit_event){.tenant_id = tenant_id,
                              .user_id = r->session->user_id,
                              .actor = r->session->name,
                              .action = action,
                              .subject = subject},
         details);
}

void audit_note(struct request *r, const char *action, const char *subject,
                const struct audit_detail *details)
{
    audit_note_in(r, r->session->tenant_id, action, subject, details);
}

void audit_note_each(struct request *r, const char *action, const char *const *subjects, size_t n,
                     const struct audit_detail *details)
{
    struct audit_event *last;
    if (!n)
        return;
    audit_note(r, action, subjects[0], details);
    for (last = r->events; last->next;)
        last = last->next;
    for (size_t i = 1; i < n; i++) {
        struct audit_event *copy = arena_alloc(r->arena, sizeof *copy);
        *copy = *last;
        copy->subject = arena_dup(r->arena, subjects[i]);
        last->next = copy;
        last = copy;
    }
}

void audit_note_as(struct request *r, int64_t tenant_id, int64_t user_id, const char *actor,
                   const char *action, const struct audit_detail *details)
{
    note(r,
         (struct audit_event){
             .tenant_id = tenant_id, .user_id = user_id, .actor = actor, .action = action},
         details);
}
