/* Where outgoing requests may go: to public addresses, and to hosts that the operator lists. */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Whether an address is one of the public internet: not loopback, private, link-local, shared,
 * documentation, multicast or reserved, nor an IPv4 address of those kinds within an IPv6 one. */
bool address_public(const struct sockaddr *address);

/* Whether a list, "host:port, host" with commas or blanks between, names the host with that port.
 * One without a port means 80 and 443. IPv6 addresses stand in brackets, as in a URL. */
bool address_listed(const char *list, const char *host, int port);

#endif
