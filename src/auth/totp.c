#include "auth/totp.h"

#include "core/buf.h"
#include "http/token.h"

#include <liboath/oath.h>
#include <sodium.h>

enum { STEP_S = 30, WINDOW = 1, DIGITS = 6 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char purpose[] = "totp";

void totp_make(unsigned char secret[TOTP_SECRET])
{
    randombytes_buf(secret, TOTP_SECRET);
}

/* 20 bytes are exactly 32 characters: no padding. */
static char *base32(struct arena *a, const unsigned char secret[TOTP_SECRET])
{
    char *text = NULL;
    if (oath_base32_encode((const char *)secret, TOTP_SECRET, &text, NULL) != OATH_OK)
        abort();
    char *copy = arena_dup(a, text);
    free(text);
    return copy;
}

const char *totp_secret_text(struct arena *a, const unsigned char secret[TOTP_SECRET])
{
    const char *plain = base32(a, secret);
    char *text = arena_alloc(a, strlen(plain) * 2), *out = text;
    for (size_t i = 0; plain[i]; i++) {
        if (i && i % 4 == 0)
            *out++ = ' ';
        *out++ = plain[i];
    }
    return text;
}

bool totp_secret_read(const char *text, unsigned char secret[TOTP_SECRET])
{
    char *bytes = NULL;
    size_t n = 0;
    bool right = oath_base32_decode(text, strlen(text), &bytes, &n) == OATH_OK && n == TOTP_SECRET;
    if (right)
        memcpy(secret, bytes, TOTP_SECRET);
    free(bytes);
    return right;
}

/* The Key URI Format of the authenticator apps. */
const char *totp_uri(struct arena *a, const unsigned char secret[TOTP_SECRET], const char *issuer,
                     const char *account)
{
    struct buf b = {0};
    buf_puts(&b, "otpauth://totp/");
    buf_url(&b, issuer);
    buf_putc(&b, ':');
    buf_url(&b, account);
    buf_printf(&b, "?secret=%s&issuer=", base32(a, secret));
    buf_url(&b, issuer);
    buf_printf(&b, "&algorithm=SHA1&digits=%d&period=%d", DIGITS, STEP_S);
    const char *uri = arena_dup(a, b.s);
    buf_free(&b);
    return uri;
}

static void person(char out[24], int64_t user_id)
{
    snprintf(out, 24, "%lld", (long long)user_id);
}

void totp_seal(const unsigned char secret[TOTP_SECRET], int64_t user_id,
               unsigned char out[TOTP_SEALED])
{
    char context[24];
    person(context, user_id);
    seal_bytes(purpose, context, secret, TOTP_SECRET, out);
}

bool totp_unseal(const void *sealed, size_t n, int64_t user_id, unsigned char out[TOTP_SECRET])
{
    char context[24];
    person(context, user_id);
    return sealed && n == TOTP_SEALED && unseal_bytes(purpose, context, sealed, n, out);
}

/* The characters of a code without what people put between them. */
static size_t squeeze(const char *text, char *out, size_t size)
{
    size_t n = 0;
    for (; *text; text++) {
        if (*text == ' ' || *text == '-')
            continue;
        if (n + 1 == size)
            return 0;
        out[n++] = (char)(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
    }
    out[n] = 0;
    return n;
}

bool totp_is_code(const char *text)
{
    char code[DIGITS + 1];
    return squeeze(text, code, sizeof code) == DIGITS && strspn(code, "0123456789") == DIGITS;
}

bool totp_right(const unsigned char secret[TOTP_SECRET], const char *code, ms_t now, int64_t taken,
                int64_t *step)
{
    char given[DIGITS + 1], right[DIGITS + 1];
    bool found = false;
    if (!totp_is_code(code))
        return false;
    squeeze(code, given, sizeof given);
    int64_t current = now / 1000 / STEP_S;
    for (int64_t s = current - WINDOW; s <= current + WINDOW; s++) {
        if (oath_totp_generate((const char *)secret, TOTP_SECRET, (time_t)(s * STEP_S), STEP_S, 0,
                               DIGITS, right) != OATH_OK)
            abort();
        if (sodium_memcmp(given, right, DIGITS) == 0 && s > taken && !found) {
            *step = s;
            found = true;
        }
    }
    return found;
}

const char *recovery_make(struct arena *a)
{
    char *code = arena_alloc(a, RECOVERY_LENGTH + 2), *out = code;
    for (int i = 0; i < RECOVERY_LENGTH; i++) {
        if (i == RECOVERY_LENGTH / 2)
            *out++ = '-';
        *out++ = alphabet[randombytes_uniform(sizeof alphabet - 1)];
    }
    return code;
}

bool recovery_hash(const char *text, int64_t user_id, unsigned char out[RECOVERY_HASH])
{
    char code[RECOVERY_LENGTH + 1], bound[RECOVERY_LENGTH + 32];
    if (squeeze(text, code, sizeof code) != RECOVERY_LENGTH ||
        strspn(code, alphabet) != RECOVERY_LENGTH)
        return false;
    int n = snprintf(bound, sizeof bound, "%lld %s", (long long)user_id, code);
    token_hmac("recovery", bound, (size_t)n, out);
    return true;
}
