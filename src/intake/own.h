/* The source `api`: what a key of our own API sends. It was understood and checked when it arrived:
 * what lies in the inbox is a document, or the sound of a recording, whose interaction is the
 * event's subject. */
#ifndef INTAKE_OWN_H
#define INTAKE_OWN_H

#include "intake/source.h"

#define OWN_SOURCE "api"

/* Types of its events: that of the first may make an interaction, of the last is sound. */
#define OWN_CREATE "interaction.create"
#define OWN_UPDATE "interaction.update"
#define OWN_MESSAGES "messages.add"
#define OWN_FUNCTIONS "functions.add"
#define OWN_TAGS "tags.add"
#define OWN_UNTAG "tag.remove"
#define OWN_ANALYSIS "analysis.set"
#define OWN_RECORDING "recording.set"
#define OWN_SOUND "recording.upload"

extern const struct intake_source source_own;

struct scope;

/* A queue that the document names and the scope does not hold, as its JSON pointer; NULL: there is
 * none. Foreign ones and such as do not exist are the same; who has all queues may name new ones.
 */
enum err own_foreign_queue(struct db *db, struct arena *a, const struct scope *scope,
                           const json_t *doc, const char **pointer);

#endif
