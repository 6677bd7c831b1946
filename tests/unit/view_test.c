#include "unit/unit.h"

#include "view/view.h"

static const struct {
    const char *name, *text;
} files[] = {
    {"page.cs", "<p title=\"<?cs var:Name ?>\"><?cs var:Name ?></p><?cs include:\"part.cs\" ?>\n"},
    {"part.cs", "<i><?cs var:Name ?></i>"},
    {"value.cs", "<?cs var:X ?>"},
    {"forms.cs", "<?cs def:cell(a, b) ?>[<?cs var:a ?>|<?cs var:b ?>]<?cs /def ?>"
                 "<?cs call:cell(X, \"l\") ?><?cs set:Y = X ?><?cs var:Y ?>|"
                 "<?cs with:w = L.0 ?><?cs var:w.label ?><?cs /with ?>|<?cs var:X + Y ?>|"
                 "<?cs each:l = L ?><?cs var:l.label ?>,<?cs /each ?>|"
                 "<?cs if:X ?><?cs var:X ?><?cs /if ?>"},
    {"inserts.cs", "a<?cs var:One ?>b<?cs var:Two ?>c<?cs var:One ?>d<?cs var:Data ?>"},
    {"list.cs", "<?cs each:l = L ?><?cs var:l.label ?>=<?cs var:l.value ?>;<?cs /each ?>"
                "<?cs var:N ?>"},
    {"empty.cs", ""},
    {"fails.cs", "before <?cs call:nothing(X) ?>"},
    {"open.cs", "<?cs if:X ?>"},
    {"away.cs", "<?cs include:\"not-there.cs\" ?>"},
    {NULL, NULL},
};
static const char *const parsed[] = {"page.cs", "value.cs", "forms.cs", "inserts.cs",
                                     "list.cs", "empty.cs", NULL};

static struct arena *group;
static const char *folder;
static struct buf out;

static int parse_templates(void **state)
{
    (void)state;
    group = arena_new();
    folder = unit_folder(group);
    for (size_t i = 0; files[i].name; i++)
        unit_file(group, folder, files[i].name, files[i].text, strlen(files[i].text));
    unit_conf(group, arena_printf(group, "template_dir = %s\n", folder));
    enum err e = view_init(parsed);
    if (e)
        print_error("%s\n", err_detail());
    return e;
}

static int remove_templates(void **state)
{
    const char *names[sizeof files / sizeof *files];
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        names[i] = files[i].name;
    unit_remove(group, folder, names);
    arena_free(group);
    buf_free(&out);
    return 0;
}

static const char *render(struct view *v, const char *name)
{
    buf_clear(&out);
    assert_int_equal(view_render(v, name, &out), OK);
    return out.s ? out.s : "";
}

static const char *value(struct arena *a, const char *text)
{
    struct view *v = view_new(a);
    view_set(v, "X", text);
    return render(v, "value.cs");
}

static void values_are_escaped_in_text_attributes_and_parts(void **state)
{
    struct view *v = view_new(*state);
    view_set(v, "Name", "<b x='1' y=\"2\">&");
    const char *safe = "&lt;b x=&#39;1&#39; y=&quot;2&quot;&gt;&amp;";
    assert_string_equal(
        render(v, "page.cs"),
        arena_printf(*state, "<p title=\"%s\">%s</p><i>%s</i>\n", safe, safe, safe));
}

static void values_are_escaped_whichever_way_they_are_printed(void **state)
{
    struct view *v = view_new(*state);
    view_set(v, "X", "<x>");
    view_item(v, "L", 0, "label", "<l>");
    const char *text = render(v, "forms.cs");
    assert_null(strchr(text, '<'));
    assert_null(strchr(text, '>'));
    assert_string_equal(text, "[&lt;x&gt;|l]&lt;x&gt;|&lt;l&gt;|&lt;x&gt;&lt;x&gt;|"
                              "&lt;l&gt;,|&lt;x&gt;");
}

static void escaping_is_the_same_as_in_rows(void **state)
{
    for (int c = 1; c < 256; c++) {
        const char text[] = {'a', (char)c, 'b', 0};
        struct buf same = {0};
        buf_html(&same, text);
        if (c != '\001' && c != '\r')
            assert_string_equal(value(*state, text), same.s);
        buf_free(&same);
    }
}

static void tags_in_data_are_text(void **state)
{
    assert_string_equal(value(*state, "<?cs var:Config.VarEscapeMode ?>"),
                        "&lt;?cs var:Config.VarEscapeMode ?&gt;");
    assert_string_equal(value(*state, "<?cs evar:X ?>"), "&lt;?cs evar:X ?&gt;");
}

static void nothing_is_absent(void **state)
{
    assert_string_equal(value(*state, NULL), "");
    assert_string_equal(value(*state, ""), "");
    assert_string_equal(render(view_new(*state), "empty.cs"), "");
}

static void values_may_be_long(void **state)
{
    const char *text = arena_printf(*state, "%0200000d<", 1);
    assert_int_equal(strlen(value(*state, text)), 200000 + 4);
}

static void one_page_does_not_show_on_another(void **state)
{
    assert_string_equal(value(*state, "secret"), "secret");
    assert_string_equal(value(*state, NULL), "");
    struct view *one = view_new(*state), *two = view_new(*state);
    view_set(one, "X", "1");
    view_set(two, "X", "2");
    assert_string_equal(render(one, "value.cs"), "1");
    assert_string_equal(render(two, "value.cs"), "2");
    assert_string_equal(render(one, "value.cs"), "1");
}

static void rendering_appends(void **state)
{
    struct view *v = view_new(*state);
    view_set(v, "X", "1");
    buf_clear(&out);
    buf_puts(&out, "0");
    assert_int_equal(view_render(v, "value.cs", &out), OK);
    assert_int_equal(view_render(v, "value.cs", &out), OK);
    assert_string_equal(out.s, "011");
}

static void items_and_numbers_are_set(void **state)
{
    struct view *v = view_new(*state);
    view_item(v, "L", 0, "label", "a");
    view_item(v, "L", 0, "value", "1");
    view_item(v, "L", 1, "label", "<");
    view_number(v, "N", INT64_MIN);
    assert_string_equal(render(v, "list.cs"), "a=1;&lt;=;-9223372036854775808");
}

static void inserts_are_put_in_as_they_are(void **state)
{
    struct buf one = {0}, two = {0};
    struct view *v = view_new(*state);
    buf_puts(&one, "<b>\0010\001&");
    view_insert(v, "One", &one);
    view_insert(v, "Two", &two);
    view_set(v, "Data", "<");
    assert_string_equal(render(v, "inserts.cs"), "a<b>\0010\001&bc<b>\0010\001&d&lt;");
    buf_free(&one);
}

static void data_cannot_stand_for_an_insert(void **state)
{
    static const char *const tries[] = {"\0010\001", "\0011\001", "\001",         "\001\001",
                                        "x\001",     "\0019\001", "\001\xff\001", "\001\1\1\1"};
    struct buf one = {0};
    buf_puts(&one, "<b>");
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct view *v = view_new(*state);
        view_insert(v, "One", &one);
        view_set(v, "Data", tries[i]);
        view_item(v, "L", 0, "label", tries[i]);
        const char *text = render(v, "inserts.cs");
        assert_int_equal(strncmp(text, "a<b>bc<b>d", 10), 0);
        assert_null(strstr(text + 10, "<b>"));
        assert_null(strchr(text, '\001'));
        assert_null(strchr(render(v, "list.cs"), '\001'));
        assert_null(strchr(value(*state, tries[i]), '\001'));
    }
    buf_free(&one);
}

static void one_insert_too_many(void *a)
{
    struct buf html = {0};
    struct view *v = view_new(a);
    for (int i = 0; i <= VIEW_INSERTS; i++)
        view_insert(v, "One", &html);
}

static void unknown_template(void *a)
{
    view_render(view_new(a), "part.cs", &out);
}

static void bugs_abort(void **state)
{
    assert_true(unit_aborts(one_insert_too_many, *state));
    assert_true(unit_aborts(unknown_template, *state));
}

/* Aborts where the worker could not have started. */
static void start(void *name)
{
    const char *const list[] = {name, NULL};
    if (view_init(list) != OK && strstr(err_detail(), name))
        abort();
}

static void templates_that_cannot_be_read_are_named(void **state)
{
    static const char *const bad[] = {"not-there.cs", "open.cs", "fails.cs"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_true(unit_aborts(start, arena_dup(*state, bad[i])));
    assert_false(unit_aborts(start, arena_dup(*state, "value.cs")));
}

static void many_pages_are_rendered_alike(void **state)
{
    for (int i = 0; i < 2000; i++) {
        struct arena *a = arena_new();
        assert_string_equal(value(a, arena_printf(a, "<%d", i)), arena_printf(a, "&lt;%d", i));
        arena_free(a);
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(values_are_escaped_in_text_attributes_and_parts),
        UNIT_TEST(values_are_escaped_whichever_way_they_are_printed),
        UNIT_TEST(escaping_is_the_same_as_in_rows),
        UNIT_TEST(tags_in_data_are_text),
        UNIT_TEST(nothing_is_absent),
        UNIT_TEST(values_may_be_long),
        UNIT_TEST(one_page_does_not_show_on_another),
        UNIT_TEST(rendering_appends),
        UNIT_TEST(items_and_numbers_are_set),
        UNIT_TEST(inserts_are_put_in_as_they_are),
        UNIT_TEST(data_cannot_stand_for_an_insert),
        UNIT_TEST(bugs_abort),
        UNIT_TEST(templates_that_cannot_be_read_are_named),
        UNIT_TEST(many_pages_are_rendered_alike),
    };
    return cmocka_run_group_tests_name("view", tests, parse_templates, remove_templates);
}
