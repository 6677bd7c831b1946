/* The row of an interaction that documents are applied to (intake/apply.h): found by the name that
 * its source has for it, locked, and written back as a whole, to where it belongs by then. */
#ifndef STORE_INTAKE_ROWS_H
#define STORE_INTAKE_ROWS_H

#include "db/db.h"

extern const struct db_stmt *const intake_row_statements[]; /* ends with NULL */

enum intake_col {
    ROW_CREATED_AT,
    ROW_CLOSED_AT,
    ROW_CHANNEL,
    ROW_PLATFORM,
    ROW_DIRECTION,
    ROW_STATUS,
    ROW_QUEUE,
    ROW_AGENT,
    ROW_CONTACT,
    ROW_PHONE,
    ROW_E164,
    ROW_DID,
    ROW_DISPOSITION,
    ROW_OUTCOME,
    ROW_RESULT,
    ROW_ACTION,
    ROW_ACCOUNT,
    ROW_FLOW,
    ROW_DURATION,
    ROW_WAIT,
    ROW_HOLD,
    ROW_ACW,
    ROW_ENDED_BY,
    ROW_SENTIMENT,
    ROW_CSAT,
    ROW_COST,
    ROW_CURRENCY,
    ROW_FLAGGED,
    ROW_HAS_RECORDING,
    ROW_HAS_TRANSCRIPT,
    ROW_PARENT,
    ROW_LAST_MESSAGE,
    ROW_VENDOR,
    ROW_VENDOR_REF,
    ROW_COLS
};

struct intake_row {
    int64_t tenant_id, id; /* id 0: there is none yet */
    enum { ROW_IS_NEW, ROW_IS_ACTIVE, ROW_IS_CLOSED, ROW_IS_DELETED } where;
    struct db_cell cells[ROW_COLS];
    bool has_details; /* of the source (vendor_details): */
    int phase;
    ms_t happened_at;                          /* 0: unknown */
    const char *fields, *applied, *parent_ref; /* JSON, JSON; NULL: none */
};

/* The position of a column, or ROW_COLS. */
enum intake_col intake_col_find(const char *column);

/* Reads and locks one by the source's name for it or, where `id` is given, by that. With none of
 * that name the row is new: empty, but for tenant and names. */
enum err intake_row_find(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                         const char *vendor, const char *ref, struct intake_row *out);

/* The id of the next new interaction. */
enum err intake_row_id(struct db *db, struct arena *a, int64_t *out);

/* Stores the row where its status says: among the active ones or the closed ones. */
enum err intake_row_write(struct db *db, struct arena *a, const struct intake_row *row);

/* Stores what is known of its source. */
enum err intake_details_write(struct db *db, struct arena *a, const struct intake_row *row,
                              const char *source);

#endif
