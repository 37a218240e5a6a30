import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../assets.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';

export const isBuilt = existsSync(join(root, 'dist/cli/main.js'));
export const PATIENCE = { timeout: 60_000, interval: 100 };

/** A line of a box's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg?: string };
export type LibraryBox = RunningBox & { readonly music: string; readonly events: (name: string) => readonly LogLine[] };

type Setting = {
  /** Puts the music into this folder, which is the mood's own. */
  readonly fill?: (folder: string) => Promise<void> | void;
  readonly music?: object;
  readonly player?: object;
  readonly mqtt?: object;
  readonly env?: NodeJS.ProcessEnv;
  /** The folder of a box before this one, to start it again. */
  readonly folder?: string;
};

/** The built box without a camera, in a happy mood, with a library for it. */
export async function boxWith({ fill, music = {}, player = {}, mqtt, env = {}, folder }: Setting): Promise<LibraryBox> {
  const place = folder ?? (await tempFolder());
  const library = join(place, 'music');
  mkdirSync(join(library, 'happy'), { recursive: true });
  await fill?.(join(library, 'happy'));
  const config = {
    camera: { source: '/dev/video99' },
    music: { order: ['library'], library, ...music },
    player: { output: 'null', fade: '0s', ...player },
    mqtt: mqtt ?? { broker_port: 0, id: 'box' },
    web: { port: 0 },
    state: { dir: join(place, 'state') },
  };
  const box = await startBox(place, config, env);
  const events = (name: string): readonly LogLine[] => box.log.map(parsed).filter(({ msg }) => msg === name);
  await command(box, { type: 'override', mood: 'happy' });
  return { ...box, music: join(library, 'happy'), events };
}

/** What happens on the page's button. */
export async function command(box: RunningBox, said: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${box.url}/api/commands`, { method: 'POST', headers, body: JSON.stringify(said) });
  expect(answer.status).toBe(202);
}

/** What the page shows. */
export const report = async (
  box: RunningBox,
): Promise<{ readonly playback: { readonly kind: string; readonly track?: { readonly title: string } } }> =>
  (await fetch(`${box.url}/api/report`)).json() as never;

function parsed(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}
