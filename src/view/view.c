#include "view/view.h"

#include "core/conf.h"

#include <ClearSilver.h>
#include <stdbool.h>

enum { TEMPLATES_MAX = 64 };

/* Marks the place of an insert: MARK, its number, MARK. Data never holds the character: view_set
 * takes it out. */
enum { MARK = '\001' };

struct view {
    HDF *hdf;
    struct arena *arena;
    const struct buf *inserts[VIEW_INSERTS];
    int n;
};

static struct {
    const char *name;
    HDF *hdf; /* of parsing; rendering brings its own */
    CSPARSE *cs;
} templates[TEMPLATES_MAX];

/* ClearSilver's errors end here. */
static enum err border(NEOERR *e, const char *what)
{
    STRING text;
    if (e == STATUS_OK)
        return OK;
    string_init(&text);
    nerr_error_string(e, &text);
    err_set(ERR_INTERNAL, "%s: %.400s", what, text.buf ? text.buf : "");
    string_clear(&text);
    nerr_ignore(&e);
    return ERR_INTERNAL;
}

static void must(NEOERR *e, const char *what)
{
    if (border(e, what) != OK) {
        fprintf(stderr, "%s\n", err_detail());
        abort();
    }
}

/* The one place where a tree is made and told to escape. */
static HDF *new_hdf(void)
{
    HDF *hdf;
    must(hdf_init(&hdf), "hdf_init");
    must(hdf_set_value(hdf, "Config.VarEscapeMode", "html"), "hdf");
    must(hdf_set_value(hdf, "hdf.loadpaths.0", conf(CONF_TEMPLATE_DIR)), "hdf");
    return hdf;
}

static NEOERR *put(void *ctx, char *s)
{
    buf_puts(ctx, s);
    return STATUS_OK;
}

static enum err parse(int i, const char *name)
{
    templates[i].hdf = new_hdf();
    enum err e = border(cs_init(&templates[i].cs, templates[i].hdf), name);
    if (!e)
        e = border(cs_parse_file(templates[i].cs, name), name);
    templates[i].name = name;
    return e;
}

/* The escape guard: an engine that prints < raw is not allowed to run. */
static enum err prove_escaping(void)
{
    CSPARSE *cs;
    struct buf out = {0};
    HDF *hdf = new_hdf();
    must(hdf_set_value(hdf, "X", "<\"'&>"), "guard");
    must(cs_init(&cs, hdf), "guard");
    must(cs_parse_string(cs, strdup("<?cs var:X ?>"), strlen("<?cs var:X ?>")), "guard");
    must(cs_render(cs, &out, put), "guard");
    bool safe = strcmp(out.s, "&lt;&quot;&#39;&amp;&gt;") == 0;
    cs_destroy(&cs);
    hdf_destroy(&hdf);
    buf_free(&out);
    return safe ? OK : err_set(ERR_INTERNAL, "the template engine does not escape");
}

enum err view_init(const char *const *names)
{
    must(nerr_init(), "nerr_init");
    enum err e = prove_escaping();
    for (int i = 0; names[i] && !e; i++) {
        if (i == TEMPLATES_MAX)
            abort();
        e = parse(i, names[i]);
    }
    return e;
}

static void destroy(void *data)
{
    struct view *v = data;
    hdf_destroy(&v->hdf);
}

struct view *view_new(struct arena *a)
{
    struct view *v = arena_alloc(a, sizeof *v);
    v->hdf = new_hdf();
    v->arena = a;
    arena_cleanup(a, destroy, v);
    return v;
}

/* A name in the database may hold any character; the mark of an insert would be taken for one. */
static const char *without_marks(struct view *v, const char *value)
{
    if (!strchr(value, MARK))
        return value;
    char *copy = arena_dup(v->arena, value);
    for (char *p = copy; *p; p++)
        if (*p == MARK)
            *p = '?';
    return copy;
}

void view_set(struct view *v, const char *name, const char *value)
{
    if (value)
        must(hdf_set_value(v->hdf, name, without_marks(v, value)), name);
}

void view_number(struct view *v, const char *name, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    view_set(v, name, text);
}

void view_item(struct view *v, const char *list, size_t index, const char *field, const char *value)
{
    char name[128];
    snprintf(name, sizeof name, "%s.%zu.%s", list, index, field);
    view_set(v, name, value);
}

void view_insert(struct view *v, const char *name, const struct buf *html)
{
    char mark[4] = {MARK, (char)('0' + v->n), MARK};
    if (v->n == VIEW_INSERTS)
        abort();
    v->inserts[v->n++] = html;
    must(hdf_set_value(v->hdf, name, mark), name);
}

static CSPARSE *find(const char *name)
{
    for (int i = 0; i < TEMPLATES_MAX && templates[i].name; i++)
        if (strcmp(templates[i].name, name) == 0)
            return templates[i].cs;
    fprintf(stderr, "template %s was not parsed at start\n", name);
    abort();
}

static void add_with_inserts(struct view *v, struct buf *out, const struct buf *page)
{
    const char *s = page->s ? page->s : "";
    for (const char *mark; (mark = strchr(s, MARK)); s = mark + 3) {
        const struct buf *html = v->inserts[mark[1] - '0'];
        buf_add(out, s, (size_t)(mark - s));
        buf_add(out, html->s ? html->s : "", html->len);
    }
    buf_puts(out, s);
}

enum err view_render(struct view *v, const char *template_name, struct buf *out)
{
    static struct buf page; /* scratch: emptied before every use */
    CSPARSE *cs = find(template_name);
    HDF *own = cs->hdf;
    buf_clear(&page);
    cs->hdf = v->hdf;
    enum err e = border(cs_render(cs, &page, put), template_name);
    cs->hdf = own;
    if (!e)
        add_with_inserts(v, out, &page);
    return e;
}
