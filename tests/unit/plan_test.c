/* What the planner chooses on ten million rows in two years. */
#include "unit/unit.h"

#include "store/plan.h"

#define DAY ((ms_t)86400000)
#define FIRST ((ms_t)1700000000000)
#define LAST (FIRST + 730 * DAY)
#define SOME(x)                                                                                    \
    {                                                                                              \
        .on = true, .ids = (const int64_t[]){x}, .n = 1                                            \
    }

enum { TOTAL = 10000000, WANT = 51 };

#define ENTRY(id_, n_, first_, last_)                                                              \
    {                                                                                              \
        .id = (id_), .name = "", .folded = "", .active = true, .n = (n_), .first_at = (first_),    \
        .last_at = (last_)                                                                         \
    }

static struct catalog_entry queues[] = {
    ENTRY(1, 4000000, FIRST, LAST),
    ENTRY(2, 3000000, FIRST, LAST),
    ENTRY(3, 500, FIRST, LAST),
    ENTRY(4, 3000, FIRST, FIRST + 30 * DAY), /* closed long ago */
    ENTRY(5, 0, 0, 0),                       /* new */
    /* large ones, closed long ago */
    ENTRY(10, 1000000, FIRST, FIRST + 300 * DAY),
    ENTRY(11, 1000000, FIRST, FIRST + 300 * DAY),
    ENTRY(12, 1000000, FIRST, FIRST + 300 * DAY),
    ENTRY(13, 1000000, FIRST, FIRST + 300 * DAY),
    ENTRY(14, 1000000, FIRST, FIRST + 300 * DAY),
};
static struct catalog_entry agents[] = {
    ENTRY(1, 400000, FIRST, LAST),
    ENTRY(2, 60, FIRST, LAST),
    ENTRY(3, 20000, FIRST, FIRST + 300 * DAY), /* has left */
    ENTRY(4, 3000, FIRST, LAST),
};
static struct catalog_entry dids[] = {ENTRY(1, 5000000, FIRST, LAST), ENTRY(2, 900, FIRST, LAST)};
static struct catalog_entry dispositions[] = {
    ENTRY(1, 3000000, FIRST, LAST),
    ENTRY(2, 7000, FIRST, LAST),
};
static struct catalog_entry channels[] = {
    ENTRY(1, 9900000, FIRST, LAST),
    ENTRY(2, 90000, FIRST, LAST),
    ENTRY(3, 0, 0, 0),
    ENTRY(4, 0, 0, 0),
    ENTRY(5, 800, FIRST, LAST),
};
static struct catalog_entry all[] = {ENTRY(0, TOTAL, FIRST, LAST)};

static const struct catalog full = {
    .entries = {queues, agents, dids, dispositions, channels, all},
    .count = {10, 4, 2, 2, 5, 1},
};
static const struct catalog empty;

static const struct list_filter everything = {.from = LIST_ALL_FROM, .to = LIST_ALL_TO};

static int automatic(void **state)
{
    unit_arena(state);
    unit_conf(*state, "");
    return 0;
}

static struct plan choose(struct arena *a, const struct scope *scope, struct list_filter f,
                          enum list_sort sort)
{
    const struct list_page page = {.sort = sort, .size = WANT - 1};
    return plan_choose(a, scope, &full, &f, &page, WANT);
}

#define CHOSEN(scope, sort, ...)                                                                   \
    choose(*state, (scope), (struct list_filter){__VA_ARGS__}, (sort)).name
#define ALL_TIME .from = LIST_ALL_FROM, .to = LIST_ALL_TO
#define LAST_DAYS(n) .from = LAST - (n)*DAY, .to = LAST + DAY

static const struct scope *some(struct arena *a, size_t n, ...)
{
    int64_t ids[100];
    va_list list;
    va_start(list, n);
    for (size_t i = 0; i < n; i++)
        ids[i] = va_arg(list, int);
    va_end(list);
    return scope_queues(a, 7, ids, n);
}

static void without_filters_the_list_is_read_in_order_of_time(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME), "time");
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, LAST_DAYS(7)), "time");
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, LAST_DAYS(1)), "time");
}

static void a_rare_queue_is_dived_for(void **state)
{
    assert_string_equal(CHOSEN(some(*state, 1, 3), SORT_CREATED, ALL_TIME), "queue");
    assert_string_equal(CHOSEN(some(*state, 1, 3), SORT_CREATED, LAST_DAYS(30)), "queue");
    struct plan p = choose(*state, some(*state, 1, 3), everything, SORT_CREATED);
    assert_int_equal(p.drive, DRIVE_QUEUE);
    assert_int_equal(p.n, 1);
    assert_int_equal(p.values[0], 3);
}

static void common_queues_are_met_in_order_of_time(void **state)
{
    assert_string_equal(CHOSEN(some(*state, 2, 1, 2), SORT_CREATED, ALL_TIME), "time");
    assert_string_equal(CHOSEN(some(*state, 2, 1, 2), SORT_CREATED, LAST_DAYS(30)), "time");
}

static void a_queue_closed_long_ago_is_not_walked_to(void **state)
{
    assert_string_equal(CHOSEN(some(*state, 1, 4), SORT_CREATED, ALL_TIME), "queue");
}

/* From the old end of the list they are met at once. */
static void common_queues_closed_long_ago_are_dived_for_from_the_new_end(void **state)
{
    const struct scope *scope = some(*state, 5, 10, 11, 12, 13, 14);
    struct list_page page = {.sort = SORT_CREATED, .size = WANT - 1};
    for (int i = 0; i < 4; i++) {
        page.ascending = i & 1;
        page.backwards = i & 2;
        bool from_old = page.ascending != page.backwards;
        struct plan p = plan_choose(*state, scope, &full, &everything, &page, WANT);
        assert_string_equal(p.name, from_old ? "time" : "queue");
    }
}

static void a_queue_never_used_is_not_walked_for(void **state)
{
    assert_string_equal(CHOSEN(some(*state, 1, 5), SORT_CREATED, ALL_TIME), "queue");
    assert_string_equal(CHOSEN(some(*state, 1, 99), SORT_CREATED, ALL_TIME), "queue");
}

static void no_queues_at_all_still_give_a_plan(void **state)
{
    struct plan p = choose(*state, scope_queues(*state, 7, NULL, 0), everything, SORT_CREATED);
    assert_int_equal(p.drive, DRIVE_TIME);
}

static void a_rare_agent_is_dived_for(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .by[BY_AGENT] = SOME(2)), "agent");
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, LAST_DAYS(30), .by[BY_AGENT] = SOME(2)),
                        "agent");
    assert_string_equal(
        CHOSEN(some(*state, 2, 1, 2), SORT_CREATED, ALL_TIME, .by[BY_AGENT] = SOME(2)), "agent");
}

static void an_agent_who_left_is_not_walked_to(void **state)
{
    assert_string_equal(
        CHOSEN(scope_all(*state, 7), SORT_CREATED, ALL_TIME, .by[BY_AGENT] = SOME(3)), "agent");
}

static void an_agent_in_one_queue_has_an_index_of_both(void **state)
{
    const char *name = CHOSEN(some(*state, 1, 2), SORT_DURATION, ALL_TIME, .by[BY_AGENT] = SOME(4));
    assert_string_equal(name, "agent_queue");
    /* There is no such index for several queues. */
    name = CHOSEN(some(*state, 2, 1, 2), SORT_DURATION, ALL_TIME, .by[BY_AGENT] = SOME(4));
    assert_string_equal(name, "agent");
    name = CHOSEN(scope_all(*state, 7), SORT_DURATION, ALL_TIME, .by[BY_AGENT] = SOME(4));
    assert_string_equal(name, "agent");
}

static void a_disposition_in_a_month_is_dived_for(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, LAST_DAYS(30), .by[BY_DISPOSITION] = SOME(2)),
                        "disposition");
    assert_string_equal(
        CHOSEN(some(*state, 2, 1, 2), SORT_CREATED, LAST_DAYS(30), .by[BY_DISPOSITION] = SOME(2)),
        "disposition");
}

static void dids_channels_contacts_and_phones_are_dived_for_when_rare(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .by[BY_DID] = SOME(2)), "did");
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .by[BY_CHANNEL] = SOME(5)),
                        "channel");
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .by[BY_CONTACT] = SOME(5)),
                        "contact");
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .phone_e164 = "+4930123"), "phone");
}

static void common_values_together_are_met_in_order_of_time(void **state)
{
    assert_string_equal(CHOSEN(scope_all(*state, 7), SORT_CREATED, ALL_TIME, .by[BY_DID] = SOME(1),
                               .by[BY_CHANNEL] = SOME(1)),
                        "time");
}

static void the_rarest_of_several_filters_drives(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .by[BY_AGENT] = SOME(2),
                               .by[BY_DID] = SOME(1), .by[BY_DISPOSITION] = SOME(1)),
                        "agent");
    assert_string_equal(CHOSEN(some(*state, 1, 3), SORT_DURATION, ALL_TIME, .by[BY_DID] = SOME(1),
                               .by[BY_CHANNEL] = SOME(1)),
                        "queue");
}

static void a_short_period_is_sorted_and_a_long_one_walked(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    struct plan p = choose(*state, tenant, (struct list_filter){LAST_DAYS(1)}, SORT_DURATION);
    assert_int_equal(p.drive, DRIVE_TIME);
    assert_false(p.walk_sort_key);
    assert_string_equal(p.name, "sorted");
    p = choose(*state, tenant, everything, SORT_DURATION);
    assert_int_equal(p.drive, DRIVE_TIME);
    assert_true(p.walk_sort_key);
    assert_string_equal(p.name, "time");
    p = choose(*state, tenant, (struct list_filter){LAST_DAYS(365)}, SORT_CLOSED);
    assert_true(p.walk_sort_key);
}

static void a_rare_value_in_another_order_is_dived_for(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    assert_string_equal(CHOSEN(tenant, SORT_DURATION, ALL_TIME, .by[BY_AGENT] = SOME(2)), "agent");
    assert_string_equal(CHOSEN(tenant, SORT_CLOSED, ALL_TIME, .by[BY_DISPOSITION] = SOME(2)),
                        "disposition");
}

static void too_many_values_are_not_dived_for(void **state)
{
    int64_t ids[65];
    for (int i = 0; i < 65; i++)
        ids[i] = 1000 + i;
    struct list_filter f = everything;
    f.by[BY_AGENT] = (struct id_filter){.on = true, .ids = ids, .n = 65};
    struct plan p = choose(*state, scope_all(*state, 7), f, SORT_CREATED);
    assert_int_equal(p.drive, DRIVE_TIME);
    f.by[BY_AGENT].n = 64;
    p = choose(*state, scope_all(*state, 7), f, SORT_CREATED);
    assert_int_equal(p.drive, DRIVE_AGENT);
    assert_int_equal(p.n, 64);
}

static void counting_needs_no_order(void **state)
{
    struct list_filter f = everything;
    const struct scope *tenant = scope_all(*state, 7);
    struct plan p = plan_choose(*state, tenant, &full, &f, NULL, LIST_COUNT_BOUND + 1);
    assert_int_equal(p.drive, DRIVE_TIME);
    f.by[BY_AGENT] = (struct id_filter)SOME(2);
    p = plan_choose(*state, tenant, &full, &f, NULL, LIST_COUNT_BOUND + 1);
    assert_int_equal(p.drive, DRIVE_AGENT);
    p = plan_choose(*state, tenant, &full, &f, NULL, SIZE_MAX);
    assert_int_equal(p.drive, DRIVE_AGENT);
}

/* Before the values were counted for the first time. */
static void without_counts_there_is_a_plan(void **state)
{
    for (int sort = SORT_CREATED; sort <= SORT_DURATION; sort++) {
        for (int back = 0; back < 4; back++) {
            struct list_filter f = everything;
            struct list_page page = {.sort = (enum list_sort)sort,
                                     .ascending = back & 1,
                                     .backwards = back & 2,
                                     .size = 50};
            f.by[BY_AGENT] = (struct id_filter)SOME(1);
            f.by[BY_CHANNEL] = (struct id_filter)SOME(1);
            struct plan p = plan_choose(*state, some(*state, 1, 1), &empty, &f, &page, WANT);
            assert_non_null(p.name);
            assert_true(p.drive == DRIVE_TIME || p.n == 1);
        }
    }
}

/* Whatever is asked: values belong to a filter that is set, and the name to the drive. */
static void every_choice_can_be_carried_out(void **state)
{
    static const int64_t channel_values[] = {0, 1, 2, 5, 99};
    for (int i = 0; i < 2 * 2 * 2 * 2 * 5 * 3 * 4; i++) {
        int k = i;
        struct list_filter f = {
            .by = {[BY_AGENT] = {.on = k & 1, .ids = (const int64_t[]){2}, .n = 1},
                   [BY_DID] = {.on = k & 2, .ids = (const int64_t[]){2, 1}, .n = 2},
                   [BY_DISPOSITION] = {
                       .on = k & 4, .ids = (const int64_t[]){1}, .n = (k & 8) ? 1 : 0}}};
        k /= 16;
        f.by[BY_CHANNEL] = (struct id_filter){.on = k % 5, .ids = &channel_values[k % 5], .n = 1};
        k /= 5;
        struct list_page page = {.sort = (enum list_sort)(k % 3), .size = 50};
        k /= 3;
        f.from = k & 1 ? LAST - DAY : LIST_ALL_FROM;
        f.to = k & 1 ? LAST : LIST_ALL_TO;
        const struct scope *scope = k & 2 ? some(*state, 1, 3) : scope_all(*state, 7);
        struct plan p = plan_choose(*state, scope, &full, &f, &page, WANT);
        const struct id_filter *filter = p.drive == DRIVE_AGENT         ? &f.by[BY_AGENT]
                                         : p.drive == DRIVE_DID         ? &f.by[BY_DID]
                                         : p.drive == DRIVE_DISPOSITION ? &f.by[BY_DISPOSITION]
                                                                        : NULL;
        assert_true(p.drive == DRIVE_TIME || p.n > 0);
        if (filter)
            assert_true(filter->on && p.values == filter->ids && p.n == filter->n);
        if (p.drive == DRIVE_CHANNEL)
            assert_true(f.by[BY_CHANNEL].on);
        if (p.drive == DRIVE_QUEUE)
            assert_false(scope_is_all(scope));
    }
}

#define TESTED(test_, x)                                                                           \
    {                                                                                              \
        .on = true, .test = (test_), .ids = (const int64_t[]){x}, .n = 1                           \
    }

/* What is left when a value is taken away is common, however rare or common the value. */
static void all_but_a_rare_value_is_met_in_order_of_time(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    for (int test = TEST_NOT_IN; test < LIST_TESTS; test++) {
        struct list_filter f = everything;
        f.by[BY_AGENT] = (struct id_filter)TESTED((enum list_test)test, 2);
        assert_int_equal(choose(*state, tenant, f, SORT_CREATED).drive, DRIVE_TIME);
        f.by[BY_DISPOSITION] = (struct id_filter)SOME(2);
        assert_string_equal(choose(*state, tenant, f, SORT_CREATED).name, "disposition");
    }
}

/* A rare value drives, also beside what is not counted anywhere. */
static void what_is_not_counted_drives_nothing(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    static const enum list_by uncounted[] = {BY_DIRECTION, BY_OUTCOME,    BY_SENTIMENT,  BY_STATUS,
                                             BY_RECORDING, BY_TRANSCRIPT, BY_AGENT_KIND, BY_QUEUE};
    for (size_t i = 0; i < sizeof uncounted / sizeof *uncounted; i++) {
        struct list_filter f = everything;
        f.by[uncounted[i]] = (struct id_filter)SOME(1);
        assert_int_equal(choose(*state, tenant, f, SORT_CREATED).drive, DRIVE_TIME);
        f.by[BY_AGENT] = (struct id_filter)SOME(2);
        assert_string_equal(choose(*state, tenant, f, SORT_CREATED).name, "agent");
    }
    struct list_filter f = everything;
    f.ranges[RANGE_WAIT] = (struct range_filter){.on = true, .from = 0, .to = 300};
    assert_int_equal(choose(*state, tenant, f, SORT_CREATED).drive, DRIVE_TIME);
}

static struct plan by_names(struct arena *a, enum list_name which, int64_t rows, size_t n)
{
    struct list_filter f = everything;
    f.names[which] = (struct name_filter){.on = true, .names = {"a", "b"}, .n = n, .rows = rows};
    return choose(a, scope_all(a, 7), f, SORT_CREATED);
}

static void texts_that_few_have_are_dived_for(void **state)
{
    static const char *const names[LIST_NAMES] = {"tag", "flag", "action", "flow"};
    for (int i = 0; i < LIST_NAMES; i++) {
        assert_string_equal(by_names(*state, (enum list_name)i, 0, 1).name, names[i]);
        assert_string_equal(by_names(*state, (enum list_name)i, 300, 1).name, names[i]);
        assert_string_equal(by_names(*state, (enum list_name)i, 300, 2).name, names[i]);
        assert_int_equal(by_names(*state, (enum list_name)i, NAME_ROWS_MAX, 1).drive, DRIVE_TIME);
    }
    struct list_filter f = everything;
    f.names[NAME_TAG] = (struct name_filter){.on = true, .part = "%a%"};
    assert_int_equal(choose(*state, scope_all(*state, 7), f, SORT_CREATED).drive, DRIVE_TIME);
    f.names[NAME_TAG] = (struct name_filter){.on = true, .n = 1, .test = TEST_NOT_IN};
    assert_int_equal(choose(*state, scope_all(*state, 7), f, SORT_CREATED).drive, DRIVE_TIME);
}

static void clients_and_accounts_that_few_have_are_dived_for(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    struct list_filter f = everything;
    f.clients = (struct client_filter){.on = true, .number = "+4930%", .rows = 500};
    assert_string_equal(choose(*state, tenant, f, SORT_CREATED).name, "clients");
    f.clients.rows = NAME_ROWS_MAX;
    assert_int_equal(choose(*state, tenant, f, SORT_CREATED).drive, DRIVE_TIME);
    f = everything;
    f.by[BY_ACCOUNT] = (struct id_filter)SOME(5);
    assert_string_equal(choose(*state, tenant, f, SORT_CREATED).name, "account");
}

static void what_is_flagged_is_dived_for_as_long_as_it_is_little(void **state)
{
    static const int64_t yes[] = {1}, no[] = {0};
    static const int64_t rows[] = {0, 300, NAME_ROWS_MAX};
    for (size_t i = 0; i < 3; i++) {
        struct list_filter f = everything;
        f.by[BY_FLAGGED] = (struct id_filter){.on = true, .ids = yes, .n = 1, .rows = rows[i]};
        assert_int_equal(choose(*state, scope_all(*state, 7), f, SORT_CREATED).drive,
                         rows[i] < NAME_ROWS_MAX ? DRIVE_FLAGGED : DRIVE_TIME);
        f.by[BY_FLAGGED].ids = no;
        assert_int_equal(choose(*state, scope_all(*state, 7), f, SORT_CREATED).drive, DRIVE_TIME);
    }
}

static void the_configuration_can_name_the_plan(void **state)
{
    static const char *const names[] = {
        "time",    "sorted", "queue",   "agent",   "agent_queue", "did", "disposition", "channel",
        "contact", "phone",  "account", "clients", "action",      "tag", "flag",        "duration"};
    struct list_filter f = {.by[BY_AGENT] = SOME(1),
                            .by[BY_DID] = SOME(1),
                            .by[BY_DISPOSITION] = SOME(1),
                            .by[BY_CHANNEL] = SOME(1),
                            .by[BY_CONTACT] = SOME(5),
                            .phone_e164 = "+4930123",
                            .by[BY_ACCOUNT] = SOME(5),
                            .clients = {.on = true, .number = "+49%"},
                            .ranges = {[RANGE_DURATION] = {.on = true, .from = 0, .to = 9}},
                            .names = {[NAME_TAG] = {.on = true, .n = 1},
                                      [NAME_FLAG] = {.on = true, .n = 1},
                                      [NAME_ACTION] = {.on = true, .n = 1}},
                            .from = LIST_ALL_FROM,
                            .to = LIST_ALL_TO};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unit_conf(*state, arena_printf(*state, "plan = %s\n", names[i]));
        assert_string_equal(choose(*state, some(*state, 1, 1), f, SORT_DURATION).name, names[i]);
        /* Not possible without the filter: then in order of time. */
        struct plan p = choose(*state, scope_all(*state, 7), everything, SORT_DURATION);
        assert_int_equal(p.drive, DRIVE_TIME);
    }
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, automatic, unit_arena_free)

/* Words that so many interactions of all time have, all of them asked for. */
static struct text_filter words(double rarest, double other)
{
    return (struct text_filter){.on = true,
                                .query = {.n = 2, .items = {" a ", " b "}, .lens = {3, 3}},
                                .words = {1},
                                .n = 1,
                                .rows = rarest,
                                .item_rows = {rarest, other}};
}

static void a_word_leads_to_its_interactions(void **state)
{
    const struct scope *tenant = scope_all(*state, 7);
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .text = words(40, 5000000)), "text");
    assert_string_equal(CHOSEN(tenant, SORT_CREATED, ALL_TIME, .text = words(100000, 5000000)),
                        "text");
    assert_string_equal(CHOSEN(tenant, SORT_DURATION, ALL_TIME, .text = words(40, 40)), "text");
}

static void a_common_word_is_met_where_few_rows_are(void **state)
{
    assert_string_equal(
        CHOSEN(some(*state, 1, 3), SORT_CREATED, ALL_TIME, .text = words(3000000, 5000000)),
        "queue");
    assert_string_equal(
        CHOSEN(scope_all(*state, 7), SORT_DURATION, ALL_TIME, .text = words(5000000, 5000000)),
        "time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_filters_the_list_is_read_in_order_of_time),
        TEST(a_rare_queue_is_dived_for),
        TEST(common_queues_are_met_in_order_of_time),
        TEST(a_queue_closed_long_ago_is_not_walked_to),
        TEST(common_queues_closed_long_ago_are_dived_for_from_the_new_end),
        TEST(a_queue_never_used_is_not_walked_for),
        TEST(no_queues_at_all_still_give_a_plan),
        TEST(a_rare_agent_is_dived_for),
        TEST(an_agent_who_left_is_not_walked_to),
        TEST(an_agent_in_one_queue_has_an_index_of_both),
        TEST(a_disposition_in_a_month_is_dived_for),
        TEST(dids_channels_contacts_and_phones_are_dived_for_when_rare),
        TEST(common_values_together_are_met_in_order_of_time),
        TEST(the_rarest_of_several_filters_drives),
        TEST(a_short_period_is_sorted_and_a_long_one_walked),
        TEST(a_rare_value_in_another_order_is_dived_for),
        TEST(too_many_values_are_not_dived_for),
        TEST(counting_needs_no_order),
        TEST(without_counts_there_is_a_plan),
        TEST(every_choice_can_be_carried_out),
        TEST(all_but_a_rare_value_is_met_in_order_of_time),
        TEST(what_is_not_counted_drives_nothing),
        TEST(texts_that_few_have_are_dived_for),
        TEST(clients_and_accounts_that_few_have_are_dived_for),
        TEST(what_is_flagged_is_dived_for_as_long_as_it_is_little),
        TEST(the_configuration_can_name_the_plan),
        TEST(a_word_leads_to_its_interactions),
        TEST(a_common_word_is_met_where_few_rows_are),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
