#include "demo.h"

static void put_account(struct demo_world *w, struct bulk *b, size_t contact)
{
    struct random *r = &w->random;
    char url[80];
    const char *reference = demo_reference(w, (int)contact);
    w->contacts[contact].owed_cents = (int64_t)random_lognormal(r, 64000, .9);
    snprintf(url, sizeof url, "https://pay.%s.example/%s", w->tenant->slug, reference);
    bulk_int(b, 0, w->tenant_id);
    bulk_int(b, 1, (int64_t)contact + 1);
    bulk_text(b, 2, reference);
    bulk_int(b, 3, (int64_t)contact + 1);
    bulk_int(b, 4, w->contacts[contact].owed_cents * (DEMO_MICROS / 100));
    bulk_text(b, 5, w->tenant->currency);
    bulk_time(b, 6, (w->now / DEMO_DAY_MS + random_between(r, -300, 45)) * DEMO_DAY_MS);
    bulk_text(b, 7, url);
}

/* What the debt is made of: one to three lines that add up to it. */
static enum err write_lines(struct demo_world *w, struct bulk *b, size_t contact)
{
    static const char *const creditors[] = {"Bayou Imaginary Motors, loan", "Lumen Phone, contract",
                                            "First Fictional Bank, credit card",
                                            "Harbor Invented Hospital, invoice"};
    struct random *r = &w->random;
    const char *const texts[] = {creditors[random_below(r, 4)], "Interest", "Late fee"};
    int64_t cents = w->contacts[contact].owed_cents, n = random_between(r, 1, 3);
    const int64_t parts[] = {cents - (n > 1 ? cents / 14 : 0) - (n > 2 ? cents / 30 : 0),
                             cents / 14, cents / 30};
    enum err e = OK;
    for (int64_t k = 0; k < n && !e; k++) {
        bulk_int(b, 0, w->tenant_id);
        bulk_int(b, 1, (int64_t)contact + 1);
        bulk_int(b, 2, k + 1);
        bulk_text(b, 3, texts[k]);
        bulk_int(b, 4, parts[k] * (DEMO_MICROS / 100));
        bulk_text(b, 5, w->tenant->currency);
        bulk_time(b, 6, (w->now / DEMO_DAY_MS + random_between(r, -420, -60)) * DEMO_DAY_MS);
        e = bulk_row(b);
    }
    return e;
}

static enum err write_all_lines(struct demo_world *w)
{
    struct bulk *b;
    enum err e = demo_bulk(w, &b, true, "account_debt_lines",
                           "tenant_id, account_id, line_no, description, amount_micros, currency, "
                           "incurred_on",
                           "iiisist");
    for (size_t c = 0; c < DEMO_CONTACTS && !e; c++)
        if (w->contacts[c].has_account)
            e = write_lines(w, b, c);
    enum err end = bulk_close(b);
    return e ? e : end;
}

enum err demo_accounts(struct demo_world *w)
{
    struct bulk *b;
    enum err e = demo_bulk(w, &b, true, "accounts",
                           "tenant_id, id, reference, crm_contact_id, balance_micros, currency, "
                           "due_on, payment_url",
                           "iisiists");
    for (size_t c = 0; c < DEMO_CONTACTS && !e; c++) {
        w->contacts[c].has_account = random_chance(&w->random, .85);
        if (!w->contacts[c].has_account)
            continue;
        put_account(w, b, c);
        e = bulk_row(b);
    }
    enum err end = bulk_close(b);
    e = e ? e : end;
    return e ? e : write_all_lines(w);
}

/* --- strategies --- */

/* The latest steps of a contact's account, the oldest first. */
enum { STEPS = 8 };
struct demo_steps {
    int n;
    struct step {
        int64_t id;
        ms_t planned, done;
        const char *kind, *status;
    } step[STEPS];
};

static const char *kind_of(const struct demo_interaction *i)
{
    static const char *const kinds[CHANNELS] = {[VOICE] = "reminder_call",
                                                [SMS] = "reminder_sms",
                                                [WHATSAPP] = "debt_summary",
                                                [EMAIL] = "debt_summary",
                                                [CHAT] = "chat"};
    bool again = i->action && strcmp(i->action, "follow_up") == 0;
    return again ? "follow_up_call" : kinds[i->channel];
}

/* A call whose result never came holds the strategy up. */
static const char *status_of(const struct demo_world *w, const struct demo_interaction *i)
{
    if (!i->closed)
        return "running";
    if (demo_has_ai(w, i) && !i->talk && demo_new(w, i, DEMO_NEW_DAYS))
        return "waiting";
    const char *how = i->outcome ? i->outcome : "";
    bool failed = strcmp(how, "failed") == 0 || strcmp(how, "technical_error") == 0;
    return failed ? "failed" : "done";
}

void demo_remember_step(struct demo_world *w, const struct demo_interaction *i)
{
    if (i->contact == NONE || !i->outbound || !w->contacts[i->contact].has_account)
        return;
    struct demo_steps **at = &w->contacts[i->contact].steps;
    if (!*at)
        *at = arena_alloc(w->env->arena, sizeof **at);
    struct demo_steps *s = *at;
    if (s->n == STEPS)
        memmove(s->step, s->step + 1, (size_t)--s->n * sizeof *s->step);
    s->step[s->n++] = (struct step){.id = i->id,
                                    .planned = i->created - i->created % 3600000,
                                    .done = i->closed,
                                    .kind = kind_of(i),
                                    .status = status_of(w, i)};
}

static enum err write_step(struct demo_world *w, struct bulk *b, size_t contact, int no,
                           const struct step *s)
{
    bulk_int(b, 0, w->tenant_id);
    bulk_int(b, 1, (int64_t)contact + 1);
    bulk_int(b, 2, no);
    bulk_text(b, 3, s->kind);
    bulk_text(b, 4, s->status);
    demo_put_time(b, 5, s->planned);
    demo_put_time(b, 6,
                  strcmp(s->status, "done") == 0 || strcmp(s->status, "failed") == 0 ? s->done : 0);
    if (s->id)
        bulk_int(b, 7, s->id);
    return bulk_row(b);
}

/* What was done, and what comes next. */
static enum err write_steps(struct demo_world *w, struct bulk *b, size_t contact)
{
    const struct demo_steps *s = w->contacts[contact].steps;
    const struct step next[] = {
        {0, w->now + (2 + (ms_t)contact % 5) * DEMO_DAY_MS, 0, "reminder_sms", "planned"},
        {0, w->now + (9 + (ms_t)contact % 7) * DEMO_DAY_MS, 0, "letter",
         contact % 6 ? "planned" : "skipped"}};
    enum err e = OK;
    for (int k = 0; k < s->n && !e; k++)
        e = write_step(w, b, contact, k + 1, &s->step[k]);
    bool recent = s->step[s->n - 1].planned > w->now - 45 * DEMO_DAY_MS;
    for (int k = 0; recent && k < 2 && !e; k++)
        e = write_step(w, b, contact, s->n + k + 1, &next[k]);
    return e;
}

enum err demo_strategies(struct demo_world *w)
{
    struct bulk *b;
    enum err e = demo_bulk(w, &b, true, "strategy_steps",
                           "tenant_id, account_id, step_no, kind, status, planned_at, done_at, "
                           "interaction_id",
                           "iiisstti");
    for (size_t c = 0; c < DEMO_CONTACTS && !e; c++)
        if (w->contacts[c].steps)
            e = write_steps(w, b, c);
    enum err end = bulk_close(b);
    return e ? e : end;
}
