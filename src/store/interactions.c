#include "store/interactions_sql.h"

static struct interaction read_row(const struct db_rows *r, size_t i, bool running)
{
    return (struct interaction){
        .id = db_int(r, i, ID, 0),
        .running = running,
        .created_at = db_int(r, i, CREATED, 0),
        .closed_at = db_int(r, i, CLOSED, 0),
        .channel = db_text(r, i, CHANNEL, ""),
        .status = db_text(r, i, STATUS, ""),
        .queue_id = db_int(r, i, QUEUE, 0),
        .agent_id = db_int(r, i, AGENT, 0),
        .contact_id = db_int(r, i, CONTACT, 0),
        .did_id = db_int(r, i, DID, 0),
        .disposition_id = db_int(r, i, DISPOSITION, 0),
        .contact_name = db_text(r, i, CONTACT_NAME, NULL),
        .phone_number = db_text(r, i, PHONE_NUMBER, NULL),
        .phone_e164 = db_text(r, i, PHONE_E164, NULL),
        .duration_s = db_int(r, i, DURATION, -1),
        .acw_s = db_int(r, i, ACW, -1),
    };
}

struct read {
    struct db *db;
    struct arena *arena;
    const struct scope *scope;
    const struct list_filter *filter;
    const struct list_page *page;
    bool ascending; /* as read: turned round when the page is read backwards */
    size_t want;
};

static void add_place(struct list_args *a, const struct read *x, bool time_key)
{
    const struct list_cursor *k = &x->page->cursor;
    if (x->ascending)
        LIST_ADD(a, DB_ON("asc"));
    LIST_ADD(a, DB_INT("want", x->want));
    if (!k->set)
        return;
    if (time_key)
        LIST_ADD(a, DB_TIME("after", k->key));
    else
        LIST_ADD(a, DB_INT("after", k->key));
    LIST_ADD(a, DB_INT("after_id", k->id));
}

static enum err read_rows(const struct read *x, const struct db_stmt *stmt, struct list_args *a,
                          bool running, struct interaction **rows, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(x->db, x->arena, x->scope, stmt, a->v, &r);
    *rows = arena_array(x->arena, r.n, sizeof **rows);
    *n = e ? 0 : r.n;
    for (size_t i = 0; i < *n; i++)
        (*rows)[i] = read_row(&r, i, running);
    return e;
}

static enum err read_closed(const struct read *x, const struct plan *p, bool from_cursor,
                            struct interaction **rows, size_t *n)
{
    struct list_args a = {0};
    struct read y = *x;
    struct list_page page = *x->page;
    enum list_sort sort = page.sort;
    page.cursor.set &= from_cursor;
    y.page = &page;
    *n = 0;
    if (list_none_closed(x->filter))
        return OK;
    list_args_filter(&a, x->filter);
    add_place(&a, &y, sort != SORT_DURATION);
    if (p->n)
        LIST_ADD(&a, DB_LIST("values", p->values, p->n));
    bool sorted = p->drive == DRIVE_TIME && !p->walk_sort_key;
    const struct db_stmt *stmt =
        sorted ? &interactions_sorted_sql[sort] : &interactions_page_sql[sort][p->drive];
    return read_rows(x, stmt, &a, false, rows, n);
}

static enum err read_running(const struct read *x, bool from_cursor, struct interaction **rows,
                             size_t *n)
{
    struct list_args a = {0};
    struct read y = *x;
    struct list_page page = *x->page;
    page.cursor.set &= from_cursor;
    y.page = &page;
    list_args_filter(&a, x->filter);
    add_place(&a, &y, true);
    return read_rows(x, &interactions_active_sql, &a, true, rows, n);
}

/* Whether a comes before b in the order of creation. */
static bool before(const struct interaction *a, const struct interaction *b, bool ascending)
{
    bool less = a->created_at != b->created_at ? a->created_at < b->created_at : a->id < b->id;
    return less == ascending;
}

static void take(const struct read *x, struct interaction_rows *out, const struct interaction *row)
{
    if (out->n < x->want)
        out->rows[out->n++] = *row;
}

static enum err page_by_creation(const struct read *x, const struct plan *p,
                                 struct interaction_rows *out)
{
    struct interaction *running, *closed;
    size_t n_running, n_closed, i = 0, j = 0;
    enum err e = read_running(x, true, &running, &n_running);
    if (!e)
        e = read_closed(x, p, true, &closed, &n_closed);
    while (!e && (i < n_running || j < n_closed)) {
        bool first =
            j == n_closed || (i < n_running && before(&running[i], &closed[j], x->ascending));
        take(x, out, first ? &running[i++] : &closed[j++]);
    }
    return e;
}

/* Running interactions have neither an end nor a final duration: they stand together, at the end
 * that counts as later or longer. */
static enum err page_by_other_key(const struct read *x, const struct plan *p,
                                  struct interaction_rows *out)
{
    const struct list_cursor *k = &x->page->cursor;
    struct interaction *rows;
    size_t n;
    enum err e = OK;
    for (int part = 0; part < 2 && !e && out->n < x->want; part++) {
        bool running = (part == 0) != x->ascending;
        bool in_this = k->set && k->running == running;
        if (part == 0 && k->set && !in_this)
            continue; /* the cursor is beyond this part */
        e = running ? read_running(x, in_this, &rows, &n) : read_closed(x, p, in_this, &rows, &n);
        for (size_t i = 0; i < n && !e; i++)
            take(x, out, &rows[i]);
    }
    return e;
}

static void turn_round(struct interaction_rows *out)
{
    for (size_t i = 0; i < out->n / 2; i++) {
        struct interaction t = out->rows[i];
        out->rows[i] = out->rows[out->n - 1 - i];
        out->rows[out->n - 1 - i] = t;
    }
}

enum err interactions_page(struct db *db, struct arena *a, const struct scope *scope,
                           const struct catalog *c, const struct list_filter *f,
                           const struct list_page *page, struct interaction_rows *out)
{
    struct read x = {.db = db,
                     .arena = a,
                     .scope = scope,
                     .filter = f,
                     .page = page,
                     .ascending = page->ascending != page->backwards,
                     .want = page->size + 1};
    *out = (struct interaction_rows){.plan = "none"};
    if (list_matches_nothing(scope, f))
        return OK;
    out->rows = arena_array(a, x.want, sizeof *out->rows);
    struct plan p = plan_choose(a, scope, c, f, page, x.want);
    plan_check(db, &p);
    out->plan = p.name;
    enum err e =
        page->sort == SORT_CREATED ? page_by_creation(&x, &p, out) : page_by_other_key(&x, &p, out);
    if (e)
        return e;
    out->more = out->n > page->size;
    if (out->more)
        out->n = page->size;
    if (page->backwards)
        turn_round(out);
    return OK;
}

struct list_cursor interaction_cursor(const struct interaction *row, enum list_sort sort)
{
    struct list_cursor k = {.set = true, .id = row->id, .key = row->created_at};
    if (sort == SORT_CREATED)
        return k;
    k.running = row->running;
    if (!row->running)
        k.key = sort == SORT_CLOSED ? row->closed_at : row->duration_s;
    return k;
}
