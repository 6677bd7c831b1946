/* WAVE files: what their head says, and how loud they are where, without reading all of one. */
#ifndef CORE_WAVE_H
#define CORE_WAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wave {
    unsigned tag, channels, bits; /* the format tag: 1 is PCM; 0: no format was found */
    int64_t rate;                 /* samples of a voice per second */
    int64_t at, len;              /* where the sound begins, how long it says it is; 0: unknown */
};

/* Reads the chunks as far as the first n bytes of a file go. False when it is no WAVE file. */
bool wave_parse(const unsigned char *head, size_t n, struct wave *out);

enum { WAVE_PEAKS = 600, WAVE_VOICES = 2 };

/* The loudest of each of WAVE_PEAKS equal parts of each voice, from 0 to 255. Of a part no more
 * than its beginning is read, so that an hour costs no more than some minutes. Returns how many
 * voices there are, 0 for a file that is not of 8 or 16 bit PCM. */
size_t wave_peaks(int fd, unsigned char out[WAVE_VOICES][WAVE_PEAKS]);

#endif
