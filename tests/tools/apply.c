/* Applies documents, one a line, each in a transaction of its own, as the worker would:
 *   {"tenant": 1, "source": "x", "phase": 2, "at": 1763710000000, "doc": {...}}
 * and prints for each {"id": 1000, "error": "ok", "why": ""}. */
#include "intake/apply.h"
#include "core/conf.h"
#include "http/token.h"
#include "store/intake_links.h"
#include "store/intake_parts.h"
#include "store/intake_rows.h"
#include "store/names.h"
#include "store/search_index.h"

static const struct db_stmt *const *const lists[] = {
    apply_statements,       intake_row_statements, intake_link_statements,
    intake_part_statements, names_statements,      search_index_statements};

static int64_t number(const json_t *line, const char *member)
{
    return json_integer_value(json_object_get(line, member));
}

static enum err apply(struct db *db, struct arena *a, const json_t *line, int64_t *id)
{
    const struct apply_from from = {.tenant_id = number(line, "tenant"),
                                    .source = doc_text(line, "source"),
                                    .queue_id = number(line, "queue_id"),
                                    .phase = (int)number(line, "phase"),
                                    .happened_at = number(line, "at"),
                                    .now = clock_now(),
                                    .interaction_id = number(line, "interaction"),
                                    .parent_id = number(line, "parent")};
    *id = 0;
    enum err e = db_begin(db, false);
    if (!e)
        e = apply_document(db, a, &from, json_object_get(line, "doc"), id);
    if (e)
        db_rollback(db);
    else
        e = db_commit(db);
    return e;
}

static void apply_lines(struct db *db)
{
    struct arena *a = arena_new();
    char *text = NULL;
    size_t size = 0;
    while (getline(&text, &size, stdin) > 0) {
        int64_t id;
        json_t *line = json_loads(text, 0, NULL);
        enum err e = apply(db, a, line, &id);
        json_t *out = json_pack("{s:I, s:s, s:s}", "id", (json_int_t)id, "error", err_name(e),
                                "why", err_detail());
        json_dumpf(out, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(out);
        json_decref(line);
        err_clear();
        arena_reset(a);
    }
    free(text);
    arena_free(a);
}

int main(int argc, char **argv)
{
    static const struct db_stmt *all[128];
    struct db *db = NULL;
    size_t n = 0;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; lists[l][i]; i++)
            all[n++] = lists[l][i];
    enum err e = argc == 2 ? conf_load(argv[1]) : ERR_BAD_REQUEST;
    if (!e)
        e = token_init();
    if (!e)
        e = db_new(&db, "worker", all);
    if (!e)
        e = db_connect(db);
    if (!e)
        apply_lines(db);
    else
        fprintf(stderr, "apply CONFIG: %s\n", err_detail());
    db_free(db);
    return e ? 1 : 0;
}
