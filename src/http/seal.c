#include "http/seal.h"

#include "http/token.h"

#include <sodium.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING
};
_Static_assert(NONCE + TAG == SEAL_MORE, "the sealed bytes are that much longer");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == TOKEN_HMAC, "a key is an HMAC");

static void key_of(const char *purpose, unsigned char key[TOKEN_HMAC])
{
    token_hmac("seal", purpose, strlen(purpose), key);
}

void seal_bytes(const char *purpose, const char *context, const void *bytes, size_t n,
                unsigned char *out)
{
    unsigned char key[TOKEN_HMAC];
    key_of(purpose, key);
    randombytes_buf(out, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, bytes, n,
                                               (const unsigned char *)context, strlen(context),
                                               NULL, out, key);
    sodium_memzero(key, sizeof key);
}

bool unseal_bytes(const char *purpose, const char *context, const void *sealed, size_t n,
                  unsigned char *out)
{
    unsigned char key[TOKEN_HMAC];
    const unsigned char *s = sealed;
    if (n < SEAL_MORE)
        return false;
    key_of(purpose, key);
    int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, s + NONCE, n - NONCE,
                                                         (const unsigned char *)context,
                                                         strlen(context), s, key);
    sodium_memzero(key, sizeof key);
    return !bad;
}

const char *seal_text(struct arena *a, const char *purpose, const char *context, ms_t until,
                      const char *text)
{
    const char *dated = arena_printf(a, "%lld %s", (long long)until, text);
    size_t n = strlen(dated) + SEAL_MORE, size = sodium_base64_encoded_len(n, VARIANT);
    unsigned char *sealed = arena_alloc(a, n);
    seal_bytes(purpose, context, dated, strlen(dated), sealed);
    return sodium_bin2base64(arena_alloc(a, size), size, sealed, n, VARIANT);
}

/* libsodium takes a byte beyond ASCII for the last digit. */
static bool plain(const char *s, size_t n)
{
    return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

const char *unseal_text(struct arena *a, const char *purpose, const char *context, ms_t now,
                        const char *sealed)
{
    size_t n = sealed ? strlen(sealed) : 0, len;
    unsigned char *bytes = arena_alloc(a, n + 1);
    char *text = arena_alloc(a, n + 1), *end;
    if (!n || !plain(sealed, n) ||
        sodium_base642bin(bytes, n, sealed, n, NULL, &len, NULL, VARIANT) ||
        !unseal_bytes(purpose, context, bytes, len, (unsigned char *)text))
        return NULL;
    ms_t until = strtoll(text, &end, 10);
    return now <= until ? end + 1 : NULL;
}
