/* For whoever watches the machine: `live` answers while a worker runs, `ready` while the database
 * does, too. */
#include "page.h"

static enum err say_ok(struct response *out)
{
    out->type = "text/plain; charset=utf-8";
    buf_puts(&out->body, "ok\n");
    return OK;
}

enum err health_page(struct request *r, struct response *out)
{
    (void)r;
    return say_ok(out);
}

/* The transaction around it has talked to the database already. */
enum err ready_page(struct request *r, struct response *out)
{
    (void)r;
    return say_ok(out);
}
