#include "store/account.h"

static const struct db_stmt find = {
    .name = "account_find",
    .sql = "SELECT u.tenant_id, u.id, u.rights_version, u.email, u.name, u.password_hash, "
           "u.totp_secret, u.totp_step, u.zone, u.locale, u.theme, t.zone, t.locale, "
           "(SELECT COUNT(*) FROM {app}.recovery_codes c WHERE c.tenant_id = u.tenant_id "
           "AND c.user_id = u.id AND c.used_at IS NULL) "
           "FROM {app}.users u JOIN {app}.tenants t ON t.id = u.tenant_id AND t.active "
           "WHERE u.tenant_id = :tenant AND u.id = :user AND u.active",
    .cols = "iiisssbisssssi",
    .system = "signing in with a second factor: before there is a scope",
};
enum {
    TENANT_ID,
    ID,
    RIGHTS,
    EMAIL,
    NAME,
    HASH,
    TOTP,
    STEP,
    ZONE,
    LOCALE,
    THEME,
    CENTER_ZONE,
    CENTER_LOCALE,
    RECOVERY
};

static const struct db_stmt take_step = {
    .name = "account_take_step",
    .sql = "UPDATE {app}.users SET totp_step = :step WHERE tenant_id = :tenant AND id = :user "
           "AND totp_secret IS NOT NULL AND (totp_step IS NULL OR totp_step < :step)",
    .cols = "",
    .system = "signing in with a second factor: before there is a scope",
};

static const struct db_stmt has_recovery = {
    .name = "account_has_recovery",
    .sql = "SELECT 1 FROM {app}.recovery_codes "
           "WHERE tenant_id = :tenant AND user_id = :user AND code_hash = :key AND used_at IS NULL",
    .cols = "i",
    .system = "signing in with a second factor: before there is a scope",
};

static const struct db_stmt take_recovery = {
    .name = "account_take_recovery",
    .sql = "UPDATE {app}.recovery_codes SET used_at = :now "
           "WHERE tenant_id = :tenant AND user_id = :user AND code_hash = :key AND used_at IS NULL",
    .cols = "",
    .system = "signing in with a second factor: before there is a scope",
};

static const struct db_stmt set_preferences = {
    .name = "account_set_preferences",
    .sql = "UPDATE {app}.users u SET u.zone = :zone, u.locale = :locale, u.theme = :theme "
           "WHERE {tenant:u} AND u.id = :user",
    .cols = "",
};

static const struct db_stmt set_password = {
    .name = "account_set_password",
    .sql = "UPDATE {app}.users u SET u.password_hash = :hash, u.must_change_password = 0, "
           "u.rights_version = u.rights_version + 1 "
           "WHERE {tenant:u} AND u.id = :user AND u.rights_version = :rights",
    .cols = "",
};

static const struct db_stmt set_totp = {
    .name = "account_set_totp",
    .sql = "UPDATE {app}.users u SET u.totp_secret = :sealed, u.totp_step = :step, "
           "u.rights_version = u.rights_version + 1 "
           "WHERE {tenant:u} AND u.id = :user AND u.rights_version = :rights "
           "AND u.totp_secret IS NULL",
    .cols = "",
};

static const struct db_stmt clear_totp = {
    .name = "account_clear_totp",
    .sql = "UPDATE {app}.users u SET u.totp_secret = NULL, u.totp_step = NULL "
           "WHERE {tenant:u} AND u.id = :user",
    .cols = "",
};

static const struct db_stmt clear_recovery = {
    .name = "account_clear_recovery",
    .sql = "DELETE FROM {app}.recovery_codes WHERE tenant_id = {tenant} AND user_id = :user",
    .cols = "",
};

static const struct db_stmt add_recovery = {
    .name = "account_add_recovery",
    .sql = "INSERT INTO {app}.recovery_codes (tenant_id, user_id, code_hash) "
           "VALUES ({tenant}, :user, :key)",
    .cols = "",
};

static const struct db_stmt list_sessions = {
    .name = "account_sessions",
    .sql = "SELECT s.id_hash, s.created_at, s.seen_at, s.address, s.user_agent "
           "FROM {app}.sessions s WHERE {tenant:s} AND s.user_id = :user "
           "AND s.rights_version = :rights AND s.seen_at >= :idle AND s.created_at >= :oldest "
           "ORDER BY s.seen_at DESC, s.created_at DESC LIMIT 100",
    .cols = "bttss",
};

static const struct db_stmt end_sessions = {
    .name = "account_end_sessions",
    .sql = "DELETE FROM {app}.sessions WHERE tenant_id = {tenant} AND user_id = :user "
           "AND id_hash <> :own [key|AND id_hash = :key]",
    .cols = "",
};

const struct db_stmt *const account_statements[] = {
    &find,          &take_step,    &has_recovery, &take_recovery,  &set_preferences,
    &set_password,  &set_totp,     &clear_totp,   &clear_recovery, &add_recovery,
    &list_sessions, &end_sessions, NULL,
};

enum err account_find(struct db *db, struct arena *a, int64_t tenant_id, int64_t user_id,
                      struct account *out, bool *found)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &find,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("user", user_id)), &rows);
    *out = (struct account){0};
    *found = !e && rows.n == 1;
    if (*found)
        *out = (struct account){
            .tenant_id = db_int(&rows, 0, TENANT_ID, 0),
            .id = db_int(&rows, 0, ID, 0),
            .rights_version = db_int(&rows, 0, RIGHTS, 0),
            .email = db_text(&rows, 0, EMAIL, ""),
            .name = db_text(&rows, 0, NAME, ""),
            .password_hash = db_text(&rows, 0, HASH, NULL),
            .totp_sealed = db_text(&rows, 0, TOTP, NULL),
            .totp_len = db_cell(&rows, 0, TOTP)->len,
            .totp_step = db_int(&rows, 0, STEP, -1),
            .recovery_left = db_int(&rows, 0, RECOVERY, 0),
            .zone = db_text(&rows, 0, ZONE, NULL),
            .locale = db_text(&rows, 0, LOCALE, NULL),
            .theme = db_text(&rows, 0, THEME, "auto"),
            .center_zone = db_text(&rows, 0, CENTER_ZONE, "UTC"),
            .center_locale = db_text(&rows, 0, CENTER_LOCALE, ""),
        };
    return e;
}

enum err account_take_step(struct db *db, struct arena *a, const struct account *who, int64_t step,
                           bool *taken)
{
    int64_t n = 0;
    enum err e = db_exec(
        db, a, NULL, &take_step,
        DB_ARGS(DB_INT("step", step), DB_INT("tenant", who->tenant_id), DB_INT("user", who->id)),
        &n);
    *taken = !e && n == 1;
    return e;
}

enum err account_has_recovery(struct db *db, struct arena *a, const struct account *who,
                              const unsigned char key[ACCOUNT_KEY], bool *has)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &has_recovery,
                          DB_ARGS(DB_INT("tenant", who->tenant_id), DB_INT("user", who->id),
                                  DB_BYTES("key", key, ACCOUNT_KEY)),
                          &rows);
    *has = !e && rows.n == 1;
    return e;
}

enum err account_take_recovery(struct db *db, struct arena *a, const struct account *who,
                               const unsigned char key[ACCOUNT_KEY], ms_t now, bool *taken)
{
    int64_t n = 0;
    enum err e = db_exec(db, a, NULL, &take_recovery,
                         DB_ARGS(DB_TIME("now", now), DB_INT("tenant", who->tenant_id),
                                 DB_INT("user", who->id), DB_BYTES("key", key, ACCOUNT_KEY)),
                         &n);
    *taken = !e && n == 1;
    return e;
}

enum err account_set_preferences(struct db *db, struct arena *a, const struct scope *scope,
                                 int64_t user_id, const char *zone, const char *locale,
                                 const char *theme)
{
    return db_exec(db, a, scope, &set_preferences,
                   DB_ARGS(DB_TEXT("zone", zone), DB_TEXT("locale", locale),
                           DB_TEXT("theme", theme), DB_INT("user", user_id)),
                   NULL);
}

static enum err changed_one(enum err e, int64_t n)
{
    return e || n == 1 ? e : err_set(ERR_CONFLICT, "the account was changed meanwhile");
}

enum err account_set_password(struct db *db, struct arena *a, const struct scope *scope,
                              const struct account *who, const char *hash)
{
    int64_t n = 0;
    enum err e = db_exec(db, a, scope, &set_password,
                         DB_ARGS(DB_TEXT("hash", hash), DB_INT("user", who->id),
                                 DB_INT("rights", who->rights_version)),
                         &n);
    return changed_one(e, n);
}

enum err account_set_totp(struct db *db, struct arena *a, const struct scope *scope,
                          const struct account *who, const unsigned char *sealed, size_t len,
                          int64_t step)
{
    int64_t n = 0;
    enum err e = db_exec(db, a, scope, &set_totp,
                         DB_ARGS(DB_BYTES("sealed", sealed, len), DB_INT("step", step),
                                 DB_INT("user", who->id), DB_INT("rights", who->rights_version)),
                         &n);
    return changed_one(e, n);
}

enum err account_clear_totp(struct db *db, struct arena *a, const struct scope *scope,
                            int64_t user_id)
{
    enum err e = db_exec(db, a, scope, &clear_totp, DB_ARGS(DB_INT("user", user_id)), NULL);
    return e ? e : db_exec(db, a, scope, &clear_recovery, DB_ARGS(DB_INT("user", user_id)), NULL);
}

enum err account_set_recovery(struct db *db, struct arena *a, const struct scope *scope,
                              int64_t user_id, const unsigned char *keys, size_t n)
{
    enum err e = db_exec(db, a, scope, &clear_recovery, DB_ARGS(DB_INT("user", user_id)), NULL);
    for (size_t i = 0; i < n && !e; i++)
        e = db_exec(
            db, a, scope, &add_recovery,
            DB_ARGS(DB_INT("user", user_id), DB_BYTES("key", keys + i * ACCOUNT_KEY, ACCOUNT_KEY)),
            NULL);
    return e;
}

enum err account_sessions(struct db *db, struct arena *a, const struct scope *scope,
                          const struct account *who, ms_t idle, ms_t oldest,
                          struct account_session **out, size_t *n)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &list_sessions,
                          DB_ARGS(DB_INT("user", who->id), DB_INT("rights", who->rights_version),
                                  DB_TIME("idle", idle), DB_TIME("oldest", oldest)),
                          &rows);
    *n = e ? 0 : rows.n;
    *out = arena_array(a, *n, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct account_session){
            .key = (const unsigned char *)db_cell(&rows, i, 0)->s,
            .created_at = db_int(&rows, i, 1, 0),
            .seen_at = db_int(&rows, i, 2, 0),
            .address = db_text(&rows, i, 3, ""),
            .user_agent = db_text(&rows, i, 4, NULL),
        };
    return e;
}

enum err account_end_sessions(struct db *db, struct arena *a, const struct scope *scope,
                              int64_t user_id, const unsigned char *key, const unsigned char *own,
                              int64_t *ended)
{
    const struct db_arg all[] = {DB_INT("user", user_id), DB_BYTES("own", own, ACCOUNT_KEY), {0}};
    const struct db_arg one[] = {all[0], all[1], DB_BYTES("key", key, ACCOUNT_KEY), {0}};
    *ended = 0;
    return db_exec(db, a, scope, &end_sessions, key ? one : all, ended);
}
