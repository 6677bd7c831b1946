#include "store/signin.h"

#include <sodium.h>

enum { FREE_TRIES = 3, ADDRESS_FREE_TRIES = 20, LONGEST_MS = 5 * 60 * 1000, KEEP_MS = 3600 * 1000 };

const struct db_stmt signin_user = {
    .name = "signin_user",
    .sql = "SELECT u.id, u.tenant_id, u.rights_version, u.password_hash, "
           "u.totp_secret IS NOT NULL FROM {app}.users u "
           "JOIN {app}.tenants t ON t.id = u.tenant_id AND t.active "
           "WHERE u.email = :email AND u.active",
    .cols = "iiisi",
    .system = "before there is a scope",
};

const struct db_stmt signin_failures = {
    .name = "signin_failures",
    .sql = "SELECT failures, last_at, kind = 'account' FROM {app}.signin_failures "
           "WHERE (kind = 'account' AND subject = :account) "
           "OR (kind = 'address' AND subject = :address)",
    .cols = "iti",
    .system = "before there is a scope",
};

/* An hour without a failure starts the count over. */
const struct db_stmt signin_count = {
    .name = "signin_count",
    .sql = "INSERT INTO {app}.signin_failures (kind, subject, failures, last_at) "
           "VALUES ('account', :account, 1, :now), ('address', :address, 1, :now) "
           "ON DUPLICATE KEY UPDATE failures = IF(last_at < :old, 1, failures + 1), "
           "last_at = VALUES(last_at)",
    .cols = "",
    .system = "before there is a scope",
};

const struct db_stmt signin_forget = {
    .name = "signin_forget",
    .sql = "DELETE FROM {app}.signin_failures WHERE kind = 'account' AND subject = :account",
    .cols = "",
    .system = "before there is a scope",
};

const struct db_stmt signin_forget_old = {
    .name = "signin_forget_old",
    .sql = "DELETE FROM {app}.signin_failures WHERE last_at < :old LIMIT 20",
    .cols = "",
    .system = "before there is a scope",
};

enum err signin_find(struct db *db, struct arena *a, const char *email, struct signin_user_row *out,
                     bool *found)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &signin_user, DB_ARGS(DB_TEXT("email", email)), &rows);
    *out = (struct signin_user_row){0};
    *found = !e && rows.n == 1;
    if (*found)
        *out = (struct signin_user_row){
            .id = db_int(&rows, 0, 0, 0),
            .tenant_id = db_int(&rows, 0, 1, 0),
            .rights_version = db_int(&rows, 0, 2, 0),
            .hash = db_text(&rows, 0, 3, NULL),
            .second_factor = db_int(&rows, 0, 4, 0),
        };
    return e;
}

/* Names and addresses of people who failed are not kept in clear. Names are folded like the
 * database compares them: a different case is no new account. */
static const unsigned char *subject(struct arena *a, const char *text)
{
    unsigned char *hash = arena_alloc(a, 32);
    char *folded = arena_dup(a, text);
    for (char *p = folded; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 'a' - 'A');
    crypto_generichash(hash, 32, (const unsigned char *)folded, strlen(folded), NULL, 0);
    return hash;
}

static ms_t delay_ms(int64_t failures, int64_t free_tries)
{
    ms_t delay = 1000;
    if (failures <= free_tries)
        return 0;
    for (int64_t i = free_tries + 1; i < failures && delay < LONGEST_MS; i++)
        delay *= 2;
    return delay < LONGEST_MS ? delay : LONGEST_MS;
}

enum err signin_wait(struct db *db, struct arena *a, const char *email, const char *address,
                     ms_t now, ms_t *wait_ms)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &signin_failures,
                          DB_ARGS(DB_BYTES("account", subject(a, email), 32),
                                  DB_BYTES("address", subject(a, address), 32)),
                          &rows);
    *wait_ms = 0;
    for (size_t i = 0; i < rows.n && !e; i++) {
        int64_t free_tries = db_int(&rows, i, 2, 0) ? FREE_TRIES : ADDRESS_FREE_TRIES;
        ms_t until = db_int(&rows, i, 1, 0) + delay_ms(db_int(&rows, i, 0, 0), free_tries);
        if (db_int(&rows, i, 0, 0) > free_tries && until - now > *wait_ms)
            *wait_ms = until - now;
    }
    return e;
}

/* Tidied first: what is counted is never counted again because tidying met another one's. */
enum err signin_failed(struct db *db, struct arena *a, const char *email, const char *address,
                       ms_t now)
{
    enum err e =
        db_exec(db, a, NULL, &signin_forget_old, DB_ARGS(DB_TIME("old", now - KEEP_MS)), NULL);
    return e ? e
             : db_exec(db, a, NULL, &signin_count,
                       DB_ARGS(DB_BYTES("account", subject(a, email), 32),
                               DB_BYTES("address", subject(a, address), 32), DB_TIME("now", now),
                               DB_TIME("old", now - KEEP_MS)),
                       NULL);
}

enum err signin_succeeded(struct db *db, struct arena *a, const char *email)
{
    return db_exec(db, a, NULL, &signin_forget, DB_ARGS(DB_BYTES("account", subject(a, email), 32)),
                   NULL);
}
