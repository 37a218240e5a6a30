# How a file is signed for whoever downloads it. Sourced.
# shellcheck shell=bash

# sign_file KEY FILE: FILE.sig by an SSH key, which is a file, or FILE.asc by a key of gpg, which has an id.
sign_file() {
  if [ -f "$1" ]; then
    ssh-keygen -q -Y sign -f "$1" -n file "$2"
  else
    gpg --batch --yes --local-user "$1" --armor --detach-sign -o "$2.asc" "$2"
  fi
}
