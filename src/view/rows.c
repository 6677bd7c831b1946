#include "view/rows.h"

#include "core/arena.h"
#include "view/view.h"

/* A literal, then a value; a negative slot ends the part (or the row) after the literal. */
struct rows_piece {
    char *text;
    size_t len;
    int slot;
};

/* A template for one combination of flags. */
struct rows_variant {
    struct rows_piece *pieces;
    const struct rows_piece *parts[ROWS_PARTS]; /* where each begins; NULL: not printed */
};

enum { MARK = '\002', PART_MARK = '\003', END = -1 };

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
    for (int i = 0; t->parts[i]; i++) {
        snprintf(name, sizeof name, "Part.%s", t->parts[i]);
        snprintf(mark, sizeof mark, "%c%d%c", PART_MARK, i, PART_MARK);
        view_set(v, name, mark);
    }
    enum err e = view_render(v, t->template_name, out);
    arena_free(a);
    return e;
}

static const char marks[] = {MARK, PART_MARK, 0};

static struct rows_variant *new_variant(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += *s == MARK || *s == PART_MARK;
    struct rows_variant *v = calloc(1, sizeof *v);
    if (v)
        v->pieces = calloc(n / 2 + 1, sizeof *v->pieces);
    if (!v || !v->pieces)
        abort();
    return v;
}

static struct rows_variant *cut(const char *s)
{
    struct rows_variant *v = new_variant(s);
    for (struct rows_piece *p = v->pieces;; p++) {
        size_t len = strcspn(s, marks);
        char *text = strndup(s, len);
        if (!text)
            abort();
        *p = (struct rows_piece){.text = text, .len = len, .slot = END};
        const char *mark = s + len;
        if (!*mark)
            return v;
        int number = (int)strtol(mark + 1, NULL, 10);
        if (*mark == MARK)
            p->slot = number;
        else
            v->parts[number] = p + 1;
        s = strchr(mark + 1, *mark) + 1;
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

static void add(const struct rows_piece *p, const char *const *values, struct buf *out)
{
    for (;; p++) {
        buf_add(out, p->text, p->len);
        if (p->slot < 0)
            return;
        if (values[p->slot])
            buf_html(out, values[p->slot]);
    }
}

enum err rows_add(struct rows_template *t, unsigned flags, const char *const *values,
                  struct buf *out)
{
    enum err e = t->variants[flags] ? OK : compile(t, flags);
    if (!e)
        add(t->variants[flags]->pieces, values, out);
    return e;
}

enum err rows_add_parts(struct rows_template *t, unsigned flags, const char *const *values,
                        const unsigned char *order, size_t n, struct buf *out)
{
    enum err e = t->variants[flags] ? OK : compile(t, flags);
    if (e)
        return e;
    const struct rows_variant *v = t->variants[flags];
    size_t end = 0;
    while (t->parts[end + 1])
        end++;
    add(v->pieces, values, out);
    for (size_t i = 0; i < n; i++)
        if (v->parts[order[i]])
            add(v->parts[order[i]], values, out);
    add(v->parts[end], values, out);
    return OK;
}
