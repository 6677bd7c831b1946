/* Flags, tags and notes of one interaction: their section of the page, and what people do there. */
#ifndef PAGES_MARKS_H
#define PAGES_MARKS_H

#include "page.h"
#include "store/marks.h"
#include "view/view.h"

struct audit_detail;
struct detail;

/* A form as it came, shown again with what is wrong. */
struct mark_form {
    const char *what;        /* flag, unflag, tag, note, edit */
    int64_t no;              /* of the flag or note that it is about */
    const char *text, *more; /* flag and reason, tag and kind; a reason or a note alone is `text` */
    const char *text_error, *more_error; /* NULL: nothing is wrong */
};

/* The section. */
enum err detail_marks(struct detail *d);

/* What to suggest in the forms, as Marks.suggest. */
void marks_suggest(struct view *v, const struct mark_names *names);

/* A text as it is to be stored: without white space around it; NULL when nothing is left. */
const char *mark_text(struct request *r, const char *name);

/* What is wrong with it, or NULL: it is needed, or longer than so many characters. */
const char *mark_wrong(struct arena *a, const char *text, const char *needed, size_t max);

/* ERR_FORBIDDEN, with the reason for people, where the site's own system writes what marks hang
 * on. */
extern const char mark_refused[];
enum err mark_allowed(const struct request *r);

/* What an edit is called in the audit log, and its details. */
const char *mark_action(enum mark_kind kind);
const struct audit_detail *mark_details(struct arena *a, const struct mark_edit *edit);

/* "interaction 5, Maria Klein" */
const char *mark_subject(struct arena *a, int64_t id, const char *who);

#endif
