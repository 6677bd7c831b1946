/* CRM contacts: the list, searched along its indexes, and the page of one. */
#include "store/contacts.h"

#include "core/phone.h"
#include "form.h"
#include "form_check.h"
#include "page.h"
#include "store/contact_merge.h"
#include "text.h"

static const char *const hows[] = {"begins", "word", NULL};

const struct param contacts_query[] = {
    LIST_PARAMS,
    {.name = "how", .kind = PARAM_CHOICE, .choices = hows},
    {0},
};
const struct param contact_form[] = {
    FORM_PARAMS,
    {.name = "name", .kind = PARAM_TEXT, .max = 1000},
    {.name = "phone", .kind = PARAM_TEXT, .max = 400},
    {.name = "email", .kind = PARAM_TEXT, .max = 1100},
    {.name = "zone", .kind = PARAM_TEXT, .max = 400},
    {0},
};

static const struct list_choice how_choices[] = {
    {"begins", "Beginning of the name"}, {"word", "Any word (slower)"}, {0}};

static const struct list_def list_def = {
    .one = "contact",
    .many = "contacts",
    .search = "Name, number with + or e-mail",
    .search_min = 2,
    .columns = (const struct list_column[]){{"name", "Name", LIST_NAME, true, NULL},
                                            {"phone", "Number", LIST_TEXT, false, NULL},
                                            {"email", "E-mail", LIST_TEXT, false, NULL},
                                            {"zone", "Time zone", LIST_SHORT, false, NULL},
                                            {0}},
    .filters = (const struct list_filter[]){{"how", "Names", how_choices}, {0}},
    .row_path = PATH_ADMIN "/contacts/edit",
    .empty = "Contacts come from the CRM or with an import of calls.",
    .link = {"Find duplicates", PATH_ADMIN "/contacts/duplicates"},
};

static const struct form_field fields[] = {
    {.key = "name", .label = "Name", .required = true, .max = 150},
    {.key = "phone",
     .label = "Number",
     .max = 32,
     .help = "With + and the country code: +49 30 1234567."},
    {.key = "email", .label = "E-mail", .kind = FORM_EMAIL, .max = 254},
    {.key = "zone",
     .label = "Time zone",
     .max = 40,
     .check = check_zone,
     .help = "For the hours in which the client may be contacted, such as Europe/Berlin. Empty: "
             "not known."},
    {0},
};
static const struct form_def form_def = {
    .one = "contact", .fields = fields, .path = PATH_ADMIN "/contacts/edit"};

/* --- the list -------------------------------------------------------------------------------- */

/* What was typed says itself what it is. A number is looked for as it is stored: +, then digits. */
static enum contacts_by what_is(struct arena *a, const char **text, bool words)
{
    const char *s = *text;
    if (!s)
        return CONTACTS_NAME;
    if (strchr(s, '@'))
        return CONTACTS_EMAIL;
    if (strspn(s, "+0123456789 -/.()") != strlen(s) || !strpbrk(s, "0123456789"))
        return words ? CONTACTS_WORD : CONTACTS_NAME;
    char *digits = arena_alloc(a, strlen(s) + 1), *to = digits;
    for (; *s; s++)
        if (*s >= '0' && *s <= '9')
            *to++ = *s;
    *text = arena_printf(a, "+%s", strncmp(digits, "00", 2) == 0 ? digits + 2 : digits);
    return CONTACTS_PHONE;
}

static const char *key_of(const struct contact *c, enum contacts_by by)
{
    return by == CONTACTS_PHONE ? c->phone_e164 : by == CONTACTS_EMAIL ? c->email : c->name;
}

/* Walking along all names may take too long; that is said, and what helps. */
static enum err took_too_long(struct list *l, struct response *out)
{
    err_clear();
    list_problem(l, "That search took too long and was stopped: few names have such a word. Search "
                    "for the beginning of the name, the number or the e-mail address instead.");
    return list_end(l, false, -1, out);
}

enum err contacts_list_page(struct request *r, struct response *out)
{
    struct area area;
    struct list l;
    struct contact *c = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_CONTACTS, &area);
    if (!e)
        e = list_begin(&l, &area, &list_def);
    if (e)
        return e;
    const char *text = l.q;
    enum contacts_by by = what_is(r->arena, &text, list_filter(&l, "how") != NULL);
    e = contacts_page(r->db, r->arena, area.scope, &l.want, by, text, &c, &n, &more);
    if (e == ERR_DB_TIMEOUT)
        return took_too_long(&l, out);
    if (!e && by != CONTACTS_WORD)
        e = contacts_count(r->db, r->arena, area.scope, by, text, &count);
    else if (!e && !l.want.key && !more)
        count = (int64_t)n;
    for (size_t i = 0; i < n && !e; i++) {
        list_row(&l, c[i].id, key_of(&c[i], by), false);
        list_cell(&l, c[i].name);
        list_cell(&l, c[i].phone_e164);
        list_cell(&l, c[i].email);
        list_cell(&l, c[i].zone);
    }
    return e ? e : list_end(&l, more, count, out);
}

/* --- one ------------------------------------------------------------------------------------- */

static enum err facts(struct form *f, const struct contact *c)
{
    struct request *r = f->area->r;
    struct contact_belongings b;
    struct contact *same;
    size_t n;
    enum err e = contact_belongings(r->db, r->arena, f->area->scope, c->id, &b);
    if (!e)
        e = contacts_same(r->db, r->arena, f->area->scope, c, &same, &n);
    if (e)
        return e;
    form_fact(f, "Interactions", list_count_text(r, b.interactions), NULL);
    form_fact(f, "Accounts", list_count_text(r, b.accounts), NULL);
    if (n > 1)
        form_fact(f, "Same number or e-mail", arena_printf(r->arena, "%zu contacts", n),
                  area_url(f->area, PATH_ADMIN "/contacts/same", c->id, NULL));
    return OK;
}

static enum err begin(struct request *r, struct area *area, struct form *f, bool lock)
{
    struct contact c;
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_CONTACTS, area);
    if (!e)
        e = contact_find(r->db, r->arena, area->scope, id, lock, &c);
    if (e)
        return e;
    form_begin(f, area, &form_def, id, c.name);
    form_store(f, "name", c.name);
    form_store(f, "phone", c.phone_e164);
    form_store(f, "email", c.email);
    form_store(f, "zone", c.zone);
    return facts(f, &c);
}

enum err contact_page(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, false);
    return e ? e : form_show(&f, out);
}

/* A number that was imported as it came may stay so; a new one is written properly. */
static void check_phone(struct form *f)
{
    const char *typed = form_text(f, "phone");
    if (!typed || !form_differs(f, "phone"))
        return;
    const char *number = phone_e164(f->area->r->arena, typed, "", "0");
    if (*typed == '+' || strncmp(typed, "00", 2) == 0)
        form_put(f, "phone", number ? number : typed);
    if (!number || !form_text(f, "phone") || *form_text(f, "phone") != '+')
        form_error(f, "phone",
                   "A number has + and 8 to 15 digits and begins with the country: "
                   "+49 30 1234567.");
}

enum err contact_submit(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, true);
    if (!e)
        e = form_read(&f);
    if (e)
        return e;
    check_phone(&f);
    if (!form_ok(&f))
        return form_show(&f, out);
    const struct contact c = {.id = f.id,
                              .name = form_text(&f, "name"),
                              .phone_e164 = form_text(&f, "phone"),
                              .email = form_text(&f, "email"),
                              .zone = form_text(&f, "zone")};
    if (form_differs(&f, NULL)) {
        e = contact_save(r->db, r->arena, area.scope, &c);
        area_note(&area, "contact.changed", c.name, form_details(&f));
    }
    response_redirect(out, area_url(&area, form_def.path, c.id, "saved"));
    return e;
}
