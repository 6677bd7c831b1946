/* What there is after a new session, held against what was known before. */
#include "telephony/calls_parts.h"

static bool is_event(const struct ami_block *b, const char *name)
{
    return strcasecmp(ami_get(b, "Event"), name) == 0;
}

static const struct ami_block *find_channel(const struct ami_blocks *channels, const char *ref)
{
    for (size_t i = 0; i < channels->n; i++)
        if (strcmp(ami_get(&channels->blocks[i], "Uniqueid"), ref) == 0)
            return &channels->blocks[i];
    return NULL;
}

/* It ended while nobody listened: when exactly, and how, only queue_log can say. */
static void lose(json_t *call, ms_t now)
{
    if (get_int(call, "closed"))
        return;
    if (!get_text(call, "outcome"))
        set_text(call, "outcome", "incomplete");
    if (!get_text(call, "ended_by"))
        set_text(call, "ended_by", "system");
    json_object_set_new(call, "whole", json_false());
    call_close(call, now);
}

static void list_gone(struct calls *c, const struct ami_blocks *channels, ms_t now)
{
    const char *ref;
    json_t *call;
    json_object_foreach(c->open, ref, call) if (!find_channel(channels, ref)) lose(call, now);
}

/* Interactions that somebody else began: those that have their channel are known from now on. */
static void list_known(struct calls *c, const struct ami_blocks *channels,
                       const struct call_open *open, size_t n, ms_t now)
{
    static const struct ami_block nothing = {0};
    for (size_t i = 0; i < n; i++) {
        const struct ami_block *channel = find_channel(channels, open[i].ref);
        if (call_find(c, open[i].ref))
            continue;
        json_t *call = call_make(c, open[i].ref, channel ? channel : &nothing, now);
        if (!call)
            return;
        set_int(call, "created", open[i].created_at);
        if (!channel)
            lose(call, now);
    }
}

static bool is_in(const json_t *leg, const char *queue)
{
    const char *in = leg ? get_text(leg, "queue") : NULL;
    return in && strcmp(in, queue) == 0;
}

/* The leg of a call in this queue, which begins now if it was not known. */
static json_t *leg_in(json_t *call, const char *queue, ms_t queued, ms_t now)
{
    json_t *leg = call_leg(call);
    if (is_in(leg, queue))
        return leg;
    if (leg)
        call_leg_end(leg, now, NULL);
    json_object_set_new(call, "whole", json_false());
    call_touch(call, now);
    return call_leg_new(call, queue, queued);
}

static void list_waiting(struct calls *c, const struct ami_block *e, ms_t now)
{
    int64_t wait = ami_number(e, "Wait", 0);
    ms_t queued = wait >= 0 && wait < 86400 ? now - wait * 1000 : now;
    bool new = !call_find(c, ami_get(e, "Uniqueid"));
    json_t *call = call_make(c, ami_get(e, "Uniqueid"), e, now);
    if (!call)
        return;
    if (new)
        set_int(call, "created", queued);
    leg_in(call, ami_get(e, "Queue"), queued, now);
}

/* The name of the member whose telephone is in the same bridge. */
static const char *partner(const struct ami_blocks *channels, const struct ami_blocks *queues,
                           const struct ami_block *caller)
{
    for (size_t i = 0; i < channels->n; i++) {
        const struct ami_block *other = &channels->blocks[i];
        const char *name = ami_get(other, "Channel");
        if (other == caller || strcmp(ami_get(other, "BridgeId"), ami_get(caller, "BridgeId")) != 0)
            continue;
        const char *dash = strrchr(name, '-'); /* PJSIP/8007-00000a1c */
        size_t n = dash ? (size_t)(dash - name) : strlen(name);
        for (size_t k = 0; k < queues->n; k++) {
            const char *where = ami_get(&queues->blocks[k], "Location");
            if (is_event(&queues->blocks[k], "QueueMember") && strlen(where) == n &&
                strncmp(where, name, n) == 0)
                return member_name(&queues->blocks[k]);
        }
    }
    return "";
}

static void list_talking(struct calls *c, const struct ami_blocks *channels,
                         const struct ami_blocks *queues, const struct ami_block *e, ms_t now)
{
    char queue[AMI_VALUE_MAX + 1];
    const char *data = ami_get(e, "ApplicationData");
    snprintf(queue, sizeof queue, "%.*s", (int)strcspn(data, ","), data);
    json_t *call = *queue ? call_make(c, ami_get(e, "Uniqueid"), e, now) : NULL;
    json_t *leg = call ? leg_in(call, queue, 0, now) : NULL;
    if (!leg || get_int(leg, "answered"))
        return;
    set_text(leg, "agent", partner(channels, queues, e));
    set_int(leg, "answered", now); /* at the latest */
    json_object_set_new(call, "whole", json_false());
    call_touch(call, now);
}

static void list_channel(struct calls *c, const struct ami_blocks *channels,
                         const struct ami_blocks *queues, const struct ami_block *e, ms_t now)
{
    const char *application = ami_get(e, "Application"), *ref = ami_get(e, "Uniqueid");
    if ((strcasecmp(application, "Queue") == 0 || strcasecmp(application, "AppQueue") == 0) &&
        *ami_get(e, "BridgeId"))
        list_talking(c, channels, queues, e, now);
    else if (*ami_variable(e, "CC_INTERACTION_ID") && strcmp(ref, ami_get(e, "Linkedid")) == 0)
        call_make(c, ref, e, now);
}

void calls_listed(struct calls *c, const struct ami_blocks *channels,
                  const struct ami_blocks *queues, const struct call_open *open, size_t n, ms_t now)
{
    json_object_clear(c->channels);
    json_object_clear(c->members);
    list_gone(c, channels, now);
    list_known(c, channels, open, n, now);
    for (size_t i = 0; i < queues->n; i++) {
        if (is_event(&queues->blocks[i], "QueueEntry"))
            list_waiting(c, &queues->blocks[i], now);
        else if (is_event(&queues->blocks[i], "QueueMember"))
            member_said(c, &queues->blocks[i], false, now);
    }
    for (size_t i = 0; i < channels->n; i++)
        if (is_event(&channels->blocks[i], "CoreShowChannel"))
            list_channel(c, channels, queues, &channels->blocks[i], now);
}
