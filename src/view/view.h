/* The border to ClearSilver: the template engine only, always escaping.
 *
 * A worker parses its templates once at start and renders them many times. Each page gets a fresh
 * HDF tree, so nothing of one person's page can stand on another's. Names in the tree are the
 * program's own literals and numbers, never data; values are text, escaped on output. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"

#include <stdint.h>

struct view;

enum { VIEW_INSERTS = 12 };

/* Parses the templates (names below template_dir, the list ends with NULL) and proves that the
 * engine escapes. Once per worker. */
enum err view_init(const char *const *templates);

/* A new, empty tree; its memory goes with the arena. */
struct view *view_new(struct arena *a);

/* Sets a value. NULL is not set at all: absent in the template. */
void view_set(struct view *v, const char *name, const char *value);
void view_number(struct view *v, const char *name, int64_t value);

/* Sets list.index.field, e.g. view_item(v, "Options.queue", 3, "label", "Sales"). */
void view_item(struct view *v, const char *list, size_t index, const char *field,
               const char *value);

/* HTML made by view/rows, put in place of a variable: `name` is rendered as it is. The buffer must
 * live until the page is rendered. At most VIEW_INSERTS. */
void view_insert(struct view *v, const char *name, const struct buf *html);

/* Renders a template of the list given to view_init, appending to `out`. */
enum err view_render(struct view *v, const char *template_name, struct buf *out);

#endif
