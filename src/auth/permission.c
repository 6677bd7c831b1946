#include "auth/permission.h"

#include <string.h>

const struct permission permissions[] = {
    {"interactions", "Interactions", "See the interactions and the histories of clients and agents",
     false},
    {"cdr", "Call detail records", "See the interactions as call detail records", false},
    {"recordings_play", "Play recordings", "Listen to the recordings of interactions", false},
    {"recordings_download", "Download recordings", "Take recordings out of Parley", false},
    {"transcripts", "Transcripts", "Read what was said and written", false},
    {"annotate", "Flags, tags and notes", "Set and clear flags and tags, write notes", false},
    {"delete", "Delete interactions", "Delete interactions, and restore them within 30 days",
     false},
    {"legal_hold", "Legal hold", "Keep interactions from being deleted, and release them", false},
    {"fetch", "Fetch transcripts", "Ask a vendor for transcript, analysis and recording again",
     false},
    {"send", "Send again", "Send a message again that did not arrive", false},
    {"export", "Export", "Take lists of interactions out of Parley", false},
    {"live_view", "Live view", "See what is going on right now", false},
    {"live_control", "Live control", "Step into running interactions", false},
    {"administration", "Administration",
     "Manage administrators, roles, queues, agents, numbers, dispositions and contacts", false},
    {"intake", "Intake", "Connect vendors, give out API keys, see what arrived, set prices", false},
    {"audit", "Audit log", "See who did and looked at what", false},
    {"tenants", "Tenants", "Manage the tenants of this installation and their administrators",
     true},
    {0},
};

const struct permission *permission_find(const char *key)
{
    for (const struct permission *p = permissions; p->key; p++)
        if (strcmp(p->key, key) == 0)
            return p;
    return NULL;
}

static bool has(const char *set, const char *key, size_t len)
{
    for (const char *at = set; (at = strchr(at, ',')) && at[1]; at++)
        if (strncmp(at + 1, key, len) == 0 && at[1 + len] == ',')
            return true;
    return false;
}

bool permission_in(const char *set, const char *wanted)
{
    while (wanted) {
        size_t len = strcspn(wanted, "|");
        if (has(set, wanted, len))
            return true;
        if (!wanted[len])
            return false;
        wanted += len + 1;
    }
    return true;
}

bool permission_within(const char *set, const char *other)
{
    for (const char *at = set; (at = strchr(at, ',')) && at[1]; at++) {
        size_t len = strcspn(at + 1, ",");
        if (len && !has(other, at + 1, len))
            return false;
    }
    return true;
}
