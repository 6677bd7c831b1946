/* How the worker's links to an Asterisk are, as it says itself. */
#include "core/conf.h"
#include "doctor.h"

enum { SILENT_S = 60 };

static const struct {
    enum conf_key key;                       /* empty: there is no such link */
    const char *task, *name, *since, *until; /* NULL: not worth a word */
} links[] = {
    {CONF_AMI_URL, "manager", "manager of Asterisk", "connected since", "last asked"},
    {CONF_ASTERISK_QUEUE_LOG, "queue_log", "queue_log", NULL, "read up to"},
    {CONF_MONITOR_DIR, "monitor", "files of MixMonitor", NULL, "looked at"},
};

static void check_link(struct doctor *d, size_t i)
{
    char sql[400];
    snprintf(sql, sizeof sql,
             "SELECT DATE_FORMAT(began_at, '%%Y-%%m-%%d %%H:%%i:%%s'), COALESCE(DATE_FORMAT("
             "NULLIF(ended_at, '1970-01-01'), '%%Y-%%m-%%d %%H:%%i:%%s'), 'nothing yet'), failed, "
             "problem, TIMESTAMPDIFF(SECOND, GREATEST(began_at, ended_at), UTC_TIMESTAMP()) "
             "FROM %s.worker_tasks WHERE task = '%s'",
             d->app, links[i].task);
    char **row = doctor_ask(d, sql);
    if (!row) {
        doctor_say(d, WRONG, "%s: not followed yet: is the program `worker` running?",
                   links[i].name);
        return;
    }
    if (strcmp(row[2], "0") != 0) {
        doctor_say(d, WRONG, "%s: %s", links[i].name, row[3]);
        return;
    }
    bool silent = strtol(row[4], NULL, 10) > SILENT_S;
    doctor_say(d, silent ? WRONG : FINE, "%s: %s%s%s%s%s %s (UTC)%s", links[i].name,
               links[i].since ? links[i].since : "", links[i].since ? " " : "",
               links[i].since ? row[0] : "", links[i].since ? ", " : "", links[i].until, row[1],
               silent ? ": is the program `worker` running?" : "");
}

void doctor_asterisk(struct doctor *d)
{
    if (!*conf(CONF_ASTERISK_TENANT))
        return;
    doctor_heading("Asterisk");
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (*conf(links[i].key))
            check_link(d, i);
}
