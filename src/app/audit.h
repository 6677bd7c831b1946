/* How a page records what its person does: it notes the event, and the life of the request writes
 * it. The note of a change is part of the change's transaction; the note of a look is committed
 * before the first byte of the page is sent. */
#ifndef APP_AUDIT_H
#define APP_AUDIT_H

#include "http/request.h"

/* A detail of an event; with `was`, a change from that to `is`. NULL reads as "none". */
struct audit_detail {
    const char *key, *is, *was;
    bool changed;
};

/* The details as a JSON object, as the log keeps them; NULL when there are none. */
const char *audit_json(struct arena *a, const struct audit_detail *details);

/* Notes an action (of audit_actions; aborts on any other) of the person signed in. `subject` says
 * to people what it was done to; `details` ends with {0}, may be NULL. Texts are copied. */
void audit_note(struct request *r, const char *action, const char *subject,
                const struct audit_detail *details);

/* The same action on each of many, with the same details. */
void audit_note_each(struct request *r, const char *action, const char *const *subjects, size_t n,
                     const struct audit_detail *details);

/* The same in another tenant's log: what was done there by who manages it. */
void audit_note_in(struct request *r, int64_t tenant_id, const char *action, const char *subject,
                   const struct audit_detail *details);

/* The same for somebody without a session: signing in. user_id 0: nobody known. */
void audit_note_as(struct request *r, int64_t tenant_id, int64_t user_id, const char *actor,
                   const char *action, const struct audit_detail *details);

#endif
