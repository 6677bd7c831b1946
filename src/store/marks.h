/* What people and analyses put on interactions: review flags, tags, notes. Reading and changing;
 * a change is made to one interaction as to thousands. */
#ifndef STORE_MARKS_H
#define STORE_MARKS_H

#include "auth/scope.h"
#include "db/db.h"

extern const struct db_stmt *const mark_statements[]; /* ends with NULL */

/* Characters of each text, as the columns have room (a note: as a form has). */
enum {
    MARK_FLAG_MAX = 60,
    MARK_REASON_MAX = 500,
    MARK_KIND_MAX = 40,
    MARK_TAG_MAX = 80,
    MARK_NOTE_MAX = 2000,
    MARKS_SHOWN = 500 /* of each on one interaction */
};

struct mark_flag {
    const char *flag, *reason, *set_by, *cleared_by, *clear_reason; /* NULL: unknown, not cleared */
    int64_t no;
    bool ai;
    ms_t set_at, cleared_at; /* cleared_at 0: it stands */
};

struct mark_tag {
    const char *kind, *tag, *source, *set_by; /* set_by NULL: came with the interaction */
    ms_t set_at;                              /* 0: unknown */
};

struct mark_note {
    int64_t no, author_id; /* author_id 0: nobody of the users */
    const char *author, *body;
    ms_t written_at, edited_at; /* edited_at 0: never */
};

struct marks {
    struct mark_flag *flags; /* in the order in which they were set */
    struct mark_tag *tags;   /* by kind and tag */
    struct mark_note *notes; /* oldest first */
    size_t n_flags, n_tags, n_notes;
};

/* What stands on one interaction of the scope. */
enum err marks_read(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    struct marks *out);

/* Flags and tags on the newest interactions of the scope: what to suggest. */
struct mark_names {
    const char *flags[MARKS_SHOWN], *tags[MARKS_SHOWN], *kinds[MARKS_SHOWN]; /* of each tag */
    size_t n_flags, n_tags;
};
enum err marks_recent(struct db *db, struct arena *a, const struct scope *scope,
                      struct mark_names *out);

enum mark_kind {
    MARK_FLAG,   /* sets a flag where it does not stand */
    MARK_UNFLAG, /* clears it (no name: every flag) where it stands */
    MARK_TAG,    /* adds a tag where there is none of that kind and name */
    MARK_UNTAG,  /* takes away a tag that a person has set */
    MARK_REFLAG, /* flags that `by` cleared at `undo_at` stand again */
    MARK_KINDS
};

struct mark_edit {
    enum mark_kind kind;
    const char *flag;     /* of the flags; NULL: every one */
    int64_t flag_no;      /* of MARK_UNFLAG: this one only; 0: any */
    const char *reason;   /* of MARK_FLAG, MARK_UNFLAG */
    const char *of, *tag; /* of the tags: kind ("" for none) and name */
    const char *by;
    ms_t at, undo_at;
};

/* An interaction that an edit finds in the scope. */
struct mark_target {
    int64_t id;
    const char *who; /* the contact, else the number; NULL: unknown */
    bool changes;    /* the edit changes it: it is not so yet */
};

/* Those of the ids that are in the scope, in the order of id. */
enum err marks_targets(struct db *db, struct arena *a, const struct scope *scope,
                       const struct mark_edit *edit, const int64_t *ids, size_t n,
                       struct mark_target **out, size_t *n_out);

/* Makes the edit on interactions that marks_targets said it changes. ERR_CONFLICT when one of them
 * was changed meanwhile. */
enum err marks_edit(struct db *db, struct arena *a, const struct scope *scope,
                    const struct mark_edit *edit, const int64_t *ids, size_t n);

/* Whether marks and notes can be changed here at all. */
bool marks_can(const struct db *db);

enum err marks_note_add(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        int64_t author_id, const char *author, const char *body, ms_t at);

/* Only the author's own: *done is false when it is not, or not there (any more). */
enum err marks_note_set(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        int64_t no, int64_t author_id, const char *body, ms_t at, bool *done);
enum err marks_note_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           int64_t no, int64_t author_id, bool *done);

#endif
