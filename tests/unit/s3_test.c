#include "unit/unit.h"

#include "net/s3.h"

/* The published example of AWS: 24 May 2013, 00:00 UTC, good for a day. */
enum { EXAMPLE_AT = 1369353600, DAY_S = 86400 };

static const struct s3 example = {
    .origin = "https://examplebucket.s3.amazonaws.com",
    .host = "examplebucket.s3.amazonaws.com",
    .root = "/",
    .prefix = "",
    .region = "us-east-1",
    .access_key = "AKIAIOSFODNN7EXAMPLE",
    .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

static const char *sign(struct arena *a, struct s3_request q)
{
    q.now = (ms_t)EXAMPLE_AT * 1000;
    q.seconds = DAY_S;
    return s3_presign(a, &example, &q);
}

static const char *mac(const char *address)
{
    const char *at = strstr(address, "&X-Amz-Signature=");
    assert_non_null(at);
    assert_int_equal(strlen(at + 17), 64);
    return at + 17;
}

static void the_published_example_is_signed_so(void **state)
{
    assert_string_equal(
        sign(*state, (struct s3_request){.method = "GET", .key = "test.txt"}),
        "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F"
        "20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
        "&X-Amz-SignedHeaders=host&X-Amz-Signature="
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

static void a_key_is_encoded_once_and_its_slashes_stay(void **state)
{
    const char *address =
        sign(*state, (struct s3_request){.method = "GET", .key = "7/a b+c%2F\xc3\xa9?.wav"});
    const char *path = "/7/a%20b%2Bc%252F%C3%A9%3F.wav?X-Amz-";
    assert_memory_equal(address, path, strlen(path));
}

static void what_is_signed_changes_the_signature(void **state)
{
    const struct s3_request all[] = {
        {.method = "GET", .key = "a"},
        {.method = "DELETE", .key = "a"},
        {.method = "GET", .key = "b"},
        {.method = "GET", .key = "a", .type = "audio/wav"},
        {.method = "GET", .key = "a", .disposition = "attachment"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(mac(sign(*state, all[i])), mac(sign(*state, all[k])));
    assert_non_null(strstr(sign(*state, all[3]), "&response-content-type=audio%2Fwav&"));
}

static void the_secret_is_in_no_address(void **state)
{
    assert_null(strstr(sign(*state, (struct s3_request){.method = "GET", .key = "a"}), "wJalr"));
}

static enum err store(struct arena *a, const char *secret, const char *settings,
                      const struct s3 **out)
{
    static const char *const names[] = {"s3", NULL};
    const char *folder = unit_folder(a);
    if (secret)
        unit_file(a, folder, names[0], secret, strlen(secret));
    unit_conf(a, arena_printf(a, "secrets_dir = %s\n%s", folder, settings));
    err_clear();
    enum err e = s3_store(out);
    unit_remove(a, folder, names);
    return e;
}

/* The store is kept once it was read, so what is wrong comes first. */
static void the_settings_are_read_and_checked(void **state)
{
    static const char *const wrong[][2] = {
        {"s3_endpoint = s3.example\ns3_access_key = k\n", "s3_endpoint"},
        {"s3_endpoint = ftp://s3.example\ns3_access_key = k\n", "s3_endpoint"},
        {"s3_endpoint = https://s3.example/x\ns3_access_key = k\n", "s3_endpoint"},
        {"s3_endpoint = https://\ns3_access_key = k\n", "s3_endpoint"},
        {"s3_endpoint = https://u@s3.example\ns3_access_key = k\n", "s3_endpoint"},
        {"s3_endpoint = https://s3.example\n", "s3_access_key"},
        {"s3_endpoint = https://s3.example\ns3_access_key = k\ns3_bucket = a/b\n", "s3_bucket"},
    };
    const struct s3 *s;
    assert_int_equal(store(*state, NULL, "", &s), OK);
    assert_null(s);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(store(*state, "x", wrong[i][0], &s), ERR_INTERNAL);
        assert_non_null(strstr(err_detail(), wrong[i][1]));
    }
    static const char right[] = "s3_endpoint = https://s3.example:9000\ns3_access_key = k\n"
                                "s3_bucket = calls\ns3_path_style = off\ns3_prefix = p/\n";
    assert_int_equal(store(*state, NULL, right, &s), ERR_INTERNAL);
    assert_int_equal(store(*state, "hidden\n", right, &s), OK);
    assert_string_equal(s->origin, "https://calls.s3.example:9000");
    assert_string_equal(s->host, "calls.s3.example:9000");
    assert_string_equal(s->root, "/");
    assert_string_equal(s->secret, "hidden");
    assert_string_equal(s3_key(*state, s, 7, "2026/a.wav"), "p/7/2026/a.wav");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_published_example_is_signed_so),
        UNIT_TEST(a_key_is_encoded_once_and_its_slashes_stay),
        UNIT_TEST(what_is_signed_changes_the_signature),
        UNIT_TEST(the_secret_is_in_no_address),
        UNIT_TEST(the_settings_are_read_and_checked),
    };
    return cmocka_run_group_tests_name("s3", tests, NULL, NULL);
}
