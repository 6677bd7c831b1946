/* Follows a file that another program appends lines to, as queue_log: what was read stays read when
 * the file is renamed and begun anew, or emptied in place, and across our own end, for the place is
 * the caller's to keep. Nothing is held open between two calls.
 *
 * A place is a file (device and inode), how many bytes of it were read, and a mark of the bytes
 * before it: a file that grew over that place after it was emptied is known by another mark. */
#ifndef TELEPHONY_FOLLOW_H
#define TELEPHONY_FOLLOW_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { FOLLOW_CHUNK = 64 * 1024 };

struct follow_at {
    uint64_t device, inode; /* 0: nothing was read yet */
    int64_t byte;
    uint64_t mark;
};

enum follow_found {
    FOLLOW_NOTHING, /* new; all was read */
    FOLLOW_LINES,   /* some, whole ones; there may be more */
    FOLLOW_MISSING, /* there is no such file, or it cannot be read: *why; it may come */
};

struct follow_seen {
    enum follow_found found;
    bool lost;       /* the file that was read before is gone, maybe unread to its end */
    const char *why; /* FOLLOW_MISSING */
    int64_t behind;  /* bytes that are there beyond `to` */
};

/* Reads what follows `from` into `out` (emptied first): lines with their '\n', the last one of a
 * file that is not written any more as it is. A line longer than FOLLOW_CHUNK comes in pieces.
 * *to is the place behind them. Half-written lines are left until they are whole. */
void follow_read(const char *path, const struct follow_at *from, struct buf *out,
                 struct follow_at *to, struct follow_seen *seen);

#endif
