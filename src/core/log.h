/* The log: one line of key=value pairs per request and per event, on standard error, written with
 * one write(2). Values from outside are quoted and escaped, so a line is always one line. */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* A field of a line: a key with either text or a number. End the list with {0}. */
struct log_field {
    const char *key;
    const char *text; /* NULL: the number counts */
    int64_t number;
};

#define LOG_S(k, v)                                                                                \
    {                                                                                              \
        .key = (k), .text = log_text(v)                                                            \
    }
#define LOG_N(k, v)                                                                                \
    {                                                                                              \
        .key = (k), .number = (int64_t)(v)                                                         \
    }

static inline const char *log_text(const char *s)
{
    return s ? s : "-";
}

/* Names the program in every line and drops lines below `level`. */
void log_open(const char *program, enum log_level level);

/* The request at hand: its id stands in every line until it is set to NULL. */
void log_request(const char *request_id);

/* Writes a line: time, level, program, pid, event, request id, then the fields. */
void log_event(enum log_level level, const char *event, const struct log_field *fields);

#define LOG(level, event, ...)                                                                     \
    log_event((level), (event), (const struct log_field[]){__VA_ARGS__, {0}})

#endif
