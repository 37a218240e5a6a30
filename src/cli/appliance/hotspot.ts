import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answerCard, takeCard } from '../../appliance/boot-settings.ts';
import { OBEYED } from '../../appliance/card/obeyed-names.ts';
import { HOTSPOT_ADDRESS, HOTSPOT_PORTS } from '../../appliance/hotspot/fence-rules.ts';
import { keepOnline, keepOutcome, keepTyped, wasOnline } from '../../appliance/hotspot/kept-network.ts';
import { hotspotRadio } from '../../appliance/hotspot/radio.ts';
import type { HotspotOutcome, HotspotParts } from '../../appliance/hotspot/run-hotspot.ts';
import { runHotspot } from '../../appliance/hotspot/run-hotspot.ts';
import { LINE_OF_USE, lineOfTyped, startSetupChild } from '../../appliance/hotspot/setup-child.ts';
import { openSetupServer } from '../../appliance/hotspot/setup-server.ts';
import type { NetworkSight } from '../../appliance/hotspot/steps.ts';
import { isWanted } from '../../appliance/hotspot/steps.ts';
import { NEWS, newsIn } from '../../appliance/news.ts';
import type { Partitions } from '../../appliance/place.ts';
import { addressWithin, outsideAddresses, whereabouts } from '../../appliance/whereabouts.ts';
import type { WifiWorld } from '../../appliance/wifi/iwd.ts';
import { readWifi } from '../../appliance/wifi/iwd.ts';
import { printable } from '../../domain/one-line.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { namesIn } from '../../shared/names-in.ts';
import { accountOf } from '../../shared/process/programs.ts';
import type { Io, Subcommand } from '../command.ts';
import { EXIT, parse, whole } from '../command.ts';
import { codeFor } from './boot-pin.ts';

const OPTIONS = {
  card: { type: 'string', default: '/efi' },
  data: { type: 'string', default: '/data' },
  wait: { type: 'string', default: '45' },
  page: { type: 'boolean', default: false },
  address: { type: 'string', default: HOTSPOT_ADDRESS },
  http: { type: 'string', default: String(HOTSPOT_PORTS.http) },
  dns: { type: 'string', default: String(HOTSPOT_PORTS.dns) },
  url: { type: 'string', default: `http://${HOTSPOT_ADDRESS}/` },
  later: { type: 'string', default: 'http://moodbox.local' },
  failed: { type: 'string' },
} as const;
/** The account of the process that talks to visitors. */
const ACCOUNT = 'moodbox-hotspot';

export const hotspot: Subcommand = {
  usage: `usage: moodbox hotspot [--card FOLDER] [--data FOLDER] [--wait SECONDS]

On a box that was started from the image: if there has never been a network, or if there is a file 'hotspot' on the card, opens a Wi-Fi of its
own for a quarter of an hour, with one page that asks for the Wi-Fi of the house. The name of the network, moodbox-XXXX, is its password too.
The image calls this at every start, as root; the page is served by a process without rights (--page), which this command starts.
  --card FOLDER   where the FAT partition is mounted; /efi by default
  --data FOLDER   where the data partition is mounted; /data by default
  --wait SECONDS  how long a network may take after the start; 45 by default
  --page          serves the page and DNS on --address, --http and --dns, tells what is typed on standard output, and ends with its input`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    return values.page ? servePage(values, io) : openIfWanted({ card: values.card, data: values.data }, whole('--wait', values.wait), io);
  },
};

type PageValues = {
  readonly address: string;
  readonly http: string;
  readonly dns: string;
  readonly url: string;
  readonly later: string;
  readonly failed?: string;
};

async function servePage({ address, http, dns, url, later, failed }: PageValues, io: Io): Promise<number> {
  const opening = openSetupServer({
    ...{ address, url, later, clock: systemClock, http: Number(http), dns: Number(dns) },
    ...(failed !== undefined && { failed }),
    onUsed: () => io.out(LINE_OF_USE),
    onTyped: (typed) => io.out(lineOfTyped(typed)),
  });
  await using server = await opening.catch(unlistened);
  if (!('http' in server)) {
    io.err(`moodbox hotspot: ${server.why}`);
    return EXIT.failed;
  }
  io.err(`moodbox hotspot: the page is at ${address}:${server.http}, DNS on port ${server.dns}`);
  await inputEnds(io);
  return EXIT.ok;
}

/** The address or a port may not be there: whoever started us learns it by our end. */
function unlistened(err: NodeJS.ErrnoException): AsyncDisposable & { readonly why: string } {
  if (err.syscall === undefined) throw err;
  return { why: err.message, [Symbol.asyncDispose]: async () => undefined };
}

/** Whoever started us holds the other end of our input. */
function inputEnds({ signal }: Io): Promise<void> {
  return new Promise((resolve) => {
    process.stdin
      .resume()
      .once('end', resolve)
      .once('error', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function openIfWanted(partitions: Partitions, wait: number, io: Io): Promise<number> {
  const world = { clock: systemClock, signal: io.signal };
  const request = requestOn(partitions.card);
  if (request === undefined && wasOnline(partitions.data)) return EXIT.ok;
  if (request === undefined) await addressWithin(wait, world);
  const before = { ...(await look(world)), requested: request !== undefined, wasOnline: wasOnline(partitions.data) };
  const { radio } = (await readWifi(world)) ?? {};
  if (!radio || !isWanted(before)) {
    io.out(radio ? 'no hotspot: there is a network' : 'no hotspot: this machine has no Wi-Fi that iwd knows');
    return EXIT.ok;
  }
  const outcome = await runHotspot(await partsOf(partitions, world, io));
  await settle(partitions, outcome, request, io);
  return EXIT.ok;
}

async function partsOf({ data }: Partitions, world: WifiWorld, io: Io): Promise<HotspotParts> {
  const account = await accountOf(ACCOUNT);
  const [program, script] = process.argv as [string, string];
  return {
    ...world,
    radio: hotspotRadio(world),
    look: () => look(world),
    keep: (typed) => keepTyped(data, typed),
    onOpen: (name) => io.out(`the hotspot ${name} is open; its password is ${name}`),
    page: ({ failed, on }) => {
      const { hostname, port } = whereabouts(data);
      const later = `http://${hostname}.local${port === 80 ? '' : `:${port}`}`;
      const args = [script, 'hotspot', '--page', '--later', later, ...(failed === undefined ? [] : [`--failed=${failed}`])];
      const onSaid = (said: Parameters<typeof on.typed>[0] | 'used'): void => (said === 'used' ? on.used() : on.typed(said));
      return startSetupChild({ program, args, account, clock: systemClock, onSaid, onEnd: on.ended });
    },
  };
}

/** What the box sees of networks. Whatever is not Wi-Fi counts as a cable. */
async function look(world: WifiWorld): Promise<NetworkSight> {
  const { connected, known = [], radio } = (await readWifi(world)) ?? {};
  const isRadio = (name: string): boolean => name === radio?.name;
  return {
    cable: outsideAddresses((name) => !isRadio(name)).length > 0,
    wifi: connected !== undefined && outsideAddresses(isRadio).length > 0,
    known: known.length > 0,
  };
}

/** Keeps what came of it, takes the request off the card, and answers the card once more. */
async function settle(partitions: Partitions, outcome: HotspotOutcome, request: string | undefined, io: Io): Promise<void> {
  const { card, data } = partitions;
  io.out(printable(`the hotspot is closed: ${outcome.why}${outcome.typed ? ` to ${outcome.typed.network.ssid}` : ''}`));
  await keepOutcome(data, outcome);
  if (outcome.why === 'connected') await keepOnline(data);
  if (request !== undefined) await rm(join(card, request), { force: true });
  const where = whereabouts(data, { code: codeFor(partitions), news: newsIn(NEWS) });
  await answerCard({ card, news: NEWS }, (await takeCard(partitions)).card, where);
}

/** The name of the file that asks for a hotspot, if it is there. */
const requestOn = (card: string): string | undefined =>
  namesIn(card).find((name) => OBEYED.hotspot.test(name) && statSync(join(card, name)).isFile());
