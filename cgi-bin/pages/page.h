/* The pages of the program `pages`. */
#ifndef PAGES_PAGE_H
#define PAGES_PAGE_H

#include "app/app.h"

enum err grid_page(struct request *r, struct response *out);
enum err health_page(struct request *r, struct response *out);
enum err ready_page(struct request *r, struct response *out);

enum err history_page(struct request *r, struct response *out);
enum err history_figures_page(struct request *r, struct response *out);
enum err history_counts_page(struct request *r, struct response *out);
enum err transcript_page(struct request *r, struct response *out);
enum err play_page(struct request *r, struct response *out);
enum err recording_page(struct request *r, struct response *out);

extern const struct param grid_query[], counts_query[], transcript_query[], play_query[],
    recording_query[];
extern const struct route pages_routes[];

#endif
