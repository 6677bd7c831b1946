/* Queues: the list, and the page of one: how it is measured and when it is open. */
#include "store/queues.h"

#include "form.h"
#include "form_check.h"
#include "page.h"
#include "store/hours.h"
#include "view/format.h"

static const char *const states[] = {"all", "active", "off", NULL};

enum { DAY_BYTES = 800, HOLIDAYS_BYTES = 8000 };

#define DAY_PARAM(key)                                                                             \
    {                                                                                              \
        .name = key, .kind = PARAM_TEXT, .max = DAY_BYTES                                          \
    }
#define NUMBER_PARAM(key)                                                                          \
    {                                                                                              \
        .name = key, .kind = PARAM_TEXT, .max = 40                                                 \
    }
#define CHECK_PARAM(key)                                                                           \
    {                                                                                              \
        .name = key, .kind = PARAM_INT, .max = 1                                                   \
    }

const struct param queues_query[] = {
    LIST_PARAMS,
    {.name = "state", .kind = PARAM_CHOICE, .choices = states},
    {0},
};
const struct param queue_form[] = {
    FORM_PARAMS,
    {.name = "name", .kind = PARAM_TEXT, .max = 1000},
    {.name = "channel", .kind = PARAM_TEXT, .max = 40},
    CHECK_PARAM("active"),
    NUMBER_PARAM("sl_threshold_s"),
    NUMBER_PARAM("sl_target_pct"),
    NUMBER_PARAM("short_abandon_s"),
    CHECK_PARAM("count_abandons"),
    CHECK_PARAM("count_short_abandons"),
    CHECK_PARAM("count_flow_outs"),
    {.name = "hours", .kind = PARAM_TEXT, .max = 40},
    DAY_PARAM("mon"),
    DAY_PARAM("tue"),
    DAY_PARAM("wed"),
    DAY_PARAM("thu"),
    DAY_PARAM("fri"),
    DAY_PARAM("sat"),
    DAY_PARAM("sun"),
    {.name = "holidays", .kind = PARAM_LINES, .max = HOLIDAYS_BYTES},
    {0},
};

static const struct list_choice state_choices[] = {
    {"all", "All"}, {"active", "Active"}, {"off", "Disabled"}, {0}};
static const struct list_choice channels[] = {{"", "Several"},
                                              {"voice", "Voice"},
                                              {"chat", "Chat"},
                                              {"sms", "SMS"},
                                              {"whatsapp", "WhatsApp"},
                                              {"email", "E-mail"},
                                              {0}};
static const struct list_choice hours_choices[] = {
    {"always", "Open around the clock"}, {"times", "Open at the times below"}, {0}};

static const struct list_def list_def = {
    .one = "queue",
    .many = "queues",
    .search = "Name contains",
    .search_min = 1,
    .columns =
        (const struct list_column[]){
            {"name", "Name", LIST_NAME, true, NULL},
            {"channel", "Channel", LIST_SHORT, false, NULL},
            {"sl", "Service level", LIST_SHORT, false,
             "Target share of contacts that are answered within the threshold"},
            {"short", "Short abandon", LIST_SHORT, false,
             "Who leaves within this time is not counted as abandoned"},
            {"hours", "Hours", LIST_SHORT, false, NULL},
            {"state", "State", LIST_STATE, false, NULL},
            {0}},
    .filters = (const struct list_filter[]){{"state", "State", state_choices}, {0}},
    .add = "Add a queue",
    .add_path = PATH_ADMIN "/queues/edit",
    .row_path = PATH_ADMIN "/queues/edit",
    .empty = "Queues come with the interactions of the telephone system, or are added here.",
};

static const char *check_day(struct arena *a, const char *typed, const char **value)
{
    struct opening_day day;
    const char *wrong = hours_day_read(a, typed, &day);
    if (!wrong)
        *value = hours_day_text(a, &day);
    return wrong;
}

static const char *check_holidays(struct arena *a, const char *typed, const char **value)
{
    struct hours h = {0};
    const char *wrong = hours_holidays_read(a, typed, &h);
    if (!wrong)
        *value = arena_dupn(a, hours_holidays_text(a, &h), strlen(hours_holidays_text(a, &h)) - 1);
    return wrong;
}

#define DAY_FIELD(k, l, ...)                                                                       \
    {                                                                                              \
        .key = (k), .label = (l), .max = 120, .check = check_day, __VA_ARGS__                      \
    }

static const struct form_field fields[] = {
    {.key = "name", .label = "Name", .required = true, .max = 100},
    {.key = "channel", .label = "Channel", .kind = FORM_CHOICE, .choices = channels},
    {.key = "active", .label = "Active", .kind = FORM_CHECK},
    {.key = "sl_threshold_s",
     .label = "Threshold",
     .kind = FORM_NUMBER,
     .required = true,
     .min = 1,
     .max = 86400,
     .unit = "seconds",
     .help = "Answered in service level: within this time.",
     .group = "Service level",
     .group_help = "Changing these changes the figures of the past, too: they are computed from "
                   "what happened."},
    {.key = "sl_target_pct",
     .label = "Target",
     .kind = FORM_NUMBER,
     .required = true,
     .min = 0,
     .max = 10000,
     .decimals = 2,
     .unit = "%"},
    {.key = "short_abandon_s",
     .label = "Short abandon",
     .kind = FORM_NUMBER,
     .required = true,
     .max = 3600,
     .unit = "seconds",
     .help = "Who leaves within this time is counted apart. 0: nobody is."},
    {.key = "count_abandons",
     .label = "Count abandons against the service level",
     .kind = FORM_CHECK},
    {.key = "count_short_abandons", .label = "Count short abandons, too", .kind = FORM_CHECK},
    {.key = "count_flow_outs",
     .label = "Count those that left to another queue, a callback or voicemail",
     .kind = FORM_CHECK},
    {.key = "hours",
     .label = "Business hours",
     .kind = FORM_CHOICE,
     .choices = hours_choices,
     .help = "Each day from-to, several divided by commas: 09:00-12:00, 13:00-17:30. Empty: "
             "closed. Around the clock, the days are not kept.",
     .group = "Opening"},
    DAY_FIELD("mon", "Monday", 0),
    DAY_FIELD("tue", "Tuesday", 0),
    DAY_FIELD("wed", "Wednesday", 0),
    DAY_FIELD("thu", "Thursday", 0),
    DAY_FIELD("fri", "Friday", 0),
    DAY_FIELD("sat", "Saturday", 0),
    DAY_FIELD("sun", "Sunday", 0),
    {.key = "holidays",
     .label = "Holidays",
     .kind = FORM_LINES,
     .max = 6000,
     .check = check_holidays,
     .help = "One a line, date and name: 2026-12-25 Christmas. Closed all day."},
    {0},
};
static const struct form_def form_def = {
    .one = "queue", .fields = fields, .path = PATH_ADMIN "/queues/edit"};

/* --- the list -------------------------------------------------------------------------------- */

static const char *channel_label(const char *channel)
{
    const struct list_choice *c = channels;
    while (c->value && strcmp(c->value, channel ? channel : "") != 0)
        c++;
    return c->label;
}

/* As people set it: 20 s, 5 min, 4 h. */
static const char *span(struct arena *a, int64_t seconds)
{
    return seconds && seconds % 3600 == 0 ? arena_printf(a, "%lld h", (long long)seconds / 3600)
           : seconds > 60 && seconds % 60 == 0
               ? arena_printf(a, "%lld min", (long long)seconds / 60)
               : arena_printf(a, "%lld s", (long long)seconds);
}

static void add_row(struct list *l, const struct queue *q)
{
    struct arena *a = l->area->r->arena;
    list_row(l, q->id, q->name, !q->active);
    list_cell(l, q->name);
    list_cell(l, channel_label(q->channel));
    list_cell(l, arena_printf(a, "%s %% in %s", number_text(a, q->sl_target_percent_x100, 2),
                              span(a, q->sl_threshold_s)));
    list_cell(l, q->short_abandon_s ? span(a, q->short_abandon_s) : "Off");
    list_cell(l, q->business_hours ? "Set" : "Always");
    list_cell(l, q->active ? "Active" : "Disabled");
}

enum err queues_list_page(struct request *r, struct response *out)
{
    struct area area;
    struct list l;
    struct queue *q = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_QUEUES, &area);
    if (!e)
        e = list_begin(&l, &area, &list_def);
    if (e)
        return e;
    const char *state = list_filter(&l, "state");
    e = queues_page(r->db, r->arena, area.scope, &l.want, state, &q, &n, &more);
    if (!e)
        e = queues_count(r->db, r->arena, area.scope, &l.want, state, &count);
    for (size_t i = 0; i < n && !e; i++)
        add_row(&l, &q[i]);
    return e ? e : list_end(&l, more, count, out);
}

/* --- the form -------------------------------------------------------------------------------- */

static void store_hours(struct form *f, const struct hours *h)
{
    struct arena *a = f->area->r->arena;
    const char *holidays = hours_holidays_text(a, h);
    form_store(f, "hours", h->always ? "always" : "times");
    for (int d = 0; d < 7; d++)
        form_store(f, hours_day_keys[d], hours_day_text(a, &h->days[d]));
    form_store(f, "holidays", *holidays ? arena_dupn(a, holidays, strlen(holidays) - 1) : NULL);
}

static void store_queue(struct form *f, const struct queue *q)
{
    form_store(f, "name", q->name);
    form_store(f, "channel", q->channel);
    form_store_flag(f, "active", q->active);
    form_store_number(f, "sl_threshold_s", q->sl_threshold_s);
    form_store_number(f, "sl_target_pct", q->sl_target_percent_x100);
    form_store_number(f, "short_abandon_s", q->short_abandon_s);
    form_store_flag(f, "count_abandons", q->count_abandons);
    form_store_flag(f, "count_short_abandons", q->count_short_abandons);
    form_store_flag(f, "count_flow_outs", q->count_flow_outs);
}

static enum err begin(struct request *r, struct area *area, struct form *f, bool lock)
{
    struct queue q = QUEUE_STANDARD;
    struct hours h;
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_QUEUES, area);
    if (!e && id)
        e = queue_find(r->db, r->arena, area->scope, id, lock, &q);
    if (!e)
        e = hours_parse(r->arena, q.business_hours, q.holidays, &h);
    if (e)
        return e == ERR_BAD_REQUEST ? ERR_INTERNAL : e;
    form_begin(f, area, &form_def, id, id ? q.name : "Add a queue");
    store_queue(f, &q);
    store_hours(f, &h);
    form_fact(f, "Time zone of its hours", area->tenant.zone, NULL);
    return OK;
}

enum err queue_page(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, false);
    return e ? e : form_show(&f, out);
}

/* The hours as typed; every field has been checked already. */
static struct hours typed_hours(struct form *f)
{
    struct arena *a = f->area->r->arena;
    struct hours h = {.always = strcmp(form_text(f, "hours"), "always") == 0};
    for (int d = 0; d < 7; d++)
        hours_day_read(a, form_text(f, hours_day_keys[d]), &h.days[d]);
    hours_holidays_read(a, form_text(f, "holidays"), &h);
    return h;
}

static enum err check_whole(struct form *f)
{
    struct request *r = f->area->r;
    const char *name = form_text(f, "name"), *hours = form_text(f, "hours");
    bool taken = false, any = false;
    enum err e = name ? queue_name_taken(r->db, r->arena, f->area->scope, name, f->id, &taken) : OK;
    if (taken)
        form_error(f, "name", "Another queue has this name.");
    for (int d = 0; d < 7; d++)
        any |= form_text(f, hours_day_keys[d]) != NULL;
    if (hours && strcmp(hours, "times") == 0 && !any)
        form_error(f, "hours",
                   "Say at least on one day when it is open, or choose around the "
                   "clock.");
    return e;
}

static enum err ask_disable(struct form *f, struct response *out)
{
    struct arena *a = f->area->r->arena;
    const char *text[] = {
        "A queue that is disabled is offered in filters only while it has interactions. Its name "
        "stays on them, and they stay in lists and reports.",
        "It does not stop the telephone system from sending contacts to it. Supervisors keep it "
        "among their queues. It can be made active again at any time.",
        NULL};
    return form_confirm(f, arena_printf(a, "Disable %s?", form_text(f, "name")), text,
                        "Disable the queue", out);
}

static struct queue typed_queue(struct form *f)
{
    struct arena *a = f->area->r->arena;
    struct hours h = typed_hours(f);
    return (struct queue){.id = f->id,
                          .name = form_text(f, "name"),
                          .channel = form_text(f, "channel"),
                          .active = form_flag(f, "active"),
                          .sl_threshold_s = form_number(f, "sl_threshold_s"),
                          .sl_target_percent_x100 = form_number(f, "sl_target_pct"),
                          .short_abandon_s = form_number(f, "short_abandon_s"),
                          .count_abandons = form_flag(f, "count_abandons"),
                          .count_short_abandons = form_flag(f, "count_short_abandons"),
                          .count_flow_outs = form_flag(f, "count_flow_outs"),
                          .business_hours = hours_json(a, &h),
                          .holidays = hours_holidays_json(a, &h)};
}

enum err queue_submit(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, true);
    if (!e)
        e = form_read(&f);
    if (!e)
        e = check_whole(&f);
    if (e || !form_ok(&f))
        return e ? e : form_show(&f, out);
    if (f.id && form_differs(&f, "active") && !form_flag(&f, "active") && !f.confirmed)
        return ask_disable(&f, out);
    struct queue q = typed_queue(&f);
    if (form_differs(&f, NULL)) {
        e = queue_save(r->db, r->arena, area.scope, &q);
        area_note(&area, f.id ? "queue.changed" : "queue.created", q.name, form_details(&f));
    }
    response_redirect(out, area_url(&area, form_def.path, q.id, f.id ? "saved" : "added"));
    return e;
}
