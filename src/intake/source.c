#include "intake/source.h"

#include "intake/generic.h"
#include "intake/own.h"
#include "intake/tool.h"
#include "intake/vendors.h"
#include "intake/whatsapp.h"

#include <string.h>

const struct intake_source *const intake_sources[] = {
    &source_generic, &source_elevenlabs, &source_retell,   &source_vapi,
    &source_own,     &source_tool,       &source_whatsapp, NULL};

const struct intake_source *intake_source(const char *name)
{
    for (size_t i = 0; intake_sources[i]; i++)
        if (strcmp(intake_sources[i]->name, name) == 0)
            return intake_sources[i];
    return NULL;
}
