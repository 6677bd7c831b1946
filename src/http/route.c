#include "http/route.h"

/* Whether the path is the row's; what stands for its stars goes to r->parts. These are parts of the
 * path as it came: an encoded slash ends none of them. */
static bool fits(const char *row, struct request *r)
{
    const char *s = strchr(row, '*') ? r->raw_path : r->path;
    size_t part = 0, n;
    for (; *row && *s; row++) {
        if (*row != '*') {
            if (*row != *s++)
                return false;
            continue;
        }
        n = strcspn(s, "/");
        const char *text = part < REQUEST_PARTS ? param_part(r->arena, s, n) : NULL;
        if (!text)
            return false;
        r->parts[part++] = text;
        s += n;
    }
    return !*row && !*s;
}

static const char *allowed(struct request *r, unsigned methods)
{
    static const char *const names[] = {"GET, HEAD", "", "POST", "PUT", "PATCH", "DELETE"};
    const char *out = NULL;
    for (size_t m = METHOD_GET; m <= METHOD_DELETE; m++)
        if (methods & 1U << m)
            out = out ? arena_printf(r->arena, "%s, %s", out, names[m]) : names[m];
    return out;
}

enum err route_find(const struct route *routes, struct request *r, const struct route **out,
                    const char **allow)
{
    enum method want = r->method == METHOD_HEAD ? METHOD_GET : r->method;
    unsigned methods = 0;
    for (const struct route *row = routes; row->path; row++) {
        if (!fits(row->path, r))
            continue;
        if (row->method == want && row->access != ACCESS_ELSEWHERE) {
            *out = row;
            return OK;
        }
        methods |= 1U << row->method;
    }
    if (!methods)
        return err_set(ERR_NOT_FOUND, "no such page");
    *allow = allowed(r, methods);
    return err_set(ERR_METHOD, "this page does not take that method");
}
