/* How many interactions stand behind the badges of a page:
 * {"clients":{"c5":12},"agents":{"7":100}}, where 100 is "more than 99" and who has none to be seen
 * is left out. */
#include "history_state.h"
#include "page.h"

const struct param counts_query[] = {
    {.name = "clients", .kind = PARAM_TEXT, .max = 2000},
    {.name = "agents", .kind = PARAM_TEXT, .max = 1200},
    {0},
};

struct asked {
    int64_t ids[HISTORY_KINDS][HISTORY_COUNTED];
    size_t n[HISTORY_KINDS];
};

static bool read_one(const char *text, bool agent, struct history_who *out)
{
    size_t len = strlen(text);
    if (!agent)
        return history_client_read(text, out);
    out->of = HISTORY_AGENT;
    out->id = strtoll(text, NULL, 10);
    return len && len < 11 && strspn(text, "0123456789") == len;
}

/* A list with commas. */
static enum err read_list(struct arena *a, const char *text, bool agent, struct asked *out)
{
    size_t total = 0;
    while (text && *text) {
        struct history_who who;
        size_t len = strcspn(text, ",");
        if (!read_one(arena_dupn(a, text, len), agent, &who))
            return err_set(ERR_BAD_REQUEST, "'%s' is damaged", agent ? "agents" : "clients");
        if (total++ == HISTORY_COUNTED)
            return err_set(ERR_BAD_REQUEST, "at most %d are counted at once", HISTORY_COUNTED);
        out->ids[who.of][out->n[who.of]++] = who.id;
        text += len + (text[len] == ',');
    }
    return OK;
}

static enum err add_kind(struct request *r, const struct asked *q, enum history_of of, bool first,
                         struct buf *out)
{
    int64_t counts[HISTORY_COUNTED];
    enum err e = history_counts(r->db, r->arena, r->scope, of, q->ids[of], q->n[of], counts);
    for (size_t i = 0; i < q->n[of] && !e; i++) {
        if (!counts[i])
            continue;
        buf_printf(out, "%s\"%s\":%lld", first ? "" : ",",
                   history_who_text(r->arena, (struct history_who){of, q->ids[of][i]}),
                   (long long)counts[i]);
        first = false;
    }
    return e;
}

enum err history_counts_page(struct request *r, struct response *out)
{
    struct asked *q = arena_alloc(r->arena, sizeof *q);
    enum err e = read_list(r->arena, param_text(&r->query, "clients"), false, q);
    if (!e)
        e = read_list(r->arena, param_text(&r->query, "agents"), true, q);
    if (e)
        return e;
    out->type = "application/json";
    buf_puts(&out->body, "{\"clients\":{");
    e = add_kind(r, q, HISTORY_CONTACT, true, &out->body);
    bool first = out->body.s[out->body.len - 1] == '{';
    if (!e)
        e = add_kind(r, q, HISTORY_PHONE, first, &out->body);
    buf_puts(&out->body, "},\"agents\":{");
    if (!e)
        e = add_kind(r, q, HISTORY_AGENT, true, &out->body);
    buf_puts(&out->body, "}}\n");
    return e;
}
