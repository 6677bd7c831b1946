#include "cells.h"

#include "grid_state.h"
#include "view/format.h"

static const struct {
    const char *key, *label;
} statuses[] = {{"new", "New"}, {"active", "Active"}, {"acw", "ACW"}, {"closed", "Closed"}};

const char *cell_status(const char *key)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (strcmp(statuses[i].key, key) == 0)
            return statuses[i].label;
    return key;
}

const char *cell_channel(const char *key)
{
    for (int i = 0; grid_channel_keys[i]; i++)
        if (strcmp(grid_channel_keys[i], key) == 0)
            return grid_channel_labels[i];
    return key;
}

const char *cell_name(const struct catalog *c, enum catalog_dim dim, int64_t id)
{
    const struct catalog_entry *e = id ? catalog_find(c, dim, id) : NULL;
    return e ? e->name : FORMAT_UNKNOWN;
}

const char *cell_client(const struct interaction *i, const char *did)
{
    return i->contact_name ? i->contact_name : i->phone_number ? i->phone_number : did;
}

bool cell_counts_up(const struct interaction *i)
{
    return i->running && i->duration_s < 0;
}
