/* The two tenants of the demo, as tables: an energy company in Berlin and a collections agency in
 * New York. All numbers are from ranges reserved for fiction, all addresses below .example. */
#include "demo.h"

const char *const demo_channels[CHANNELS] = {"voice", "chat", "sms", "whatsapp", "email"};

/* clang-format off */
const int demo_hours[CURVES][24] = {
    [OFFICE] = {1, 1, 1, 1, 1, 2, 8, 30, 62, 88, 100, 96, 74, 70, 82, 98, 94, 72, 42, 20, 9, 5, 3, 2},
    [ROUND_THE_CLOCK] = {14, 11, 9, 8, 9, 14, 30, 55, 74, 90, 100, 94, 76, 74, 84, 98, 92, 84, 72, 60, 46, 34, 26, 18},
    [EVENING] = {6, 3, 2, 2, 2, 4, 12, 30, 54, 78, 94, 90, 80, 76, 80, 92, 90, 84, 76, 70, 60, 46, 28, 12},
    [MAILBOX] = {8, 5, 4, 3, 4, 8, 20, 42, 72, 94, 100, 90, 72, 70, 82, 88, 80, 62, 48, 42, 38, 32, 22, 14},
    [DIALER] = {0, 0, 0, 0, 0, 0, 0, 0, 30, 78, 100, 94, 58, 70, 88, 100, 92, 82, 76, 50, 6, 0, 0, 0},
};
const int demo_weekdays[CURVES][7] = {
    [OFFICE] = {6, 118, 106, 100, 97, 88, 26},
    [ROUND_THE_CLOCK] = {52, 106, 100, 100, 100, 100, 64},
    [EVENING] = {40, 112, 104, 100, 98, 92, 52},
    [MAILBOX] = {30, 122, 106, 100, 95, 85, 38},
    [DIALER] = {0, 105, 104, 102, 100, 92, 30},
};

/* --- North Utilities --- */

static const struct demo_queue north_queues[] = {
    /* name, channel, curve, share, ai, wait, mix, dids, flow, action */
    {"Billing & Payments", VOICE, OFFICE, .185, .12, 85, "aaaaaaabbbbeiiijk", "aaabd", "Utilities Inbound", NULL, .opens = 0},
    {"Outages & Emergencies", VOICE, ROUND_THE_CLOCK, .085, .25, 40, "eeeeeeeeffffij", "bbc", "Outage Line", NULL, .opens = 0},
    {"Moving Home", VOICE, OFFICE, .075, .10, 75, "dddddddaccik", "aad", "Utilities Inbound", NULL, .opens = 0},
    {"New Connections", VOICE, OFFICE, .040, 0, 90, "fffgggiiij", "ad", NULL, NULL, .opens = 0},
    {"Technical Support", VOICE, OFFICE, .080, 0, 95, "ffffffeehijk", "acd", NULL, NULL, .opens = 0},
    {"Meter Readings", VOICE, EVENING, .065, .60, 35, "cccccccccccaim", "ae", "Meter Reading Line", NULL, .opens = 0},
    {"Customer Callbacks", VOICE, OFFICE, .030, 0, 0, "aabbfffgij", "a", NULL, "callback", .outbound = true},
    {"Complaints", VOICE, OFFICE, .035, 0, 110, "hhhhhhhhabjk", "af", NULL, NULL, .several = true},
    {"Website Chat", CHAT, EVENING, .135, .55, 35, "aaaccdddgggiiiiikm", "", "Website Assistant", NULL, .opens = 0},
    {"Tariff Advice", CHAT, EVENING, .040, .20, 50, "gggggggggiijk", "", "Tariff Guide", NULL, .opens = 0},
    {"WhatsApp Service", WHATSAPP, EVENING, .110, .45, 160, "aacccdddeeiiiiijm", "g", "WhatsApp Assistant", NULL, .opens = 0},
    {"SMS Meter Readings", SMS, EVENING, .030, .90, 60, "cccccccccccim", "h", "Meter Reading Text", NULL, .opens = 0},
    {"E-mail Service", EMAIL, MAILBOX, .090, 0, 9000, "aaaaabbdddhiiigm", "i", NULL, NULL, .opens = 0},
    {"Gas Price Relief", VOICE, OFFICE, .020, 0, 60, "aaabbbiiiij", "a", NULL, NULL, .closes = .33},
    {.name = NULL},
};
static const struct demo_disposition north_dispositions[] = {
    {"BILL", "Billing question answered", "success", NULL},
    {"PAYPLAN", "Payment plan agreed", "success", NULL},
    {"METER", "Meter reading taken", "success", NULL},
    {"MOVE", "Move registered", "success", NULL},
    {"OUTAGE", "Outage reported", "complete", NULL},
    {"TECH", "Technician booked", "success", NULL},
    {"TARIFF", "Tariff changed", "success", NULL},
    {"COMPLAINT", "Complaint recorded", "complete", NULL},
    {"INFO", "General information", "complete", NULL},
    {"CALLBACK", "Callback promised", "incomplete", NULL},
    {"WRONGDEP", "Wrong department", "incomplete", NULL},
    {"NOREACH", "Customer not reached", "no_answer", NULL},
    {"NOCONCERN", "No concern / spam", "failed", NULL},
    {.code = NULL},
};
static const struct demo_did north_dids[] = {
    {"+494066969000", "Service line"}, {"+494066969112", "Emergency line"},
    {"+494066969113", "Emergency line, old number"}, {"+494066969020", "Printed on bills"},
    {"+494066969030", "Meter reading line"}, {"+494066969040", "Complaints office"},
    {"+494066969050", "WhatsApp"}, {"+494066969051", "SMS"},
    {"service@north.example", "Service mailbox"}, {"complaints@north.example", "Complaints mailbox"},
    {"+441632960100", "UK holiday homes"}, {.number = NULL},
};
static const struct demo_range north_ranges[] = {
    {"+49", "3023125 6990009 2214710 8999998", "", 3, "0", "Europe/Berlin", .22},
    {"+49", "17139200 176040690", "", 2, "0", "Europe/Berlin", .01},
    {"+33", "19900 26191 35301 46571 53649 63998", "", 4, "0", "Europe/Paris", .48},
    {"+44", "2079460 7700900 1214960 1134960 1144960 1154960 1164960 1174960 1184960 1314960 1414960 1514960 1614960",
     "", 3, "0", "Europe/London", .29},
    {.country = NULL},
};
static const struct demo_bump north_bumps[] = {
    {38, 2, 4.5, "Outages & Emergencies"}, {171, 3, 6, "Outages & Emergencies"}, {300, 1, 8, "Outages & Emergencies"},
    {62, 5, 1.7, "Billing & Payments"}, {250, 8, 1.6, "Meter Readings"}, {251, 8, 2.0, "SMS Meter Readings"},
    {120, 3, 1.25, NULL}, {.days = 0},
};
static const struct demo_user north_users[] = {
    {"admin@north.example", "Nora Lindqvist", {NULL}},
    {"supervisor@north.example", "Sven Okafor", {"Billing & Payments", "Website Chat", "WhatsApp Service"}},
    {.email = NULL},
};
static const char *const north_companies[] = {
    "Hausverwaltung Kiefernhof GmbH", "Bäckerei Sonnenschein & Söhne", "Wohnungsgenossenschaft \"Am Wiesengrund\" eG",
    "Café Fleur d'Été", "Nordlicht Kühlhaus AG", "Autohaus Blechmann", "Kita Pusteblume e. V.", "Gasthof Zum Fröhlichen Specht",
    "Wäscherei Blütenweiß", "Imaginär Logistik SE", NULL,
};
static const char *const north_ai[] = {"Luma (AI)", "Volta (AI)", "Zähler-Assistent (AI)", "Tarif-Lotse (AI)", "Störungshilfe (AI)", NULL};
static const struct date north_holidays[] = {{0, 1, 1}, {0, 5, 1}, {0, 10, 3}, {0, 12, 25}, {0, 12, 26}, {0, 0, 0}};

/* --- South Collections --- */

static const struct demo_queue south_queues[] = {
    {"Early Stage", VOICE, OFFICE, .130, .20, 70, "aaaaabbccchhii", "aab", "Friendly Reminder", NULL, .opens = 0},
    {"Late Stage", VOICE, OFFICE, .095, 0, 95, "aaaccdddeffghii", "b", NULL, NULL, .opens = 0},
    {"Payment Line", VOICE, ROUND_THE_CLOCK, .120, .75, 30, "bbbbbbaaccci", "cd", "Pay by Phone", NULL, .opens = 0},
    {"Hardship & Arrangements", VOICE, OFFICE, .055, 0, 105, "ddddffffffhi", "a", NULL, NULL, .opens = 0},
    {"Disputes", VOICE, OFFICE, .040, 0, 100, "eeeeeeeefhm", "b", NULL, NULL, .several = true},
    {"Legal Follow-up", VOICE, OFFICE, .015, 0, 120, "mmmmmgghe", "e", NULL, NULL, .opens = 0},
    {"Outbound Reminders", VOICE, DIALER, .200, .85, 0, "aaaaabbccdefghhiiiijn", "f", "Payment Reminder", "reminder", .outbound = true},
    {"Broken Promises", VOICE, DIALER, .085, .25, 0, "aaabccddfgghiij", "f", "Broken Promise", "follow_up", .outbound = true},
    {"Portal Chat", CHAT, EVENING, .055, .60, 40, "aabbbcddehiii", "", "Portal Assistant", NULL, .opens = 0},
    {"SMS Reminders", SMS, DIALER, .090, .95, 0, "aabbbhiii", "g", "Text Reminder", "reminder", .outbound = true},
    {"WhatsApp Payments", WHATSAPP, EVENING, .060, .50, 180, "aabbbbcddhii", "h", "WhatsApp Payments", NULL, .opens = 0},
    {"E-mail Correspondence", EMAIL, MAILBOX, .055, 0, 14000, "aaddeeeffhiim", "i", NULL, NULL, .opens = 0},
    {.name = NULL},
};
static const struct demo_disposition south_dispositions[] = {
    {"PTP", "Promise to pay", "success", "responded"},
    {"PAID", "Paid in full", "success", "completed"},
    {"PARTIAL", "Partial payment", "success", "completed"},
    {"PLAN", "Payment plan agreed", "success", "completed"},
    {"DISPUTE", "Disputes the debt", "incomplete", "escalated"},
    {"HARDSHIP", "Hardship", "incomplete", "escalated"},
    {"REFUSED", "Refuses to pay", "incomplete", "responded"},
    {"CALLBACK", "Callback scheduled", "incomplete", "scheduled"},
    {"NOCOMMIT", "No commitment", "incomplete", "responded"},
    {"WRONGNO", "Wrong number", "failed", "failed"},
    {"VOICEMAIL", "Voicemail left", "no_answer", "delivered"},
    {"NOANSWER", "No answer", "no_answer", "no_response"},
    {"LEGAL", "Referred to legal", "complete", "escalated"},
    {"STOP", "Asked not to be contacted", "complete", "responded"},
    {.code = NULL},
};
static const struct demo_did south_dids[] = {
    {"+16465550100", "New York office"}, {"+16465550101", "Letters, second notice"},
    {"+19175550110", "Payment line"}, {"+19175550111", "Payment line, Spanish"},
    {"+16465550140", "Legal department"}, {"+16465550150", "Outbound caller id"},
    {"+19175550160", "SMS"}, {"+19175550161", "WhatsApp"}, {"desk@south.example", "Correspondence"},
    {.number = NULL},
};
static const struct demo_range south_ranges[] = {
    {"+1", "201 202 203 207 212 215 216 217 229 234 239 240 248 252 267 301 302 304 305 313 315 321 330 336 339 347 351 352 386 "
           "401 404 407 410 412 413 419 423 434 440 443 478 484 502 508 513 516 517 518 540 551 561 567 570 585 586 603 606 607 "
           "609 610 614 616 617 631 678 703 704 706 716 717 718 724 727 732 734 740 754 757 770 772 774 781 786 802 803 804 810",
     "55501", 2, "", "America/New_York", .46},
    {"+1", "205 210 214 218 224 225 228 251 254 256 262 270 281 308 309 312 314 316 318 319 320 325 334 337 361 402 405 409 414 "
           "417 430 432 469 479 501 504 507 512 515 563 573 580 601 605 608 612 615 618 620 630 636 641 651 660 662 682 708 712 "
           "713 715", "55501", 2, "", "America/Chicago", .36},
    {"+1", "303 307 385 406 435 505 575 719 720 801 970", "55501", 2, "", "America/Denver", .06},
    {"+1", "206 209 213 253 310 323 360 408 415 424 425 503 510 530 541 559 562 619 626 650 661", "55501", 2, "",
     "America/Los_Angeles", .115},
    {.country = NULL},
};
static const struct demo_bump south_bumps[] = {
    {90, 4, 1.5, NULL}, {200, 6, 1.6, "Outbound Reminders"}, {280, 10, 1.4, "Payment Line"}, {30, 3, 2.2, "Disputes"}, {.days = 0},
};
static const struct demo_user south_users[] = {
    {"admin@south.example", "Alma Reyes", {NULL}},
    {"supervisor@south.example", "Theo Brandt", {"Payment Line", "Portal Chat", "SMS Reminders"}},
    {.email = NULL},
};
static const char *const south_companies[] = {
    "Clear Skies Debt Counsel", "Maple & Thorn Attorneys", "Second Chance Credit Advisors", "Riverbend Property Partners",
    "Moonlight Diner, Inc.", "Bayou Imaginary Motors", "O'Malley's Fictional Plumbing", NULL,
};
static const char *const south_ai[] = {"Ava (AI)", "Max (AI)", "Portal Helper (AI)", "Carlos (AI, Spanish)", "PayBot (AI)", "Reminder (AI)", NULL};
static const struct date south_holidays[] = {{0, 1, 1}, {0, 6, 19}, {0, 7, 4}, {0, 12, 25}, {0, 0, 0}};

const struct demo_tenant demo_tenants[2] = {
    {
        .slug = "north", .name = "North Utilities", .zone = "Europe/Berlin", .locale = "en-GB", .currency = "EUR", .share = .56,
        .queues = north_queues, .dispositions = north_dispositions, .dids = north_dids, .ranges = north_ranges,
        .bumps = north_bumps, .users = north_users, .companies = north_companies, .ai_agents = north_ai,
        .holidays = north_holidays, .season = {1.28, 1.18, 1.06, .98, .92, .86, .84, .88, .98, 1.08, 1.12, 1.04},
        .cultures = {56, 6, 4, 10, 8, 6, 5, 1, 2, 2}, .unreached = "l",
    },
    {
        .slug = "south", .name = "South Collections", .zone = "America/New_York", .locale = "en-US", .currency = "USD", .share = .44,
        .queues = south_queues, .dispositions = south_dispositions, .dids = south_dids, .ranges = south_ranges,
        .bumps = south_bumps, .users = south_users, .companies = south_companies, .ai_agents = south_ai,
        .holidays = south_holidays, .season = {1.12, 1.18, 1.14, 1.04, .98, .96, .94, .96, .98, 1.02, 1.00, .92},
        .cultures = {2, 58, 24, 1, 3, 2, 3, 3, 1, 3}, .unreached = "lllkk", .account = "SC", .follow_up = "WhatsApp Payments",
    },
};
/* clang-format on */

int demo_queue_index(const struct demo_tenant *t, const char *name)
{
    for (int q = 0; t->queues[q].name; q++)
        if (strcmp(t->queues[q].name, name) == 0)
            return q;
    fprintf(stderr, "no queue '%s' in the demo\n", name);
    abort();
}

int demo_letter(struct random *r, const char *letters)
{
    size_t n = strlen(letters);
    return n ? letters[random_below(r, (int64_t)n)] - 'a' : NONE;
}
