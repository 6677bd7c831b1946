#include "store/api_events.h"

static const struct db_stmt find_event = {
    .name = "api_event",
    .sql = "SELECT x.id, x.event_type, x.subject, x.state, x.reason, x.received_at, x.applied_at, "
           "x.retry_at, x.interaction_id FROM {app}.inbox x "
           "WHERE {tenant:x} AND x.id = :id AND x.source = 'api' AND x.sender_id = :key",
    .cols = "issssttti",
};

#define OWN(table)                                                                                 \
    "SELECT i.id FROM {facts}." table " i FORCE INDEX (uq_vendor) "                                \
    "WHERE {scope:i} AND i.vendor = 'api' AND i.vendor_ref = :own"
static const struct db_stmt find_own[2] = {
    {.name = "api_own", .sql = OWN("closed_interactions"), .cols = "i"},
    {.name = "api_own_active", .sql = OWN("active_interactions"), .cols = "i"},
};

const struct db_stmt *const api_event_statements[] = {&find_event, &find_own[0], &find_own[1],
                                                      NULL};

enum err api_event_find(struct db *db, struct arena *a, const struct scope *scope, int64_t key_id,
                        int64_t id, struct api_event *out)
{
    struct db_rows r;
    enum err e =
        db_query(db, a, scope, &find_event, DB_ARGS(DB_INT("id", id), DB_INT("key", key_id)), &r);
    *out = (struct api_event){0};
    if (!e && !r.n)
        return err_set(ERR_NOT_FOUND, "no such event");
    if (!e)
        *out = (struct api_event){.id = db_int(&r, 0, 0, 0),
                                  .type = db_text(&r, 0, 1, ""),
                                  .own_id = db_text(&r, 0, 2, NULL),
                                  .state = db_text(&r, 0, 3, ""),
                                  .reason = db_text(&r, 0, 4, NULL),
                                  .received_at = db_int(&r, 0, 5, 0),
                                  .applied_at = db_int(&r, 0, 6, 0),
                                  .retry_at = db_int(&r, 0, 7, 0),
                                  .interaction_id = db_int(&r, 0, 8, 0)};
    return e;
}

enum err api_own_find(struct db *db, struct arena *a, const struct scope *scope, const char *own_id,
                      int64_t *id)
{
    for (size_t i = 0; i < 2; i++) {
        struct db_rows r;
        enum err e = db_query(db, a, scope, &find_own[i], DB_ARGS(DB_TEXT("own", own_id)), &r);
        if (e)
            return e;
        if (r.n) {
            *id = db_int(&r, 0, 0, 0);
            return OK;
        }
    }
    return err_set(ERR_NOT_FOUND, "no such interaction");
}
