/* An object as a row: its plain members are read like the columns of a CSV. */
#include "import_talk.h"

enum err talk_map(struct map **out, struct arena *a, const char *vendor, const char *country)
{
    json_t *columns = json_array(), *fields = json_object();
    for (enum map_field f = 0; f < MAP_FIELDS; f++) {
        json_array_append_new(columns, json_string(map_field_info[f].name));
        json_object_set_new(fields, map_field_info[f].name, json_string(map_field_info[f].name));
    }
    json_t *root = json_pack("{s:s, s:s, s:o, s:o}", "vendor", vendor, "zone", "UTC", "columns",
                             columns, "fields", fields);
    if (country)
        json_object_set_new(root, "country_code", json_string(country));
    char *text = json_dumps(root, JSON_COMPACT);
    if (!text)
        abort();
    enum err e = map_parse(out, a, "--vendor", text);
    free(text);
    json_decref(root);
    return e;
}

static const char *scalar(struct arena *a, const json_t *v)
{
    if (json_is_string(v))
        return json_string_value(v);
    if (json_is_integer(v))
        return arena_printf(a, "%lld", (long long)json_integer_value(v));
    return json_is_real(v) ? arena_printf(a, "%f", json_real_value(v)) : "";
}

struct import_row *talk_row(const struct map *m, json_t *talk, int64_t line, ms_t now,
                            struct arena *a, const char *why)
{
    struct csv_field *fields = arena_array(a, MAP_FIELDS, sizeof *fields);
    struct csv_record record = {.line = line, .n = MAP_FIELDS, .fields = fields};
    for (enum map_field f = 0; f < MAP_FIELDS; f++) {
        fields[f].s = scalar(a, json_object_get(talk, map_field_info[f].name));
        fields[f].len = strlen(fields[f].s);
    }
    struct import_row *row = row_read(m, &record, now, a);
    if (why) {
        row->state = ROW_NEW; /* this is the better reason */
        row_reject(row, a, "not in the form", "%s", why);
    }
    row->talk = talk;
    return row;
}
