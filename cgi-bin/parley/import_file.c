#include "import_file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GZIP_BUFFER = 128 * 1024 };

bool import_options(int argc, char **argv, int first, const struct import_option *options)
{
    for (int i = first; i < argc; i++) {
        const struct import_option *o = options;
        while (o->name && strcmp(argv[i], o->name) != 0)
            o++;
        if (o->name && o->on)
            *o->on = true;
        else if (o->name && i + 1 < argc)
            *o->value = argv[++i];
        else
            return false;
    }
    return true;
}

enum err import_open(const char *path, gzFile *out, int64_t *size)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(ERR_BAD_REQUEST, "cannot read %s: %m", path);
    *size = S_ISREG(st.st_mode) ? st.st_size : 0;
    *out = S_ISDIR(st.st_mode) ? NULL : gzdopen(fd, "r");
    if (!*out) {
        close(fd);
        return err_set(ERR_BAD_REQUEST, "cannot read %s", path);
    }
    gzbuffer(*out, GZIP_BUFFER);
    return OK;
}

/* A gzip file that was cut off ends like any other one; only zlib knows. */
enum err import_end(gzFile file, const char *path, bool failed)
{
    int code;
    const char *text = gzerror(file, &code);
    if (code == Z_ERRNO)
        return err_set(ERR_BAD_REQUEST, "cannot read %s", path);
    if (code != Z_OK && code != Z_STREAM_END)
        return err_set(ERR_BAD_REQUEST, "%s is damaged or cut off (%s); what came before is stored",
                       path, text);
    return failed ? err_set(ERR_BAD_REQUEST, "cannot read %s", path) : OK;
}

const char *import_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
