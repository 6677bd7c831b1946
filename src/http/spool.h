/* Bodies too large for memory: they go to files in spool_dir as they come. */
#ifndef HTTP_SPOOL_H
#define HTTP_SPOOL_H

#include "http/request.h"

/* Writes the body that was left unread to a new file, which is on the disk when this returns, and
 * shows it in r->body. The file goes with the request unless spool_keep was called. Done already:
 * nothing is done. */
enum err request_spool(struct request *r);

/* Its name in spool_dir, NULL when the body is in memory. */
const char *spool_name(const struct request *r);

/* From here on the database names it. */
void spool_keep(struct request *r);

/* Shows a file by its name until the arena is reset, in memory that the kernel fills when it is
 * looked at. ERR_NOT_FOUND when it is gone. */
enum err spool_open(struct arena *a, const char *name, const char **bytes, size_t *len);

/* Removes a file; none is as good. */
void spool_remove(const char *name);

/* Calls `each` with the names of files that were written before `before`; it stops at an error. */
enum err spool_each(ms_t before, enum err (*each)(void *data, const char *name), void *data);

#endif
