/* CRM contacts: finding them among hundreds of thousands, changing one, finding doubles. */
#ifndef STORE_CONTACTS_H
#define STORE_CONTACTS_H

#include "store/listing.h"

extern const struct db_stmt *const contact_statements[]; /* ends with NULL */

struct contact {
    int64_t id;
    const char *name, *phone_e164, *email, *zone; /* all but the name: NULL for none */
};

/* How they are searched: along an index, so that it costs a page and not the table; or by the
 * beginning of any word of the name, which walks along all names until a page is full. */
enum contacts_by { CONTACTS_NAME, CONTACTS_WORD, CONTACTS_PHONE, CONTACTS_EMAIL };

/* A page in the order of what is searched (words: of the name). `text` is the beginning; NULL: all
 * by name. ERR_DB_TIMEOUT when it took too long. */
enum err contacts_page(struct db *db, struct arena *a, const struct scope *scope,
                       const struct listing *want, enum contacts_by by, const char *text,
                       struct contact **out, size_t *n, bool *more);

/* Not for CONTACTS_WORD. */
enum err contacts_count(struct db *db, struct arena *a, const struct scope *scope,
                        enum contacts_by by, const char *text, int64_t *out);

/* Reads one, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err contact_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      bool lock, struct contact *out);

/* Stores the changes of one. */
enum err contact_save(struct db *db, struct arena *a, const struct scope *scope,
                      const struct contact *c);

/* --- doubles --- */

struct contact_double {
    const char *value; /* what they share */
    int64_t id, n;     /* the first of them, and how many they are */
};

/* A page of the numbers (or, `by_email`, addresses) that several contacts have, in their order. */
enum err contact_doubles(struct db *db, struct arena *a, const struct scope *scope,
                         const struct listing *want, bool by_email, struct contact_double **out,
                         size_t *n, bool *more);

enum { CONTACT_SAME_MAX = 50 };

/* Contacts with the number or the address of this one, itself among them, by id. */
enum err contacts_same(struct db *db, struct arena *a, const struct scope *scope,
                       const struct contact *c, struct contact **out, size_t *n);

#endif
