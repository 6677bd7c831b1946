#include "talk.h"

#include "app/paths.h"
#include "auth/session.h"
#include "core/buf.h"
#include "grid_filters.h"
#include "recording.h"
#include "view/format.h"
#include "view/marked.h"
#include "view/visible.h"

#define ITEMS "Talk.items"

static const struct {
    const char *role, *label;
} roles[] = {{"client", "Client"},
             {"agent", "Agent"},
             {"ai", "AI agent"},
             {"system", "System"},
             {"coach", "Coach"}};

const char *talk_speaker(const struct message *m, const struct catalog *c)
{
    const struct catalog_entry *agent =
        m->agent_id ? catalog_find(c, DIM_AGENT, m->agent_id) : NULL;
    if (agent)
        return agent->name;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i].role, m->role) == 0)
            return roles[i].label;
    return "Unknown";
}

const char *talk_size(struct arena *a, int64_t bytes)
{
    if (bytes < 0)
        return NULL;
    double n = (double)bytes;
    return bytes < 1000      ? arena_printf(a, "%lld B", (long long)bytes)
           : bytes < 1000000 ? arena_printf(a, "%.0f KB", n / 1e3)
                             : arena_printf(a, "%.1f MB", n / 1e6);
}

/* --- when ------------------------------------------------------------------------------------- */

static bool same_day(const char *zone, ms_t a, ms_t b)
{
    return date_compare(zone_civil(zone, a).date, zone_civil(zone, b).date) == 0;
}

/* The time of day, with the day where it is another than that of the message before. */
static const char *clock_of(const struct talk *t, const struct message *m,
                            const struct message *before)
{
    const struct viewer *viewer = &t->r->session->viewer;
    if (before && before->sent_at && same_day(viewer->zone, before->sent_at, m->sent_at))
        return format_clock(t->r->arena, viewer, m->sent_at);
    return format_time(t->r->arena, viewer, m->sent_at, t->r->now);
}

/* What is spoken has its place in the call, what is written its time. */
static const char *when(const struct talk *t, const struct message *m, const struct message *before)
{
    bool voice = strcmp(t->i->channel, "voice") == 0;
    if (m->offset_ms >= 0 && (voice || !m->sent_at))
        return format_duration(t->r->arena, m->offset_ms / 1000);
    return m->sent_at ? clock_of(t, m, before) : NULL;
}

/* --- a message -------------------------------------------------------------------------------- */

static void item(const struct talk *t, size_t index, const char *field, const char *value)
{
    view_item(t->v, ITEMS, index, field, value);
}

static void number(const struct talk *t, const char *list, size_t index, const char *field,
                   int64_t n)
{
    view_item(t->v, list, index, field, arena_printf(t->r->arena, "%lld", (long long)n));
}

void talk_show_seek(const struct talk *t, const char *list, size_t index, int64_t offset_ms)
{
    if (offset_ms < 0 || !t->seeks)
        return;
    view_item(t->v, list, index, "seek", "1"); /* a template takes "0" for unset */
    number(t, list, index, "ms", offset_ms);
}

/* The first line of what a system says at length, such as its instructions: the rest is folded
 * behind it. NULL: it is shown as it is. */
static const char *folded_head(struct arena *a, const struct message *m)
{
    enum { LONG = 600, HEAD = 100 };
    if (strcmp(m->role, "system") != 0 || strlen(m->body) < LONG)
        return NULL;
    size_t n = strcspn(m->body, "\n");
    n = n < HEAD ? n : HEAD;
    while (n && ((unsigned char)m->body[n] & 0xc0) == 0x80)
        n--;
    return visible(a, arena_dupn(a, m->body, n));
}

/* What was said, in parts: what was searched for, and what stands around it. */
static void show_text(const struct talk *t, size_t index, const struct message *m)
{
    struct arena *a = t->r->arena;
    struct words_query q;
    struct talk_search *s = t->search;
    bool searched = s && grid_words(a, s->text, m->role, &q);
    const char *list = arena_printf(a, "%s.%zu.said", ITEMS, index);
    size_t hits =
        view_marked(t->v, a, list, visible(a, m->body), searched ? &q : NULL, s ? s->hits : 0);
    if (s)
        s->hits += hits;
    if (!hits)
        item(t, index, "head", folded_head(a, m));
    item(t, index, "text", *m->body ? "1" : NULL);
    item(t, index, "cut", m->cut ? "1" : NULL);
}

/* Pictures that are shown by themselves, by the end of the name, never by what somebody says that
 * it is; SVG is none of them: it is a document. */
static bool is_picture(const char *path)
{
    static const char *const ends[] = {".png", ".jpg", ".jpeg", ".gif", ".webp"};
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        if (n > end && strcasecmp(path + n - end, ends[i]) == 0)
            return true;
    }
    return false;
}

static void show_media(const struct talk *t, size_t index, const struct message *m)
{
    if (!m->media_path)
        return;
    const char *url = recording_media_url(t->r, t->i->id, m->no);
    bool picture = is_picture(m->media_path);
    item(t, index, "media.is", "1");
    item(t, index, "media.name",
         m->media_name && *m->media_name ? visible(t->r->arena, m->media_name)
         : picture                       ? "Picture"
                                         : "File");
    item(t, index, "media.type", m->media_type);
    item(t, index, "media.size", talk_size(t->r->arena, m->media_bytes));
    item(t, index, "media.url", url);
    item(t, index, "media.picture", url && picture ? "1" : NULL);
}

static void show_who(const struct talk *t, size_t index, const struct message *m,
                     const struct message *before)
{
    const struct catalog_entry *agent =
        m->agent_id ? catalog_find(t->catalog, DIM_AGENT, m->agent_id) : NULL;
    bool same = before && strcmp(before->role, m->role) == 0 && before->agent_id == m->agent_id;
    item(t, index, "role", m->role);
    item(t, index, "who", talk_speaker(m, t->catalog));
    item(t, index, "ai", (agent && agent->ai) || strcmp(m->role, "ai") == 0 ? "1" : NULL);
    item(t, index, "same", same ? "1" : NULL);
}

/* `before`: the message right before it, NULL when it is the first or behind a call. */
static void show_message(const struct talk *t, size_t index, const struct message *m,
                         const struct message *before, const struct message *day)
{
    const char *zone = t->r->session->zone;
    number(t, ITEMS, index, "no", m->no);
    show_who(t, index, m, before);
    item(t, index, "at", when(t, m, day));
    item(t, index, "title", m->sent_at ? format_time_exact(t->r->arena, zone, m->sent_at) : NULL);
    talk_show_seek(t, ITEMS, index, m->offset_ms);
    if (m->sentiment) {
        item(t, index, "feels", m->sentiment);
        item(t, index, "feels_label", grid_choice_label(FIELD_SENTIMENT, m->sentiment));
    }
    show_text(t, index, m);
    show_media(t, index, m);
}

/* --- all of them, with the calls at their places ---------------------------------------------- */

/* Shows those of the calls that have their place before the message (NULL: all) and takes them out
 * of the list; on a later page, those before its first message were shown before. */
static size_t show_calls(const struct talk *t, struct function_calls *calls, size_t index,
                         const struct message *before, bool shown_already)
{
    size_t left = 0;
    for (size_t c = 0; c < calls->n; c++) {
        const struct function_call *call = &calls->list[c];
        if (before && !conversation_before(call, before))
            calls->list[left++] = *call;
        else if (!shown_already)
            talk_show_call(t, ITEMS, index++, call);
    }
    calls->n = left;
    return index;
}

static size_t show_items(const struct talk *t, const struct messages *said,
                         struct function_calls *calls, bool later)
{
    size_t index = 0;
    for (size_t m = 0; m < said->n; m++) {
        const struct message *day = m ? &said->list[m - 1] : NULL;
        size_t at = show_calls(t, calls, index, &said->list[m], later && !m);
        show_message(t, at, &said->list[m], at == index ? day : NULL, day);
        index = at + 1;
    }
    return show_calls(t, calls, index, said->more ? &said->next : NULL, later && !said->n);
}

/* The page of the transcript, from a message on. */
static const char *page_url(const struct talk *t, int64_t after)
{
    static struct buf b; /* scratch: emptied before every use */
    struct arena *a = t->r->arena;
    buf_clear(&b);
    buf_puts(&b, PATH_TRANSCRIPT);
    buf_param(&b, "id", arena_printf(a, "%lld", (long long)t->i->id));
    buf_param(&b, "after", after < 0 ? NULL : arena_printf(a, "%lld", (long long)after));
    buf_param(&b, "list", t->list);
    return arena_dupn(a, b.s, b.len);
}

static void show_more(const struct talk *t, const struct messages *said, bool later)
{
    view_set(t->v, "Talk.later", later ? "1" : NULL);
    if (!said->more)
        return;
    view_set(t->v, "Talk.more",
             format_count(t->r->arena, &t->r->session->viewer, (int64_t)said->n));
    view_set(t->v, "Talk.more_url", page_url(t, said->list[said->n - 1].no));
}

enum err talk_show(const struct talk *t, int64_t after, bool *any)
{
    struct request *r = t->r;
    struct reading reading = conversation_page;
    struct messages said;
    struct function_calls calls;
    reading.after = after;
    enum err e = conversation_messages(r->db, r->arena, r->scope, t->i, &reading, &said);
    if (!e)
        e = conversation_calls(r->db, r->arena, r->scope, t->i, &conversation_page_calls, &calls);
    if (e)
        return e;
    if (calls.more)
        view_set(t->v, "Talk.calls_more",
                 format_count(r->arena, &r->session->viewer, (int64_t)calls.n));
    *any = show_items(t, &said, &calls, after >= 0) > 0;
    if (t->search && t->search->hits)
        view_set(t->v, "Talk.hits",
                 format_count(r->arena, &r->session->viewer, (int64_t)t->search->hits));
    show_more(t, &said, after >= 0);
    return OK;
}

void talk_show_links(const struct talk *t)
{
    long long id = (long long)t->i->id;
    view_set(t->v, "Talk.print", page_url(t, -1));
    if (!permission_in(t->r->session->permissions, "export"))
        return;
    view_set(t->v, "Talk.text_url",
             arena_printf(t->r->arena, "%s?id=%lld&format=text", PATH_TRANSCRIPT_EXPORT, id));
    view_set(t->v, "Talk.json_url",
             arena_printf(t->r->arena, "%s?id=%lld&format=json", PATH_TRANSCRIPT_EXPORT, id));
}
