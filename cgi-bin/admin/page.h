/* The pages of the program `admin`. */
#ifndef ADMIN_PAGE_H
#define ADMIN_PAGE_H

#include "app/app.h"
#include "app/paths.h"

enum err index_page(struct request *r, struct response *out);

enum err queues_list_page(struct request *r, struct response *out);
enum err queue_page(struct request *r, struct response *out);
enum err queue_submit(struct request *r, struct response *out);
enum err agents_list_page(struct request *r, struct response *out);
enum err agent_page(struct request *r, struct response *out);
enum err agent_submit(struct request *r, struct response *out);
enum err dids_list_page(struct request *r, struct response *out);
enum err did_page(struct request *r, struct response *out);
enum err did_submit(struct request *r, struct response *out);
enum err did_delete_page(struct request *r, struct response *out);
enum err did_delete_submit(struct request *r, struct response *out);
enum err dispositions_list_page(struct request *r, struct response *out);
enum err disposition_page(struct request *r, struct response *out);
enum err disposition_submit(struct request *r, struct response *out);
enum err contacts_list_page(struct request *r, struct response *out);
enum err contact_page(struct request *r, struct response *out);
enum err contact_submit(struct request *r, struct response *out);
enum err doubles_page(struct request *r, struct response *out);
enum err same_page(struct request *r, struct response *out);
enum err merge_page(struct request *r, struct response *out);
enum err merge_submit(struct request *r, struct response *out);

extern const struct param edit_query[]; /* of most forms: tenant, id, done */
extern const struct param queues_query[], queue_form[];
extern const struct param agents_query[], agent_form[];
extern const struct param dids_query[], did_form[], did_delete_form[];
extern const struct param dispositions_query[], disposition_form[];
extern const struct param contacts_query[], contact_form[];
extern const struct param doubles_query[], merge_query[], merge_form[];

extern const struct route admin_routes[];

#endif
