/* Links to files: an address that is worth something to one session, for one thing and one purpose,
 * until its time is over. It never stands for a right: who follows it is asked for session,
 * permission and scope as everywhere, at every request. */
#ifndef AUTH_LINK_H
#define AUTH_LINK_H

#include "http/request.h"

/* What a link is for. */
enum link_purpose { LINK_PLAY, LINK_DOWNLOAD, LINK_MEDIA, LINK_PURPOSES };

/* A route of links declares these parameters besides its own: `e`, a number up to LINK_EXPIRY_MAX,
 * and `k`, a token of up to LINK_TOKEN_MAX. */
enum { LINK_TOKEN_MAX = 64 };
#define LINK_EXPIRY_MAX 253402300799 /* the end of the year 9999 */

/* The parameters of a link to the number `no` of an interaction: "e=...&k=...", to be put behind
 * the others. It holds for recording_link_s seconds from now. */
const char *link_sign(struct request *r, enum link_purpose purpose, int64_t id, int64_t no);

/* ERR_NOT_FOUND unless the request's link was signed so, for this session; ERR_FORBIDDEN, which
 * says so, when it was and has run out. */
enum err link_check(struct request *r, enum link_purpose purpose, int64_t id, int64_t no);

/* When the link of the request was made. */
ms_t link_made(const struct request *r);

#endif
