/* login: signing in and out. */
#include "page.h"
#include "store/signin.h"

static const struct db_stmt *const own[] = {
    &session_insert, &session_delete, &session_purge,     &signin_user, &signin_failures,
    &signin_count,   &signin_forget,  &signin_forget_old, NULL,
};
static const struct db_stmt *const *const statements[] = {own, NULL};
static const char *const templates[] = {"login/signin.cs", APP_ERROR_TEMPLATE, NULL};

int main(int argc, char **argv)
{
    return app_main(&(struct app){"login", login_routes, statements, templates}, argc, argv);
}
