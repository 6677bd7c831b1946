/* Storing the parts of documents (document.h): one interaction's or those of thousands at once. */
#ifndef INTAKE_PARTS_H
#define INTAKE_PARTS_H

#include "db/db.h"
#include "intake/document.h"
#include "store/names.h"

/* Asks for the ids of all names in the parts of a document, so that part_insert knows them. */
enum err parts_names(struct names *names, const json_t *doc);

/* What one interaction has of a part. */
struct part_rows {
    int64_t id;          /* of the interaction */
    const json_t *value; /* an item, or a list of them; NULL or null: nothing */
    int64_t before;      /* items of the list that stand there already */
    ms_t now;
};

enum part_mode {
    PART_NEW,  /* none of the rows is there */
    PART_MERGE /* where one is there, values that are given replace its own; of a list without
                  numbers, one that is there stays as it is */
};

enum err part_insert(struct db *db, const struct doc_part *p, enum part_mode mode,
                     int64_t tenant_id, const struct names *names, const struct part_rows *rows,
                     size_t n);

#endif
