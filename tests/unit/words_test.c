#include "unit/unit.h"

#include "core/words.h"

static struct arena *a;

static void folds(const char *text, const char *expected)
{
    struct buf b = {0};
    words_fold(&b, text, strlen(text));
    assert_string_equal(b.s ? b.s : "", expected);
    buf_free(&b);
}

static void case_accents_and_width_do_not_count(void **state)
{
    (void)state;
    folds("Straße STRASSE", " strasse strasse ");
    folds("Café CAFE\xcc\x81 cafe", " cafe cafe cafe ");
    folds("ΟΔΟΣ οδός", " οδοσ οδοσ ");
    folds("ЁЛКА ёлка елка", " елка елка елка ");
    folds("Ｐａｒｌｅｙ ﬁn", " parley fin ");
    folds("İstanbul ısı ISI", " istanbul isi isi ");
    folds("Ⅷ ½ ①", " viii 12 1 ");
}

static void vowel_signs_of_arabic_and_hebrew_do_not_count(void **state)
{
    (void)state;
    folds("مُحَمَّد محمد محـــمد", " محمد محمد محمد ");
    folds("שָׁלוֹם שלום", " שלום שלום ");
    /* but those of Hindi do */
    folds("कुल कल", " कुल कल ");
}

static void punctuation_separates(void **state)
{
    (void)state;
    folds("", "");
    folds(" . , % _ * \" ", "");
    folds("e-mail, don't 4.000,50", " e mail don t 4 000 50 ");
    folds("a_b a%b a\\b a\nb", " a b a b a b a b ");
    folds("soft\xc2\xadhyphen bidi\xe2\x80\x8fmark", " softhyphen bidimark ");
    folds("\xcc\x81 \xcc\x81"
          "a",
          " a ");
}

static void scripts_without_blanks_have_a_word_per_character(void **state)
{
    (void)state;
    folds("我想退款。", " 我 想 退 款 ");
    folds("ABC株式会社", " abc 株 式 会 社 ");
    folds("ガ ｶﾞ カ", " ガ ガ カ ");
    folds("환불을", " 환 불 을 ");
    folds("ที่นี่", " ที่ นี่ ");
    folds("ok👍🏽👨‍👩‍👧 ☎️", " ok 👍 👨 👩 👧 ☎ ");
}

static void what_is_no_utf8_separates(void **state)
{
    (void)state;
    struct buf b = {0};
    words_fold(&b, "a\0b\xff\xc3", 5);
    assert_string_equal(b.s, " a b ");
    buf_free(&b);
}

static void a_run_that_is_too_long_is_several_words(void **state)
{
    (void)state;
    char text[1000];
    size_t at = 0, n = 0;
    struct word w;
    memset(text, 'x', sizeof text);
    while (word_next(text, sizeof text, &at, &w)) {
        assert_true(w.len <= WORD_BYTES);
        n++;
    }
    assert_int_equal(n, 4);
}

static void steps(void **state)
{
    (void)state;
    size_t at = 0, n;
    const char *word = words_step(" ab c ", 6, &at, &n);
    assert_int_equal(n, 2);
    assert_memory_equal(word, "ab", 2);
    word = words_step(" ab c ", 6, &at, &n);
    assert_int_equal(n, 1);
    assert_memory_equal(word, "c", 1);
    assert_null(words_step(" ab c ", 6, &at, &n));
    at = 0;
    assert_null(words_step("", 0, &at, &n));
}

static void reads(const char *text, enum words_mode mode, const char *expected)
{
    struct words_query q;
    struct buf b = {0};
    assert_true(words_query_read(a, text, mode, &q));
    for (size_t i = 0; i < q.n; i++) {
        assert_int_equal(strlen(q.items[i]), q.lens[i]);
        buf_printf(&b, "|%s", q.items[i]);
    }
    assert_string_equal(b.s ? b.s : "", expected);
    buf_free(&b);
}

static void queries_are_words_and_phrases(void **state)
{
    (void)state;
    reads("Refund ticket", WORDS_ALL, "| refund | ticket ");
    reads("\"My Refund\" ticket", WORDS_ANY, "| my refund | ticket ");
    reads("„mein Geld“ zurück", WORDS_ALL, "| mein geld | zuruck ");
    reads("a\"b c", WORDS_ALL, "| a | b c ");
    reads("refund REFUND \"refund\"", WORDS_ALL, "| refund ");
    reads("e-mail 退款", WORDS_ALL, "| e mail | 退 款 ");
    reads("say \"no\" more", WORDS_PHRASE, "| say no more ");
    reads(" \"\" % * ", WORDS_ALL, "");
    reads("", WORDS_PHRASE, "");
}

static void queries_have_an_end(void **state)
{
    (void)state;
    struct words_query q;
    assert_true(words_query_read(a, "a b c d e f g h a", WORDS_ALL, &q));
    assert_false(words_query_read(a, "a b c d e f g h i", WORDS_ALL, &q));
    assert_true(words_query_read(a, "a b c d e f g h i", WORDS_PHRASE, &q));
}

/* The text with its places in brackets. */
static void marks(const char *query, enum words_mode mode, const char *text, const char *expected)
{
    struct words_query q;
    struct buf b = {0};
    size_t n, at = 0;
    assert_true(words_query_read(a, query, mode, &q));
    const struct words_place *p = words_places(a, &q, text, strlen(text), &n);
    for (size_t i = 0; i < n; i++) {
        buf_add(&b, text + at, p[i].start - at);
        buf_printf(&b, "[%.*s]", (int)(p[i].end - p[i].start), text + p[i].start);
        at = p[i].end;
    }
    buf_puts(&b, text + at);
    assert_string_equal(b.s, expected);
    buf_free(&b);
}

static void places_are_those_of_the_text_as_written(void **state)
{
    (void)state;
    marks("refund", WORDS_ALL, "Refund? A REFUND, refunded.", "[Refund]? A [REFUND], refunded.");
    marks("strasse", WORDS_ALL, "Hauptstr. Straße 5", "Hauptstr. [Straße] 5");
    marks("a b", WORDS_ANY, "a b", "[a] [b]");
    marks("退款", WORDS_ALL, "我想退款，退 款", "我想[退款]，[退 款]");
    marks("cafe", WORDS_ALL, "cafe\xcc\x81!", "[cafe\xcc\x81]!");
    marks("zz", WORDS_ALL, "", "");
}

static void phrases_reach_over_punctuation(void **state)
{
    (void)state;
    marks("my, refund", WORDS_PHRASE, "My -- refund. Refund my", "[My -- refund]. Refund my");
}

static void places_that_overlap_are_one(void **state)
{
    (void)state;
    marks("\"a b\" \"b c\"", WORDS_ANY, "a b c a b", "[a b c] [a b]");
    marks("\"a a\"", WORDS_ANY, "a a a a b a", "[a a a a] b a");
    marks("refund \"refund policy\"", WORDS_ANY, "refund policy refund",
          "[refund policy] [refund]");
}

static void around(const char *text, const char *word, const char *expected)
{
    size_t start = (size_t)(strstr(text, word) - text);
    struct words_place p = {start, start + strlen(word)};
    p = words_around(text, strlen(text), p, 8, 8);
    assert_string_equal(arena_dupn(a, text + p.start, p.end - p.start), expected);
}

static void surroundings_are_cut_between_words(void **state)
{
    (void)state;
    around("-- hit --", "hit", "-- hit --");
    around("one two three hit four five six", "hit", "three hit four");
    around("hit four!", "hit", "hit four!");
    around("ééééééé hit ééééééé", "hit", "hit");
}

static int setup(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_accents_and_width_do_not_count),
        cmocka_unit_test(vowel_signs_of_arabic_and_hebrew_do_not_count),
        cmocka_unit_test(punctuation_separates),
        cmocka_unit_test(scripts_without_blanks_have_a_word_per_character),
        cmocka_unit_test(what_is_no_utf8_separates),
        cmocka_unit_test(a_run_that_is_too_long_is_several_words),
        cmocka_unit_test(steps),
        cmocka_unit_test(queries_are_words_and_phrases),
        cmocka_unit_test(queries_have_an_end),
        cmocka_unit_test(places_are_those_of_the_text_as_written),
        cmocka_unit_test(phrases_reach_over_punctuation),
        cmocka_unit_test(places_that_overlap_are_one),
        cmocka_unit_test(surroundings_are_cut_between_words),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
