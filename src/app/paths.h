/* The addresses that programs name to each other. */
#ifndef APP_PATHS_H
#define APP_PATHS_H

#define PATH_GRID "/"
#define PATH_SIGNIN "/login"
#define PATH_SIGNOUT "/logout"

/* The cookie that stands in for a session on the sign-in form. */
#define PATH_SIGNIN_COOKIE "parley-signin"

#endif
