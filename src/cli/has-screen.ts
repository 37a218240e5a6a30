import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../shared/names-in.ts';

/** Whether a screen is connected to this machine, as the kernel's graphics drivers see it. `folder`: where they say so. */
export function hasScreen(folder = '/sys/class/drm'): boolean {
  return namesIn(folder).some((name) => statusOf(join(folder, name, 'status')) === 'connected');
}

function statusOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined; // the card itself, which has no status
  }
}
