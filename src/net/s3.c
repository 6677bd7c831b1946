#include "net/s3.h"

#include "core/buf.h"
#include "core/conf.h"

#include <sodium.h>

enum { HASH = crypto_hash_sha256_BYTES, HEX = 2 * HASH + 1 };

/* --- the store ------------------------------------------------------------------------------- */

/* The host of "http://host:port", NULL when it is anything else. */
static const char *host_of(const char *endpoint)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (strncmp(endpoint, schemes[i], n) == 0 && endpoint[n] &&
            !endpoint[n + strspn(endpoint + n, plain)])
            return endpoint + n;
    }
    return NULL;
}

/* A bucket is part of a path or of a host's name. */
static bool bucket_valid(const char *name)
{
    size_t n = strlen(name);
    return n >= 3 && n <= 63 && name[0] != '.' && name[0] != '-' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == n;
}

static enum err load(struct arena *a, struct s3 *s)
{
    const char *endpoint = conf(CONF_S3_ENDPOINT), *bucket = conf(CONF_S3_BUCKET);
    const char *host = host_of(endpoint);
    if (!host)
        return err_set(ERR_INTERNAL, "s3_endpoint must be http(s)://host[:port], not '%s'",
                       endpoint);
    if (!bucket_valid(bucket))
        return err_set(ERR_INTERNAL, "s3_bucket is not the name of a bucket: '%s'", bucket);
    if (!*conf(CONF_S3_ACCESS_KEY))
        return err_set(ERR_INTERNAL, "s3_endpoint is set, s3_access_key is not");
    if (!conf_secret("s3", 1, s->secret, sizeof s->secret))
        return ERR_INTERNAL;
    bool in_path = conf_on(CONF_S3_PATH_STYLE);
    s->host = in_path ? arena_dup(a, host) : arena_printf(a, "%s.%s", bucket, host);
    s->origin = arena_printf(a, "%.*s%s", (int)(host - endpoint), endpoint, s->host);
    s->root = in_path ? arena_printf(a, "/%s/", bucket) : "/";
    s->prefix = conf(CONF_S3_PREFIX);
    s->region = conf(CONF_S3_REGION);
    s->access_key = conf(CONF_S3_ACCESS_KEY);
    return OK;
}

enum err s3_store(const struct s3 **out)
{
    static struct s3 store;
    static struct arena *kept; /* for the life of the process, as the configuration */
    *out = NULL;
    if (!*conf(CONF_S3_ENDPOINT))
        return OK;
    if (!store.origin) {
        kept = kept ? kept : arena_new();
        enum err e = load(kept, &store);
        if (e)
            return e;
    }
    *out = &store;
    return OK;
}

const char *s3_key(struct arena *a, const struct s3 *s, int64_t tenant_id, const char *path)
{
    return arena_printf(a, "%s%lld/%s", s->prefix, (long long)tenant_id, path);
}

/* --- the signature --------------------------------------------------------------------------- */

static void hmac(const unsigned char *key, size_t key_len, const char *text,
                 unsigned char out[HASH])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, key_len);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, strlen(text));
    crypto_auth_hmacsha256_final(&state, out);
}

/* The key of one day, region and service. */
static void signing_key(struct arena *a, const struct s3 *s, const char *day,
                        unsigned char out[HASH])
{
    const char *first = arena_printf(a, "AWS4%s", s->secret);
    hmac((const unsigned char *)first, strlen(first), day, out);
    hmac(out, HASH, s->region, out);
    hmac(out, HASH, "s3", out);
    hmac(out, HASH, "aws4_request", out);
}

/* A key as a path: its slashes stay. */
static void add_path(struct arena *a, struct buf *b, const char *root, const char *key)
{
    buf_puts(b, root);
    while (*key) {
        size_t n = strcspn(key, "/");
        buf_url(b, arena_dupn(a, key, n));
        key += n;
        if (*key == '/')
            buf_putc(b, *key++);
    }
}

/* 20130524T000000Z; its first eight are the day. */
static const char *stamp(struct arena *a, ms_t now)
{
    char iso[CLOCK_ISO_SIZE];
    clock_iso(now, iso);
    return arena_printf(a, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", iso, iso + 5, iso + 8, iso + 11, iso + 14,
                        iso + 17);
}

static const char *signature(struct arena *a, const struct s3 *s, const char *at, const char *place,
                             const char *canonical)
{
    unsigned char hash[HASH], key[HASH];
    char hex[HEX];
    crypto_hash_sha256(hash, (const unsigned char *)canonical, strlen(canonical));
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    const char *text = arena_printf(a, "AWS4-HMAC-SHA256\n%s\n%s\n%s", at, place, hex);
    signing_key(a, s, arena_dupn(a, at, 8), key);
    hmac(key, sizeof key, text, hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return arena_dup(a, hex);
}

/* The query in the order that is signed: that of the bytes of its names. */
static void add_query(struct arena *a, struct buf *b, const struct s3 *s,
                      const struct s3_request *q, const char *at, const char *place)
{
    const char *const pairs[][2] = {
        {"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
        {"X-Amz-Credential", arena_printf(a, "%s/%s", s->access_key, place)},
        {"X-Amz-Date", at},
        {"X-Amz-Expires", arena_printf(a, "%d", q->seconds)},
        {"X-Amz-SignedHeaders", "host"},
        {"response-content-disposition", q->disposition},
        {"response-content-type", q->type},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!pairs[i][1])
            continue;
        buf_printf(b, "%s%s=", i ? "&" : "", pairs[i][0]);
        buf_url(b, pairs[i][1]);
    }
}

const char *s3_presign(struct arena *a, const struct s3 *s, const struct s3_request *q)
{
    const char *at = stamp(a, q->now);
    const char *place = arena_printf(a, "%.8s/%s/s3/aws4_request", at, s->region);
    struct buf path = {0}, query = {0};
    add_path(a, &path, s->root, q->key);
    add_query(a, &query, s, q, at, place);
    const char *canonical = arena_printf(a, "%s\n%s\n%s\nhost:%s\n\nhost\nUNSIGNED-PAYLOAD",
                                         q->method, path.s, query.s, s->host);
    const char *out = arena_printf(a, "%s?%s&X-Amz-Signature=%s", path.s, query.s,
                                   signature(a, s, at, place, canonical));
    buf_free(&path);
    buf_free(&query);
    return out;
}
