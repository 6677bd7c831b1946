#include "core/currency.h"

const struct currency currencies[] = {
    {"AED", "United Arab Emirates dirham"},
    {"AFN", "Afghan afghani"},
    {"ALL", "Albanian lek"},
    {"AMD", "Armenian dram"},
    {"ANG", "Netherlands Antillean guilder"},
    {"AOA", "Angolan kwanza"},
    {"ARS", "Argentine peso"},
    {"AUD", "Australian dollar"},
    {"AWG", "Aruban florin"},
    {"AZN", "Azerbaijani manat"},
    {"BAM", "Bosnia and Herzegovina convertible mark"},
    {"BBD", "Barbados dollar"},
    {"BDT", "Bangladeshi taka"},
    {"BGN", "Bulgarian lev"},
    {"BHD", "Bahraini dinar"},
    {"BIF", "Burundian franc"},
    {"BMD", "Bermudian dollar"},
    {"BND", "Brunei dollar"},
    {"BOB", "Boliviano"},
    {"BRL", "Brazilian real"},
    {"BSD", "Bahamian dollar"},
    {"BTN", "Bhutanese ngultrum"},
    {"BWP", "Botswana pula"},
    {"BYN", "Belarusian ruble"},
    {"BZD", "Belize dollar"},
    {"CAD", "Canadian dollar"},
    {"CDF", "Congolese franc"},
    {"CHF", "Swiss franc"},
    {"CLP", "Chilean peso"},
    {"CNY", "Renminbi"},
    {"COP", "Colombian peso"},
    {"CRC", "Costa Rican colon"},
    {"CUP", "Cuban peso"},
    {"CVE", "Cape Verdean escudo"},
    {"CZK", "Czech koruna"},
    {"DJF", "Djiboutian franc"},
    {"DKK", "Danish krone"},
    {"DOP", "Dominican peso"},
    {"DZD", "Algerian dinar"},
    {"EGP", "Egyptian pound"},
    {"ERN", "Eritrean nakfa"},
    {"ETB", "Ethiopian birr"},
    {"EUR", "Euro"},
    {"FJD", "Fiji dollar"},
    {"FKP", "Falkland Islands pound"},
    {"GBP", "Pound sterling"},
    {"GEL", "Georgian lari"},
    {"GHS", "Ghanaian cedi"},
    {"GIP", "Gibraltar pound"},
    {"GMD", "Gambian dalasi"},
    {"GNF", "Guinean franc"},
    {"GTQ", "Guatemalan quetzal"},
    {"GYD", "Guyanese dollar"},
    {"HKD", "Hong Kong dollar"},
    {"HNL", "Honduran lempira"},
    {"HTG", "Haitian gourde"},
    {"HUF", "Hungarian forint"},
    {"IDR", "Indonesian rupiah"},
    {"ILS", "Israeli new shekel"},
    {"INR", "Indian rupee"},
    {"IQD", "Iraqi dinar"},
    {"IRR", "Iranian rial"},
    {"ISK", "Icelandic krona"},
    {"JMD", "Jamaican dollar"},
    {"JOD", "Jordanian dinar"},
    {"JPY", "Japanese yen"},
    {"KES", "Kenyan shilling"},
    {"KGS", "Kyrgyzstani som"},
    {"KHR", "Cambodian riel"},
    {"KMF", "Comoro franc"},
    {"KPW", "North Korean won"},
    {"KRW", "South Korean won"},
    {"KWD", "Kuwaiti dinar"},
    {"KYD", "Cayman Islands dollar"},
    {"KZT", "Kazakhstani tenge"},
    {"LAK", "Lao kip"},
    {"LBP", "Lebanese pound"},
    {"LKR", "Sri Lankan rupee"},
    {"LRD", "Liberian dollar"},
    {"LSL", "Lesotho loti"},
    {"LYD", "Libyan dinar"},
    {"MAD", "Moroccan dirham"},
    {"MDL", "Moldovan leu"},
    {"MGA", "Malagasy ariary"},
    {"MKD", "Macedonian denar"},
    {"MMK", "Myanmar kyat"},
    {"MNT", "Mongolian togrog"},
    {"MOP", "Macanese pataca"},
    {"MRU", "Mauritanian ouguiya"},
    {"MUR", "Mauritian rupee"},
    {"MVR", "Maldivian rufiyaa"},
    {"MWK", "Malawian kwacha"},
    {"MXN", "Mexican peso"},
    {"MYR", "Malaysian ringgit"},
    {"MZN", "Mozambican metical"},
    {"NAD", "Namibian dollar"},
    {"NGN", "Nigerian naira"},
    {"NIO", "Nicaraguan cordoba"},
    {"NOK", "Norwegian krone"},
    {"NPR", "Nepalese rupee"},
    {"NZD", "New Zealand dollar"},
    {"OMR", "Omani rial"},
    {"PAB", "Panamanian balboa"},
    {"PEN", "Peruvian sol"},
    {"PGK", "Papua New Guinean kina"},
    {"PHP", "Philippine peso"},
    {"PKR", "Pakistani rupee"},
    {"PLN", "Polish zloty"},
    {"PYG", "Paraguayan guarani"},
    {"QAR", "Qatari riyal"},
    {"RON", "Romanian leu"},
    {"RSD", "Serbian dinar"},
    {"RUB", "Russian ruble"},
    {"RWF", "Rwandan franc"},
    {"SAR", "Saudi riyal"},
    {"SBD", "Solomon Islands dollar"},
    {"SCR", "Seychelles rupee"},
    {"SDG", "Sudanese pound"},
    {"SEK", "Swedish krona"},
    {"SGD", "Singapore dollar"},
    {"SHP", "Saint Helena pound"},
    {"SLE", "Sierra Leonean leone"},
    {"SOS", "Somali shilling"},
    {"SRD", "Surinamese dollar"},
    {"SSP", "South Sudanese pound"},
    {"STN", "Sao Tome and Principe dobra"},
    {"SVC", "Salvadoran colon"},
    {"SYP", "Syrian pound"},
    {"SZL", "Swazi lilangeni"},
    {"THB", "Thai baht"},
    {"TJS", "Tajikistani somoni"},
    {"TMT", "Turkmenistan manat"},
    {"TND", "Tunisian dinar"},
    {"TOP", "Tongan paanga"},
    {"TRY", "Turkish lira"},
    {"TTD", "Trinidad and Tobago dollar"},
    {"TWD", "New Taiwan dollar"},
    {"TZS", "Tanzanian shilling"},
    {"UAH", "Ukrainian hryvnia"},
    {"UGX", "Ugandan shilling"},
    {"USD", "United States dollar"},
    {"UYU", "Uruguayan peso"},
    {"UZS", "Uzbekistani sum"},
    {"VES", "Venezuelan bolivar"},
    {"VND", "Vietnamese dong"},
    {"VUV", "Vanuatu vatu"},
    {"WST", "Samoan tala"},
    {"XAF", "Central African CFA franc"},
    {"XCD", "East Caribbean dollar"},
    {"XOF", "West African CFA franc"},
    {"XPF", "CFP franc"},
    {"YER", "Yemeni rial"},
    {"ZAR", "South African rand"},
    {"ZMW", "Zambian kwacha"},
    {"ZWL", "Zimbabwean dollar"},
    {0},
};

bool currency_valid(const char *code)
{
    for (const struct currency *c = currencies; c->code; c++)
        if (strcmp(c->code, code) == 0)
            return true;
    return false;
}

int currency_digits(const char *code)
{
    static const char none[] = " BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ";
    static const char three[] = " BHD IQD JOD KWD LYD OMR TND ";
    char word[6];
    if (!code || strlen(code) != 3)
        return 2;
    snprintf(word, sizeof word, " %s ", code);
    return strstr(none, word) ? 0 : strstr(three, word) ? 3 : 2;
}

bool currency_micros(const char *text, int64_t *out)
{
    enum { PLACES = 6, WHOLE_MAX = 12 };
    const char *s = text + (*text == '-');
    size_t whole = strspn(s, "0123456789");
    int64_t micros = 0;
    for (size_t i = 0; i < whole && whole <= WHOLE_MAX; i++)
        micros = micros * 10 + (s[i] - '0');
    const char *rest = s + whole + (s[whole] == '.');
    bool good = whole && whole <= WHOLE_MAX && strspn(rest, "0123456789") == strlen(rest);
    for (int places = 0; places < PLACES; places++)
        micros = micros * 10 + (good && *rest ? *rest++ - '0' : 0);
    *out = *text == '-' ? -micros : micros;
    return good;
}
