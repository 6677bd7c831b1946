#include "cells.h"

#include "grid_state.h"
#include "view/format.h"

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

const char *cell_status(const struct interaction *i)
{
    static const char *const labels[] = {"New", "Active", "Wrap-up", "Finished"};
    int64_t at = list_position(list_statuses, i->status);
    return at ? labels[at - 1] : i->status;
}

/* Words that are written in capitals. */
static void raise_abbreviations(char *text)
{
    static const char *const words[] = {"ai", "csat", "id", "llm", "sms", "stt", "tts", "url"};
    for (char *s = text; *s;) {
        size_t n = strcspn(s, " ");
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strlen(words[i]) == n && strncmp(words[i], s, n) == 0)
                for (size_t k = 0; k < n; k++)
                    s[k] = (char)(s[k] - 'a' + 'A');
        s += n + (s[n] == ' ');
    }
}

const char *cell_words(struct arena *a, const char *code)
{
    if (!code || !*code)
        return FORMAT_UNKNOWN;
    char *text = arena_dup(a, code);
    for (char *s = text; *s; s++)
        *s = *s == '_' ? ' ' : *s;
    raise_abbreviations(text);
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    return text;
}
