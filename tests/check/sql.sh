#!/bin/sh
# SQL has its place: src/store (and src/db, the command line program, and the statements that a
# session or a key is known by, which no layer below src/store can borrow). Anywhere else a string that
# looks like SQL is refused: tests/check/sql.sh [file or folder]...
if [ $# -eq 0 ]; then
    set -- src cgi-bin
    places='src/store src/db src/auth/session.c src/auth/key_access.c cgi-bin/parley'
fi
find "$@" -name '*.[ch]' 2> /dev/null | sort | while read -r file; do
    for place in ${places-}; do
        case $file in "$place" | "$place"/*) continue 2 ;; esac
    done
    printf '%s\0' "$file"
done | xargs -0 -r perl "${0%.sh}.pl"
