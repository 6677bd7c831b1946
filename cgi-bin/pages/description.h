/* The description of the API: templates/api/openapi.json, in the form of OpenAPI 3.1. It is handed
 * out as it is, and the page that shows it to people is made of it. */
#ifndef PAGES_DESCRIPTION_H
#define PAGES_DESCRIPTION_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "view/view.h"

#include <jansson.h>

/* Read once. ERR_INTERNAL when it is not there or is no JSON. */
enum err description_text(struct buf *out);
enum err description(const json_t **out);

/* What a "$ref" leads to within it, else the value itself; and its last part, NULL: it is none. */
const json_t *description_of(const json_t *value);
const char *description_name(const json_t *value);

/* The text of a member, NULL where there is none. */
const char *description_get(const json_t *object, const char *member);

/* What a schema allows, in words: "text or null", "list of Tag". *name: the schema that it leads
 * to, for a link; NULL: none. */
const char *description_type(struct arena *a, const json_t *schema, const char **name);

/* What else it asks for: its values, its limits; "" for nothing. */
const char *description_limits(struct arena *a, const json_t *schema);

/* The members of an object as the items of a list: name, type, link, needed, text, limits. Those of
 * an object in it follow as "web.browser", those of a list's items as "flags[].flag". */
void description_members(struct view *v, struct arena *a, const char *list, const json_t *schema);

#endif
