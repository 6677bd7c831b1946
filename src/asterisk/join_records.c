/* Records of CDR and CEL. */
#include "asterisk/join_call.h"

#include <stdlib.h>
#include <string.h>

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
    struct call *c = join_call_of(j, r->field[CDR_UNIQUEID], r->field[CDR_LINKEDID]);
    if (!join_fresh(c, join_hash(r->start, r->field, CDR_FIELDS)))
        return JOIN_REPEATED;
    join_touch(c, r->start);
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
    struct call *c = join_call_of(j, e->field[CEL_UNIQUEID], e->field[CEL_LINKEDID]);
    if (!join_fresh(c, join_hash(e->at, e->field, CEL_FIELDS)))
        return JOIN_REPEATED;
    join_touch(c, e->at);
    c->n_cel++;
    if (e->kind == CEL_HANGUP && c->hold_since && strcmp(c->hold_by, e->field[CEL_UNIQUEID]) == 0)
        hold_end(c, e->at);
    enum join_use use = take_cel(c, e);
    if (use == JOIN_KEPT)
        join_keep(c, kept_cel(e));
    return use;
}
