/* The description of the API: templates/api/openapi.json, in the form of OpenAPI 3.1. It is handed
 * out as it is, and the page that shows it to people is made of it. */
#ifndef PAGES_DESCRIPTION_H
#define PAGES_DESCRIPTION_H

#include "core/buf.h"
#include "core/err.h"

#include <jansson.h>

/* Read once. ERR_INTERNAL when it is not there or is no JSON. */
enum err description_text(struct buf *out);
enum err description(const json_t **out);

/* What a "$ref" leads to within it, else the value itself. */
const json_t *description_of(const json_t *value);

#endif
