/* A document becomes an interaction, or more of one. */
#ifndef INTAKE_APPLY_H
#define INTAKE_APPLY_H

#include "db/db.h"
#include "intake/document.h"

/* A program that applies lists these, and the statements of store/intake_rows, intake_links,
 * intake_parts, names, search_index and costs (with those of rate cards). */
extern const struct db_stmt *const apply_statements[]; /* ends with NULL */

/* What the documents of one transaction share, where there are many: names that were looked up, and
 * what is indexed at its end. Lives in the arena. A point and an undo go with those of the
 * database; the end comes before the commit. */
struct apply_batch;
struct apply_batch *apply_batch_new(struct arena *a, struct db *db);
void apply_batch_point(struct apply_batch *b);
void apply_batch_undo(struct apply_batch *b);
enum err apply_batch_end(struct apply_batch *b);

struct apply_from {
    struct apply_batch *batch; /* NULL: none */
    int64_t tenant_id;
    const char *source; /* becomes interactions.vendor: "elevenlabs", "api", "asterisk" ... */
    int64_t queue_id;   /* where no document names a queue; 0: none */
    int phase;          /* 0 plain update, 1 began, 2 ended, 3 analysed */
    ms_t happened_at;   /* 0: unknown */
    ms_t now;
    int64_t interaction_id; /* which one it is about, whoever made it; 0: the document's id says */
    int64_t parent_id;      /* the interaction during which it was sent; 0: the document says */
};

/* Finds the interaction that the source calls so, among the active, closed and deleted ones, or
 * makes it, and merges the document into it, within the caller's transaction. *id is which.
 *
 * Documents may come in any order and end the same: of those that carry a member, the one of the
 * highest phase counts, of these the latest (the one applied last, where one does not say when). So
 * it is for each of the interaction's own fields, for each field of a part that is one object, for
 * each of the details, and for each list as a whole. null is the same as nothing. What is closed
 * stays so; what people have set and cleared is left alone.
 *
 * ERR_BAD_REQUEST when the document cannot be applied, ERR_NOT_FOUND when its interaction was
 * deleted: err_detail() says why, for people; what was written then is the caller's to undo. */
enum err apply_document(struct db *db, struct arena *a, const struct apply_from *from,
                        const json_t *doc, int64_t *id);

#endif
