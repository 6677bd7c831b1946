#include "http/route.h"

enum err route_find(const struct route *routes, const struct request *r, const struct route **out,
                    const char **allow)
{
    enum method want = r->method == METHOD_HEAD ? METHOD_GET : r->method;
    bool get = false, post = false;
    for (const struct route *row = routes; row->path; row++) {
        if (strcmp(row->path, r->path) != 0)
            continue;
        if (row->method == want) {
            *out = row;
            return OK;
        }
        get |= row->method == METHOD_GET;
        post |= row->method == METHOD_POST;
    }
    if (!get && !post)
        return err_set(ERR_NOT_FOUND, "no such page");
    *allow = get && post ? "GET, HEAD, POST" : get ? "GET, HEAD" : "POST";
    return err_set(ERR_METHOD, "this page does not take that method");
}
