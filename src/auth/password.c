#include "auth/password.h"

#include "auth/guessable.h"

#include <sodium.h>

enum { PASSES = 3, MEMORY = 64 * 1024 * 1024 };

_Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_HASH_SIZE, "hash fits");

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

enum err password_check(const char *password)
{
    size_t n = strlen(password);
    if (characters(password) < PASSWORD_MIN)
        return err_set(ERR_BAD_REQUEST, "a password has at least %d characters", PASSWORD_MIN);
    if (n > PASSWORD_MAX)
        return err_set(ERR_BAD_REQUEST, "a password has at most %d bytes", PASSWORD_MAX);
    return OK;
}

enum err password_choose(const char *password, const char *email, const char *name)
{
    enum err e = password_check(password);
    if (!e && guessable_own(password, email, name))
        e = err_set(ERR_BAD_REQUEST, "a password that is made of your name or address is among the "
                                     "first that are tried");
    if (!e && guessable_common(password))
        e = err_set(ERR_BAD_REQUEST,
                    "this is one of the commonest passwords, which are tried first");
    if (!e && guessable_pattern(password))
        e = err_set(ERR_BAD_REQUEST,
                    "a row of keys or the same few characters again and again is easy to guess");
    return e;
}

enum err password_hash(const char *password, char out[PASSWORD_HASH_SIZE])
{
    enum err e = password_check(password);
    if (e)
        return e;
    if (crypto_pwhash_str_alg(out, password, strlen(password), PASSES, MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13))
        return err_set(ERR_INTERNAL, "not enough memory to hash a password");
    return OK;
}

/* Of a password that nobody has: made once per process, so that unknown users cost the same. */
static const char *nobody(void)
{
    static char hash[crypto_pwhash_STRBYTES];
    unsigned char random_bytes[32];
    if (!hash[0]) {
        randombytes_buf(random_bytes, sizeof random_bytes);
        if (crypto_pwhash_str_alg(hash, (char *)random_bytes, sizeof random_bytes, PASSES, MEMORY,
                                  crypto_pwhash_ALG_ARGON2ID13))
            abort();
    }
    return hash;
}

bool password_verify(const char *password, const char *hash)
{
    const char *other = nobody(); /* made for everybody's first try, else that one would tell */
    bool right = crypto_pwhash_str_verify(hash ? hash : other, password, strlen(password)) == 0;
    return right && hash;
}

void password_make(char out[PASSWORD_MADE_SIZE])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    for (int i = 0; i < PASSWORD_MADE_SIZE - 1; i++)
        out[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
    out[PASSWORD_MADE_SIZE - 1] = 0;
}
