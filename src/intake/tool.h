/* Tools that an AI agent calls during a call. At receipt they are only understood and answered; the
 * worker does what was asked. */
#ifndef INTAKE_TOOL_H
#define INTAKE_TOOL_H

#include "intake/source.h"

#define TOOL_SUMMARY "send_debt_summary"

/* Events of the inbox whose source is "tool"; nobody sends them as webhooks. */
extern const struct intake_source source_tool;

enum { TOOL_CALLS_MAX = 20 };

struct tool_call {
    const char *source;    /* of the call: "elevenlabs" */
    const char *ref;       /* what the source calls it */
    const char *id;        /* of this tool call; NULL: the source gives none */
    const char *name;      /* of the tool */
    const char *event_id;  /* the same for a repeat of the same */
    const char *reference; /* of the account; NULL: that of the call */
    const char *channel;   /* "email", "whatsapp"; NULL: as the debtor prefers */
};

/* Reads what an agent asks: Vapi's {"message": {"toolCallList": [...]}}, or plain parameters with a
 * conversation_id, as ElevenLabs does. `out` has room for TOOL_CALLS_MAX. False with *why, for the
 * one who set the tool up. */
bool tool_read(const json_t *body, struct arena *a, struct tool_call *out, size_t *n,
               const char **why);

/* What the agent may say while it is done; and what is answered to a tool that is not ours. */
const char *tool_sentence(const struct tool_call *call);

#endif
