/* What the files of `parley doctor` share: the lines of its report. */
#ifndef PARLEY_DOCTOR_H
#define PARLEY_DOCTOR_H

#include "command.h"
#include "db/shape.h"

enum verdict { FINE, NOTE, SLOW, WRONG, VERDICTS };

struct doctor {
    struct command_env *env;
    struct st_mysql *m;
    const char *facts, *app;
    bool own; /* the facts are Parley's */
    struct shape *shape;
    long tenants;
    unsigned said[VERDICTS];
};

/* A line of the report, wrapped at 96 columns, under the heading at hand. */
void doctor_say(struct doctor *d, enum verdict v, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void doctor_heading(const char *heading);

/* The first row of a query as texts of the arena, NULL where there is none or it failed; then the
 * failure has been said. NULL cells are "". */
char **doctor_ask(struct doctor *d, const char *sql);

/* The interactions: tables, columns, indexes, values, and what works with them. */
void doctor_facts(struct doctor *d);
void doctor_areas(struct doctor *d);

/* The inbox and what waits in it, mail and WhatsApp. */
void doctor_intake(struct doctor *d);

/* The links to an Asterisk, where the configuration names one. */
void doctor_asterisk(struct doctor *d);

#endif
