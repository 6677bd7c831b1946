#!/bin/sh
# Refuses what a ClearSilver template must not hold: tests/check/templates.sh [file or folder]...
# Every finding is one line, `file:line: rule: what is wrong`. Each rule has a sample in bad/.
find "${@:-templates}" -name '*.cs' -print0 2> /dev/null | sort -z | xargs -0 -r perl "${0%.sh}.pl"
