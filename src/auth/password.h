/* Passwords: argon2id through libsodium (t=3, 64 MiB, about 0.1 s). */
#ifndef AUTH_PASSWORD_H
#define AUTH_PASSWORD_H

#include "core/err.h"

#include <stdbool.h>

enum { PASSWORD_MADE_SIZE = 20 };
enum { PASSWORD_MIN = 12, PASSWORD_MAX = 200, PASSWORD_HASH_SIZE = 128 };

/* Whether the text may become a password: length in bytes. The detail says what is wrong. */
enum err password_check(const char *password);

/* A password to be given to somebody: four groups of four small letters and digits that cannot be
 * taken for each other, 79 bits. */
void password_make(char out[PASSWORD_MADE_SIZE]);

/* Hashes into `out`. */
enum err password_hash(const char *password, char out[PASSWORD_HASH_SIZE]);

/* True when the password belongs to the hash. With hash NULL (no such user, or one who cannot sign
 * in) it takes just as long and is false. */
bool password_verify(const char *password, const char *hash);

#endif
