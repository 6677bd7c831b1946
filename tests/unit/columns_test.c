/* The columns of the grid: reading a choice, strictly and leniently, and writing it. */
#include "unit/unit.h"

#include "store/interactions.h"

/* A program is no library: its file is compiled into the test. */
#include "../../cgi-bin/pages/columns.c"

static void is(void **state, const char *text, const char *written)
{
    struct columns c;
    err_clear();
    if (columns_read(*state, text, &c) != OK)
        fail_msg("'%s' is refused: %s", text, err_detail());
    assert_string_equal(columns_text(*state, &c), written);
}

static void refuses(void **state, const char *text, const char *why)
{
    struct columns c;
    err_clear();
    assert_int_equal(columns_read(*state, text, &c), ERR_BAD_REQUEST);
    assert_string_equal(err_detail(), why);
}

static void stored(void **state, const char *text, const char *written)
{
    struct columns c;
    columns_read_stored(*state, text, &c);
    assert_string_equal(columns_text(*state, &c), written);
}

static const char thirteen[] =
    "created,closed,channel,queue,agent,client,did,disposition,duration,acw,status,c,a";

static void a_choice_is_read_and_written(void **state)
{
    is(state, "created", "created");
    is(state, "queue,created,id", "queue,created,id");
    is(state, "standard", "standard");
    is(state, thirteen, "standard");
    is(state, "a,c", "a,c");
    is(state, "closed,created", "closed,created");
}

static void what_makes_no_sense_is_refused(void **state)
{
    refuses(state, "created,nonsense", "there is no column 'nonsense'");
    refuses(state, "created,queue,created", "the column 'created' is named twice");
    refuses(state, "created,,queue", "there is no column ''");
    refuses(state, ",", "there is no column ''");
    refuses(state, "created,", "there is no column ''");
    refuses(state, "Created", "there is no column 'Created'");
    refuses(state, " created", "there is no column ' created'");
    refuses(state, "standard,id", "there is no column 'standard'");
    refuses(state, "a-key-that-is-far-too-long-for-any", "there is no column '?'");
}

static void what_was_stored_is_read_as_far_as_it_is_known(void **state)
{
    stored(state, NULL, "standard");
    stored(state, "", "standard");
    stored(state, "gone", "standard");
    stored(state, "gone,queue,gone,created,queue", "queue,created");
    stored(state, "standard", "standard");
}

static void all_at_once_fits(void **state)
{
    struct columns all = {.n = COLUMNS}, back;
    for (int i = 0; i < COLUMNS; i++)
        all.order[i] = (unsigned char)(COLUMNS - 1 - i);
    const char *text = columns_text(*state, &all);
    assert_true(strlen(text) < COLUMNS_TEXT_MAX - 40);
    assert_int_equal(columns_read(*state, text, &back), OK);
    assert_memory_equal(&back, &all, sizeof all);
}

static void every_column_is_complete(void **state)
{
    (void)state;
    for (int i = 0; i < COLUMNS; i++) {
        const struct column_info *c = &columns_all[i];
        assert_non_null(c->key);
        assert_non_null(c->label);
        assert_int_equal(strspn(c->key, "abcdefghijklmnopqrstuvwxyz"), strlen(c->key));
        assert_int_equal(find(c->key), i);
        assert_true(c->sort >= 0 || c->standard || c->title);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_choice_is_read_and_written),
        UNIT_TEST(what_makes_no_sense_is_refused),
        UNIT_TEST(what_was_stored_is_read_as_far_as_it_is_known),
        UNIT_TEST(all_at_once_fits),
        UNIT_TEST(every_column_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
