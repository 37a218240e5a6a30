import { EventEmitter } from 'node:events';
import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { join } from 'node:path';

/** Where Linux shows what is plugged in. */
export const DEV = '/dev';
/** The folder for sound cards in /dev; it exists while there is a card. */
const SOUND = 'snd';

/**
 * Emits `change` when a sound card comes or goes, by watching the kernel's device files. mpv's own list does not help, because mpv never
 * reads ALSA's cards again. If the files cannot be watched there are no events, and the regular retries must do.
 */
export class HotPlug extends EventEmitter<{ change: [] }> implements Disposable {
  readonly #dev: string;
  readonly #all: FSWatcher | undefined;
  #sound: FSWatcher | undefined;

  constructor(dev = DEV) {
    super();
    this.#dev = dev;
    this.#all = watched(dev, (name) => {
      if (name === SOUND) this.#appeared();
    });
    this.#watchSound();
  }

  [Symbol.dispose](): void {
    this.#all?.close();
    this.#sound?.close();
    this.removeAllListeners();
  }

  #appeared(): void {
    this.#watchSound();
    this.emit('change');
  }

  #watchSound(): void {
    this.#sound?.close();
    this.#sound = watched(join(this.#dev, SOUND), () => this.emit('change'));
  }
}

function watched(folder: string, onName: (name: string | null) => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => onName(name));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined; // the folder is missing, or the kernel has no watches left
  }
}
