/* Transcripts and events of the API, and its description. */
#include "api.h"
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"
#include "description.h"
#include "store/api_events.h"
#include "transcript_json.h"

enum err api_talk(struct request *r, struct response *out)
{
    struct transcript t;
    enum err e = transcript_read(r, api_number(r->parts[0]), &t);
    if (e)
        return e;
    audit_note(r, "transcript.viewed", conversation_subject(r, &t.i), NULL);
    api_begin(out);
    transcript_json(&out->body, &t);
    return OK;
}

/* What became of an event of one's own; of which interaction, only where that can be seen. */
enum err api_event(struct request *r, struct response *out)
{
    struct api_event v;
    struct interaction i;
    struct buf *b = &out->body;
    enum err e =
        api_event_find(r->db, r->arena, r->scope, r->session->key_id, api_number(r->parts[0]), &v);
    if (!e && v.interaction_id)
        e = conversation_find(r->db, r->arena, r->scope, v.interaction_id, &i);
    if (e == ERR_NOT_FOUND && v.interaction_id) {
        err_clear();
        v.interaction_id = 0;
        e = OK;
    }
    if (e)
        return e;
    api_begin(out);
    json_put_open(b, NULL, '{');
    json_put_int(b, "id", v.id);
    json_put_text(b, "type", v.type);
    json_put_text(b, "state", v.state);
    json_put_text(b, "reason", v.reason);
    json_put_text(b, "own_id", v.own_id);
    json_put_time(b, "received_at", v.received_at);
    json_put_time(b, "applied_at", v.applied_at);
    json_put_time(b, "retry_at", v.retry_at);
    json_put_known(b, "interaction_id", v.interaction_id, v.interaction_id > 0);
    json_put_close(b, '}');
    return OK;
}

enum err api_description(struct request *r, struct response *out)
{
    (void)r;
    api_begin(out);
    return description_text(&out->body);
}
