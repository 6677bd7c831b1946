/* The addresses that programs name to each other. */
#ifndef APP_PATHS_H
#define APP_PATHS_H

#define PATH_GRID "/"
#define PATH_SIGNIN "/login"
#define PATH_SIGNIN_CODE "/login/code"
#define PATH_SIGNOUT "/logout"
#define PATH_ACCOUNT "/account"
#define PATH_PASSWORD "/account/password"
#define PATH_PREFERENCES "/account/preferences"
#define PATH_TOTP "/account/totp"
#define PATH_TOTP_CONFIRM "/account/totp/confirm"
#define PATH_TOTP_OFF "/account/totp/off"
#define PATH_RECOVERY "/account/recovery"
#define PATH_SESSIONS_END "/account/sessions/end"
#define PATH_ADMIN "/admin"
#define PATH_HISTORY_CLIENT "/history/client"
#define PATH_HISTORY_AGENT "/history/agent"
#define PATH_COLUMNS "/columns"
#define PATH_VIEWS "/views"
#define PATH_VIEWS_OPEN "/views/open"
#define PATH_VIEWS_SAVE "/views/save"
#define PATH_VIEWS_UPDATE "/views/update"
#define PATH_VIEWS_RENAME "/views/rename"
#define PATH_VIEWS_DELETE "/views/delete"
#define PATH_HISTORY_CLIENT_FIGURES "/history/client/figures"
#define PATH_HISTORY_AGENT_FIGURES "/history/agent/figures"
#define PATH_HISTORY_COUNTS "/history/counts"
#define PATH_INTERACTION "/interaction"
#define PATH_TIMELINE "/account-timeline"
#define PATH_TRANSCRIPT "/interactions/transcript"
#define PATH_PLAY "/interactions/play"
#define PATH_RECORDING "/interactions/recording"
#define PATH_WAVEFORM "/interactions/waveform"
#define PATH_MEDIA "/interactions/media"

/* The cookie that stands in for a session on the sign-in form. */
#define PATH_SIGNIN_COOKIE "parley-signin"

#endif
