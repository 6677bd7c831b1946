/* What the details of a web visit tell besides what they say. */
#ifndef INTAKE_WEB_H
#define INTAKE_WEB_H

#include "core/arena.h"

#include <jansson.h>

/* The part `web` of a document with browser and system from its user agent, country and city from
 * its address, where it does not say them itself. It lives in `a`. */
const json_t *web_complete(struct arena *a, const json_t *web);

#endif
