#include "core/media.h"

#include "core/wave.h"

#include <string.h>
#include <strings.h>

#define ANY "application/octet-stream"

static const struct media all[] = {
    {".wav", "audio/wav", MEDIA_SOUND},
    {".mp3", "audio/mpeg", MEDIA_SOUND},
    {".ogg", "audio/ogg", MEDIA_SOUND},
    {".oga", "audio/ogg", MEDIA_SOUND},
    {".opus", "audio/ogg", MEDIA_SOUND},
    {".flac", "audio/flac", MEDIA_SOUND},
    {".m4a", "audio/mp4", MEDIA_SOUND},
    {".mp4", "audio/mp4", MEDIA_SOUND},
    {".webm", "audio/webm", MEDIA_SOUND},
    {".gsm", ANY, MEDIA_FOREIGN},
    {".wav49", ANY, MEDIA_FOREIGN},
    {".sln", ANY, MEDIA_FOREIGN},
    {".sln16", ANY, MEDIA_FOREIGN},
    {".g722", ANY, MEDIA_FOREIGN},
    {".g729", ANY, MEDIA_FOREIGN},
    {".amr", ANY, MEDIA_FOREIGN},
    {".ulaw", ANY, MEDIA_FOREIGN},
    {".alaw", ANY, MEDIA_FOREIGN},
    {".au", ANY, MEDIA_FOREIGN},
    {".raw", ANY, MEDIA_FOREIGN},
    {".png", "image/png", MEDIA_PICTURE},
    {".jpg", "image/jpeg", MEDIA_PICTURE},
    {".jpeg", "image/jpeg", MEDIA_PICTURE},
    {".gif", "image/gif", MEDIA_PICTURE},
    {".webp", "image/webp", MEDIA_PICTURE},
    {".pdf", "application/pdf", MEDIA_PAPER},
    {".txt", "text/plain", MEDIA_PAPER},
};

const struct media *media_find(const char *path)
{
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t end = strlen(all[i].end);
        if (n > end && strcasecmp(path + n - end, all[i].end) == 0)
            return &all[i];
    }
    return NULL;
}

/* What files of a type begin with, at an offset. */
static const struct {
    const char *type;
    size_t at, len;
    const char *bytes;
} marks[] = {
    {"audio/wav", 0, 4, "RIFF"},
    {"audio/wav", 0, 4, "RF64"},
    {"audio/mpeg", 0, 3, "ID3"},
    {"audio/ogg", 0, 4, "OggS"},
    {"audio/flac", 0, 4, "fLaC"},
    {"audio/flac", 0, 3, "ID3"},
    {"audio/mp4", 4, 4, "ftyp"},
    {"audio/webm", 0, 4, "\x1a\x45\xdf\xa3"},
    {"image/png", 0, 8, "\x89PNG\r\n\x1a\n"},
    {"image/jpeg", 0, 3, "\xff\xd8\xff"},
    {"image/gif", 0, 4, "GIF8"},
    {"image/webp", 8, 4, "WEBP"},
    {"application/pdf", 0, 5, "%PDF-"},
};

static bool begins(const char *type, const unsigned char *head, size_t n)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(marks[i].type, type) == 0 && n >= marks[i].at + marks[i].len &&
            memcmp(head + marks[i].at, marks[i].bytes, marks[i].len) == 0)
            return true;
    /* A frame of MPEG audio: eleven bits set, then version and layer, neither reserved. */
    if (strcmp(type, "audio/mpeg") == 0)
        return n >= 3 && head[0] == 0xff && (head[1] & 0xe0) == 0xe0 && (head[1] & 0x18) != 0x08 &&
               (head[1] & 0x06) != 0 && (head[2] & 0xf0) != 0xf0;
    return strcmp(type, "text/plain") == 0 || strcmp(type, ANY) == 0;
}

/* The format tags of WAVE that browsers decode: PCM, float, A-law, mu-law, and "see below". */
static bool decoded(unsigned tag)
{
    return tag == 1 || tag == 3 || tag == 6 || tag == 7 || tag == 0xfffe;
}

static enum media_verdict check_wave(const unsigned char *head, size_t n, int64_t size)
{
    struct wave w;
    if (!wave_parse(head, n, &w))
        return MEDIA_DAMAGED;
    if (w.tag && !decoded(w.tag))
        return MEDIA_UNPLAYED;
    if (!w.at) /* further on than was looked */
        return size > (int64_t)n ? MEDIA_FINE : MEDIA_DAMAGED;
    return !w.tag ? MEDIA_DAMAGED : w.at >= size ? MEDIA_EMPTY : MEDIA_FINE;
}

enum media_verdict media_check(const struct media *m, const unsigned char *head, size_t n,
                               int64_t size)
{
    if (!n)
        return MEDIA_EMPTY;
    if (!begins(m->type, head, n))
        return MEDIA_DAMAGED;
    if (m->kind == MEDIA_FOREIGN)
        return MEDIA_UNPLAYED;
    return strcmp(m->type, "audio/wav") == 0 ? check_wave(head, n, size) : MEDIA_FINE;
}

const struct media *media_sniff(const unsigned char *head, size_t n, int64_t size)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        enum media_verdict v =
            all[i].kind == MEDIA_SOUND ? media_check(&all[i], head, n, size) : MEDIA_DAMAGED;
        if (v == MEDIA_FINE || v == MEDIA_UNPLAYED)
            return &all[i];
    }
    return NULL;
}
