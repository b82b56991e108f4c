#!/usr/bin/env bash
# Makes the command ready: the npm package of a version, or what this action's own commit holds. Output `main`: path of its program.
set -euo pipefail

version=${HEIMR_VERSION:-}
if [ -n "$version" ]; then
  # npm takes addresses, folders and git repositories for a version, too; here it is a version or a tag, nothing else.
  case $version in
    -* | *[!0-9A-Za-z.+-]*)
      echo 'heimr: the input "version" is no version of an npm package.' >&2
      exit 2
      ;;
  esac
  folder=${RUNNER_TEMP:?}/heimr
  mkdir -p -- "$folder"
  # In a folder of its own: settings of the project that is tested are not for this.
  cd -- "$folder"
  npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error -- "heimr@$version" >&2
  main=$folder/node_modules/heimr/dist/cli/main.js
else
  cd -- "${GITHUB_ACTION_PATH:?}"
  main=$PWD/dist/cli/main.js
  if [ ! -f "$main" ]; then
    npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2
    npm run --silent build >&2
  fi
fi
printf 'main=%s\n' "$main" >>"${GITHUB_OUTPUT:?}"
