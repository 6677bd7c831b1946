#include "auth/guessable.h"

#include <stddef.h>
#include <string.h>

enum { TEXT_MAX = 512 };

/* From the lists of leaked passwords: what their commonest ones are made of. The digits that people
 * add, before or after, are no secret either. */
static const char *const common[] = {
    "password",       "passwort",
    "motdepasse",     "wachtwoord",
    "contrasena",     "haslo",
    "qwerty",         "qwertz",
    "azerty",         "qwertyuiop",
    "qwertzuiop",     "azertyuiop",
    "asdfghjkl",      "asdfgh",
    "zxcvbnm",        "yxcvbnm",
    "qazwsx",         "qazwsxedc",
    "admin",          "administrator",
    "root",           "user",
    "guest",          "test",
    "testtest",       "changeme",
    "changeit",       "default",
    "temp",           "temporary",
    "welcome",        "willkommen",
    "bienvenue",      "bienvenido",
    "letmein",        "login",
    "master",         "access",
    "secret",         "geheim",
    "system",         "manager",
    "support",        "service",
    "office",         "company",
    "callcenter",     "contactcenter",
    "callcentre",     "contactcentre",
    "supervisor",     "agent",
    "parley",         "asterisk",
    "iloveyou",       "ichliebedich",
    "jetaime",        "teamo",
    "princess",       "princesa",
    "sunshine",       "monkey",
    "dragon",         "football",
    "baseball",       "basketball",
    "soccer",         "hockey",
    "superman",       "batman",
    "spiderman",      "starwars",
    "pokemon",        "naruto",
    "trustno",        "whatever",
    "freedom",        "shadow",
    "michael",        "jennifer",
    "jordan",         "ashley",
    "charlie",        "andrew",
    "thomas",         "daniel",
    "jessica",        "michelle",
    "nicole",         "hannah",
    "summer",         "winter",
    "spring",         "autumn",
    "sommer",         "monday",
    "friday",         "january",
    "november",       "december",
    "google",         "facebook",
    "computer",       "internet",
    "samsung",        "apple",
    "microsoft",      "windows",
    "hello",          "hallo",
    "mustang",        "ferrari",
    "liverpool",      "chelsea",
    "arsenal",        "barcelona",
    "cookie",         "chocolate",
    "flower",         "butterfly",
    "passpass",       "passwordpassword",
    "letmeinletmein", "correcthorsebatterystaple",
};

static const char *const runs[] = {
    "01234567890123456789",       "98765432109876543210",       "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn", "1q2w3e4r5t6y7u8i9o0p",       "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
};

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Small letters and no blanks: neither makes a password harder to guess. */
static void fold(const char *text, char out[TEXT_MAX])
{
    size_t n = 0;
    for (; *text && n < TEXT_MAX - 1; text++)
        if (*text != ' ')
            out[n++] = (char)(*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text);
    out[n] = 0;
}

/* What is left between the first letter and the last. */
static void core(const char *text, char out[TEXT_MAX])
{
    fold(text, out);
    size_t begin = 0, end = strlen(out);
    while (begin < end && !letter(out[begin]))
        begin++;
    while (end > begin && !letter(out[end - 1]))
        end--;
    memmove(out, out + begin, end - begin);
    out[end - begin] = 0;
}

bool guessable_common(const char *password)
{
    char middle[TEXT_MAX];
    core(password, middle);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strcmp(common[i], middle) == 0)
            return true;
    return false;
}

/* The whole is its first `period` bytes again and again. */
static bool repeats(const char *s, size_t n, size_t period)
{
    for (size_t i = period; i < n; i++)
        if (s[i] != s[i - period])
            return false;
    return true;
}

bool guessable_pattern(const char *password)
{
    char folded[TEXT_MAX];
    fold(password, folded);
    size_t n = strlen(folded);
    for (size_t period = 1; period <= 4; period++)
        if (n > period && repeats(folded, n, period))
            return true;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (strstr(runs[i], folded))
            return true;
    return false;
}

/* Words of a name or an address of fewer letters stand in too many passwords. */
enum { WORD_MIN = 3 };

static bool is_word(const char *middle, const char *word, size_t len)
{
    char folded[TEXT_MAX];
    if (len < WORD_MIN || len >= TEXT_MAX)
        return false;
    memcpy(folded, word, len);
    folded[len] = 0;
    core(folded, folded);
    return strlen(folded) >= WORD_MIN && strcmp(folded, middle) == 0;
}

static bool has_word(const char *middle, const char *text)
{
    static const char between[] = " .,;_-+@'";
    while (*text) {
        size_t len = strcspn(text, between);
        if (is_word(middle, text, len))
            return true;
        text += len;
        text += strspn(text, between);
    }
    return false;
}

bool guessable_own(const char *password, const char *email, const char *name)
{
    char middle[TEXT_MAX];
    core(password, middle);
    return is_word(middle, email, strlen(email)) || is_word(middle, email, strcspn(email, "@")) ||
           is_word(middle, name, strlen(name)) || has_word(middle, name) || has_word(middle, email);
}
