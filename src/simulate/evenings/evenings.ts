import { cafe, couple, dinner, facesInSight, friends, inGlimpses, leaving } from './company.ts';
import type { EveningPlan } from './evening.ts';
import { played } from './evening.ts';
import { book, sad, television } from './quiet.ts';

const GROUP = { 'mood.of': 'group' };

/** The built-in evenings, by name. Each lasts three hours unless its description says otherwise. */
export const EVENINGS: Readonly<Record<string, EveningPlan>> = {
  television: {
    says: 'one person watches television; the face is seen half of the time, and three times not for ten minutes',
    timeline: played(television),
  },
  book: {
    says: 'one person reads a book; the face is seen a quarter of the time, and they move every four minutes',
    timeline: played(book),
  },
  friends: { says: 'four friends laugh 40 times an hour', timeline: played(friends) },
  sad: { says: 'somebody turns sad after half an hour or more, and stays sad', timeline: played(sad) },
  leaving: { says: 'two people leave after about an hour, and come back an hour later', timeline: played(leaving) },
  couple: { says: 'two people in different moods, for one hour (mood.of: group)', settings: GROUP, timeline: played(couple(facesInSight)) },
  glimpses: {
    says: 'the same, but each face is seen only half of the time, in its own spells of 25 s',
    settings: GROUP,
    timeline: played(couple(inGlimpses)),
  },
  dinner: {
    says: 'six people come to dinner, talk, and leave after two and a half hours (mood.of: group)',
    settings: GROUP,
    timeline: played(dinner),
  },
  cafe: { says: 'a café: many people come and go, each in their own mood (mood.of: group)', settings: GROUP, timeline: played(cafe) },
};
