/* Asterisk's channel event log: the fields of an event, whatever their order was. */
#ifndef ASTERISK_CEL_H
#define ASTERISK_CEL_H

#include "core/clock.h"

#include <stdbool.h>
#include <stddef.h>

enum cel_field {
    CEL_EVENTTYPE,
    CEL_EVENTTIME,
    CEL_CID_NAME,
    CEL_CID_NUM,
    CEL_CID_ANI,
    CEL_CID_RDNIS,
    CEL_CID_DNID,
    CEL_EXTEN,
    CEL_CONTEXT,
    CEL_CHANNAME,
    CEL_APPNAME,
    CEL_APPDATA,
    CEL_AMAFLAGS,
    CEL_ACCOUNTCODE,
    CEL_UNIQUEID,
    CEL_LINKEDID,
    CEL_PEER,
    CEL_USERFIELD,
    CEL_USERDEFTYPE,
    CEL_EXTRA,
    CEL_PEERACCOUNT,
    CEL_FIELDS
};

enum cel_kind {
    CEL_UNKNOWN,
    CEL_CHAN_START,
    CEL_CHAN_END,
    CEL_ANSWER,
    CEL_HANGUP,
    CEL_HOLD,
    CEL_UNHOLD,
    CEL_BLINDTRANSFER,
    CEL_ATTENDEDTRANSFER,
    CEL_LINKEDID_END,
    CEL_OTHER /* known, and nothing follows from it: APP_START, BRIDGE_ENTER ... */
};

struct cel {
    const char *field[CEL_FIELDS]; /* never NULL; "": empty or not there */
    ms_t at;
    enum cel_kind kind;
    char hangup_source[128]; /* of HANGUP, from the JSON of `extra`; "": not said */
    char to[80];             /* of BLINDTRANSFER: extension */
    const char *odd;         /* extra that is no JSON; NULL: all is well */
};

/* The field that a column's name means, CEL_FIELDS for none. */
enum cel_field cel_column(const char *name);

/* The fields of cel_custom's Master.csv, by the number of columns: 19 or 20. False: none has that
 * many. */
bool cel_default(size_t n, enum cel_field out[CEL_FIELDS]);

/* Reads the fields (NULL: not there), which must outlive `out`. `zone` is that of times that are
 * not in seconds since 1970; NULL: UTC. False with the reason for people. */
bool cel_read(const char *const fields[CEL_FIELDS], const char *zone, struct cel *out,
              const char **why);

#endif
