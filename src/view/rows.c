#include "view/rows.h"

#include "core/arena.h"
#include "view/view.h"

/* A literal, then a value; slot -1 ends the row after the literal. */
struct rows_piece {
    char *text;
    size_t len;
    int slot;
};

enum { MARK = '\002' };

static enum err render_marked(struct rows_template *t, unsigned flags, struct buf *out)
{
    char name[80], mark[16];
    struct arena *a = arena_new();
    struct view *v = view_new(a);
    for (int i = 0; t->slots[i]; i++) {
        snprintf(name, sizeof name, "Row.%s", t->slots[i]);
        snprintf(mark, sizeof mark, "%c%d%c", MARK, i, MARK);
        view_set(v, name, mark);
    }
    for (int i = 0; t->flags[i]; i++) {
        snprintf(name, sizeof name, "Flag.%s", t->flags[i]);
        if (flags & (1u << i))
            view_set(v, name, "1");
    }
    enum err e = view_render(v, t->template_name, out);
    arena_free(a);
    return e;
}

static struct rows_piece *cut(const char *s)
{
    size_t n = 0, marks = 1;
    for (const char *p = s; *p; p++)
        marks += *p == MARK;
    struct rows_piece *pieces = calloc(marks / 2 + 1, sizeof *pieces);
    if (!pieces)
        abort();
    for (;;) {
        const char *mark = strchr(s, MARK);
        size_t len = mark ? (size_t)(mark - s) : strlen(s);
        char *text = strndup(s, len);
        if (!text)
            abort();
        pieces[n++] = (struct rows_piece){
            .text = text, .len = len, .slot = mark ? (int)strtol(mark + 1, NULL, 10) : -1};
        if (!mark)
            return pieces;
        s = strchr(mark + 1, MARK) + 1;
    }
}

static enum err compile(struct rows_template *t, unsigned flags)
{
    struct buf marked = {0};
    enum err e = render_marked(t, flags, &marked);
    if (!e)
        t->variants[flags] = cut(marked.s ? marked.s : "");
    buf_free(&marked);
    return e;
}

enum err rows_add(struct rows_template *t, unsigned flags, const char *const *values,
                  struct buf *out)
{
    if (!t->variants[flags]) {
        enum err e = compile(t, flags);
        if (e)
            return e;
    }
    for (const struct rows_piece *p = t->variants[flags];; p++) {
        buf_add(out, p->text, p->len);
        if (p->slot < 0)
            return OK;
        if (values[p->slot])
            buf_html(out, values[p->slot]);
    }
}
