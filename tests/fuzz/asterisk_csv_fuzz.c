/* The readers of CDR and CEL on any fields (one a line; the first byte chooses which): times keep
 * their order, and what is refused has a reason. */
#include "asterisk/cdr.h"
#include "asterisk/cel.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FIELDS = 32 };

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void read_cdr(const char *const *fields, const char *zone)
{
    struct cdr c;
    const char *why = NULL;
    if (!cdr_read(fields, zone, &c, &why)) {
        must(why != NULL);
        return;
    }
    must(c.start > 0 && c.end >= c.start);
    must(!c.answer || (c.answer >= c.start && c.answer <= c.end));
    must(*c.field[CDR_UNIQUEID] && strlen(c.field[CDR_UNIQUEID]) <= 100);
}

static void read_cel(const char *const *fields, const char *zone)
{
    struct cel c;
    const char *why = NULL;
    if (!cel_read(fields, zone, &c, &why))
        must(why != NULL);
    else
        must(c.at > 0 && memchr(c.hangup_source, 0, sizeof c.hangup_source) &&
             memchr(c.to, 0, sizeof c.to));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *fields[FIELDS] = {NULL};
    char *text = malloc(size + 1);
    size_t n = 0;
    must(text != NULL);
    if (size)
        memcpy(text, data, size);
    text[size] = 0;
    for (char *s = size ? text + 1 : NULL; s && n < FIELDS;) {
        char *end = strchr(s, '\n');
        fields[n++] = s;
        if (end)
            *end++ = 0;
        s = end;
    }
    const char *zone = size && data[0] & 2 ? "Europe/London" : NULL;
    if (size && data[0] & 1)
        read_cel(fields, zone);
    else
        read_cdr(fields, zone);
    free(text);
    return 0;
}
