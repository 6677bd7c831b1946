#include "asterisk/cel.h"

#include "asterisk/when.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *const names[CEL_FIELDS][3] = {
    [CEL_EVENTTYPE] = {"eventtype", "eventname"},
    [CEL_EVENTTIME] = {"eventtime"},
    [CEL_CID_NAME] = {"cid_name", "calleridname"},
    [CEL_CID_NUM] = {"cid_num", "calleridnum"},
    [CEL_CID_ANI] = {"cid_ani", "calleridani"},
    [CEL_CID_RDNIS] = {"cid_rdnis", "calleridrdnis"},
    [CEL_CID_DNID] = {"cid_dnid", "calleriddnid"},
    [CEL_EXTEN] = {"exten"},
    [CEL_CONTEXT] = {"context"},
    [CEL_CHANNAME] = {"channame", "channel"},
    [CEL_APPNAME] = {"appname", "application"},
    [CEL_APPDATA] = {"appdata"},
    [CEL_AMAFLAGS] = {"amaflags"},
    [CEL_ACCOUNTCODE] = {"accountcode"},
    [CEL_UNIQUEID] = {"uniqueid"},
    [CEL_LINKEDID] = {"linkedid"},
    [CEL_PEER] = {"peer", "bridgepeer"},
    [CEL_USERFIELD] = {"userfield"},
    [CEL_USERDEFTYPE] = {"userdeftype", "userdefname"},
    [CEL_EXTRA] = {"extra", "eventextra"},
    [CEL_PEERACCOUNT] = {"peeraccount"},
};

enum cel_field cel_column(const char *name)
{
    for (enum cel_field f = 0; f < CEL_FIELDS; f++)
        for (size_t i = 0; i < 3 && names[f][i]; i++)
            if (strcasecmp(names[f][i], name) == 0)
                return f;
    return CEL_FIELDS;
}

/* Older samples of cel_custom.conf lack the user field. */
bool cel_default(size_t n, enum cel_field out[CEL_FIELDS])
{
    enum { PLAIN = CEL_EXTRA + 1 };
    if (n != PLAIN && n != PLAIN - 1)
        return false;
    for (size_t i = 0; i < n; i++)
        out[i] = (enum cel_field)(i >= CEL_USERFIELD && n < PLAIN ? i + 1 : i);
    return true;
}

static enum cel_kind kind_of(const struct cel *c)
{
    static const struct {
        const char *name;
        enum cel_kind kind;
    } kinds[] = {
        {"CHAN_START", CEL_CHAN_START},
        {"CHAN_END", CEL_CHAN_END},
        {"ANSWER", CEL_ANSWER},
        {"HANGUP", CEL_HANGUP},
        {"HOLD", CEL_HOLD},
        {"UNHOLD", CEL_UNHOLD},
        {"BLINDTRANSFER", CEL_BLINDTRANSFER},
        {"ATTENDEDTRANSFER", CEL_ATTENDEDTRANSFER},
        {"LINKEDID_END", CEL_LINKEDID_END},
        {"APP_START", CEL_OTHER},
        {"APP_END", CEL_OTHER},
        {"BRIDGE_ENTER", CEL_OTHER},
        {"BRIDGE_EXIT", CEL_OTHER},
        {"BRIDGE_START", CEL_OTHER},
        {"BRIDGE_END", CEL_OTHER},
        {"BRIDGE_UPDATE", CEL_OTHER},
        {"LOCAL_OPTIMIZE", CEL_OTHER},
        {"LOCAL_OPTIMIZE_BEGIN", CEL_OTHER},
        {"STREAM_BEGIN", CEL_OTHER},
        {"STREAM_END", CEL_OTHER},
        {"DTMF", CEL_OTHER},
    };
    const char *name = c->field[CEL_EVENTTYPE], *own = c->field[CEL_USERDEFTYPE];
    if (strcmp(name, "USER_DEFINED") == 0 &&
        (strcmp(own, "HOLD") == 0 || strcmp(own, "UNHOLD") == 0))
        name = own;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return kinds[i].kind;
    return CEL_UNKNOWN;
}

static void copy(char *out, size_t size, const json_t *v)
{
    const char *s = json_string_value(v);
    if (s && strlen(s) < size)
        snprintf(out, size, "%s", s);
}

/* Only what is needed is read; numbers of bytes and depth are bounded by the line's. */
static void read_extra(struct cel *c)
{
    const char *text = c->field[CEL_EXTRA];
    if (!*text || (c->kind != CEL_HANGUP && c->kind != CEL_BLINDTRANSFER))
        return;
    json_t *extra = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(extra))
        c->odd = "extra data that is no JSON";
    copy(c->hangup_source, sizeof c->hangup_source, json_object_get(extra, "hangupsource"));
    copy(c->to, sizeof c->to, json_object_get(extra, "extension"));
    json_decref(extra);
}

bool cel_read(const char *const fields[CEL_FIELDS], const char *zone, struct cel *out,
              const char **why)
{
    struct cel c = {.odd = NULL};
    for (enum cel_field f = 0; f < CEL_FIELDS; f++)
        c.field[f] = fields[f] ? fields[f] : "";
    *why = !*c.field[CEL_EVENTTYPE] ? "no type of event"
           : !when_id(c.field[CEL_UNIQUEID]) ||
                   (*c.field[CEL_LINKEDID] && !when_id(c.field[CEL_LINKEDID]))
               ? "no unique id"
           : !when_read(c.field[CEL_EVENTTIME], zone, &c.at) ? "its time cannot be read"
                                                             : NULL;
    if (*why)
        return false;
    c.kind = kind_of(&c);
    read_extra(&c);
    *out = c;
    return true;
}
