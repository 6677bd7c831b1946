/* Files of sound, pictures and papers: what each is by the end of its name, never by what somebody
 * says that it is, and whether its first bytes agree. */
#ifndef CORE_MEDIA_H
#define CORE_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MEDIA_HEAD = 4096 }; /* as much of a file is looked at */

enum media_kind {
    MEDIA_SOUND,   /* what browsers play */
    MEDIA_FOREIGN, /* sound that they do not play */
    MEDIA_PICTURE,
    MEDIA_PAPER, /* to be saved, not shown */
};

struct media {
    const char *end, *type; /* of the name, with its dot; and the Content-Type that it gets */
    enum media_kind kind;
};

/* NULL when it is none that is sent to anybody: HTML and SVG are not among them. */
const struct media *media_find(const char *path);

enum media_verdict {
    MEDIA_FINE,
    MEDIA_EMPTY,    /* nothing in it */
    MEDIA_DAMAGED,  /* not what its name says */
    MEDIA_UNPLAYED, /* sound, but encoded as browsers do not play it */
};

/* Looks at the first n bytes (MEDIA_HEAD, or all) of a file of so many bytes. */
enum media_verdict media_check(const struct media *m, const unsigned char *head, size_t n,
                               int64_t size);

/* What kind of sound a file is that begins so; NULL: none. */
const struct media *media_sniff(const unsigned char *head, size_t n, int64_t size);

#endif
