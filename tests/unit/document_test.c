#include "unit/unit.h"

#include "core/currency.h"
#include "core/iso.h"
#include "core/user_agent.h"
#include "intake/document.h"
#include "intake/rank.h"

static const char *problem(struct arena *a, const char *text)
{
    json_error_t error;
    json_t *doc = json_loads(text, JSON_DECODE_ANY, &error);
    if (!doc)
        fail_msg("%s: %s", text, error.text);
    const char *why = doc_problem(doc, a);
    json_decref(doc);
    return why;
}

static void what_is_wrong_is_said(void **state)
{
    static const struct {
        const char *doc, *why; /* why NULL: nothing is */
    } cases[] = {
        {"{}", NULL},
        {"[]", "must be an object"},
        {"{\"id\": \"a\", \"queue\": null, \"messages\": null, \"flow\": \"\"}", NULL},
        {"{\"id\": 1}", "id: must be a text"},
        {"{\"surprise\": null}", "'surprise' is not known"},
        {"{\"status\": \"open\"}", "status: has a value that is not known"},
        {"{\"duration_s\": 12.5, \"cost\": 0.5, \"currency\": \"EUR\"}", NULL},
        {"{\"duration_s\": \"12\"}", "duration_s: must be a number from 0 to 604800"},
        {"{\"cost\": \"1\"}", "cost: needs a currency"},
        {"{\"cost\": 1e12, \"currency\": \"EUR\"}", "cost: must be an amount as in 1.25"},
        {"{\"messages\": [{\"role\": \"ai\", \"text\": \"x\", \"mood\": 1}]}",
         "messages: 'mood' is not known (number 1)"},
        {"{\"voice_ai\": [1]}", "voice_ai: must be an object"},
        {"{\"voice_ai\": {\"identity_verified\": 1}}",
         "voice_ai: 'identity_verified' must be true or false"},
        {"{\"voice_ai\": {\"vendor_cost\": 1}}",
         "voice_ai: 'vendor_cost' needs a vendor_cost_currency"},
        {"{\"web\": {\"ip\": \"::1\", \"user_agent\": \"x\"}}", NULL},
        {"{\"remove_tags\": [{}]}", "remove_tags: 'tag' is missing (number 1)"},
        {"{\"legs\": [{\"ring_s\": -1}]}",
         "legs: 'ring_s' must be a number from 0 to 604800 (number 1)"},
        {"{\"details\": {\"anything\": [null, {\"at\": \"all\"}]}}", NULL},
        {"{\"created_at\": \"2026-02-30T10:00:00Z\"}",
         "created_at: must be a time as in 2026-11-21T09:00:00Z"},
        {"{\"created_at\": \"9000-01-01T00:00:00Z\"}",
         "created_at, closed_at: before 1990 or in the future"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = problem(*state, cases[i].doc);
        assert_string_equal(why ? why : "", cases[i].why ? cases[i].why : "");
    }
}

static void times_are_read(void **state)
{
    static const struct {
        const char *text;
        ms_t at; /* 0: none */
    } cases[] = {
        {"2026-11-21T09:00:00Z", 1795251600000},
        {"2026-11-21 09:00", 1795251600000},
        {"2026-11-21T09:00:00.1239", 1795251600123},
        {"2026-11-21T10:00:00+01:00", 1795251600000},
        {"2026-11-21T03:30:00,5-0530", 1795251600500},
        {"2026-11-21T09:00:00+01:99", 0},
        {"2026-11-21T24:00:00Z", 0},
        {"2026-13-01T00:00:00Z", 0},
        {"2026-11-21T09:00:00z", 0},
        {"2026-11-21", 0},
        {"2026-11-21T09:00:00.Z", 0},
        {"", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ms_t at;
        assert_int_equal(iso_instant(cases[i].text, &at), cases[i].at != 0);
        assert_int_equal(at, cases[i].at);
    }
}

static void amounts_are_read(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t micros;
    } cases[] = {
        {"1.25", true, 1250000},
        {"-0.0000019", true, -1},
        {"7", true, 7000000},
        {"7.", true, 7000000},
        {".5", false, 0},
        {"1,25", false, 0},
        {"1e3", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"999999999999.999999", true, 999999999999999999},
        {"1000000000000", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t micros;
        assert_int_equal(currency_micros(cases[i].text, &micros), cases[i].good);
        if (cases[i].good)
            assert_int_equal(micros, cases[i].micros);
    }
}

static void the_highest_rank_counts(void **state)
{
    struct ranks *r = ranks_read(*state, NULL);
    assert_false(ranks_known(r, "x"));
    ranks_begin(r, 1, 5000);
    assert_true(ranks_take(r, "x"));
    assert_true(ranks_take(r, "y"));
    r = ranks_read(*state, ranks_write(r, *state));
    assert_true(ranks_known(r, "x"));
    ranks_begin(r, 0, 9000);
    assert_false(ranks_take(r, "x"));
    assert_true(ranks_take(r, "z"));
    ranks_begin(r, 1, 4000);
    assert_false(ranks_take(r, "x"));
    ranks_begin(r, 1, 5000);
    assert_true(ranks_take(r, "x"));
    ranks_begin(r, 1, 0);
    assert_true(ranks_take(r, "x"));
    ranks_begin(r, 1, 4999);
    assert_false(ranks_take(r, "x"));
    ranks_begin(r, 2, 0);
    assert_true(ranks_take(r, "x"));
    ranks_begin(r, 1, 9000);
    assert_false(ranks_take(r, "x"));
    assert_string_equal(ranks_write(ranks_read(*state, "no JSON"), *state), "{}");
}

static void user_agents_are_told_apart(void **state)
{
    static const struct {
        const char *agent, *browser, *version, *os;
    } cases[] = {
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/120.0.0.0 Safari/537.36 Edg/121.0.0.0",
         "Edge", "121", "Windows 10 or 11"},
        {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/120.0.0.0 Mobile Safari/537.36",
         "Chrome", "120", "Android"},
        {"Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) "
         "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
         "Samsung Internet", "23", "Android 14"},
        {"Mozilla/5.0 (iPad; CPU OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.1 Mobile/15E148 Safari/604.1",
         "Safari", "17", "iPadOS 17.1"},
        {"Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer", "11",
         "Windows 7"},
        {"Chrome/", "Chrome", NULL, NULL},
        {"Firefox/99999999999 (Android x)", "Firefox", NULL, "Android"},
        {"", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct user_agent u = user_agent_read(*state, cases[i].agent);
        const char *const got[] = {u.browser, u.version, u.os}, *const want[] = {cases[i].browser,
                                                                                 cases[i].version,
                                                                                 cases[i].os};
        for (size_t k = 0; k < 3; k++)
            assert_string_equal(got[k] ? got[k] : "", want[k] ? want[k] : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(what_is_wrong_is_said),      UNIT_TEST(times_are_read),
        UNIT_TEST(amounts_are_read),           UNIT_TEST(the_highest_rank_counts),
        UNIT_TEST(user_agents_are_told_apart),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
