#include "unit/unit.h"

#include "core/wave.h"

static unsigned char peaks[WAVE_VOICES][WAVE_PEAKS];

static void put(unsigned char *s, unsigned v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        s[i] = (unsigned char)(v >> (8 * i));
}

/* The peaks of a file of these samples; `says`: what its head says is their length. */
static size_t measured(struct arena *a, unsigned tag, unsigned channels, unsigned bits,
                       const void *samples, size_t n, unsigned says)
{
    static const char *const names[] = {"a.wav", NULL};
    unsigned char *file = arena_alloc(a, 44 + n);
    memcpy(file, "RIFF....WAVEfmt \x10\0\0\0", 20);
    put(file + 20, tag, 2);
    put(file + 22, channels, 2);
    put(file + 24, 8000, 4);
    put(file + 34, bits, 2);
    memcpy(file + 36, "data", 4);
    put(file + 40, says, 4);
    memcpy(file + 44, samples, n);
    const char *folder = unit_folder(a);
    int fd = open(unit_file(a, folder, names[0], file, 44 + n), O_RDONLY | O_CLOEXEC);
    size_t voices = wave_peaks(fd, peaks);
    close(fd);
    unit_remove(a, folder, names);
    return voices;
}

static void each_voice_has_its_own(void **state)
{
    static int16_t samples[2 * 60000]; /* the left is loud first, the right afterwards, half so */
    for (size_t i = 0; i < 60000; i++)
        samples[2 * i + (i >= 30000)] = (int16_t)(i < 30000 ? -32768 : 16384);
    assert_int_equal(measured(*state, 1, 2, 16, samples, sizeof samples, sizeof samples), 2);
    for (size_t i = 0; i < WAVE_PEAKS; i++) {
        assert_int_equal(peaks[0][i], i < WAVE_PEAKS / 2 ? 255 : 0);
        assert_int_equal(peaks[1][i], i < WAVE_PEAKS / 2 ? 0 : 128);
    }
}

static void eight_bits_are_unsigned(void **state)
{
    static unsigned char samples[6000];
    memset(samples, 128, sizeof samples);
    memset(samples + 3000, 0, 10);
    assert_int_equal(measured(*state, 1, 1, 8, samples, sizeof samples, sizeof samples), 1);
    for (size_t i = 0; i < WAVE_PEAKS; i++)
        assert_int_equal(peaks[0][i], i == WAVE_PEAKS / 2 ? 255 : 0);
}

static void lengths_that_are_not_true_are_harmless(void **state)
{
    static const unsigned says[] = {0, 1, 3, 100, 0x7fffffff, 0xffffffff};
    static unsigned char samples[5001];
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        for (size_t n = 0; n <= sizeof samples; n += n < 8 ? 1 : 1663)
            assert_int_equal(measured(*state, 1, 2, 16, samples, n, says[i]), 2);
}

static void of_other_kinds_nothing_is_said(void **state)
{
    static const unsigned kinds[][3] = {{3, 1, 32},     {7, 1, 8},  {1, 0, 16}, {1, 3, 16},
                                        {1, 65535, 16}, {1, 1, 24}, {1, 1, 0},  {49, 1, 0}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_int_equal(measured(*state, kinds[i][0], kinds[i][1], kinds[i][2], "abcdefgh", 8, 8),
                         0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(each_voice_has_its_own),
        UNIT_TEST(eight_bits_are_unsigned),
        UNIT_TEST(lengths_that_are_not_true_are_harmless),
        UNIT_TEST(of_other_kinds_nothing_is_said),
    };
    return cmocka_run_group_tests_name("wave", tests, NULL, NULL);
}
