#include "unit/unit.h"

#include "view/rows.h"
#include "view/view.h"

static const char row[] =
    "<tr id=\"i<?cs var:Row.id ?>\"<?cs if:Flag.new ?> class=\"new\"<?cs /if ?>>"
    "<?cs def:cell(v) ?><td title=\"<?cs var:v ?>\"><?cs var:v ?></td><?cs /def ?>"
    "<?cs call:cell(Row.name) ?>"
    "<?cs if:Flag.link ?><a href=\"<?cs var:Row.url ?>\"><?cs if:Flag.new ?>!<?cs /if ?>"
    "<?cs var:Row.id ?></a><?cs else ?><?cs var:Row.name ?><?cs /if ?>"
    "<?cs if:Flag.a && !Flag.b ?>a<?cs elif:Flag.b ?>b<?cs var:Row.url ?><?cs /if ?>"
    "<?cs if:Flag.c ?><?cs if:Flag.d ?>cd<?cs else ?>c<?cs /if ?><?cs /if ?></tr>\n";

static struct rows_template rows = {
    .template_name = "row.cs",
    .slots = {"id", "name", "unused", "url", NULL},
    .flags = {"new", "link", "a", "b", "c", "d", NULL},
};
static struct rows_template many = {.template_name = "many.cs"};
static struct rows_template plain = {.template_name = "plain.cs", .slots = {"id", NULL}};

static const char parts[] = "<tr<?cs if:Flag.new ?> new<?cs /if ?> id=<?cs var:Row.id ?>>"
                            "<?cs var:Part.id ?><td><?cs var:Row.id ?></td>"
                            "<?cs var:Part.name ?><td><?cs var:Row.name ?><?cs var:Row.id ?></td>"
                            "<?cs var:Part.plain ?><td>-</td>"
                            "<?cs if:Flag.new ?><?cs var:Part.new ?><td>!</td><?cs /if ?>"
                            "<?cs var:Part.end ?></tr>";
static struct rows_template in_parts = {
    .template_name = "parts.cs",
    .slots = {"id", "name", NULL},
    .flags = {"new", NULL},
    .parts = {"id", "name", "plain", "new", "end", NULL},
};

static const char *const files[] = {"row.cs", "many.cs", "plain.cs", "parts.cs", NULL};
static struct arena *group;
static const char *folder;
static struct buf out;

static int parse_templates(void **state)
{
    struct buf text = {0};
    (void)state;
    group = arena_new();
    folder = unit_folder(group);
    for (int i = 0; i < ROWS_SLOTS; i++) {
        many.slots[i] = arena_printf(group, "s%d", i);
        buf_printf(&text, "<?cs var:Row.s%d ?>,", i);
    }
    unit_file(group, folder, "row.cs", row, strlen(row));
    unit_file(group, folder, "many.cs", text.s, text.len);
    unit_file(group, folder, "plain.cs", "<hr>", 4);
    unit_file(group, folder, "parts.cs", parts, strlen(parts));
    buf_free(&text);
    unit_conf(group, arena_printf(group, "template_dir = %s\n", folder));
    return view_init(files);
}

static int remove_templates(void **state)
{
    (void)state;
    unit_remove(group, folder, files);
    arena_free(group);
    buf_free(&out);
    return 0;
}

static const char *filled(unsigned flags, const char *const *values)
{
    buf_clear(&out);
    assert_int_equal(rows_add(&rows, flags, values, &out), OK);
    return out.s;
}

/* The same row by the template itself. */
static const char *rendered(struct arena *a, unsigned flags, const char *const *values)
{
    struct buf text = {0};
    struct view *v = view_new(a);
    for (int i = 0; rows.slots[i]; i++)
        view_set(v, arena_printf(a, "Row.%s", rows.slots[i]), values[i]);
    for (int i = 0; rows.flags[i]; i++)
        if (flags & (1u << i))
            view_set(v, arena_printf(a, "Flag.%s", rows.flags[i]), "1");
    assert_int_equal(view_render(v, "row.cs", &text), OK);
    const char *copy = arena_dupn(a, text.s, text.len);
    buf_free(&text);
    return copy;
}

static void every_combination_of_flags_is_as_the_template_has_it(void **state)
{
    static const char *const values[][4] = {
        {"17", "Smith", "x", "/?agent=1"},
        {"", "", "", ""},
        {"1", NULL, NULL, NULL},
        {NULL, NULL, NULL, NULL},
        {"<1>", "O'Neil & \"Sons\" <script>", "x", "/?a=1&b=\"><img src=x>"},
        {"J\xc3\xbcrgen", "\xe4\xb8\xad\xe6\x96\x87", "\xf0\x9f\x93\x9e", "\xff\xfe"},
        {"<?cs var:Row.id ?>", "{{x}}", "%s%n", "\\0\\002"},
        {"\002", "\0020\002", "\0023\002\0023\002", "\002999\002"},
        {"\t\n\v\f\x1b\x7f", "\x03\x04", "\002x", "a\002"},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (unsigned flags = 0; flags < 1u << ROWS_FLAGS; flags++)
            assert_string_equal(filled(flags, values[i]), rendered(*state, flags, values[i]));
}

static void marks_in_data_are_data(void **state)
{
    (void)state;
    static const char *const values[] = {"1", "\0020\002 \0010\001", NULL, "/"};
    for (unsigned flags = 0; flags < 1u << ROWS_FLAGS; flags++) {
        const char *text = filled(flags, values);
        assert_non_null(strstr(text, "<td title=\"\0020\002 \0010\001\">\0020\002 \0010\001</td>"));
    }
}

static void markup_in_data_is_text(void **state)
{
    static const char *const values[] = {"1", "<script>alert('x')</script>", NULL, "\"><b>"};
    for (unsigned flags = 0; flags < 1u << ROWS_FLAGS; flags++) {
        const char *text = filled(flags, values);
        assert_null(strstr(text, "<script"));
        assert_null(strstr(text, "<b>"));
        assert_null(strstr(text, "\">\""));
    }
    (void)state;
}

static void rows_are_appended(void **state)
{
    static const char *const one[] = {"1", "a", NULL, NULL}, *const two[] = {"2", "b", NULL, NULL};
    (void)state;
    const char *first = arena_dup(*state, filled(0, one));
    const char *second = arena_dup(*state, filled(2, two));
    buf_clear(&out);
    assert_int_equal(rows_add(&rows, 0, one, &out), OK);
    assert_int_equal(rows_add(&rows, 2, two, &out), OK);
    assert_string_equal(out.s, arena_printf(*state, "%s%s", first, second));
}

static void there_may_be_as_many_values_as_slots(void **state)
{
    const char *values[ROWS_SLOTS];
    struct buf expected = {0};
    for (int i = 0; i < ROWS_SLOTS; i++) {
        values[i] = arena_printf(*state, "<%d", i);
        buf_printf(&expected, "&lt;%d,", i);
    }
    buf_clear(&out);
    assert_int_equal(rows_add(&many, 0, values, &out), OK);
    assert_string_equal(out.s, expected.s);
    buf_free(&expected);
}

static void a_template_may_use_no_value(void **state)
{
    static const char *const values[] = {"1"};
    (void)state;
    buf_clear(&out);
    assert_int_equal(rows_add(&plain, 0, values, &out), OK);
    assert_int_equal(rows_add(&plain, 0, values, &out), OK);
    assert_string_equal(out.s, "<hr><hr>");
}

static void parts_come_in_the_order_asked_for(void **state)
{
    static const char *const values[] = {"1", "<\0030\003>"};
    static const struct {
        unsigned flags;
        unsigned char order[4];
        size_t n;
        const char *row;
    } cases[] = {
        {0, {0, 1, 2}, 3, "<tr id=1><td>1</td><td>&lt;\0030\003&gt;1</td><td>-</td></tr>"},
        {0, {2, 0}, 2, "<tr id=1><td>-</td><td>1</td></tr>"},
        {1, {1}, 1, "<tr new id=1><td>&lt;\0030\003&gt;1</td></tr>"},
        {0, {2, 2}, 2, "<tr id=1><td>-</td><td>-</td></tr>"},
        {0, {0}, 0, "<tr id=1></tr>"},
        {1, {3, 0}, 2, "<tr new id=1><td>!</td><td>1</td></tr>"},
        {0, {3, 0}, 2, "<tr id=1><td>1</td></tr>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&out);
        assert_int_equal(
            rows_add_parts(&in_parts, cases[i].flags, values, cases[i].order, cases[i].n, &out),
            OK);
        assert_string_equal(out.s, cases[i].row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(every_combination_of_flags_is_as_the_template_has_it),
        UNIT_TEST(marks_in_data_are_data),
        UNIT_TEST(markup_in_data_is_text),
        UNIT_TEST(rows_are_appended),
        UNIT_TEST(there_may_be_as_many_values_as_slots),
        UNIT_TEST(a_template_may_use_no_value),
        UNIT_TEST(parts_come_in_the_order_asked_for),
    };
    return cmocka_run_group_tests_name("rows", tests, parse_templates, remove_templates);
}
