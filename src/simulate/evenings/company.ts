import type { Emotion } from '../../domain/emotion.ts';
import type { Random } from '../../shared/random.ts';
import { between, exponential, pick } from '../../shared/random.ts';
import type { Plot } from './evening.ts';
import type { Now, SimulatedPerson } from './people.ts';
import { always, bursts, HOUR, MINUTE, pulses, SECOND, spells } from './people.ts';

const SIZES = [90, 80, 70, 62, 56, 50];
/** The passing expressions of people who talk to each other. */
const TALK = { perHour: 60, of: { happy: 5, surprise: 3, sad: 1, angry: 1, fear: 1, disgust: 1 }, least: 0.5 * SECOND, most: 4 * SECOND };

/** Four friends who laugh 40 times an hour for 6 s, nearly all of them together. */
export function friends(random: Random): Plot {
  const laughs = bursts(random, { perHour: 40, of: { happy: 1 }, least: 6 * SECOND, most: 6 * SECOND });
  const people = SIZES.slice(0, 4).map((size, id) => friend(random, { id: id + 1, size, laughs }));
  return { lasts: 3 * HOUR, people, stirs: pulses(random, 5 * SECOND, 30 * SECOND) };
}

function friend(random: Random, { id, size, laughs }: { id: number; size: number; laughs: Now<Emotion | undefined> }): SimulatedPerson {
  const joins = spells(random, 10 * MINUTE, 1 * MINUTE);
  const shows: Now<Emotion> = (at) => (joins(at) ? laughs(at) : undefined) ?? 'neutral';
  return { id, size, faces: spells(random, 40 * SECOND, 10 * SECOND), shows, bias: { sad: between(random, 0, 0.8) } };
}

/** Two people leave after an hour, are away for an hour, and come back. */
export function leaving(random: Random): Plot {
  const [leave, back] = [between(random, 0.9 * HOUR, 1.1 * HOUR), between(random, 1.9 * HOUR, 2.1 * HOUR)].map(Math.round) as [
    number,
    number,
  ];
  const here: Now<boolean> = (at) => at < leave || at >= back;
  const stirring = pulses(random, 5 * SECOND, 60 * SECOND);
  // They walk to the door last, and are seen to move until they are gone.
  const stirs: Now<boolean> = (at) => here(at) && (stirring(at) || (at >= leave - 5 * SECOND && at < back + 5 * SECOND));
  const people = [1, 2].map((id) => {
    const passing = bursts(random, TALK);
    const shows: Now<Emotion> = (at) => passing(at) ?? 'neutral';
    return { id, size: 70, here, faces: spells(random, 25 * SECOND, 25 * SECOND), shows };
  });
  const notes = [
    { t: leave, note: 'everybody has left' },
    { t: back, note: 'they come back' },
  ];
  return { lasts: 3 * HOUR, people, stirs, notes };
}

/** Moods that two people may be in at once. */
const PAIRS: readonly [readonly [Emotion, Emotion], ...(readonly [Emotion, Emotion])[]] = [
  ['happy', 'sad'],
  ['happy', 'neutral'],
  ['sad', 'neutral'],
  ['angry', 'happy'],
  ['surprise', 'sad'],
];

/** Two people in different moods for an hour; each face is in sight as `seen` says. */
export const couple =
  (seen: (random: Random) => Now<boolean>) =>
  (random: Random): Plot => {
    const people = pick(random, PAIRS).map((mood, place): SimulatedPerson => {
      return { id: place + 1, size: 70, faces: seen(random), shows: () => mood };
    });
    return { lasts: HOUR, people, stirs: pulses(random, 20 * SECOND, 2 * MINUTE) };
  };

export const facesInSight = (): Now<boolean> => always;
export const inGlimpses = (random: Random): Now<boolean> => spells(random, 25 * SECOND, 25 * SECOND);

/** Six people come to dinner one after the other, talk for two and a half hours, and leave one after the other. */
export function dinner(random: Random): Plot {
  const laughs = bursts(random, { perHour: 50, of: { happy: 1 }, least: SECOND, most: 8 * SECOND });
  const people = SIZES.map((size, id): SimulatedPerson => {
    const [comes, goes] = [id * between(random, 1, 4) * MINUTE, (150 - id * between(random, 0, 3)) * MINUTE];
    const talk = bursts(random, TALK);
    const shows: Now<Emotion> = (at) => laughs(at) ?? talk(at) ?? 'neutral';
    return { id: id + 1, size, here: (at) => at >= comes && at < goes, faces: spells(random, 20 * SECOND, 20 * SECOND), shows };
  });
  const anybody = pulses(random, 5 * SECOND, 30 * SECOND);
  return {
    lasts: 3 * HOUR,
    people,
    stirs: (at) => at < 150 * MINUTE && anybody(at),
    notes: [{ t: 150 * MINUTE, note: 'the last one leaves' }],
  };
}

/** A café: about every four minutes somebody comes, each in a mood of their own, and stays for twenty minutes or so. */
export function cafe(random: Random): Plot {
  const people: SimulatedPerson[] = [];
  for (let comes = 0; comes < 3 * HOUR; comes += exponential(random, 4 * MINUTE)) people.push(guest(random, people.length + 1, comes));
  return { lasts: 3 * HOUR, people, stirs: pulses(random, 5 * SECOND, 60 * SECOND) };
}

function guest(random: Random, id: number, comes: number): SimulatedPerson {
  const goes = comes + exponential(random, 20 * MINUTE);
  const mood = pick<Emotion>(random, ['neutral', 'neutral', 'neutral', 'happy', 'happy', 'sad', 'angry']);
  const talk = bursts(random, TALK);
  const faces = spells(random, 20 * SECOND, 40 * SECOND);
  return { id, size: between(random, 40, 110), here: (at) => at >= comes && at < goes, faces, shows: (at) => talk(at) ?? mood };
}
