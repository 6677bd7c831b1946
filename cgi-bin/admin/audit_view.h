/* The page of the audit log: what is asked for, as it stands in the address. */
#ifndef ADMIN_AUDIT_VIEW_H
#define ADMIN_AUDIT_VIEW_H

#include "people.h"
#include "store/audit_check.h"
#include "store/audit_list.h"

enum { AUDIT_PAGE = 50 };

struct audit_view {
    struct request *r;
    struct area area;
    struct view *v;
    const struct scope *scope; /* of the log: the tenant, or the installation */
    bool installation;
    struct audit_filter filter;
    struct audit_rows rows;
    bool newer;            /* before a place instead of behind it */
    bool first;            /* nothing newer is left out */
    bool too_many;         /* more people than are looked for have the name */
    const char *from, *to; /* as typed; NULL: not given */
    int period;
};

/* Reads the request's filters. */
enum err audit_view_read(struct audit_view *p, struct audit_place *place);

/* The filter form, the periods, what is said about them. */
void audit_view_form(struct audit_view *p);

/* The address of the page with one parameter changed (NULL: taken away), from the first row on. */
const char *audit_view_url(struct audit_view *p, const char *name, const char *value);

#endif
