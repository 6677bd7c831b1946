#include "unit/unit.h"

#include "telephony/follow.h"

#include <sys/stat.h>

/* A log that grows, and somebody who follows it. */
struct world {
    char folder[64], path[96];
    struct follow_at at;
    struct follow_seen seen;
    struct buf read, chunk;
};

static struct world *begin(void)
{
    struct world *w = calloc(1, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "/tmp/follow_test.XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/queue_log", w->folder);
    return w;
}

static void end(struct world *w)
{
    static const char *const names[] = {"queue_log", "queue_log.1", "queue_log.2", "queue_log.bak"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", w->folder, names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(w->folder), 0);
    buf_free(&w->read);
    buf_free(&w->chunk);
    free(w);
}

static const char *named(struct world *w, const char *more)
{
    static char path[128];
    snprintf(path, sizeof path, "%s%s", w->path, more);
    return path;
}

static void add(struct world *w, const char *more, const char *text)
{
    FILE *f = fopen(named(w, more), "a");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void move(struct world *w, const char *from, const char *to)
{
    char before[128];
    snprintf(before, sizeof before, "%s", named(w, from));
    assert_int_equal(rename(before, named(w, to)), 0);
}

/* Reads on until there is nothing new; what was read so far. */
static const char *read_on(struct world *w)
{
    do {
        struct follow_at to;
        follow_read(w->path, &w->at, &w->chunk, &to, &w->seen);
        buf_add(&w->read, w->chunk.len ? w->chunk.s : "", w->chunk.len);
        w->at = to;
    } while (w->seen.found == FOLLOW_LINES);
    return w->read.len ? w->read.s : "";
}

static void half_lines_are_left(void **state)
{
    struct world *w = begin();
    (void)state;
    assert_string_equal(read_on(w), "");
    assert_int_equal(w->seen.found, FOLLOW_MISSING);
    assert_non_null(w->seen.why);
    add(w, "", "one\ntw");
    assert_string_equal(read_on(w), "one\n");
    assert_int_equal(w->seen.behind, 2);
    assert_string_equal(read_on(w), "one\n");
    add(w, "", "o\nthree\n");
    assert_string_equal(read_on(w), "one\ntwo\nthree\n");
    assert_int_equal(w->seen.behind, 0);
    end(w);
}

static void a_file_that_was_renamed_is_read_to_its_end(void **state)
{
    struct world *w = begin();
    (void)state;
    add(w, "", "one\n");
    read_on(w);
    add(w, "", "two\nthr");
    move(w, "", ".1");
    add(w, "", "");
    assert_string_equal(read_on(w), "one\ntwo\n");
    add(w, ".1", "ee\n"); /* its writer has not noticed yet */
    assert_string_equal(read_on(w), "one\ntwo\nthree\n");
    add(w, "", "four\n");
    assert_string_equal(read_on(w), "one\ntwo\nthree\nfour\n");
    assert_false(w->seen.lost);
    end(w);
}

static void several_rotations_are_caught_up(void **state)
{
    struct world *w = begin();
    (void)state;
    add(w, ".bak", "not ours\n");
    add(w, "", "one\n");
    read_on(w);
    add(w, "", "two\nhalf");
    move(w, "", ".2");
    usleep(20000);
    add(w, ".1", "three\n");
    usleep(20000);
    add(w, "", "four\n");
    assert_string_equal(read_on(w), "one\ntwo\nhalfthree\nfour\n");
    end(w);
}

static void emptied_in_place(void **state)
{
    struct world *w = begin();
    (void)state;
    add(w, "", "one\ntwo\n");
    read_on(w);
    add(w, "", "three\n");
    add(w, ".1", "one\ntwo\nthree\n"); /* the copy */
    assert_int_equal(truncate(w->path, 0), 0);
    assert_string_equal(read_on(w), "one\ntwo\nthree\n");
    assert_false(w->seen.lost);
    add(w, "", "four\nfive\nsix\nseven\n"); /* beyond where we were */
    assert_string_equal(read_on(w), "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
    end(w);
}

static void emptied_without_a_copy_is_said(void **state)
{
    struct world *w = begin();
    struct follow_at to;
    (void)state;
    add(w, "", "one\ntwo\n");
    read_on(w);
    assert_int_equal(truncate(w->path, 0), 0);
    add(w, "", "another line that is longer\n");
    follow_read(w->path, &w->at, &w->chunk, &to, &w->seen);
    assert_true(w->seen.lost);
    assert_string_equal(w->chunk.s, "another line that is longer\n");
    end(w);
}

static void what_is_no_file_is_missing(void **state)
{
    struct world *w = begin();
    (void)state;
    assert_int_equal(mkfifo(w->path, 0600), 0);
    read_on(w);
    assert_int_equal(w->seen.found, FOLLOW_MISSING);
    end(w);
}

static void long_lines_come_in_pieces(void **state)
{
    struct world *w = begin();
    struct buf text = {0};
    (void)state;
    for (int i = 0; i < FOLLOW_CHUNK * 2 / 10; i++)
        buf_puts(&text, "0123456789");
    buf_puts(&text, "\nnext\n");
    add(w, "", text.s);
    assert_string_equal(read_on(w), text.s);
    buf_free(&text);
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_lines_are_left),
        cmocka_unit_test(a_file_that_was_renamed_is_read_to_its_end),
        cmocka_unit_test(several_rotations_are_caught_up),
        cmocka_unit_test(emptied_in_place),
        cmocka_unit_test(emptied_without_a_copy_is_said),
        cmocka_unit_test(what_is_no_file_is_missing),
        cmocka_unit_test(long_lines_come_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
