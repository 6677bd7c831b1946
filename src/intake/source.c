#include "intake/source.h"

#include "intake/generic.h"
#include "intake/own.h"
#include "intake/vendors.h"

#include <string.h>

const struct intake_source *const intake_sources[] = {
    &source_generic, &source_own, &source_elevenlabs, &source_retell, &source_vapi, NULL};

const struct intake_source *intake_source(const char *name)
{
    for (size_t i = 0; intake_sources[i]; i++)
        if (strcmp(intake_sources[i]->name, name) == 0)
            return intake_sources[i];
    return NULL;
}
