# Commands of the guides that would leave this machine, or take a port that is not free. The tests of the snippets
# load this file before what they run.

# An answer that is an error makes the snippet fail.
curl() {
  command curl --silent --show-error --fail-with-body "$@"
}

# Only the packages of this workspace are there; any other one cannot be installed.
npm() {
  if [ "$1" != install ] && [ "$1" != ci ]; then
    command npm "$@"
    return
  fi
  command=$1
  shift
  mkdir -p node_modules/@partner-referrals
  if [ "$command" = ci ]; then
    set -- $("$NODE" -p 'const p = require("./package.json"); Object.keys({ ...p.dependencies, ...p.devDependencies }).join(" ")')
  fi
  for package in "$@"; do
    case $package in
    --save-dev) ;;
    @partner-referrals/*)
      folder=$PACKAGES/${package#@partner-referrals/}
      "$NODE" -e 'if (require(process.argv[1]).private) throw new Error("not published")' "$folder/package.json"
      ln -sfn "$folder" "node_modules/$package"
      ;;
    *)
      echo "npm $command: $package is not a package of this workspace" >&2
      return 1
      ;;
    esac
  done
}

node() {
  "$NODE" "$@"
}

npx() {
  case $1 in
  @partner-referrals/sandbox | partner-referrals-sandbox) command=$SANDBOX ;;
  @partner-referrals/mock | partner-referrals-mock) command=$MOCK ;;
  *)
    echo "npx $1: no such command" >&2
    return 1
    ;;
  esac
  shift
  # The port of the guides may be taken on this machine.
  case " $* " in
  *" --port "*) "$NODE" "$command" "$@" ;;
  *) "$NODE" "$command" "$@" --port "${PORT:-0}" ;;
  esac
}
