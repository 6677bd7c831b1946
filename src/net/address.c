#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* --- what is public (the IANA registries of special-purpose addresses) ------------------------ */

static const struct {
    uint32_t net;
    int bits;
} special[] = {
    {0x00000000, 8},  /* this network */
    {0x0a000000, 8},  /* private */
    {0x64400000, 10}, /* shared */
    {0x7f000000, 8},  /* loopback */
    {0xa9fe0000, 16}, /* link-local, and what clouds answer their machines at */
    {0xac100000, 12}, /* private */
    {0xc0000000, 24}, /* protocol assignments */
    {0xc0000200, 24}, /* documentation */
    {0xc0586300, 24}, /* 6to4 relays */
    {0xc0a80000, 16}, /* private */
    {0xc6120000, 15}, /* benchmarks */
    {0xc6336400, 24}, /* documentation */
    {0xcb007100, 24}, /* documentation */
    {0xe0000000, 4},  /* multicast */
    {0xf0000000, 4},  /* reserved, broadcast */
};

static bool public_v4(uint32_t ip)
{
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if ((ip ^ special[i].net) >> (32 - special[i].bits) == 0)
            return false;
    return true;
}

static uint32_t word(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Global unicast is 2000::/3; within it, what leads elsewhere by an address inside is not. */
static bool public_v6(const struct in6_addr *ip)
{
    const unsigned char *b = ip->s6_addr;
    uint32_t first = word(b);
    if (IN6_IS_ADDR_V4MAPPED(ip))
        return public_v4(word(b + 12));
    if (first >> 29 != 1)
        return false;
    return first != 0x20010db8        /* documentation */
           && first >> 9 != 0x100080  /* 2001::/23: Teredo, ORCHID, assignments */
           && first >> 16 != 0x2002   /* 6to4 */
           && first >> 12 != 0x3fff0; /* documentation */
}

bool address_public(const struct sockaddr *address)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (address->sa_family == AF_INET) {
        memcpy(&v4, address, sizeof v4);
        return public_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return false;
    memcpy(&v6, address, sizeof v6);
    return public_v6(&v6.sin6_addr);
}

/* --- the operator's list ---------------------------------------------------------------------- */

/* One entry: host, [v6], host:port or [v6]:port. */
static bool entry_names(const char *entry, size_t n, const char *host, int port)
{
    size_t name = strlen(host);
    if (n < name || strncasecmp(entry, host, name) != 0)
        return false;
    if (n == name)
        return port == 80 || port == 443;
    char *end;
    return port > 0 && entry[name] == ':' && strtol(entry + name + 1, &end, 10) == port &&
           end == entry + n;
}

bool address_listed(const char *list, const char *host, int port)
{
    static const char between[] = ", \t";
    for (const char *p = list + strspn(list, between); *p; p += strspn(p, between)) {
        size_t n = strcspn(p, between);
        if (entry_names(p, n, host, port))
            return true;
        p += n;
    }
    return false;
}
