/* Whole conversations: what hangs on an interaction besides its own row. They come as JSON objects
 * in the form that `parley import conversations --help` describes, be it from a file of that form
 * or made from another one by a converter (import_formats.c).
 *
 * The members that `import calls` knows become a row as those of a CSV do (import_row.h); the
 * others are the parts of a table (import_talk.c), each a row or a list of rows of a table of the
 * facts. */
#ifndef PARLEY_IMPORT_TALK_H
#define PARLEY_IMPORT_TALK_H

#include "import_batch.h"

#include <jansson.h>

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

/* Describes the parts, for the help. */
void talk_help(FILE *out);

/* The kind of its agent, "human" or "ai"; NULL where it is not said. */
const char *talk_agent_kind(const json_t *talk);

/* The number of messages, and whether it was flagged; the time of the last message, 0 where that is
 * not known. */
size_t talk_messages(const json_t *talk);
bool talk_flagged(const json_t *talk);
ms_t talk_last_message(const json_t *talk, ms_t created);

/* Replaces the names of agents in messages by their ids. Outside a transaction. */
enum err talk_names(struct batch *b, struct import_row *row);

/* Inserts the parts of all new rows of a batch. */
enum err talk_insert(struct batch *b);

#endif
