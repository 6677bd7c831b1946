/* Mail over SMTP: with TLS, unless http_hosts of the configuration lists the server. */
#ifndef NET_MAIL_H
#define NET_MAIL_H

#include "core/arena.h"
#include "core/clock.h"

#include <stdbool.h>

struct mail {
    const char *from_name, *from, *to; /* addresses without brackets */
    const char *subject, *text, *html; /* html NULL: none */
    const char *id;                    /* Message-ID with its brackets: the same for a repeat */
    ms_t at;
    /* Called before the first byte of it goes out, from which on it may have been sent; false ends
     * it there. */
    bool (*handing)(void *data);
    void *data;
};

enum sent {
    SENT_YES,
    SENT_LATER,  /* certainly not sent; another time it may be */
    SENT_NEVER,  /* certainly not, and it never will be */
    SENT_UNSURE, /* handed over, and nothing was heard of it */
};

/* Sends it; *problem says, for people, why it was not. */
enum sent mail_send(struct arena *a, const struct mail *m, const char **problem);

/* The message as it goes out: headers and parts. Nothing from outside breaks a header. */
const char *mail_text(struct arena *a, const struct mail *m);

/* Whether this can stand as an address in a header and in a command to a server. */
bool mail_address(const char *s);

#endif
