import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { CardTaken, Partitions } from '../appliance/boot-settings.ts';
import { answerCard, hostnameOn, takeCard } from '../appliance/boot-settings.ts';
import { leaveNews, newsIn } from '../appliance/news.ts';
import { CONFIGURATION } from '../appliance/placed.ts';
import type { Whereabouts } from '../appliance/report-text.ts';
import { readConfig } from '../config/load.ts';
import { printable } from '../domain/one-line.ts';
import { ms } from '../domain/units.ts';
import { systemClock } from '../shared/async/clock.ts';
import { restoreFrom } from './boot-restore.ts';
import type { Io, Subcommand } from './command.ts';
import { EXIT, parse, positive } from './command.ts';

const OPTIONS = {
  card: { type: 'string', default: '/efi' },
  data: { type: 'string', default: '/data' },
  news: { type: 'string', default: '/run/moodbox-boot' },
  wait: { type: 'string' },
} as const;
const A_SECOND = ms(1000);
const HTTP = 80;

export const bootSettings: Subcommand = {
  usage: `usage: moodbox boot-settings [--card FOLDER] [--data FOLDER] [--news FOLDER] [--wait SECONDS]

On a box that was started from the image: reads moodbox.yaml on the card's FAT partition (and what Raspberry Pi Imager wrote there), turns it
into files on the data partition if it has changed, and answers with moodbox-report.txt beside it. What is wrong changes nothing, and is
named in the report. A backup that is called restore.moodbox there is laid ready for the daemon. The image calls this at every start.
  --card FOLDER   where the FAT partition is mounted; /efi by default
  --data FOLDER   where the data partition is mounted; /data by default
  --news FOLDER   what else happened at this start, for the report; /run/moodbox-boot by default
  --wait SECONDS  first waits for an address, for this long at most, so that the report can name it`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    if (values.wait !== undefined) await addressWithin(positive('--wait', values.wait), io.signal);
    const partitions: Partitions = { card: values.card, data: values.data };
    return reportedFailure(partitions, io, async () => {
      const taken = await takeCard(partitions);
      tell(taken, io);
      const restored = await restoreFrom(partitions);
      if (restored !== undefined) {
        io.out(printable(restored));
        leaveNews(values.news, 'restore', restored);
      }
      await answerCard(partitions.card, taken.card, { ...whereabouts(partitions.data), news: newsIn(values.news) });
    });
  },
};

/** A partition that is full, read-only or missing ends this command with a sentence, and nothing else: the box starts with what it has. */
async function reportedFailure({ card, data }: Partitions, io: Io, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return EXIT.ok;
  } catch (err) {
    const { code, path = '' } = err as NodeJS.ErrnoException;
    if (![card, data].some((folder) => path.startsWith(folder))) throw err;
    io.err(printable(`moodbox boot-settings: ${path} cannot be written (${code})`));
    return EXIT.failed;
  }
}

function tell({ card, isNew }: CardTaken, io: Io): void {
  for (const { name } of card.files) io.out(printable(`${name} ${isNew ? 'is read' : 'has not changed'}`));
  for (const { name, problems } of card.files) for (const problem of problems) io.err(printable(`${name}: ${problem}`));
}

function whereabouts(data: string): Omit<Whereabouts, 'news'> {
  const { config } = readConfig({ file: join(data, CONFIGURATION), env: {} });
  return { hostname: hostnameOn(data, hostname()), addresses: ownAddresses(), port: config?.web.port ?? HTTP };
}

/** IPv4, without those that a machine gives itself for lack of a router. */
const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address);

async function addressWithin(seconds: number, signal: AbortSignal): Promise<void> {
  for (let left = seconds; left > 0 && ownAddresses().length === 0; left -= 1) await systemClock.sleep(A_SECOND, signal);
}
