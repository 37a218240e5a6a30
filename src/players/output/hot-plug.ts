import { EventEmitter } from 'node:events';
import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { join } from 'node:path';

/** Where Linux shows what is plugged in. */
export const DEV = '/dev';
/** The folder in it for sound cards; it is there while there is a card. */
const SOUND = 'snd';

/**
 * Tells when a sound card comes or goes (`change`), as the kernel does: by the device files. mpv's own list is no help: it never
 * looks at ALSA again. Where nothing can be watched nothing is told, and the retries alone must do.
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
    this.#look();
  }

  [Symbol.dispose](): void {
    this.#all?.close();
    this.#sound?.close();
    this.removeAllListeners();
  }

  #appeared(): void {
    this.#look();
    this.emit('change');
  }

  #look(): void {
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
    return undefined; // not there, or no more watches to be had
  }
}
