/* The recording of a call that is fetched: where it is, and its way into our store. */
#ifndef WORKER_FETCH_SOUND_H
#define WORKER_FETCH_SOUND_H

#include "intake/vendor_api.h"
#include "store/fetches.h"

struct fetch_sound {
    const struct vendor_api *vendor;
    const struct fetch_account *account;
    const char *key; /* header */
    const char *ref;
    json_t *doc; /* gets the recording */
    int64_t tenant_id, interaction_id;
    ms_t at;
    const char *url; /* found */
    bool with_key;
    const char *problem;   /* for people; NULL: none */
    int64_t retry_after_s; /* -1: not said */
};

/* Whether there is one. */
bool fetch_sound_find(struct arena *a, struct fetch_sound *s);

/* Gets it: VENDOR_LATER where that is worth another try, else VENDOR_READY, with or without it. */
enum vendor_said fetch_sound_get(struct arena *a, struct fetch_sound *s);

#endif
