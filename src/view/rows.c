#include "view/rows.h"

#include "core/arena.h"
#include "view/view.h"

/* A literal, then a value; a negative slot ends the part (or the row) after the literal. */
struct rows_piece {
    const char *text; /* of the variant's text, not terminated */
    size_t len;
    int slot;
};

/* A template for one combination of flags. */
struct rows_variant {
    char *text; /* all literals, one after the other: parts in their own order are one again */
    struct rows_piece *pieces;
    const struct rows_piece *parts[ROWS_PARTS]; /* where each begins; NULL: not printed */
    const struct rows_piece *end;               /* the last of them: where the row ends */
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
    size_t n = 0, len = strlen(s);
    for (; *s; s++)
        n += *s == MARK || *s == PART_MARK;
    struct rows_variant *v = calloc(1, sizeof *v);
    if (v) {
        v->text = malloc(len + 1);
        v->pieces = calloc(n / 2 + 1, sizeof *v->pieces);
    }
    if (!v || !v->text || !v->pieces)
        abort();
    return v;
}

static struct rows_variant *cut(const char *s)
{
    struct rows_variant *v = new_variant(s);
    char *text = v->text;
    for (struct rows_piece *p = v->pieces;; p++) {
        size_t len = strcspn(s, marks);
        memcpy(text, s, len);
        *p = (struct rows_piece){.text = text, .len = len, .slot = END};
        text += len;
        const char *mark = s + len;
        if (!*mark)
            return v;
        int number = (int)strtol(mark + 1, NULL, 10);
        if (*mark == MARK)
            p->slot = number;
        else
            v->parts[number] = v->end = p + 1;
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

/* A row as it is put together: literals that follow each other are added at once. */
struct row {
    struct buf *out;
    const char *const *values;
    const char *text;
    size_t len;
};

static void add(struct row *r, const struct rows_piece *p)
{
    for (;; p++) {
        if (p->text == r->text + r->len) {
            r->len += p->len;
        } else {
            buf_add(r->out, r->text, r->len);
            r->text = p->text;
            r->len = p->len;
        }
        if (p->slot < 0)
            return;
        buf_add(r->out, r->text, r->len);
        r->text += r->len;
        r->len = 0;
        if (r->values[p->slot])
            buf_html(r->out, r->values[p->slot]);
    }
}

enum err rows_add_parts(struct rows_template *t, unsigned flags, const char *const *values,
                        const unsigned char *order, size_t n, struct buf *out)
{
    enum err e = t->variants[flags] ? OK : compile(t, flags);
    if (e)
        return e;
    const struct rows_variant *v = t->variants[flags];
    struct row r = {.out = out, .values = values, .text = v->text};
    add(&r, v->pieces);
    for (size_t i = 0; i < n; i++)
        if (v->parts[order[i]])
            add(&r, v->parts[order[i]]);
    if (v->end)
        add(&r, v->end);
    buf_add(out, r.text, r.len);
    return OK;
}

enum err rows_add(struct rows_template *t, unsigned flags, const char *const *values,
                  struct buf *out)
{
    return rows_add_parts(t, flags, values, NULL, 0, out);
}
