# The letters of Linux's console end with those of Western Europe: what a printer sets finer becomes what a typewriter has.
s/[\r]//g
s/’/'/g
s/‘/'/g
s/“/"/g
s/”/"/g
s/„/"/g
s/…/.../g
s/–/-/g
s/—/-/g
s/→/->/g
