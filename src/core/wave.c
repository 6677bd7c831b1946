#include "core/wave.h"

#include "core/media.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static uint32_t number(const unsigned char *s, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | s[i];
    return v;
}

bool wave_parse(const unsigned char *head, size_t n, struct wave *out)
{
    *out = (struct wave){0};
    if (n < 12 || memcmp(head + 8, "WAVE", 4) != 0)
        return false;
    for (size_t at = 12; at + 8 <= n;) {
        size_t len = number(head + at + 4, 4), body = at + 8;
        if (memcmp(head + at, "data", 4) == 0) {
            out->at = (int64_t)body;
            out->len = (int64_t)len;
            return true;
        }
        if (memcmp(head + at, "fmt ", 4) == 0) {
            if (len < 16 || body + 16 > n)
                return false;
            out->tag = number(head + body, 2);
            out->channels = number(head + body + 2, 2);
            out->rate = number(head + body + 4, 4);
            out->bits = number(head + body + 14, 2);
        }
        at = body + len + (len & 1);
    }
    return true;
}

/* How far a sample is from silence, from 0 to 255: 8 bits are unsigned, 16 are not. */
static unsigned loudness(const unsigned char *s, unsigned bits)
{
    int v = bits == 8 ? ((int)s[0] - 128) * 256 : (int16_t)number(s, 2);
    int high = abs(v) >> 7;
    return high > 255 ? 255 : (unsigned)high;
}

static void measure(const unsigned char *s, size_t frames, const struct wave *w, size_t part,
                    unsigned char out[WAVE_VOICES][WAVE_PEAKS])
{
    size_t sample = w->bits / 8;
    for (size_t i = 0; i < frames * w->channels; i++, s += sample) {
        unsigned char *peak = &out[i % w->channels][part];
        unsigned now = loudness(s, w->bits);
        if (now > *peak)
            *peak = (unsigned char)now;
    }
}

size_t wave_peaks(int fd, unsigned char out[WAVE_VOICES][WAVE_PEAKS])
{
    enum { READ = 8192 };
    unsigned char bytes[READ];
    struct wave w;
    struct stat st;
    memset(out, 0, WAVE_VOICES * WAVE_PEAKS);
    ssize_t n = pread(fd, bytes, MEDIA_HEAD, 0);
    if (n < 0 || fstat(fd, &st) != 0 || !wave_parse(bytes, (size_t)n, &w) || w.tag != 1 || !w.at ||
        !w.channels || w.channels > WAVE_VOICES || (w.bits != 8 && w.bits != 16))
        return 0;
    int64_t rest = st.st_size - w.at, frame = (int64_t)w.channels * w.bits / 8;
    int64_t frames = (w.len && w.len < rest ? w.len : rest) / frame;
    for (size_t part = 0; part < WAVE_PEAKS; part++) {
        int64_t from = frames * (int64_t)part / WAVE_PEAKS;
        int64_t want = (frames * ((int64_t)part + 1) / WAVE_PEAKS - from) * frame;
        n = pread(fd, bytes, want < READ ? (size_t)want : READ, w.at + from * frame);
        if (n > 0)
            measure(bytes, (size_t)n / (size_t)frame, &w, part, out);
    }
    return w.channels;
}
