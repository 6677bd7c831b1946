/* Asterisk's call detail records: the fields of one, whatever their order was.
 *
 * A CDR is a path between two parties; a call has one or several, with the same linkedid. */
#ifndef ASTERISK_CDR_H
#define ASTERISK_CDR_H

#include "core/clock.h"

#include <stdbool.h>
#include <stddef.h>

enum cdr_field {
    CDR_ACCOUNTCODE,
    CDR_SRC,
    CDR_DST,
    CDR_DCONTEXT,
    CDR_CLID,
    CDR_CHANNEL,
    CDR_DSTCHANNEL,
    CDR_LASTAPP,
    CDR_LASTDATA,
    CDR_START,
    CDR_ANSWER,
    CDR_END,
    CDR_DURATION,
    CDR_BILLSEC,
    CDR_DISPOSITION,
    CDR_AMAFLAGS,
    CDR_UNIQUEID,
    CDR_USERFIELD,
    CDR_PEERACCOUNT,
    CDR_LINKEDID,
    CDR_SEQUENCE,
    CDR_DID,          /* columns that many sites add: the number called, */
    CDR_RECORDING,    /* the file of the recording */
    CDR_HANGUPSOURCE, /* and the channel that hung up */
    CDR_FIELDS
};

enum cdr_disposition {
    CDR_NO_ANSWER,
    CDR_ANSWERED,
    CDR_BUSY,
    CDR_FAILED,
    CDR_CONGESTION,
    CDR_OTHER
};

struct cdr {
    const char *field[CDR_FIELDS]; /* never NULL; "": empty or not there */
    ms_t start, answer, end;       /* answer 0: never */
    int64_t duration_s, billsec_s; /* -1: unknown */
    enum cdr_disposition disposition;
    const char *odd; /* what was mended or could not be read; NULL: nothing */
};

/* The field that a column's name means, CDR_FIELDS for none. */
enum cdr_field cdr_column(const char *name);

/* The fields of Master.csv without a header line, by the number of columns: 16 to 21. False: no
 * Master.csv has that many. */
bool cdr_default(size_t n, enum cdr_field out[CDR_FIELDS]);

/* Reads the fields (NULL: not there), which must outlive `out`. `zone` is that of the times; NULL:
 * UTC. False with the reason for people. */
bool cdr_read(const char *const fields[CDR_FIELDS], const char *zone, struct cdr *out,
              const char **why);

#endif
