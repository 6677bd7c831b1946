/* Messages that go out, each with the interaction that shows it: what they are made of, and how far
 * they are. The result of the interaction moves with them. */
#ifndef STORE_OUTGOING_H
#define STORE_OUTGOING_H

#include "core/clock.h"
#include "db/db.h"

struct summary_line;

extern const struct db_stmt *const outgoing_worker_statements[]; /* ends with NULL */

/* --- what a debt summary is made of ------------------------------------------------------------
 */

struct debtor {
    int64_t account_id; /* 0: there is none of that reference */
    const char *reference, *currency, *payment_url;
    bool has_balance;
    int64_t balance_micros;
    ms_t due_on;
    const char *client, *email, *phone, *preferred; /* NULL: unknown */
};

/* The account of a reference. `call`: whose client is meant where the account has none. */
enum err debtor_find(struct db *db, struct arena *a, int64_t tenant_id, const char *reference,
                     int64_t call, struct debtor *out);

struct debt_lines {
    struct summary_line *list;
    size_t n;
};
enum { DEBT_LINES_MAX = 100 };
enum err debtor_lines(struct db *db, struct arena *a, int64_t tenant_id, int64_t account,
                      struct debt_lines *out);

/* Who sends, and whether an address does not want it. */
struct sender {
    const char *company, *zone, *locale;
};
enum err sender_find(struct db *db, struct arena *a, int64_t tenant_id, struct sender *out);
enum err opted_out(struct db *db, struct arena *a, int64_t tenant_id, const char *channel,
                   const char *address, bool *out);

/* The call that asks: the reference of its account, whether it shows that function already, its
 * queue. */
struct asking_call {
    const char *reference; /* NULL: none */
    bool has_function;
    int64_t queue_id; /* 0: none */
};
enum err asking_call(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                     const char *function, struct asking_call *out);

/* --- on the way --------------------------------------------------------------------------------
 */

struct outgoing {
    int64_t tenant_id, id, interaction_id, attempts;
    const char *channel, *address, *subject, *body, *html, *parameters;
    bool handed; /* may have gone out: whoever had it did not say what became of it */
};

/* Once per interaction: *first is false where there is one. */
enum err outgoing_put(struct db *db, struct arena *a, const struct outgoing *m, ms_t now,
                      bool *first);

/* The next one whose time has come; *found false: there is none. */
enum err outgoing_due(struct db *db, struct arena *a, ms_t now, struct outgoing *out, bool *found);

/* As for fetches: the taker is known by `attempts`, and changes nothing where another has it. */
enum err outgoing_take(struct db *db, struct arena *a, struct outgoing *m, const char *ref,
                       ms_t now, ms_t until, bool *mine);

/* From now on it may have gone out. */
enum err outgoing_handed(struct db *db, struct arena *a, const struct outgoing *m, ms_t now,
                         bool *mine);

/* What became of it: sent with the id that it has there; not sent, again at `at`; never, with what
 * the interaction's result is then. */
enum err outgoing_sent(struct db *db, struct arena *a, const struct outgoing *m, const char *ref,
                       ms_t now);
enum err outgoing_again(struct db *db, struct arena *a, const struct outgoing *m,
                        const char *problem, ms_t at);
enum err outgoing_failed(struct db *db, struct arena *a, const struct outgoing *m,
                         const char *problem, const char *result, ms_t now);

/* --- what is heard of it later -----------------------------------------------------------------
 */

/* By the id that it has there, or the last one to that address since; interaction 0: none. */
enum err outgoing_by_ref(struct db *db, struct arena *a, int64_t tenant_id, const char *ref,
                         int64_t *interaction);
enum err outgoing_by_address(struct db *db, struct arena *a, int64_t tenant_id, const char *channel,
                             const char *address, ms_t since, int64_t *interaction);

/* Whether one of the channel was handed over, and its id there is not known yet. */
enum err outgoing_pending(struct db *db, struct arena *a, int64_t tenant_id, const char *channel,
                          bool *out);

/* The result moves forward only: sent, delivered, responded; failed, unless it was delivered.
 * `problem` NULL: none. */
enum err outgoing_heard(struct db *db, struct arena *a, int64_t tenant_id, int64_t interaction,
                        const char *result, const char *problem);

#endif
