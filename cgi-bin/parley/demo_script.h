/* What is said in the demo, as tables: a script per conversation.
 *
 * demo_say_*.c     the scripts, by tenant and channel
 * demo_cast.c      who and what an interaction is about: fills in the slots of a script
 * demo_talk.c      which script an interaction follows, and when each of its lines is said
 *
 * Slots stand in angle brackets (demo_cast.c has the table of them); '#' becomes a digit. */
#ifndef PARLEY_DEMO_SCRIPT_H
#define PARLEY_DEMO_SCRIPT_H

#include <stdbool.h>

/* A line. `who`: c client, a agent (human or AI), f function of an AI agent.
 * `mood`, of a client's line: from '0' extremely negative to '4' extremely positive. Of a function:
 * + ok, - error, ? pending; its parameters and result are JSON with ' for ". */
struct demo_line {
    char who, mood;
    const char *text;
    const char *params, *result; /* of functions */
    const char *media;           /* name of a file that comes with it: .png or .pdf */
};

struct demo_script {
    const char *queue;    /* NULL: any of the tenant */
    const char *channels; /* a letter each: v c s w e */
    const char *fits;     /* dispositions, as in struct demo_queue; NULL: any */
    const char *language; /* NULL: English */
    char who;             /* a: AI agents only, h: people only, 0: both */
    char way;             /* i inbound, o outbound, 0: both */
    bool hostile, brief;  /* brief: what most old interactions follow */
    bool during_call;     /* a message that an agent sends while it speaks with the client */
    int mood;             /* of the whole, 0 to 4 */
    const char *topic;    /* also the tag "call reason" */
    const char *issue;    /* tag; NULL: none */
    const char *summary;
    const char *keywords;          /* separated by commas */
    const char *emotions;          /* the same: "relief 0.7" */
    const struct demo_line *lines; /* ends with {0} */
};

#define SAY (const struct demo_line[])
#define A(said)                                                                                    \
    {                                                                                              \
        .who = 'a', .text = said                                                                   \
    }
#define C(said)                                                                                    \
    {                                                                                              \
        .who = 'c', .mood = '2', .text = said                                                      \
    }
#define AWFUL(said)                                                                                \
    {                                                                                              \
        .who = 'c', .mood = '0', .text = said                                                      \
    }
#define BAD(said)                                                                                  \
    {                                                                                              \
        .who = 'c', .mood = '1', .text = said                                                      \
    }
#define GOOD(said)                                                                                 \
    {                                                                                              \
        .who = 'c', .mood = '3', .text = said                                                      \
    }
#define GREAT(said)                                                                                \
    {                                                                                              \
        .who = 'c', .mood = '4', .text = said                                                      \
    }
#define F(name, p, r)                                                                              \
    {                                                                                              \
        .who = 'f', .mood = '+', .text = name, .params = p, .result = r                            \
    }
#define FAILS(name, p, r)                                                                          \
    {                                                                                              \
        .who = 'f', .mood = '-', .text = name, .params = p, .result = r                            \
    }
#define PENDING(name, p)                                                                           \
    {                                                                                              \
        .who = 'f', .mood = '?', .text = name, .params = p                                         \
    }
#define SENDS(file, said)                                                                          \
    {                                                                                              \
        .who = 'c', .mood = '2', .text = said, .media = file                                       \
    }
#define GIVES(file, said)                                                                          \
    {                                                                                              \
        .who = 'a', .text = said, .media = file                                                    \
    }
#define END                                                                                        \
    {                                                                                              \
        .who = 0                                                                                   \
    }

/* Each ends with {0}. */
extern const struct demo_script demo_north_spoken[], demo_north_written[], demo_north_mail[],
    demo_south_spoken[], demo_south_dialed[], demo_south_written[], demo_south_mail[],
    demo_other_languages_north[], demo_other_languages_south[];

#endif
