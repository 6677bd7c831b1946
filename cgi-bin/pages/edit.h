/* Flags and tags of many interactions at once: what was chosen in the grid, and what is to be done
 * with it. */
#ifndef PAGES_EDIT_H
#define PAGES_EDIT_H

#include "grid.h"
#include "marks.h"

enum { EDIT_PICKED_MAX = 1000, EDIT_MATCHING_MAX = 10000 };

/* The interactions that were chosen: picked one by one, or all that match a list's filters. */
struct edit_choice {
    int64_t *ids;
    size_t n;
    bool all;
    const char *picked, *except; /* as they came: ids with dots between them */
    struct grid grid;            /* the list that they were chosen in */
    ms_t before;         /* all that match and were created before that: none come in later */
    const char *problem; /* why nothing can be done with it, for people; NULL: all is well */
};

/* Reads what a form of edit_form chose. */
enum err edit_read(struct request *r, struct edit_choice *out);

/* The form as it came; all zero: it is shown for the first time. */
struct edit_fields {
    enum mark_kind kind;
    const char *flag, *reason, *tag, *of;
    const char *flag_error, *reason_error, *tag_error, *of_error;
};

/* The page that says what will be changed, and asks for what is still to be known. */
enum err edit_show(struct request *r, struct response *out, struct edit_choice *choice,
                   const struct edit_fields *fields);

/* Makes the edit on those of the ids that are in the scope, records it, and leads to its result.
 * `chosen` says to the log how they were chosen; `undoes`: the moment of the edit that it undoes.
 */
enum err edit_make(struct request *r, struct response *out, const struct mark_edit *edit,
                   const int64_t *ids, size_t n, const char *chosen, ms_t undoes);

/* Keys of the edits, by enum mark_kind; NULL at the end. Only the first four can be asked for. */
extern const char *const edit_keys[];

#endif
