/* Sealed bytes: what leaves the server, or lies in the database, and may neither be read nor
 * changed there. XChaCha20-Poly1305 with a key made of the secret `hmac` and the purpose; `context`
 * says what the bytes belong to (a session, a person) and must be the same when they are opened. */
#ifndef HTTP_SEAL_H
#define HTTP_SEAL_H

#include "core/arena.h"
#include "core/clock.h"

#include <stdbool.h>

enum { SEAL_MORE = 40 }; /* how many bytes longer the sealed ones are */

/* Seals n bytes into n + SEAL_MORE, and back: false when they were not sealed for this. */
void seal_bytes(const char *purpose, const char *context, const void *bytes, size_t n,
                unsigned char *out);
bool unseal_bytes(const char *purpose, const char *context, const void *sealed, size_t n,
                  unsigned char *out);

/* A text that is good until an instant, as a PARAM_TOKEN; and back: NULL when it is not ours, of
 * another purpose or context, or too old. */
const char *seal_text(struct arena *a, const char *purpose, const char *context, ms_t until,
                      const char *text);
const char *unseal_text(struct arena *a, const char *purpose, const char *context, ms_t now,
                        const char *sealed);

#endif
