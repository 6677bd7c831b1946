#include "core/log.h"

#include "core/buf.h"
#include "core/clock.h"

static const char *program_name = "parley";
static const char *request;
static enum log_level lowest = LOG_INFO;

void log_open(const char *program, enum log_level level)
{
    program_name = program;
    lowest = level;
}

void log_request(const char *request_id)
{
    request = request_id;
}

static void put_escaped(struct buf *b, const char *s)
{
    buf_putc(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c < 0x20 || c >= 0x7f) /* some readers end a line at U+0085 or U+2028, too */
            buf_printf(b, "\\x%02x", c);
        else
            buf_putc(b, *s);
    }
    buf_putc(b, '"');
}

void log_event(enum log_level level, const char *event, const struct log_field *fields)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    static struct buf line;
    if (level < lowest)
        return;
    char when[CLOCK_ISO_SIZE];
    buf_clear(&line);
    buf_printf(&line, "time=%s level=%s program=%s pid=%d event=%s", clock_iso(clock_now(), when),
               names[level], program_name, (int)getpid(), event);
    if (request)
        buf_printf(&line, " request=%s", request);
    for (; fields && fields->key; fields++) {
        buf_printf(&line, " %s=", fields->key);
        if (fields->text)
            put_escaped(&line, fields->text);
        else
            buf_printf(&line, "%lld", (long long)fields->number);
    }
    buf_putc(&line, '\n');
    /* A log that cannot be written has nowhere to say so. */
    if (write(STDERR_FILENO, line.s, line.len) < 0)
        return;
}
