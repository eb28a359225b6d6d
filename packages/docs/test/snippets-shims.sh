# Commands of the guides that would leave this machine, or take a port that is not free. The tests of the snippets
# load this file before what they run.

# An answer that is an error makes the snippet fail, unless a test says otherwise.
curl() {
  command curl --silent --show-error ${CURL_FAIL---fail-with-body} "$@"
}

# Only the packages of this workspace are there; any other one cannot be installed.
npm() {
  case $1 in
  install | ci) "$NODE" "$SHIMS/snippets-npm.ts" "$@" ;;
  *) command npm "$@" ;;
  esac
}

node() {
  "$NODE" "$@"
}

npx() {
  case $1 in
  @partner-referrals/sandbox | partner-referrals-sandbox) command=$SANDBOX port=${SANDBOX_PORT:-0} ;;
  @partner-referrals/mock | partner-referrals-mock) command=$MOCK port=${MOCK_PORT:-0} ;;
  @partner-referrals/verify | partner-referrals-verify)
    shift
    "$NODE" "$VERIFY" "$@" --max-per-second 1000
    return
    ;;
  *)
    echo "npx $1: no such command" >&2
    return 1
    ;;
  esac
  shift
  # The port of the guides may be taken on this machine.
  "$NODE" "$command" "$@" --port "$port"
}
