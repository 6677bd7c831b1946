/* WhatsApp messages through the Cloud API. */
#ifndef NET_WHATSAPP_H
#define NET_WHATSAPP_H

#include "net/mail.h"

struct whatsapp {
    const char *to;         /* E.164 */
    const char *text;       /* where no template is set */
    const char *parameters; /* of the template: JSON list of texts */
    bool (*handing)(void *data);
    void *data;
    bool (*stop)(void);
};

/* Sends it: *ref is the id that it has there; else *problem says why not, for people, and
 * *retry_after_s when to try again (-1: not said). */
enum sent whatsapp_send(struct arena *a, const struct whatsapp *m, const char **ref,
                        const char **problem, int64_t *retry_after_s);

#endif
