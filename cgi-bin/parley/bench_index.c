#include "bench_index.h"

#include "core/buf.h"
#include "core/conf.h"
#include "db/facts.h"

static const struct db_stmt indexes = {
    .name = "bench_indexes",
    .sql = "SELECT index_name, MAX(non_unique), GROUP_CONCAT(column_name ORDER BY seq_in_index) "
           "FROM information_schema.statistics "
           "WHERE table_schema = :facts AND table_name = :table AND index_name <> 'PRIMARY' "
           "GROUP BY index_name",
    .cols = "sis",
    .system = "command line",
};
static const struct db_stmt foreign_keys = {
    .name = "bench_foreign_keys",
    .sql = "SELECT constraint_name, MAX(referenced_table_name), "
           "GROUP_CONCAT(column_name ORDER BY ordinal_position), "
           "GROUP_CONCAT(referenced_column_name ORDER BY ordinal_position) "
           "FROM information_schema.key_column_usage "
           "WHERE table_schema = :facts AND table_name = :table "
           "AND referenced_table_name IS NOT NULL GROUP BY constraint_name",
    .cols = "ssss",
    .system = "command line",
};

static enum err list(struct command_env *env, const struct db_stmt *stmt, const char *table,
                     struct db_rows *out)
{
    return db_query(env->db, env->arena, NULL, stmt,
                    DB_ARGS(DB_TEXT("facts", conf(CONF_DB_FACTS)), DB_TEXT("table", table)), out);
}

static bool has(const struct db_rows *rows, const char *name)
{
    for (size_t r = 0; r < rows->n; r++)
        if (strcmp(db_text(rows, r, 0, ""), name) == 0)
            return true;
    return false;
}

/* ALTER TABLE closed_interactions and what `changes` holds, unless that is nothing. */
static enum err alter(struct command_env *env, struct buf *changes)
{
    struct buf sql = {0};
    enum err e = OK;
    if (changes->len) {
        buf_printf(&sql, "ALTER TABLE %s.closed_interactions %.*s", conf(CONF_DB_FACTS),
                   (int)changes->len - 1, changes->s);
        e = db_run(env->db, sql.s);
    }
    buf_free(&sql);
    buf_free(changes);
    return e;
}

enum err bench_drop_indexes(struct command_env *env)
{
    struct db_rows keys, foreign;
    struct buf changes = {0};
    enum err e = list(env, &foreign_keys, "closed_interactions", &foreign);
    if (!e)
        e = list(env, &indexes, "closed_interactions", &keys);
    for (size_t r = 0; !e && r < foreign.n; r++)
        buf_printf(&changes, "DROP FOREIGN KEY %s,", db_text(&foreign, r, 0, ""));
    for (size_t r = 0; !e && r < keys.n; r++)
        buf_printf(&changes, "DROP INDEX %s,", db_text(&keys, r, 0, ""));
    return e ? e : alter(env, &changes);
}

/* fk_active_queue of the one table is fk_closed_queue of the other. */
static const char *closed_name(struct command_env *env, const char *name)
{
    const char *at = strstr(name, "active");
    return at ? arena_printf(env->arena, "%.*sclosed%s", (int)(at - name), name, at + 6) : name;
}

static const char *with_commas(struct arena *a, const char *names)
{
    char *out = arena_dup(a, names);
    for (char *c = out; *c; c++)
        if (*c == ' ')
            *c = ',';
    return out;
}

static enum err add_missing_indexes(struct command_env *env, struct buf *changes)
{
    struct db_rows want, have;
    enum err e = list(env, &indexes, "active_interactions", &want);
    if (!e)
        e = list(env, &indexes, "closed_interactions", &have);
    for (size_t r = 0; !e && r < want.n; r++)
        if (!has(&have, db_text(&want, r, 0, "")))
            buf_printf(changes, "ADD %s %s (%s),",
                       db_int(&want, r, 1, 1) ? "INDEX" : "UNIQUE INDEX", db_text(&want, r, 0, ""),
                       db_text(&want, r, 2, ""));
    /* and those that only closed ones have */
    for (const struct facts_index *i = facts_indexes; i->table && !e; i++)
        if (strcmp(i->table, "closed_interactions") == 0 && strcmp(i->name, "PRIMARY") != 0 &&
            !has(&have, i->name) && !has(&want, i->name))
            buf_printf(changes, "ADD INDEX %s (%s),", i->name, with_commas(env->arena, i->columns));
    return e;
}

static enum err add_missing_foreign_keys(struct command_env *env, struct buf *changes)
{
    struct db_rows want, have;
    enum err e = list(env, &foreign_keys, "active_interactions", &want);
    if (!e)
        e = list(env, &foreign_keys, "closed_interactions", &have);
    for (size_t r = 0; !e && r < want.n; r++) {
        const char *name = closed_name(env, db_text(&want, r, 0, ""));
        if (!has(&have, name))
            buf_printf(changes, "ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s.%s (%s),", name,
                       db_text(&want, r, 2, ""), conf(CONF_DB_FACTS), db_text(&want, r, 1, ""),
                       db_text(&want, r, 3, ""));
    }
    return e;
}

enum err bench_add_indexes(struct command_env *env)
{
    struct buf changes = {0};
    /* Unchecked, a foreign key is added in place: the rows were made from the same numbers. */
    enum err e = db_run(env->db, "SET SESSION foreign_key_checks = 0");
    if (!e)
        e = add_missing_indexes(env, &changes);
    if (!e)
        e = add_missing_foreign_keys(env, &changes);
    if (!e)
        e = alter(env, &changes);
    buf_free(&changes);
    return e ? e : db_run(env->db, "SET SESSION foreign_key_checks = 1");
}
