#!/bin/sh
# The scope wall has no side doors: only src/auth/scope.c makes a scope, only src/db looks inside
# one, and statements name their tables so that the table of tables can see them:
# tests/check/scope.sh [file or folder]...
[ $# -gt 0 ] || set -- src cgi-bin
find "$@" -name '*.[ch]' -print0 2> /dev/null | sort -z | xargs -0 -r perl "${0%.sh}.pl"
