/* The reader of queue_log on any line: what it reads points into the line, numbers keep their
 * bounds, and what it refuses it says why. */
#include "asterisk/queue_log.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check(const struct queue_event *e)
{
    static const int64_t week_s = 7 * 24 * 3600;
    const char *texts[] = {e->callid, e->queue, e->agent, e->name};
    must(e->at > 0 && e->n_params <= QUEUE_PARAMS);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must(texts[i] != NULL);
    for (size_t i = 0; i < QUEUE_PARAMS; i++)
        must(e->param[i] != NULL);
    must(strlen(e->callid) <= 100);
    must(e->wait_s >= -1 && e->wait_s <= week_s && e->talk_s >= -1 && e->talk_s <= week_s);
    must(e->ring_ms >= -1 && e->ring_ms <= week_s * 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *line = malloc(size + 1);
    struct queue_event e;
    const char *why = NULL;
    must(line != NULL);
    if (size)
        memcpy(line, data, size);
    line[size] = 0;
    if (queue_log_line(line, NULL, &e, &why))
        check(&e);
    else
        must(why != NULL);
    free(line);
    return 0;
}
