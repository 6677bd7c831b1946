/* Where administration begins. */
#include "page.h"

enum err index_page(struct request *r, struct response *out)
{
    return app_render(app_page(r, "Administration"), "admin/index.cs", out);
}
