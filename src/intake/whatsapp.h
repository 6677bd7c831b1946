/* What WhatsApp's Cloud API tells of messages that went out: sent, delivered, read, failed, and
 * what the client wrote back. */
#ifndef INTAKE_WHATSAPP_H
#define INTAKE_WHATSAPP_H

#include "intake/source.h"

extern const struct intake_source source_whatsapp;

#endif
