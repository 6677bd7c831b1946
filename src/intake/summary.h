/* A debt summary: what a debtor who asked for it during a call gets in writing. Pure. */
#ifndef INTAKE_SUMMARY_H
#define INTAKE_SUMMARY_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/locale.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct summary_line {
    const char *description, *currency;
    int64_t amount_micros;
    ms_t incurred_on; /* 0: unknown */
};

struct summary {
    const char *company, *client, *reference; /* client NULL: unknown */
    bool has_balance;
    int64_t balance_micros;
    const char *currency;
    ms_t due_on;             /* 0: unknown */
    const char *payment_url; /* NULL: none */
    const struct summary_line *lines;
    size_t n;
};

struct summary_text {
    const char *subject, *text, *html;
    json_t *parameters; /* of a WhatsApp template, in their order; the caller's to free */
};

enum { SUMMARY_PARAMETERS = 5, SUMMARY_PARAMETER_MAX = 600 };

/* Writes it: plain, as HTML, and as the parameters {{1}} to {{5}} of a template: reference,
 * balance, due date, payment link, lines. What is not known is left out; a parameter is a dash
 * then. */
void summary_write(struct arena *a, const struct viewer *viewer, const struct summary *s,
                   struct summary_text *out);

#endif
