#include "intake/signature.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60 * 1000, DIGEST = crypto_auth_hmacsha256_BYTES, STAMP_DIGITS = 15 };

/* How a source signs: the names within its header, and what the time is joined to. */
struct signature_rule {
    const char *source, *scheme; /* NULL: any source */
    const char *header;          /* NULL: as the connection says */
    const char *stamp, *digest;  /* names before "="; NULL: the header is one value */
    int unit;                    /* ms of the stamp's unit; 0: s or ms, as it looks */
    ms_t past, future;
    bool plain; /* the secret itself */
    bool after; /* the time is signed behind the body */
};

static const struct signature_rule rules[] = {
    {.source = "elevenlabs",
     .scheme = "vendor",
     .header = "ElevenLabs-Signature",
     .stamp = "t",
     .digest = "v0",
     .unit = 1000,
     .past = 30 * MINUTE,
     .future = 5 * MINUTE},
    {.source = "retell",
     .scheme = "vendor",
     .header = "X-Retell-Signature",
     .stamp = "v",
     .digest = "d",
     .unit = 1,
     .past = 5 * MINUTE,
     .future = 5 * MINUTE,
     .after = true},
    {.source = "vapi", .scheme = "vendor", .header = "X-Vapi-Secret", .plain = true},
    {.source = "whatsapp", .scheme = "vendor", .header = "X-Hub-Signature-256"},
    {.scheme = "vendor",
     .header = "X-Parley-Signature",
     .stamp = "t",
     .digest = "v1",
     .unit = 1000,
     .past = 5 * MINUTE,
     .future = 5 * MINUTE},
    {.scheme = "header", .plain = true},
    {.scheme = "hmac", .past = 5 * MINUTE, .future = 5 * MINUTE},
};

static const struct signature_rule *rule_of(const char *source, const char *scheme)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].scheme, scheme) == 0 &&
            (!rules[i].source || strcmp(rules[i].source, source) == 0))
            return &rules[i];
    return NULL;
}

const char *signature_header(const char *source, const char *scheme, const char *own)
{
    const struct signature_rule *rule = rule_of(source, scheme);
    return rule && rule->header ? rule->header : own;
}

/* --- what a header says ---------------------------------------------------------------------- */

/* The value of name=value between commas; NULL when it is not there, or twice. */
static const char *part(const char *header, const char *name, size_t *len)
{
    const char *found = NULL;
    size_t n = strlen(name);
    while (*header) {
        size_t all = strcspn(header, ",");
        if (all > n && strncmp(header, name, n) == 0 && header[n] == '=') {
            if (found)
                return NULL;
            found = header + n + 1;
            *len = all - n - 1;
        }
        header += all + (header[all] == ',');
    }
    return found;
}

static bool read_digest(struct signature *s, const char *hex, size_t len)
{
    size_t n;
    return len == 2 * (size_t)DIGEST &&
           sodium_hex2bin(s->digest, DIGEST, hex, len, NULL, &n, NULL) == 0 && n == DIGEST;
}

/* Keeps the time as it was written, for that is what was signed. */
static bool read_stamp(struct signature *s, const char *text, size_t len, ms_t *at)
{
    if (!len || len > STAMP_DIGITS || strspn(text, "0123456789") < len)
        return false;
    memcpy(s->stamp, text, len);
    s->stamp[len] = 0;
    ms_t n = strtoll(s->stamp, NULL, 10);
    int unit = s->rule->unit ? s->rule->unit : n < 100000000000 ? 1000 : 1;
    if (n > 253402300799999 / unit) /* the year 9999 */
        return false;
    *at = n * unit;
    return true;
}

static const char *read_header(struct signature *s, const struct signature_claim *claim, ms_t *at)
{
    static const char form[] = "the signature is not in the form that this source uses";
    const char *digest = claim->header, *stamp = claim->stamp;
    size_t n = strlen(digest), m = stamp ? strlen(stamp) : 0;
    if (s->rule->digest) {
        digest = part(claim->header, s->rule->digest, &n);
        stamp = part(claim->header, s->rule->stamp, &m);
        if (!digest || !stamp)
            return form;
    } else if (strncmp(digest, "sha256=", 7) == 0) {
        digest += 7;
        n -= 7;
    }
    return read_digest(s, digest, n) && (!stamp || read_stamp(s, stamp, m, at)) ? NULL : form;
}

/* --- secrets --------------------------------------------------------------------------------- */

/* Both as their hashes, which are of one length whatever the secret's. */
static bool same(const char *x, const char *y)
{
    unsigned char hash[2][crypto_generichash_BYTES];
    crypto_generichash(hash[0], sizeof *hash, (const unsigned char *)x, strlen(x), NULL, 0);
    crypto_generichash(hash[1], sizeof *hash, (const unsigned char *)y, strlen(y), NULL, 0);
    return sodium_memcmp(hash[0], hash[1], sizeof *hash) == 0;
}

static void use_secret(struct signature *s, const char *header, const char *secret)
{
    const char *bare = strncasecmp(header, "Bearer ", 7) == 0 ? header + 7 : header;
    if (s->rule->plain)
        s->good |= (int)same(bare, secret) | (int)same(header, secret);
    else
        crypto_auth_hmacsha256_init(&s->state[s->secrets], (const unsigned char *)secret,
                                    strlen(secret));
    s->secrets++;
}

bool signature_begin(struct signature *s, const struct signature_claim *claim,
                     const char *const secrets[SIGNATURE_SECRETS], const char **why)
{
    ms_t at = claim->now;
    *s = (struct signature){.rule = rule_of(claim->source, claim->scheme)};
    *why = NULL;
    if (!s->rule)
        *why = "this connection has no rule by which it can be verified";
    else if (!claim->header || !*claim->header)
        *why = "the request has no signature";
    else if (!s->rule->plain)
        *why = read_header(s, claim, &at);
    if (!*why && at < claim->now - s->rule->past)
        *why = "the signature is too old";
    if (!*why && at > claim->now + s->rule->future)
        *why = "the signature is from the future: are the clocks right?";
    for (size_t i = 0; i < SIGNATURE_SECRETS && !*why; i++)
        if (secrets[i] && *secrets[i])
            use_secret(s, claim->header, secrets[i]);
    if (!*why && !s->secrets)
        *why = "this connection has no secret";
    if (*why)
        return false;
    if (*s->stamp && !s->rule->after) {
        signature_update(s, s->stamp, strlen(s->stamp));
        signature_update(s, ".", 1);
    }
    return true;
}

void signature_update(struct signature *s, const void *bytes, size_t len)
{
    for (size_t i = 0; i < s->secrets && !s->rule->plain; i++)
        crypto_auth_hmacsha256_update(&s->state[i], bytes, len);
}

bool signature_end(struct signature *s, const char **why)
{
    unsigned char digest[DIGEST];
    if (s->rule->after)
        signature_update(s, s->stamp, strlen(s->stamp));
    for (size_t i = 0; i < s->secrets && !s->rule->plain; i++) {
        crypto_auth_hmacsha256_final(&s->state[i], digest);
        s->good |= sodium_memcmp(digest, s->digest, DIGEST) == 0;
    }
    *why = s->good          ? NULL
           : s->rule->plain ? "the secret does not match"
                            : "the signature does not match";
    bool good = s->good;
    sodium_memzero(s, sizeof *s);
    return good;
}

bool signature_ok(const char *source, const char *scheme, const char *header_value,
                  const char *secret, const void *body, size_t len, ms_t now, const char **why)
{
    struct signature s;
    const struct signature_claim claim = {
        .source = source, .scheme = scheme, .header = header_value, .now = now};
    const char *const secrets[SIGNATURE_SECRETS] = {secret};
    if (!signature_begin(&s, &claim, secrets, why))
        return false;
    signature_update(&s, body, len);
    return signature_end(&s, why);
}
