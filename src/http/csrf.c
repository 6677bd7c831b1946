#include "http/csrf.h"

#include "core/conf.h"
#include "http/token.h"

const char *csrf_token(struct request *r, const char *basis)
{
    return token_mac(r->arena, "csrf", basis);
}

enum err csrf_check(struct request *r, const char *basis)
{
    bool from_here = (!r->origin || strcmp(r->origin, conf(CONF_BASE_URL)) == 0) &&
                     (!r->fetch_site || strcmp(r->fetch_site, "same-origin") == 0);
    if (from_here && basis && token_check(r->arena, "csrf", basis, param_text(&r->form, "csrf")))
        return OK;
    return err_set(ERR_FORBIDDEN, "the form was not sent from a current page of Parley");
}
