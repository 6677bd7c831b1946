/* How sentiment and willingness went from call to call: a picture, and the same as a table. */
#include "auth/session.h"
#include "linked.h"
#include "timeline.h"
#include "view/format.h"

/* In the units of the picture: where the first call stands, how far apart they are; the line of the
 * best mood, how far apart those are; the foot of the bars of willingness, how high one step is. */
enum { LEFT = 64, STEP = 15, TOP = 10, LINE = 13, FOOT = 94, RISE = 6, MOODS = 4 };

static int64_t mood_line(const char *mood)
{
    static const char *const moods[] = {"positive", "neutral", "negative", "hostile", NULL};
    return mood ? list_position(moods, mood) - 1 : -1;
}

static void number(struct timeline *t, size_t i, const char *field, int64_t n)
{
    view_item(t->v, "Trend", i, field, arena_printf(t->a, "%lld", (long long)n));
}

/* Returns the end of the line through the moods with this one added. */
static const char *show_mood(struct timeline *t, size_t i, int64_t line, const char *points)
{
    int64_t x = LEFT + (int64_t)i * STEP, y = TOP + line * LINE;
    number(t, i, "y", y);
    return arena_printf(t->a, "%s%lld,%lld ", points, (long long)x, (long long)y);
}

static const char *show_call(struct timeline *t, size_t i, const struct interaction *x,
                             const char *points)
{
    const struct viewer *viewer = &t->r->session->viewer;
    const char *label;
    const char *mood = linked_mood(t->a, x, &label);
    int64_t line = mood_line(mood);
    number(t, i, "x", LEFT + (int64_t)i * STEP);
    view_item(t->v, "Trend", i, "when", format_time(t->a, viewer, x->created_at, t->r->now));
    view_item(t->v, "Trend", i, "url", linked_url(t->a, x->id));
    view_item(t->v, "Trend", i, "mood", label);
    view_item(t->v, "Trend", i, "mood_key", mood);
    if (x->willingness) {
        number(t, i, "willingness", x->willingness);
        number(t, i, "bar_x", LEFT - 4 + (int64_t)i * STEP);
        number(t, i, "bar_y", FOOT - x->willingness * RISE);
        number(t, i, "bar_height", x->willingness * RISE);
    }
    return line < 0 ? points : show_mood(t, i, line, points);
}

enum err timeline_show_trend(struct timeline *t)
{
    struct interaction_rows calls;
    const char *points = "";
    enum err e = timeline_trend(t->r->db, t->a, t->r->scope, t->account.id, &calls);
    if (e || calls.n < 2) /* one call is no trend */
        return e;
    for (size_t i = 0; i < calls.n; i++)
        points = show_call(t, i, &calls.rows[calls.n - 1 - i], points);
    view_set(t->v, "Trend_line", points);
    view_number(t->v, "Trend_width", LEFT + (int64_t)calls.n * STEP);
    view_number(t->v, "Trend_calls", (int64_t)calls.n);
    return OK;
}
