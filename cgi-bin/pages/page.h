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
enum err history_page(struct request *r, struct response *out);
enum err history_figures_page(struct request *r, struct response *out);
enum err history_counts_page(struct request *r, struct response *out);
enum err detail_page(struct request *r, struct response *out);
enum err timeline_page(struct request *r, struct response *out);
enum err mark_flag(struct request *r, struct response *out);
enum err mark_unflag(struct request *r, struct response *out);
enum err mark_tag(struct request *r, struct response *out);
enum err mark_untag(struct request *r, struct response *out);
enum err mark_note(struct request *r, struct response *out);
enum err mark_note_edit(struct request *r, struct response *out);
enum err mark_note_delete(struct request *r, struct response *out);
enum err edit_submit(struct request *r, struct response *out);
enum err edited_page(struct request *r, struct response *out);
enum err edited_undo(struct request *r, struct response *out);
enum err transcript_page(struct request *r, struct response *out);
enum err transcript_export(struct request *r, struct response *out);
enum err play_page(struct request *r, struct response *out);
enum err recording_page(struct request *r, struct response *out);
enum err waveform_page(struct request *r, struct response *out);
enum err media_page(struct request *r, struct response *out);
enum err fetch_page(struct request *r, struct response *out);
enum err fetch_submit(struct request *r, struct response *out);
enum err send_page(struct request *r, struct response *out);
enum err send_submit(struct request *r, struct response *out);
enum err delete_page(struct request *r, struct response *out);
enum err delete_submit(struct request *r, struct response *out);
enum err hold_page(struct request *r, struct response *out);
enum err hold_submit(struct request *r, struct response *out);
enum err release_hold_page(struct request *r, struct response *out);
enum err release_hold_submit(struct request *r, struct response *out);
enum err deleted_list_page(struct request *r, struct response *out);
enum err restore_submit(struct request *r, struct response *out);

enum err api_list(struct request *r, struct response *out);
enum err api_one(struct request *r, struct response *out);
enum err api_own(struct request *r, struct response *out);
enum err api_talk(struct request *r, struct response *out);
enum err api_event(struct request *r, struct response *out);
enum err api_description(struct request *r, struct response *out);
enum err api_page(struct request *r, struct response *out);

enum { API_ROWS_MAX = 200, API_ROWS = 50 };

extern const struct param act_form[], api_list_query[], act_query[], columns_form[], counts_query[],
    delete_form[], deleted_query[], detail_query[], edit_form[], edited_query[], fetch_form[],
    flag_form[], grid_query[], media_query[], note_delete_form[], note_edit_form[], note_form[],
    play_query[], recording_query[], restore_form[], tag_form[], timeline_query[],
    transcript_export_query[], transcript_query[], undo_form[], unflag_form[], views_one_form[],
    views_open_form[], views_rename_form[], views_save_form[], waveform_query[];
extern const struct route pages_routes[];

#endif
