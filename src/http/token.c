#include "http/token.h"

#include "core/conf.h"

#include <sodium.h>

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

static unsigned char secret[64];
static size_t secret_len;

enum err token_init(void)
{
    if (sodium_init() < 0)
        abort();
    secret_len = conf_secret("hmac", 0, (char *)secret, sizeof secret);
    if (secret_len < 32)
        return err_set(ERR_INTERNAL, "the secret hmac must have at least 32 random bytes");
    return OK;
}

static const char *encode(struct arena *a, const void *bytes, size_t n)
{
    size_t size = sodium_base64_encoded_len(n, VARIANT);
    return sodium_bin2base64(arena_alloc(a, size), size, bytes, n, VARIANT);
}

void token_hmac(const char *purpose, const void *bytes, size_t len, unsigned char out[TOKEN_HMAC])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, secret, secret_len);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_auth_hmacsha256_update(&state, bytes, len);
    crypto_auth_hmacsha256_final(&state, out);
}

const char *token_mac(struct arena *a, const char *purpose, const char *text)
{
    unsigned char mac[TOKEN_HMAC];
    token_hmac(purpose, text, strlen(text), mac);
    return encode(a, mac, sizeof mac);
}

bool token_check(struct arena *a, const char *purpose, const char *text, const char *mac)
{
    const char *right = token_mac(a, purpose, text);
    return mac && strlen(mac) == strlen(right) && sodium_memcmp(mac, right, strlen(right)) == 0;
}

const char *token_key(struct arena *a)
{
    return arena_dupn(a, token_mac(a, "key", ""), 6);
}

const char *token_sign(struct arena *a, const char *purpose, const char *text)
{
    return arena_printf(a, "%s.%s", encode(a, text, strlen(text)), token_mac(a, purpose, text));
}

const char *token_open(struct arena *a, const char *purpose, const char *signed_text)
{
    const char *dot = signed_text ? strrchr(signed_text, '.') : NULL;
    if (!dot)
        return NULL;
    size_t n = (size_t)(dot - signed_text), len;
    char *text = arena_alloc(a, n + 1);
    if (sodium_base642bin((unsigned char *)text, n, signed_text, n, NULL, &len, NULL, VARIANT))
        return NULL;
    text[len] = 0;
    return strlen(text) == len && token_check(a, purpose, text, dot + 1) ? text : NULL;
}

const char *token_random(struct arena *a)
{
    unsigned char bytes[TOKEN_RANDOM];
    randombytes_buf(bytes, sizeof bytes);
    return encode(a, bytes, sizeof bytes);
}
