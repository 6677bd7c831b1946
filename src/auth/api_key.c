#include "auth/api_key.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void api_key_make(char out[API_KEY_SIZE])
{
    unsigned char raw[32];
    randombytes_buf(raw, sizeof raw);
    memcpy(out, "pk_", 3);
    sodium_bin2base64(out + 3, API_KEY_SIZE - 3, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(raw, sizeof raw);
}

void api_key_prefix(const char *key, char out[API_KEY_PREFIX])
{
    snprintf(out, API_KEY_PREFIX, "%s", key);
}

bool api_key_hash(const char *key, unsigned char out[API_KEY_HASH])
{
    if (strncmp(key, "pk_", 3) != 0 || strspn(key + 3, letters) != API_KEY_SIZE - 4 ||
        key[API_KEY_SIZE - 1])
        return false;
    crypto_generichash(out, API_KEY_HASH, (const unsigned char *)key, API_KEY_SIZE - 1, NULL, 0);
    return true;
}
