/* Arena: memory that is given back all at once.
 *
 * A request owns one arena; whatever lives as long as the request comes from it and is never freed
 * by hand. Foreign resources are registered as clean-ups when they are acquired, so an early return
 * cannot leak them. When the machine has no memory left, the process aborts: half-built answers
 * are worse than a replaced worker. */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stddef.h>

struct arena;

/* Makes an empty arena. Never NULL. The caller destroys it. */
struct arena *arena_new(void);

/* Runs the clean-ups, newest first, and gives everything back but one chunk for the next use. */
void arena_reset(struct arena *a);

/* Resets and frees the arena itself. NULL is allowed. */
void arena_free(struct arena *a);

/* Zeroed memory for `size` bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* The same for an array; aborts if n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* Copies of strings, NUL-terminated. */
char *arena_dup(struct arena *a, const char *s);
char *arena_dupn(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Calls fn(data) when the arena is reset. */
void arena_cleanup(struct arena *a, void (*fn)(void *), void *data);

/* Bytes given out since the last reset. */
size_t arena_used(const struct arena *a);

#endif
