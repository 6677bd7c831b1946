/* parley tenant: the organisations whose interactions are kept apart. */
#include "command.h"
#include "store/tenants.h"

static const struct db_stmt list = {
    .name = "tenant_list",
    .sql = "SELECT slug, name, zone, locale, currency, active, id FROM {app}.tenants ORDER BY slug",
    .cols = "sssssii",
    .system = "command line",
};

static bool read_id(const char *text, int64_t *id)
{
    size_t n = strlen(text);
    *id = strtoll(text, NULL, 10);
    return n && n < 10 && strspn(text, "0123456789") == n && *id > 0;
}

static bool read_options(struct tenant_row *o, int argc, char **argv)
{
    *o = (struct tenant_row){
        .slug = argv[2], .name = argv[3], .zone = "UTC", .locale = "en", .currency = "EUR"};
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

static enum err check(const struct tenant_row *t)
{
    const char *const wrong[] = {tenant_slug_error(t->slug), tenant_zone_error(t->zone),
                                 tenant_locale_error(t->locale),
                                 tenant_currency_error(t->currency)};
    const char *const values[] = {t->slug, t->zone, t->locale, t->currency};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (wrong[i])
            return err_set(ERR_BAD_REQUEST, "'%s': %s", values[i], wrong[i]);
    return OK;
}

static enum err insert(struct command_env *env, const void *data)
{
    const struct tenant_row *t = data;
    int64_t id;
    enum err e = tenant_insert(env->db, env->arena, t, &id);
    if (e == ERR_CONFLICT) {
        err_clear();
        return err_set(e, "there is a tenant '%s' already, or one of that number", t->slug);
    }
    return e ? e
             : command_audit(env, id, "tenant.created", t->name,
                             (struct audit_detail[]){{.key = "slug", .is = t->slug},
                                                     {.key = "name", .is = t->name},
                                                     {.key = "zone", .is = t->zone},
                                                     {.key = "locale", .is = t->locale},
                                                     {.key = "currency", .is = t->currency},
                                                     {0}});
}

static enum err add(struct command_env *env, const struct tenant_row *t)
{
    struct tenant_row other;
    bool found = false;
    enum err e = check(t);
    if (!e)
        e = tenant_find_slug(env->db, env->arena, t->slug, &other, &found);
    if (!e && found)
        e = err_set(ERR_CONFLICT, "there is a tenant '%s' already", t->slug);
    return e ? e : command_transaction(env, insert, t);
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
    struct tenant_row options;
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
