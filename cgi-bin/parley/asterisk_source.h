/* Reading Asterisk's logs, from files, tables and the names of recordings, into one order of time.
 */
#ifndef PARLEY_ASTERISK_SOURCE_H
#define PARLEY_ASTERISK_SOURCE_H

#include "asterisk/join.h"
#include "asterisk_lines.h"
#include "command.h"
#include "core/sorter.h"

/* What is read, and where it goes. */
struct log_feed {
    const struct command_env *env;
    struct sorter *sorter;
    struct lines *lines;
    const char *zone, *database;
    ms_t now; /* later times than a day after it cannot be */
};

/* Reads a source: the path of a file, plain or gzip, or "table:NAME". `columns` names those of a
 * CSV without a header line, NULL: as Asterisk writes them. */
enum err log_read(struct log_feed *f, enum log_source source, const char *from,
                  const char *columns);

/* Recordings in `folder` below that of the tenant whose names hold a unique id. */
enum err log_find_recordings(struct log_feed *f, int64_t tenant_id, const char *folder);

/* Gives a call without recordings the file that its CDR names (recordingfile or userfield), where
 * that is in the folder or in its folder of the day (2026/11/21, in UTC). */
void log_named_recording(int64_t tenant_id, const char *folder, json_t *doc, struct arena *a);

/* A record as the sorter gives it back. */
struct log_record {
    enum log_source source;
    int64_t line;
    size_t n;
    const char *fields[32]; /* of their kind, in its order */
};

/* False when there are no more; sets *e where reading failed. */
bool log_next(struct log_feed *f, struct log_record *out, enum err *e);

/* Gives it to the joiner. */
enum join_use log_join(const struct log_feed *f, struct join *j, const struct log_record *r);

#endif
