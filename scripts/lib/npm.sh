# npm itself, for a machine that has none. Debian's package `npm` brings some 350 others along, webpack and Jest among them; npm's own
# archive is one file. Sourced after steps.sh and packages.sh.
# shellcheck shell=bash

NPM_VERSION=10.9.9
# Its folder in the cache.
NPM=npm-$NPM_VERSION
# Of the archive in npm's registry, as its metadata says.
NPM_SHA512=d60fba8cb42f688b81e33c2f1cbef2ad7b977166700ec0ad057f1b6d60ea6ef2524abf673e20c35931cd8305d1dbb8887134d6eefdc0e7b8435bd458bf65b862

# have_npm: afterwards there is an `npm` in the PATH. One that is there already is left alone.
have_npm() {
  ! command -v npm >/dev/null || return 0
  if ! npm_is_fetched; then
    say "Debian's npm will do, too"
    become_root 'apt-get install npm'
    step npm-of-debian "installing Debian's npm" apt_get install --no-install-recommends npm || fail 'npm is missing'
    hash -r
    return 0
  fi
  PATH=$MOODBOX_CACHE/$NPM/bin:$PATH
  export PATH
}

# Afterwards npm is in the cache. It works from there under any path, in another root as well.
npm_is_fetched() {
  [ -x "$MOODBOX_CACHE/$NPM/bin/npm" ] || step npm "fetching npm $NPM_VERSION from its registry" fetch_npm "$MOODBOX_CACHE/$NPM"
}

# fetch_npm FOLDER: apt's own helper fetches it, as it fetches everything else here: over the same proxy, and only what has this checksum.
fetch_npm() {
  local new=$1.new
  rm -rf "$new" "$1" && mkdir -p "$new/bin" &&
    "${APT_HELPER:-/usr/lib/apt/apt-helper}" -o Acquire::Retries=3 -o APT::Sandbox::User=root \
      download-file "$(npm_registry)/npm/-/npm-$NPM_VERSION.tgz" "$new/npm.tgz" "SHA512:$NPM_SHA512" &&
    tar -xzf "$new/npm.tgz" -C "$new" --no-same-owner &&
    printf '#!/bin/sh\nexec node "${0%%/*}/../package/bin/npm-cli.js" "$@"\n' >"$new/bin/npm" &&
    chmod 755 "$new/bin/npm" && rm "$new/npm.tgz" && mv -T "$new" "$1"
}

# The registry that npm itself would ask: the environment's, the user's, or the public one.
npm_registry() {
  local own
  own=${npm_config_registry:-$(sed -n 's/^ *registry *= *//p' "$HOME/.npmrc" 2>/dev/null | tail -n 1)}
  own=${own:-https://registry.npmjs.org}
  echo "${own%/}"
}
