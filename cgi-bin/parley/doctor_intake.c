/* What comes in and what goes out: the inbox, the folder of large bodies, mail and WhatsApp. */
#include "core/conf.h"
#include "doctor.h"

#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>

enum { SLOW_MIN = 5, MOST = 10000 };

static const char *or_more(const char *count)
{
    return strtol(count, NULL, 10) == MOST ? " or more" : "";
}

/* How many arrivals are so, in words that are good until the next; NULL: none. */
static const char *how_many(struct doctor *d, const char *where)
{
    static char words[32];
    char sql[256];
    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM (SELECT 1 FROM %s.inbox WHERE %s LIMIT %d) a",
             d->app, where, MOST);
    char **row = doctor_ask(d, sql);
    if (!row || strcmp(row[0], "0") == 0)
        return NULL;
    snprintf(words, sizeof words, "%s%s", row[0], or_more(row[0]));
    return words;
}

/* What is due and lies there means no worker; what was put off has its time. */
static void check_inbox(struct doctor *d)
{
    char sql[1024];
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*), COALESCE(DATE_FORMAT(MIN(due), '%%Y-%%m-%%d %%H:%%i'), ''), "
             "COALESCE(MIN(due) < UTC_TIMESTAMP() - INTERVAL %d MINUTE, 0) FROM ("
             "(SELECT received_at due FROM %s.inbox WHERE state = 'waiting' AND retry_at IS NULL "
             "ORDER BY id LIMIT %d) UNION ALL "
             "(SELECT retry_at FROM %s.inbox WHERE state = 'waiting' AND "
             "retry_at <= UTC_TIMESTAMP() ORDER BY retry_at, id LIMIT %d)) w",
             SLOW_MIN, d->app, MOST, d->app, MOST);
    char **row = doctor_ask(d, sql);
    if (row && strcmp(row[0], "0") == 0)
        doctor_say(d, FINE, "nothing waits in the inbox");
    else if (row && strcmp(row[2], "0") == 0)
        doctor_say(d, FINE, "%s%s in the inbox, due since %s (UTC)", row[0], or_more(row[0]),
                   row[1]);
    else if (row)
        doctor_say(d, WRONG,
                   "%s%s in the inbox, due since %s (UTC): is the program `worker` running?",
                   row[0], or_more(row[0]), row[1]);
    const char *n = how_many(d, "state = 'waiting' AND retry_at > UTC_TIMESTAMP()");
    if (n)
        doctor_say(d, FINE, "%s put off for now: each is tried again by itself", n);
    n = how_many(d, "state = 'refused'");
    if (n)
        doctor_say(d, NOTE,
                   "%s could not be applied: Administration, Intake says why, and tries again", n);
}

static void check_spool(struct doctor *d)
{
    struct stat st;
    const char *dir = conf(CONF_SPOOL_DIR);
    if (stat(dir, &st) != 0)
        doctor_say(d, WRONG, "%s (spool_dir): %s: no recording can be taken in", dir,
                   strerror(errno));
    else if (!S_ISDIR(st.st_mode) || (st.st_mode & (S_IRWXG | S_IRWXO)))
        doctor_say(d, WRONG,
                   "%s (spool_dir) has to be a folder that nobody but hooks and worker may open "
                   "(mode 0700)",
                   dir);
    else
        doctor_say(d, FINE, "%s keeps large bodies until they are applied", dir);
}

/* What is set up has what it takes; what is not is a choice. */
static const struct {
    enum conf_key key, needs; /* needs: another key, as long as `key` is set; or itself */
    const char *lacks;        /* what is said where that is empty */
    const char *name, *secret, *off;
    enum conf_key secret_if; /* the secret is needed where this is set, too */
} outlets[] = {
    {CONF_SMTP_URL, CONF_MAIL_FROM, "mail_from is not set", "mail", "smtp",
     "no mail is sent (smtp_url is empty)", CONF_SMTP_USER},
    {CONF_WHATSAPP_PHONE_ID, CONF_WHATSAPP_PHONE_ID, NULL, "WhatsApp", "whatsapp",
     "nothing is sent by WhatsApp (whatsapp_phone_id is empty)", CONF_WHATSAPP_PHONE_ID},
};

static void check_outlet(struct doctor *d, size_t i)
{
    char secret[2048];
    bool lacks =
        *conf(outlets[i].secret_if) && !conf_secret(outlets[i].secret, 1, secret, sizeof secret);
    sodium_memzero(secret, sizeof secret);
    if (!*conf(outlets[i].key))
        doctor_say(d, FINE, "%s", outlets[i].off);
    else if (!*conf(outlets[i].needs))
        doctor_say(d, WRONG, "%s: %s: nothing can be sent", outlets[i].name, outlets[i].lacks);
    else if (lacks)
        doctor_say(d, WRONG, "%s: %s", outlets[i].name, err_detail());
    else
        doctor_say(d, FINE, "%s is set up", outlets[i].name);
    err_clear();
}

void doctor_intake(struct doctor *d)
{
    doctor_heading("What comes in, and goes out");
    check_inbox(d);
    check_spool(d);
    for (size_t i = 0; i < sizeof outlets / sizeof *outlets; i++)
        check_outlet(d, i);
}
