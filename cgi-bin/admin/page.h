/* The pages of the program `admin`. */
#ifndef ADMIN_PAGE_H
#define ADMIN_PAGE_H

#include "app/app.h"

enum err index_page(struct request *r, struct response *out);

extern const struct route admin_routes[];

#endif
