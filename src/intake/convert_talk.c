/* What was said in a call, and what was called meanwhile. */
#include "intake/convert.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS_MAX = 20000, NAME_MAX_CHARS = 100, DEPTH_MAX = 24 };
#define OFFSET_MAX ((int64_t)7 * 24 * 3600 * 1000)

static json_t *list(struct conversion *c, const char *name)
{
    cv_put(c, NULL, name, json_array());
    return json_object_get(c->doc, name);
}

int64_t cv_offset_at(const json_t *turn, const char *path)
{
    double s;
    return cv_number_at(turn, path, &s) && s >= 0 && s * 1000 <= (double)OFFSET_MAX
               ? (int64_t)(s * 1000 + .5)
               : NO_OFFSET;
}

static void set_offset(json_t *item, int64_t offset_ms)
{
    if (offset_ms >= 0 && offset_ms <= OFFSET_MAX)
        json_object_set_new(item, "offset_ms", json_integer(offset_ms));
}

bool cv_add_message(struct conversion *c, const char *role, const char *text, int64_t offset_ms)
{
    if (!text || !text[strspn(text, " \t\r\n")])
        return false;
    json_t *to = list(c, "messages");
    if (json_array_size(to) >= ITEMS_MAX)
        return false;
    json_t *m = json_pack("{s:s, s:s}", "role", role, "text", text);
    set_offset(m, offset_ms);
    return json_array_append_new(to, m) == 0;
}

/* --- functions ------------------------------------------------------------------------------- */

static int depth_of(const json_t *v)
{
    const char *key;
    json_t *item;
    size_t i;
    int deepest = 0, d;
    json_array_foreach(v, i, item) deepest = (d = depth_of(item)) > deepest ? d : deepest;
    json_object_foreach((json_t *)(uintptr_t)v, key, item) deepest =
        (d = depth_of(item)) > deepest ? d : deepest;
    return deepest + 1;
}

/* Parameters as JSON where they are JSON in a text. */
static json_t *unpacked(const json_t *v)
{
    const char *s = json_string_value(v);
    json_t *parsed = s ? json_loads(s, JSON_REJECT_DUPLICATES, NULL) : NULL;
    if (parsed && depth_of(parsed) <= DEPTH_MAX)
        return parsed;
    json_decref(parsed);
    return json_incref((json_t *)(uintptr_t)v);
}

/* A function of that id; a new one where there is none yet, or none can be told from it. */
static json_t *function(struct conversion *c, const char *id, const char *name)
{
    json_t *all = list(c, "functions");
    const json_t *no = id ? json_object_get(c->calls, id) : NULL;
    if (no)
        return json_array_get(all, (size_t)json_integer_value(no));
    if (json_array_size(all) >= ITEMS_MAX)
        return NULL;
    size_t said = json_array_size(json_object_get(c->doc, "messages"));
    json_t *f = json_pack("{s:s, s:I}", "name", "", "after", (json_int_t)said);
    struct conversion one = {.a = c->a, .doc = json_object()};
    cv_put_text(&one, NULL, "name", name ? name : "unnamed", NAME_MAX_CHARS);
    json_object_update(f, one.doc);
    json_decref(one.doc);
    if (id)
        json_object_set_new(c->calls, id, json_integer((json_int_t)json_array_size(all)));
    json_array_append_new(all, f);
    return f;
}

bool cv_add_call(struct conversion *c, const char *id, const char *name, const json_t *parameters,
                 int64_t offset_ms)
{
    json_t *f = function(c, id, name);
    if (!f || json_object_get(f, "parameters"))
        return false;
    json_object_set_new(f, "parameters", parameters ? unpacked(parameters) : json_null());
    set_offset(f, offset_ms);
    if (!json_object_get(f, "status"))
        json_object_set_new(f, "status", json_string("pending"));
    return true;
}

bool cv_add_result(struct conversion *c, const char *id, const char *name, const json_t *result,
                   const char *status)
{
    json_t *f = function(c, id, name);
    if (!f || json_object_get(f, "result"))
        return false;
    if (result && !json_is_null(result))
        json_object_set(f, "result", (json_t *)(uintptr_t)result);
    if (status)
        json_object_set_new(f, "status", json_string(status));
    else
        json_object_del(f, "status");
    return true;
}

/* --- what is left of a turn ------------------------------------------------------------------- */

/* Copies what says something: of flags only those that are set. */
static json_t *telling(const json_t *v)
{
    const char *key;
    json_t *item, *kept, *out;
    size_t i;
    if (json_is_array(v)) {
        out = json_array();
        json_array_foreach(v, i, item) if ((kept = telling(item))) json_array_append_new(out, kept);
        return json_array_size(out) ? out : (json_decref(out), NULL);
    }
    if (json_is_object(v)) {
        out = json_object();
        json_object_foreach((json_t *)(uintptr_t)v, key, item) if ((kept = telling(item)))
            json_object_set_new(out, key, kept);
        return json_object_size(out) ? out : (json_decref(out), NULL);
    }
    bool nothing =
        !v || json_is_null(v) || json_is_false(v) || (json_is_string(v) && !json_string_length(v));
    return nothing ? NULL : json_incref((json_t *)(uintptr_t)v);
}

void cv_keep_turn(struct conversion *c, size_t turn, const json_t *left)
{
    json_t *kept = telling(left);
    if (!kept)
        return;
    json_t *out = json_pack("{s:I}", "turn", (json_int_t)turn);
    if (json_is_object(kept))
        json_object_update(out, kept);
    else
        json_object_set(out, "value", kept);
    json_decref(kept);
    json_array_append_new(c->turns, out);
}

/* --- a transcript in one text ------------------------------------------------------------------
 */

static const char *speaker(const struct cv_word *roles, const char *line, size_t *len)
{
    for (; roles->theirs; roles++) {
        *len = strlen(roles->theirs);
        if (strncasecmp(line, roles->theirs, *len) == 0 && line[*len] == ':') {
            *len += 1 + strspn(line + *len + 1, " ");
            return roles->ours;
        }
    }
    return NULL;
}

/* Without the blanks at its end. */
static void add_said(struct conversion *c, const char *role, const char *said, size_t n)
{
    while (n && strchr(" \t\r\n", said[n - 1]))
        n--;
    cv_add_message(c, role, arena_dupn(c->a, said, n), NO_OFFSET);
}

void cv_add_lines(struct conversion *c, const char *text, const struct cv_word *roles)
{
    const char *role = "system", *said = text, *line = text;
    for (size_t n; *line; line += n) {
        const char *next = speaker(roles, line, &n);
        if (next) {
            add_said(c, role, said, (size_t)(line - said));
            role = next;
            said = line + n;
        }
        n = strcspn(line, "\n");
        n += line[n] == '\n';
    }
    add_said(c, role, said, (size_t)(line - said));
}
