import type { Emotion, EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, evened, scoresBy, strongest } from '../domain/emotion.ts';
import type { SenseWord } from '../domain/sense.ts';
import { scoresFelt } from '../domain/sense.ts';
import type { Instant, Share } from '../domain/units.ts';
import { elapsed, later } from '../domain/units.ts';
import type { RoomReading } from './reading.ts';
import { blended } from './weighting.ts';

/** What a sense said last: it holds until `until`. */
export type Sensed = {
  readonly name: string;
  readonly scores: EmotionScores;
  readonly weight: Share;
  readonly at: Instant;
  readonly until: Instant;
};

/** What the senses of other devices said last, by their names; the latest last. */
export type Senses = ReadonlyMap<string, Sensed>;

/**
 * How the senses of other devices count. `off`: not at all. `beside`: they never take the lead from a face that is read surely. `equal`:
 * they may.
 */
export type SenseRule = 'off' | 'beside' | 'equal';
export type SenseSettings = { readonly senses?: SenseRule; readonly min_confidence: Share };

export const NO_SENSES: Senses = new Map();

/** Whoever makes up names gets no more memory than this; the one that spoke longest ago is forgotten. */
const MOST = 16;
/** A word that has faded below this no longer counts. */
const TOO_FAINT = 0.05;
/** Of a face's lead, the senses beside it leave at least this share. */
const LEAD_LEFT = 0.5;
/** An unsure face counts half as much as a sense that is trusted fully. */
const UNSURE_FACE = 0.5;

/** The senses after one more word. Pure. */
export function sensed(before: Senses, { name, feels, weight, for: span }: SenseWord, at: Instant): Senses {
  const others = [...heldAt(before, at)].filter(([each]) => each !== name);
  if (feels === null) return new Map(others);
  const said: Sensed = { name, scores: scoresFelt(feels), weight, at, until: later(at, span) };
  return new Map([...others.slice(-(MOST - 1)), [name, said]]);
}

/** The senses without those whose time is over. Returns `senses` itself if all of them hold. */
export function heldAt(senses: Senses, at: Instant): Senses {
  const held = [...senses].filter(([, sense]) => strengthOf(sense, at) > 0);
  return held.length === senses.size ? senses : new Map(held);
}

/** How much a word counts now: its weight at first, and evenly less until its time is over. */
function strengthOf({ weight, at, until }: Sensed, now: Instant): number {
  const left = elapsed(now, until) / elapsed(at, until);
  const strength = weight * Math.min(1, left);
  return strength >= TOO_FAINT * weight ? strength : 0;
}

/** What all senses say together, and how much that counts: as much as a face that is read surely if 1, and never more. */
export type SenseReading = { readonly scores: EmotionScores; readonly strength: number };

/** Undefined if none says anything now. */
export function senseReading(senses: Senses, at: Instant): SenseReading | undefined {
  const parts = [...senses.values()]
    .map((sense) => ({ scores: sense.scores, weight: strengthOf(sense, at) }))
    .filter(({ weight }) => weight > 0);
  const scores = blended(parts);
  return (
    scores && {
      scores,
      strength: Math.min(
        1,
        parts.reduce((sum, { weight }) => sum + weight, 0),
      ),
    }
  );
}

/**
 * What the mood rests on: the faces, and the senses of other devices. Without senses it is the faces' reading itself.
 *
 * Sure faces are blended with the senses by weight, but (`beside`) the senses leave the leading emotion at least half of its lead: they
 * make it clearer or less clear, and cannot outvote it. An unsure face becomes sure if the senses make it so. Where no face is in sight,
 * the senses speak alone.
 */
export function joined(
  faces: RoomReading,
  sense: SenseReading | undefined,
  { senses = 'beside', min_confidence }: SenseSettings,
): RoomReading {
  if (!sense || senses === 'off') return faces;
  if (faces.kind === 'nobody') return judged(sense.scores, min_confidence);
  const own = evened(faces.scores);
  if (faces.kind === 'unsure') return judged(mixed(own, sense.scores, sense.strength / (sense.strength + UNSURE_FACE)), min_confidence);
  const part = sense.strength / (sense.strength + 1);
  return { kind: 'sure', scores: mixed(own, sense.scores, senses === 'equal' ? part : Math.min(part, mostBeside(own, sense.scores))) };
}

const judged = (scores: EmotionScores, least: Share): RoomReading => ({
  kind: scores[strongest(scores)] >= least ? 'sure' : 'unsure',
  scores,
});

const mixed = (faces: EmotionScores, senses: EmotionScores, part: number): EmotionScores =>
  scoresBy((emotion) => (1 - part) * faces[emotion] + part * senses[emotion]);

/** The largest part of the senses in the blend that leaves the faces' leader `LEAD_LEFT` of its lead over every other emotion. */
function mostBeside(faces: EmotionScores, senses: EmotionScores): number {
  const leader = strongest(faces);
  const partAgainst = (rival: Emotion): number => {
    const lead = faces[leader] - faces[rival];
    const against = lead - (senses[leader] - senses[rival]);
    return against > 0 ? ((1 - LEAD_LEFT) * lead) / against : 1;
  };
  return Math.min(...EMOTIONS.filter((emotion) => emotion !== leader).map(partAgainst));
}
