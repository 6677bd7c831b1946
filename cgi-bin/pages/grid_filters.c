#include "grid_filters.h"

#include "auth/session.h"
#include "core/buf.h"
#include "store/search_index.h"
#include "view/format.h"

static const char *const channel_labels[] = {"Voice", "Chat", "SMS", "WhatsApp", "E-mail", NULL};
static const char *const direction_labels[] = {"Inbound", "Outbound", NULL};
static const char *const status_labels[] = {"New", "Active", "ACW", "Closed", NULL};
static const char *const outcome_labels[] = {
    "Success",   "Complete",    "Incomplete",      "Abandoned", "Transferred",
    "No answer", "Agent error", "Technical error", "Failed",    NULL};
static const char *const result_labels[] = {"Scheduled",   "Sent",   "Delivered", "Responded",
                                            "No response", "Failed", "Retryable", "Escalated",
                                            "Completed",   NULL};
static const char *const platform_labels[] = {"Phone", "Web", NULL};
static const char *const kind_keys[] = {"human", "ai", NULL};
static const char *const kind_labels[] = {"Human", "AI", NULL};
static const char *const sentiment_labels[] = {
    "Extremely negative", "Negative", "Neutral", "Positive", "Extremely positive", NULL};

const char *const grid_op_keys[] = {"is",     "any", "not",    "contains", "empty",
                                    "filled", "all", "phrase", NULL};
const char *const grid_ops_text[] = {"contains", "is", "any", "not", "empty", "filled", NULL};
const char *const grid_ops_list[] = {"any", "is", "not", "empty", "filled", NULL};
const char *const grid_ops_known[] = {"any", "is", "not", NULL};
const char *const grid_ops_range[] = {"is", "not", "empty", "filled", NULL};
const char *const grid_ops_said[] = {"all", "any", "phrase", NULL};
const char *const grid_who_keys[] = {"anybody", "client", "agent", NULL};
const char *const grid_who_labels[] = {"said by anybody", "said by the client", "said by the agent",
                                       NULL};
const char *const grid_yes_no[] = {"yes", "no", NULL};

#define INFO(field, key_, label_, kind_, ops_, standard_)                                          \
    [field] = {.key = key_,                                                                        \
               .label = label_,                                                                    \
               .op_key = key_ "_op",                                                               \
               .kind = KIND_##kind_,                                                               \
               .ops = grid_ops_##ops_,                                                             \
               .standard = standard_},
const struct grid_field_info grid_fields[GRID_FIELDS] = {GRID_FIELD_TABLE(INFO)};

/* Their keys stand in the order of the schema: the position in it is what is searched for. */
const struct grid_choices grid_choices[GRID_FIELDS] = {
    [FIELD_CHANNEL] = {list_channels, channel_labels},
    [FIELD_DIRECTION] = {list_directions, direction_labels},
    [FIELD_STATUS] = {list_statuses, status_labels},
    [FIELD_OUTCOME] = {list_outcomes, outcome_labels},
    [FIELD_AGENT_KIND] = {kind_keys, kind_labels},
    [FIELD_SENTIMENT] = {list_sentiments, sentiment_labels},
    [FIELD_RESULT] = {list_results, result_labels},
    [FIELD_PLATFORM] = {list_platforms, platform_labels},
    [FIELD_FLAGGED] = {grid_yes_no, (const char *const[]){"Yes", "No", NULL}},
    [FIELD_RECORDING] = {grid_yes_no, (const char *const[]){"Yes", "No", NULL}},
    [FIELD_TRANSCRIPT] = {grid_yes_no, (const char *const[]){"Yes", "No", NULL}},
};

const char *grid_choice_label(enum grid_field f, const char *key)
{
    int64_t at = list_position(grid_choices[f].keys, key);
    return at ? grid_choices[f].labels[at - 1] : key;
}

enum grid_op grid_op_of(const char *key)
{
    return (enum grid_op)(list_position(grid_op_keys, key) - 1);
}

const char *grid_op_label(enum grid_field f, enum grid_op op)
{
    static const char *const plain[GRID_OPS] = {"is",       "is any of",    "is not",    "contains",
                                                "is empty", "is not empty", "all words", "phrase"};
    static const char *const range[GRID_OPS] = {"is", NULL,           "is not",
                                                NULL, "is not known", "is known"};
    if (grid_fields[f].kind == KIND_SAID && op == OP_ANY)
        return "any word";
    return grid_fields[f].kind == KIND_RANGE ? range[op] : plain[op];
}

/* --- values from the address ------------------------------------------------------------------ */

struct reading {
    struct arena *a;
    const struct grid_field_info *info;
    enum grid_field field;
    struct grid_filter *out;
};

static bool digits(const char *s, size_t least, size_t most)
{
    size_t n = strlen(s);
    return n >= least && n <= most && strspn(s, "0123456789") == n;
}

static enum err take(struct reading *x, const char *value)
{
    struct grid_filter *f = x->out;
    const char **values = (const char **)(void *)f->values;
    size_t most = x->info->kind == KIND_TEXT || x->info->kind == KIND_NAME ? (size_t)NAMES_MAX
                                                                           : (size_t)FILTER_VALUES;
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(values[i], value) == 0)
            return OK;
    if (f->n == most)
        return err_set(ERR_BAD_REQUEST, "%s: at most %zu values at a time", x->info->label, most);
    values[f->n++] = value;
    return OK;
}

static enum err take_id(struct reading *x, const char *part)
{
    int64_t id = digits(part, 1, 18) ? strtoll(part, NULL, 10) : -1;
    if (id < 0 || id > 4294967295)
        return err_set(ERR_BAD_REQUEST, "%s: choose from the list", x->info->label);
    return id ? take(x, arena_printf(x->a, "%lld", (long long)id)) : OK;
}

/* A number as it is typed, or as it stands in an address after its p: with its country code. */
static const char *read_number(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) + 2), *to = out;
    *to++ = '+';
    if (*text == 'p')
        text++;
    if (*text == '+')
        text++;
    else if (strncmp(text, "00", 2) == 0)
        text += 2;
    else
        return NULL;
    for (; *text; text++)
        if (!strchr(" -/().", *text))
            *to++ = *text;
    return digits(out + 1, 2, 15) ? out : NULL;
}

static enum err take_client(struct reading *x, const char *part)
{
    const char *number = read_number(x->a, part);
    if (number)
        part = arena_printf(x->a, "p%s", number);
    else if (part[0] != 'c' || !digits(part + 1, 1, 10))
        return err_set(ERR_BAD_REQUEST,
                       "Client: open the history from a row, or give a whole number with its "
                       "country code, like +49 30 1234567");
    if (x->out->n && (part[0] == 'p' || x->out->values[0][0] == 'p') &&
        strcmp(x->out->values[0], part) != 0)
        return err_set(ERR_BAD_REQUEST, "Client: one number at a time");
    return take(x, part);
}

static enum err take_choice(struct reading *x, const char *part)
{
    if (!list_position(grid_choices[x->field].keys, part))
        return err_set(ERR_BAD_REQUEST, "%s has a value that is not offered", x->info->label);
    return take(x, part);
}

static enum err take_part(struct reading *x, const char *part)
{
    switch (x->info->kind) {
    case KIND_ID:
        return take_id(x, part);
    case KIND_CLIENT:
        return take_client(x, part);
    case KIND_CHOICE:
    case KIND_YES_NO:
        return take_choice(x, part);
    default:
        return take(x, part);
    }
}

static char *trim(struct arena *a, const char *s, size_t n)
{
    while (n && *s == ' ')
        s++, n--;
    while (n && s[n - 1] == ' ')
        n--;
    return arena_dupn(a, s, n);
}

static const char *joined(struct reading *x)
{
    const char *text = x->out->n ? x->out->values[0] : NULL;
    for (size_t i = 1; i < x->out->n; i++)
        text = arena_printf(x->a, "%s,%s", text, x->out->values[i]);
    return text;
}

static enum err read_values(struct reading *x, const char *text)
{
    struct grid_filter *f = x->out;
    bool typed = x->info->kind == KIND_TEXT || x->info->kind == KIND_NAME;
    bool whole = f->op == OP_CONTAINS || (typed && f->op == OP_IS);
    enum err e = OK;
    f->values = arena_array(x->a, FILTER_VALUES + 1, sizeof *f->values);
    if (whole)
        return take(x, f->text = arena_dup(x->a, text));
    while (text && !e) {
        const char *comma = strchr(text, ',');
        char *part = trim(x->a, text, comma ? (size_t)(comma - text) : strlen(text));
        if (*part)
            e = take_part(x, part);
        text = comma ? comma + 1 : NULL;
    }
    f->text = joined(x);
    f->on = f->n > 0;
    if (f->op == OP_ANY && (!typed || f->n == 1))
        f->op = OP_IS;
    return e;
}

static enum err read_range(struct reading *x, const char *text)
{
    struct grid_filter *f = x->out;
    const char *dash = strchr(text, '-');
    const char *from = dash ? arena_dupn(x->a, text, (size_t)(dash - text)) : "";
    if (!dash || (!*from && !dash[1]) || (*from && !digits(from, 1, 9)) ||
        (dash[1] && !digits(dash + 1, 1, 9)))
        return err_set(ERR_BAD_REQUEST, "%s is a range of seconds, like 300-600", x->info->label);
    f->from = strtoll(from, NULL, 10);
    f->to = dash[1] ? strtoll(dash + 1, NULL, 10) : RANGE_OPEN;
    if (f->from >= f->to)
        return err_set(ERR_BAD_REQUEST, "%s: the upper end must be above the lower end",
                       x->info->label);
    f->text = f->to == RANGE_OPEN ? arena_printf(x->a, "%lld-", (long long)f->from)
              : f->from ? arena_printf(x->a, "%lld-%lld", (long long)f->from, (long long)f->to)
                        : arena_printf(x->a, "-%lld", (long long)f->to);
    return OK;
}

bool grid_seconds_read(const char *text, int64_t *out)
{
    int64_t total = 0;
    int parts = 0;
    for (; parts < 3; parts++) {
        size_t n = strspn(text, "0123456789");
        if (!n || n > 5)
            return false;
        int64_t number = strtoll(text, NULL, 10);
        total = total * 60 + number;
        text += n;
        if (parts && (n != 2 || number > 59))
            return false;
        if (*text != ':')
            break;
        text++;
    }
    bool seconds = strcmp(text, "s") == 0 || strcmp(text, " s") == 0;
    *out = parts || seconds ? total : total * 60;
    return !*text || (seconds && !parts);
}

/* What was typed for a range's ends takes the place of what was chosen. */
static enum err typed_range(const struct request *r, struct reading *x, const char **text)
{
    const char *ends[2] = {param_text(&r->query, arena_printf(x->a, "%s_from", x->info->key)),
                           param_text(&r->query, arena_printf(x->a, "%s_to", x->info->key))};
    const char *seconds[2] = {"", ""};
    for (int i = 0; i < 2; i++) {
        int64_t n;
        if (!ends[i])
            continue;
        if (!grid_seconds_read(trim(x->a, ends[i], strlen(ends[i])), &n))
            return err_set(ERR_BAD_REQUEST,
                           "%s: give minutes and seconds like 5:00, or seconds like 30s",
                           x->info->label);
        seconds[i] = arena_printf(x->a, "%lld", (long long)n);
    }
    if (ends[0] || ends[1])
        *text = arena_printf(x->a, "%s-%s", seconds[0], seconds[1]);
    if (strcmp(seconds[0], "0") == 0 && !ends[1])
        *text = "0-";
    return OK;
}

bool grid_may_search(const struct request *r)
{
    return permission_in(r->session->permissions, "transcripts");
}

/* What the words are is read where they are looked up. */
static enum err read_said(const struct request *r, struct reading *x, const char *text)
{
    struct grid_filter *f = x->out;
    if (!grid_may_search(r))
        return err_set(ERR_BAD_REQUEST,
                       "%s: your role does not include reading what was said and written",
                       x->info->label);
    f->who = (enum list_who)param_choice(&r->query, "text_who", WHO_ANYBODY);
    f->values = arena_array(x->a, 1, sizeof *f->values);
    f->text = trim(x->a, text, strlen(text));
    f->on = *f->text;
    return f->on ? take(x, f->text) : OK;
}

static enum err read_one(const struct request *r, enum grid_field field, struct grid_filter *out)
{
    struct reading x = {r->arena, &grid_fields[field], field, out};
    const char *text = param_text(&r->query, x.info->key);
    const char *op = x.info->kind == KIND_YES_NO ? NULL : param_text(&r->query, x.info->op_key);
    enum err e = OK;
    *out = (struct grid_filter){.op = op ? grid_op_of(op) : x.info->standard};
    if (out->op == OP_EMPTY || out->op == OP_FILLED) {
        out->on = true;
        return OK;
    }
    if (x.info->kind == KIND_RANGE)
        e = typed_range(r, &x, &text);
    if (e || !text)
        return e;
    out->on = true;
    return x.info->kind == KIND_RANGE  ? read_range(&x, text)
           : x.info->kind == KIND_SAID ? read_said(r, &x, text)
                                       : read_values(&x, text);
}

enum err grid_filters_read(const struct request *r, struct grid_filter out[GRID_FIELDS])
{
    enum err e = OK;
    for (int i = 0; i < GRID_FIELDS && !e; i++)
        e = read_one(r, (enum grid_field)i, &out[i]);
    return e;
}

bool grid_words(struct arena *a, const struct grid_filter *f, const char *role,
                struct words_query *out)
{
    static const unsigned by[] = {[WHO_ANYBODY] = SAID_BY_CLIENT | SAID_BY_AGENT | SAID_BY_OTHERS,
                                  [WHO_CLIENT] = SAID_BY_CLIENT,
                                  [WHO_AGENT] = SAID_BY_AGENT};
    enum words_mode mode = f->op == OP_ANY      ? WORDS_ANY
                           : f->op == OP_PHRASE ? WORDS_PHRASE
                                                : WORDS_ALL;
    *out = (struct words_query){.mode = mode};
    if (!f->on || (role && !(by[f->who] & search_who(role))))
        return false;
    return words_query_read(a, f->text, mode, out) && out->n;
}

/* --- and back --------------------------------------------------------------------------------- */

void grid_filters_url(struct buf *b, size_t path_len, const struct grid_filter f[GRID_FIELDS])
{
    for (int i = 0; i < GRID_FIELDS; i++) {
        const struct grid_field_info *info = &grid_fields[i];
        bool typed = info->kind == KIND_NAME || info->kind == KIND_TEXT ||
                     info->kind == KIND_CLIENT || info->kind == KIND_SAID;
        if (!f[i].on)
            continue;
        if (f[i].text) {
            buf_printf(b, "%s%s=", b->len > path_len ? "&" : "?", info->key);
            if (typed)
                buf_url(b, f[i].text);
            else
                buf_puts(b, f[i].text);
        }
        if (f[i].op != info->standard)
            buf_printf(b, "%s%s=%s", b->len > path_len ? "&" : "?", info->op_key,
                       grid_op_keys[f[i].op]);
        if (f[i].who != WHO_ANYBODY)
            buf_printf(b, "&text_who=%s", grid_who_keys[f[i].who]);
    }
}

const char *grid_range_text(struct arena *a, const struct grid_filter *f)
{
    const char *from = format_duration(a, f->from), *to = format_duration(a, f->to);
    return f->to == RANGE_OPEN ? arena_printf(a, "over %s", from)
           : f->from           ? arena_printf(a, "%s to %s", from, to)
                               : arena_printf(a, "under %s", to);
}
