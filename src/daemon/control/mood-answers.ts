import type { AccessLevel } from '../../domain/access.ts';
import type { Expression, Mood, Override } from '../../domain/emotion.ts';
import type { NetworkReadings } from '../../domain/history.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant, Moment, Share } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { History } from '../../history/port.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** What the box shows now, as far as an answer concerns it. */
export type ShownMood = {
  readonly mood: Mood;
  readonly override: Override;
  /** Nothing is known of the room yet. */
  readonly assumed: boolean;
  readonly expression: Expression;
  readonly confidence: Share;
};

export type MoodAnswersParts = {
  readonly history: Pick<History, 'record' | 'state'>;
  readonly clock: Clock;
  readonly today: () => Moment;
  readonly shown: () => ShownMood;
  /** What the network says of the faces in sight, if the mood rests on that (default: nothing). */
  readonly read?: () => NetworkReadings | undefined;
};

/** How long an answer can be taken back. */
const LASTS = ms(5 * 60_000);

/** Keeps what people say the mood was, beside what the box showed: no picture, and not who said it. */
export class MoodAnswers {
  readonly #parts: MoodAnswersParts;
  #answered: Instant | undefined;

  constructor(parts: MoodAnswersParts) {
    this.#parts = parts;
  }

  /** `right`, or the mood that it was. The failure: there is nothing to answer, or nowhere to keep it. */
  record(answer: Mood | 'right', level: AccessLevel): Result<void, Refusal> {
    const { clock, history, read: reading, shown, today } = this.#parts;
    const { assumed, mood, expression, confidence, override } = shown();
    const why = reasonAgainst({ assumed, mood, override }, history.state.kind);
    if (why !== undefined) return failed(why);
    const said = answer === 'right' ? mood : answer;
    const read = reading?.();
    history.record({ kind: 'answer', at: today(), shown: mood, expression, confidence, answer: said, level, ...(read && { read }) });
    this.#answered = clock.now();
    return done(undefined);
  }

  /** Takes the last answer back. False if there is none, or if it is too old. */
  takeBack(): boolean {
    const { clock, history, today } = this.#parts;
    const answered = this.#answered;
    this.#answered = undefined;
    if (answered === undefined || elapsed(answered, clock.now()) > LASTS) return false;
    history.record({ kind: 'taken-back', at: today(), what: 'answer' });
    return true;
  }
}

function reasonAgainst(
  { mood, override, assumed }: Pick<ShownMood, 'mood' | 'override' | 'assumed'>,
  history: string,
): Refusal | undefined {
  if (history !== 'keeping') return refusal('answers_unkept');
  if (override !== 'auto') return refusal('mood_chosen');
  return assumed || mood === 'away' ? refusal('nobody_read') : undefined;
}
