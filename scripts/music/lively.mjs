// The moving scores: happy, surprise, disgust (the paper's section 6.2: upbeat, exciting, gentle and pleasant).
import { chorus, echo, hall, highPass, lowPass } from './effects.mjs';
import { beats, chords, sing } from './notation.mjs';
import { levelled, mixed, place, seeded, tape } from './tape.mjs';
import { bass, breath, drum, flute, marimba, pad, spark, string } from './voices.mjs';

const turnOf = (turn, cycles) => 0.5 - 0.5 * Math.cos(2 * Math.PI * cycles * turn);

/** Upbeat, energetic: marimba and guitar in G, a bouncing bass, hands and a shaker, 112 beats a minute. */
export function happy() {
  const bpm = 112;
  const beat = 60 / bpm;
  const random = seeded(71);
  const [bars, guitar, low, drums, hands, song] = [0, 1, 2, 3, 4, 5].map(() => tape(16 * 4 * beat));
  const turn = 'G3 B3 D4 G4 | F#3 A3 D4 A4 | E3 G3 B3 D4 | C3 G3 C4 E4';
  const harmony = chords(`${turn} | ${turn} | A3 C4 E4 G4 | D3 A3 D4 F#4 | G3 B3 D4 G4 | C3 G3 C4 E4 | ${turn.replace('C3 G3 C4 E4', 'D3 A3 C4 F#4')}`);
  for (const [i, chord] of harmony.entries()) {
    const at = (n) => (i * 4 + n) * beat;
    beats('x.xx.xx.', 0.5, (n, force, step) => place(bars, at(n), marimba(chord[(step * 3 + i) % 4] + 12), { pan: 0.45, level: force }));
    beats('..x...x.x..x..xo', 0.25, (n, force) => {
      for (const [k, midi] of chord.slice(1).entries()) {
        place(guitar, at(n) + k * 0.012, string(midi, 0.5, random, { soft: 0.35, ring: 0.985 }), { pan: -0.5, level: 0.7 * force });
      }
    });
    beats('x..x..x.', 0.5, (n, force, step) => place(low, at(n), bass(chord[0] - 12 + (step === 6 ? 7 : 0), beat * 0.7), { level: force }));
    beats('x...x...', 0.5, (n) => place(drums, at(n), drum()));
    beats('xoxoxoxoxoxoxoxo', 0.25, (n, force) => place(hands, at(n) + random() * 0.006, breath(0.05, random, { colour: 0.95 }), { pan: 0.3, level: 0.3 * force }));
    beats('..x...x.', 0.5, (n) => {
      for (const late of [0, 0.011, 0.019]) place(hands, at(n) + late, breath(0.09, random, { colour: 0.75 }), { pan: -0.15, level: 0.45 });
    });
  }
  const hook = 'B4:0.5 D5:0.5 G5:1 -:0.5 F#5:0.5 D5:1 A4:0.5 D5:0.5 F#5:1 -:0.5 E5:0.5 D5:1 B4:0.5 D5:0.5 E5:1 -:0.5 D5:0.5 B4:1 G4:1 A4:0.5 B4:1.5 -:1';
  for (const from of [0, 48]) sing(hook, { bpm, from }, (midi, at) => place(song, at, marimba(midi + 12, 1.4), { pan: 0.05 }));
  const bridge = 'E5:1.5 C5:0.5 E5:1 G5:1 F#5:1.5 D5:0.5 A4:2 G5:1.5 D5:0.5 B4:1 D5:1 E5:1 D5:1 C5:1 E5:1';
  sing(bridge, { bpm, from: 32 }, (midi, at, seconds) => place(song, at, flute(midi, seconds * 0.8), { level: 0.5 }));
  const band = [levelled(bars, -28), levelled(guitar, -28), levelled(lowPass(low, () => 600), -26), levelled(drums, -29)];
  const dry = mixed([...band, levelled(highPass(hands, 1800), -38), levelled(song, -25)]);
  return mixed([dry, levelled(hall(mixed([levelled(song, -24), levelled(bars, -26), levelled(guitar, -30)]), 1.4), -33)]);
}

/** Exciting, dynamic: running sparks over a pulse, a filter that opens, and a step into another key, 126 beats a minute. */
export function surprise() {
  const bpm = 126;
  const beat = 60 / bpm;
  const random = seeded(97);
  const [run, stabs, low, drums, hats, rush] = [0, 1, 2, 3, 4, 5].map(() => tape(16 * 4 * beat));
  const harmony = chords(
    'A3 C#4 E4 B4 | E3 B3 E4 G#4 | F#3 A3 C#4 E4 | D3 A3 D4 F#4 | A3 C#4 E4 A4 | B3 D#4 F#4 A4 | F3 A3 C4 G4 | G3 B3 D4 A4 | ' +
      'C4 E4 G4 D5 | G3 D4 G4 B4 | A3 C4 E4 G4 | F3 C4 F4 A4 | D3 A3 C4 F4 | Bb3 D4 F4 C5 | D3 A3 B3 F#4 | E3 B3 D4 G#4',
  );
  const order = [0, 2, 1, 3, 2, 0, 3, 1];
  for (const [i, chord] of harmony.entries()) {
    const at = (n) => (i * 4 + n) * beat;
    beats('xoxoxxoxxoxoxxox', 0.25, (n, force, step) => {
      const midi = chord[order[(step + i) % 8]] + (step % 8 > 4 ? 24 : 12);
      place(run, at(n), spark(midi), { pan: 0.7 * Math.sin(step * 1.9 + i), level: force });
    });
    beats('x..x..x...x..x..', 0.25, (n, force) => {
      for (const [k, midi] of chord.entries()) place(stabs, at(n), pad(midi, 0.16, { attack: 0.015, release: 0.22, phase: k * 0.2 }), { pan: k * 0.4 - 0.6, level: force });
    });
    beats('x..x..xo.x..x.xo', 0.25, (n, force) => place(low, at(n), bass(chord[0] - (chord[0] > 56 ? 24 : 12), beat * 0.35), { level: force }));
    beats('x.x.x.x.', 0.5, (n) => place(drums, at(n), drum(0.26)));
    beats('..x...x...x...xo', 0.25, (n, force) => place(hats, at(n), breath(0.06, random, { colour: 0.98 }), { pan: -0.25, level: force }));
    if (i % 4 === 3) place(rush, at(0), breath(4 * beat, random, { attack: 3.7 * beat, release: 0.2 * beat, colour: 0.8 }), { pan: i % 8 === 3 ? -0.4 : 0.4 });
  }
  const opening = lowPass(echo(run, beat * 0.75, 0.4), (turn) => 700 + 3600 * turnOf(turn, 2), 1.1);
  const clear = lowPass(run, (turn) => 900 + 4200 * turnOf(turn, 2), 1.2);
  const band = [levelled(clear, -24), levelled(opening, -31), levelled(lowPass(low, () => 700), -25), levelled(drums, -27)];
  const dry = mixed([...band, levelled(lowPass(stabs, (turn) => 900 + 1500 * turnOf(turn, 4)), -27), levelled(hats, -40), levelled(lowPass(rush, () => 5000), -41)]);
  return mixed([dry, levelled(hall(mixed([levelled(clear, -26), levelled(stabs, -26)]), 1.8), -33)]);
}

/** Gentle, pleasant: a nylon guitar picked in six, a flute over it now and then, in D, 63 slow beats a minute. */
export function disgust() {
  const bar = (2 * 60) / 63;
  const random = seeded(113);
  const [guitar, air, song] = [0, 1, 2].map(() => tape(20 * bar));
  const harmony = chords(
    'D3 A3 D4 F#4 | D3 A3 C#4 F#4 | B2 F#3 B3 D4 | B2 F#3 A3 D4 | G2 D3 G3 B3 | G2 D3 A3 B3 | D3 A3 D4 F#4 | A2 E3 A3 D4 | D3 A3 D4 F#4 | A2 E3 A3 C#4 | ' +
      'E3 B3 D4 G4 | A2 E3 G3 C#4 | F#3 A3 D4 F#4 | B2 F#3 B3 D4 | G2 D3 G3 B3 | A2 E3 A3 C#4 | D3 A3 D4 F#4 | G2 D3 B3 D4 | A2 E3 G3 C#4 | D3 A3 E4 F#4',
  );
  const picking = [0, 2, 3, 1, 3, 2];
  for (const [i, chord] of harmony.entries()) {
    for (const [k, tone] of picking.entries()) {
      const sound = string(chord[tone], 2.2, random, { soft: 0.55 + 0.2 * random(), ring: 0.9965 });
      place(guitar, i * bar + (k * bar) / 6 + random() * 0.014, sound, { pan: -0.2 + 0.08 * tone, level: (k === 0 ? 1 : k === 3 ? 0.85 : 0.66) + 0.08 * random() });
    }
    for (const [k, midi] of chord.slice(1).entries()) place(air, i * bar - 0.4, pad(midi + 12, bar, { attack: 1, release: 1.2, phase: k * 0.29 }), { pan: 0.7 - 0.7 * k });
  }
  // In quavers, six to a bar.
  const tune =
    '-:12 F#5:3 E5:1 D5:2 D5:4 -:2 B4:3 D5:1 E5:2 A4:4 -:2 -:12 A5:3 F#5:1 E5:2 E5:4 -:2 G5:3 F#5:1 E5:2 C#5:4 -:2 ' +
    'F#5:2 E5:1 D5:3 D5:2 C#5:1 B4:3 B4:3 D5:3 C#5:4 -:2 -:12 E5:2 C#5:1 A4:3 D5:4 -:2';
  sing(tune, { bpm: 63 * 3 }, (midi, at, seconds) => place(song, at + 0.02, flute(midi, seconds * 0.95), { pan: 0.25 }));
  const dry = mixed([levelled(guitar, -22), levelled(lowPass(chorus(air, 7), () => 1300), -33), levelled(song, -28)]);
  return mixed([dry, levelled(hall(mixed([levelled(guitar, -28), levelled(song, -25)]), 2.2), -31)]);
}
