import type { Found, MusicChoice } from '../domain/music.ts';
import { failed } from '../domain/result.ts';
import type { Log } from '../shared/log.ts';
import type { MusicSource } from './port.ts';
import { explained } from './taste.ts';

/**
 * Asks the sources one after the other and takes the first track found. Where there is none, the reason of the first source
 * that is in use: it is the one that was wanted most. Remembers nothing; a source that throws is a bug and is not caught here.
 */
export async function findInOrder(sources: readonly MusicSource[], choice: MusicChoice, signal: AbortSignal, log: Log): Promise<Found> {
  let none: Found = failed('off');
  for (const source of sources) {
    if (signal.aborted) return failed('timeout');
    const found = await source.find(choice, signal);
    if (found.ok) return explained(found, choice);
    if (found.why !== 'off') log.info({ source: source.name, mood: choice.mood, why: found.why }, 'music.not-found');
    if (!none.ok && none.why === 'off') none = found;
  }
  return none;
}
