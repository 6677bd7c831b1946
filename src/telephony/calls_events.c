/* What each event of the manager changes. */
#include "telephony/calls_parts.h"

/* Agents, as member_said keeps them. */
static const char *const member_states[] = {
    /* 0 unknown, 1 not in use, 2 in use, 3 busy, 4 invalid, 5 unavailable, 6 ringing,
     * 7 ringing and in use, 8 on hold */
    "available", "available", "on_contact", "on_contact", "offline",
    "offline",   "ringing",   "on_contact", "on_contact",
};
enum { MEMBER_STATES = sizeof member_states / sizeof *member_states };

const char *member_name(const struct ami_block *e)
{
    static const char *const names[] = {"MemberName", "Name", "Interface", "Location"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (*ami_get(e, names[i]))
            return ami_get(e, names[i]);
    return "";
}

/* On a break in all its queues, offline in none; otherwise as its telephone is. */
static const char *state_of(const json_t *member, const char **reason)
{
    const char *queue, *state = "offline";
    json_t *in;
    bool paused = true;
    *reason = NULL;
    json_object_foreach(json_object_get(member, "queues"), queue, in)
    {
        state = get_text(in, "state");
        paused = paused && json_is_true(json_object_get(in, "paused"));
        if (paused)
            *reason = get_text(in, "reason");
    }
    if (!paused || !json_object_size(json_object_get(member, "queues")))
        *reason = NULL;
    return paused && strcmp(state, "available") == 0 ? "break" : state;
}

static json_t *member_make(struct calls *c, const char *name)
{
    json_t *m = json_object_get(c->members, name);
    if (m || json_object_size(c->members) >= CALLS_OPEN_MAX)
        return m;
    m = json_pack("{s:{}}", "queues");
    if (!m || json_object_set_new(c->members, name, m) != 0)
        abort();
    return m;
}

void member_said(struct calls *c, const struct ami_block *e, bool removed, ms_t at)
{
    const char *name = member_name(e), *queue = ami_get(e, "Queue"), *reason;
    json_t *m = *name && *queue ? member_make(c, name) : NULL;
    if (!m)
        return;
    int64_t status = ami_number(e, "Status", 0);
    json_t *queues = json_object_get(m, "queues");
    json_t *in = json_pack("{s:s, s:b}", "state",
                           member_states[status > 0 && status < MEMBER_STATES ? status : 0],
                           "paused", ami_number(e, "Paused", 0) == 1);
    set_text(in, "reason", ami_get(e, "PausedReason"));
    json_object_set_new(queues, queue, in);
    if (removed)
        json_object_del(queues, queue);
    const char *state = state_of(m, &reason), *before = get_text(m, "state");
    if (before && strcmp(before, state) == 0)
        return;
    set_text(m, "state", state);
    set_text(m, "reason", reason);
    set_int(m, "at", at);
    json_object_set_new(m, "changed", json_true());
}

static void on_member(struct calls *c, const struct ami_block *e, ms_t at)
{
    member_said(c, e, false, at);
}

static void on_member_gone(struct calls *c, const struct ami_block *e, ms_t at)
{
    member_said(c, e, true, at);
}

/* --- channels --------------------------------------------------------------------------------- */

static void on_new_channel(struct calls *c, const struct ami_block *e, ms_t at)
{
    const char *ref = ami_get(e, "Uniqueid");
    if (!*ref || json_object_size(c->channels) >= CALLS_CHANNELS_MAX)
        return;
    json_t *channel = json_pack("{s:s, s:I}", "exten", ami_get(e, "Exten"), "at", (json_int_t)at);
    if (!channel || json_object_set_new(c->channels, ref, channel) != 0)
        abort();
}

static void on_hangup(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call = call_find(c, ami_get(e, "Uniqueid"));
    json_object_del(c->channels, ami_get(e, "Uniqueid"));
    if (call && !get_int(call, "closed"))
        call_close(call, at);
}

/* A call outside queues is answered when it meets another channel. */
static void on_bridge(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call = call_find(c, ami_get(e, "Uniqueid"));
    if (!call)
        call = call_linked(c, ami_get(e, "Linkedid"));
    if (!call || json_array_size(json_object_get(call, "legs")) ||
        ami_number(e, "BridgeNumChannels", 0) < 2)
        return;
    set_int(call_leg_new(call, NULL, 0), "answered", at);
    call_touch(call, at);
}

static json_t *talking_leg(struct calls *c, const struct ami_block *e, json_t **call)
{
    *call = call_linked(c, ami_get(e, "Linkedid"));
    json_t *leg = *call ? call_leg(*call) : NULL;
    return leg && get_int(leg, "answered") ? leg : NULL;
}

static void on_hold(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call, *leg = talking_leg(c, e, &call);
    if (leg && !get_int(leg, "held"))
        set_int(leg, "held", at);
}

static void on_unhold(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call, *leg = talking_leg(c, e, &call);
    if (leg) {
        call_unhold(leg, at);
        call_touch(call, at);
    }
}

static void on_transfer(struct calls *c, const struct ami_block *e, const char *linked,
                        const char *kind)
{
    json_t *call = call_linked(c, ami_get(e, linked)), *leg = call ? call_leg(call) : NULL;
    if (leg && get_int(leg, "answered"))
        set_text(leg, "transfer", kind);
}

static void on_blind(struct calls *c, const struct ami_block *e, ms_t at)
{
    (void)at;
    on_transfer(c, e, "TransfererLinkedid", "blind");
}

static void on_attended(struct calls *c, const struct ami_block *e, ms_t at)
{
    (void)at;
    on_transfer(c, e, "OrigTransfererLinkedid", "attended");
}

/* --- queues ----------------------------------------------------------------------------------- */

static void on_join(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call = call_make(c, ami_get(e, "Uniqueid"), e, at), *leg = call ? call_leg(call) : NULL;
    if (!call)
        return;
    const char *queue = ami_get(e, "Queue"), *in = leg ? get_text(leg, "queue") : NULL;
    if (leg && in && strcmp(in, queue) == 0 && !json_object_get(leg, "answered") &&
        !json_object_get(leg, "gone"))
        return; /* the list after a new session said it first */
    if (leg)
        call_leg_end(leg, at, get_int(leg, "answered") ? "transferred" : "overflow");
    if (!json_object_get(call, "key") && !json_array_size(json_object_get(call, "legs")))
        json_object_set_new(call, "whole", json_true());
    call_leg_new(call, queue, at);
    json_object_del(call, "outcome");
    json_object_del(call, "ended_by");
    call_touch(call, at);
}

/* The open leg of the caller's channel in that queue. */
static json_t *queue_leg(struct calls *c, const struct ami_block *e, json_t **call)
{
    *call = call_find(c, ami_get(e, "Uniqueid"));
    json_t *leg = *call ? call_leg(*call) : NULL;
    const char *queue = leg ? get_text(leg, "queue") : NULL;
    return queue && strcmp(queue, ami_get(e, "Queue")) == 0 ? leg : NULL;
}

static void on_leave(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call, *leg = queue_leg(c, e, &call);
    if (leg && !get_int(leg, "answered"))
        set_int(leg, "gone", at);
}

static void on_abandon(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call, *leg = queue_leg(c, e, &call);
    if (!leg || get_int(leg, "answered"))
        return;
    call_leg_end(leg, at, "abandoned");
    set_text(call, "outcome", "abandoned");
    set_text(call, "ended_by", "client");
    call_touch(call, at);
}

/* It rang there in vain, while the caller waited on: a leg of its own before the one that waits. */
static void on_ring_no_answer(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call, *leg = queue_leg(c, e, &call);
    if (!leg || get_int(leg, "answered"))
        return;
    json_incref(leg);
    json_t *legs = json_object_get(call, "legs");
    json_array_remove(legs, json_array_size(legs) - 1);
    json_t *rang = call_leg_new(call, ami_get(e, "Queue"), 0);
    set_text(rang, "agent", member_name(e));
    set_int(rang, "ring", ami_number(e, "RingTime", 0));
    call_leg_end(rang, at, "ring_no_answer");
    json_array_append_new(legs, leg);
    call_touch(call, at);
}

static void on_connect(struct calls *c, const struct ami_block *e, ms_t at)
{
    json_t *call, *leg = queue_leg(c, e, &call);
    if (!leg || get_int(leg, "answered"))
        return;
    set_text(leg, "agent", member_name(e));
    set_int(leg, "answered", at);
    set_int(leg, "ring", ami_number(e, "RingTime", 0) * 1000);
    json_object_del(leg, "gone");
    call_touch(call, at);
}

static void on_complete(struct calls *c, const struct ami_block *e, ms_t at)
{
    static const struct {
        const char *reason, *left, *by, *outcome;
    } ends[] = {
        {"caller", "completed_client", "client", NULL},
        {"agent", "completed_agent", "agent", NULL},
        {"transfer", "transferred", NULL, "transferred"},
    };
    json_t *call, *leg = queue_leg(c, e, &call);
    if (!leg || !get_int(leg, "answered"))
        return;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcasecmp(ami_get(e, "Reason"), ends[i].reason) == 0) {
            call_leg_end(leg, at, ends[i].left);
            set_text(call, "ended_by", ends[i].by);
            set_text(call, "outcome", ends[i].outcome);
        }
    if (call_leg(call))
        call_leg_end(leg, at, NULL);
    call_touch(call, at);
}

/* --- all -------------------------------------------------------------------------------------- */

static const struct {
    const char *event;
    void (*on)(struct calls *, const struct ami_block *, ms_t);
} events[] = {
    {"Newchannel", on_new_channel},
    {"Hangup", on_hangup},
    {"BridgeEnter", on_bridge},
    {"Hold", on_hold},
    {"Unhold", on_unhold},
    {"BlindTransfer", on_blind},
    {"AttendedTransfer", on_attended},
    {"QueueCallerJoin", on_join},
    {"QueueCallerLeave", on_leave},
    {"QueueCallerAbandon", on_abandon},
    {"AgentRingNoAnswer", on_ring_no_answer},
    {"AgentConnect", on_connect},
    {"AgentComplete", on_complete},
    {"QueueMemberStatus", on_member},
    {"QueueMemberPause", on_member},
    {"QueueMemberAdded", on_member},
    {"QueueMemberRemoved", on_member_gone},
};

/* The first channel of a call that the dialplan marked. */
static void see_marked(struct calls *c, const struct ami_block *e, ms_t at)
{
    const char *ref = ami_get(e, "Uniqueid");
    if (*ami_variable(e, "CC_INTERACTION_ID") && strcmp(ref, ami_get(e, "Linkedid")) == 0 &&
        strcasecmp(ami_get(e, "Event"), "Hangup") != 0)
        call_make(c, ref, e, at);
}

/* MixMonitorStart itself does not say the file; the channel's variable does, in this and all later
 * events of the channel (channelvars in manager.conf). */
static void see_recorded(struct calls *c, const struct ami_block *e)
{
    const char *file = ami_variable(e, "MIXMONITOR_FILENAME"), *ref;
    json_t *call = *file ? call_linked(c, ami_get(e, "Linkedid")) : NULL, *one;
    if (strrchr(file, '/'))
        file = strrchr(file, '/') + 1;
    if (!call || !*file || get_text(c->files, file))
        return;
    json_object_foreach(c->open, ref, one) if (one == call) set_text(c->files, file, ref);
}

void calls_event(struct calls *c, const struct ami_block *e, ms_t now)
{
    const char *event = ami_get(e, "Event");
    ms_t at = ami_time(e, now);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (strcasecmp(event, events[i].event) == 0)
            events[i].on(c, e, at);
    see_marked(c, e, at);
    see_recorded(c, e);
}
