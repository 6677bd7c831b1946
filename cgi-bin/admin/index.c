/* /admin leads to the first section that one may see. The route's permission is any of theirs. */
#include "area.h"
#include "page.h"

enum err index_page(struct request *r, struct response *out)
{
    for (int s = 0; s < SECTIONS; s++)
        if (permission_in(r->session->permissions, sections[s].permission)) {
            response_redirect(out, sections[s].path);
            return OK;
        }
    return err_set(ERR_FORBIDDEN, "your role has no section of the administration");
}
