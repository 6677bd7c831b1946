/* Keys of the API: "pk_" and 32 random bytes in base64url. The database has only their hash, and
 * the beginning by which people know one from another. */
#ifndef AUTH_API_KEY_H
#define AUTH_API_KEY_H

#include <stdbool.h>

enum { API_KEY_SIZE = 47, API_KEY_PREFIX = 10, API_KEY_HASH = 32 }; /* sizes with the NUL */

/* A new key. */
void api_key_make(char out[API_KEY_SIZE]);

/* The first characters of a key, for people. */
void api_key_prefix(const char *key, char out[API_KEY_PREFIX]);

/* What the database has of it; false for a text that cannot be a key. */
bool api_key_hash(const char *key, unsigned char out[API_KEY_HASH]);

#endif
