/* The files that MixMonitor leaves in its folder: which there are, and a copy of one below the
 * tenant's folder of recordings_dir, where everything else finds it. Nothing outside of the two
 * folders is opened, nor through a symbolic link. */
#ifndef TELEPHONY_MONITOR_H
#define TELEPHONY_MONITOR_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct monitor_file {
    const char *path; /* below the folder */
    const char *name; /* the last part of it */
    ms_t written_at;
    int64_t size;
};

/* Calls `each` for every file of sound in the folder and in those below it that are named by
 * numbers (2026/11/21). ERR_NOT_FOUND with the reason when there is no such folder. */
enum err monitor_scan(const char *folder, void (*each)(void *data, const struct monitor_file *),
                      void *data);

/* Copies it to asterisk/<year>/<month>/<name> of the tenant, if it is not there yet, and on the
 * disk when this returns. *recording is an object for `recordings` of a document, the caller's. */
enum err monitor_keep(struct arena *a, const char *folder, const struct monitor_file *file,
                      int64_t tenant_id, json_t **recording);

/* Where that is. */
const char *monitor_path(struct arena *a, const struct monitor_file *file);

#endif
