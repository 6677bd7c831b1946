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
    return e ? e : end;
}
