/* Which tables a statement may touch only under a scope token. */
#ifndef DB_TABLES_H
#define DB_TABLES_H

#include "db/db.h"

/* Finds the tables in the statement's text and holds them against the table of tables.
 * ERR_DB_SCHEMA with the statement and the table named when a token is missing or the table is
 * unknown. */
enum err tables_check(const struct db_stmt *stmt);

#endif
