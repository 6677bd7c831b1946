#include "store/listing.h"

static void add_given(struct db_args *a, const struct listing *want, const struct db_arg *more)
{
    db_add(a, more);
    if (want->search)
        db_add(a, DB_ARGS(DB_TEXT("search", want->search)));
}

static void reverse(struct db_rows *rows)
{
    for (size_t i = 0; i < rows->n / 2; i++)
        for (size_t c = 0; c < rows->cols; c++) {
            struct db_cell *x = &rows->cells[i * rows->cols + c];
            struct db_cell *y = &rows->cells[(rows->n - 1 - i) * rows->cols + c], kept = *x;
            *x = *y;
            *y = kept;
        }
}

enum err listing_fetch(struct db *db, struct arena *a, const struct scope *scope,
                       const struct db_stmt *stmt, const struct listing *want,
                       const struct db_arg *more_args, struct listing_rows *out)
{
    struct db_args args = {.n = 0};
    add_given(&args, want, more_args);
    if (want->key) {
        db_add(&args, DB_ARGS(DB_TEXT("after", want->key), DB_INT("after_id", want->id)));
    }
    if (want->descending != want->backwards)
        db_add(&args, DB_ARGS(DB_ON("down")));
    db_add(&args, DB_ARGS(DB_INT("limit", want->size + 1)));
    enum err e = db_query(db, a, scope, stmt, args.v, &out->rows);
    out->more = !e && out->rows.n > want->size;
    if (out->more)
        out->rows.n = want->size;
    if (!e && want->backwards)
        reverse(&out->rows);
    return e;
}

enum err listing_count(struct db *db, struct arena *a, const struct scope *scope,
                       const struct db_stmt *stmt, const struct listing *want,
                       const struct db_arg *more_args, int64_t *out)
{
    struct db_args args = {.n = 0};
    struct db_rows rows;
    add_given(&args, want, more_args);
    enum err e = db_query(db, a, scope, stmt, args.v, &rows);
    *out = e ? 0 : db_int(&rows, 0, 0, 0);
    return e;
}

/* Returns the end. */
static char *escaped(const char *text, char *to)
{
    for (; *text; text++) {
        if (strchr("%_|", *text))
            *to++ = '|';
        *to++ = *text;
    }
    return to;
}

const char *listing_containing(struct arena *a, const char *text)
{
    char *pattern = arena_alloc(a, strlen(text) * 2 + 3);
    pattern[0] = '%';
    *escaped(text, pattern + 1) = '%';
    return pattern;
}

const char *listing_beginning(struct arena *a, const char *text)
{
    char *pattern = arena_alloc(a, strlen(text) * 2 + 2);
    *escaped(text, pattern) = '%';
    return pattern;
}
