/* Reading CSV from anywhere, a record at a time, in memory that does not grow with the file.
 *
 * RFC 4180 with what real files do: any one-byte delimiter, lines that end in CRLF, LF or CR, a
 * byte order mark, quotes within a field that does not begin with one, blank lines (skipped). A
 * record that breaks a rule is reported with its line number and what is wrong; reading goes on at
 * the line after the one it began on, so that a stray quote cannot swallow the rows behind it. */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include "core/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    CSV_FIELDS_MAX = 512,
    CSV_FIELD_MAX = 64 * 1024,    /* bytes of one field, as UTF-8 */
    CSV_RECORD_MAX = 1024 * 1024, /* bytes of one record, as they stand in the file */
    CSV_RAW_MAX = 4096            /* bytes kept of the line of a bad record */
};

enum csv_status { CSV_END, CSV_RECORD, CSV_BAD, CSV_FAILED };

enum csv_error {
    CSV_OK,
    CSV_OPEN_QUOTE,  /* the file ends within quotes */
    CSV_AFTER_QUOTE, /* text between a closing quote and the next delimiter */
    CSV_NUL,
    CSV_NOT_UTF8,
    CSV_MANY_FIELDS,
    CSV_LONG_FIELD,
    CSV_LONG_RECORD,
    CSV_ERRORS
};

struct csv_field {
    const char *s; /* UTF-8, NUL-terminated, no NUL within */
    size_t len;
};

struct csv_record {
    int64_t line; /* of the file, from 1, where the record begins */
    size_t n;
    const struct csv_field *fields; /* CSV_RECORD */
    enum csv_error error;           /* CSV_BAD */
    struct csv_field raw;           /* CSV_BAD: the line, bytes that are no text as '?' */
};

struct csv_options {
    char delimiter;
    bool latin1; /* ISO 8859-1, turned into UTF-8; otherwise the file is UTF-8 */
    /* Reads up to `size` bytes; 0 at the end, -1 on failure. */
    ssize_t (*read)(void *data, char *out, size_t size);
    void *data;
};

struct csv;

/* A reader. The caller frees it; `read` is called only from csv_next. */
struct csv *csv_new(const struct csv_options *options);
void csv_free(struct csv *c);

/* The next record; its fields are valid until the next call. CSV_FAILED when `read` failed. */
enum csv_status csv_next(struct csv *c, struct csv_record *out);

/* What is wrong, for people. */
const char *csv_error_text(enum csv_error e);

/* Appends a field, quoted where it has to be. */
void csv_put(struct buf *b, const char *s, size_t len, char delimiter);

#endif
