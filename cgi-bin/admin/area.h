/* The frame of every administration page: its sections, the tenant that is administered, addresses
 * that keep it. */
#ifndef ADMIN_AREA_H
#define ADMIN_AREA_H

#include "app/app.h"
#include "app/audit.h"
#include "store/administered.h"

enum section {
    SECTION_USERS,
    SECTION_ROLES,
    SECTION_TENANTS,
    SECTION_QUEUES,
    SECTION_AGENTS,
    SECTION_DIDS,
    SECTION_DISPOSITIONS,
    SECTION_CONTACTS,
    SECTION_INTAKE,
    SECTION_PRICES,
    SECTION_AUDIT,
    SECTIONS
};

struct section_row {
    const char *label, *path, *permission;
    bool of_tenant; /* shows what belongs to one tenant: who manages tenants chooses which */
};

extern const struct section_row sections[SECTIONS];

/* Who administers what: made once per request. */
struct area {
    struct request *r;
    enum section section;
    const struct scope *scope;    /* all of the tenant */
    struct administered tenant;   /* the one that is administered */
    struct administered *tenants; /* those that can be chosen: NULL when there is no choice */
    size_t n_tenants;
};

enum { AREA_ID_MAX = 4294967295 };

/* Every route of a section that belongs to a tenant declares it (first), form routes in `query`. */
#define AREA_PARAM                                                                                 \
    {                                                                                              \
        .name = "tenant", .kind = PARAM_INT, .max = AREA_ID_MAX                                    \
    }
/* What was done, as the page after it says: `done` of the query, one of area_done. */
#define AREA_DONE_PARAM                                                                            \
    {                                                                                              \
        .name = "done", .kind = PARAM_CHOICE, .choices = area_done                                 \
    }
#define AREA_ID_PARAM                                                                              \
    {                                                                                              \
        .name = "id", .kind = PARAM_INT, .max = AREA_ID_MAX                                        \
    }
extern const char *const area_done[];

/* Finds the tenant of the request's parameter `tenant`, else the person's own. ERR_FORBIDDEN for a
 * role that sees assigned queues only; ERR_NOT_FOUND for a tenant that is not theirs or not there.
 */
enum err area_begin(struct request *r, enum section section, struct area *out);

/* A page of the section, with the navigation and what can be chosen. */
struct view *area_page(const struct area *a, const char *title);

/* `path` with the tenant, where it is not the person's own, and, unless 0 or NULL, an id and a
 * notice of area_done. */
const char *area_url(const struct area *a, const char *path, int64_t id, const char *done);

/* Says on the page what was done just now, by the parameter `done`. */
void area_show_done(const struct area *a, struct view *v);

/* Notes an event in the log of the tenant that is administered (app/audit.h). */
void area_note(const struct area *a, const char *action, const char *subject,
               const struct audit_detail *details);

#endif
