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

/* clang-format off */
static const struct culture cultures[] = {
    {false, /* German */
     {{"Anna", 0}, {"Jürgen", "juergen"}, {"Sören", "soeren"}, {"Käthe", "kaethe"}, {"Lukas", 0},
      {"Björn", "bjoern"}, {"Hannelore", 0}, {"Matthias", 0}, {"Jana", 0}, {"Uwe", 0},
      {"Friederike", 0}, {"Günter", "guenter"}, {"Leonie", 0}, {"Tobias", 0}, {"Ulrike", 0},
      {"Florian", 0}, {"Silke", 0}, {"Henning", 0}, {"Marlene", 0}, {"Detlef", 0}, {"Annika", 0},
      {"Jörg", "joerg"}, {"Petra", 0}, {"Moritz", 0}},
     {{"Müller", "mueller"}, {"Weiß", "weiss"}, {"Schröder", "schroeder"}, {"Krüger", "krueger"},
      {"Köhler", "koehler"}, {"Vogt", 0}, {"Lindner", 0}, {"Brandt", 0},
      {"Großmann", "grossmann"}, {"Jäger", "jaeger"}, {"Petersen", 0}, {"Hoffmann", 0},
      {"Schäfer", "schaefer"}, {"Böttcher", "boettcher"}, {"Winkler", 0}, {"Engel", 0},
      {"Kaiser", 0}, {"Fuchs", 0}, {"Ziegler", 0}, {"Thiele", 0}, {"Sauer", 0}, {"Ahrens", 0},
      {"Lange-Peters", 0}, {"von der Heide", "vonderheide"}}},
    {false, /* English, Irish */
     {{"Emily", 0}, {"James", 0}, {"Aoife", 0}, {"Liam", 0}, {"Siobhán", "siobhan"}, {"Grace", 0},
      {"Marcus", 0}, {"Destiny", 0}, {"Tyler", 0}, {"Brooke", 0}, {"Malik", 0}, {"Jasmine", 0},
      {"Connor", 0}, {"Hannah", 0}, {"Darnell", 0}, {"Olivia", 0}, {"Ethan", 0}, {"Naomi", 0},
      {"Caleb", 0}, {"Zoë", "zoe"}, {"Patrick", 0}, {"Renée", "renee"}, {"Wesley", 0},
      {"Imani", 0}},
     {{"O'Brien", "obrien"}, {"D'Angelo", "dangelo"}, {"Smith", 0}, {"Johnson", 0},
      {"Washington", 0}, {"McAllister", 0}, {"Okafor", 0}, {"Carter", 0}, {"Hughes", 0},
      {"Fitzgerald", 0}, {"O'Neill", "oneill"}, {"Brooks", 0}, {"Sullivan", 0}, {"Parker", 0},
      {"Reed", 0}, {"Walsh", 0}, {"Bennett", 0}, {"Coleman", 0}, {"Hayes", 0}, {"Whitfield", 0},
      {"Sinclair", 0}, {"Harper", 0}, {"Boateng-Clarke", 0}, {"St. James", "stjames"}}},
    {false, /* Spanish */
     {{"José", "jose"}, {"María", "maria"}, {"Lucía", "lucia"}, {"Andrés", "andres"},
      {"Ximena", 0}, {"Raúl", "raul"}, {"Inés", "ines"}, {"Óscar", "oscar"},
      {"Begoña", "begona"}, {"Mateo", 0}, {"Sofía", "sofia"}, {"Joaquín", "joaquin"}},
     {{"García", "garcia"}, {"Núñez", "nunez"}, {"Peña", "pena"}, {"López", "lopez"},
      {"Hernández", "hernandez"}, {"Ibáñez", "ibanez"}, {"Muñoz", "munoz"}, {"Vargas", 0},
      {"Ramírez", "ramirez"}, {"Ortega", 0}, {"Zúñiga", "zuniga"}, {"de la Cruz", "delacruz"}}},
    {false, /* Turkish */
     {{"Ayşe", "ayse"}, {"Çağlar", "caglar"}, {"Gökhan", "gokhan"}, {"Şükran", "sukran"},
      {"İpek", "ipek"}, {"Emre", 0}, {"Zeynep", 0}, {"Oğuz", "oguz"}},
     {{"Yılmaz", "yilmaz"}, {"Öztürk", "ozturk"}, {"Şahin", "sahin"}, {"Kaya", 0},
      {"Çelik", "celik"}, {"Aydın", "aydin"}, {"Doğan", "dogan"}, {"Arslan", 0}}},
    {false, /* Polish */
     {{"Łukasz", "lukasz"}, {"Małgorzata", "malgorzata"}, {"Paweł", "pawel"}, {"Agnieszka", 0},
      {"Wojciech", 0}, {"Żaneta", "zaneta"}, {"Kamil", 0}, {"Bożena", "bozena"}},
     {{"Nowak", 0}, {"Wójcik", "wojcik"}, {"Kaczmarek", 0}, {"Mazur", 0}, {"Zając", "zajac"},
      {"Dąbek", "dabek"}, {"Szczepaniak", 0}, {"Stępień", "stepien"}}},
    {false, /* Ukrainian */
     {{"Олена", "olena"}, {"Тарас", "taras"}, {"Наталія", "nataliya"}, {"Дмитро", "dmytro"},
      {"Ірина", "iryna"}, {"Максим", "maksym"}},
     {{"Шевченко", "shevchenko"}, {"Коваленко", "kovalenko"}, {"Бондаренко", "bondarenko"},
      {"Ткаченко", "tkachenko"}, {"Кравченко", "kravchenko"}, {"Мельник", "melnyk"}}},
    {false, /* Arabic */
     {{"ليلى", "layla"}, {"عمر", "omar"}, {"فاطمة", "fatima"}, {"يوسف", "yusuf"},
      {"مريم", "maryam"}, {"خالد", "khalid"}},
     {{"الحداد", "alhaddad"}, {"النجار", "alnajjar"}, {"منصور", "mansour"}, {"العلي", "alali"},
      {"حمدان", "hamdan"}, {"قاسم", "qasim"}}},
    {true, /* Chinese */
     {{"伟", "wei"}, {"芳", "fang"}, {"秀英", "xiuying"}, {"敏", "min"}, {"建国", "jianguo"},
      {"丽华", "lihua"}},
     {{"王", "wang"}, {"李", "li"}, {"张", "zhang"}, {"陈", "chen"}, {"欧阳", "ouyang"},
      {"林", "lin"}}},
    {false, /* Nordic */
     {{"Åsa", "asa"}, {"Øyvind", "oyvind"}, {"Søren", "soren"}, {"Freyja", 0}, {"Mikko", 0},
      {"Åke", "ake"}},
     {{"Ångström", "angstrom"}, {"Sørensen", "sorensen"}, {"Bjørnstad", "bjornstad"},
      {"Lindqvist", 0}, {"Mäkinen", "makinen"}, {"Þórsdóttir", "thorsdottir"}}},
    {false, /* Vietnamese */
     {{"Minh", 0}, {"Thảo", "thao"}, {"Đức", "duc"}, {"Hương", "huong"}},
     {{"Nguyễn", "nguyen"}, {"Trần", "tran"}, {"Phạm", "pham"}, {"Đặng", "dang"}}},
};
/* clang-format on */

_Static_assert(sizeof cultures / sizeof *cultures == 10, "weights are ten");

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

void demo_name(struct random *r, const double weights[10], char name[DEMO_NAME_SIZE],
               char mailbox[DEMO_NAME_SIZE])
{
    double sums[10];
    memcpy(sums, weights, sizeof sums);
    random_cumulate(sums, 10);
    const struct culture *c = &cultures[random_pick(r, sums, 10)];
    const struct word *first = pick(r, c->first), *last = pick(r, c->last);
    if (c->last_first)
        snprintf(name, DEMO_NAME_SIZE, "%s%s", last->text, first->text);
    else
        snprintf(name, DEMO_NAME_SIZE, "%s %s", first->text, last->text);
    if (!mailbox)
        return;
    mailbox[0] = 0;
    add_plain(first, mailbox);
    add_plain(&(struct word){".", NULL}, mailbox);
    add_plain(last, mailbox);
}
