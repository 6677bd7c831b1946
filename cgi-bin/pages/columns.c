#include "columns.h"

#include "store/interactions.h"

#include <string.h>

const struct column_info columns_all[COLUMNS] = {
    [COLUMN_CREATED] = {"created", "Created", "Sort by when the interaction started", SORT_CREATED,
                        true, false},
    [COLUMN_CLOSED] = {"closed", "Closed", "Sort by when the interaction ended", SORT_CLOSED, true,
                       false},
    [COLUMN_CHANNEL] = {"channel", "Channel", NULL, -1, true, false},
    [COLUMN_QUEUE] = {"queue", "Queue", NULL, -1, true, false},
    [COLUMN_AGENT] = {"agent", "Agent", NULL, -1, true, false},
    [COLUMN_CLIENT] = {"client", "Client", NULL, -1, true, false},
    [COLUMN_DID] = {"did", "DID", "Direct inward dialling number: the number that was called", -1,
                    true, false},
    [COLUMN_DISPOSITION] = {"disposition", "Disposition", NULL, -1, true, false},
    [COLUMN_DURATION] = {"duration", "Duration", "Sort by how long the conversation took",
                         SORT_DURATION, true, false},
    [COLUMN_ACW] = {"acw", "ACW", "After-contact work", -1, true, false},
    [COLUMN_STATUS] = {"status", "Status", NULL, -1, true, false},
    [COLUMN_C] = {"c", "C", "The client's history", -1, true, false},
    [COLUMN_A] = {"a", "A", "The agent's history", -1, true, false},
    [COLUMN_DIRECTION] = {"direction", "Direction", "The type: inbound or outbound", -1, false,
                          true},
    [COLUMN_PLATFORM] = {"platform", "Platform", "Telephone or web", -1, false, true},
    [COLUMN_OUTCOME] = {"outcome", "Outcome", "How the interaction came out", -1, false, true},
    [COLUMN_WAIT] = {"wait", "Wait", "How long the client waited for an agent", -1, false, true},
    [COLUMN_HOLD] = {"hold", "Hold", "How long the client was on hold", -1, false, true},
    [COLUMN_NUMBER] = {"number", "Number", "The client's number, as it came", -1, false, false},
    [COLUMN_ENDED] = {"ended", "Ended by", "Who ended the interaction", -1, false, true},
    [COLUMN_SENTIMENT] = {"sentiment", "Sentiment", "The client's mood, as analysed", -1, false,
                          true},
    [COLUMN_CSAT] = {"csat", "CSAT", "Customer satisfaction, 1 to 5", -1, false, true},
    [COLUMN_ACTION] = {"action", "Action type", "What the interaction was for", -1, false, true},
    [COLUMN_ID] = {"id", "ID", "The number of the interaction", -1, false, false},
    [COLUMN_CUSTOMER] = {"customer", "Customer", "The client's name and number", -1, false, false},
    [COLUMN_ACCOUNT] = {"account", "Account", "The account it belongs to, and its timeline", -1,
                        false, true},
    [COLUMN_FLOW] = {"flow", "Flow", "The flow that was used", -1, false, true},
    [COLUMN_RESULT] = {"result", "Result", "What became of a contact or message", -1, false, true},
    [COLUMN_LAST] = {"last", "Last message", "When the last message came", -1, false, true},
    [COLUMN_FLAGGED] = {"flagged", "Flagged", "Flagged for review", -1, false, true},
    [COLUMN_FUNCTIONS] = {"functions", "Functions", "What the agent called", -1, false, false},
    [COLUMN_TAGS] = {"tags", "Tags", "Call reason, language, issue and others", -1, false, false},
    [COLUMN_WILLINGNESS] = {"willingness", "Willingness", "Willingness to pay, 1 to 5", -1, false,
                            false},
    [COLUMN_COST] = {"cost", "Cost", "What it cost", -1, false, true},
    [COLUMN_RECORDING] = {"recording", "Recording", "Whether there is a recording", -1, false,
                          true},
    [COLUMN_TRANSCRIPT] = {"transcript", "Transcript", "Whether there is a transcript", -1, false,
                           true},
};

void columns_standard(struct columns *out)
{
    *out = (struct columns){0};
    for (int i = 0; i < COLUMNS; i++)
        if (columns_all[i].standard)
            out->order[out->n++] = (unsigned char)i;
}

bool columns_have(const struct columns *c, enum column which)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->order[i] == which)
            return true;
    return false;
}

bool columns_need_more(const struct columns *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (columns_all[c->order[i]].more)
            return true;
    return false;
}

static int find(const char *key)
{
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(columns_all[i].key, key) == 0)
            return i;
    return -1;
}

/* Takes one key; what is wrong with it, or NULL. */
static const char *take(struct arena *a, struct columns *c, const char *key)
{
    int i = find(key);
    if (i < 0)
        return arena_printf(a, "there is no column '%s'", strlen(key) <= 20 ? key : "?");
    if (columns_have(c, (enum column)i))
        return arena_printf(a, "the column '%s' is named twice", key);
    c->order[c->n++] = (unsigned char)i;
    return NULL;
}

/* Takes all keys; the first thing that is wrong, or NULL. */
static const char *take_all(struct arena *a, const char *text, struct columns *out)
{
    const char *wrong = NULL;
    *out = (struct columns){0};
    if (strcmp(text, COLUMNS_STANDARD) == 0) {
        columns_standard(out);
        return NULL;
    }
    for (;;) {
        size_t len = strcspn(text, ",");
        const char *problem = take(a, out, arena_dupn(a, text, len));
        wrong = wrong ? wrong : problem;
        if (!text[len])
            return wrong;
        text += len + 1;
    }
}

enum err columns_read(struct arena *a, const char *text, struct columns *out)
{
    const char *wrong = take_all(a, text, out);
    return wrong ? err_set(ERR_BAD_REQUEST, "%s", wrong) : OK;
}

void columns_read_stored(struct arena *a, const char *text, struct columns *out)
{
    if (text)
        take_all(a, text, out);
    if (!text || !out->n)
        columns_standard(out);
}

const char *columns_text(struct arena *a, const struct columns *c)
{
    struct columns standard;
    char text[COLUMNS_TEXT_MAX] = "";
    size_t at = 0;
    columns_standard(&standard);
    if (c->n == standard.n && memcmp(c->order, standard.order, c->n) == 0)
        return COLUMNS_STANDARD;
    for (size_t i = 0; i < c->n; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i ? "," : "",
                               columns_all[c->order[i]].key);
    return arena_dup(a, text);
}
