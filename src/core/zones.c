#include "core/zones.h"

#include "core/clock.h"

enum { ZONES_MAX = 700 };

static const char *names[ZONES_MAX + 1];
static size_t count;

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add(const char *name, size_t len)
{
    char *copy = strndup(name, len);
    if (!copy)
        abort();
    if (count < ZONES_MAX && zone_valid(copy))
        names[count++] = copy;
    else
        free(copy);
}

/* country TAB coordinates TAB zone [TAB comment] */
static void read_line(const char *line)
{
    const char *at = line[0] == '#' ? NULL : strchr(line, '\t');
    at = at ? strchr(at + 1, '\t') : NULL;
    if (at)
        add(at + 1, strcspn(at + 1, "\t\r\n"));
}

const char *const *zone_names(void)
{
    char line[512];
    if (count)
        return names;
    FILE *f = fopen("/usr/share/zoneinfo/zone.tab", "re");
    while (f && fgets(line, sizeof line, f))
        read_line(line);
    if (f)
        fclose(f);
    qsort(names, count, sizeof *names, compare);
    add("UTC", 3);
    return names;
}

const char *zone_meant(const char *typed)
{
    char name[64];
    size_t n = 0;
    for (; typed[n] && n < sizeof name - 1; n++)
        name[n] = typed[n] == ' ' ? '_' : typed[n];
    name[n] = 0;
    for (const char *const *z = zone_names(); *z; z++)
        if (strcasecmp(*z, name) == 0)
            return *z;
    return zone_valid(typed) ? typed : NULL;
}
