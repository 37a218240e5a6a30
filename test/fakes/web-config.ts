import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebConfig } from '../../src/config/schema.ts';

/** The page on loopback, on any free port, with everything else as it comes. */
export const webConfig = (changed: Partial<WebConfig> = {}): WebConfig => ({
  host: '127.0.0.1',
  port: 0,
  guests: 'link',
  camera_on: 'owner',
  preview: 'stage',
  cert: '',
  key: '',
  proxies: [],
  frame_ancestors: [],
  discoverable: true,
  metrics: false,
  ...changed,
});

/** A state folder of its own, which the system clears away with its temporary files. */
export const stateFolder = (): string => mkdtempSync(join(tmpdir(), 'moodbox-state-'));
