/* The rows of hooks. */
#ifndef HOOKS_PAGE_H
#define HOOKS_PAGE_H

#include "app/app.h"
#include "intake/signature.h"
#include "store/inbox.h"

extern const struct route hooks_routes[];

/* A webhook: verified and understood before, stored in its transaction. */
enum err webhook_prepare(struct request *r, struct response *out);
enum err webhook_store(struct request *r, struct response *out);

/* The secrets of a connection as text; NULL where there is none, or it was sealed by another. */
void webhook_secrets(struct request *r, const struct inbox_sender *from,
                     const char *out[SIGNATURE_SECRETS]);

/* A tool of an AI agent: likewise. */
enum err tool_prepare(struct request *r, struct response *out);
enum err tool_store(struct request *r, struct response *out);

/* What WhatsApp asks before it sends anything. */
enum err challenge_page(struct request *r, struct response *out);

extern const struct param challenge_query[];
/* The API: checked before, stored in its transaction. */
enum err api_create(struct request *r, struct response *out);
enum err api_update(struct request *r, struct response *out);
enum err api_messages(struct request *r, struct response *out);
enum err api_functions(struct request *r, struct response *out);
enum err api_tags(struct request *r, struct response *out);
enum err api_untag(struct request *r, struct response *out);
enum err api_analysis(struct request *r, struct response *out);
enum err api_recording(struct request *r, struct response *out);
enum err api_store(struct request *r, struct response *out);

#endif
