/* What a history shows, as it stands in its address. */
#ifndef PAGES_HISTORY_STATE_H
#define PAGES_HISTORY_STATE_H

#include "grid_state.h"
#include "store/history.h"

/* What differs between the histories of clients and of agents. */
struct history_kind {
    const char *path, *figures_path;
    const char *param;  /* that says whose */
    const char *title;  /* of whom */
    const char *action; /* of the audit log */
    bool agent;
};

struct history_state {
    const struct history_kind *kind;
    struct history_who who;
    const char *channel; /* NULL: all */
    enum period period;
    const char *from, *to; /* of PERIOD_CUSTOM */
    enum list_sort sort;
    bool ascending;
    int size; /* as in grid_sizes */
    const char *after, *before;
    bool end;
    bool figures; /* shown with the page, not after it */
};

extern const struct param history_client_query[], history_agent_query[], figures_client_query[],
    figures_agent_query[];

/* The state that the request's path and parameters name. ERR_BAD_REQUEST when they are damaged. */
enum err history_state_read(const struct request *r, struct history_state *out);

/* Reads c<contact id> or p<number in E.164>; false when it is neither. */
bool history_client_read(const char *text, struct history_who *out);

/* The same as text, and the id of an agent. */
const char *history_who_text(struct arena *a, struct history_who who);

/* Its address, and that of its figures: only what differs from the standard. */
const char *history_url(struct arena *a, const struct history_state *s);
const char *history_figures_url(struct arena *a, const struct history_state *s);

/* The same state from its first page on. */
struct history_state history_first_page(const struct history_state *s);

/* Whether any filter is on, or another place than the first page. */
bool history_is_whole(const struct history_state *s);

/* How the client of an interaction is named in addresses: the contact, without one the number; NULL
 * where there is neither. */
const char *history_client_key(struct arena *a, const struct interaction *i);

/* The address of the history of a client (by that key) or agent; size as in grid_sizes. */
const char *history_client_url(struct arena *a, const char *client, int size);
const char *history_agent_url(struct arena *a, int64_t agent, int size);

#endif
