/* What went wrong, for machines: problem details in JSON (RFC 9457). */
#ifndef APP_PROBLEM_H
#define APP_PROBLEM_H

#include "http/request.h"
#include "http/response.h"

/* Answers with the status of an error. `detail` is told where it is about the request; what is
 * wrong here, and what is not there, is told in the same words whatever the reason. */
void problem_answer(struct request *r, struct response *out, enum err e, const char *detail);

#endif
