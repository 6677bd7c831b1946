/* Recordings that arrive: stored below the tenant's folder of recordings_dir. */
#ifndef INTAKE_AUDIO_H
#define INTAKE_AUDIO_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"

#include <jansson.h>

struct audio {
    int64_t tenant_id, interaction_id;
    ms_t at; /* for its folder */
    const void *bytes;
    size_t len;
    bool base64;      /* bytes are the text of it */
    const char *type; /* what the sender says it is, for the reason of a refusal */
};

/* Writes intake/<year>/<month>/<interaction>-<hash>.<ext>, which is on the disk when this returns:
 * before the transaction commits that names it. The same sound again is the same file. *recording
 * is an object for `recordings` of a document, the caller's to free. ERR_BAD_REQUEST when it is no
 * sound that is kept. */
enum err audio_store(struct arena *a, const struct audio *audio, json_t **recording);

#endif
