import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoClip } from '../camera/demo.ts';
import { variableOf } from '../config/keys.ts';
import type { PageSettings } from '../config/layers.ts';
import type { Reading } from '../config/load.ts';
import { readConfig } from '../config/load.ts';
import { runBox } from '../daemon/lives.ts';
import { systemClock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { LogRing } from '../shared/log-ring.ts';
import type { Io, Subcommand } from './command.ts';
import { EXIT, givenOf, parse, UsageError } from './command.ts';
import { explainedFailure } from './console/failure.ts';
import { openLog, remembering } from './console/log.ts';
import { version } from './console/version.ts';

const OPTIONS = { config: { type: 'string' }, camera: { type: 'string' }, demo: { type: 'boolean' } } as const;

export const runCommand: Subcommand = {
  usage: `usage: moodbox run [--config FILE] [--demo] [--camera SOURCE]

Runs the daemon until SIGINT or SIGTERM. Prints the page's address, then a line for each mood change and each track. The log goes
to stderr. If the configuration is wrong, only the page is opened (safe mode), with every mistake in its settings.
  --camera SOURCE  use only this camera, instead of camera.source and camera.sources: an index, /dev/video0, a video file, a folder
                   of images, or an http:// or rtsp:// address
  --demo           use a clip as the camera, music that is composed for it (or the built-in loops), and a broker and state
                   folder of its own; nothing of yours changes`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const demo = values.demo ? demoWorld(io) : undefined;
    try {
      const camera = values.camera === undefined ? {} : { 'camera.source': values.camera, 'camera.sources': [] };
      const given = givenOf(values.config, io.env, { ...demo?.overrides, ...camera });
      const read = (page?: PageSettings): Reading => readConfig(page ? { ...given, page: () => page } : given);
      return await explainedFailure('run', io, async () => {
        const ring = new LogRing();
        const logOf = (level: string): Log => openLog(level, remembering(ring));
        const world = { clock: systemClock, ring, openLog: logOf, env: io.env, version: version(), signal: io.signal, tell: io.out };
        await runBox({ ...world, read });
        return EXIT.ok;
      });
    } finally {
      demo?.close();
    }
  },
};

/** The settings of the demo. The environment overrides them, as everywhere; cameras that it names replace the clip. */
function demoWorld(io: Io): { readonly overrides: Readonly<Record<string, unknown>>; readonly close: () => void } {
  const clip = demoClip();
  if (clip === undefined) throw new UsageError("the demo's clip is not installed: run './scripts/start --demo', which installs it");
  const state = mkdtempSync(join(tmpdir(), 'moodbox-demo-'));
  const settings: Readonly<Record<string, unknown>> = {
    ...(io.env[variableOf('camera', 'sources')] ? { 'camera.source': 'auto' } : { 'camera.source': clip, 'camera.sources': [] }),
    'music.order': ['composed', 'loops'],
    // A section is ready within seconds, where a whole piece takes longer than anybody waits; and it follows the clip without a cut.
    'music.composed': 'follow',
    // Nobody watches a demo for an hour, so the mood follows the clip within seconds and the music follows the mood.
    'mood.inertia': 4000,
    'music.change': 'eager',
    'music.change_after': 10_000,
    'mqtt.url': '',
    'mqtt.broker_port': 0,
    'state.dir': state,
    'log.level': 'warn',
  };
  const free = ([key]: [string, unknown]): boolean => io.env[variableOf(...(key.split('.') as [string, string]))] === undefined;
  return {
    overrides: Object.fromEntries(Object.entries(settings).filter(free)),
    close: () => rmSync(state, { recursive: true, force: true }),
  };
}
