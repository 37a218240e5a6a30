import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { ENTITIES } from '../../src/mqtt/home-assistant/entities.ts';
import { clip, root } from '../assets.ts';
import type { Broker } from '../mqtt/setting.ts';
import type { HomeAssistantRoot } from './root.ts';
import { rootsHere } from './root.ts';

/** What the tests in a real Home Assistant begin with: where they run, how long they may take, and the box that they look at. */

/** For a test of one life, told in order, on a loaded machine. */
export const LONG = { timeout: 600_000 };
/** For making a Home Assistant with its box, and for ending both, ms. */
export const SETTING_UP = 900_000;
export const CLEARING_UP = 120_000;

/** Whether there is a built box to try. */
export const isBuilt = existsSync(join(root, 'dist/cli/main.js'));

/** The entities that every box has. */
export const KEYS = Object.entries(ENTITIES).flatMap(([key, entity]) => ('needs' in entity ? [] : [key]));

/** The roots that fit. If none does, a skipped test says what was not tried. */
export function rootsFor(what: string, fits: (here: HomeAssistantRoot) => boolean = () => true): readonly HomeAssistantRoot[] {
  const roots = rootsHere().filter(fits);
  test.skipIf(roots.length > 0)(
    `no root with Home Assistant is here that fits (test/home-assistant/build-root makes one): ${what} was NOT tried in it`,
    () => undefined,
  );
  return roots;
}

/** The configuration of a box in a lively room that plays loops to nobody; `changes` take the place of whole sections. */
export const livingRoom = (folder: string, broker: Broker, changes: Readonly<Record<string, object>> = {}): object => ({
  camera: { source: clip() },
  music: { order: ['loops'] },
  player: { output: 'null' },
  mqtt: { url: broker.url, id: 'living-room', name: 'Living room' },
  web: { port: 0 },
  state: { dir: join(folder, 'state') },
  ...changes,
});
