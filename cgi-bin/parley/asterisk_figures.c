#include "asterisk_figures.h"

#include <string.h>

/* Which lines of the log a figure counts. */
static const struct figure {
    const char *name, *events[4];
    size_t at;
} rows[] = {
    {"entered a queue", {"ENTERQUEUE"}, offsetof(struct join_figures, entered)},
    {"connected", {"CONNECT"}, offsetof(struct join_figures, answered)},
    {"completed", {"COMPLETECALLER", "COMPLETEAGENT"}, offsetof(struct join_figures, completed)},
    {"transferred",
     {"TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER"},
     offsetof(struct join_figures, transferred)},
    {"abandoned", {"ABANDON"}, offsetof(struct join_figures, abandoned)},
    {"left otherwise",
     {"EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY"},
     offsetof(struct join_figures, exited)},
    {"rang without an answer", {"RINGNOANSWER", "AGENTDUMP"}, offsetof(struct join_figures, rings)},
};
enum { ROWS = sizeof rows / sizeof *rows };

static int64_t *cell(struct join_figures *f, size_t at)
{
    return (int64_t *)(void *)((char *)f + at);
}

static int64_t value(const struct join_figures *f, size_t at)
{
    return *(const int64_t *)(const void *)((const char *)f + at);
}

void figures_logged(struct figures *f, const char *event, bool odd)
{
    for (size_t r = 0; r < ROWS; r++)
        for (size_t i = 0; i < 4 && rows[r].events[i]; i++)
            if (strcmp(rows[r].events[i], event) == 0) {
                ++*cell(&f->log, rows[r].at);
                f->odd += odd;
            }
}

void figures_stored(struct figures *f, const struct join_figures *call)
{
    for (size_t r = 0; r < ROWS; r++)
        *cell(&f->stored, rows[r].at) += value(call, rows[r].at);
    f->stored.incomplete += call->incomplete;
}

static void why(const char *text, int64_t n, FILE *out)
{
    if (n)
        fprintf(out, "  %-52s %12lld\n", text, (long long)n);
}

void figures_print(const struct figures *f, const struct lines *lines, int64_t rejected, FILE *out)
{
    bool same = true;
    if (!f->log.entered && !f->log.answered && !f->log.abandoned && !f->log.completed)
        return;
    fprintf(out, "%-28s %12s %12s\n", "figures of the queues", "queue_log", "stored");
    for (size_t r = 0; r < ROWS; r++) {
        int64_t log = value(&f->log, rows[r].at), stored = value(&f->stored, rows[r].at);
        fprintf(out, "  %-26s %12lld %12lld%s\n", rows[r].name, (long long)log, (long long)stored,
                log == stored ? "" : "  differs");
        same = same && log == stored;
    }
    fputs(same ? "The figures agree.\n" : "The figures differ. What there is to it:\n", out);
    if (!same) {
        why("lines that contradict others", f->odd, out);
        why("lines rejected", lines_of(lines, LOG_QUEUE, LINE_REJECTED), out);
        why("calls rejected", rejected, out);
        why("visits without an end, or ended by the system", f->stored.incomplete, out);
    }
    why("calls that began before the log", f->guessed, out);
    why("calls stored as incomplete", f->incomplete, out);
    why("recordings without a call", f->lone_recordings, out);
}
