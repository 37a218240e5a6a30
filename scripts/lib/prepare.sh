# From a fresh checkout to something that runs: packages, modules, binding, build. Each part is done again only when what it
# is made from has changed. Sourced after steps.sh, packages.sh and npm.sh, in the checkout's folder.
# shellcheck shell=bash

# Packages, modules, OpenCV's binding, SQLite's, moodbox itself.
parts=5

# prepare PACKAGE…: the whole way. The packages come in while moodbox is built: that is most of the waiting on a fresh machine. Two at once
# in one checkout take turns.
prepare() {
  check_machine
  part="1 of $parts"
  install_packages "${BUILDING[@]}"
  install_packages_aside "$@"
  exec 9<.
  flock -n 9 || { say 'waiting for another start or test in this folder'; flock 9; }
  part="2 of $parts"
  have_npm
  modules
  bindings
  part="5 of $parts"
  build
  part=
  exec 9>&-
  packages_joined
}

modules() {
  local stamp=node_modules/.moodbox-stamp want
  want=$(fingerprint package-lock.json .npmrc)
  [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
  # The modules for building are wanted too, whatever NODE_ENV says.
  local progress=modules_fetched
  wanted_modules=$(count_modules)
  step modules 'installing Node modules (npm ci)' npm ci --include=dev --no-progress --loglevel=http || fail 'the Node modules could not be installed'
  echo "$want" >"$stamp"
}

# npm asks the registry twice for each module: what there is of it, and the archive. Modules for other systems are not fetched.
modules_fetched() { bar "$(($(grep -c '^npm http' "$1") / 2))" "$wanted_modules" modules "$2"; }
wanted_modules=0
count_modules() {
  node -p "Object.entries(require('./package-lock.json').packages).filter(([path, { os, cpu }]) => path && (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch))).length"
}

bindings() { MOODBOX_PARTS=$parts shown ./scripts/native || fail 'a native binding (OpenCV, SQLite) could not be built'; }

build() {
  local stamp=dist/.moodbox-stamp want
  want=$(fingerprint src web package.json package-lock.json tsconfig.json tsconfig.build.json)
  [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
  rm -rf dist
  step build 'building (TypeScript and the page)' npm run --silent build || fail 'the build failed'
  echo "$want" >"$stamp"
}
