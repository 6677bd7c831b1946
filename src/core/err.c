#include "core/err.h"

#include <stdarg.h>

static char detail[512];

static const struct {
    int status;
    const char *name;
} errors[ERR_COUNT] = {
    [OK] = {200, "ok"},
    [ERR_BAD_REQUEST] = {400, "bad_request"},
    [ERR_SIGNED_OUT] = {401, "signed_out"},
    [ERR_FORBIDDEN] = {403, "forbidden"},
    [ERR_NOT_FOUND] = {404, "not_found"},
    [ERR_METHOD] = {405, "method"},
    [ERR_TOO_LARGE] = {413, "too_large"},
    [ERR_MEDIA_TYPE] = {415, "media_type"},
    [ERR_CONFLICT] = {409, "conflict"},
    [ERR_BUSY] = {429, "busy"},
    [ERR_DB_AWAY] = {503, "db_away"},
    [ERR_DB_TIMEOUT] = {503, "db_timeout"},
    [ERR_DB_SCHEMA] = {500, "db_schema"},
    [ERR_INTERNAL] = {500, "internal"},
};

enum err err_set(enum err e, const char *format, ...)
{
    if (detail[0])
        return e;
    va_list args;
    va_start(args, format);
    vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    return e;
}

const char *err_detail(void)
{
    return detail;
}

void err_clear(void)
{
    detail[0] = 0;
}

int err_status(enum err e)
{
    return errors[e].status;
}

const char *err_name(enum err e)
{
    return errors[e].name;
}
