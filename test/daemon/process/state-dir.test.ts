import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { stateDirOf } from '../../../src/daemon/process/state-dir.ts';

test.each([
  ['the configured folder wins over all', { dir: '/srv/box' }, { STATE_DIRECTORY: '/var/lib/private/moodbox' }, 0, '/srv/box'],
  [
    'a service keeps its state where systemd says',
    { dir: '' },
    { STATE_DIRECTORY: '/var/lib/private/moodbox:/other' },
    990,
    '/var/lib/private/moodbox',
  ],
  ['root keeps it where services do', { dir: '' }, {}, 0, '/var/lib/moodbox'],
  ['a user keeps it at home', { dir: '' }, {}, 1000, `${homedir()}/.local/state/moodbox`],
  ['or where the desktop says', { dir: '' }, { XDG_STATE_HOME: '/home/me/state' }, 1000, '/home/me/state/moodbox'],
])('%s', (_, config, env, uid, expected) => expect(stateDirOf(config, env, uid)).toBe(expected));
