#include "app/purge.h"

#include "net/files.h"

/* Clocks of several machines: what is due here is due to whoever would restore it. */
enum { CLOCKS_APART_MS = 60 * 1000 };

static enum err remove_files(struct arena *a, const struct purge_item *item,
                             const struct purge_file *files, size_t n)
{
    enum err e = OK;
    for (size_t i = 0; i < n && !e; i++)
        if (!files[i].shared)
            e = file_remove(a, item->tenant_id, files[i].on_disk, files[i].path);
    return e;
}

static enum err purge_one(struct db *db, struct arena *a, const struct purge_item *item, ms_t now,
                          bool dry, size_t *n)
{
    struct purge_file *files;
    bool gone;
    enum err e = purge_files(db, a, item, &files, n);
    if (!e && !dry)
        e = remove_files(a, item, files, *n);
    return e || dry ? e : purge_rows(db, a, item, now, &gone);
}

/* Without the database there is nothing to go on with. */
static bool is_of_all(enum err e)
{
    return e == ERR_DB_AWAY || e == ERR_DB_SCHEMA;
}

static enum err count(struct purge_run *run, const struct purge_item *item, size_t files,
                      enum err e)
{
    const char *why = err_detail()[0] ? err_detail() : err_name(e);
    run->done += !e;
    run->failed += e != OK;
    if (e)
        snprintf(run->problem, sizeof run->problem, "interaction %lld of tenant %lld: %s",
                 (long long)item->id, (long long)item->tenant_id, why);
    if (run->told)
        run->told(item, files, e ? why : NULL);
    if (is_of_all(e))
        return e;
    err_clear();
    return OK;
}

enum err purge_run(struct db *db, ms_t now, struct purge_run *run)
{
    struct purge_item *items, last = {0};
    struct arena *scratch = arena_new();
    ms_t due = now - CLOCKS_APART_MS;
    enum err e = OK;
    size_t n = 1;
    while (!e && n && !(run->stop && run->stop())) {
        arena_reset(scratch);
        e = purge_due(db, scratch, due, &last, &items, &n);
        for (size_t i = 0; i < n && !e && !(run->stop && run->stop()); i++) {
            size_t files = 0;
            last = items[i];
            e = purge_one(db, scratch, &last, due, run->dry, &files);
            e = count(run, &last, files, e);
        }
    }
    arena_free(scratch);
    return e;
}
