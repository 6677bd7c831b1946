/* Ending one's own sessions: one of the others, or all of them. Ending this one is signing out. */
#include "app/audit.h"
#include "app/paths.h"
#include "own.h"
#include "page.h"

#include <sodium.h>

const struct param sessions_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "id", .kind = PARAM_TOKEN, .max = 2 * ACCOUNT_KEY},
    {0},
};

/* The id that the page gave out: the key as hexadecimal digits. */
static bool read_key(const char *id, unsigned char key[ACCOUNT_KEY])
{
    size_t n;
    return sodium_hex2bin(key, ACCOUNT_KEY, id, strlen(id), NULL, &n, NULL) == 0 &&
           n == ACCOUNT_KEY;
}

/* A session that is somebody else's and one that does not exist give the same. */
enum err sessions_end(struct request *r, struct response *out)
{
    unsigned char key[ACCOUNT_KEY];
    int64_t ended = 0;
    const char *id = param_text(&r->form, "id");
    if (id && !read_key(id, key))
        return err_set(ERR_NOT_FOUND, "no such session");
    enum err e = account_end_sessions(r->db, r->arena, r->scope, r->session->user_id,
                                      id ? key : NULL, r->session->key, &ended);
    if (!e && id && !ended)
        return err_set(ERR_NOT_FOUND, "no such session");
    const struct audit_detail details[] = {
        {.key = "sessions", .is = arena_printf(r->arena, "%lld", (long long)ended)}, {0}};
    if (ended)
        audit_note(r, "session.ended", r->session->email, details);
    response_redirect(out, id ? PATH_ACCOUNT "?done=session" : PATH_ACCOUNT "?done=sessions");
    return e;
}
