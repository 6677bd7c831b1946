/* The voice-AI vendors: what they send as webhooks and what they answer when they are asked. */
#ifndef INTAKE_VENDORS_H
#define INTAKE_VENDORS_H

#include "intake/source.h"

extern const struct intake_source source_elevenlabs, source_retell, source_vapi;

enum fetched {
    FETCHED_BAD,       /* no answer of this vendor; *why says what is wrong with it */
    FETCHED_NOT_READY, /* the call goes on, or is not worked out yet; *why is its state */
    FETCHED_DONE
};

/* The document of an answer to
 *     elevenlabs  GET /v1/convai/conversations/{id}
 *     retell      GET /v2/get-call/{id}
 *     vapi        GET /call/{id}
 * `id` is the call that was asked for: an answer about another one is bad. Where its sound lies is
 * in details.recordings[] {name, url}, the best first; at ElevenLabs it is asked for by the id,
 * where details.has_audio is true. */
enum fetched convert_fetched(const char *source, const char *id, const json_t *body,
                             struct arena *a, struct converted *out, const char **why);

/* The documents of one call; `call` is the object that holds it. */
bool elevenlabs_call(const json_t *body, const char *path, struct arena *a, struct converted *out,
                     const char **why);
bool retell_call(const json_t *body, const char *path, const char *event, struct arena *a,
                 struct converted *out, const char **why);
bool vapi_call(const json_t *body, const char *path, const char *type, struct arena *a,
               struct converted *out, const char **why);

#endif
