/* The pages of the program `pages`. */
#ifndef PAGES_PAGE_H
#define PAGES_PAGE_H

#include "app/app.h"

enum err grid_page(struct request *r, struct response *out);
enum err health_page(struct request *r, struct response *out);
enum err ready_page(struct request *r, struct response *out);

enum err views_page(struct request *r, struct response *out);
enum err views_open(struct request *r, struct response *out);
enum err views_save(struct request *r, struct response *out);
enum err views_update(struct request *r, struct response *out);
enum err views_rename(struct request *r, struct response *out);
enum err views_remove(struct request *r, struct response *out);
enum err columns_page(struct request *r, struct response *out);
enum err columns_submit(struct request *r, struct response *out);

extern const struct param grid_query[], detail_query[];
extern const struct param views_open_form[], views_save_form[], views_rename_form[];
extern const struct param views_one_form[], columns_form[];
enum err history_page(struct request *r, struct response *out);
enum err history_figures_page(struct request *r, struct response *out);
enum err history_counts_page(struct request *r, struct response *out);
enum err detail_page(struct request *r, struct response *out);
enum err transcript_page(struct request *r, struct response *out);
enum err play_page(struct request *r, struct response *out);
enum err recording_page(struct request *r, struct response *out);
enum err waveform_page(struct request *r, struct response *out);
enum err media_page(struct request *r, struct response *out);

extern const struct param counts_query[], transcript_query[], play_query[], recording_query[];
extern const struct param waveform_query[], media_query[];
extern const struct route pages_routes[];

#endif
