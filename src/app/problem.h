/* What went wrong, for machines: problem details in JSON (RFC 9457). */
#ifndef APP_PROBLEM_H
#define APP_PROBLEM_H

#include "http/request.h"
#include "http/response.h"

/* One thing that is wrong with a document. */
struct fault {
    const char *pointer; /* where, as a JSON pointer; NULL: not in the document */
    const char *detail;
    struct fault *next;
};

/* Notes what is wrong with the document of a request, in the order in which people are told.
 * ERR_BAD_REQUEST, which is answered as 422 then. */
enum err problem_fault(struct request *r, const char *pointer, const char *detail);

/* Answers with the status of an error. `detail` is told where it is about the request; what is
 * wrong here, and what is not there, is told in the same words whatever the reason. */
void problem_answer(struct request *r, struct response *out, enum err e, const char *detail);

#endif
