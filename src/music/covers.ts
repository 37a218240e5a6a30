import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Mood } from '../domain/emotion.ts';
import type { SourceTraits, Track } from '../domain/music.ts';
import { SOURCE_TRAITS } from '../domain/music.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { withTimeout } from '../shared/async/timeout.ts';
import { jpegSize } from '../shared/jpeg-size.ts';
import type { Log } from '../shared/log.ts';
import { pictureFrom, pictureIn } from './cover-picture.ts';
import { moodCover } from './mood-cover.ts';
import { bytesOf } from './youtube/update/download.ts';

export type CoversWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether thumbnails may be fetched from this address; by default, whether it is one of YouTube's. */
  readonly isThumbnailHost?: (address: URL) => boolean;
};

const LIMITS = { silence: ms(10_000), whole: ms(20_000), program: 0 };
/** In bytes. Anything larger would only load the broker. */
const LARGEST = 200_000;
/** Far more than the 480 x 360 of a thumbnail. */
const MOST_PIXELS = 4_000_000;
/** How long reading a folder may take. */
const FOLDER_LIMIT = ms(5000);
/** The names that file managers and players know. */
const BESIDE = /^(cover|folder|front|album)\.(jpe?g|png|webp)$/i;

/**
 * A picture for what plays: the video's, or the one in or beside the file, or else the mood's own. Always a JPEG, 480 pixels wide at most.
 */
export class Covers {
  readonly #world: CoversWorld;

  constructor(world: CoversWorld) {
    this.#world = world;
  }

  /** Settles within about 20 s, and soon after an abort. Undefined only if moodbox's own pictures are missing. */
  async of(track: Track | undefined, mood: Mood, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const found = track && (await this.#pictureOf(track, signal));
    if (found && isSmallJpeg(found)) return found;
    return moodCover(track?.mood ?? mood).catch((err: unknown) => {
      this.#world.log.debug({ err }, 'cover.missing');
      return undefined;
    });
  }

  async #pictureOf(track: Track, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const pictures: Record<SourceTraits['cover'], () => Promise<Uint8Array | undefined>> = {
      site: () => this.#thumbnail(track, signal),
      server: () => this.#relayed(track, signal),
      file: async () => (track.url === undefined ? undefined : this.#fileCover(track.url, signal)),
      none: async () => undefined,
    };
    return pictures[SOURCE_TRAITS[track.source].cover]();
  }

  async #fileCover(file: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { clock } = this.#world;
    // ffmpeg would hang on a network share that hangs: look at the folder first.
    const looked = await withTimeout(FOLDER_LIMIT, pictureBeside(file), clock, signal);
    if (!looked.ok) return undefined;
    const beside = looked.value;
    const by = { most: LARGEST, clock, signal };
    return (beside === undefined ? undefined : await pictureFrom(beside, by)) ?? pictureIn(file, by);
  }

  /** The picture of a music server, by way of our own address on this machine, which holds no login; Music Assistant's needs none. */
  async #relayed({ picture }: Track, signal: AbortSignal): Promise<Uint8Array | undefined> {
    if (picture === undefined) return undefined;
    const { clock, log } = this.#world;
    const fetched = await bytesOf(picture, { limits: LIMITS, clock, signal });
    if (!fetched.ok) log.debug({ why: fetched.why.why }, 'cover.unreachable');
    return fetched.ok ? fetched.value : undefined;
  }

  /** Fetches the one size that every video has, as a JPEG. */
  async #thumbnail({ id, picture }: Track, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { clock, log, isThumbnailHost = isOfYoutube } = this.#world;
    if (picture === undefined || !URL.canParse(picture) || !isThumbnailHost(new URL(picture)) || !/^[\w-]{11}$/.test(id)) return undefined;
    const fetched = await bytesOf(`${new URL(picture).origin}/vi/${id}/hqdefault.jpg`, { limits: LIMITS, clock, signal });
    if (!fetched.ok) log.debug({ ...fetched.why }, 'cover.unreachable');
    return fetched.ok ? fetched.value : undefined;
  }
}

async function pictureBeside(track: string): Promise<string | undefined> {
  const folder = dirname(track);
  const names = await readdir(folder).catch(() => []);
  const name = names.sort().find((each) => BESIDE.test(each));
  return name === undefined ? undefined : join(folder, name);
}

/** Whether these bytes are a JPEG picture of a size that anybody can unpack. */
function isSmallJpeg(bytes: Uint8Array): boolean {
  const size = jpegSize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return bytes.length <= LARGEST && size !== undefined && size.width * size.height <= MOST_PIXELS;
}

/** The hosts of YouTube's thumbnails. An answer of yt-dlp's names the address, so it may name any. */
const isOfYoutube = (address: URL): boolean => address.protocol === 'https:' && /^([\w-]+\.)*(ytimg|ggpht)\.com$/.test(address.hostname);
