import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressedTrack, PlayFailure } from '../domain/music.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Percent } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import type { Deck } from './deck.ts';
import type { Decks } from './decks.ts';
import type { MpvContext } from './mpv/session.ts';
import type { Spoken, SpokenMessage } from './port.ts';
import { Quarantine } from './quarantine.ts';
import { TrackPlayback } from './track-playback.ts';

export type VoiceParts = MpvContext & {
  /** The decks of the music. */
  readonly decks: Decks;
  /** Opens a deck for the message, which is not one of the music's. */
  readonly open: (volume: Percent) => Deck;
  /** Fetches the sound of a message into a new file. */
  readonly fetch: (message: SpokenMessage, file: string, signal: AbortSignal) => Promise<Spoken>;
  /** As in a playback. */
  readonly paced: boolean;
  /** Whether somebody has paused the music. */
  readonly paused: () => boolean;
  /** The music goes on after it was held. */
  readonly resumed: () => void;
};

/** A message, and what is to be done when it is about to be heard. */
type Saying = SpokenMessage & { readonly begins: () => void };

/** How long the music takes to be lowered, and to come back. */
const RAMP = ms(400);
const BACK = ms(1200);
const TAIL = ms(500);

/** Why a message was not heard, as far as playing goes. `busy`: the music has the only output. */
type Unheard = 'busy' | 'too-long' | PlayFailure;

/** Speaks messages over the music, each through an mpv of its own, which is there only as long as the message. */
export class Voice {
  readonly #parts: VoiceParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: VoiceParts) {
    this.#parts = parts;
  }

  /** Speaks a message, after those before it. Settles as `Player.announce` does. */
  say(message: Saying, signal: AbortSignal): Promise<Spoken> {
    const said = this.#last.then(() => this.#fetchAndSay(message, signal));
    this.#last = said.catch(() => undefined);
    return said;
  }

  /** Settles when nothing is being said any more. */
  async quiet(): Promise<void> {
    await this.#last;
  }

  async #fetchAndSay(message: Saying, signal: AbortSignal): Promise<Spoken> {
    if (signal.aborted) return failed({ kind: 'stopped' });
    try {
      await using folder = await tempFolder();
      const file = join(folder.path, 'sound');
      const fetched = await this.#parts.fetch(message, file, signal);
      return fetched.ok ? await this.#speak(message, file, signal) : fetched;
    } catch (err) {
      if ((err as NodeJS.ErrnoException).syscall === undefined) throw err;
      this.#parts.log.warn({ err, advice: 'the sound of an announcement goes to the folder for temporary files' }, 'announcement.no_file');
      return failed({ kind: 'no-player' });
    }
  }

  async #speak(message: Saying, file: string, signal: AbortSignal): Promise<Spoken> {
    const { decks, open } = this.#parts;
    await using deck = open(message.volume);
    try {
      await this.#makeRoom(message.duck, signal);
      message.begins();
      const heard = await this.#play(deck, file, message, signal);
      if (heard.ok || heard.why !== 'busy') return outcomeOf(heard, signal);
      await decks.cedeTo(deck, RAMP, signal);
      return outcomeOf(await this.#play(deck, file, message, signal), signal);
    } finally {
      await this.#giveBack(signal);
    }
  }

  /** Lowers the music, or holds it where both would not be heard at the same time. */
  async #makeRoom(duck: Percent, signal: AbortSignal): Promise<void> {
    const { decks } = this.#parts;
    await decks.duck(decks.oneAtATime ? 0 : 1 - duck / 100, RAMP, signal);
    if (decks.oneAtATime) await decks.hold(true, true);
  }

  async #giveBack(signal: AbortSignal): Promise<void> {
    const { decks, paused, resumed } = this.#parts;
    const wasHeld = decks.held;
    if (wasHeld) await decks.hold(false, paused());
    if (wasHeld) resumed();
    void decks.duck(1, BACK, signal);
  }

  /** Plays the file from its beginning. Fails with `busy` if mpv gets no output although the music has one. */
  async #play(deck: Deck, file: string, message: SpokenMessage, signal: AbortSignal): Promise<Result<undefined, Unheard>> {
    const { clock } = this.#parts;
    using limit = new LinkedAbort(signal);
    const playback = new TrackPlayback(messageIn(file), this.#contextOf(deck, message.volume), limit.signal);
    try {
      for await (const event of playback.events()) {
        if (event.kind === 'failed') return failed(event.why);
        if (event.kind === 'ended') return await this.#tail(signal);
        if (event.kind !== 'heard') continue;
        if (deck.outputKind === 'nothing') return failed(this.#parts.decks.outputKind === 'device' ? 'busy' : 'player-died');
        limit.abortAfter(message.longest, clock, () => new Error('too long'));
      }
    } catch (err) {
      if (!limit.signal.aborted) throw err;
    }
    return failed('too-long');
  }

  /** mpv reports the end when it has handed out the last sound, which is heard a little later. */
  async #tail(signal: AbortSignal): Promise<Result<undefined, Unheard>> {
    await this.#parts.clock.sleep(TAIL, signal).catch(() => undefined);
    return done(undefined);
  }

  #contextOf({ supervisor }: Deck, volume: Percent) {
    const { clock, limits, log, paced } = this.#parts;
    // Nothing is faded: a message is loud from its first word on.
    const loud = { mute: () => undefined, mpvVolume: volume };
    const quarantine = new Quarantine(this.#parts);
    return { clock, limits, log, paced, supervisor, fader: loud, quarantine, crossfadeLead: () => ms(0), paused: () => false };
  }
}

async function tempFolder() {
  const path = await mkdtemp(join(tmpdir(), 'moodbox-message-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A message as a track: a file of this machine, so mpv opens nothing else. */
const messageIn = (url: string): AddressedTrack => ({ id: 'announcement', title: 'announcement', url, source: 'asked', mood: 'neutral' });

function outcomeOf(heard: Result<undefined, Unheard>, signal: AbortSignal): Spoken {
  if (signal.aborted) return failed({ kind: 'stopped' });
  if (heard.ok) return done(undefined);
  if (heard.why === 'too-long') return failed({ kind: 'too-long' });
  return failed({ kind: heard.why === 'unplayable' ? 'no-sound' : 'no-player' });
}
