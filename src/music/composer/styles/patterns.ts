/**
 * A pattern for one bar: a letter for each step, eight (or sixteen) in a bar of four beats and six (or twelve) in one of three. A dot lets
 * sound what sounds. For chords: 0 is the root, 1 to 3 are the inner voices from low to high, 4 to 6 the same an octave up, `c` all three
 * inner voices, `d` the upper two. For the bass: R root, 5 fifth, 8 octave, 3 third, `a` a note that leads to the next root.
 */
export type Levels = { readonly calm: readonly string[]; readonly mid: readonly string[]; readonly full: readonly string[] };
/** Patterns for bars of four and of three beats. */
export type PatternFamily = { readonly 4: Levels; readonly 3: Levels };

// biome-ignore format: a family a block, a level a line
export const COMPS = {
  ballad: {
    4: { calm: ['0...2...', '0.2...3.', '0.1.3...'], mid: ['0.1.2.3.', '0.2.3.2.', '0.1.3.2.', '0.23.2..'], full: ['01232123', '02132312', '0132.123', '0213.213'] },
    3: { calm: ['0.....', '0.2...', '0...2.'], mid: ['0.1.2.', '0.2.3.', '0.3.2.'], full: ['012321', '021323', '01232.'] },
  },
  held: {
    4: { calm: ['c.......'], mid: ['c.......'], full: ['c.......', 'c...d...'] },
    3: { calm: ['c.....'], mid: ['c.....'], full: ['c.....'] },
  },
  keys: {
    4: { calm: ['c.......', 'c.....d.'], mid: ['c..c....', 'c...d...', '..c...c.'], full: ['c..c..c.', '.c..c.d.', 'c..d.c..'] },
    3: { calm: ['c.....'], mid: ['c..d..', '..c.c.'], full: ['c.d.c.', '.c.c.d'] },
  },
  bossa: {
    4: { calm: ['0..c..c.', '0...c...'], mid: ['0.c..c0.', '0.c.c.0c', '0c..c.c.'], full: ['0c.c.c0c', '0.cc.c0.', '0c..cc0c'] },
    3: { calm: ['0..c..'], mid: ['0.c.c.'], full: ['0c.c.c'] },
  },
  picking: {
    4: { calm: ['0.2.1.3.', '0...2.3.', '0.3.2...'], mid: ['0.2103.2', '0.23.12.', '021.3.2.'], full: ['02130213', '03120321', '01320123', '0213.232'] },
    3: { calm: ['0.2.3.', '0...3.'], mid: ['0.2132', '0.232.'], full: ['021321', '013232', '012323'] },
  },
  harp: {
    4: { calm: ['0123....', '0.1.2.3.', '0.12....'], mid: ['01234...', '0.12345.', '0123.2..'], full: ['01234543', '01232345', '01245421'] },
    3: { calm: ['012...', '0.1.2.'], mid: ['01234.', '0123..'], full: ['012345', '012343'] },
  },
  strum: {
    4: { calm: ['c...c...', 'c.......'], mid: ['c..c.c..', 'c.d.c.d.', 'c...c.d.'], full: ['c.cdc.cd', 'c.dc.cdc', 'cd.dc.dc'] },
    3: { calm: ['c.....'], mid: ['..c.c.', 'c.d.d.'], full: ['c.dcdc', 'c.cdcd'] },
  },
  offbeat: {
    4: { calm: ['..c...c.'], mid: ['..c...cd', '.c.c...c', '..c..c..'], full: ['.c.c.c.c', '.cd..c.d', '.c.cd.cd'] },
    3: { calm: ['..c...'], mid: ['..c.c.'], full: ['.cc.c.'] },
  },
  mallets: {
    4: { calm: ['1...2...3...2...', '1.....2...3.....'], mid: ['1..2..3.1..2..3.', '1.2.3...2.3.1...', '1..3..2...1.3...'], full: ['1.23.12.3.12.3..', '1213.2131.32.13.', '12.31.23.12.313.'] },
    3: { calm: ['1...2...3...'], mid: ['1..2..3.2...', '1.2.3.2.....'], full: ['1.23.12.3.2.', '121312131213'] },
  },
  waltz: {
    4: { calm: ['0...c...'], mid: ['0..c..c.', '0.c.0.c.'], full: ['0.c.0.cd'] },
    3: { calm: ['0.c...', '0...c.'], mid: ['0.c.c.', '0.c.d.'], full: ['0.c.cd', '0.cdc.', '0.c.c.'] },
  },
  bells: {
    4: { calm: ['6.......', '....5...', '......4.', '..6.....'], mid: ['6...5...', '..6..4..', '...5..6.'], full: ['6..5..4.', '.6.5.4..', '4..6.5..'] },
    3: { calm: ['6.....', '...5..'], mid: ['..6.4.', '6..5..'], full: ['6.5.4.', '.4.6.5'] },
  },
  pulse: {
    4: { calm: ['c...c...'], mid: ['c.c.c.c.', 'c...c.c.'], full: ['c.c.c.cd', 'c.cdc.c.', 'c.c.cdc.'] },
    3: { calm: ['c.....'], mid: ['c.c.c.'], full: ['c.cdc.', 'c.c.cd'] },
  },
} as const satisfies Readonly<Record<string, PatternFamily>>;
export type CompName = keyof typeof COMPS;

// biome-ignore format: a family a block
export const BASSES = {
  long: {
    4: { calm: ['R.......'], mid: ['R.......', 'R.....5.'], full: ['R...5...', 'R.......'] },
    3: { calm: ['R.....'], mid: ['R.....'], full: ['R...5.'] },
  },
  ballad: {
    4: { calm: ['R.......', 'R.....5.'], mid: ['R...5...', 'R..R..5.', 'R.....a.'], full: ['R..R5.a.', 'R..58.5.', 'R...5.a.'] },
    3: { calm: ['R.....'], mid: ['R...5.', 'R...a.'], full: ['R.5.a.', 'R..58.'] },
  },
  bossa: {
    4: { calm: ['R...5...'], mid: ['R..55..R', 'R..R5..5'], full: ['R..55..5', 'R..R5..a', 'R..58..5'] },
    3: { calm: ['R.....'], mid: ['R..5..'], full: ['R..5.a'] },
  },
  walking: {
    4: { calm: ['R...5...', 'R...3...'], mid: ['R.3.5.a.', 'R...5.a.', 'R.5.3.a.'], full: ['R.3.5.8.', 'R.5.8.a.', 'R.3.5.aa'] },
    3: { calm: ['R.....'], mid: ['R.3.5.', 'R.5.a.'], full: ['R.3.a.', 'R.5.8.'] },
  },
  pop: {
    4: { calm: ['R.......', 'R...R...'], mid: ['R..R..R.', 'R...R.5.'], full: ['R.RR.R5.', 'R.R.8.5.', 'R..RR.a.'] },
    3: { calm: ['R.....'], mid: ['R...5.'], full: ['R.R.5.'] },
  },
  waltz: {
    4: { calm: ['R...5...'], mid: ['R...5...'], full: ['R...5.a.'] },
    3: { calm: ['R.....'], mid: ['R.....', 'R...a.'], full: ['R...5.', 'R...a.'] },
  },
} as const satisfies Readonly<Record<string, PatternFamily>>;
export type BassName = keyof typeof BASSES;

/** Percussion by its number in General MIDI: sixteen steps a bar of four beats, twelve of three; x loud, o soft. */
export type DrumPattern = Readonly<Record<number, string>>;
type DrumFamily = {
  readonly program: number;
  readonly 4: readonly [DrumPattern, DrumPattern, DrumPattern];
  readonly 3: DrumPattern;
  readonly fill: DrumPattern;
};

// biome-ignore format: a kit a block
export const KITS = {
  brushes: {
    program: 40,
    4: [{ 38: 'o...o...o...o...', 44: '....x.......x...' }, { 38: 'x.o.x.o.x.o.x.o.', 44: '....x.......x...', 51: 'x...x.o.x...x.o.' }, { 38: 'o.o.x.o.o.o.x.oo', 44: '....x.......x...', 51: 'x...x.x.x...x.x.', 36: 'o.......o.......' }],
    3: { 38: 'o...x...x...', 44: '....x...x...' },
    fill: { 38: 'x.o.x.o.o.x.oxox', 44: '....x.......x...', 51: 'x...x...........' },
  },
  bossa: {
    program: 0,
    4: [{ 70: 'o.x.o.x.o.x.o.x.' }, { 37: 'x..x..x...x..x..', 70: 'oox.oox.oox.oox.', 36: 'o.......o.......' }, { 37: 'x..x..x...x..x..', 70: 'ooxoooxoooxoooxo', 36: 'x..ox..ox..ox..o', 42: 'x.x.x.x.x.x.x.x.' }],
    3: { 70: 'o.x.o.x.o.x.', 37: 'x.....x.....' },
    fill: { 37: 'x..x..x...x.x.x.', 70: 'ooxoooxoooxoooxo', 36: 'x..ox..ox..ox..o' },
  },
  light: {
    program: 0,
    4: [{ 70: 'o.o.x.o.o.o.x.o.' }, { 36: 'x.......x.o.....', 37: '....x.......x...', 42: 'o.o.o.o.o.o.o.o.' }, { 36: 'x.....o.x.x.....', 38: '....o.......o...', 42: 'x.o.x.o.x.o.x.oo', 70: '..x...x...x...x.' }],
    3: { 36: 'x...........', 42: '....o...o...' },
    fill: { 36: 'x.......x.......', 38: '....o...o..oo.oo', 42: 'x.o.x.o.........', 47: '..........o.....', 45: '..............o.' },
  },
  hands: {
    program: 0,
    4: [{ 70: 'o.x.o.x.o.x.o.x.' }, { 64: 'x......x..x.....', 63: '....o.......o.o.', 70: 'o.x.o.x.o.x.o.x.' }, { 64: 'x..o...x..x..o..', 63: '....x.o.....x.oo', 62: '..o.......o.....', 70: 'ooxoooxoooxoooxo', 36: 'x.......x.......' }],
    3: { 64: 'x.....o.....', 63: '....o...o...', 70: 'o.x.o.x.o.x.' },
    fill: { 64: 'x..o...xx.o.x.o.', 63: '....x.oo..x.xoxo', 70: 'ooxoooxoooxoooxo' },
  },
  bell: {
    program: 0,
    4: [{ 81: 'o...............' }, { 81: 'o...............', 82: '....o.......o...' }, { 81: 'o.......o.......', 82: 'o.o.o.o.o.o.o.o.' }],
    3: { 81: 'o...........', 82: '....o...o...' },
    fill: { 82: 'o.o.o.o.o.o.ooo.' },
  },
} as const satisfies Readonly<Record<string, DrumFamily>>;
export type DrumName = keyof typeof KITS;

/** The level of a pattern for an intensity from 0 to 1. */
export const loudnessLevelOf = (intensity: number): keyof Levels => (intensity < 0.4 ? 'calm' : intensity < 0.7 ? 'mid' : 'full');
