/* What to do with a connection at the vendor's. */
#include "intake.h"

#include "core/conf.h"

enum { STEPS = 6 };

static const struct {
    const char *source, *steps[STEPS]; /* ends with NULL */
} helps[] = {
    {"elevenlabs",
     {"In ElevenLabs, open Agents, Settings, Post-call webhook, and create a webhook with this "
      "address and HMAC as its authentication.",
      "ElevenLabs shows a shared secret once (it begins with wsec_): give it here as the new "
      "secret.",
      "Let it send transcripts, call initiation failures and, if recordings are wanted, audio.",
      "For transcripts to be fetched later, make an API key under Developers, API keys, that may "
      "read Agents (ConvAI), and store it here.",
      NULL}},
    {"retell",
     {"In Retell, open Settings, Webhooks (or one agent's webhook settings) and enter this "
      "address.",
      "Retell signs with an API key: the one that has the webhook badge under Settings, API keys. "
      "Give that key here as the secret.",
      "The same key, stored here as the API key, lets transcripts be fetched later.", NULL}},
    {"vapi",
     {"In Vapi, open the assistant, Advanced, Messaging, and enter this address as the server URL.",
      "Choose end-of-call-report and status-update as its server messages.",
      "Make a credential for it: a secret of your own in the header X-Vapi-Secret, or a bearer "
      "token. Give the same here, with the header's name where it is another one.",
      "The private API key of the organisation, stored here, lets transcripts be fetched later.",
      NULL}},
    {"generic",
     {"POST the events of your system to this address, as JSON.",
      "Sign each: X-Parley-Signature: t=<unix time>,v1=<hex of HMAC-SHA256 with the secret over "
      "the time, a dot and the body>. It is good for 5 minutes.",
      "The answer 2xx means: stored. Anything else, or none: send it again, with the same id.",
      NULL}},
};

void connection_help(const struct area *a, struct view *v, const struct connection *c)
{
    view_set(v, "Webhook.url",
             arena_printf(a->r->arena, "%s/hooks/%s/%s", conf(CONF_BASE_URL), c->source, c->token));
    for (size_t i = 0; i < sizeof helps / sizeof *helps; i++)
        for (size_t s = 0; strcmp(helps[i].source, c->source) == 0 && helps[i].steps[s]; s++)
            view_item(v, "Steps", s, "text", helps[i].steps[s]);
}
