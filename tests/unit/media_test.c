#include "unit/unit.h"

#include "core/media.h"

static enum media_verdict check(const char *name, const void *bytes, size_t n)
{
    const struct media *m = media_find(name);
    assert_non_null(m);
    unsigned char *copy = malloc(n + !n); /* of this length, so that reading beyond is noticed */
    memcpy(copy, bytes, n);
    enum media_verdict v = media_check(m, copy, n, (int64_t)n);
    free(copy);
    return v;
}

#define CHECK(name, text) check(name, text, sizeof(text) - 1)

static void names_say_what_a_file_is(void **state)
{
    (void)state;
    assert_string_equal(media_find("2026/a.b/C.WAV")->type, "audio/wav");
    assert_int_equal(media_find("a.gsm")->kind, MEDIA_FOREIGN);
    assert_int_equal(media_find("a.webp")->kind, MEDIA_PICTURE);
    assert_int_equal(media_find("a.pdf")->kind, MEDIA_PAPER);
    static const char *const none[] = {"",      ".wav",  "wav",    "a.wav/",     "a.html",
                                       "a.svg", "a.htm", "a.js",   "a.wav ",     "a.wav.exe",
                                       "a.xml", "a",     "a.wavx", "/etc/passwd"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(media_find(none[i]));
}

static void first_bytes_must_agree(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes;
        size_t n;
    } right[] = {
        {"a.mp3", "ID3\4", 4},
        {"a.mp3", "\xff\xfb\x90\x64", 4},
        {"a.ogg", "OggS", 4},
        {"a.opus", "OggS", 4},
        {"a.flac", "fLaC", 4},
        {"a.m4a",
         "\0\0\0\x20"
         "ftyp",
         8},
        {"a.webm", "\x1a\x45\xdf\xa3", 4},
        {"a.png", "\x89PNG\r\n\x1a\n", 8},
        {"a.jpg", "\xff\xd8\xff\xe0", 4},
        {"a.gif", "GIF89a", 6},
        {"a.webp", "RIFF....WEBP", 12},
        {"a.pdf", "%PDF-1.7", 8},
        {"a.txt", "anything", 8},
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        assert_int_equal(check(right[i].name, right[i].bytes, right[i].n), MEDIA_FINE);
        assert_int_equal(check(right[i].name, right[i].bytes, 0), MEDIA_EMPTY);
        if (strcmp(right[i].name, "a.txt") == 0)
            continue;
        assert_int_equal(CHECK(right[i].name, "<script>alert(1)</script>"), MEDIA_DAMAGED);
        assert_int_equal(check(right[i].name, right[i].bytes, 2), MEDIA_DAMAGED);
    }
    assert_int_equal(CHECK("a.mp3", "\xff\xff\xff\xff"), MEDIA_DAMAGED);
    assert_int_equal(CHECK("a.gsm", "\xd0"), MEDIA_UNPLAYED);
}

#define WAVE "RIFF\x24\0\0\0WAVE"
#define FORMAT(tag) "fmt \x10\0\0\0" tag "\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0"

static void waves_are_read_to_their_sound(void **state)
{
    (void)state;
    assert_int_equal(CHECK("a.wav", WAVE FORMAT("\1") "data\4\0\0\0abcd"), MEDIA_FINE);
    assert_int_equal(CHECK("a.wav", WAVE FORMAT("\7") "data\4\0\0\0abcd"), MEDIA_FINE);
    assert_int_equal(CHECK("a.wav", WAVE FORMAT("\x31") "data\4\0\0\0abcd"), MEDIA_UNPLAYED);
    assert_int_equal(CHECK("a.wav", WAVE FORMAT("\x11") "data\4\0\0\0abcd"), MEDIA_UNPLAYED);
    assert_int_equal(CHECK("a.wav", WAVE FORMAT("\1") "data\0\0\0\0"), MEDIA_EMPTY);
    assert_int_equal(CHECK("a.wav", WAVE FORMAT("\1") "data\xff\xff\xff\xff"), MEDIA_EMPTY);
    assert_int_equal(CHECK("a.wav", WAVE "JUNK\3\0\0\0abc\0" FORMAT("\1") "data\4\0\0\0abcd"),
                     MEDIA_FINE);
    static const char whole[] = WAVE FORMAT("\1") "data\4\0\0\0abcd";
    for (size_t n = 1; n < 36; n++)
        assert_int_equal(check("a.wav", whole, n), MEDIA_DAMAGED);
    assert_int_equal(CHECK("a.wav", WAVE "data\4\0\0\0abcd"), MEDIA_DAMAGED);
    assert_int_equal(CHECK("a.wav", WAVE "fmt \2\0\0\0\1\0"), MEDIA_DAMAGED);
    assert_int_equal(CHECK("a.wav", WAVE "JUNK\xff\xff\xff\xff"), MEDIA_DAMAGED);
    assert_int_equal(CHECK("a.wav", "RIFF\x24\0\0\0AVI "), MEDIA_DAMAGED);
}

static void a_long_beginning_is_believed(void **state)
{
    (void)state;
    static const char head[] = WAVE "JUNK\0\x40\0\0........";
    assert_int_equal(
        media_check(media_find("a.wav"), (const unsigned char *)head, sizeof head - 1, 1 << 20),
        MEDIA_FINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(names_say_what_a_file_is),
        UNIT_TEST(first_bytes_must_agree),
        UNIT_TEST(waves_are_read_to_their_sound),
        UNIT_TEST(a_long_beginning_is_believed),
    };
    return cmocka_run_group_tests_name("media", tests, NULL, NULL);
}
