/* Names of people who do not exist, from several languages and scripts: what a real desk has to
 * show, sort and find. First and last names of one row go together. */
#include "demo.h"

#include <ctype.h>

struct word {
    const char *text;
    const char *plain; /* NULL: as the text, in small letters */
};

enum { WORDS = 24 };

struct culture {
    bool last_first; /* written last name first, without a space */
    struct word first[WORDS], last[WORDS];
};

static const struct culture cultures[] = {
    {false, /* German */
     {{"Anna", NULL},   {"Jürgen", "juergen"}, {"Sören", "soeren"},  {"Käthe", "kaethe"},
      {"Lukas", NULL},  {"Björn", "bjoern"},   {"Hannelore", NULL},  {"Matthias", NULL},
      {"Jana", NULL},   {"Uwe", NULL},         {"Friederike", NULL}, {"Günter", "guenter"},
      {"Leonie", NULL}, {"Tobias", NULL},      {"Ulrike", NULL},     {"Florian", NULL},
      {"Silke", NULL},  {"Henning", NULL},     {"Marlene", NULL},    {"Detlef", NULL},
      {"Annika", NULL}, {"Jörg", "joerg"},     {"Petra", NULL},      {"Moritz", NULL}},
     {{"Müller", "mueller"},   {"Weiß", "weiss"},         {"Schröder", "schroeder"},
      {"Krüger", "krueger"},   {"Köhler", "koehler"},     {"Vogt", NULL},
      {"Lindner", NULL},       {"Brandt", NULL},          {"Großmann", "grossmann"},
      {"Jäger", "jaeger"},     {"Petersen", NULL},        {"Hoffmann", NULL},
      {"Schäfer", "schaefer"}, {"Böttcher", "boettcher"}, {"Winkler", NULL},
      {"Engel", NULL},         {"Kaiser", NULL},          {"Fuchs", NULL},
      {"Ziegler", NULL},       {"Thiele", NULL},          {"Sauer", NULL},
      {"Ahrens", NULL},        {"Lange-Peters", NULL},    {"von der Heide", "vonderheide"}}},
    {false, /* English, Irish */
     {{"Emily", NULL},        {"James", NULL},    {"Aoife", NULL},   {"Liam", NULL},
      {"Siobhán", "siobhan"}, {"Grace", NULL},    {"Marcus", NULL},  {"Destiny", NULL},
      {"Tyler", NULL},        {"Brooke", NULL},   {"Malik", NULL},   {"Jasmine", NULL},
      {"Connor", NULL},       {"Hannah", NULL},   {"Darnell", NULL}, {"Olivia", NULL},
      {"Ethan", NULL},        {"Naomi", NULL},    {"Caleb", NULL},   {"Zoë", "zoe"},
      {"Patrick", NULL},      {"Renée", "renee"}, {"Wesley", NULL},  {"Imani", NULL}},
     {{"O'Brien", "obrien"}, {"D'Angelo", "dangelo"},  {"Smith", NULL},
      {"Johnson", NULL},     {"Washington", NULL},     {"McAllister", NULL},
      {"Okafor", NULL},      {"Carter", NULL},         {"Hughes", NULL},
      {"Fitzgerald", NULL},  {"O'Neill", "oneill"},    {"Brooks", NULL},
      {"Sullivan", NULL},    {"Parker", NULL},         {"Reed", NULL},
      {"Walsh", NULL},       {"Bennett", NULL},        {"Coleman", NULL},
      {"Hayes", NULL},       {"Whitfield", NULL},      {"Sinclair", NULL},
      {"Harper", NULL},      {"Boateng-Clarke", NULL}, {"St. James", "stjames"}}},
    {false, /* Spanish */
     {{"José", "jose"},
      {"María", "maria"},
      {"Lucía", "lucia"},
      {"Andrés", "andres"},
      {"Ximena", NULL},
      {"Raúl", "raul"},
      {"Inés", "ines"},
      {"Óscar", "oscar"},
      {"Begoña", "begona"},
      {"Mateo", NULL},
      {"Sofía", "sofia"},
      {"Joaquín", "joaquin"}},
     {{"García", "garcia"},
      {"Núñez", "nunez"},
      {"Peña", "pena"},
      {"López", "lopez"},
      {"Hernández", "hernandez"},
      {"Ibáñez", "ibanez"},
      {"Muñoz", "munoz"},
      {"Vargas", NULL},
      {"Ramírez", "ramirez"},
      {"Ortega", NULL},
      {"Zúñiga", "zuniga"},
      {"de la Cruz", "delacruz"}}},
    {false, /* Turkish */
     {{"Ayşe", "ayse"},
      {"Çağlar", "caglar"},
      {"Gökhan", "gokhan"},
      {"Şükran", "sukran"},
      {"İpek", "ipek"},
      {"Emre", NULL},
      {"Zeynep", NULL},
      {"Oğuz", "oguz"}},
     {{"Yılmaz", "yilmaz"},
      {"Öztürk", "ozturk"},
      {"Şahin", "sahin"},
      {"Kaya", NULL},
      {"Çelik", "celik"},
      {"Aydın", "aydin"},
      {"Doğan", "dogan"},
      {"Arslan", NULL}}},
    {false, /* Polish */
     {{"Łukasz", "lukasz"},
      {"Małgorzata", "malgorzata"},
      {"Paweł", "pawel"},
      {"Agnieszka", NULL},
      {"Wojciech", NULL},
      {"Żaneta", "zaneta"},
      {"Kamil", NULL},
      {"Bożena", "bozena"}},
     {{"Nowak", NULL},
      {"Wójcik", "wojcik"},
      {"Kaczmarek", NULL},
      {"Mazur", NULL},
      {"Zając", "zajac"},
      {"Dąbek", "dabek"},
      {"Szczepaniak", NULL},
      {"Stępień", "stepien"}}},
    {false, /* Ukrainian */
     {{"Олена", "olena"},
      {"Тарас", "taras"},
      {"Наталія", "nataliya"},
      {"Дмитро", "dmytro"},
      {"Ірина", "iryna"},
      {"Максим", "maksym"}},
     {{"Шевченко", "shevchenko"},
      {"Коваленко", "kovalenko"},
      {"Бондаренко", "bondarenko"},
      {"Ткаченко", "tkachenko"},
      {"Кравченко", "kravchenko"},
      {"Мельник", "melnyk"}}},
    {false, /* Arabic */
     {{"ليلى", "layla"},
      {"عمر", "omar"},
      {"فاطمة", "fatima"},
      {"يوسف", "yusuf"},
      {"مريم", "maryam"},
      {"خالد", "khalid"}},
     {{"الحداد", "alhaddad"},
      {"النجار", "alnajjar"},
      {"منصور", "mansour"},
      {"العلي", "alali"},
      {"حمدان", "hamdan"},
      {"قاسم", "qasim"}}},
    {true, /* Chinese */
     {{"伟", "wei"},
      {"芳", "fang"},
      {"秀英", "xiuying"},
      {"敏", "min"},
      {"建国", "jianguo"},
      {"丽华", "lihua"}},
     {{"王", "wang"},
      {"李", "li"},
      {"张", "zhang"},
      {"陈", "chen"},
      {"欧阳", "ouyang"},
      {"林", "lin"}}},
    {false, /* Nordic */
     {{"Åsa", "asa"},
      {"Øyvind", "oyvind"},
      {"Søren", "soren"},
      {"Freyja", NULL},
      {"Mikko", NULL},
      {"Åke", "ake"}},
     {{"Ångström", "angstrom"},
      {"Sørensen", "sorensen"},
      {"Bjørnstad", "bjornstad"},
      {"Lindqvist", NULL},
      {"Mäkinen", "makinen"},
      {"Þórsdóttir", "thorsdottir"}}},
    {false, /* Vietnamese */
     {{"Minh", NULL}, {"Thảo", "thao"}, {"Đức", "duc"}, {"Hương", "huong"}},
     {{"Nguyễn", "nguyen"}, {"Trần", "tran"}, {"Phạm", "pham"}, {"Đặng", "dang"}}},
    {true, /* Japanese */
     {{"花子", "hanako"}, {"健太", "kenta"}, {"美咲", "misaki"}, {"翔", "sho"}, {"陽子", "yoko"}},
     {{"佐藤", "sato"}, {"鈴木", "suzuki"}, {"高橋", "takahashi"}, {"田中", "tanaka"}}},
};

_Static_assert(sizeof cultures / sizeof *cultures == DEMO_CULTURES, "a weight each");

const char *demo_language(int culture)
{
    static const char *const languages[DEMO_CULTURES] = {
        [0] = "de", [2] = "es", [6] = "ar", [10] = "ja"};
    return culture == NONE ? NULL : languages[culture];
}

static const struct word *pick(struct random *r, const struct word words[WORDS])
{
    int n = 0;
    while (n < WORDS && words[n].text)
        n++;
    return &words[random_below(r, n)];
}

static void add_plain(const struct word *w, char *mailbox)
{
    size_t n = strlen(mailbox);
    for (const char *p = w->plain ? w->plain : w->text; *p && n < DEMO_NAME_SIZE - 1; p++)
        mailbox[n++] = (char)tolower((unsigned char)*p);
    mailbox[n] = 0;
}

int demo_name(struct random *r, const double weights[DEMO_CULTURES], char name[DEMO_NAME_SIZE],
              char mailbox[DEMO_NAME_SIZE])
{
    double sums[DEMO_CULTURES];
    memcpy(sums, weights, sizeof sums);
    random_cumulate(sums, DEMO_CULTURES);
    int culture = (int)random_pick(r, sums, DEMO_CULTURES);
    const struct culture *c = &cultures[culture];
    const struct word *first = pick(r, c->first), *last = pick(r, c->last);
    if (c->last_first)
        snprintf(name, DEMO_NAME_SIZE, "%s%s", last->text, first->text);
    else
        snprintf(name, DEMO_NAME_SIZE, "%s %s", first->text, last->text);
    if (!mailbox)
        return culture;
    mailbox[0] = 0;
    add_plain(first, mailbox);
    add_plain(&(struct word){".", NULL}, mailbox);
    add_plain(last, mailbox);
    return culture;
}
