/* Cross-site request forgery: every POST is checked twice, by where the browser says it comes from
 * and by a token that another site cannot read. */
#ifndef HTTP_CSRF_H
#define HTTP_CSRF_H

#include "http/request.h"

/* The token for forms; `basis` is the session's (or the sign-in page's) cookie. */
const char *csrf_token(struct request *r, const char *basis);

/* Origin and Sec-Fetch-Site, where the browser sends them, must be this site; the form's field
 * `csrf` must be the token of `basis`. ERR_FORBIDDEN otherwise. */
enum err csrf_check(struct request *r, const char *basis);

#endif
