/* Files of any content: every kind that is sent gets a verdict, and nothing is read beyond them.
 * The first byte chooses the kind. */
#include "core/media.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.wav",  "a.mp3", "a.ogg", "a.flac", "a.mp4",
                                        "a.webm", "a.gsm", "a.png", "a.jpg",  "a.gif",
                                        "a.webp", "a.pdf", "a.txt", "a.html"};
    if (!size || size > MEDIA_HEAD)
        return 0;
    const struct media *m = media_find(names[data[0] % (sizeof names / sizeof *names)]);
    size_t n = size - 1;
    unsigned char *copy = malloc(n + !n); /* of this length, so that reading beyond it is noticed */
    if (!m || !copy) {
        free(copy);
        return 0;
    }
    memcpy(copy, data + 1, n);
    if (media_check(m, copy, n, (int64_t)n) > MEDIA_UNPLAYED ||
        media_check(m, copy, n, INT64_MAX) > MEDIA_UNPLAYED)
        abort();
    free(copy);
    return 0;
}
