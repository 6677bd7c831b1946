/* Texts as people type them. */
#ifndef ADMIN_TEXT_H
#define ADMIN_TEXT_H

#include "core/arena.h"

/* Without white space around it; NULL for what is empty then, or NULL. */
const char *text_trimmed(struct arena *a, const char *text);

/* Characters of a UTF-8 text. */
size_t text_length(const char *text);

/* The next line of a text of several, trimmed, or NULL at the end; *at moves on. Lines end in LF
 * or CRLF. */
const char *text_line(struct arena *a, const char **at);

#endif
