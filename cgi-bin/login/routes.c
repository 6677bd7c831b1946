#include "app/paths.h"
#include "page.h"

const struct route login_routes[] = {
    {.method = METHOD_GET,
     .path = PATH_SIGNIN,
     .access = ACCESS_SIGNIN,
     .query = signin_query,
     .handler = signin_page},
    {.method = METHOD_POST,
     .path = PATH_SIGNIN,
     .access = ACCESS_SIGNIN,
     .each_alone = true,
     .form = signin_form,
     .handler = signin_submit},
    {.method = METHOD_POST,
     .path = PATH_SIGNOUT,
     .access = ACCESS_SESSION,
     .own_account = true,
     .form = signout_form,
     .handler = signout_submit},
    {0},
};
