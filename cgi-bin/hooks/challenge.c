/* GET /hooks/whatsapp/<token>: WhatsApp asks, once, whether the address is ours; the verify token
 * that is entered there is the one in the address. */
#include "page.h"
#include "store/inbox.h"

const struct param challenge_query[] = {
    {.name = "hub.mode", .kind = PARAM_TOKEN, .max = 20},
    {.name = "hub.challenge", .kind = PARAM_TOKEN, .max = 100},
    {.name = "hub.verify_token", .kind = PARAM_TOKEN, .max = 100},
    {0},
};

enum err challenge_page(struct request *r, struct response *out)
{
    struct inbox_sender from;
    const char *mode = param_text(&r->query, "hub.mode");
    const char *token = param_text(&r->query, "hub.verify_token");
    const char *challenge = param_text(&r->query, "hub.challenge");
    enum err e = inbox_sender(r->db, r->arena, "whatsapp", r->parts[0], r->now, &from);
    if (e)
        return e;
    if (!mode || strcmp(mode, "subscribe") != 0 || !token || strcmp(token, r->parts[0]) != 0 ||
        !challenge)
        return err_set(ERR_FORBIDDEN, "hub.verify_token is not the end of this address");
    out->type = "text/plain; charset=utf-8";
    buf_puts(&out->body, challenge);
    return OK;
}
