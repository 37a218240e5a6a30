import type { CardTaken } from '../../appliance/boot-settings.ts';
import { answerCard, takeCard } from '../../appliance/boot-settings.ts';
import { cardContents } from '../../appliance/card/card-files.ts';
import { readCard } from '../../appliance/card/card-reading.ts';
import { keepOnline } from '../../appliance/hotspot/kept-network.ts';
import { keptOn, movePasswords } from '../../appliance/kept-passwords.ts';
import { leaveNews, NEWS, newsIn } from '../../appliance/news.ts';
import type { Partitions } from '../../appliance/place.ts';
import { placedName } from '../../appliance/placed.ts';
import { addressWithin, whereabouts } from '../../appliance/whereabouts.ts';
import { readWifi } from '../../appliance/wifi/iwd.ts';
import { printable } from '../../domain/one-line.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { trueWithin } from '../../shared/async/true-within.ts';
import type { Io, Subcommand } from '../command.ts';
import { EXIT, parse, positive } from '../command.ts';
import { codeFor, hasAccess, makeFirstCode, resetPin } from './boot-pin.ts';
import { restoreFrom } from './boot-restore.ts';
import { BootSteps } from './boot-steps.ts';

const OPTIONS = {
  card: { type: 'string', default: '/efi' },
  data: { type: 'string', default: '/data' },
  news: { type: 'string', default: NEWS },
  wait: { type: 'string' },
} as const;

export const bootSettings: Subcommand = {
  usage: `usage: moodbox boot-settings [--card FOLDER] [--data FOLDER] [--news FOLDER] [--wait SECONDS]

On a box that was started from the image: reads moodbox.yaml on the card's FAT partition (and what Raspberry Pi Imager wrote there), turns it
into files on the data partition if it has changed, and answers with moodbox-report.txt beside it. What is wrong changes nothing, and is
named in the report. A backup that is called restore.moodbox there is laid ready for the daemon, and a file reset-pin forgets the PINs. While
there is no PIN, the report has the code that sets the first. The image calls this at every start.
  --card FOLDER   where the FAT partition is mounted; /efi by default
  --data FOLDER   where the data partition is mounted; /data by default
  --news FOLDER   what else happened at this start, for the report, and a copy of it; /run/moodbox-boot by default
  --wait SECONDS  first waits for an address and for that code, for this long at most, so that the report can name them; then takes the
                  password of the Wi-Fi that has connected off the card`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const { wait } = values;
    const partitions: Partitions = { card: values.card, data: values.data };
    const isOnline = wait !== undefined && (await readyWithin(positive('--wait', wait), partitions, io));
    const steps = new BootSteps(partitions, io);
    const taken = (await steps.done(() => takeCard(partitions))) ?? (await unkept(partitions));
    tell(taken, io);
    leaveTakenBack(values.news, taken);
    for (const [file, { name, work }] of Object.entries(REQUESTS)) {
      const done = await steps.done(() => work(partitions), `${file} was not obeyed`);
      if (done === undefined) continue;
      io.out(printable(done));
      leaveNews(values.news, name, done);
    }
    await steps.done(() => makeFirstCode(partitions));
    const more = isOnline ? await online(partitions, steps, io) : [];
    // A password may have left the card meanwhile.
    const { card } = (isOnline ? await steps.done(() => takeCard(partitions)) : undefined) ?? taken;
    const answer = (): Promise<boolean> => {
      const news = [...newsIn(values.news), ...more, ...steps.troubles];
      return answerCard({ card: values.card, news: values.news }, card, whereabouts(values.data, { code: codeFor(partitions), news }));
    };
    // What is wrong with the card itself is at least in the copy.
    if ((await steps.done(answer)) === undefined) await steps.done(answer);
    return steps.troubles.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

/** A card that could be read, but not kept. */
async function unkept({ card, data }: Partitions): Promise<CardTaken> {
  return { card: readCard(cardContents(card), keptOn(data)), isNew: true, takenBack: [] };
}

/**
 * What a file on the card asks for: by its name, with the name of its news. Each resolves to a sentence for the report if it was asked for.
 */
const REQUESTS: Readonly<Record<string, BootRequest>> = {
  'restore.moodbox': { name: 'restore', work: restoreFrom },
  'reset-pin': { name: 'pin', work: resetPin },
};
type BootRequest = { readonly name: string; readonly work: (partitions: Partitions) => Promise<string | undefined> };

/** Waits for an address and for the code of the first PIN. Resolves to whether there is an address. */
async function readyWithin(seconds: number, partitions: Partitions, { signal }: Io): Promise<boolean> {
  const by = { clock: systemClock, signal };
  const [isOnline] = await Promise.all([addressWithin(seconds, by), trueWithin(seconds, () => hasAccess(partitions), by)]);
  return isOnline;
}

/** What is done once the box has a network. Resolves to what the report says of it. */
async function online(partitions: Partitions, steps: BootSteps, io: Io): Promise<readonly string[]> {
  await steps.done(() => keepOnline(partitions.data));
  const { connected } = (await readWifi({ clock: systemClock, signal: io.signal })) ?? {};
  const asked = connected === undefined ? [] : [connected];
  const { moved, left } = (await steps.done(() => movePasswords(partitions, asked))) ?? { moved: [], left: [] };
  for (const ssid of moved) io.out(printable(`the password of ${ssid} has left the card`));
  return left.map((ssid) => `The password of ${ssid} is still on this card: put (stored) in its place if nobody is to read it here.`);
}

/** What an earlier card had said and this one does not is told: nobody may lose a network without a word. */
function leaveTakenBack(news: string, { takenBack }: CardTaken): void {
  const names = takenBack.flatMap((path) => placedName(path) ?? []);
  if (names.length > 0) leaveNews(news, 'taken-back', `No longer in moodbox.yaml, and so forgotten: ${names.join(', ')}.`);
}

function tell({ card, isNew }: CardTaken, io: Io): void {
  for (const { name } of card.files) io.out(printable(`${name} ${isNew ? 'is read' : 'has not changed'}`));
  for (const { name, problems, leftOut } of card.files)
    for (const problem of [...problems, ...leftOut]) io.err(printable(`${name}: ${problem}`));
  for (const sentence of [...card.empty.map((name) => `${name} is empty`), ...card.unread]) io.err(printable(sentence));
}
