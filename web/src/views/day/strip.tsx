import type { ComponentChildren } from 'preact';
import type { DayAnswer, WeekAnswer } from '../../../../src/web/api/day.ts';
import { moodWord } from '../../sentences/mood.ts';
import { clockOf, hourIn } from './dates.ts';
import './strip.css';

type Stretch = { readonly at: number; readonly until: number };
/** A day's frame: everything in a strip is placed in it. */
export type Frame = { readonly since: number; readonly until: number; readonly zone: string };

/** Spans at least this wide, as a share of the strip, have room for their word. */
const WORDY = { wide: 0.11, narrow: 0.24 } as const;

/** The class of the word in a span: on a narrow screen only large spans keep it. */
export const wordClass = (share: number): string => (share >= WORDY.narrow ? 'word' : 'word minor');

/** Where a stretch is in its frame, in per cent. */
export function placed({ at, until }: Stretch, { since, until: end }: Frame): { readonly x: string; readonly width: string } {
  const length = end - since;
  return { x: `${(100 * (at - since)) / length}%`, width: `${(100 * (until - at)) / length}%` };
}

/**
 * A day's moods as one strip: colours full of height, nobody there as a thin line, so that it can be read without colours. `label` says the
 * same in words; there is a table beside the large ones. Without one, the text around it says enough.
 */
export function MoodStrip({
  day,
  label,
  words = false,
}: {
  readonly day: WeekAnswer['days'][number];
  readonly label: string;
  readonly words?: boolean;
}) {
  return (
    <svg class={words ? 'strip large' : 'strip'} role="img" aria-label={label || undefined} aria-hidden={label === '' || undefined}>
      <rect class="ground" width="100%" height="100%" />
      {day.moods.map((span) => (
        <MoodSpan key={span.at} span={span} day={day} words={words} />
      ))}
    </svg>
  );
}

type Span = WeekAnswer['days'][number]['moods'][number];

function MoodSpan({ span, day, words }: { readonly span: Span; readonly day: Frame; readonly words: boolean }) {
  const away = span.mood === 'away';
  const share = (span.until - span.at) / (day.until - day.since);
  const title = `${clockOf(day.zone, span.at)}–${clockOf(day.zone, span.until)} ${moodWord(span.mood)}`;
  return (
    <svg {...placed(span, day)} height="100%" data-mood={span.mood} aria-hidden="true">
      <rect class={`span ${away ? 'away' : span.by}`} width="100%" y={away ? '80%' : '0'} height={away ? '20%' : '100%'}>
        <title>{title}</title>
      </rect>
      {words && share >= WORDY.wide && !away && (
        <text class={wordClass(share)} x="0.5rem" y="50%" dy="0.35em">
          {moodWord(span.mood)}
        </text>
      )}
    </svg>
  );
}

/** What was played, under the strip: a full mark for what was liked, a hollow one for what was skipped. */
export function PlayMarks({ day, label }: { readonly day: DayAnswer; readonly label: string }) {
  return (
    <svg class="marks" role="img" aria-label={label}>
      {day.plays.map((play) => (
        <svg key={`${play.at} ${play.title}`} {...placed(play, day)} height="100%" aria-hidden="true">
          <rect class={play.liked ? 'liked' : play.skipped ? 'skipped' : 'played'} width="100%" height="100%">
            <title>{`${clockOf(day.zone, play.at)} ${play.title}`}</title>
          </rect>
        </svg>
      ))}
    </svg>
  );
}

/** The hours under a strip. */
export function HourScale({ day }: { readonly day: Frame & { readonly ticks: readonly number[] } }) {
  return (
    <svg class="scale" aria-hidden="true">
      {day.ticks.map((at, i) => (
        <text key={at} class={i % 2 === 0 ? 'hour' : 'hour minor'} x={placed({ at, until: at }, day).x} y="1em">
          {hourIn(day.zone, at)}
        </text>
      ))}
    </svg>
  );
}

/** A picture with a table of the same behind a button, for everybody who would rather read it. */
export function Figure({
  table,
  summary,
  children,
}: {
  readonly table: ComponentChildren;
  readonly summary: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="figure">
      {children}
      <details>
        <summary>{summary}</summary>
        {table}
      </details>
    </div>
  );
}
