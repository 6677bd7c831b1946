/* Words: what a text is searched by.
 *
 * A word is a run of letters, digits and their marks, folded: case, accents and the width and shape
 * of letters do not count (Straße = STRASSE, café = CAFE, Ａ = a, ا with or without vowel signs).
 * Scripts that write no blanks between words (Chinese, Japanese, Thai, Khmer ...), Korean and
 * pictures such as emoji have one word per character, so that any part of them is found as a
 * phrase. All else separates words: "e-mail" is the phrase e mail.
 *
 * A folded text is its words with one blank before, between and behind them: whether it has a
 * phrase is whether it has " the phrase " as a part. A text without words folds to nothing. */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include "core/arena.h"
#include "core/buf.h"

#include <stdbool.h>

enum { WORD_BYTES = 256 }; /* a longer run of letters is several words */

/* A word in a text: where it stands, and folded. */
struct word {
    size_t start, end;
    size_t len;
    char folded[WORD_BYTES + 1];
};

/* The next word at or behind *at, which moves behind it; false at the end. Bytes that are no UTF-8
 * separate words. */
bool word_next(const char *text, size_t len, size_t *at, struct word *out);

/* Appends the folded text. */
void words_fold(struct buf *out, const char *text, size_t len);

/* The next word of a folded text, not NUL-terminated: *at moves behind it; NULL at the end. */
const char *words_step(const char *folded, size_t len, size_t *at, size_t *word_len);

/* --- what is searched for ----------------------------------------------------------------------
 */

enum words_mode { WORDS_ALL, WORDS_ANY, WORDS_PHRASE };
enum { WORDS_ITEMS = 8 };

/* Words and phrases, each folded. */
struct words_query {
    enum words_mode mode;
    size_t n;
    const char *items[WORDS_ITEMS];
    size_t lens[WORDS_ITEMS];
};

/* Reads what somebody typed: words, and "phrases" in quotation marks of any kind (what is not
 * separated by blanks is a phrase, too); WORDS_PHRASE takes all of it as one. Doubles are left out.
 * False where there are more than WORDS_ITEMS; no item at all where the text has no word. */
bool words_query_read(struct arena *a, const char *text, enum words_mode mode,
                      struct words_query *out);

/* --- where it is found -------------------------------------------------------------------------
 */

/* Goes through the places of a folded text where an item of the query stands. Places that overlap
 * are one. The texts must outlive it. */
struct words_finder {
    const struct words_query *query;
    const char *folded;
    size_t len;
    size_t next[WORDS_ITEMS]; /* of each item; SIZE_MAX: none any more */
};

void words_find(struct words_finder *f, const struct words_query *q, const char *folded,
                size_t len);

/* The next place, without the blanks around it. False when there is none any more. */
bool words_found(struct words_finder *f, size_t *start, size_t *end);

/* The same in a text as it was written. */
struct words_place {
    size_t start, end;
};

/* All of them, in their order; *n is their number. */
const struct words_place *words_places(struct arena *a, const struct words_query *q,
                                       const char *text, size_t len, size_t *n);

/* A part of the text around a place, cut between words: about `before` and `after` bytes more than
 * the place itself. */
struct words_place words_around(const char *text, size_t len, struct words_place p, size_t before,
                                size_t after);

#endif
