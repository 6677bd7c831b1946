#include "net/geo.h"

#include "core/conf.h"
#include "core/log.h"

#include <maxminddb.h>
#include <sys/stat.h>

static struct {
    bool open, said; /* said: in the log, that the file as it is cannot be read */
    struct stat file;
    MMDB_s db;
} geo;

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void close_file(void)
{
    if (geo.open)
        MMDB_close(&geo.db);
    geo.open = geo.said = false;
    geo.file = (struct stat){0};
}

enum err geo_open(bool *there)
{
    const char *path = conf(CONF_GEOIP_FILE);
    struct stat file;
    *there = *path != 0;
    if (!*there)
        return OK;
    if (stat(path, &file) != 0) {
        if (geo.open)
            close_file();
        return err_set(ERR_INTERNAL, "cannot read geoip_file %s: %m", path);
    }
    if (geo.open && same_file(&file, &geo.file))
        return OK;
    if (!same_file(&file, &geo.file))
        close_file();
    geo.file = file;
    int status = MMDB_open(path, MMDB_MODE_MMAP, &geo.db);
    geo.open = status == MMDB_SUCCESS;
    return geo.open ? OK
                    : err_set(ERR_INTERNAL, "cannot read geoip_file %s: %s", path,
                              MMDB_strerror(status));
}

static const char *text_at(struct arena *a, MMDB_entry_s *entry, const char *const *path)
{
    MMDB_entry_data_s data;
    if (MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data ||
        data.type != MMDB_DATA_TYPE_UTF8_STRING || !data.data_size)
        return NULL;
    return arena_dupn(a, data.utf8_string, data.data_size);
}

static bool ready(void)
{
    bool there;
    enum err e = geo_open(&there);
    if (e && !geo.said)
        LOG(LOG_WARN, "geoip", LOG_S("why", err_detail()));
    geo.said = e != OK;
    err_clear();
    return there && !e;
}

void geo_find(struct arena *a, const char *ip, const char **country, const char **city)
{
    static const char *const names[] = {"country", "names", "en", NULL};
    static const char *const code[] = {"country", "iso_code", NULL};
    static const char *const cities[] = {"city", "names", "en", NULL};
    int gai, status;
    *country = *city = NULL;
    if (!ready())
        return;
    MMDB_lookup_result_s found = MMDB_lookup_string(&geo.db, ip, &gai, &status);
    if (gai || status != MMDB_SUCCESS || !found.found_entry)
        return;
    *country = text_at(a, &found.entry, names);
    if (!*country)
        *country = text_at(a, &found.entry, code);
    *city = text_at(a, &found.entry, cities);
}
