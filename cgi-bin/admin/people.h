/* What the pages of administrators, roles and tenants share. */
#ifndef ADMIN_PEOPLE_H
#define ADMIN_PEOPLE_H

#include "form.h"
#include "store/roles.h"
#include "store/tenants.h"
#include "store/users.h"

#define PATH_USERS "/admin/users"
#define PATH_USER PATH_USERS "/edit"
#define PATH_USER_ACT PATH_USERS "/act"
#define PATH_ROLES "/admin/roles"
#define PATH_ROLE PATH_ROLES "/edit"
#define PATH_ROLE_DELETE PATH_ROLES "/delete"
#define PATH_TENANTS "/admin/tenants"
#define PATH_TENANT PATH_TENANTS "/edit"
#define PATH_TENANT_ACT PATH_TENANTS "/act"
#define PATH_AUDIT "/admin/audit"

/* May manage the tenants of the installation: nobody's rights are beyond theirs to give. */
bool people_operator(const struct request *r);

/* Has all the permissions of the set ",a,b,", so may give or take them. */
bool people_may_give(const struct request *r, const char *set);

/* "Ann Archer (ann@acme.example)", for the log. */
const char *people_subject(struct arena *a, const char *name, const char *email);

/* Why this person may not lose what they have (switched off, or given the role), NULL when they
 * may: the last who can administer the tenant stays, and the last who manages tenants. */
enum err people_last(const struct area *a, const struct user_row *user, const struct role_row *role,
                     const char **why);

/* The page of a person, with a problem above it. */
enum err user_show_for(struct request *r, int64_t id, const char *problem, struct response *out);

/* A person is there now, or has a new password: shows it, this once. It stands nowhere else, so
 * this is the answer to the form itself. */
enum err password_show(const struct area *a, const char *title, const char *name, const char *email,
                       const char *password, const char *next, struct response *out);

enum err users_page(struct request *r, struct response *out);
enum err user_page(struct request *r, struct response *out);
enum err user_submit(struct request *r, struct response *out);
enum err user_act_page(struct request *r, struct response *out);
enum err user_act_submit(struct request *r, struct response *out);
enum err roles_page(struct request *r, struct response *out);
enum err role_page(struct request *r, struct response *out);
enum err role_submit(struct request *r, struct response *out);
enum err role_delete_page(struct request *r, struct response *out);
enum err role_delete_submit(struct request *r, struct response *out);
enum err tenants_page(struct request *r, struct response *out);
enum err tenant_page(struct request *r, struct response *out);
enum err tenant_submit(struct request *r, struct response *out);
enum err tenant_act_page(struct request *r, struct response *out);
enum err tenant_act_submit(struct request *r, struct response *out);
enum err audit_page(struct request *r, struct response *out);

extern const struct param users_query[], user_form[], user_act_query[], user_act_form[],
    roles_query[], role_form[], role_delete_form[], tenants_query[], tenant_form[],
    tenant_act_form[], audit_query[];

#endif
