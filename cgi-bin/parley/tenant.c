/* parley tenant: the organisations whose interactions are kept apart. */
#include "command.h"

static const struct db_stmt insert = {
    .name = "tenant_add",
    .sql = "INSERT INTO {app}.tenants ([id|id, ]slug, name, zone, locale, currency) "
           "VALUES ([id|:id, ]:slug, :name, :zone, :locale, :currency)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt insert_version = {
    .name = "tenant_add_version",
    .sql = "INSERT INTO {app}.catalog_versions (tenant_id) "
           "SELECT id FROM {app}.tenants WHERE slug = :slug",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt list = {
    .name = "tenant_list",
    .sql = "SELECT slug, name, zone, locale, currency, active, id FROM {app}.tenants ORDER BY slug",
    .cols = "sssssii",
    .system = "command line",
};

struct tenant_options {
    const char *slug, *name, *zone, *locale, *currency;
    int64_t id; /* that the PBX knows it by; 0: the next free one */
};

static bool read_id(const char *text, int64_t *id)
{
    size_t n = strlen(text);
    *id = strtoll(text, NULL, 10);
    return n && n < 10 && strspn(text, "0123456789") == n && *id > 0;
}

static bool read_options(struct tenant_options *o, int argc, char **argv)
{
    *o = (struct tenant_options){argv[2], argv[3], "UTC", "en", "EUR", 0};
    for (int i = 4; i < argc; i += 2) {
        if (i + 1 >= argc)
            return false;
        if (strcmp(argv[i], "--zone") == 0)
            o->zone = argv[i + 1];
        else if (strcmp(argv[i], "--locale") == 0)
            o->locale = argv[i + 1];
        else if (strcmp(argv[i], "--currency") == 0)
            o->currency = argv[i + 1];
        else if (strcmp(argv[i], "--id") == 0 && read_id(argv[i + 1], &o->id))
            continue;
        else
            return false;
    }
    return true;
}

static enum err add(struct command_env *env, const struct tenant_options *o)
{
    size_t n = strlen(o->slug);
    if (!n || n > 40 || strspn(o->slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
        return err_set(ERR_BAD_REQUEST, "a slug has small letters, digits and - only");
    if (!zone_valid(o->zone))
        return err_set(ERR_BAD_REQUEST, "'%s' is no zone of this system (Europe/Berlin is one)",
                       o->zone);
    /* Without a number the list ends before it. */
    const struct db_arg args[] = {DB_TEXT("slug", o->slug),
                                  DB_TEXT("name", o->name),
                                  DB_TEXT("zone", o->zone),
                                  DB_TEXT("locale", o->locale),
                                  DB_TEXT("currency", o->currency),
                                  {.name = o->id ? "id" : NULL, .type = DB_INT_T, .number = o->id},
                                  {0}};
    enum err e = db_exec(env->db, env->arena, NULL, &insert, args, NULL);
    if (e == ERR_CONFLICT) {
        err_clear();
        return err_set(e, "there is a tenant '%s' already%s", o->slug,
                       o->id ? ", or one of that number" : "");
    }
    return e ? e
             : db_exec(env->db, env->arena, NULL, &insert_version,
                       DB_ARGS(DB_TEXT("slug", o->slug)), NULL);
}

static enum err print(struct command_env *env)
{
    struct db_rows r;
    enum err e = db_query(env->db, env->arena, NULL, &list, DB_ARGS({0}), &r);
    for (size_t i = 0; i < r.n && !e; i++)
        printf("%-16s %-30s %-20s %-6s %s  id %lld%s\n", db_text(&r, i, 0, ""),
               db_text(&r, i, 1, ""), db_text(&r, i, 2, ""), db_text(&r, i, 3, ""),
               db_text(&r, i, 4, ""), (long long)db_int(&r, i, 6, 0),
               db_int(&r, i, 5, 1) ? "" : "  disabled");
    return e;
}

int tenant_command(struct command_env *env, int argc, char **argv)
{
    struct tenant_options options;
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "list") == 0 && argc == 2)
        return print(env) == OK ? 0 : command_failed("tenant");
    if (strcmp(verb, "add") != 0 || argc < 4 || !read_options(&options, argc, argv))
        return 2;
    if (add(env, &options) != OK)
        return command_failed("tenant");
    puts("Done.");
    return 0;
}
