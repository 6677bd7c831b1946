/* Whether what arrives comes from whom it says: each source signs in its own way. A body may be
 * given in pieces, as it is streamed; nothing of it is believed before signature_end. Digests and
 * secrets are compared in constant time. */
#ifndef INTAKE_SIGNATURE_H
#define INTAKE_SIGNATURE_H

#include "core/clock.h"

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>

/* The secret of today, and the one that was valid before it. */
enum { SIGNATURE_SECRETS = 2 };

/* What a request shows. By `scheme`, that of its connection, it carries
 *
 * - vendor: what the source sends. ElevenLabs-Signature: t=<s>,v0=<hex> over t "." body.
 *   X-Retell-Signature: v=<ms>,d=<hex> over body v. X-Vapi-Secret: the secret itself.
 *   X-Hub-Signature-256 (WhatsApp): sha256=<hex> over body. Any other source X-Parley-Signature:
 *   t=<s>,v1=<hex> over t "." body.
 *
 * - header: the secret itself in a header of the connection's choice, "Bearer " before it or not.
 *
 * - hmac: <hex> or sha256=<hex> in such a header, over the body; with a `stamp`, a time in s or ms,
 *   over stamp "." body.
 *
 * A time may be 5 minutes old, ElevenLabs' 30, and 5 minutes ahead. */
struct signature_claim {
    const char *source, *scheme;
    const char *header; /* its value; NULL: the request has none */
    const char *stamp;  /* of scheme hmac; NULL: only the body is signed */
    ms_t now;
};

struct signature {
    const struct signature_rule *rule;
    crypto_auth_hmacsha256_state state[SIGNATURE_SECRETS];
    size_t secrets;
    unsigned char digest[crypto_auth_hmacsha256_BYTES]; /* what the request claims */
    char stamp[24];                                     /* its time, as it wrote it */
    bool good;                                          /* a secret in the header, that fits */
};

/* The name of the header that a connection's requests carry; `own`: that of the connection, for
 * schemes header and hmac. */
const char *signature_header(const char *source, const char *scheme, const char *own);

/* Begins with what can be told without the body. Secrets that are NULL or empty are left out. False
 * with *why, for people: it cannot become right. */
bool signature_begin(struct signature *s, const struct signature_claim *claim,
                     const char *const secrets[SIGNATURE_SECRETS], const char **why);

/* More of the body. */
void signature_update(struct signature *s, const void *bytes, size_t len);

/* Whether all of it was signed with one of the secrets; else *why. Once. */
bool signature_end(struct signature *s, const char **why);

/* All of it at once, with one secret. */
bool signature_ok(const char *source, const char *scheme, const char *header_value,
                  const char *secret, const void *body, size_t len, ms_t now, const char **why);

#endif
