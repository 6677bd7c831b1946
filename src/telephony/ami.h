/* Asterisk's manager interface over HTTP (/rawman): a session that signs in by itself, asks and
 * waits for events. Programs that use it link libcurl.
 *
 * The session is Asterisk's: its events are queued there until WaitEvent fetches them, and lost
 * with it. Whoever follows events asks ami_session before and after and, where it is another one,
 * lists what there is. */
#ifndef TELEPHONY_AMI_H
#define TELEPHONY_AMI_H

#include "core/err.h"
#include "telephony/ami_text.h"

struct ami;

/* Of an address such as http://127.0.0.1:8088. `stop` is asked while it waits: true ends the
 * waiting. Nothing is sent yet. The caller frees it. */
struct ami *ami_new(const char *url, const char *user, const char *secret, bool (*stop)(void));
void ami_free(struct ami *m);

/* Counts the sessions so far; 0: none yet. */
unsigned ami_session(const struct ami *m);

/* Asks one action (fields end with {0}, the first is Action) and reads the answer into `a`. Signs
 * in when there is no session, or when it has ended. The detail of an error says for people
 * what is wrong: not reached, cannot sign in, not allowed, refused. */
enum err ami_ask(struct ami *m, struct arena *a, const struct ami_field *fields,
                 struct ami_blocks *out);

/* Waits up to so many seconds for events; none is no error. When there was no session it does not
 * wait but signs in: ami_session says so. */
enum err ami_wait(struct ami *m, struct arena *a, int seconds, struct ami_blocks *out);

#endif
