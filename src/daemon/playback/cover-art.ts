import type { Mood } from '../../domain/emotion.ts';
import type { Track } from '../../domain/music.ts';
import { trackOf } from '../../domain/music.ts';
import type { Report } from '../../domain/report.ts';

export type CoverArtParts = {
  /** Finds a picture for a track, or for a mood in silence. Must settle by itself; its answer is ignored once `signal` is aborted. */
  readonly cover: (track: Track | undefined, mood: Mood, signal: AbortSignal) => Promise<Uint8Array | undefined>;
  readonly show: (picture: Uint8Array) => void;
};

/** Finds a picture whenever what is heard changes. A picture that comes too late is not shown. */
export class CoverArt {
  readonly #parts: CoverArtParts;
  #shown: string | undefined;
  #looking = new AbortController();

  constructor(parts: CoverArtParts) {
    this.#parts = parts;
  }

  reported({ playback, mood }: Report): void {
    const track = trackOf(playback);
    const subject = track ? `track ${track.id}` : `mood ${mood}`;
    if (subject === this.#shown) return;
    this.#shown = subject;
    this.#looking.abort();
    this.#looking = new AbortController();
    void this.#look(track, mood, this.#looking.signal);
  }

  close(): void {
    this.#looking.abort();
  }

  async #look(track: Track | undefined, mood: Mood, signal: AbortSignal): Promise<void> {
    const picture = await this.#parts.cover(track, mood, signal);
    if (picture && !signal.aborted) this.#parts.show(picture);
  }
}
