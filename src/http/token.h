/* Signed texts: what leaves the server and comes back unchanged or not at all (CSRF tokens, the way
 * back after signing in, signed URLs). HMAC-SHA-256 over the purpose and the text, with the secret
 * `hmac`; a token of one purpose is worth nothing for another. */
#ifndef HTTP_TOKEN_H
#define HTTP_TOKEN_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>

enum { TOKEN_HMAC = 32, TOKEN_MAC_SIZE = 48, TOKEN_RANDOM = 32 };

/* Reads the secret. Once, before the first use. */
enum err token_init(void);

/* HMAC-SHA-256 of bytes for a purpose. */
void token_hmac(const char *purpose, const void *bytes, size_t len, unsigned char out[TOKEN_HMAC]);

/* The signature of a text for a purpose, in base64url. */
const char *token_mac(struct arena *a, const char *purpose, const char *text);

/* Compares in constant time. NULL is never right. */
bool token_check(struct arena *a, const char *purpose, const char *text, const char *mac);

/* Which secret signs: a few characters that say nothing about it. What was signed with another one
 * is known by them. */
const char *token_key(struct arena *a);

/* base64url(text).signature, and back (NULL when it is not ours). */
const char *token_sign(struct arena *a, const char *purpose, const char *text);
const char *token_open(struct arena *a, const char *purpose, const char *signed_text);

/* TOKEN_RANDOM fresh random bytes in base64url. */
const char *token_random(struct arena *a);

#endif
