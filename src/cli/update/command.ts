import { ms } from '../../domain/units.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import type { Subcommand } from '../command.ts';
import { EXIT, parse, positive, UsageError } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';
import { install } from './install.ts';
import { check, fetchWanted } from './offered.ts';
import { prove } from './prove.ts';
import { restart } from './restart.ts';
import { status } from './status.ts';
import { stick } from './stick.ts';
import { worldOf } from './world.ts';

const OPTIONS = {
  config: { type: 'string' },
  root: { type: 'string', default: '/' },
  json: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  asked: { type: 'boolean', default: false },
  for: { type: 'string', default: '60' },
  within: { type: 'string', default: '600' },
} as const;

const ACTIONS = { status, install, check, fetch: fetchWanted, stick, restart, prove } as const;
type Action = keyof typeof ACTIONS;
const isAction = (word: string): word is Action => Object.hasOwn(ACTIONS, word);

export const updateCommand: Subcommand = {
  usage: `usage: moodbox update status [--json]
       moodbox update install FILE
       moodbox update restart
       moodbox update check

On a box that was started from the image, as root: updates of the whole system.
  status   the two slots, their versions, the tries that they have left, and what came of the last try and the last installation
  install  verifies a signed bundle (moodbox-….raucb), writes it to the slot that does not run, and has that one start next
  restart  starts the machine again, if an update waits for that
  check    looks whether the folder that update.url names offers a newer image

The image also calls 'status --keep' (for the page and the doctor), 'install --asked' (the file that came over the page or from a
stick), 'fetch', 'stick FOLDER' (the newest signed update on a stick, for the page to offer), and 'prove', which waits until the box has been
well for a minute, ten minutes at most (--for and --within, in seconds). --root FOLDER puts another folder in the place of / for tests.`,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS, { least: 1, most: 2 });
    const [action = '', file] = positionals;
    if (!isAction(action)) throw new UsageError(`'${action}' is not one of ${Object.keys(ACTIONS).join(', ')}`);
    if (file !== undefined && action !== 'install' && action !== 'stick') throw new UsageError(`unexpected '${file}'`);
    return explainedFailure('update', io, async () => {
      const world = worldOf(values, io);
      if (!world.isImage) throw new FixableError('this box was not started from the image; its packages are updated by apt');
      return (await ACTIONS[action](world, { ...values, file, ...proofOf(values) })) ? EXIT.ok : EXIT.failed;
    });
  },
};

const proofOf = ({ for: wellFor, within }: { readonly for: string; readonly within: string }) => ({
  wellFor: ms(positive('--for', wellFor) * 1000),
  within: ms(positive('--within', within) * 1000),
});
