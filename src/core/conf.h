/* Configuration: one file of `key = value` lines, each key of which the environment may override
 * as PARLEY_<KEY>. Every key is a row of the table in conf.c, with its meaning and default; an
 * unknown key, a repeated one or a bad value is an error that names the line. */
#ifndef CORE_CONF_H
#define CORE_CONF_H

#include "core/err.h"

#include <stdio.h>

enum conf_key {
    CONF_DB_SOCKET,
    CONF_DB_NAME,
    CONF_DB_FACTS,
    CONF_DB_ADMIN_USER,
    CONF_SECRETS_DIR,
    CONF_RUN_DIR,
    CONF_TEMPLATE_DIR,
    CONF_SQL_DIR,
    CONF_BASE_URL,
    CONF_COOKIE_SECURE,
    CONF_WORKERS,
    CONF_LOG_LEVEL,
    CONF_STATEMENT_MS,
    CONF_COUNT_MS,
    CONF_SESSION_IDLE_MIN,
    CONF_SESSION_MAX_H,
    CONF_SIGNIN_DELAY,
    CONF_PLAN,
    CONF_RECORDINGS_DIR,
    CONF_RECORDING_LINK_S,
    CONF_S3_ENDPOINT,
    CONF_S3_REGION,
    CONF_S3_BUCKET,
    CONF_S3_PREFIX,
    CONF_S3_ACCESS_KEY,
    CONF_S3_PATH_STYLE,
    CONF_GEOIP_FILE,
    CONF_KEYS
};

/* Reads the file and the environment. On error the detail names file, line and key. */
enum err conf_load(const char *path);

/* The value of a key as text (never NULL), number or switch. Valid for the life of the process. */
const char *conf(enum conf_key key);
int conf_int(enum conf_key key);
int conf_on(enum conf_key key);

/* Prints every key with its default and meaning, as a commented configuration file. */
void conf_document(FILE *out);

/* Reads a secret file below secrets_dir: at most `size` bytes, trailing newline cut where `text`.
 * Returns the length, or 0 with the detail recorded. */
size_t conf_secret(const char *name, int text, char *out, size_t size);

#endif
