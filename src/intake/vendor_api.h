/* How a vendor is asked for one of its calls: a row per vendor. Pure: no request is made here. */
#ifndef INTAKE_VENDOR_API_H
#define INTAKE_VENDOR_API_H

#include "core/arena.h"
#include "core/clock.h"

#include <jansson.h>
#include <stdbool.h>

struct vendor_api {
    const char *source, *name; /* "elevenlabs", "ElevenLabs" */
    const char *base;          /* where a connection names no other */
    const char *path;          /* before the id of the call */
    const char *key_before;    /* header, before the key */
    const char *audio;         /* behind the path of the call; NULL: the call names its sound */
};

/* NULL: not a vendor that is asked. */
const struct vendor_api *vendor_api(const char *source);

/* The address of a call, and of its sound. `base` NULL: the vendor's own. */
const char *vendor_url(struct arena *a, const struct vendor_api *v, const char *base,
                       const char *ref, const char *behind);

enum vendor_said {
    VENDOR_READY,   /* here it is */
    VENDOR_LATER,   /* not yet, or not now: asked again after a while */
    VENDOR_UNKNOWN, /* no call of that id */
    VENDOR_KEY,     /* the key is not good */
    VENDOR_NO,      /* anything else that asking again does not change */
};

/* What an answer means, and for people, in *problem, why it is not VENDOR_READY. `account`: the
 * name of the connection. `body` NULL: what came is no JSON. */
enum vendor_said vendor_said(struct arena *a, const struct vendor_api *v, const char *account,
                             long status, const json_t *body, const char **problem);

/* Until the next try, after so many: what the vendor asks for, else ever longer. */
ms_t vendor_wait_ms(int64_t attempts, int64_t retry_after_s);

#endif
