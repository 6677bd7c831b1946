/* What to do with a connection at the vendor's. */
#include "intake.h"

#include "core/conf.h"
#include "intake/tool.h"

enum { STEPS = 6 };

static const struct {
    const char *source, *steps[STEPS]; /* ends with NULL */
    bool tools;                        /* its agents call tools: the template shows how */
} helps[] = {
    {"elevenlabs",
     {"In ElevenLabs, open Agents, Settings, Post-call webhook, and create a webhook with this "
      "address and HMAC as its authentication.",
      "ElevenLabs shows a shared secret once (it begins with wsec_): give it here as the new "
      "secret.",
      "Let it send transcripts, call initiation failures and, if recordings are wanted, audio.",
      "For transcripts to be fetched later, make an API key under Developers, API keys, that may "
      "read Agents (ConvAI), and store it here.",
      NULL},
     true},
    {"retell",
     {"In Retell, open Settings, Webhooks (or one agent's webhook settings) and enter this "
      "address.",
      "Retell signs with an API key: the one that has the webhook badge under Settings, API keys. "
      "Give that key here as the secret.",
      "The same key, stored here as the API key, lets transcripts be fetched later.", NULL},
     false},
    {"vapi",
     {"In Vapi, open the assistant, Advanced, Messaging, and enter this address as the server URL.",
      "Choose end-of-call-report and status-update as its server messages.",
      "Make a credential for it: a secret of your own in the header X-Vapi-Secret, or a bearer "
      "token. Give the same here, with the header's name where it is another one.",
      "The private API key of the organisation, stored here, lets transcripts be fetched later.",
      NULL},
     true},
    {"whatsapp",
     {"In the Meta app, open WhatsApp, Configuration, and enter this address as the callback URL.",
      "The verify token is the last part of the address, behind the last slash.",
      "Give the app secret (App settings, Basic) here as the secret, then subscribe to the field "
      "messages.",
      "From then on a message that Parley sent says whether it was delivered, read or answered.",
      NULL},
     false},
    {"generic",
     {"POST the events of your system to this address, as JSON.",
      "Sign each: X-Parley-Signature: t=<unix time>,v1=<hex of HMAC-SHA256 with the secret over "
      "the time, a dot and the body>. It is good for 5 minutes.",
      "The answer 2xx means: stored. Anything else, or none: send it again, with the same id.",
      NULL},
     false},
};

void connection_help(const struct area *a, struct view *v, const struct connection *c)
{
    struct arena *arena = a->r->arena;
    const char *base = conf(CONF_BASE_URL);
    view_set(v, "Webhook.url", arena_printf(arena, "%s/hooks/%s/%s", base, c->source, c->token));
    for (size_t i = 0; i < sizeof helps / sizeof *helps; i++) {
        if (strcmp(helps[i].source, c->source) != 0)
            continue;
        for (size_t s = 0; helps[i].steps[s]; s++)
            view_item(v, "Steps", s, "text", helps[i].steps[s]);
        if (!helps[i].tools)
            return;
        view_set(v, "Tool.source", c->source);
        view_set(v, "Tool.name", TOOL_SUMMARY);
        view_set(v, "Tool.url",
                 arena_printf(arena, "%s/hooks/tools/" TOOL_SUMMARY "/%s", base, c->token));
    }
}
