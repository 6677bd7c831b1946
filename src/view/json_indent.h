/* JSON over several lines, without being read: every character between the blanks stays as it came,
 * numbers and double members too, and what is no JSON, or is cut off, is shown all the same. */
#ifndef VIEW_JSON_INDENT_H
#define VIEW_JSON_INDENT_H

#include "core/arena.h"

/* The text is UTF-8. What is nested deeper than JSON_INDENT_MAX is not set in further. */
enum { JSON_INDENT_MAX = 24 };
const char *json_indent(struct arena *a, const char *text);

#endif
