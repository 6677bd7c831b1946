/* Removing a tenant's files for good: from the disk or the object store. Programs that use it link
 * libcurl. */
#ifndef NET_FILES_H
#define NET_FILES_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Removes the file at `path` below the tenant's folder or prefix; one that is not there is gone
 * already. Otherwise the detail of the error says why it is still there. */
enum err file_remove(struct arena *a, int64_t tenant_id, bool on_disk, const char *path);

#endif
