import type { Found, MusicChoice, SourceName } from '../domain/music.ts';

/** A place where music comes from. */
export interface MusicSource {
  readonly name: SourceName;
  /** One fitting, playable track, or why there is none. Settles within 60 s, and soon after an abort. Never throws for what the world does. */
  find(choice: MusicChoice, signal: AbortSignal): Promise<Found>;
}
