# Sourced by run and explain: the stack of the benchmark, beside all others.
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export ROWS=${ROWS:-1000000}
[[ $ROWS =~ ^[1-9][0-9]{3,8}$ ]] || { echo "ROWS=$ROWS is not a number from 1000 on" >&2; exit 2; }
export VAR=var/bench-$ROWS PORT=${BENCH_PORT:-18090} BIN=${BIN:-build/bin}
export DEMO=0 LOGIN_RATE=1000r/s PARLEY_SIGNIN_DELAY=off
export BUFFER_POOL=1G
((ROWS <= 2000000)) || BUFFER_POOL=6G

bench_down() {
    src/run/stack down > "$VAR/log/down.log" 2>&1
}

# Starts it and fills it, unless that was done by an earlier run.
bench_up() {
    src/run/stack port
    trap bench_down EXIT
    src/run/stack up > /dev/null || { src/run/stack up; exit 1; }
    "$BIN/parley" --config "$VAR/etc/parley.conf" bench-data --rows "$ROWS"
}
