/* The source `generic`: whoever can sign and send JSON in our own form,
 *     {"event_id": "..", "type": "..", "at": "2026-11-21T10:00:00Z", "interaction": {document}}
 * of which only the interaction is needed. Without an event id, the same body is the same event. */
#ifndef INTAKE_GENERIC_H
#define INTAKE_GENERIC_H

#include "intake/source.h"

extern const struct intake_source source_generic;

#endif
