/* Passwords: argon2id through libsodium (t=3, 64 MiB, about 0.1 s). */
#ifndef AUTH_PASSWORD_H
#define AUTH_PASSWORD_H

#include "core/err.h"

#include <stdbool.h>

enum { PASSWORD_MADE_SIZE = 20 };
enum { PASSWORD_MIN = 12, PASSWORD_MAX = 200, PASSWORD_HASH_SIZE = 128 };

/* Whether the text may become a password: at least PASSWORD_MIN characters, at most PASSWORD_MAX
 * bytes. The detail says what is wrong. */
enum err password_check(const char *password);

/* The same for a password that its owner chooses: it is also none that would be tried first, and
 * not made of their address or name. */
enum err password_choose(const char *password, const char *email, const char *name);
/* A password to be given to somebody: four groups of four small letters and digits that cannot be
 * taken for each other, 79 bits. */
void password_make(char out[PASSWORD_MADE_SIZE]);

/* Hashes into `out`. */
enum err password_hash(const char *password, char out[PASSWORD_HASH_SIZE]);

/* True when the password belongs to the hash. With hash NULL (no such user, or one who cannot sign
 * in) it takes just as long and is false. */
bool password_verify(const char *password, const char *hash);

#endif
