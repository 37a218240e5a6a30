import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { environmentFor } from '../shared/process/environment.ts';
import { fenced } from '../shared/process/fence.ts';
import { runForBytes } from '../shared/process/run.ts';

/** A picture file of more bytes than this is no cover. */
const LARGEST_FILE = 16 * 1024 * 1024;
/** 4096 x 4096, more than any cover has. A PNG of less than a megabyte may claim to be fifty times as large. */
const MOST_PIXELS = 16_777_216;
/** ffmpeg needs 115 MB for the largest picture that is allowed. */
const FENCE = { memory: 256 * 1024 * 1024 };
const FFMPEG_LIMIT = ms(10_000);
const HEAD = 16;

/** How a file of that kind begins (Latin-1, from that byte on), and the demuxer of ffmpeg's that reads it. */
type Kind = readonly [demuxer: string, at: number, begins: string];
const PICTURES: readonly Kind[] = [
  ['jpeg_pipe', 0, '\xff\xd8\xff'],
  ['png_pipe', 0, '\x89PNG\r\n'],
  ['webp_pipe', 8, 'WEBP'],
];
const SOUNDS: readonly Kind[] = [
  ['mp3', 0, 'ID3'],
  ['flac', 0, 'fLaC'],
  ['ogg', 0, 'OggS'],
  ['mov', 4, 'ftyp'],
  ['matroska', 0, '\x1aE\xdf\xa3'],
  ['asf', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
  ['aiff', 0, 'FORM'],
  ['wav', 8, 'WAVE'],
  ['ape', 0, 'MAC '],
  ['wv', 0, 'wvpk'],
  ['mpc', 0, 'MP+'],
  ['mpc8', 0, 'MPCK'],
  ['dsf', 0, 'DSD '],
];
/** Decoders of pictures. A song whose picture is a film has no cover. */
const DECODERS = 'mjpeg,png,webp,bmp,gif';

export type CoverWork = { readonly most: number; readonly clock: Clock; readonly signal: AbortSignal };

/**
 * The picture in a file beside a song as a JPEG of at most `most` bytes, 480 pixels wide at most. Undefined if the file is no ordinary file
 * (a link, a pipe), or holds anything but a JPEG, PNG or WebP picture, whatever it is called.
 */
export async function pictureFrom(file: string, by: CoverWork): Promise<Uint8Array | undefined> {
  const bytes = await bytesOf(file, LARGEST_FILE);
  const demuxer = bytes && kindOf(bytes, PICTURES);
  return bytes && demuxer ? scaled(['-protocol_whitelist', 'pipe', '-f', demuxer, '-i', 'pipe:0'], by, bytes) : undefined;
}

/** The same of the picture that a sound file carries. */
export async function pictureIn(sound: string, by: CoverWork): Promise<Uint8Array | undefined> {
  const head = await bytesOf(sound, Number.POSITIVE_INFINITY, HEAD);
  const demuxer = head && kindOf(head, SOUNDS);
  if (!demuxer) return undefined;
  const allowed = ['-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-codec_whitelist', DECODERS];
  return scaled([...allowed, '-f', demuxer, '-i', `file:${sound}`, '-map', '0:v:0'], by);
}

/** The first `count` bytes of an ordinary file of at most `largest` bytes; undefined for anything else, and if it cannot be read. */
async function bytesOf(file: string, largest: number, count = largest): Promise<Buffer | undefined> {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = await handle.stat();
    if (!found.isFile() || found.size > largest) return undefined;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(count, found.size)), 0, Math.min(count, found.size), 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return undefined;
  }
}

const kindOf = (bytes: Buffer, kinds: readonly Kind[]): string | undefined =>
  kinds.find(([, at, begins]) => bytes.toString('latin1', at, at + begins.length) === begins)?.[0] ??
  (kinds === SOUNDS && isMpegFrame(bytes) ? 'mp3' : undefined);

/** An MP3 without tags begins with a frame: eleven bits that are set. */
const isMpegFrame = ([first, second = 0]: Buffer): boolean => first === 0xff && (second & 0xe0) === 0xe0;

/** ffmpeg with as little as it needs: one thread, limited memory, none of our environment, and only what `input` allows to be opened. */
async function scaled(input: readonly string[], { most, clock, signal }: CoverWork, bytes?: Buffer): Promise<Uint8Array | undefined> {
  const limits = ['-v', 'error', '-nostdin', '-threads', '1', '-filter_threads', '1', '-max_pixels', String(MOST_PIXELS)];
  const shape = ['-an', '-frames:v', '1', '-vf', "scale='min(480,iw)':-2", '-threads', '1', '-f', 'mjpeg', '-q:v', '5', 'pipe:1'];
  const [program, ...args] = fenced('ffmpeg', [...limits, ...input, ...shape], FENCE);
  const ran = await runForBytes(program, args, {
    env: environmentFor('other'),
    limit: FFMPEG_LIMIT,
    maxOutput: most,
    clock,
    signal,
    ...(bytes && { input: bytes }),
  });
  return ran.kind === 'ended' && ran.code === 0 ? ran.stdout : undefined;
}
