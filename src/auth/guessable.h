/* What is tried first when somebody guesses a password. */
#ifndef AUTH_GUESSABLE_H
#define AUTH_GUESSABLE_H

#include <stdbool.h>

/* One of the commonest passwords or words, whatever digits and signs stand around it. */
bool guessable_common(const char *password);

/* A short piece over and over, or a run along the alphabet, the digits or the keyboard. */
bool guessable_pattern(const char *password);

/* The address, a part of it or of the name, whatever digits and signs stand around it. */
bool guessable_own(const char *password, const char *email, const char *name);

#endif
