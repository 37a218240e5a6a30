import { INSTRUMENTS as I } from './instruments.ts';
import type { Style } from './style.ts';

/** What most ensembles have in common. */
const PLAIN = { beatsPerBar: [4], colours: ['triad', 'seventh'], swing: 0.5, rubato: 0.01 } as const;
const COUNTER_RANGE = [50, 69] as const;
const CELLO = { by: I.cello, from: 0.5, range: [43, 62] } as const;

/** Quiet ensembles, most of them without percussion. */
const QUIET = {
  piano: {
    ...{ ...PLAIN, label: 'piano', beatsPerBar: [4, 4, 3], rubato: 0.035, melody: [I.piano], range: [65, 82] },
    comps: [{ by: I.piano, pattern: 'ballad', from: 0, hand: 'left' }],
  },
  nocturne: {
    ...{ ...PLAIN, label: 'piano and strings', rubato: 0.025, melody: [I.piano], range: [65, 82], counter: CELLO },
    comps: [
      { by: I.piano, pattern: 'ballad', from: 0, hand: 'left' },
      { by: I.strings, pattern: 'held', from: 0.4 },
    ],
    bass: { by: I.contrabass, pattern: 'long', from: 0.55 },
  },
  harp: {
    ...{
      ...PLAIN,
      label: 'strings and harp',
      beatsPerBar: [4, 3],
      rubato: 0.02,
      melody: [I.flute, I.clarinet],
      range: [62, 79],
      counter: CELLO,
    },
    comps: [
      { by: I.harp, pattern: 'harp', from: 0 },
      { by: I.strings, pattern: 'held', from: 0.32 },
    ],
    bass: { by: I.contrabass, pattern: 'long', from: 0.45 },
  },
  guitar: {
    ...{ ...PLAIN, label: 'guitar', beatsPerBar: [4, 3], rubato: 0.025, melody: [I.guitarAhead], range: [62, 78] },
    comps: [{ by: I.guitar, pattern: 'picking', from: 0 }],
    bass: { by: I.bass, pattern: 'long', from: 0.6 },
  },
  pads: {
    ...{ ...PLAIN, label: 'pads and bells', colours: ['ninth', 'seventh'], melody: [I.vibraphone, I.electricPiano], range: [64, 81] },
    counter: { by: I.clarinet, from: 0.6, range: [53, 69] },
    comps: [
      { by: I.pad, pattern: 'held', from: 0 },
      { by: I.celesta, pattern: 'bells', from: 0.25, shift: 12 },
      { by: I.electricPianoBehind, pattern: 'keys', from: 0.6 },
    ],
    bass: { by: I.fretless, pattern: 'long', from: 0.35 },
  },
  trio: {
    ...{ ...PLAIN, label: 'electric piano trio', colours: ['ninth', 'seventh'], swing: 0.58, melody: [I.electricPiano], range: [64, 81] },
    comps: [{ by: I.electricPianoBehind, pattern: 'keys', from: 0 }],
    bass: { by: I.fretless, pattern: 'ballad', from: 0.2 },
    drums: { kit: 'brushes', from: 0.3, volume: 62 },
  },
  woodwinds: {
    ...{ ...PLAIN, label: 'woodwinds', beatsPerBar: [4, 3], melody: [I.clarinet, I.oboe], range: [62, 79] },
    counter: { by: I.horn, from: 0.45, range: COUNTER_RANGE },
    comps: [
      { by: I.harp, pattern: 'harp', from: 0 },
      { by: I.strings, pattern: 'held', from: 0.55 },
    ],
    bass: { by: I.bassoon, pattern: 'waltz', from: 0.3 },
  },
} as const satisfies Readonly<Record<string, Omit<Style, 'name'>>>;

/** Ensembles with a groove. */
const LIVELY = {
  flute: {
    ...{ ...PLAIN, label: 'guitar and flute', beatsPerBar: [4, 3], melody: [I.flute, I.recorder], range: [64, 81] },
    counter: { by: I.clarinet, from: 0.55, range: COUNTER_RANGE },
    comps: [{ by: I.guitar, pattern: 'picking', from: 0 }],
    bass: { by: I.bass, pattern: 'ballad', from: 0.35 },
    drums: { kit: 'bell', from: 0.5, volume: 58 },
  },
  bossa: {
    ...{ ...PLAIN, label: 'a bossa combo', colours: ['ninth', 'seventh'], melody: [I.vibraphone, I.flute], range: [64, 81] },
    counter: { by: I.clarinet, from: 0.7, range: COUNTER_RANGE },
    comps: [{ by: I.guitar, pattern: 'bossa', from: 0 }],
    bass: { by: I.bass, pattern: 'bossa', from: 0.2 },
    drums: { kit: 'bossa', from: 0.3, volume: 66 },
  },
  waltz: {
    ...{ ...PLAIN, label: 'a waltz band', beatsPerBar: [3], melody: [I.accordion, I.clarinet], range: [62, 79], counter: CELLO },
    comps: [{ by: I.guitar, pattern: 'waltz', from: 0 }],
    bass: { by: I.bass, pattern: 'waltz', from: 0.25 },
    drums: { kit: 'bell', from: 0.6, volume: 56 },
  },
  vibes: {
    ...{ ...PLAIN, label: 'a vibraphone trio', colours: ['ninth', 'seventh'], swing: 0.64, melody: [I.vibraphone], range: [64, 81] },
    comps: [{ by: I.pianoBehind, pattern: 'keys', from: 0 }],
    bass: { by: I.bass, pattern: 'walking', from: 0.2 },
    drums: { kit: 'brushes', from: 0.25, volume: 74 },
  },
  marimba: {
    ...{ ...PLAIN, label: 'marimba and percussion', colours: ['triad'], melody: [I.marimba, I.kalimba], range: [62, 79] },
    counter: { by: I.clarinet, from: 0.65, range: COUNTER_RANGE },
    comps: [{ by: I.marimbaBehind, pattern: 'mallets', from: 0 }],
    bass: { by: I.bass, pattern: 'pop', from: 0.25 },
    drums: { kit: 'hands', from: 0.25, volume: 72 },
  },
  folk: {
    ...{ ...PLAIN, label: 'a folk band', colours: ['triad'], melody: [I.recorder, I.flute], range: [64, 81] },
    counter: { by: I.cello, from: 0.55, range: [43, 62] },
    comps: [
      { by: I.steelGuitar, pattern: 'picking', from: 0 },
      { by: I.guitar, pattern: 'strum', from: 0.55 },
    ],
    bass: { by: I.bass, pattern: 'pop', from: 0.35 },
    drums: { kit: 'light', from: 0.45, volume: 64 },
  },
  band: {
    ...{
      ...PLAIN,
      label: 'a small band',
      melody: [I.piano, I.clarinet],
      range: [64, 80],
      counter: { by: I.horn, from: 0.7, range: COUNTER_RANGE },
    },
    comps: [
      { by: I.steelGuitar, pattern: 'strum', from: 0 },
      { by: I.pianoBehind, pattern: 'pulse', from: 0.5 },
    ],
    bass: { by: I.electricBass, pattern: 'pop', from: 0.2 },
    drums: { kit: 'light', from: 0.25, volume: 74 },
  },
  island: {
    ...{ ...PLAIN, label: 'steel pan and guitar', colours: ['triad'], melody: [I.steelPan, I.flute], range: [64, 81] },
    counter: { by: I.clarinet, from: 0.7, range: COUNTER_RANGE },
    comps: [
      { by: I.guitar, pattern: 'offbeat', from: 0 },
      { by: I.marimbaBehind, pattern: 'mallets', from: 0.65 },
    ],
    bass: { by: I.electricBass, pattern: 'pop', from: 0.2 },
    drums: { kit: 'hands', from: 0.2, volume: 74 },
  },
} as const satisfies Readonly<Record<string, Omit<Style, 'name'>>>;

const ENSEMBLES = { ...QUIET, ...LIVELY };
export type StyleName = keyof typeof ENSEMBLES;

export const styleNamed = (name: StyleName): Style<StyleName> => ({ name, ...ENSEMBLES[name] });
export const isStyle = (word: string): word is StyleName => Object.hasOwn(ENSEMBLES, word);
export const STYLE_NAMES = Object.keys(ENSEMBLES) as readonly StyleName[];
