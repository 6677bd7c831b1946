#include "description.h"
#include "page.h"
enum err api_page(struct request *r, struct response *out)
{
    (void)r;
    (void)out;
    return OK;
}
