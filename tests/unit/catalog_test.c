#include "unit/unit.h"

#include "store/catalog.h"

static const struct {
    const char *text, *folded;
} folds[] = {
    {"", ""},
    {"Sales", "sales"},
    {"SALES 2", "sales 2"},
    {"\xc3\x89ric", "eric"},     /* É */
    {"E\xcc\x81ric", "eric"},    /* E and a combining accent */
    {"J\xc3\xbcrgen", "jurgen"}, /* ü */
    {"Stra\xc3\x9f"
     "e",
     "strasse"}, /* ß */
    {"STRASSE", "strasse"},
    {"\xc4\xb0stanbul", "istanbul"}, /* Turkish İ */
    {"ISTANBUL", "istanbul"},
    {"\xc5\x81\xc3\xb3"
     "d\xc5\xba",
     "\xc5\x82"
     "odz"}, /* Łódź: the stroke is no accent */
    {"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd"}, /* Иван */
    {"\xd0\x81\xd0\xbb\xd0\xba\xd0\xb0", "\xd0\xb5\xd0\xbb\xd0\xba\xd0\xb0"}, /* Ёлка */
    {"\xce\xa3\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
     "\xcf\x83\xce\xb9\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83"}, /* Σίσυφος */
    {"\xef\xbc\xa1\xef\xbc\xa2", "ab"},                           /* full width */
    {"\xef\xac\x81x", "fix"},                                     /* the ligature fi */
    {"\xe2\x91\xa0", "1"},                                        /* a one in a circle */
    {"\xe4\xb8\xad\xe6\x96\x87", "\xe4\xb8\xad\xe6\x96\x87"},
};

static void case_accents_and_forms_are_gone(void **state)
{
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        assert_string_equal(catalog_fold(*state, folds[i].text), folds[i].folded);
}

static void folding_twice_changes_nothing(void **state)
{
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        assert_string_equal(catalog_fold(*state, folds[i].folded), folds[i].folded);
}

static void text_that_is_not_utf8_stays(void **state)
{
    assert_string_equal(catalog_fold(*state, "A\xff"), "A\xff");
    assert_string_equal(catalog_fold(*state, "\xc3"), "\xc3");
}

static struct catalog make(struct arena *a)
{
    static const char *const names[] = {"\xc3\x89ric Smith", "Zo\xc3\xab", "ERICA", "Bob", "bob_%"};
    static struct catalog_entry entries[5];
    for (size_t i = 0; i < 5; i++)
        entries[i] = (struct catalog_entry){
            .id = (int64_t)(10 * (i + 1)), .name = names[i], .folded = catalog_fold(a, names[i])};
    return (struct catalog){.entries = {[DIM_AGENT] = entries}, .count = {[DIM_AGENT] = 5}};
}

static void entries_are_found_by_id(void **state)
{
    const struct catalog c = make(*state);
    for (int64_t id = 10; id <= 50; id += 10)
        assert_int_equal(catalog_find(&c, DIM_AGENT, id)->id, id);
    static const int64_t absent[] = {0, 9, 11, 25, 51, -1, INT64_MAX};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_null(catalog_find(&c, DIM_AGENT, absent[i]));
    assert_null(catalog_find(&c, DIM_QUEUE, 10));
}

static void finds(struct arena *a, const char *text, size_t n, int64_t first, int64_t last)
{
    const struct catalog c = make(a);
    int64_t *ids;
    assert_int_equal(catalog_search(a, &c, DIM_AGENT, text, &ids), n);
    if (n) {
        assert_int_equal(ids[0], first);
        assert_int_equal(ids[n - 1], last);
    }
}

static void names_are_found_by_a_part(void **state)
{
    finds(*state, "eric", 2, 10, 30);
    finds(*state, "\xc3\x88RIC", 2, 10, 30);
    finds(*state, "smith", 1, 10, 10);
    finds(*state, "ZOE", 1, 20, 20);
    finds(*state, "bob", 2, 40, 50);
    finds(*state, "", 5, 10, 50);
    finds(*state, "nobody", 0, 0, 0);
}

static void a_search_has_no_wildcards(void **state)
{
    finds(*state, "%", 1, 50, 50);
    finds(*state, "_", 1, 50, 50);
    finds(*state, "b*b", 0, 0, 0);
    finds(*state, ".", 0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(case_accents_and_forms_are_gone), UNIT_TEST(folding_twice_changes_nothing),
        UNIT_TEST(text_that_is_not_utf8_stays),     UNIT_TEST(entries_are_found_by_id),
        UNIT_TEST(names_are_found_by_a_part),       UNIT_TEST(a_search_has_no_wildcards),
    };
    return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
