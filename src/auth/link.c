#include "auth/link.h"

#include "auth/session.h"
#include "core/conf.h"
#include "http/token.h"

#include <sodium.h>

static const char *const purposes[LINK_PURPOSES] = {
    [LINK_PLAY] = "link.play", [LINK_DOWNLOAD] = "link.download", [LINK_MEDIA] = "link.media"};

/* All that a link is bound to. */
static const char *bound(struct request *r, int64_t id, int64_t no, int64_t expiry)
{
    char session[2 * SESSION_HASH + 1];
    sodium_bin2hex(session, sizeof session, r->session->key, SESSION_HASH);
    return arena_printf(r->arena, "%lld %lld %s %lld %lld %lld", (long long)r->session->tenant_id,
                        (long long)r->session->user_id, session, (long long)id, (long long)no,
                        (long long)expiry);
}

const char *link_sign(struct request *r, enum link_purpose purpose, int64_t id, int64_t no)
{
    int64_t expiry = r->now / 1000 + conf_int(CONF_RECORDING_LINK_S);
    return arena_printf(r->arena, "e=%lld&k=%s.%s", (long long)expiry, token_key(r->arena),
                        token_mac(r->arena, purposes[purpose], bound(r, id, no, expiry)));
}

enum err link_check(struct request *r, enum link_purpose purpose, int64_t id, int64_t no)
{
    int64_t expiry = param_int(&r->query, "e", 0);
    const char *k = param_text(&r->query, "k"), *key = token_key(r->arena);
    size_t n = strlen(key);
    bool ours = k && strncmp(k, key, n) == 0 && k[n] == '.' &&
                token_check(r->arena, purposes[purpose], bound(r, id, no, expiry), k + n + 1);
    if (!ours)
        return err_set(ERR_NOT_FOUND, "not a link of this session");
    if (r->now / 1000 >= expiry)
        return err_set(ERR_FORBIDDEN, "This address has run out. Open the interaction again.");
    return OK;
}

ms_t link_made(const struct request *r)
{
    return (param_int(&r->query, "e", 0) - conf_int(CONF_RECORDING_LINK_S)) * 1000;
}
