/* The index of what was said and written: who writes messages writes it, in the same transaction.
 *
 * Two tables of the application (sql/parley/009_search.sql): for each word the interactions that
 * have it, in order of time, and for each interaction its folded text. The text decides; the words
 * only lead there. Neither names a queue: that is asked of the interaction itself. */
#ifndef STORE_SEARCH_INDEX_H
#define STORE_SEARCH_INDEX_H

#include "db/db.h"

extern const struct db_stmt *const search_index_statements[]; /* ends with NULL */

/* Who said it, as bits of search_words.who. */
enum search_who { SAID_BY_CLIENT = 1, SAID_BY_AGENT = 2, SAID_BY_OTHERS = 4 };

/* By messages.role: agents are human or AI. */
enum search_who search_who(const char *role);

/* Calls `word` for each word of a folded text as it is looked up by: the word itself, and two short
 * ones in a row as one, for those are so common that only together they tell anything. */
void search_hashes(const char *folded, size_t len, void (*word)(void *data, int64_t hash),
                   void *data);

struct search_writer;

/* Begins to index interactions that are not in the index yet. search_writer_close ends it. */
enum err search_writer_open(struct search_writer **out, struct db *db);

/* One interaction: begin, its messages, end. Without a message there is nothing to index. */
void search_writer_begin(struct search_writer *w, int64_t tenant_id, int64_t interaction_id,
                         ms_t created_at);
void search_writer_add(struct search_writer *w, int64_t message_no, const char *role,
                       const char *body);
enum err search_writer_end(struct search_writer *w);

/* Sends what is left, frees all. Also after an error. NULL is allowed. */
enum err search_writer_close(struct search_writer *w);

/* Takes an interaction out of the index, as if it never had been in: before it is purged, or before
 * it is indexed anew. Part of the transaction at hand. */
enum err search_forget(struct db *db, struct arena *a, int64_t tenant_id, int64_t interaction_id);

#endif
