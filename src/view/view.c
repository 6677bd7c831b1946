#include "view/view.h"

#include "core/conf.h"

#include <ClearSilver.h>
#include <stdbool.h>

enum { TEMPLATES_MAX = 64 };

/* Marks the place of an insert; a control character cannot come from data (the parser of requests
 * refuses it, and a stray one is only text). */
static const char insert_mark[] = "\001insert\001";

struct view {
    HDF *hdf;
    const struct buf *insert;
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
    arena_cleanup(a, destroy, v);
    return v;
}

void view_set(struct view *v, const char *name, const char *value)
{
    if (value)
        must(hdf_set_value(v->hdf, name, value), name);
}

void view_number(struct view *v, const char *name, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    view_set(v, name, text);
}

void view_item(struct view *v, const char *list, size_t index, const char *field,
               const char *value)
{
    char name[128];
    snprintf(name, sizeof name, "%s.%zu.%s", list, index, field);
    view_set(v, name, value);
}

void view_insert(struct view *v, const char *name, const struct buf *html)
{
    v->insert = html;
    view_set(v, name, insert_mark);
}

static CSPARSE *find(const char *name)
{
    for (int i = 0; i < TEMPLATES_MAX && templates[i].name; i++)
        if (strcmp(templates[i].name, name) == 0)
            return templates[i].cs;
    fprintf(stderr, "template %s was not parsed at start\n", name);
    abort();
}

static void add_with_insert(struct view *v, struct buf *out, const struct buf *page)
{
    const char *mark = v->insert && page->s ? strstr(page->s, insert_mark) : NULL;
    size_t before = mark ? (size_t)(mark - page->s) : page->len;
    buf_add(out, page->s, before);
    if (!mark)
        return;
    buf_add(out, v->insert->s, v->insert->len);
    buf_puts(out, mark + strlen(insert_mark));
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
        add_with_insert(v, out, &page);
    return e;
}
