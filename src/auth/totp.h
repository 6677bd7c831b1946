/* The second factor: time-based codes (RFC 6238: SHA-1, six digits, 30 seconds), and the recovery
 * codes for who has lost the device that makes them. */
#ifndef AUTH_TOTP_H
#define AUTH_TOTP_H

#include "core/arena.h"
#include "core/clock.h"
#include "http/seal.h"

#include <stdbool.h>

enum {
    TOTP_SECRET = 20,
    TOTP_SEALED = TOTP_SECRET + SEAL_MORE, /* as it is stored */
    RECOVERY_CODES = 10,
    RECOVERY_LENGTH = 10, /* base32 characters: 50 bits */
    RECOVERY_HASH = 32,
};

/* A new secret. */
void totp_make(unsigned char secret[TOTP_SECRET]);

/* The secret as people type it (base32), in groups of four with a blank between; and without the
 * blanks in the address that a QR code carries. `issuer` and `account` are any text. */
const char *totp_secret_text(struct arena *a, const unsigned char secret[TOTP_SECRET]);
const char *totp_uri(struct arena *a, const unsigned char secret[TOTP_SECRET], const char *issuer,
                     const char *account);

/* Base32 back to the secret; blanks are allowed. */
bool totp_secret_read(const char *text, unsigned char secret[TOTP_SECRET]);

/* As it lies in the database, readable only for the person it belongs to. */
void totp_seal(const unsigned char secret[TOTP_SECRET], int64_t user_id,
               unsigned char out[TOTP_SEALED]);
bool totp_unseal(const void *sealed, size_t n, int64_t user_id, unsigned char out[TOTP_SECRET]);

/* Whether the code (six digits, blanks allowed) belongs to the current step of time, the one before
 * or the one after, and to a step later than `taken`, the last one that was used (-1: none). *step
 * is it: the caller stores it before it lets anybody pass. */
bool totp_right(const unsigned char secret[TOTP_SECRET], const char *code, ms_t now, int64_t taken,
                int64_t *step);

/* Whether a text has the form of such a code, rather than of a recovery code. */
bool totp_is_code(const char *text);

/* A new recovery code: ABCDE-FGH23. */
const char *recovery_make(struct arena *a);

/* What is stored of it: a keyed hash, bound to the person. Letter case, blanks and dashes do not
 * matter. False when the text cannot be one. */
bool recovery_hash(const char *text, int64_t user_id, unsigned char out[RECOVERY_HASH]);

#endif
