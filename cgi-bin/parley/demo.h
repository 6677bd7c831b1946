/* The invented world of `parley demo`: what its files share.
 *
 * demo_north.c     a tenant as tables: queues, dispositions, DIDs, seasons
 * demo_south.c     the other one
 * demo_world.c     the shape of days and weeks
 * demo_names.c     names of people from several languages and scripts
 * demo_numbers.c   telephone numbers from ranges that are reserved for fiction
 * demo_catalog.c   writes queues, agents, DIDs, dispositions, contacts and accounts
 * demo_accounts.c  what clients owe
 * demo_arrivals.c  when interactions arrive, by hour of day, weekday and season
 * demo_client.c    who an interaction is with, and over which number
 * demo_legs.c      queue visits: which agent, from when to when
 * demo_calls.c     what becomes of an interaction: waiting, patience, transfers
 * demo_result.c    how it ended: disposition, outcome, sentiment, rating, cost
 * demo_live.c      the interactions that are running at this moment
 * demo_script.h    what is said and written, as tables (demo_say_*.c)
 * demo_cast.c      whom and what a conversation is about
 * demo_talk.c      which script an interaction follows, and who says what
 * demo_timing.c    when each line is said
 * demo_messages.c  the rows of messages and functions
 * demo_details.c   the rows of voice AI details and of browsers
 * demo_analysis.c  the rows of analyses
 * demo_marks.c     the rows of tags, flags and notes
 * demo_write.c     the rows of interactions and legs; the list of all tables written
 * demo.c           the command
 */
#ifndef PARLEY_DEMO_H
#define PARLEY_DEMO_H

#include "command.h"
#include "core/random.h"
#include "db/bulk.h"
#include "demo_script.h"
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
    DEMO_CULTURES = 11,
    DEMO_SCRIPT_TABLES = 5,
    DEMO_NEW_DAYS = 7, /* what a newcomer looks at first is the richest */
    DEMO_MICROS = 1000000,
    DEMO_RATE = 8000, /* samples a second: as on the telephone */
    NONE = -1,
};
#define DEMO_DAY_MS 86400000LL

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
    const char *call;    /* disposition of a call by an AI agent */
    const char *reached; /* contact result of such a call; NULL: the right party */
    int willing;         /* to pay, of 5; 0: not a question of that */
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
    double cultures[DEMO_CULTURES]; /* weights of demo_names.c */
    const struct demo_script *scripts[DEMO_SCRIPT_TABLES + 1];
    const char *unreached; /* dispositions of a call that nobody took */
    const char *account;   /* prefix of the accounts' references; NULL: no accounts */
    const char *follow_up; /* queue of messages sent during calls; NULL: none are */
};
extern const struct demo_tenant demo_north, demo_south, *const demo_tenants[DEMO_TENANTS];

/* Per hour of the day, and per weekday from Sunday: relative to a busy one, which is 100. */
extern const int demo_hours[CURVES][24], demo_weekdays[CURVES][7];

/* From extremely negative to extremely positive. */
extern const char *const demo_sentiments[5];

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
    size_t country;    /* length of the country code in `phone` */
    const char *name;  /* of a person; NULL: a stranger or a company */
    const char *email; /* NULL: none */
    int culture;
    bool has_account;
    int64_t owed_cents;
    struct demo_steps *steps; /* NULL: nothing was done yet */
};

/* The tables that are written with the interactions (demo_write.c). */
enum demo_table {
    DEMO_CLOSED,
    DEMO_ACTIVE,
    DEMO_LEG_ROWS,
    DEMO_MESSAGES,
    DEMO_FUNCTIONS,
    DEMO_VOICE_AI,
    DEMO_WEB,
    DEMO_ANALYSES,
    DEMO_TAGS,
    DEMO_FLAGS,
    DEMO_NOTES,
    DEMO_COACHING,
    DEMO_RECORDINGS,
    DEMO_TABLES
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
    int64_t user_ids[2]; /* of the first of the tenant's */
    struct demo_contact contacts[DEMO_CONTACTS + DEMO_STRANGERS];
    int64_t contact_of_rank[DEMO_CONTACTS];
    double contact_sums[DEMO_CONTACTS];
    struct bulk *tables[DEMO_TABLES];
    struct search_writer *search;
    bool can_speak;     /* there is a program for it */
    struct file *files; /* written so far */
    struct arena *days; /* of the days that are not written yet */
    int64_t made;       /* interactions written */
};

/* --- conversations --- */

/* A line as it was said. */
struct demo_said {
    char who, mood; /* as in struct demo_line; s: the system */
    int agent;      /* NONE: nobody's */
    const char *text, *params, *result, *media;
    ms_t at; /* of calls since the answer, else the instant */
};

/* Whom and what it is about: the values of the slots, by number (demo_cast.c). */
enum { DEMO_SLOTS = 40 };
struct demo_cast {
    const char *slots[DEMO_SLOTS];
};

struct demo_talk {
    const struct demo_script *script;
    struct demo_cast cast;
    struct demo_said *said;
    size_t n;
};

struct demo_leg {
    int queue, agent;
    bool answered, left;                       /* left: false while it is running */
    int wait_s, ring_s, talk_s, hold_s, acw_s; /* NONE: unknown or not there */
    const char *left_reason, *transfer_kind;
    ms_t queued_at, answered_at, left_at;
};

struct demo_recording {
    const char *path, *type;
    int64_t bytes;
    ms_t ms;
    int voices;
};

/* What was not brought about by chance. */
enum demo_special { DEMO_PLAIN, DEMO_STORY, DEMO_LONG };

struct demo_interaction {
    int64_t id;
    enum demo_special special;
    struct demo_recording *recording; /* NULL: none */
    uint64_t seed;                    /* of all that does not change the course of the world */
    const struct demo_interaction *parent;
    int queue;              /* where it came in */
    struct demo_talk *talk; /* NULL: nothing is known of what was said */
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

/* Makes a name of one of the cultures by weight, and returns which; `mailbox` (may be NULL) gets it
 * in plain letters. */
int demo_name(struct random *r, const double cultures[DEMO_CULTURES], char name[DEMO_NAME_SIZE],
              char mailbox[DEMO_NAME_SIZE]);

/* The language of a culture's scripts: "de"; NULL where there are none. */
const char *demo_language(int culture);

/* Fills in the numbers of all contacts and strangers, each once as far as the ranges reach.
 * zones[i] becomes the zone of contact i. */
void demo_numbers(struct demo_world *w, const char **zones);

/* --- steps --- */

enum err demo_catalog(struct demo_world *w);
enum err demo_accounts(struct demo_world *w);
enum err demo_arrivals(struct demo_world *w);
enum err demo_intake(struct demo_world *w);
enum err demo_write_open(struct demo_world *w);
enum err demo_write(struct demo_world *w, const struct demo_interaction *i);
enum err demo_write_close(struct demo_world *w);

/* Chance of an interaction's own, for one purpose: what is drawn from it changes nothing else. */
struct random demo_chance(const struct demo_interaction *i, uint64_t purpose);

/* Whether it is of the last days. */
bool demo_new(const struct demo_world *w, const struct demo_interaction *i, int days);

/* Whether an AI agent had a part in it. */
bool demo_has_ai(const struct demo_world *w, const struct demo_interaction *i);

/* The value of a leg's agent who answered first; NONE if nobody did. */
int demo_answered_by(const struct demo_interaction *i);

/* Values of the slots, in the language of a script (NULL: English). */
void demo_cast(struct demo_world *w, const struct demo_interaction *i, const char *language,
               struct demo_cast *out);

/* The reference of a contact's account. */
const char *demo_reference(const struct demo_world *w, int contact);

/* Over which channel an AI agent sends a message during its call. */
enum demo_channel demo_via(const struct demo_interaction *i);

/* A text with its slots filled in, from the arena of the days. `agent` may be NULL. As JSON: with "
 * where it has '. */
const char *demo_fill(struct demo_world *w, const struct demo_cast *cast, const char *agent,
                      struct random *r, const char *text, bool json);

/* Chooses what was said and makes the rest agree with it: disposition, mood and, of calls, how long
 * it took. */
void demo_talk(struct demo_world *w, struct demo_interaction *i);

/* When each line is said, from the course of the interaction; of calls that follows the lines as
 * far as it can. False: it does not fit. */
bool demo_time_talk(struct demo_world *w, struct demo_interaction *i, struct demo_talk *t);

/* The rows of what was said, and of what is known about it. */
enum err demo_write_messages(struct demo_world *w, const struct demo_interaction *i);
enum err demo_write_details(struct demo_world *w, const struct demo_interaction *i);
enum err demo_write_analysis(struct demo_world *w, const struct demo_interaction *i);
enum err demo_write_marks(struct demo_world *w, const struct demo_interaction *i);
bool demo_flagged(const struct demo_world *w, const struct demo_interaction *i);

/* Values that may be missing: NONE, 0. */
void demo_put(struct bulk *b, int col, int64_t v);
void demo_put_time(struct bulk *b, int col, ms_t v);

/* A bulk insert into a table of the facts, or of the application. */
enum err demo_bulk(struct demo_world *w, struct bulk **out, bool facts, const char *table,
                   const char *columns, const char *types);

/* --- files --- */

/* Whether there is a folder for recordings that can be written to. */
bool demo_files_possible(void);

/* Writes a file below the tenant's folder of recordings, beside those of its owner. False: it
 * cannot be written. */
bool demo_file(struct demo_world *w, const char *name, const void *content, size_t len);

/* Takes away all that was written. */
void demo_remove_files(struct demo_world *w);

/* folder + "YYYY/MM/id" + end */
const char *demo_file_name(struct demo_world *w, const char *folder, ms_t at, int64_t id,
                           const char *end);

/* The file that comes with a message. */
struct demo_medium {
    const char *path, *type;
    int64_t bytes;
};
bool demo_media(struct demo_world *w, const struct demo_interaction *i, const struct demo_said *s,
                int no, struct demo_medium *out);

/* A sentence, spoken. False: there is nothing that could speak it. */
struct demo_clip {
    int16_t *samples;
    size_t n;
};
bool demo_speak(struct demo_world *w, const char *voice, const char *text, struct demo_clip *out);

/* Makes recordings of some of these, which have their ids; the last are the latest. */
void demo_record(struct demo_world *w, struct demo_interaction **list, size_t n);

/* The next interaction of the stories that begins in this time; false: there is none. `next` is 0
 * at first. */
bool demo_story(struct demo_world *w, ms_t from, ms_t to, int *next, struct demo_interaction *out);

/* The next of the very long ones. */
bool demo_long(struct demo_world *w, int *next, struct demo_interaction *out);

/* What was done about an account, and what is planned. */
void demo_remember_step(struct demo_world *w, const struct demo_interaction *i);
enum err demo_strategies(struct demo_world *w);

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

/* Disposition, outcome, sentiment and rating, from what happened. */
void demo_result(struct demo_world *w, struct demo_interaction *i);
void demo_use_disposition(struct demo_world *w, struct demo_interaction *i, int disposition);

/* What the vendors of the AI agents charge. */
void demo_cost(struct demo_world *w, struct demo_interaction *i);

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
