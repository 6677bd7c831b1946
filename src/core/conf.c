#include "core/conf.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>

enum kind { TEXT, OPTION, NUMBER, SWITCH, LEVEL }; /* OPTION: a text that may be empty */

static const struct {
    const char *name;
    enum kind kind;
    int min, max;
    const char *standard;
    const char *meaning;
} keys[CONF_KEYS] = {
    [CONF_DB_SOCKET] = {"db_socket", TEXT, 0, 0, "/run/mysqld/mysqld.sock",
                        "Unix socket of the MariaDB server"},
    [CONF_DB_NAME] = {"db_name", TEXT, 0, 0, "parley", "database of the application's own state"},
    [CONF_DB_FACTS] = {"db_facts", TEXT, 0, 0, "pbxlogs", "database of the interactions"},
    [CONF_DB_ADMIN_USER] = {"db_admin_user", TEXT, 0, 0, "root",
                            "account of the command line, signed in by the Unix socket"},
    [CONF_SECRETS_DIR] =
        {"secrets_dir", TEXT, 0, 0, "/etc/parley/secrets",
         "folder with hmac (32 random bytes), db_<program> (a password each) and, where they are "
         "used, s3 (the secret of the object store's access key), smtp and whatsapp"},
    [CONF_RUN_DIR] = {"run_dir", TEXT, 0, 0, "/run/parley",
                      "folder of the FastCGI sockets, <program>.sock"},
    [CONF_TEMPLATE_DIR] = {"template_dir", TEXT, 0, 0, "/usr/share/parley/templates",
                           "folder of the page templates"},
    [CONF_SQL_DIR] = {"sql_dir", TEXT, 0, 0, "/usr/share/parley/sql",
                      "folder of the migrations and grants"},
    [CONF_BASE_URL] = {"base_url", TEXT, 0, 0, "https://localhost",
                       "address that people open: scheme, host and port, nothing behind"},
    [CONF_COOKIE_SECURE] = {"cookie_secure", SWITCH, 0, 1, "on",
                            "off only for a trial over plain http on loopback"},
    [CONF_WORKERS] = {"workers", NUMBER, 1, 256, "4", "worker processes of each program"},
    [CONF_LOG_LEVEL] = {"log_level", LEVEL, 0, 0, "info", "debug, info, warn or error"},
    [CONF_STATEMENT_MS] = {"statement_ms", NUMBER, 50, 60000, "2000",
                           "time limit of a statement behind a page, in milliseconds"},
    [CONF_COUNT_MS] = {"count_ms", NUMBER, 50, 60000, "10000",
                       "time limit of an exact count that was asked for, in milliseconds"},
    [CONF_SESSION_IDLE_MIN] = {"session_idle_min", NUMBER, 1, 1440, "30",
                               "minutes without a request after which a session ends"},
    [CONF_SESSION_MAX_H] = {"session_max_h", NUMBER, 1, 168, "12",
                            "hours after which a session ends in any case"},
    [CONF_SIGNIN_DELAY] = {"signin_delay", SWITCH, 0, 1, "on",
                           "growing delay after failed sign-ins; off only for tests"},
    [CONF_PLAN] = {"plan", TEXT, 0, 0, "auto",
                   "how the grid finds its rows; auto, except to find out why it is slow: time, "
                   "sorted, queue, agent, agent_queue, did, disposition, channel, contact, phone, "
                   "account, clients, action, tag, flag or duration wherever that is possible"},
    [CONF_RECORDINGS_DIR] = {"recordings_dir", TEXT, 0, 0, "/var/lib/parley/recordings",
                             "folder of the recordings, with a folder per tenant by its number"},
    [CONF_RECORDING_LINK_S] = {"recording_link_s", NUMBER, 1, 3600, "600",
                               "seconds for which the address of a recording is good; a page that "
                               "stays open gets a new one by itself"},
    [CONF_SPOOL_DIR] = {"spool_dir", TEXT, 0, 0, "/var/lib/parley/spool",
                        "folder of what arrived and is too large for the database (audio), until "
                        "it was applied; of the programs hooks and worker alone"},
    [CONF_S3_ENDPOINT] = {"s3_endpoint", OPTION, 0, 0, "",
                          "address of the object store with recordings: scheme, host and port; "
                          "empty: there is none"},
    [CONF_S3_REGION] = {"s3_region", TEXT, 0, 0, "us-east-1", "region of the object store"},
    [CONF_S3_BUCKET] = {"s3_bucket", TEXT, 0, 0, "recordings", "bucket of the recordings"},
    [CONF_S3_PREFIX] = {"s3_prefix", OPTION, 0, 0, "",
                        "what the name of every object begins with (parley/); behind it come the "
                        "number of the tenant, a slash and the path of the recording"},
    [CONF_S3_ACCESS_KEY] = {"s3_access_key", OPTION, 0, 0, "",
                            "access key of the object store; its secret is the file s3 in "
                            "secrets_dir"},
    [CONF_S3_PATH_STYLE] = {"s3_path_style", SWITCH, 0, 1, "on",
                            "the bucket stands in the path (MinIO, Ceph); off: before the host's "
                            "name (AWS)"},
    [CONF_HTTP_HOSTS] = {"http_hosts", OPTION, 0, 0, "",
                         "hosts, as host:port with blanks between, that the worker may also ask "
                         "over plain http and at private addresses; all others are asked over "
                         "https, at public ones"},
    [CONF_CA_FILE] = {"ca_file", OPTION, 0, 0, "",
                      "certificates that servers are checked against; empty: the system's"},
    [CONF_SMTP_URL] =
        {"smtp_url", OPTION, 0, 0, "",
         "mail server: smtp://host:587 (with STARTTLS, unless http_hosts lists it) or "
         "smtps://host; empty: no mail is sent"},
    [CONF_SMTP_USER] = {"smtp_user", OPTION, 0, 0, "",
                        "account at the mail server; its password is the file smtp in "
                        "secrets_dir; empty: none is needed"},
    [CONF_MAIL_FROM] = {"mail_from", OPTION, 0, 0, "",
                        "address that mail comes from; needed where smtp_url is set"},
    [CONF_WHATSAPP_URL] = {"whatsapp_url", TEXT, 0, 0, "https://graph.facebook.com/v21.0",
                           "WhatsApp Cloud API, with its version"},
    [CONF_WHATSAPP_PHONE_ID] = {"whatsapp_phone_id", OPTION, 0, 0, "",
                                "id of the number that WhatsApp messages come from; the access "
                                "token is the file whatsapp in secrets_dir; empty: none is sent"},
    [CONF_WHATSAPP_TEMPLATE] = {"whatsapp_template", OPTION, 0, 0, "debt_summary",
                                "approved template of a debt summary; empty: plain text, which "
                                "WhatsApp delivers only within a day of the client's last "
                                "message"},
    [CONF_WHATSAPP_LANGUAGE] = {"whatsapp_language", TEXT, 0, 0, "en", "language of the template"},
    [CONF_GEOIP_FILE] = {"geoip_file", OPTION, 0, 0, "",
                         "database of places by IP address, in MaxMind's format (GeoLite2-City or "
                         "the like); empty: countries and cities of web visits stay unknown"},
};

static char *values[CONF_KEYS];

static bool is_level(const char *value)
{
    static const char *const levels[] = {"debug", "info", "warn", "error"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(levels[i], value) == 0)
            return true;
    return false;
}

/* `where` the value stands, for the detail: "file:line: " or the like. */
static enum err check(int k, const char *value, const char *where)
{
    char *end;
    long n;
    switch (keys[k].kind) {
    case NUMBER:
        errno = 0;
        n = strtol(value, &end, 10);
        if (errno || *end || end == value || n < keys[k].min || n > keys[k].max)
            return err_set(ERR_BAD_REQUEST, "%s%s must be a number from %d to %d, not '%s'", where,
                           keys[k].name, keys[k].min, keys[k].max, value);
        return OK;
    case SWITCH:
        if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
            return err_set(ERR_BAD_REQUEST, "%s%s must be on or off, not '%s'", where, keys[k].name,
                           value);
        return OK;
    case LEVEL:
        if (!is_level(value))
            return err_set(ERR_BAD_REQUEST, "%s%s must be debug, info, warn or error, not '%s'",
                           where, keys[k].name, value);
        return OK;
    case TEXT:
        if (!*value)
            return err_set(ERR_BAD_REQUEST, "%s%s must not be empty", where, keys[k].name);
        return OK;
    case OPTION:
        return OK;
    }
    return OK;
}

static enum err put(int k, const char *value, const char *where)
{
    enum err e = check(k, value, where);
    if (e)
        return e;
    free(values[k]);
    values[k] = strdup(value);
    if (!values[k])
        abort();
    return OK;
}

static int key_index(const char *name)
{
    for (int k = 0; k < CONF_KEYS; k++)
        if (strcmp(keys[k].name, name) == 0)
            return k;
    return -1;
}

static char *trim(char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    size_t n = strlen(s);
    while (n && isspace((unsigned char)s[n - 1]))
        s[--n] = 0;
    return s;
}

static enum err read_line(const char *path, int number, char *line, bool seen[CONF_KEYS])
{
    char *name = trim(line);
    if (!*name || *name == '#')
        return OK;
    char *equals = strchr(name, '=');
    if (!equals)
        return err_set(ERR_BAD_REQUEST, "%s:%d: expected key = value", path, number);
    *equals = 0;
    name = trim(name);
    int k = key_index(name);
    if (k < 0)
        return err_set(ERR_BAD_REQUEST,
                       "%s:%d: unknown key '%s' (`parley config` lists the known ones)", path,
                       number, name);
    if (seen[k])
        return err_set(ERR_BAD_REQUEST, "%s:%d: %s is set twice", path, number, name);
    seen[k] = true;
    char where[PATH_MAX + 16];
    snprintf(where, sizeof where, "%s:%d: ", path, number);
    return put(k, trim(equals + 1), where);
}

static enum err read_file(const char *path)
{
    bool seen[CONF_KEYS] = {false};
    char line[1024];
    enum err e = OK;
    FILE *f = fopen(path, "re");
    if (!f)
        return err_set(ERR_BAD_REQUEST, "cannot read the configuration %s: %s", path,
                       strerror(errno));
    for (int number = 1; !e && fgets(line, sizeof line, f); number++) {
        if (!strchr(line, '\n') && !feof(f))
            e = err_set(ERR_BAD_REQUEST, "%s:%d: line too long", path, number);
        else
            e = read_line(path, number, line, seen);
    }
    if (!e && ferror(f))
        e = err_set(ERR_BAD_REQUEST, "cannot read the configuration %s: %s", path, strerror(errno));
    fclose(f);
    return e;
}

static enum err read_environment(void)
{
    enum err e = OK;
    for (int k = 0; k < CONF_KEYS && !e; k++) {
        char name[64] = "PARLEY_";
        size_t n = strlen(name);
        for (const char *p = keys[k].name; *p && n < sizeof name - 1; p++)
            name[n++] = (char)toupper((unsigned char)*p);
        name[n] = 0;
        const char *value = getenv(name);
        if (value)
            e = put(k, value, "environment: ");
    }
    return e;
}

enum err conf_load(const char *path)
{
    enum err e = OK;
    for (int k = 0; k < CONF_KEYS && !e; k++)
        e = put(k, keys[k].standard, "");
    if (!e)
        e = read_file(path);
    return e ? e : read_environment();
}

const char *conf(enum conf_key key)
{
    return values[key] ? values[key] : keys[key].standard;
}

int conf_int(enum conf_key key)
{
    return (int)strtol(conf(key), NULL, 10);
}

int conf_on(enum conf_key key)
{
    return strcmp(conf(key), "on") == 0;
}

void conf_document(FILE *out)
{
    for (int k = 0; k < CONF_KEYS; k++)
        fprintf(out, "# %s\n#%s = %s\n\n", keys[k].meaning, keys[k].name, keys[k].standard);
}

size_t conf_secret(const char *name, int text, char *out, size_t size)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", conf(CONF_SECRETS_DIR), name);
    FILE *f = fopen(path, "re");
    if (!f) {
        err_set(ERR_INTERNAL, "cannot read the secret %s: %s", path, strerror(errno));
        return 0;
    }
    size_t n = fread(out, 1, size - 1, f);
    fclose(f);
    while (text && n && (out[n - 1] == '\n' || out[n - 1] == '\r'))
        n--;
    out[n] = 0;
    if (!n)
        err_set(ERR_INTERNAL, "the secret %s is empty", path);
    return n;
}
