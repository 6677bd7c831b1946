#include "asterisk/join_call.h"

#include "asterisk/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, SWEEP_MS = 5 * SECOND };

struct join *join_new(const struct join_options *options)
{
    struct join *j = join_memory(calloc(1, sizeof *j));
    j->o = *options;
    if (!j->o.hung_up_ms)
        j->o.hung_up_ms = MINUTE;
    if (!j->o.moved_ms)
        j->o.moved_ms = HOUR;
    if (!j->o.silent_ms)
        j->o.silent_ms = 12 * HOUR;
    return j;
}

void join_free(struct join *j)
{
    while (j->oldest)
        join_call_free(j, j->oldest);
    free((void *)j->buckets);
    free(j);
}

size_t join_open(const struct join *j)
{
    return j->open;
}

/* --- time ------------------------------------------------------------------------------------ */

static bool visit_open(const struct visit *v)
{
    return v->kind == VISIT_QUEUE && !v->left_at;
}

static const struct visit *last_visit(const struct call *c)
{
    const struct visit *last = NULL;
    for (size_t i = 0; i < c->n_visits; i++)
        if (c->visits[i].kind == VISIT_QUEUE && (!last || last->left_at))
            last = &c->visits[i];
    return last;
}

/* The caller may come back: transferred, or on the way through the dialplan. */
static bool moved(const struct visit *v)
{
    static const char *const ways[] = {"transferred", "timeout", "overflow", NULL};
    size_t i = 0;
    while (v->reason && ways[i] && strcmp(ways[i], v->reason) != 0)
        i++;
    return v->reason && ways[i];
}

bool join_ended(const struct call *c)
{
    const struct visit *v = last_visit(c);
    if (c->over)
        return true;
    if (c->channels > 0 || (v && !v->left_at))
        return false;
    if (v && moved(v) && c->ends < v->left_at && !c->channels_known)
        return false;
    return v || c->n_paths || c->channels_known;
}

ms_t join_deadline(const struct join *j, const struct call *c)
{
    const struct visit *v = last_visit(c);
    ms_t last = c->last > c->ends ? c->last : c->ends;
    if (!c->last) /* nothing but recordings */
        return last + j->o.moved_ms;
    if (c->over)
        return c->last + 2 * SECOND;
    if (c->lost)
        return c->last + j->o.hung_up_ms;
    if (v && !v->left_at)
        return last + j->o.silent_ms;
    if (c->channels > 0 && c->ends < c->last)
        return last + j->o.silent_ms;
    if (join_ended(c))
        return last + j->o.hung_up_ms;
    return last + j->o.moved_ms;
}

static void finish(struct join *j, struct call *c)
{
    bool ended = join_ended(c);
    struct join_call call = {.id = c->id,
                             .incomplete = !ended,
                             .guessed = c->guessed,
                             .figures = join_figures_of(c),
                             .events = c->n_seen};
    const struct visit *v = last_visit(c);
    if (v && v->left_at)
        call.incomplete = false; /* that the caller did not come back is no loss */
    call.incomplete = call.incomplete && c->last;
    if (c->last)
        call.document = join_document(j, c, true);
    if (call.incomplete)
        json_object_set_new(json_object_get(call.document, "details"), "incomplete", json_true());
    j->o.done(j->o.data, &call);
    join_call_free(j, c);
}

void join_advance(struct join *j, ms_t now)
{
    if (now > j->now)
        j->now = now;
    if (j->now - j->swept < SWEEP_MS)
        return;
    j->swept = j->now;
    for (struct call *c = j->oldest, *next; c; c = next) {
        next = c->next;
        if (join_deadline(j, c) <= j->now)
            finish(j, c);
    }
}

void join_flush(struct join *j)
{
    while (j->oldest)
        finish(j, j->oldest);
}

void join_changed(struct join *j,
                  void (*changed)(void *data, const char *id, json_t *document, bool closed),
                  void *data)
{
    for (struct call *c = j->oldest; c; c = c->next)
        if (c->changed && c->last) {
            bool closed = join_ended(c);
            c->changed = false;
            changed(data, c->id, join_document(j, c, closed), closed);
        }
}

/* --- calls ----------------------------------------------------------------------------------- */

static uint64_t hash_text(uint64_t h, const char *s)
{
    do
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    while (*s++);
    return h;
}

static uint64_t hash_texts(ms_t at, const char *const *texts, size_t n)
{
    uint64_t h = 1469598103934665603u ^ (uint64_t)at;
    for (size_t i = 0; i < n; i++)
        h = hash_text(h, texts[i] ? texts[i] : "");
    return h;
}

static void touch(struct call *c, ms_t at)
{
    if (!c->first || at < c->first)
        c->first = at;
    if (at > c->last)
        c->last = at;
    c->changed = true;
    c->lost = false;
}

static void rename_call(struct join *j, struct call *c, const char *id)
{
    if (j->o.merged && c->first)
        j->o.merged(j->o.data, c->id, id);
    free(c->id);
    c->id = join_memory(strdup(id));
    join_alias(j, c, id);
}

/* The call of a channel and its linkedid ("": not said): made, renamed or merged as need be. */
static struct call *call_of(struct join *j, const char *uniqueid, const char *linkedid)
{
    struct call *c = join_find(j, uniqueid), *l = join_find(j, linkedid);
    if (l && c && l != c)
        join_merge(j, l, c);
    if (!l && c && *linkedid && !c->linked)
        rename_call(j, c, linkedid);
    if (!l)
        l = c ? c : join_call_new(j, *linkedid ? linkedid : uniqueid);
    l->linked = l->linked || *linkedid;
    join_alias(j, l, uniqueid);
    if (*linkedid)
        join_alias(j, l, linkedid);
    return l;
}

/* --- queue_log ------------------------------------------------------------------------------- */

static json_t *kept_queue(const struct queue_event *e)
{
    char time[CLOCK_ISO_SIZE];
    json_t *params = json_array();
    const char *texts[] = {e->name, e->queue, e->agent};
    const char *keys[] = {"event", "queue", "agent"};
    json_t *o = join_memory(json_object());
    json_object_set_new(o, "at", json_string(clock_iso(e->at, time)));
    for (size_t i = 0; i < 3; i++) {
        char *s = join_text(texts[i]);
        if (*s)
            json_object_set_new(o, keys[i], json_string(s));
        free(s);
    }
    for (size_t i = 0; i < e->n_params; i++) {
        char *s = join_text(e->param[i]);
        json_array_append_new(params, json_string(s));
        free(s);
    }
    json_object_set_new(o, "parameters", params);
    return o;
}

/* The visit at hand of a caller's channel: the one that is open, else the last; NULL: none. */
static struct visit *visit_of(struct call *c, const char *caller)
{
    struct visit *found = NULL;
    for (size_t i = 0; i < c->n_visits; i++) {
        struct visit *v = &c->visits[i];
        if (v->kind == VISIT_QUEUE && strcmp(v->caller, caller) == 0 && (!found || found->left_at))
            found = v;
    }
    return found;
}

static struct visit *enter(struct call *c, const struct queue_event *e, ms_t at)
{
    struct visit *v = join_visit_add(c, c->n_visits, VISIT_QUEUE);
    v->caller = join_text(e->callid);
    v->queue = join_text(e->queue);
    v->queued_at = at;
    if (at < c->first)
        c->first = at;
    return v;
}

/* A visit whose entry is not in the log: it follows from the durations. */
static struct visit *enter_late(struct call *c, const struct queue_event *e)
{
    int64_t before = (e->wait_s > 0 ? e->wait_s : 0) + (e->talk_s > 0 ? e->talk_s : 0);
    c->guessed = true;
    return enter(c, e, e->at - before * SECOND);
}

static enum join_use on_enter(struct call *c, const struct queue_event *e)
{
    struct visit *v = visit_of(c, e->callid);
    bool odd = v && !v->left_at;
    if (odd) { /* it cannot be in two queues: the end of the first was lost */
        v->left_at = e->at;
        v->reason = "system";
    }
    enter(c, e, e->at);
    join_fill(&c->caller, e->caller);
    join_fill(&c->caller_name, e->caller_name);
    return odd ? JOIN_ODD : JOIN_USED;
}

static void answer(struct visit *v, const struct queue_event *e, ms_t at)
{
    v->answered_at = at < v->queued_at ? v->queued_at : at;
    join_fill(&v->agent, e->agent);
}

/* The event is of a visit that has ended: it cannot have begun after that one. */
static bool ended_before(const struct visit *v, const struct queue_event *e)
{
    int64_t since = (e->wait_s > 0 ? e->wait_s : 0) + (e->talk_s > 0 ? e->talk_s : 0);
    return strcmp(v->queue, e->queue) == 0 &&
           (e->wait_s < 0 || e->at - since * SECOND < v->left_at);
}

/* The agent's channel leads to the call, with what was recorded of it. A channel of another call
 * stays with that: agents may have one for the whole day. */
static void take_channel(struct join *j, struct call *c, const char *channel)
{
    struct call *other = join_find(j, channel);
    if (!other)
        join_alias(j, c, channel);
    else if (other != c && !other->last)
        join_merge(j, c, other);
}

static enum join_use on_connect(struct join *j, struct call *c, const struct queue_event *e)
{
    struct visit *v = visit_of(c, e->callid);
    if (v && (v->left_at ? ended_before(v, e) : v->answered_at != 0))
        return JOIN_ODD;
    if (!v || v->left_at)
        v = enter_late(c, e);
    answer(v, e, e->at);
    v->ring_ms = e->ring_ms;
    if (e->channel)
        take_channel(j, c, e->channel);
    return JOIN_USED;
}

static enum join_use on_ring(struct call *c, const struct queue_event *e)
{
    struct visit *v = visit_of(c, e->callid);
    size_t at = v && !v->left_at ? (size_t)(v - c->visits) : c->n_visits;
    if (c->n_visits >= VISITS_MAX) {
        c->rings_left_out++;
        return JOIN_USED;
    }
    v = join_visit_add(c, at, VISIT_RING);
    v->caller = join_text(e->callid);
    v->queue = join_text(e->queue);
    v->agent = join_text(e->agent);
    v->left_at = e->at;
    v->ring_ms = e->ring_ms;
    v->reason = "ring_no_answer";
    return JOIN_USED;
}

/* How events end a visit. */
static const struct ending {
    enum queue_event_kind kind;
    bool answered;
    const char *reason, *transfer;
} endings[] = {
    {QUEUE_COMPLETE_CALLER, true, "completed_client", NULL},
    {QUEUE_COMPLETE_AGENT, true, "completed_agent", NULL},
    {QUEUE_TRANSFER, true, "transferred", "blind"},
    {QUEUE_TRANSFER_ATTENDED, true, "transferred", "attended"},
    {QUEUE_ABANDON, false, "abandoned", NULL},
    {QUEUE_TIMEOUT, false, "timeout", NULL},
    {QUEUE_KEY, false, "overflow", NULL},
    {QUEUE_EMPTY, false, "overflow", NULL},
    {QUEUE_SYSTEM, false, "system", NULL},
};

static enum join_use on_end(struct call *c, const struct queue_event *e, const struct ending *end)
{
    struct visit *v = visit_of(c, e->callid);
    if (v && v->left_at && ended_before(v, e))
        return JOIN_ODD;
    if (!v || v->left_at)
        v = enter_late(c, e);
    if (!end->answered && v->answered_at && end->kind != QUEUE_SYSTEM)
        return JOIN_ODD; /* who is talking does not give up */
    if (end->answered && !v->answered_at) {
        c->guessed = true;
        answer(v, e, e->at - (e->talk_s > 0 ? e->talk_s : 0) * SECOND);
    }
    v->left_at = e->at < v->queued_at ? v->queued_at : e->at;
    v->reason = end->reason;
    v->transfer = end->transfer;
    if (end->answered || v->answered_at) {
        join_fill(&v->agent, e->agent);
        v->talk_s = e->talk_s >= 0 ? e->talk_s : (v->left_at - v->answered_at) / SECOND;
    }
    if (end->transfer || end->kind == QUEUE_KEY) {
        join_fill(&v->to, e->to);
        join_fill(&v->context, e->context);
    }
    return JOIN_USED;
}

static const struct ending *ending_of(enum queue_event_kind kind)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (endings[i].kind == kind)
            return &endings[i];
    return NULL;
}

static enum join_use take_queue(struct join *j, struct call *c, const struct queue_event *e)
{
    const struct ending *end = ending_of(e->kind);
    if (c->n_visits > 2 * VISITS_MAX && e->kind != QUEUE_RING)
        return JOIN_ODD;
    if (end)
        return on_end(c, e, end);
    switch (e->kind) {
    case QUEUE_ENTER:
        return on_enter(c, e);
    case QUEUE_CONNECT:
        return on_connect(j, c, e);
    case QUEUE_RING:
        return on_ring(c, e);
    case QUEUE_DID:
        join_fill(&c->did, e->did);
        return JOIN_USED;
    default:
        return JOIN_KEPT;
    }
}

/* What was open when Asterisk began anew ended with it. */
static void lose_all(struct join *j)
{
    for (struct call *c = j->oldest; c; c = c->next) {
        const struct visit *v = last_visit(c);
        if (v && visit_open(v))
            c->lost = true;
    }
}

enum join_use join_queue(struct join *j, const struct queue_event *e)
{
    const char *texts[4 + QUEUE_PARAMS] = {e->name, e->callid, e->queue, e->agent};
    memcpy((void *)(texts + 4), (const void *)e->param, sizeof e->param);
    join_advance(j, e->at);
    if (e->kind == QUEUE_START)
        lose_all(j);
    if (!*e->callid || e->kind == QUEUE_START || e->kind == QUEUE_RELOAD || e->kind == QUEUE_AGENT)
        return JOIN_NO_CALL;
    struct call *c = call_of(j, e->callid, "");
    if (!join_fresh(c, hash_texts(e->at, texts, sizeof texts / sizeof *texts)))
        return JOIN_REPEATED;
    touch(c, e->at);
    enum join_use use = take_queue(j, c, e);
    if (use != JOIN_USED)
        join_keep(c, kept_queue(e));
    return use;
}

/* --- CDR ------------------------------------------------------------------------------------- */

/* "SIP/8007-00000a1b" -> "SIP/8007", "Local/12@agents-0000001;1" -> "Local/12@agents" */
static char *interface_of(const char *channel)
{
    char *s = join_text(channel), *dash = strrchr(s, '-');
    if (dash && strspn(dash + 1, "0123456789abcdef") >= 4)
        *dash = 0;
    return s;
}

static char *queue_of(const struct cdr *c)
{
    char *s = join_text(c->field[CDR_LASTDATA]);
    s[strcspn(s, ",|")] = 0;
    return s;
}

static void add_path(struct call *c, const struct cdr *r)
{
    struct path *p = join_path_add(c);
    bool queue = strcasecmp(r->field[CDR_LASTAPP], "Queue") == 0;
    p->uniqueid = join_text(r->field[CDR_UNIQUEID]);
    p->app = join_text(r->field[CDR_LASTAPP]);
    p->queue = queue ? queue_of(r) : NULL;
    p->from = interface_of(r->field[CDR_CHANNEL]);
    p->to = interface_of(r->field[CDR_DSTCHANNEL]);
    p->dst = join_text(r->field[CDR_DST]);
    p->start = r->start;
    p->answer = r->answer;
    p->end = r->end;
    p->disposition = (int)r->disposition;
}

/* "Alice" <100> -> Alice */
static void fill_name(struct call *c, const char *clid)
{
    char *name = join_text(clid), *end = strrchr(name, '<'), *from = name;
    if (end)
        *end = 0;
    from += strspn(from, " \"");
    size_t n = strlen(from);
    while (n && strchr(" \"", from[n - 1]))
        n--;
    from[n] = 0;
    if (end)
        join_fill(&c->caller_name, from);
    free(name);
}

/* What only the CDRs of the caller's own channel know. */
static void take_caller(struct call *c, const struct cdr *r)
{
    fill_name(c, r->field[CDR_CLID]);
    join_fill(&c->caller, r->field[CDR_SRC]);
    join_fill(&c->dialed, r->field[CDR_DST]);
    join_fill(&c->context, r->field[CDR_DCONTEXT]);
    join_fill(&c->channel, r->field[CDR_CHANNEL]);
    join_fill(&c->account, r->field[CDR_ACCOUNTCODE]);
    join_fill(&c->did, r->field[CDR_DID]);
}

enum join_use join_cdr(struct join *j, const struct cdr *r)
{
    join_advance(j, r->start);
    struct call *c = call_of(j, r->field[CDR_UNIQUEID], r->field[CDR_LINKEDID]);
    if (!join_fresh(c, hash_texts(r->start, r->field, CDR_FIELDS)))
        return JOIN_REPEATED;
    touch(c, r->start);
    if (r->end > c->ends)
        c->ends = r->end;
    if (strcmp(r->field[CDR_UNIQUEID], c->id) == 0)
        take_caller(c, r);
    join_fill(&c->user_field, r->field[CDR_USERFIELD]);
    join_fill(&c->file, r->field[CDR_RECORDING]);
    join_fill(&c->hangup_source, r->field[CDR_HANGUPSOURCE]);
    if (c->n_paths < VISITS_MAX)
        add_path(c, r);
    return JOIN_USED;
}

/* --- CEL ------------------------------------------------------------------------------------- */

static void hold_end(struct call *c, ms_t at)
{
    for (size_t i = 0; i < c->n_visits; i++) {
        struct visit *v = &c->visits[i];
        ms_t from = c->hold_since > v->answered_at ? c->hold_since : v->answered_at;
        ms_t until = v->left_at && v->left_at < at ? v->left_at : at;
        if (v->kind == VISIT_QUEUE && v->answered_at && until > from)
            v->hold_ms += until - from;
    }
    c->hold_since = 0;
    free(c->hold_by);
    c->hold_by = NULL;
}

static json_t *kept_cel(const struct cel *e)
{
    char time[CLOCK_ISO_SIZE];
    static const struct {
        const char *key;
        enum cel_field f;
    } texts[] = {{"event", CEL_EVENTTYPE},
                 {"name", CEL_USERDEFTYPE},
                 {"channel", CEL_CHANNAME},
                 {"extra", CEL_EXTRA}};
    json_t *o = join_memory(json_object());
    json_object_set_new(o, "at", json_string(clock_iso(e->at, time)));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *s = join_text(e->field[texts[i].f]);
        if (*s)
            json_object_set_new(o, texts[i].key, json_string(s));
        free(s);
    }
    return o;
}

static void cel_caller(struct call *c, const struct cel *e)
{
    join_fill(&c->caller, e->field[CEL_CID_NUM]);
    join_fill(&c->caller_name, e->field[CEL_CID_NAME]);
    join_fill(&c->did, e->field[CEL_CID_DNID]);
    join_fill(&c->context, e->field[CEL_CONTEXT]);
    join_fill(&c->channel, e->field[CEL_CHANNAME]);
    if (strcmp(e->field[CEL_EXTEN], "s") != 0)
        join_fill(&c->dialed, e->field[CEL_EXTEN]);
}

static enum join_use take_cel(struct call *c, const struct cel *e)
{
    bool own = strcmp(e->field[CEL_UNIQUEID], c->id) == 0;
    switch (e->kind) {
    case CEL_CHAN_START:
        c->channels++;
        c->channels_known = true;
        break;
    case CEL_CHAN_END:
        c->channels -= c->channels > 0;
        break;
    case CEL_HANGUP:
        join_fill(&c->hangup_source, e->hangup_source);
        if (own)
            c->hung_up = e->at;
        break;
    case CEL_HOLD:
        if (!c->hold_since && join_fill(&c->hold_by, e->field[CEL_UNIQUEID]))
            c->hold_since = e->at;
        break;
    case CEL_UNHOLD:
        if (c->hold_since && strcmp(c->hold_by, e->field[CEL_UNIQUEID]) == 0)
            hold_end(c, e->at);
        break;
    case CEL_LINKEDID_END: /* of a call that was merged into this one it says nothing */
        c->over = c->over || strcmp(e->field[CEL_LINKEDID], c->id) == 0;
        break;
    case CEL_UNKNOWN:
        return JOIN_KEPT;
    default:
        break;
    }
    if (own && e->kind != CEL_UNKNOWN)
        cel_caller(c, e);
    return JOIN_USED;
}

enum join_use join_cel(struct join *j, const struct cel *e)
{
    join_advance(j, e->at);
    struct call *c = call_of(j, e->field[CEL_UNIQUEID], e->field[CEL_LINKEDID]);
    if (!join_fresh(c, hash_texts(e->at, e->field, CEL_FIELDS)))
        return JOIN_REPEATED;
    touch(c, e->at);
    c->n_cel++;
    if (e->kind == CEL_HANGUP && c->hold_since && strcmp(c->hold_by, e->field[CEL_UNIQUEID]) == 0)
        hold_end(c, e->at);
    enum join_use use = take_cel(c, e);
    if (use == JOIN_KEPT)
        join_keep(c, kept_cel(e));
    return use;
}

/* --- recordings ------------------------------------------------------------------------------ */

bool join_recording_id(const char *file_name, char *out, size_t size)
{
    static const char id[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *slash = strrchr(file_name, '/');
    for (const char *s = slash ? slash + 1 : file_name; *s; s++) {
        size_t n = strspn(s, "0123456789"), m = s[n] == '.' ? strspn(s + n + 1, "0123456789") : 0;
        if (n && (n < 9 || n > 10 || !m)) {
            s += n - 1;
            continue;
        }
        if (n && n + 1 + m < size) {
            memcpy(out, s, n + 1 + m);
            out[n + 1 + m] = 0;
            return !s[n + 1 + m] || !strchr(id, s[n + 1 + m]);
        }
    }
    return false;
}

enum join_use join_recording(struct join *j, const char *uniqueid, ms_t at, const char *path,
                             int64_t size)
{
    join_advance(j, at);
    struct call *c = call_of(j, uniqueid, "");
    const char *texts[] = {"recording", path};
    if (!join_fresh(c, hash_texts(0, texts, 2)))
        return JOIN_REPEATED;
    if (!c->recordings)
        c->recordings = join_memory(json_array());
    if (json_array_size(c->recordings) >= RECORDINGS_MAX)
        return JOIN_ODD;
    json_t *r = json_pack("{s:s, s:s}", "store", "disk", "path", path);
    if (!r)
        return JOIN_ODD; /* a name that is no UTF-8 */
    if (size >= 0)
        json_object_set_new(r, "size_bytes", json_integer(size));
    json_array_append_new(c->recordings, r);
    if (at > c->ends && !c->last)
        c->ends = at;
    c->changed = true;
    return JOIN_USED;
}
