import { utimesSync, writeFileSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';

/** A sound card of ALSA, as its configuration in `file` tells: whether it is there, from a whole second on. Until the test is over. */
export function alsaDevice(file: string): (there: boolean, at: number) => void {
  vi.stubEnv('ALSA_CONFIG_PATH', file);
  onTestFinished(() => void vi.stubEnv('ALSA_CONFIG_PATH', undefined));
  return (there, at) => {
    writeFileSync(file, there ? 'pcm.moodbox { type null }\n' : '');
    utimesSync(file, at, at); // alsa-lib looks at whole seconds
  };
}
