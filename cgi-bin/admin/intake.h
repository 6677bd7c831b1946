/* What the pages of Administration > Intake share: what arrived, connections, keys of the API. */
#ifndef ADMIN_INTAKE_H
#define ADMIN_INTAKE_H

#include "form.h"
#include "store/connections_admin.h"

#define PATH_INTAKE "/admin/intake"
#define PATH_ARRIVAL PATH_INTAKE "/arrival"
#define PATH_ARRIVAL_BODY PATH_INTAKE "/body"
#define PATH_AGAIN PATH_INTAKE "/again"
#define PATH_DISCARD PATH_INTAKE "/discard"
#define PATH_CONNECTIONS PATH_INTAKE "/connections"
#define PATH_CONNECTION PATH_CONNECTIONS "/edit"
#define PATH_CONNECTION_SECRET PATH_CONNECTIONS "/secret"
#define PATH_CONNECTION_END PATH_CONNECTIONS "/end"
#define PATH_KEYS PATH_INTAKE "/keys"
#define PATH_KEY PATH_KEYS "/edit"
#define PATH_KEY_REVOKE PATH_KEYS "/revoke"
#define PATH_PRICES "/admin/prices"

enum intake_tab { INTAKE_ARRIVALS, INTAKE_CONNECTIONS, INTAKE_KEYS, INTAKE_TABS };

/* Puts the pages of the section above this one. */
void intake_tabs(const struct area *a, struct view *v, enum intake_tab current);

/* What sends: the name it has in the database, and for people. */
struct intake_source_row {
    const char *name, *label;
    bool connects; /* by a connection: with an address of its own */
    bool schemes;  /* may sign in another way than its own */
};

/* NULL where there is none of that name. */
const struct intake_source_row *intake_source_row(const char *name);

/* The label of a source; its name where there is none. */
const char *intake_source_label(const char *name);

/* Choices of sources: a first one with this label, then all, or only those that connect. */
const struct list_choice *intake_source_choices(struct arena *a, const char *first, bool connect);

/* A time as the page shows it, NULL for 0. */
const char *intake_time(const struct area *a, ms_t at);

/* The address of an interaction, for who sees those of this tenant; NULL for others. */
const char *intake_interaction_url(const struct area *a, int64_t id);

/* A secret as the database has it, and what may be shown of it: "Set, ends in …ab12". */
struct sealed intake_seal(const struct area *a, const char *secret);
const char *intake_secret_words(const struct area *a, struct sealed s);

/* Puts the address of a connection's webhook and what to do with it on its page. */
void connection_help(const struct area *a, struct view *v, const struct connection *c);

/* What a key may do, for people; and the page of one that is there. */
const char *api_key_may(struct arena *a, const char *given);
enum err api_key_shown(struct request *r, struct area *a, int64_t id, struct response *out);

enum err arrivals_page(struct request *r, struct response *out);
enum err arrival_page(struct request *r, struct response *out);
enum err arrival_body_file(struct request *r, struct response *out);
enum err again_page(struct request *r, struct response *out);
enum err again_submit(struct request *r, struct response *out);
enum err discard_page(struct request *r, struct response *out);
enum err discard_submit(struct request *r, struct response *out);
enum err connections_list_page(struct request *r, struct response *out);
enum err connection_page(struct request *r, struct response *out);
enum err connection_submit(struct request *r, struct response *out);
enum err connection_secret_page(struct request *r, struct response *out);
enum err connection_secret_submit(struct request *r, struct response *out);
enum err connection_end_page(struct request *r, struct response *out);
enum err connection_end_submit(struct request *r, struct response *out);
enum err keys_page(struct request *r, struct response *out);
enum err key_page(struct request *r, struct response *out);
enum err key_submit(struct request *r, struct response *out);
enum err key_revoke_page(struct request *r, struct response *out);
enum err key_revoke_submit(struct request *r, struct response *out);
enum err prices_page(struct request *r, struct response *out);
enum err prices_submit(struct request *r, struct response *out);

extern const struct param arrivals_query[], again_query[], confirm_form[], connections_query[],
    connection_form[], connection_secret_form[], keys_query[], key_form[], prices_query[],
    prices_form[];

#endif
