#include "unit/unit.h"

#include "intake/cost.h"

static const struct cost_model models[] = {{"atlas-4", 2500000, 10000000},
                                           {"boreal", COST_NONE, 400000}};

static struct cost_card card(void)
{
    return (struct cost_card){.currency = "EUR",
                              .minute_micros = 120000,
                              .message_micros = 10000,
                              .message_on_calls = true,
                              .vendor_first = true,
                              .models = models,
                              .n_models = 2};
}

static struct cost_facts call(int64_t seconds)
{
    return (struct cost_facts){
        .call = true, .duration_s = seconds, .input_tokens = COST_NONE, .output_tokens = COST_NONE};
}

static void minutes_are_charged_by_the_second_and_rounded_half_up(void **state)
{
    static const struct {
        int64_t seconds, price, micros;
    } cases[] = {{300, 120000, 600000},
                 {61, 120000, 122000},
                 {0, 120000, 0},
                 {1, 100000, 1667},
                 {1, 30, 1},
                 {1, 29, 0},
                 {30, 1, 1},
                 {29, 1, 0},
                 {90, 0, 0},
                 {4294967295, 1, 71582788}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cost_card k = card();
        struct cost_facts f = call(cases[i].seconds);
        k.minute_micros = cases[i].price;
        struct cost c = cost_compute(&k, &f);
        assert_true(c.known);
        assert_int_equal(c.micros, cases[i].micros);
        assert_string_equal(c.currency, "EUR");
        assert_int_equal(c.billable, COST_NONE);
    }
}

static void messages_count_by_whose_they_are(void **state)
{
    static const int64_t expected[] = {7, 4, 3};
    (void)state;
    for (int who = COST_OF_ALL; who <= COST_OF_AGENT; who++) {
        struct cost_card k = card();
        struct cost_facts f = {.client_messages = 4,
                               .agent_messages = 3,
                               .duration_s = COST_NONE,
                               .input_tokens = COST_NONE,
                               .output_tokens = COST_NONE};
        k.billable = (enum cost_billable)who;
        struct cost c = cost_compute(&k, &f);
        assert_int_equal(c.billable, expected[who]);
        assert_int_equal(c.micros, expected[who] * 10000);
        f.call = true;
        f.duration_s = 60;
        assert_int_equal(cost_compute(&k, &f).micros, 120000 + expected[who] * 10000);
        k.message_on_calls = false;
        c = cost_compute(&k, &f);
        assert_int_equal(c.micros, 120000);
        assert_int_equal(c.billable, COST_NONE);
    }
}

static void tokens_are_charged_by_the_model(void **state)
{
    static const struct {
        const char *model;
        int64_t in, out, micros;
    } cases[] = {{"atlas-4", 9000, 1500, 37500},       {"ATLAS-4", 1, 1, 13},
                 {"boreal", 1000000, 1000000, 400000}, {"atlas-4", COST_NONE, 1000000, 10000000},
                 {"atlas-40", 9000, 1500, -1},         {NULL, 9000, 1500, -1},
                 {"atlas-4", COST_NONE, COST_NONE, -1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cost_card k = card();
        struct cost_facts f = {
            .model = cases[i].model, .input_tokens = cases[i].in, .output_tokens = cases[i].out};
        struct cost c = cost_compute(&k, &f);
        assert_int_equal(c.known, cases[i].micros >= 0);
        assert_int_equal(c.micros, cases[i].micros >= 0 ? cases[i].micros : 0);
    }
}

static void the_vendors_figure_stands_with_its_currency(void **state)
{
    struct cost_card k = card();
    struct cost_facts f = call(60);
    f.agent_messages = 2;
    f.vendor_known = true;
    f.vendor_micros = 77;
    memcpy(f.vendor_currency, "USD", 4);
    struct cost c = cost_compute(&k, &f);
    assert_true(c.known && c.vendors);
    assert_int_equal(c.micros, 77);
    assert_string_equal(c.currency, "USD");
    assert_int_equal(c.billable, 2);
    assert_null(cost_parts_json(*state, &c));
    k.vendor_first = false;
    c = cost_compute(&k, &f);
    assert_false(c.vendors);
    assert_int_equal(c.micros, 140000);
    assert_string_equal(c.currency, "EUR");
}

static void unknown_stays_unknown(void **state)
{
    struct cost_card k = card();
    struct cost_facts f = call(COST_NONE);
    f.client_messages = 5;
    assert_false(cost_compute(&k, &f).known);
    f.call = false;
    assert_true(cost_compute(&k, &f).known);
    f.client_messages = 0;
    struct cost c = cost_compute(&k, &f);
    assert_false(c.known);
    assert_int_equal(c.micros, 0);
    assert_null(cost_parts_json(*state, &c));
    k.minute_micros = k.message_micros = COST_NONE;
    k.n_models = 0;
    f = call(60);
    assert_false(cost_compute(&k, &f).known);
}

static void what_does_not_fit_is_unknown(void **state)
{
    struct cost_card k = card();
    struct cost_facts f = call(INT64_MAX);
    k.minute_micros = INT64_MAX;
    (void)state;
    assert_false(cost_compute(&k, &f).known);
    k.minute_micros = 60;
    struct cost c = cost_compute(&k, &f);
    assert_true(c.known);
    assert_true(c.micros == INT64_MAX);
    f.client_messages = 1;
    assert_false(cost_compute(&k, &f).known);
}

static void parts_are_told(void **state)
{
    struct cost_card k = card();
    struct cost_facts f = call(300);
    f.client_messages = f.agent_messages = 6;
    f.model = "atlas-4";
    f.input_tokens = 9000;
    f.output_tokens = 1500;
    struct cost c = cost_compute(&k, &f);
    assert_string_equal(cost_parts_json(*state, &c),
                        "{\"minutes\":600000,\"messages\":120000,\"input_tokens\":22500,"
                        "\"output_tokens\":15000}");
    assert_int_equal(c.micros, 757500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(minutes_are_charged_by_the_second_and_rounded_half_up),
        UNIT_TEST(messages_count_by_whose_they_are),
        UNIT_TEST(tokens_are_charged_by_the_model),
        UNIT_TEST(the_vendors_figure_stands_with_its_currency),
        UNIT_TEST(unknown_stays_unknown),
        UNIT_TEST(what_does_not_fit_is_unknown),
        UNIT_TEST(parts_are_told),
    };
    return cmocka_run_group_tests_name("cost", tests, NULL, NULL);
}
