import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayerConfig } from '../../src/config/schema.ts';
import type { AddressedTrack } from '../../src/domain/music.ts';
import { ms, percent } from '../../src/domain/units.ts';
import type { MpvLimits } from '../../src/players/mpv/limits.ts';
import { MPV_LIMITS } from '../../src/players/mpv/limits.ts';
import { MpvPlayer } from '../../src/players/mpv-player.ts';
import type { NamesAround } from '../../src/players/names-around.ts';
import { root } from '../assets.ts';
import { FakeLog } from '../fakes/log.ts';
import { WatchedClock } from '../fakes/watched-clock.ts';

export const NEVER = new AbortController().signal;
export const PATIENCE = { timeout: 15_000, interval: 20 };

/** A folder for one test file; `[Symbol.dispose]` removes it. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'moodbox-test-'));

  file(name: string): string {
    return join(this.path, name);
  }

  /** A sine of so many hertz and seconds, by ffmpeg. */
  tone(hertz: number, seconds: number, suffix = 'opus'): string {
    const file = this.file(`${hertz}-${seconds}.${suffix}`);
    const source = `sine=frequency=${hertz}:duration=${seconds}:sample_rate=48000`;
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-ac', '2', file]);
    return file;
  }

  broken(): string {
    writeFileSync(this.file('broken.opus'), Buffer.alloc(5000, 'no music '));
    return this.file('broken.opus');
  }

  /** A tone whose title tag is `title`. */
  titled(title: string): string {
    const tags = this.file('tags.txt');
    writeFileSync(tags, `;FFMETADATA1\ntitle=${title}\n`);
    const file = this.file('titled.mp3');
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', this.tone(440, 2, 'wav'), '-i', tags, '-map_metadata', '1', file]);
    return file;
  }

  /** One sound file after the other, as one. */
  joined(...files: readonly string[]): string {
    const inputs = files.flatMap((file) => ['-i', file]);
    const file = this.file('joined.wav');
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, '-filter_complex', `concat=n=${files.length}:v=0:a=1`, file]);
    return file;
  }

  /** A TypeScript file of the project with all it imports, as JavaScript for a process of its own. */
  compiled(source: string): string {
    const options = ['--noCheck', '--rewriteRelativeImportExtensions', '--target', 'ES2022', '--module', 'NodeNext', '--rootDir', root];
    execFileSync(join(root, 'node_modules/.bin/tsc'), [...options, '--outDir', this.file('js'), join(root, source)], { stdio: 'inherit' });
    writeFileSync(this.file('js/package.json'), '{"type":"module"}');
    symlinkSync(join(root, 'node_modules'), this.file('js/node_modules'));
    return this.file(join('js', source.replace(/\.ts$/, '.js')));
  }

  /** A shell program. */
  script(name: string, body: string): string {
    writeFileSync(this.file(name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    return this.file(name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export const track = (id: string, url: string, more: Partial<AddressedTrack> = {}): AddressedTrack => ({
  ...{ id, url, title: id, source: 'library', mood: 'neutral' },
  ...more,
});

/** Patience for tests: everything ten times as quick, except what mpv itself needs. */
export const QUICK: MpvLimits = {
  ...MPV_LIMITS,
  quit: ms(1000),
  sample: ms(100),
  restart: { first: ms(50), most: ms(400) },
};

/** The configuration of a player without sound, and what differs. */
export function configOf(config: Partial<PlayerConfig>): PlayerConfig {
  const quiet = { quiet_hours: '', quiet_volume: percent(30) };
  const fades = { fade: ms(100), crossfade: false, even_loudness: false, ca: '', voice: 'off' } as const;
  const messages = {
    announce_volume: percent(20),
    announce_duck: percent(50),
    announce_longest: ms(120_000),
    announce_largest: 20,
    fetch_from: [],
  };
  return { ...quiet, ...fades, ...messages, output: 'null', volume: percent(60), mpv: process.env.MOODBOX_TEST_MPV ?? 'mpv', ...config };
}

/** The servers of tests are on this machine, and stand for servers far away. */
const ALL_PUBLIC: NamesAround = { addressesOf: async () => ['127.0.0.1'], isRefused: () => false };

/**
 * A real player and the log it writes. `looked` waits until the player has checked its track that many more times, `stepped` until it has
 * taken that many more steps of a fade, and `beaten` until it has asked its mpvs that many more times whether they live.
 */
export async function openMpv(config: Partial<PlayerConfig> = {}, changed: Partial<MpvLimits> = {}, around = ALL_PUBLIC) {
  const [log, clock, limits] = [new FakeLog(), new WatchedClock(), { ...QUICK, ...changed }];
  return {
    player: await MpvPlayer.open(configOf(config), { clock, log, limits, around }),
    log,
    looked: (times: number): Promise<void> => clock.slept(limits.sample, times),
    stepped: (times: number): Promise<void> => clock.slept(limits.step, times),
    beaten: (times: number): Promise<void> => clock.slept(limits.heartbeat, times),
  };
}

/** Process ids of the mpvs that this process (or `parent`) has started and that still live. */
export function mpvsOf(parent = process.pid): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isMpvOf(pid, parent))
    .map(Number);
}

function isMpvOf(pid: string, parent: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return status.includes(`\nPPid:\t${parent}\n`) && !/\nState:\tZ/.test(status) && command.includes('moodbox-mpv-');
  } catch {
    return false; // it has gone meanwhile
  }
}

/**
 * How loud a tone is in a part of a recording (or bare samples), in dB below full scale: about -24 where it is, below -70 where it is not.
 */
export function loudness(file: string, hertz: number, from = 0, seconds = 3600): number {
  const band = `bandpass=f=${hertz}:width_type=h:w=40`;
  const bare = file.endsWith('.raw') ? ['-f', 's16le', '-ar', '48000', '-ac', '2'] : [];
  const args = [
    '-hide_banner',
    ...bare,
    '-ss',
    String(from),
    '-t',
    String(seconds),
    '-i',
    file,
    '-af',
    `${band},${band},volumedetect`,
    '-f',
    'null',
    '-',
  ];
  const said = execFileSync('sh', ['-c', 'exec ffmpeg "$@" 2>&1', 'ffmpeg', ...args], { encoding: 'utf8' });
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(said)?.[1] ?? Number.NEGATIVE_INFINITY);
}
