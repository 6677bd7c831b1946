/* What the files of the form share: numbers, checks, the fingerprint. */
#ifndef ADMIN_FORM_CHECK_H
#define ADMIN_FORM_CHECK_H

#include "form.h"

/* 805 with one decimal is 80.5; zeros at the end are left out. */
const char *number_text(struct arena *a, int64_t value, int decimals);

/* Reads it back, with a point or a comma. False when it is no number or has too many decimals. */
bool number_read(const char *text, int decimals, int64_t *out);

/* Checks one field and puts its better form in its place. What is wrong, or NULL. */
const char *field_check(const struct form *f, size_t i, const char **value);

/* The mark of a value: FORM_MARK characters that nobody else can make. */
const char *field_mark(const struct form *f, size_t i, const char *value);

bool form_same(const char *a, const char *b);
const char *form_shown(const struct form *f, size_t i, const char *value);

/* For fields: an e-mail address as it is written; an IANA zone of this system. */
const char *check_email(struct arena *a, const char *typed, const char **value);
const char *check_zone(struct arena *a, const char *typed, const char **value);

#endif
