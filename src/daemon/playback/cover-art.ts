import { createHash } from 'node:crypto';
import type { Mood } from '../../domain/emotion.ts';
import type { Playback, Track } from '../../domain/music.ts';
import { trackOf } from '../../domain/music.ts';
import type { Report } from '../../domain/report.ts';

export type CoverArtParts = {
  /** Finds a picture for a track, or for a mood in silence. Must settle by itself; its answer is ignored once `signal` is aborted. */
  readonly cover: (track: Track | undefined, mood: Mood, signal: AbortSignal) => Promise<Uint8Array | undefined>;
  readonly show: (picture: Uint8Array) => void;
};

/** The picture that is shown, and its id: the same picture always has the same one, so that a page can keep it. */
type Shown = { readonly id: string; readonly picture: Uint8Array; readonly subject: string };

/** How many pictures are kept for pages: the present one, and the one that a page has been told of a moment ago. */
const KEPT = 2;
const ID_LENGTH = 16;

/** Finds a picture whenever what is heard changes. A picture that comes too late is not shown. */
export class CoverArt {
  readonly #parts: CoverArtParts;
  /** The newest first. */
  #pictures: readonly Shown[] = [];
  #shown: string | undefined;
  #looking = new AbortController();

  constructor(parts: CoverArtParts) {
    this.#parts = parts;
  }

  /** The id of the picture for what is heard now; `undefined` until there is one. */
  idOf(playback: Playback, mood: Mood): string | undefined {
    const [newest] = this.#pictures;
    return newest?.subject === subjectOf(playback, mood) ? newest.id : undefined;
  }

  /** The picture with that id, if it is shown, or was shown just before. */
  picture(id: string): Uint8Array | undefined {
    return this.#pictures.find((each) => each.id === id)?.picture;
  }

  reported({ playback, mood }: Report): void {
    const track = trackOf(playback);
    const subject = subjectOf(playback, mood);
    if (subject === this.#shown) return;
    this.#shown = subject;
    this.#looking.abort();
    this.#looking = new AbortController();
    void this.#look(subject, track, mood, this.#looking.signal);
  }

  close(): void {
    this.#looking.abort();
  }

  async #look(subject: string, track: Track | undefined, mood: Mood, signal: AbortSignal): Promise<void> {
    const picture = await this.#parts.cover(track, mood, signal);
    if (!picture || signal.aborted) return;
    const id = createHash('sha256').update(picture).digest('hex').slice(0, ID_LENGTH);
    this.#pictures = [{ id, picture, subject }, ...this.#pictures.filter((each) => each.id !== id)].slice(0, KEPT);
    this.#parts.show(picture);
  }
}

function subjectOf(playback: Playback, mood: Mood): string {
  const track = trackOf(playback);
  return track ? `track ${track.id}` : `mood ${mood}`;
}
