/* The pages of one interaction's contents: what they share. */
#ifndef PAGES_CONVERSATION_H
#define PAGES_CONVERSATION_H

#include "page.h"
#include "store/conversation.h"

/* Reads the interaction that the parameter `id` names. ERR_NOT_FOUND when it is not there to be
 * seen. */
enum err conversation_read(struct request *r, struct interaction *out,
                           const struct catalog **catalog);

/* A view with the interaction in its head: when, over what, who with whom. */
struct view *conversation_view(struct request *r, const char *title, const struct interaction *i,
                               const struct catalog *c);

/* What it is called in the audit log. */
const char *conversation_subject(struct request *r, const struct interaction *i);

#endif
