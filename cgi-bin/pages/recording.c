/* Recordings and the files of messages: the page that plays, and the links by which they are got.
 */
#include "recording.h"

#include "app/audit.h"
#include "app/paths.h"
#include "auth/link.h"
#include "auth/session.h"
#include "conversation.h"
#include "detail.h"
#include "store/files.h"
#include "view/format.h"

const struct param play_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {0},
};
const struct param recording_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "e", .kind = PARAM_INT, .max = LINK_EXPIRY_MAX},
    {.name = "k", .kind = PARAM_TOKEN, .max = LINK_TOKEN_MAX},
    {.name = "no", .kind = PARAM_INT, .max = 65535},
    {.name = "download", .kind = PARAM_INT, .max = 1},
    {0},
};
const struct param waveform_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "e", .kind = PARAM_INT, .max = LINK_EXPIRY_MAX},
    {.name = "k", .kind = PARAM_TOKEN, .max = LINK_TOKEN_MAX},
    {.name = "no", .kind = PARAM_INT, .max = 65535},
    {0},
};
const struct param media_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "e", .kind = PARAM_INT, .max = LINK_EXPIRY_MAX},
    {.name = "k", .kind = PARAM_TOKEN, .max = LINK_TOKEN_MAX},
    {.name = "message", .kind = PARAM_INT, .max = UINT32_MAX},
    {0},
};

/* --- what is shown --------------------------------------------------------------------------- */

static const char *url(struct request *r, const char *path, enum link_purpose purpose, int64_t id,
                       int64_t no)
{
    return arena_printf(r->arena, "%s?id=%lld&no=%lld%s&%s", path, (long long)id, (long long)no,
                        purpose == LINK_DOWNLOAD ? "&download=1" : "",
                        link_sign(r, purpose, id, no));
}

const char *recording_media_url(struct request *r, int64_t id, int64_t message_no)
{
    return arena_printf(r->arena, "%s?id=%lld&message=%lld&%s", PATH_MEDIA, (long long)id,
                        (long long)message_no, link_sign(r, LINK_MEDIA, id, message_no));
}

static void show(struct request *r, struct view *v, size_t k, int64_t id,
                 const struct recording *rec)
{
    enum file_state state = file_state(r, &(struct file){rec->on_disk, rec->path});
    bool saves = permission_in(r->session->permissions, "recordings_download") &&
                 (state == FILE_FINE || state == FILE_UNPLAYED);
    int64_t ms = rec->duration_ms;
    view_item(v, "Player.items", k, "no", arena_printf(r->arena, "%lld", (long long)rec->no));
    view_item(v, "Player.items", k, "name", arena_printf(r->arena, "%zu", k + 1));
    view_item(v, "Player.items", k, "problem", file_problem(state));
    view_item(v, "Player.items", k, "url",
              state == FILE_FINE ? url(r, PATH_RECORDING, LINK_PLAY, id, rec->no) : NULL);
    if (state == FILE_FINE && rec->on_disk)
        view_item(v, "Player.items", k, "wave", url(r, PATH_WAVEFORM, LINK_PLAY, id, rec->no));
    view_item(v, "Player.items", k, "save",
              saves ? url(r, PATH_RECORDING, LINK_DOWNLOAD, id, rec->no) : NULL);
    view_item(v, "Player.items", k, "voices", rec->voices == 2 ? "2" : NULL);
    if (ms < 0)
        return;
    view_item(v, "Player.items", k, "ms", arena_printf(r->arena, "%lld", (long long)ms));
    view_item(v, "Player.items", k, "duration", format_duration(r->arena, ms / 1000));
}

void player_show(struct request *r, struct view *v, const struct interaction *i,
                 const struct recording *list, size_t n)
{
    view_set(v, "Player.page", arena_printf(r->arena, "%s?id=%lld", PATH_PLAY, (long long)i->id));
    view_set(v, "Player.several", n > 1 ? "1" : NULL);
    for (size_t k = 0; k < n; k++)
        show(r, v, k, i->id, &list[k]);
}

static enum err read_all(struct request *r, struct interaction *i, const struct catalog **catalog,
                         struct recording **list, size_t *n)
{
    enum err e = conversation_read(r, i, catalog);
    if (!e)
        e = conversation_recordings(r->db, r->arena, r->scope, i, list, n);
    return e || *n ? e : err_set(ERR_NOT_FOUND, "no recording");
}

enum err play_page(struct request *r, struct response *out)
{
    struct interaction i;
    const struct catalog *catalog;
    struct recording *list;
    size_t n;
    enum err e = read_all(r, &i, &catalog, &list, &n);
    if (e)
        return e;
    struct view *v = conversation_view(r, n > 1 ? "Recordings" : "Recording", &i, catalog);
    player_show(r, v, &i, list, n);
    return app_render(v, "pages/play.cs", out);
}

enum err detail_player(struct detail *d)
{
    struct recording *list;
    size_t n;
    enum err e = conversation_recordings(d->r->db, d->r->arena, d->r->scope, &d->of.i, &list, &n);
    if (!e && n)
        player_show(d->r, d->v, &d->of.i, list, n);
    if (!e && !n && d->of.has_recording)
        view_set(d->v, "Player.none", "1");
    return e;
}

/* --- what is sent ---------------------------------------------------------------------------- */

/* A browser asks for a recording piece by piece. What is recorded is the first piece of a link,
 * whichever it is: a link is one person's look at one recording, and nobody hears anything of it
 * without one. */
static enum err note(struct request *r, const struct interaction *i, int64_t no, bool save)
{
    const char *action = save ? "recording.downloaded" : "recording.played";
    struct audit_detail details[] = {
        {.key = "recording", .is = arena_printf(r->arena, "%lld", (long long)no)}, {0}};
    bool noted = r->method == METHOD_HEAD;
    enum err e = OK;
    if (!noted)
        e = file_noted(r->db, r->arena, r->scope, r->session->user_id, i->id, action,
                       audit_json(r->arena, details), link_made(r), &noted);
    if (!e && !noted)
        audit_note(r, action, conversation_subject(r, i), details);
    return e;
}

static enum err find(struct request *r, const struct interaction *i, int64_t no, struct file *out)
{
    struct recording *list;
    size_t n;
    enum err e = conversation_recordings(r->db, r->arena, r->scope, i, &list, &n);
    for (size_t k = 0; k < n && !e; k++)
        if (list[k].no == no) {
            *out = (struct file){list[k].on_disk, list[k].path};
            return OK;
        }
    return e ? e : err_set(ERR_NOT_FOUND, "no such recording");
}

enum err recording_page(struct request *r, struct response *out)
{
    struct interaction i;
    const struct catalog *catalog;
    struct file file;
    bool save = param_int(&r->query, "download", 0);
    int64_t no = param_int(&r->query, "no", 0);
    const char *name;
    enum err e = save ? session_allow(r->session, "recordings_download") : OK;
    if (!e)
        e = conversation_read(r, &i, &catalog);
    if (!e)
        e = link_check(r, save ? LINK_DOWNLOAD : LINK_PLAY, i.id, no);
    if (!e)
        e = find(r, &i, no, &file);
    if (e)
        return e;
    name = arena_printf(r->arena, "interaction-%lld-%lld", (long long)i.id, (long long)no);
    e = file_send(r, out, &file, save ? name : NULL);
    return e ? e : note(r, &i, no, save);
}

/* The picture of a recording, before any of it is heard: [[0,255,...],[...]], an array for each
 * voice. It is asked for with the link that plays. */
enum err waveform_page(struct request *r, struct response *out)
{
    unsigned char peaks[WAVE_VOICES][WAVE_PEAKS];
    struct interaction i;
    const struct catalog *catalog;
    struct file file;
    int64_t no = param_int(&r->query, "no", 0);
    enum err e = conversation_read(r, &i, &catalog);
    if (!e)
        e = link_check(r, LINK_PLAY, i.id, no);
    if (!e)
        e = find(r, &i, no, &file);
    if (e)
        return e;
    size_t voices = file_peaks(r, &file, peaks);
    out->type = "application/json";
    buf_putc(&out->body, '[');
    for (size_t v = 0; v < voices; v++)
        for (size_t k = 0; k < WAVE_PEAKS; k++)
            buf_printf(&out->body, "%s%u%s",
                       k   ? ","
                       : v ? ",["
                           : "[",
                       peaks[v][k], k + 1 == WAVE_PEAKS ? "]" : "");
    buf_putc(&out->body, ']');
    return OK;
}

/* What a message shows is part of the transcript, and so of the record that somebody read it. */
enum err media_page(struct request *r, struct response *out)
{
    struct interaction i;
    const struct catalog *catalog;
    struct file file;
    int64_t no = param_int(&r->query, "message", 0);
    enum err e = conversation_read(r, &i, &catalog);
    if (!e)
        e = link_check(r, LINK_MEDIA, i.id, no);
    if (!e)
        e = file_of_message(r->db, r->arena, r->scope, &i, no, &file.path, &file.on_disk);
    if (e)
        return e;
    const struct media *m = media_find(file.path);
    bool shown = m && (m->kind == MEDIA_PICTURE || m->kind == MEDIA_SOUND);
    const char *name =
        arena_printf(r->arena, "interaction-%lld-message-%lld", (long long)i.id, (long long)no);
    return file_send(r, out, &file, shown ? NULL : name);
}
