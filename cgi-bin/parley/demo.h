/* The invented world of `parley demo`: what its files share.
 *
 * demo_north.c     a tenant as tables: queues, dispositions, DIDs, seasons
 * demo_south.c     the other one
 * demo_world.c     the shape of days and weeks
 * demo_names.c     names of people from several languages and scripts
 * demo_numbers.c   telephone numbers from ranges that are reserved for fiction
 * demo_catalog.c   writes queues, agents, DIDs, dispositions, contacts and accounts
 * demo_arrivals.c  when interactions arrive, by hour of day, weekday and season
 * demo_client.c    who an interaction is with, and over which number
 * demo_legs.c      queue visits: which agent, from when to when
 * demo_calls.c     what becomes of an interaction: waiting, patience, transfers
 * demo_result.c    how it ended: disposition, outcome, sentiment, rating, cost
 * demo_live.c      the interactions that are running at this moment
 * demo_texts.c     what is said and written, by queue
 * demo_messages.c  the messages of written conversations, transcripts of some calls
 * demo_write.c     the rows of interactions and legs
 * demo.c           the command
 */
#ifndef PARLEY_DEMO_H
#define PARLEY_DEMO_H

#include "command.h"
#include "core/random.h"
#include "db/bulk.h"
#include "store/search_index.h"

enum demo_channel { VOICE, CHAT, SMS, WHATSAPP, EMAIL, CHANNELS };
extern const char *const demo_channels[CHANNELS];

enum {
    DEMO_TENANTS = 2,
    DEMO_CONTACTS = 15000,
    DEMO_STRANGERS = 3000, /* callers known by their number only */
    DEMO_AGENTS = 60,
    DEMO_QUEUES = 16, /* at most */
    DEMO_LEGS = 3,
    DEMO_LIVE = 40,
    DEMO_NUMBER_SIZE = 20,
    DEMO_NAME_SIZE = 100,
    NONE = -1,
};

/* --- the tables --- */

/* How the arrivals of a queue lie over the day and the week. */
enum demo_curve { OFFICE, ROUND_THE_CLOCK, EVENING, MAILBOX, DIALER, CURVES };

struct demo_queue {
    const char *name;
    enum demo_channel channel;
    enum demo_curve curve;
    double share;       /* of the tenant's interactions */
    double ai;          /* answered by an AI agent first */
    double wait_s;      /* mean wait when nobody is free at once */
    const char *mix;    /* dispositions, a letter each ('a' is the first), repeated by weight */
    const char *dids;   /* the same for the numbers it is reached by; NULL: none */
    const char *flow;   /* of the AI agents */
    const char *action; /* action type */
    bool outbound;
    bool several;  /* e-mails besides the channel: stored with channel NULL */
    double closes; /* at this part of the whole period; 0: still open */
};

struct demo_disposition {
    const char *code, *name, *outcome, *result;
};

struct demo_did {
    const char *number, *label;
};

struct demo_bump {
    int days_ago, days;
    double factor;
    const char *queue; /* NULL: all */
};

struct demo_user {
    const char *email, *name;
    const char *queues[4]; /* none: an admin */
};

struct demo_range {
    const char *country; /* "+49" */
    const char *areas;   /* what follows, separated by blanks */
    const char *tail;    /* and after each */
    int digits;          /* then so many that vary */
    const char *trunk;   /* what replaces the country at home */
    const char *zone;
    double share;
};

struct demo_tenant {
    const char *slug, *name, *zone, *locale, *currency;
    double share; /* of all interactions */
    const struct demo_queue *queues;
    const struct demo_disposition *dispositions;
    const struct demo_did *dids;
    const struct demo_range *ranges;
    const struct demo_bump *bumps;
    const struct demo_user *users;
    const char *const *companies, *const *ai_agents;
    const struct date *holidays; /* year 0 */
    double season[12];
    double cultures[10];   /* weights of demo_names.c */
    const char *unreached; /* dispositions of a call that nobody took */
    const char *account;   /* prefix of the accounts' references; NULL: no accounts */
    const char *follow_up; /* queue of messages sent during calls; NULL: none are */
};
extern const struct demo_tenant demo_north, demo_south, *const demo_tenants[DEMO_TENANTS];

/* Per hour of the day, and per weekday from Sunday: relative to a busy one, which is 100. */
extern const int demo_hours[CURVES][24], demo_weekdays[CURVES][7];

/* What is said at a queue. */
enum { DEMO_SCRIPTS = 4 };
#define DEMO_SENT_DURING_CALLS "" /* no queue: by an AI agent, while it speaks */
struct demo_text {
    const char *queue;
    const char *scripts[DEMO_SCRIPTS];
};
extern const struct demo_text demo_texts[]; /* ends with {0} */

/* --- the world of one tenant while it is made --- */

struct demo_agent {
    char name[DEMO_NAME_SIZE];
    bool ai;
    double weight, speed;
    ms_t from, until; /* employed */
    ms_t free_at;
    unsigned queues; /* a bit each */
};

struct demo_contact {
    char phone[DEMO_NUMBER_SIZE];
    const char *trunk;
    size_t country; /* length of the country code in `phone` */
    bool has_account;
};

struct demo_world {
    const struct demo_tenant *tenant;
    struct command_env *env;
    int64_t tenant_id, rows, next_id, last_id;
    uint64_t seed;
    struct random random;
    ms_t start, now;
    double occupied; /* below 1: more calls than the agents could take, so they overlap */
    size_t queues, dispositions, dids;
    double queue_sums[DEMO_QUEUES];
    struct demo_agent agents[DEMO_AGENTS];
    size_t agent_count;
    struct demo_contact contacts[DEMO_CONTACTS + DEMO_STRANGERS];
    int64_t contact_of_rank[DEMO_CONTACTS];
    double contact_sums[DEMO_CONTACTS];
    struct bulk *closed, *active, *legs, *messages;
    struct search_writer *search;
    int64_t made; /* interactions written */
};

struct demo_leg {
    int queue, agent;
    bool answered, left;                       /* left: false while it is running */
    int wait_s, ring_s, talk_s, hold_s, acw_s; /* NONE: unknown or not there */
    const char *left_reason, *transfer_kind;
    ms_t queued_at, answered_at, left_at;
};

struct demo_interaction {
    int64_t id;
    const struct demo_interaction *parent;
    ms_t created, closed;
    enum demo_channel channel;
    bool outbound;
    const char *status, *outcome, *result, *action, *flow, *ended_by, *sentiment;
    int contact, stranger, did, disposition; /* NONE: none */
    bool hidden_number;                      /* "anonymous" came instead of a number */
    int way_of_writing;                      /* of the number */
    int ivr_s, csat;
    int64_t cost_micros; /* NONE: none */
    int legs;
    struct demo_leg leg[DEMO_LEGS];
};

/* --- names and numbers --- */

/* Makes a name of one of the cultures by weight; `mailbox` (may be NULL) gets it in plain letters.
 */
void demo_name(struct random *r, const double cultures[10], char name[DEMO_NAME_SIZE],
               char mailbox[DEMO_NAME_SIZE]);

/* Fills in the numbers of all contacts and strangers, each once as far as the ranges reach.
 * zones[i] becomes the zone of contact i. */
void demo_numbers(struct demo_world *w, const char **zones);

/* --- steps --- */

enum err demo_catalog(struct demo_world *w);
enum err demo_arrivals(struct demo_world *w);
enum err demo_write_open(struct demo_world *w);
enum err demo_write(struct demo_world *w, const struct demo_interaction *i);
enum err demo_write_close(struct demo_world *w);

/* The messages of an interaction; of calls only where there is a transcript. */
enum err demo_write_messages(struct demo_world *w, const struct demo_interaction *i);
bool demo_has_transcript(const struct demo_world *w, const struct demo_interaction *i);

/* A bulk insert into a table of the facts, or of the application. */
enum err demo_bulk(struct demo_world *w, struct bulk **out, bool facts, const char *table,
                   const char *columns, const char *types);

/* --- parts of an interaction --- */

/* Starts one: channel, direction, client, number and DID. */
void demo_begin(struct demo_world *w, struct demo_interaction *i, ms_t created, int queue);

/* Its whole course from the arrival at a queue. `load` is how busy the hour is there, 1 being the
 * mean of office hours. */
void demo_call(struct demo_world *w, struct demo_interaction *i, ms_t created, int queue,
               double load);

/* A message that was sent during a call: fills `child` and returns true, or returns false. */
bool demo_follow_up(struct demo_world *w, const struct demo_interaction *call,
                    struct demo_interaction *child);

/* One that is running now. */
void demo_live(struct demo_world *w, struct demo_interaction *i);

/* Disposition, outcome, sentiment, rating and cost, from what happened. */
void demo_result(struct demo_world *w, struct demo_interaction *i);

/* Adds a leg at a queue: not answered, not left. */
struct demo_leg *demo_add_leg(struct demo_interaction *i, int queue);

/* An agent of the queue, human or AI, employed then and free if possible; NONE when it has none. */
int demo_pick_agent(struct demo_world *w, int queue, bool ai, ms_t at);

/* Instants from seconds: queued, answered and left of each leg, closed of the interaction. Where
 * that would lie after `latest`, all is made shorter. */
void demo_lay_out(struct demo_interaction *i, ms_t latest);

/* The index of a queue by its name; aborts if there is none. */
int demo_queue_index(const struct demo_tenant *t, const char *name);

/* One letter of a string of letters as an index; NONE where there are none. */
int demo_letter(struct random *r, const char *letters);

#endif
