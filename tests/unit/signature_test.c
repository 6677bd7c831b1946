#include "unit/unit.h"

#include "intake/signature.h"

#include <jansson.h>

#define NOW ((ms_t)1600000000000)
#define MINUTE ((ms_t)60 * 1000)

/* Of the published tests of ElevenLabs' and Retell's own libraries. */
static const char eleven_body[] = "{\"event_type\": \"speech.completed\", \"id\": \"123456\"}";
static const char eleven_header[] =
    "t=1600000000,v0=f8a0d1dc33ee963cb54d2f31514555995e93313c9d2042c030adbb82b87fae13";
static const char retell_body[] = "{\"event\":\"call_ended\"}";
static const char retell_header[] =
    "v=1700000000000,d=07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e";
#define RETELL_NOW ((ms_t)1700000000000)

static bool eleven(const char *header, const char *secret, const char *body, ms_t now)
{
    const char *why;
    bool ok = signature_ok("elevenlabs", "vendor", header, secret, body, strlen(body), now, &why);
    assert_true(ok == (why == NULL));
    return ok;
}

static bool retell(const char *header, ms_t now)
{
    const char *why;
    return signature_ok("retell", "vendor", header, "test-api-key", retell_body,
                        strlen(retell_body), now, &why);
}

static const char *hex_of(struct arena *a, const char *secret, const char *text)
{
    unsigned char out[crypto_auth_hmacsha256_BYTES];
    char hex[sizeof out * 2 + 1];
    crypto_auth_hmacsha256_state s;
    crypto_auth_hmacsha256_init(&s, (const unsigned char *)secret, strlen(secret));
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)text, strlen(text));
    crypto_auth_hmacsha256_final(&s, out);
    return arena_dup(a, sodium_bin2hex(hex, sizeof hex, out, sizeof out));
}

static void elevenlabs_signs_the_time_and_the_body(void **state)
{
    struct arena *a = *state;
    assert_true(eleven(eleven_header, "test_secret", eleven_body, NOW));
    assert_true(
        eleven(arena_printf(a, "x=1,%s,v9=a", eleven_header), "test_secret", eleven_body, NOW));
    assert_false(eleven(eleven_header, "other_secret", eleven_body, NOW));
    assert_false(eleven(eleven_header, "", eleven_body, NOW));
    assert_false(eleven("", "test_secret", eleven_body, NOW));
    assert_false(eleven(NULL, "test_secret", eleven_body, NOW));
    assert_false(eleven("invalid_format", "test_secret", eleven_body, NOW));
    assert_false(eleven("t=1600000000,v0=invalid_signature", "test_secret", eleven_body, NOW));
    assert_false(eleven(arena_printf(a, "t=1600000001%s", eleven_header + 12), "test_secret",
                        eleven_body, NOW));
    assert_false(
        eleven(arena_printf(a, "%s,t=1600000000", eleven_header), "test_secret", eleven_body, NOW));
}

static void every_bit_of_the_body_counts(void **state)
{
    char *body = arena_dup(*state, eleven_body);
    for (size_t i = 0; body[i]; i++) {
        body[i] ^= 1;
        assert_false(eleven(eleven_header, "test_secret", body, NOW));
        body[i] ^= 1;
    }
    char *header = arena_dup(*state, eleven_header);
    for (size_t i = strlen(header) - 64; header[i]; i++) {
        char was = header[i];
        header[i] = was == '0' ? '1' : '0';
        assert_false(eleven(header, "test_secret", eleven_body, NOW));
        header[i] = was;
    }
}

static void a_time_is_bounded_on_both_sides(void **state)
{
    (void)state;
    assert_true(eleven(eleven_header, "test_secret", eleven_body, NOW + 30 * MINUTE));
    assert_false(eleven(eleven_header, "test_secret", eleven_body, NOW + 30 * MINUTE + 1));
    assert_true(eleven(eleven_header, "test_secret", eleven_body, NOW - 5 * MINUTE));
    assert_false(eleven(eleven_header, "test_secret", eleven_body, NOW - 5 * MINUTE - 1));
    assert_true(retell(retell_header, RETELL_NOW));
    assert_true(retell(retell_header, RETELL_NOW + 5 * MINUTE));
    assert_false(retell(retell_header, RETELL_NOW + 5 * MINUTE + 1));
    assert_false(retell(retell_header, RETELL_NOW - 5 * MINUTE - 1));
}

/* Numbers that no clock shows must not overflow. */
static void odd_times_are_refused(void **state)
{
    static const char *const odd[] = {"",
                                      "-1",
                                      "1e3",
                                      "0x10",
                                      " 1600000000",
                                      "99999999999999",
                                      "999999999999999",
                                      "99999999999999999999",
                                      "1600000000 "};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_false(eleven(arena_printf(*state, "t=%s%s", odd[i], eleven_header + 12),
                            "test_secret", eleven_body, NOW));
        assert_false(
            retell(arena_printf(*state, "v=%s%s", odd[i], retell_header + 15), RETELL_NOW));
    }
}

static void vapi_sends_the_secret_or_a_digest(void **state)
{
    struct arena *a = *state;
    const char *why, *hex = hex_of(a, "s3cret", "body");
    assert_true(signature_ok("vapi", "vendor", "s3cret", "s3cret", "body", 4, NOW, &why));
    assert_true(signature_ok("vapi", "header", "Bearer s3cret", "s3cret", "body", 4, NOW, &why));
    assert_true(
        signature_ok("vapi", "header", "Bearer s3cret", "Bearer s3cret", "body", 4, NOW, &why));
    assert_false(signature_ok("vapi", "header", "s3cre", "s3cret", "body", 4, NOW, &why));
    assert_false(signature_ok("vapi", "header", "s3cret2", "s3cret", "body", 4, NOW, &why));
    assert_false(signature_ok("vapi", "header", "Bearer ", "", "body", 4, NOW, &why));
    assert_true(signature_ok("vapi", "hmac", hex, "s3cret", "body", 4, NOW, &why));
    assert_true(signature_ok("vapi", "hmac", arena_printf(a, "sha256=%s", hex), "s3cret", "body", 4,
                             NOW, &why));
    assert_false(signature_ok("vapi", "hmac", hex, "s3cret", "bodx", 4, NOW, &why));
    assert_false(signature_ok("vapi", "hmac", "s3cret", "s3cret", "body", 4, NOW, &why));
    assert_false(signature_ok("vapi", "none", "s3cret", "s3cret", "body", 4, NOW, &why));
}

static void a_stamp_beside_the_digest_is_signed(void **state)
{
    struct arena *a = *state;
    const char *why;
    const char *const secrets[SIGNATURE_SECRETS] = {"s3cret"};
    const struct {
        const char *stamp;
        ms_t now;
        bool ok;
    } all[] = {{"1600000000", NOW, true},
               {"1600000000", NOW + 6 * MINUTE, false},
               {"1600000000000", NOW + MINUTE, true},
               {"1600000000000", NOW - 6 * MINUTE, false}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct signature_claim claim = {
            .source = "vapi",
            .scheme = "hmac",
            .stamp = all[i].stamp,
            .header = hex_of(a, "s3cret", arena_printf(a, "%s.body", all[i].stamp)),
            .now = all[i].now};
        struct signature s;
        bool ok = signature_begin(&s, &claim, secrets, &why);
        if (ok) {
            signature_update(&s, "body", 4);
            ok = signature_end(&s, &why);
        }
        assert_int_equal(ok, all[i].ok);
    }
}

static void our_own_signature_is_that_of_all_others(void **state)
{
    struct arena *a = *state;
    const char *why, *hex = hex_of(a, "s", "1600000000.{}");
    const char *header = arena_printf(a, "t=1600000000,v1=%s", hex);
    assert_true(signature_ok("generic", "vendor", header, "s", "{}", 2, NOW, &why));
    assert_false(
        signature_ok("generic", "vendor", header, "s", "{}", 2, NOW + 5 * MINUTE + 1, &why));
    assert_false(
        signature_ok("generic", "vendor", header, "s", "{}", 2, NOW - 5 * MINUTE - 1, &why));
    assert_string_equal(signature_header("generic", "vendor", NULL), "X-Parley-Signature");
    assert_string_equal(signature_header("vapi", "hmac", "X-Mine"), "X-Mine");
    assert_string_equal(signature_header("vapi", "vendor", NULL), "X-Vapi-Secret");
    assert_string_equal(signature_header("whatsapp", "vendor", NULL), "X-Hub-Signature-256");
    header = arena_printf(a, "sha256=%s", hex_of(a, "s", "{}"));
    assert_true(signature_ok("whatsapp", "vendor", header, "s", "{}", 2, NOW, &why));
    assert_false(signature_ok("whatsapp", "vendor", header, "t", "{}", 2, NOW, &why));
}

/* The secret before the one of today is good until it is taken away. */
static void either_of_two_secrets_is_enough(void **state)
{
    (void)state;
    const char *why;
    const char *const pairs[][SIGNATURE_SECRETS] = {
        {"test_secret", NULL}, {"new", "test_secret"}, {"", "test_secret"}, {"new", "old"}};
    const struct signature_claim claim = {
        .source = "elevenlabs", .scheme = "vendor", .header = eleven_header, .now = NOW};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct signature s;
        assert_true(signature_begin(&s, &claim, pairs[i], &why));
        for (size_t n = 0; eleven_body[n]; n++) /* streamed */
            signature_update(&s, eleven_body + n, 1);
        assert_int_equal(signature_end(&s, &why), i < 3);
    }
}

static const char *member(const json_t *vector, const char *name)
{
    const char *s = json_string_value(json_object_get(vector, name));
    assert_non_null(s);
    return s;
}

/* The vectors that were collected from the vendors, where they are at hand. */
static void the_vectors_of_the_vendors_hold(void **state)
{
    (void)state;
    const char *why;
    json_t *e = json_load_file("../shared/data/vendors/elevenlabs/signature_vector.json", 0, NULL);
    json_t *r = json_load_file("../shared/data/vendors/retell/signature_vector.json", 0, NULL);
    if (!e || !r) {
        json_decref(e);
        json_decref(r);
        print_message("skipped: there is no ../shared/data/vendors\n");
        skip();
    }
    const char *body = member(e, "body");
    ms_t now = json_integer_value(json_object_get(e, "now_unix")) * 1000;
    assert_true(signature_ok("elevenlabs", "vendor", member(e, "header"), member(e, "secret"), body,
                             strlen(body), now, &why));
    assert_false(signature_ok("elevenlabs", "vendor", member(e, "header"), member(e, "secret"),
                              body, strlen(body), now + 1860 * 1000, &why));
    assert_false(signature_ok("elevenlabs", "vendor", member(e, "header"), member(e, "secret"),
                              body, strlen(body) - 1, now, &why));
    body = member(r, "body");
    now = json_integer_value(json_object_get(r, "timestamp_ms"));
    assert_true(signature_ok("retell", "vendor", member(r, "header"), member(r, "api_key"), body,
                             strlen(body), now, &why));
    json_decref(e);
    json_decref(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(elevenlabs_signs_the_time_and_the_body),
        UNIT_TEST(every_bit_of_the_body_counts),
        UNIT_TEST(a_time_is_bounded_on_both_sides),
        UNIT_TEST(odd_times_are_refused),
        UNIT_TEST(vapi_sends_the_secret_or_a_digest),
        UNIT_TEST(a_stamp_beside_the_digest_is_signed),
        UNIT_TEST(our_own_signature_is_that_of_all_others),
        UNIT_TEST(either_of_two_secrets_is_enough),
        UNIT_TEST(the_vectors_of_the_vendors_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
