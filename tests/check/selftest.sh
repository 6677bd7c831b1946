#!/bin/sh
# The checks are checked: each sample in bad/ is refused by the rule it is named after
# (<rule>.<number>.<kind>), and nothing in good/ is refused.
cd "$(dirname "$0")" || exit 1
failed=0
for sample in bad/*.cs bad/*.c; do
    rule=${sample#bad/}
    rule=${rule%%.*}
    case $rule.$sample in
        *.cs) check=./templates.sh ;;
        sql.*) check=./sql.sh ;;
        *) check=./scope.sh ;;
    esac
    if found=$($check "$sample") || ! echo "$found" | grep -q ": $rule: "; then
        echo "tests/check/$sample was not refused by the rule $rule: ${found:-nothing found}"
        failed=1
    fi
done
./templates.sh good || failed=1
./sql.sh good || failed=1
./scope.sh good || failed=1
exit $failed
