/* The FastCGI side of a program: a master that owns the socket and keeps its workers alive, and
 * workers that answer one request at a time. */
#ifndef HTTP_FCGI_H
#define HTTP_FCGI_H

#include "http/request.h"
#include "http/response.h"

enum { WORKER_CANNOT_RUN = 78 }; /* exit status of a worker that no restart will help */

struct fcgi_program {
    const char *name;
    /* In each worker, before its first request. An error ends the worker: WORKER_CANNOT_RUN. */
    enum err (*start)(void *data);
    /* Reads and answers one request; never fails. */
    void (*answer)(void *data, const struct request_source *source, struct request *r,
                   struct response *out);
    void *data;
};

/* Runs as the master until SIGTERM or SIGINT (ends gracefully) and returns the exit status. SIGHUP
 * reads the configuration at `config` again and replaces the workers one after the other. A worker
 * that dies is replaced at once, one that dies young after half a second. */
int fcgi_run(const struct fcgi_program *program, const char *config);

#endif
