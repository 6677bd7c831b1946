/* An S3-compatible object store (AWS, MinIO, Ceph): addresses of objects, signed with Signature
 * Version 4, that are good for one method and for some seconds. The secret leaves this file only as
 * a signature; a signed address is for nginx and for our own requests, never for a browser. */
#ifndef NET_S3_H
#define NET_S3_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { S3_SECRET_MAX = 256 };

struct s3 {
    const char *origin; /* scheme, host and port as they are asked: of the bucket, if it has its own
                         */
    const char *host;   /* the same without the scheme: the header Host */
    const char *root;   /* where the bucket's objects begin: "/" or "/<bucket>/" */
    const char *prefix, *region, *access_key;
    char secret[S3_SECRET_MAX];
};

/* The store of the configuration, read at the first call; *out is NULL where there is none. The
 * detail of an error says what is wrong with the settings. */
enum err s3_store(const struct s3 **out);

/* The name of a tenant's object: <prefix><tenant>/<path>. */
const char *s3_key(struct arena *a, const struct s3 *s, int64_t tenant_id, const char *path);

/* What is asked of the store. `type` and `disposition` are the headers Content-Type and
 * Content-Disposition that the store shall answer a GET with; NULL: its own. */
struct s3_request {
    const char *method, *key;
    const char *type, *disposition;
    ms_t now;
    int seconds; /* 1 to 604800 */
};

/* The signed path and query of a request, to be put behind `origin`. Nothing but Host is signed, so
 * a Range may be added. */
const char *s3_presign(struct arena *a, const struct s3 *s, const struct s3_request *q);

#endif
