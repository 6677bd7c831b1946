/* One's own account: the page, and the preferences on it. */
#include "app/audit.h"
#include "app/paths.h"
#include "core/conf.h"
#include "core/zones.h"
#include "own.h"
#include "page.h"
#include "view/browser.h"
#include "view/format.h"

#include <sodium.h>

enum { RECOVERY_FEW = 3, MINUTE_MS = 60000, HOUR_MS = 3600000 };

static const char *const done_keys[] = {"saved",     "password", "totp_off", "totp_late",
                                        "totp_lost", "session",  "sessions", NULL};
static const char *const done_texts[] = {
    "Your preferences are saved.",
    "Your password is changed. All your other sessions were ended.",
    "The second factor is switched off: signing in asks for your password only.",
    "That took too long: the secret of the second factor is good for 15 minutes. Nothing was "
    "changed; start again.",
    "The second factor was changed in another window meanwhile. This is how it is now.",
    "The session is ended.",
    "All your other sessions are ended.",
};
const struct param account_query[] = {
    {.name = "done", .kind = PARAM_CHOICE, .choices = done_keys},
    {0},
};

static const char *const theme_keys[] = {"auto", "light", "dark", NULL};
static const char *const theme_labels[] = {"As the device", "Light", "Dark"};
const struct param preferences_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "zone", .kind = PARAM_TEXT, .max = 100},
    {.name = "locale", .kind = PARAM_TOKEN, .max = 20},
    {.name = "theme", .kind = PARAM_CHOICE, .choices = theme_keys},
    {0},
};

static void option(struct view *v, const char *list, size_t i, const char *value, const char *label,
                   bool selected)
{
    view_item(v, list, i, "value", value);
    view_item(v, list, i, "label", label);
    view_item(v, list, i, "selected", selected ? "1" : NULL);
}

/* The datalist of the zones: the same for everybody, made once. */
static const struct buf *zone_options(void)
{
    static struct buf options;
    if (options.len)
        return &options;
    for (const char *const *z = zone_names(); *z; z++) {
        buf_puts(&options, "<option value=\"");
        buf_html(&options, *z);
        buf_puts(&options, "\"></option>");
    }
    return &options;
}

/* How a locale reads: by an example, the time of now. */
static const char *sample(struct request *r, const struct locale *locale)
{
    const struct viewer viewer = {r->session->zone, locale};
    return arena_printf(r->arena, "%s \xc2\xb7 %s \xc2\xb7 %s", locale->label,
                        format_time(r->arena, &viewer, r->now, r->now),
                        format_count(r->arena, &viewer, 12345));
}

static void show_preferences(struct request *r, struct view *v, const struct account *who)
{
    size_t n = 0;
    const struct locale *center = locale_of(who->center_locale);
    view_set(v, "Pref.zone.value", who->zone);
    view_set(v, "Pref.zone.center", who->center_zone);
    view_insert(v, "Pref.zones", zone_options());
    option(v, "Pref.locale.options", n++, "",
           arena_printf(r->arena, "As the contact center: %s", sample(r, center)), !who->locale);
    for (const struct locale *l = locales; l->key; l++)
        option(v, "Pref.locale.options", n++, l->key, sample(r, l),
               who->locale && strcmp(l->key, who->locale) == 0);
    for (size_t i = 0; theme_keys[i]; i++)
        option(v, "Pref.theme.options", i, theme_keys[i], theme_labels[i],
               strcmp(theme_keys[i], who->theme) == 0);
}

static void show_factor(struct request *r, struct view *v, const struct account *who)
{
    if (!who->totp_sealed)
        return;
    view_set(v, "Factor.on", "1");
    view_set(v, "Factor.left", arena_printf(r->arena, "%lld", (long long)who->recovery_left));
    if (who->recovery_left < RECOVERY_FEW)
        view_set(v, "Factor.few", "1");
}

static void show_session(struct request *r, struct view *v, size_t i,
                         const struct account_session *s)
{
    static const char list[] = "Sessions";
    const struct viewer *viewer = &r->session->viewer;
    char id[2 * ACCOUNT_KEY + 1];
    bool own = memcmp(s->key, r->session->key, ACCOUNT_KEY) == 0;
    ms_t seen = own ? r->now : s->seen_at;
    view_item(v, list, i, "browser", browser_words(r->arena, s->user_agent));
    view_item(v, list, i, "agent", s->user_agent);
    view_item(v, list, i, "address", s->address);
    view_item(v, list, i, "since", format_time(r->arena, viewer, s->created_at, r->now));
    view_item(v, list, i, "since_exact", format_time_exact(r->arena, viewer->zone, s->created_at));
    view_item(v, list, i, "seen", format_time(r->arena, viewer, seen, r->now));
    view_item(v, list, i, "seen_exact", format_time_exact(r->arena, viewer->zone, seen));
    if (own)
        view_item(v, list, i, "own", "1");
    else
        view_item(v, list, i, "id", sodium_bin2hex(id, sizeof id, s->key, ACCOUNT_KEY));
}

static enum err show_sessions(struct request *r, struct view *v, const struct account *who)
{
    struct account_session *list;
    size_t n;
    ms_t idle = r->now - (ms_t)conf_int(CONF_SESSION_IDLE_MIN) * MINUTE_MS;
    ms_t oldest = r->now - (ms_t)conf_int(CONF_SESSION_MAX_H) * HOUR_MS;
    enum err e = account_sessions(r->db, r->arena, r->scope, who, idle, oldest, &list, &n);
    for (size_t i = 0; i < n && !e; i++)
        show_session(r, v, i, &list[i]);
    if (n > 1)
        view_set(v, "Others", "1");
    return e;
}

enum err own_page(struct request *r, const struct account *who, struct view **out)
{
    struct view *v = *out = app_page(r, "Your account");
    view_set(v, "Url.password", PATH_PASSWORD);
    view_set(v, "Url.preferences", PATH_PREFERENCES);
    view_set(v, "Url.totp", PATH_TOTP);
    view_set(v, "Url.totp_off", PATH_TOTP_OFF);
    view_set(v, "Url.recovery", PATH_RECOVERY);
    view_set(v, "Url.sessions_end", PATH_SESSIONS_END);
    show_preferences(r, v, who);
    show_factor(r, v, who);
    return show_sessions(r, v, who);
}

enum err account_page(struct request *r, struct response *out)
{
    struct account who;
    struct view *v;
    int done = param_choice(&r->query, "done", -1);
    enum err e = own_account(r, &who);
    if (!e)
        e = own_page(r, &who, &v);
    if (e)
        return e;
    view_set(v, "Form.done", done < 0 ? NULL : done_texts[done]);
    return app_render(v, OWN_TEMPLATE, out);
}

static enum err unknown_zone(struct request *r, struct response *out, struct account *who,
                             const char *typed)
{
    struct view *v;
    who->zone = typed;
    enum err e = own_page(r, who, &v);
    if (e)
        return e;
    out->status = 422;
    view_set(v, "Pref.zone.error",
             "There is no time zone of that name. Choose one of the list, like Europe/Berlin, or "
             "leave it empty.");
    return app_render(v, OWN_TEMPLATE, out);
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What was changed, from what to what; nothing where everything is as it was. */
static void note_changes(struct request *r, const struct account *was, const struct account *is)
{
    const struct audit_detail all[] = {
        {.key = "zone", .was = was->zone, .is = is->zone, .changed = true},
        {.key = "locale", .was = was->locale, .is = is->locale, .changed = true},
        {.key = "theme", .was = was->theme, .is = is->theme, .changed = true},
    };
    struct audit_detail changed[sizeof all / sizeof *all + 1] = {{0}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!same(all[i].was, all[i].is))
            changed[n++] = all[i];
    if (n)
        audit_note(r, "account.changed", r->session->email, changed);
}

enum err preferences_submit(struct request *r, struct response *out)
{
    struct account was, is;
    const char *zone = param_text(&r->form, "zone");
    enum err e = own_account(r, &was);
    if (e)
        return e;
    is = was;
    is.zone = zone ? zone_meant(zone) : NULL;
    is.locale = param_text(&r->form, "locale");
    is.theme = theme_keys[param_choice(&r->form, "theme", 0)];
    if (is.locale && !locale_known(is.locale))
        return err_set(ERR_BAD_REQUEST, "'locale' has a value that is not offered");
    if (zone && !is.zone)
        return unknown_zone(r, out, &is, zone);
    e = account_set_preferences(r->db, r->arena, r->scope, is.id, is.zone, is.locale, is.theme);
    note_changes(r, &was, &is);
    response_redirect(out, PATH_ACCOUNT "?done=saved");
    return e;
}
