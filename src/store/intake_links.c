#include "store/intake_links.h"

#define WHY "the tenant is that of what arrives"

#define CONTACT(name_, index, test)                                                                \
    {                                                                                              \
        .name = "intake_contact_" name_,                                                           \
        .sql = "SELECT c.id FROM {facts}.crm_contacts c FORCE INDEX (" index                       \
               ") WHERE c.tenant_id = :tenant AND " test " ORDER BY c.id LIMIT 1",                 \
        .cols = "i", .system = WHY,                                                                \
    }
static const struct db_stmt by_phone =
    CONTACT("phone", "ix_contact_phone", "c.phone_e164 = :value");
static const struct db_stmt by_email = CONTACT("email", "ix_contact_email", "c.email = :value");
static const struct db_stmt by_name =
    CONTACT("name", "ix_contact_name", "c.name = :value AND BINARY c.name = :value");

/* Only one at a time takes the next number. */
#define NEXT(name_, table)                                                                         \
    {                                                                                              \
        .name = name_,                                                                             \
        .sql = "SELECT CAST(COALESCE(MAX(n.id), 0) + 1 AS SIGNED) FROM {facts}." table             \
               " n WHERE n.tenant_id = :tenant FOR UPDATE",                                        \
        .cols = "i", .system = WHY,                                                                \
    }
static const struct db_stmt next_contact = NEXT("intake_next_contact", "crm_contacts");
static const struct db_stmt next_account = NEXT("intake_next_account", "accounts");

static const struct db_stmt make_contact = {
    .name = "intake_make_contact",
    .sql = "INSERT INTO {facts}.crm_contacts (tenant_id, id, name, phone_e164, email) "
           "VALUES (:tenant, :id, :name, :phone, :email)",
    .cols = "",
    .system = WHY,
};
/* What is known is not overwritten: people keep the contacts. */
static const struct db_stmt fill_contact = {
    .name = "intake_fill_contact",
    .sql = "UPDATE {facts}.crm_contacts SET phone_e164 = COALESCE(phone_e164, :phone), "
           "email = COALESCE(email, :email) WHERE tenant_id = :tenant AND id = :id",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt find_account = {
    .name = "intake_find_account",
    .sql = "SELECT a.id FROM {facts}.accounts a WHERE a.tenant_id = :tenant "
           "AND a.reference = :reference",
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt make_account = {
    .name = "intake_make_account",
    .sql = "INSERT INTO {facts}.accounts (tenant_id, id, reference) "
           "VALUES (:tenant, :id, :reference)",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt account_client = {
    .name = "intake_account_client",
    .sql = "UPDATE {facts}.accounts SET crm_contact_id = :contact WHERE tenant_id = :tenant "
           "AND id = :id AND crm_contact_id IS NULL",
    .cols = "",
    .system = WHY,
};

#define OF_REF(table)                                                                              \
    "SELECT i.id FROM {facts}." table " i WHERE i.tenant_id = :tenant AND i.vendor = :vendor "     \
    "AND i.vendor_ref = :ref"
static const struct db_stmt find_parent = {
    .name = "intake_find_parent",
    .sql = OF_REF("closed_interactions") " UNION ALL " OF_REF("active_interactions") " LIMIT 1",
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt find_children = {
    .name = "intake_find_children",
    .sql = "SELECT v.interaction_id FROM {facts}.vendor_details v FORCE INDEX (ix_vendor_parent) "
           "WHERE v.tenant_id = :tenant AND v.source = :vendor AND v.parent_ref = :ref",
    .cols = "i",
    .system = WHY,
};
#define ADOPT(name_, table)                                                                        \
    {                                                                                              \
        .name = name_,                                                                             \
        .sql = "UPDATE {facts}." table                                                             \
               " FORCE INDEX (uq_id) SET parent_id = :parent WHERE tenant_id = :tenant "           \
               "AND id IN (:children[])",                                                          \
        .cols = "", .system = WHY,                                                                 \
    }
static const struct db_stmt adopt[] = {ADOPT("intake_adopt_active", "active_interactions"),
                                       ADOPT("intake_adopt_closed", "closed_interactions")};
static const struct db_stmt adopted = {
    .name = "intake_adopted",
    .sql = "UPDATE {facts}.vendor_details SET parent_ref = NULL WHERE tenant_id = :tenant "
           "AND interaction_id IN (:children[])",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt step_done = {
    .name = "intake_step_done",
    .sql = "UPDATE {facts}.strategy_steps FORCE INDEX (ix_step_interaction) SET status = 'done', "
           "done_at = :at "
           "WHERE tenant_id = :tenant AND interaction_id = :id AND status = 'waiting'",
    .cols = "",
    .system = WHY,
};

const struct db_stmt *const intake_link_statements[] = {
    &by_phone,     &by_email,     &by_name,      &next_contact,   &next_account, &make_contact,
    &fill_contact, &find_account, &make_account, &account_client, &find_parent,  &find_children,
    &adopt[0],     &adopt[1],     &adopted,      &step_done,      NULL,
};

/* The only number that a statement gives; 0 where it gives none. */
static enum err number(struct db *db, struct arena *a, const struct db_stmt *stmt,
                       const struct db_arg *args, int64_t *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, stmt, args, &r);
    *out = !e && r.n ? db_int(&r, 0, 0, 0) : 0;
    return e;
}

/* *fills: what is said of the client may be more than was known. */
static enum err find_contact(struct db *db, struct arena *a, int64_t tenant_id,
                             const struct intake_client *c, int64_t *id, bool *fills)
{
    bool by_its_name = !c->phone_e164 && !c->email && !c->known;
    const struct {
        const struct db_stmt *stmt;
        const char *value;
    } ways[] = {{&by_phone, c->phone_e164},
                {&by_email, c->email},
                {&by_name, by_its_name ? c->name : NULL}};
    enum err e = OK;
    *id = 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways && !e && !*id; i++)
        if (ways[i].value)
            e = number(db, a, ways[i].stmt,
                       DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("value", ways[i].value)), id);
    *fills = (c->phone_e164 && c->email) || (!*id && (c->phone_e164 || c->email));
    return e;
}

enum err intake_contact(struct db *db, struct arena *a, int64_t tenant_id,
                        const struct intake_client *c, int64_t *id)
{
    const char *name = c->name ? c->name : c->email;
    bool fills;
    enum err e = find_contact(db, a, tenant_id, c, id, &fills);
    bool found = *id || c->known;
    if (!e && !*id)
        *id = c->known;
    if (!e && !found && name)
        e = number(db, a, &next_contact, DB_ARGS(DB_INT("tenant", tenant_id)), id);
    if (e || !*id || (found && !fills))
        return e;
    const struct db_arg filled[] = {DB_INT("tenant", tenant_id),
                                    DB_INT("id", *id),
                                    DB_TEXT("phone", c->phone_e164),
                                    DB_TEXT("email", c->email),
                                    {0}};
    const struct db_arg made[] = {filled[0], filled[1], filled[2], filled[3], DB_TEXT("name", name),
                                  {0}};
    return db_exec(db, a, NULL, found ? &fill_contact : &make_contact, found ? filled : made, NULL);
}

enum err intake_account(struct db *db, struct arena *a, int64_t tenant_id, const char *reference,
                        int64_t *id)
{
    enum err e = number(db, a, &find_account,
                        DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("reference", reference)), id);
    if (e || *id)
        return e;
    e = number(db, a, &next_account, DB_ARGS(DB_INT("tenant", tenant_id)), id);
    return e ? e
             : db_exec(db, a, NULL, &make_account,
                       DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", *id),
                               DB_TEXT("reference", reference)),
                       NULL);
}

enum err intake_account_client(struct db *db, struct arena *a, int64_t tenant_id, int64_t account,
                               int64_t contact)
{
    return db_exec(
        db, a, NULL, &account_client,
        DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", account), DB_INT("contact", contact)),
        NULL);
}

enum err intake_parent(struct db *db, struct arena *a, int64_t tenant_id, const char *vendor,
                       const char *ref, int64_t *id)
{
    return number(
        db, a, &find_parent,
        DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("vendor", vendor), DB_TEXT("ref", ref)), id);
}

enum err intake_children(struct db *db, struct arena *a, int64_t tenant_id, const char *vendor,
                         const char *ref, int64_t id)
{
    struct db_rows r;
    enum err e = db_query(
        db, a, NULL, &find_children,
        DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("vendor", vendor), DB_TEXT("ref", ref)), &r);
    if (e || !r.n)
        return e;
    int64_t *ids = arena_array(a, r.n, sizeof *ids);
    for (size_t i = 0; i < r.n; i++)
        ids[i] = db_int(&r, i, 0, 0);
    const struct db_arg args[] = {
        DB_INT("tenant", tenant_id), DB_LIST("children", ids, r.n), DB_INT("parent", id), {0}};
    for (size_t i = 0; i < 2 && !e; i++)
        e = db_exec(db, a, NULL, &adopt[i], args, NULL);
    return e ? e
             : db_exec(db, a, NULL, &adopted,
                       DB_ARGS(DB_INT("tenant", tenant_id), DB_LIST("children", ids, r.n)), NULL);
}

enum err intake_step_done(struct db *db, struct arena *a, int64_t tenant_id, int64_t id, ms_t at)
{
    return db_exec(db, a, NULL, &step_done,
                   DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", id), DB_TIME("at", at)), NULL);
}
