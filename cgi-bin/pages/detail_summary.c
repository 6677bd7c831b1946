/* Summary and analysis: what was found out about it, and by whom. */
#include "auth/session.h"
#include "detail.h"
#include "view/format.h"
#include "view/json.h"

static void set(struct detail *d, const char *name, const char *value)
{
    view_set(d->v, name, value && *value ? value : NULL);
}

/* 0.82: how sure the analysis is, or how strong it was. */
static const char *score(struct arena *a, const struct json_item *item)
{
    bool share = item->is_number && item->number >= 0 && item->number <= 1 &&
                 (!item->whole || item->number == 0);
    return share ? arena_printf(a, "%.0f\xc2\xa0%%", item->number * 100) : item->value;
}

/* A list under the name; Sum.<name>_bad where it cannot be read. */
static void show_list(struct detail *d, const char *name, const char *json, bool scored)
{
    struct json_item *items;
    size_t n;
    if (!json_items(d->r->arena, json, &items, &n))
        view_set(d->v, arena_printf(d->r->arena, "%s_bad", name), "1");
    for (size_t i = 0; i < n; i++) {
        const char *value = scored ? score(d->r->arena, &items[i]) : items[i].value;
        view_item(d->v, name, i, "name", scored ? detail_words(d, items[i].name) : items[i].name);
        view_item(d->v, name, i, "value", value);
        view_item(d->v, name, i, "why", items[i].why);
    }
}

/* A verdict in one of three words, whatever the vendor says for it. */
static const char *verdict(const char *result)
{
    static const struct {
        const char *word, *verdict;
    } words[] = {
        {"success", "met"},   {"pass", "met"},  {"passed", "met"},     {"yes", "met"},
        {"true", "met"},      {"met", "met"},   {"failure", "failed"}, {"fail", "failed"},
        {"failed", "failed"}, {"no", "failed"}, {"false", "failed"},   {"not_met", "failed"},
    };
    for (size_t i = 0; result && i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i].word, result) == 0)
            return words[i].verdict;
    return "open";
}

static void show_criteria(struct detail *d)
{
    struct json_item *items;
    size_t n;
    if (!json_items(d->r->arena, d->more.criteria, &items, &n))
        view_set(d->v, "Sum.criteria_bad", "1");
    for (size_t i = 0; i < n; i++) {
        view_item(d->v, "Sum.criteria", i, "name", detail_words(d, items[i].name));
        view_item(d->v, "Sum.criteria", i, "result", detail_words(d, items[i].value));
        view_item(d->v, "Sum.criteria", i, "verdict", verdict(items[i].value));
        view_item(d->v, "Sum.criteria", i, "why", items[i].why);
    }
}

static void show_moods(struct detail *d)
{
    const struct interaction *i = &d->of.i;
    if (i->sentiment) {
        view_number(d->v, "Sum.sentiment_level", list_position(list_sentiments, i->sentiment));
        set(d, "Sum.sentiment", grid_choice_label(FIELD_SENTIMENT, i->sentiment));
    }
    set(d, "Sum.sentiment_why", d->more.sentiment_why);
    if (i->csat > 0)
        view_number(d->v, "Sum.csat", i->csat);
    set(d, "Sum.csat_why", d->more.csat_why);
}

/* Who made it, and when. Without any of it there is nothing that was made by itself. */
static void show_source(struct detail *d)
{
    const struct detail_more *m = &d->more;
    const char *const made[] = {m->topic,    m->summary,  m->sentiment_why, m->csat_why,
                                m->keywords, m->emotions, m->performance,   m->criteria};
    bool any = false;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        any |= made[i] && *made[i];
    if (!any)
        return;
    view_set(d->v, "Sum.made", "1");
    set(d, "Sum.source", m->source);
    if (!m->made_at)
        return;
    view_set(d->v, "Sum.at",
             format_time(d->r->arena, &d->r->session->viewer, m->made_at, d->r->now));
    view_set(d->v, "Sum.at_title", format_time_exact(d->r->arena, d->r->session->zone, m->made_at));
}

enum err detail_summary(struct detail *d)
{
    set(d, "Sum.topic", d->more.topic);
    set(d, "Sum.text", d->more.summary);
    set(d, "Sum.performance", d->more.performance);
    show_list(d, "Sum.keywords", d->more.keywords, false);
    show_list(d, "Sum.emotions", d->more.emotions, true);
    show_list(d, "Sum.collected", d->more.collected, false);
    show_criteria(d);
    show_moods(d);
    show_source(d);
    return OK;
}
