/* The edit pages of administration: a table of fields, all values as text. A page that shows is
 *
 *     form_begin(&f, &area, &def, id, title);      id 0: something new
 *     form_store() for each field                  what is stored, or the standard of a new one
 *     form_show(&f, out);
 *
 * and one that saves does the same with the row locked, then form_read(). If form_ok(): further
 * checks (form_error), the store, audit with form_details(), a redirect. Otherwise form_show():
 * everything typed is kept, every error stands at its field; 422, or 409 when what is stored was
 * changed by somebody else since the page was shown. */
#ifndef ADMIN_FORM_H
#define ADMIN_FORM_H

#include "area.h"
#include "list.h"

enum { FORM_FIELDS = 64, FORM_MARK = 8 };

enum form_kind {
    FORM_TEXT,
    FORM_EMAIL,
    FORM_NUMBER, /* min and max as whole numbers of the last decimal: 80.5 with one decimal is 805
                  */
    FORM_CHOICE,
    FORM_CHECK,  /* "1" or none */
    FORM_LINES,  /* several lines */
    FORM_FIXED,  /* shown, never read */
    FORM_MONEY,  /* a text that is looked at by the page (core/money.h) */
    FORM_SECRET, /* written, never shown: neither again, nor in the audit log */
};

struct form_field {
    const char *key, *label;
    enum form_kind kind;
    const char *help;
    bool required;
    int64_t min, max; /* max of a text: characters */
    int decimals;
    const char *unit;                  /* behind a number */
    const struct list_choice *choices; /* ends with {0}; NULL: given with form_choices */
    /* Further check of a text that is there: what is wrong, or NULL. May put a better form into
     * *value. */
    const char *(*check)(struct arena *a, const char *typed, const char **value);
    const char *group; /* begins a group of fields with this heading */
    const char *group_help;
};

struct form_def {
    const char *one;                 /* "queue" */
    const struct form_field *fields; /* ends with {0} */
    const char *path;                /* of the page, to which the form is sent */
    const char *button;              /* NULL: Save */
};

/* Every form's route declares these beside its fields (texts: bytes, four per character). */
#define FORM_PARAMS                                                                                \
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 100},                                             \
        {.name = "was", .kind = PARAM_TOKEN, .max = FORM_FIELDS * FORM_MARK},                      \
    {                                                                                              \
        .name = "confirmed", .kind = PARAM_CHOICE, .choices = form_confirmed                       \
    }
extern const char *const form_confirmed[];

struct form {
    const struct area *area;
    const struct form_def *def;
    struct view *view;
    int64_t id;
    const char *stored[FORM_FIELDS]; /* NULL: none */
    const char *value[FORM_FIELDS];  /* what stands in the field */
    const char *error[FORM_FIELDS];
    const char *note[FORM_FIELDS]; /* what somebody else made of it meanwhile */
    const struct list_choice *choices[FORM_FIELDS];
    const char *problem;  /* above the fields; NULL: said by itself when there are errors */
    bool conflict;        /* stored values are not those that were shown */
    bool confirmed, back; /* of the confirmation page: yes, or back to the form */
    const char *was;      /* fingerprint of what is shown */
    const char *url;      /* where the form is sent; NULL: the page of the definition */
    size_t facts;
};

void form_begin(struct form *f, const struct area *a, const struct form_def *def, int64_t id,
                const char *title);

/* What is stored: the field shows it until form_read. */
void form_store(struct form *f, const char *key, const char *value);
void form_store_number(struct form *f, const char *key, int64_t value);
void form_store_flag(struct form *f, const char *key, bool value);

/* Puts a better form of what was typed into a field. */
void form_put(struct form *f, const char *key, const char *value);

/* The choices of a field where they come from the database. End with {0}. */
void form_choices(struct form *f, const char *key, const struct list_choice *choices);

/* Something to know beside the fields: "Interactions: 1,204". */
void form_fact(struct form *f, const char *label, const char *value, const char *url);

/* Reads what was sent and checks every field. ERR_BAD_REQUEST when the fingerprint is damaged. */
enum err form_read(struct form *f);

/* Nothing is wrong so far and it is to be saved. */
bool form_ok(const struct form *f);

/* Puts an error at a field (the first one stays). */
void form_error(struct form *f, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What was typed, as it is to be stored. */
const char *form_text(const struct form *f, const char *key); /* NULL: none */
int64_t form_number(const struct form *f, const char *key);   /* in units of the last decimal */
bool form_flag(const struct form *f, const char *key);

/* Whether a field (NULL: any of them) differs from what is stored. */
bool form_differs(const struct form *f, const char *key);

/* The details of the audit event: each value of a new thing, was -> is of a changed one. */
const struct audit_detail *form_details(const struct form *f);

/* Renders the form: 200, 422 or 409. Or into another template that includes admin/fields.cs. */
enum err form_show(struct form *f, struct response *out);
enum err form_show_in(struct form *f, const char *template_name, struct response *out);

/* Asks before a change that cannot be undone or has consequences: shows the text (several
 * paragraphs, ends with NULL) and carries all fields along. The answer comes to the same route:
 * f->confirmed. */
enum err form_confirm(struct form *f, const char *title, const char *const *paragraphs,
                      const char *button, struct response *out);

#endif
