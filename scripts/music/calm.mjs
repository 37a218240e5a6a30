// The quiet scores: sad, angry, fear, neutral (the paper's section 6.2: soothing, relaxing, comforting, ambient).
import { chorus, echo, hall, lowPass } from './effects.mjs';
import { chords, line, sing } from './notation.mjs';
import { levelled, mixed, place, seeded, tape } from './tape.mjs';
import { bass, bell, breath, choir, flute, musicBox, pad, piano, pitch, string } from './voices.mjs';

const turnOf = (turn, cycles, phase = 0) => 0.5 - 0.5 * Math.cos(2 * Math.PI * (cycles * turn + phase));

/** Calming, soothing: a slow electric piano in F over low strings, 56 beats a minute. */
export function sad() {
  const bar = (4 * 60) / 56;
  const random = seeded(11);
  const [keys, strings, low, song] = [0, 1, 2, 3].map(() => tape(10 * bar));
  const harmony = chords(
    'F3 C4 E4 G4 A4 | E3 C4 D4 G4 | D3 A3 C4 E4 F4 | Bb2 F3 A3 C4 D4 | F3 C4 E4 A4 | G3 Bb3 D4 F4 A4 | Eb3 Bb3 D4 G4 | Bb2 F3 A3 D4 | C3 G3 Bb3 D4 F4 | C3 G3 Bb3 E4',
  );
  for (const [i, chord] of harmony.entries()) {
    for (const [k, midi] of [...chord, chord[2], chord[1]].entries()) {
      place(keys, i * bar + (k * bar) / 8 + random() * 0.015, piano(midi, 3.6, 0.45 + 0.2 * random()), { pan: -0.3 + 0.12 * k, level: 1 - 0.06 * k });
    }
    for (const [k, midi] of chord.slice(1).entries()) place(strings, i * bar - 0.6, pad(midi, bar, { attack: 1.6, phase: k * 0.23 }), { pan: k * 0.5 - 0.7 });
    place(low, i * bar, bass(chord[0] - (chord[0] > 50 ? 12 : 0), bar * 0.9));
  }
  const tune = '-:2 C5:1 A4:1 G4:3 -:1 -:2 E5:1 C5:1 D5:3 -:1 -:2 C5:1 E5:1 D5:2 A4:2 Bb4:3 -:1 -:1 A4:1 D5:1 F5:1 D5:3 C5:1 E4:3 -:1';
  sing(tune, { bpm: 56 }, (midi, at, seconds) => place(song, at + 0.02, piano(midi, seconds + 1.8, 0.7), { pan: 0.15 }));
  const soft = lowPass(strings, (turn) => 700 + 500 * turnOf(turn, 5));
  const dry = mixed([levelled(chorus(keys, 9), -25), levelled(soft, -27), levelled(lowPass(low, () => 420), -28), levelled(song, -25)]);
  return mixed([dry, levelled(hall(dry, 3.2), -29)]);
}

/** Relaxing: waves on a beach that breathe six times a minute, open fifths with them, and a few bells. No beat. */
export function angry() {
  const breathing = 10;
  const random = seeded(23);
  const [sea, fifths, bells, ground] = [0, 1, 2, 3].map(() => tape(4 * breathing));
  const harmony = chords('D3 A3 E4 F#4 | G2 D3 B3 F#4 | B2 F#3 D4 A4 | A2 E3 B3 E4');
  for (const [i, chord] of harmony.entries()) {
    const at = i * breathing;
    for (const side of [-0.8, 0.8]) {
      place(sea, at + side, breath(9.6, random, { attack: 4, release: 5.4, colour: 0.35 }), { pan: side });
      place(sea, at + 3.2 + side / 2, breath(4.4, random, { attack: 1.4, release: 3, colour: 0.62 }), { pan: -side, level: 0.12 });
    }
    for (const [k, midi] of chord.entries()) {
      place(fifths, at - 1, choir(midi, 8.4, { attack: 4, release: 4.6, phase: k * 0.19 }), { pan: 0.4 * k - 0.6 });
      place(fifths, at - 1, pad(midi, 8.4, { attack: 4.4, release: 4.6, phase: k * 0.31 }), { pan: 0.6 - 0.4 * k, level: 0.5 });
    }
    place(ground, at - 0.5, pad(chord[0] - 12, 8.5, { attack: 3, release: 4 }), { level: 1 });
  }
  for (const { at, midi } of line('-:3.1 A4:3.4 F#5:3.9 E5:4.2 B4:3 D5:4.4 A5:3.2 F#5:4 E5:3.4 B4:3.6 A4:3.8')) {
    place(bells, at, bell(midi, 6), { pan: random() * 1.2 - 0.6, level: 0.7 + 0.3 * random() });
  }
  const waves = lowPass(sea, (turn) => 500 + 1300 * turnOf(turn, 4));
  const warm = lowPass(chorus(fifths, 3), (turn) => 520 + 420 * turnOf(turn, 4));
  const dry = mixed([levelled(waves, -33), levelled(warm, -23), levelled(ground, -27), levelled(bells, -31)]);
  return mixed([dry, levelled(hall(mixed([levelled(warm, -26), levelled(bells, -28)]), 4.5, 0.45), -28)]);
}

/** Comforting, peaceful: a lullaby in three on a music box, with harp and warm strings, in E flat, 80 beats a minute. */
export function fear() {
  const bpm = 80;
  const bar = (3 * 60) / bpm;
  const random = seeded(37);
  const [box, harp, strings] = [0, 1, 2].map(() => tape(16 * bar));
  const harmony = chords(
    'Eb3 Bb3 Eb4 G4 | Bb2 F3 D4 F4 | C3 G3 Eb4 G4 | Ab2 Eb3 C4 Eb4 | G2 Eb3 Bb3 Eb4 | Ab2 Eb3 C4 F4 | Bb2 F3 Bb3 Eb4 | Bb2 F3 Bb3 D4 | ' +
      'Eb3 Bb3 Eb4 G4 | G2 D3 Bb3 F4 | C3 G3 Eb4 G4 | F3 C4 Eb4 Ab4 | G2 Eb3 Bb3 G4 | Ab2 Eb3 C4 F4 | Bb2 F3 C4 D4 | Eb3 Bb3 Eb4 G4',
  );
  const figure = [0, 1, 2, 3, 2, 1];
  for (const [i, chord] of harmony.entries()) {
    for (const [k, tone] of figure.entries()) {
      place(harp, i * bar + (k * bar) / 6 + random() * 0.012, string(chord[tone], 2.6, random, { soft: 0.9 }), { pan: -0.35 + 0.1 * k, level: k === 0 ? 1 : 0.72 });
    }
    for (const [k, midi] of chord.slice(1).entries()) place(strings, i * bar - 0.5, pad(midi, bar, { attack: 0.9, release: 1.3, phase: k * 0.27 }), { pan: 0.6 * k - 0.6 });
  }
  const tune =
    'G5:2 Eb5:1 F5:2 D5:1 Eb5:2 C5:1 Bb4:3 G5:2 Bb5:1 Ab5:2 F5:1 Eb5:1 F5:1 G5:1 F5:3 ' +
    'G5:2 Eb5:1 F5:2 Bb4:1 C5:2 Eb5:1 C5:2 Ab4:1 Bb4:1 Eb5:1 G5:1 F5:2 Ab5:1 G5:1 F5:1 D5:1 Eb5:3';
  sing(tune, { bpm }, (midi, at) => place(box, at + random() * 0.01, musicBox(midi), { pan: 0.2 }));
  const warm = lowPass(strings, (turn) => 750 + 350 * turnOf(turn, 4));
  const dry = mixed([levelled(box, -27), levelled(harp, -24), levelled(warm, -26)]);
  return mixed([dry, levelled(hall(mixed([levelled(box, -24), levelled(warm, -28)]), 3), -29)]);
}

/** Ambient: four wide chords without a third to pull them anywhere, twelve seconds each, and glints far above. */
export function neutral() {
  const each = 12;
  const random = seeded(53);
  const [wide, air, glints, floor] = [0, 1, 2, 3].map(() => tape(4 * each));
  const harmony = chords('C3 G3 D4 A4 | A2 E3 B3 D4 | F2 C3 G3 D4 A4 | G2 D3 A3 C4 F4');
  for (const [i, chord] of harmony.entries()) {
    for (const [k, midi] of chord.entries()) {
      place(wide, i * each - 2 + 0.7 * k, pad(midi, each - 1, { attack: 4, release: 5, phase: k * 0.17 }), { pan: ((k % 2) * 2 - 1) * 0.25 * (k + 1) * 0.7 });
      if (k > 1) place(air, i * each + 2 + k, flute(midi + 12, 6), { pan: 0.8 - 0.4 * k, level: 0.4 });
    }
    place(floor, i * each - 1, choir(chord[0], each - 0.5, { attack: 2.5, release: 3.5 }));
  }
  const scale = ['D5', 'E5', 'G5', 'A5', 'C6', 'D6'].map(pitch);
  for (let at = 1.5; at < 46; at += 2.1 + 2.6 * random()) {
    place(glints, at, bell(scale[Math.floor(random() * scale.length)], 5), { pan: random() * 1.8 - 0.9, level: 0.4 + 0.6 * random() });
  }
  const opening = lowPass(chorus(wide, 5, 0.7), (turn) => 480 + 900 * turnOf(turn, 2), 0.8);
  const far = mixed([levelled(echo(glints, 0.9, 0.5), -30), levelled(air, -30)]);
  const dry = mixed([levelled(opening, -22), levelled(floor, -27), levelled(far, -30)]);
  return mixed([dry, levelled(hall(mixed([levelled(opening, -26), levelled(far, -24)]), 6, 0.3), -26)]);
}
