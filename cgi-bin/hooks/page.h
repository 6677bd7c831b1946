/* The rows of hooks. */
#ifndef HOOKS_PAGE_H
#define HOOKS_PAGE_H

#include "app/app.h"

extern const struct route hooks_routes[];

/* A webhook: verified and understood before, stored in its transaction. */
enum err webhook_prepare(struct request *r, struct response *out);
enum err webhook_store(struct request *r, struct response *out);

#endif
