/* A statement in pieces: what token.c makes of a text and token_expand.c puts together again. */
#ifndef DB_TOKEN_NODE_H
#define DB_TOKEN_NODE_H

#include "db/shape.h"
#include "db/token.h"

enum kind {
    TEXT,
    VALUE,
    LIST,
    SCOPE,
    SCOPE_ID,
    TENANT,
    ARMS,
    ARM,
    EACH,
    EITHER,
    FACTS,
    APP,
    TABLE
};

struct token {
    enum kind kind;
    const char *text; /* TEXT: itself; VALUE, LIST, EITHER: the argument; others: the alias;
                         TABLE: what follows the database, as written */
    size_t len;
    struct token *then, *otherwise; /* ARMS, EACH, EITHER */
    const struct shape_use *use;    /* TABLE; VALUE, LIST: of the table compared with */
    int column;                     /* VALUE, LIST with use: that column */
    bool writes_facts;              /* of the first token: of the whole statement */
    struct token *next;
};

#endif
