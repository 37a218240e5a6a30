#!/usr/bin/env node
// What a person's own baseline changes (docs/model-card.md). Build first: npm run build
//
//   node src/bench/baseline/measure.mjs reference DATA   the odds of a neutral face, for src/mood/baseline.ts (after new weights)
//   node src/bench/baseline/measure.mjs people DATA      people made of FER-2013's PublicTest: negative against neutral, before and after
//   node src/bench/baseline/measure.mjs places DATA      the same where light, pose or crop is always off in the same way
//   node src/bench/baseline/measure.mjs hours DATA       minutes in each mood of an hour that is neutral, sad or happy throughout
//   node src/bench/baseline/measure.mjs clips FILE...    lines of `moodbox perceive CLIP --json`, repeated for twenty minutes
//
// DATA is a folder with pixels.u8.bin and labels.csv; nothing of it is written anywhere.
import { EMOTIONS, strongest } from '../../../dist/domain/emotion.js';
import { gamma, shifted } from '../../../dist/evaluation/corruptions.js';
import { CORRUPTIONS } from '../../../dist/evaluation/robustness.js';
import { observe, readPersonally } from '../../../dist/mood/people.js';
import { normal } from '../../../dist/shared/random.js';
import { answersOf, area, chance, drawn, is, isNegative, isNeutral, negativity, ranked, usualOdds } from './faces.mjs';
import { clipOf, moodMinutes } from './rooms.mjs';

const [TEST, LEARNED] = ['PublicTest', 'Training'];
const EVERY = 5000; // milliseconds between readings
const [PEOPLE, NEUTRAL, OTHER, SETTLED] = [300, 200, 50, 60]; // people; readings of each; the first ones are not counted
const SURE = 0.6;
const BOX = { x: 0, y: 0, width: 100, height: 100 };
const say = (line) => process.stdout.write(`${line}\n`);
const shareOf = (all, which) => all.filter(which).length / all.length;

/** One person's readings in order, as they are and against the person's baseline, from when the baseline has settled. */
function watched(readings) {
  let people = new Map();
  const both = readings.map(({ scores, negative }, index) => {
    const faces = [{ id: 1, box: BOX, scores }];
    people = observe(people, { at: index * EVERY, faces });
    return { negative, before: scores, after: readPersonally(faces, people)[0].scores };
  });
  return both.slice(SETTLED);
}

function shuffled(all, random) {
  return all
    .map((each) => ({ each, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ each }) => each);
}

/** An afternoon of somebody: mostly neutral, a fifth of it negative, in no order. */
function afternoon({ neutral, negative }, lean, share, random) {
  const of = (faces, count, isNegative_) =>
    Array.from({ length: count }, () => ({ scores: drawn(faces, lean, share, random), negative: isNegative_ }));
  return watched(shuffled([...of(neutral, NEUTRAL, false), ...of(negative, OTHER, true)], random));
}

function row(name, readings) {
  const cells = ['before', 'after'].map((when) => {
    const of = (negative) => readings.filter((each) => each.negative === negative).map((each) => each[when]);
    const [low, high] = [of(false), of(true)];
    const sure = (scores) => scores[strongest(scores)] >= SURE && !['neutral', 'happy', 'surprise'].includes(strongest(scores));
    const called = (scores) => strongest(scores) === 'neutral';
    return [area(low.map(negativity), high.map(negativity)), shareOf(low, called), shareOf(low, sure), shareOf(high, sure)];
  });
  const [before, after] = cells;
  say(`| ${name} | ${before.map((value, at) => `${value.toFixed(3)} → ${after[at].toFixed(3)}`).join(' | ')} |`);
}

const HEAD = ['area under the curve', 'neutral, called neutral', 'neutral, surely negative', 'negative, surely negative'];
const head = (first) => {
  say(`| ${first} | ${HEAD.join(' | ')} |`);
  say(`| --- |${' --- |'.repeat(HEAD.length)}`);
};

async function reference(folder) {
  const neutral = (await answersOf(folder, LEARNED)).filter(isNeutral).map(({ scores }) => scores);
  const surely = neutral.filter((scores) => EMOTIONS.every((each) => each === 'neutral' || 1.5 * scores[each] <= scores.neutral));
  say(`${surely.length} of ${neutral.length} neutral faces read as surely neutral; ${EMOTIONS.join(', ')}:`);
  say(
    usualOdds(surely)
      .map((value) => value.toFixed(2))
      .join(', '),
  );
}

const rankedOf = (answers, negative) => ({ neutral: ranked(answers.filter(isNeutral)), negative: ranked(answers.filter(negative)) });

async function people(folder) {
  const answers = await answersOf(folder, TEST);
  for (const [name, negative] of [
    ['anything negative', isNegative],
    ['sad', is('sad')],
  ]) {
    head(`${name} against neutral; the person's own part of the spread`);
    for (const share of [0, 0.2, 0.4, 0.6, 0.8]) {
      const random = chance(7);
      const faces = rankedOf(answers, negative);
      row(share.toFixed(1), Array.from({ length: PEOPLE }, () => afternoon(faces, normal(random), share, random)).flat());
    }
  }
}

async function places(folder) {
  head('always the same');
  const all = [];
  const worse = [
    ['gamma 3', (picture) => gamma(picture, 3)],
    ['crop 20 % too far up', (picture) => shifted(picture, 0, -0.2)],
  ];
  for (const [name, change] of [['nothing', undefined], ...CORRUPTIONS, ...worse]) {
    const random = chance(11);
    const faces = rankedOf(await answersOf(folder, TEST, change), isNegative);
    const readings = Array.from({ length: PEOPLE / 10 }, () => afternoon(faces, 0, 0, random)).flat();
    row(name, readings);
    all.push(...readings);
  }
  row('all of them', all);
}

async function hours(folder) {
  const answers = await answersOf(folder, TEST);
  const lasting = {
    neutral: ranked(answers.filter(isNeutral)),
    sad: ranked(answers.filter(is('sad'))),
    happy: ranked(answers.filter(is('happy'))),
  };
  const [random, share] = [chance(3), 0.6];
  const leans = Array.from({ length: 40 }, () => normal(random));
  const part = (of, minutes) => (lean) => Array.from({ length: (minutes * 60_000) / EVERY }, () => drawn(lasting[of], lean, share, random));
  say(`minutes of the last 30 in each mood, ${leans.length} people, before → after`);
  for (const [name, ...parts] of [
    ['neutral for an hour', part('neutral', 60)],
    ['sad for an hour', part('sad', 60)],
    ['happy for an hour', part('happy', 60)],
    ['neutral for 20 minutes, then sad for an hour', part('neutral', 20), part('sad', 60)],
    ['neutral for 20 minutes, then happy for 30', part('neutral', 20), part('happy', 30)],
  ]) {
    const lives = leans.map((lean) => parts.flatMap((of) => of(lean)));
    say(`${name}: ${moodMinutes(lives, EVERY, 30)}`);
  }
}

const MEASURES = { reference, people, places, hours, clips: (...files) => files.map((file) => say(clipOf(file, 20))) };
const [measure = '', ...given] = process.argv.slice(2);
if (!(measure in MEASURES) || given.length === 0)
  throw new Error(`say one of ${Object.keys(MEASURES).join(', ')}, and what to measure it on`);
await MEASURES[measure](...given);
