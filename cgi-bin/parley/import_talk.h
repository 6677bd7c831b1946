/* Whole conversations: what hangs on an interaction besides its own row. They come as JSON objects
 * in the form that `parley import conversations --help` describes, be it from a file of that form
 * or made from another one by a converter (import_formats.c).
 *
 * The members that `import calls` knows become a row as those of a CSV do (import_row.h); the
 * others are the parts of a document (intake/document.h). */
#ifndef PARLEY_IMPORT_TALK_H
#define PARLEY_IMPORT_TALK_H

#include "import_batch.h"
#include "intake/document.h"

/* How a file of other people's conversations is read. */
struct talk_format {
    const char *name, *help;
    enum {
        TALK_LINES, /* a JSON value a line */
        TALK_LIST,  /* a JSON list of them */
        TALK_WHOLE, /* the file is one */
        TALK_TABLE  /* tab separated rows, those of one conversation together */
    } shape;
    const char *queue; /* for conversations that name none; NULL: none */
    /* Our object of one of the file's: new, NULL with *why when it cannot be. `file` is the path.
     */
    json_t *(*convert)(const json_t *theirs, const char *file, const char **why);
};
extern const struct talk_format talk_formats[]; /* ends with {0}; the first is our own */

/* What is wrong with an object, for people; NULL when nothing is. The text lives in `a`. */
const char *talk_problem(const json_t *talk, struct arena *a);

/* How many items a list has; 0 where there is none. */
size_t talk_count(const json_t *talk, const char *part);

/* Inserts the parts of all new rows of a batch. */
enum err talk_insert(struct batch *b);

#endif
