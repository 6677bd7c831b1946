/* login: signing in and out, and one's own account. */
#include "page.h"
#include "store/account.h"
#include "store/signin.h"

static const struct db_stmt *const own[] = {
    &session_insert,  &session_delete, &session_delete_all, &session_purge,     &signin_user,
    &signin_failures, &signin_count,   &signin_forget,      &signin_forget_old, NULL,
};
static const struct db_stmt *const *const statements[] = {own, account_statements, NULL};
static const char *const templates[] = {
    "login/signin.cs", "login/code.cs",  "login/account.cs", "login/password.cs",
    "login/totp.cs",   "login/codes.cs", APP_ERROR_TEMPLATE, NULL};

int main(int argc, char **argv)
{
    return app_main(&(struct app){"login", login_routes, statements, templates}, argc, argv);
}
