/* What an interaction costs by a tenant's card. Pure: facts in, a figure out.
 *
 * A card charges by the second of a call (its price is for a minute), by the message, and by the
 * token of the models it names. Each part is rounded to the millionth, half up; the cost is their
 * sum. With `vendor_first` the figure of the vendor, where there is one with its currency, is the
 * cost as it is: no part of the card is added, and its currency stays.
 *
 * Unknown stays unknown: a call whose duration nobody knows has no cost while minutes are charged;
 * another part of which nothing is known (no messages were kept, the model's tokens were not told)
 * is left out; and when no part is left there is no cost. */
#ifndef INTAKE_COST_H
#define INTAKE_COST_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COST_NONE = -1, COST_MODEL_SIZE = 101, COST_PARTS = 4 };

enum cost_billable { COST_OF_ALL, COST_OF_CLIENT, COST_OF_AGENT };

/* Prices in millionths; COST_NONE: that is not charged. */
struct cost_model {
    const char *name;                    /* capitals or small letters: the same */
    int64_t input_micros, output_micros; /* per million tokens */
};

struct cost_card {
    char currency[4];
    int64_t minute_micros, message_micros;
    enum cost_billable billable; /* whose messages count */
    bool message_on_calls;       /* what is said in a call counts as messages, too */
    bool vendor_first;
    const struct cost_model *models;
    size_t n_models;
};

/* COST_NONE: unknown. */
struct cost_facts {
    bool call;                               /* its channel is voice */
    int64_t duration_s;                      /* of the conversation */
    int64_t client_messages, agent_messages; /* of people and AI agents; both 0: none were kept */
    const char *model;                       /* NULL: unknown */
    int64_t input_tokens, output_tokens;
    bool vendor_known; /* the vendor gives a figure, with its currency */
    int64_t vendor_micros;
    char vendor_currency[4];
};

struct cost_part {
    const char *name; /* "minutes", "messages", "input_tokens", "output_tokens" */
    int64_t count;    /* seconds, messages, tokens */
    int64_t price, micros;
};

struct cost {
    bool known, vendors; /* vendors: the vendor's own figure; it has no parts of ours */
    int64_t micros;
    char currency[4];
    int64_t billable; /* messages that were counted; COST_NONE: messages are not charged, or none
                         were kept */
    struct cost_part parts[COST_PARTS];
    size_t n;
};

/* A sum that is too large for any money is unknown. */
struct cost cost_compute(const struct cost_card *card, const struct cost_facts *facts);

/* The parts as voice_ai_details.cost_parts has them: {"minutes": 600000, "messages": 120000}. NULL
 * where there are none. */
const char *cost_parts_json(struct arena *a, const struct cost *cost);

#endif
