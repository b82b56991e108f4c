#!/usr/bin/env bash
# Runs `heimr analyze` with the inputs of the action, which are text: each line becomes one argument as it is, nothing is looked up or run.
# For bash 3.2 too, which has no mapfile and calls an empty list unset.
set -euo pipefail

arguments=()

# Adds each line of a text as an argument, after a prefix. Empty lines and carriage returns at line ends are none of it.
add_lines() {
  local prefix=$1 line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then arguments+=("$prefix$line"); fi
  done <<<"$2"
}

add_lines '' "${HEIMR_ARGS:-}"
# A flag and its value are one argument, so that a value that begins with a dash is no flag.
add_lines '--output=' "${HEIMR_OUTPUT:-}"
add_lines '--fail-on=' "${HEIMR_FAIL_ON:-}"
add_lines '--warn-on=' "${HEIMR_WARN_ON:-}"
add_lines '--tag=' "${HEIMR_TAGS:-}"
if [ -n "${HEIMR_TITLE:-}" ]; then arguments+=("--title=$HEIMR_TITLE"); fi
# What follows are paths, whatever they begin with.
arguments+=('--')
before=${#arguments[@]}
add_lines '' "${HEIMR_FILES:-}"
if [ "${#arguments[@]}" -eq "$before" ]; then
  echo 'heimr: the input "files" is empty: name the result files of the load test, one a line.' >&2
  code=2
else
  code=0
  node "${HEIMR_MAIN:?}" analyze "${arguments[@]}" </dev/null || code=$?
fi

# Heimr writes its outputs once it has an analysis; this one is known in any case.
printf 'exit-code=%s\n' "$code" >>"${GITHUB_OUTPUT:?}"
exit "$code"
