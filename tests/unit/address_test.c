#include "net/address.h"

#include "unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool is_public(const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return address_public((const struct sockaddr *)&v4);
    assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    return address_public((const struct sockaddr *)&v6);
}

static void public_addresses_are_asked(void **state)
{
    (void)state;
    static const char *const asked[] = {
        "1.1.1.1",         "8.8.8.8",         "9.255.255.255",     "11.0.0.0",
        "100.63.255.255",  "100.128.0.0",     "126.255.255.255",   "128.0.0.1",
        "169.253.255.255", "172.15.255.255",  "172.32.0.0",        "192.167.255.255",
        "192.169.0.0",     "198.17.255.255",  "198.20.0.0",        "223.255.255.255",
        "34.67.146.145",   "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (!is_public(asked[i]))
            fail_msg("%s is refused", asked[i]);
}

static void all_others_are_not(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:7f00:1::1",
        "64:ff9b::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "::127.0.0.1",
        "100::1",
        "fec0::1",
        "3fff::1",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (is_public(refused[i]))
            fail_msg("%s is asked", refused[i]);
    assert_false(address_public(&(const struct sockaddr){.sa_family = AF_UNIX}));
}

static void the_list_names_hosts_with_ports(void **state)
{
    (void)state;
    static const char list[] = "localhost:8088, pbx.example  [::1]:99,10.0.0.7:25";
    assert_true(address_listed(list, "localhost", 8088));
    assert_true(address_listed(list, "LOCALHOST", 8088));
    assert_false(address_listed(list, "localhost", 80));
    assert_false(address_listed(list, "localhost", 808));
    assert_false(address_listed(list, "localhos", 8088));
    assert_true(address_listed(list, "pbx.example", 80));
    assert_true(address_listed(list, "pbx.example", 443));
    assert_false(address_listed(list, "pbx.example", 8443));
    assert_false(address_listed(list, "x.pbx.example", 80));
    assert_true(address_listed(list, "[::1]", 99));
    assert_true(address_listed(list, "10.0.0.7", 25));
    assert_false(address_listed(list, "10.0.0.7", 2));
    assert_false(address_listed("", "localhost", 80));
    assert_false(address_listed(" , ", "localhost", 80));
    assert_false(address_listed("localhost:", "localhost", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(public_addresses_are_asked),
        cmocka_unit_test(all_others_are_not),
        cmocka_unit_test(the_list_names_hosts_with_ports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
