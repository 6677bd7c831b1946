/* A function that was called, for the view: its name, what it was given, what it gave back. */
#include "auth/session.h"
#include "talk.h"
#include "view/excerpt.h"
#include "view/format.h"
#include "view/json_text.h"
#include "view/visible.h"

/* A longer value is folded; its beginning is shown. */
enum { LONG_BYTES = 600, LONG_LINES = 12, HEAD_CHARS = 160 };

static const struct {
    const char *status, *label;
} statuses[] = {{"ok", "OK"}, {"error", "Error"}, {"pending", "Pending"}};

const char *talk_status_label(const char *status)
{
    for (size_t i = 0; status && i < sizeof statuses / sizeof *statuses; i++)
        if (strcmp(statuses[i].status, status) == 0)
            return statuses[i].label;
    return status;
}

/* Where a value is filled in. */
struct place {
    const struct talk *t;
    const char *list;
    size_t index;
    const char *field;
};

static void put(const struct place *p, const char *field, const char *value)
{
    view_item(p->t->v, p->list, p->index, arena_printf(p->t->r->arena, "%s.%s", p->field, field),
              value);
}

static bool is_long(const char *text)
{
    size_t lines = 1;
    for (const char *s = text; (s = strchr(s, '\n')); s++)
        lines++;
    return lines > LONG_LINES || strlen(text) > LONG_BYTES;
}

static int64_t characters(const char *text)
{
    int64_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static void show_value(const struct place *p, const char *value, bool laid_out)
{
    struct arena *a = p->t->r->arena;
    const char *text = visible(a, value);
    bool folded = is_long(text);
    put(p, "pre", laid_out || strchr(text, '\n') ? "1" : NULL);
    if (folded) {
        put(p, "head", excerpt(a, text, HEAD_CHARS));
        put(p, "size", format_count(a, &p->t->r->session->viewer, characters(text)));
    }
    if (!folded || !p->t->brief)
        put(p, "text", *text ? text : NULL);
    put(p, "empty", *text ? NULL : "1");
}

static void show_members(const struct place *p, const struct json_text *j)
{
    struct arena *a = p->t->r->arena;
    for (size_t i = 0; i < j->n; i++) {
        struct place member = *p;
        member.field = arena_printf(a, "%s.members.%zu", p->field, i);
        put(&member, "name", visible(a, j->members[i].name));
        show_value(&member, j->members[i].value, j->members[i].laid_out);
    }
    put(p, "none", j->n ? NULL : "1");
}

/* `chars`: of the whole text, of which only the beginning may have been read. */
static void show_json(const struct place *p, const char *text, int64_t chars)
{
    struct arena *a = p->t->r->arena;
    if (!text)
        return;
    put(p, "is", "1");
    int64_t read = characters(text);
    struct json_text j = chars > read ? (struct json_text){.text = text} : json_text(a, text);
    if (j.members)
        show_members(p, &j);
    else
        show_value(p, j.text, j.laid_out);
    if (chars > read)
        put(p, "cut", format_count(a, &p->t->r->session->viewer, chars));
}

void talk_show_call(const struct talk *t, const char *list, size_t index,
                    const struct function_call *call)
{
    struct arena *a = t->r->arena;
    view_item(t->v, list, index, "call", arena_printf(a, "%lld", (long long)call->no));
    view_item(t->v, list, index, "name", visible(a, call->name));
    view_item(t->v, list, index, "status", call->status);
    view_item(t->v, list, index, "status_label", talk_status_label(call->status));
    if (call->offset_ms >= 0)
        view_item(t->v, list, index, "at", format_duration(a, call->offset_ms / 1000));
    talk_show_seek(t, list, index, call->offset_ms);
    show_json(&(struct place){t, list, index, "given"}, call->parameters, call->parameters_chars);
    show_json(&(struct place){t, list, index, "result"}, call->result, call->result_chars);
}
