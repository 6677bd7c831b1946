/* The addresses that programs name to each other. */
#ifndef APP_PATHS_H
#define APP_PATHS_H

#define PATH_GRID "/"
#define PATH_SIGNIN "/login"
#define PATH_SIGNOUT "/logout"
#define PATH_ACCOUNT "/account"
#define PATH_PASSWORD "/account/password"
#define PATH_ADMIN "/admin"
#define PATH_HISTORY_CLIENT "/history/client"
#define PATH_HISTORY_AGENT "/history/agent"
#define PATH_HISTORY_CLIENT_FIGURES "/history/client/figures"
#define PATH_HISTORY_AGENT_FIGURES "/history/agent/figures"
#define PATH_HISTORY_COUNTS "/history/counts"
#define PATH_TRANSCRIPT "/interactions/transcript"
#define PATH_PLAY "/interactions/play"
#define PATH_RECORDING "/interactions/recording"

/* The cookie that stands in for a session on the sign-in form. */
#define PATH_SIGNIN_COOKIE "parley-signin"

#endif
