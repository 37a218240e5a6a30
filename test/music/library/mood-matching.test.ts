import { describe, expect, test } from 'vitest';
import { loadMapping } from '../../../src/music/choose/mapping.ts';
import { moodMatcher } from '../../../src/music/library/mood-matching.ts';

const bundled = loadMapping('', 'gentle');
const { byName: ofName, byTags: ofTags } = moodMatcher(bundled);
const byMood = (...moods: string[]) => ofTags({ moods, genres: [] });
const byGenre = (...genres: string[]) => ofTags({ moods: [], genres });

describe('a folder or a playlist', () => {
  test("is for the mood of its name, or of the mapping's names for it", () => {
    expect([ofName('Happy'), ofName('calming'), ofName('jazz'), ofName('')]).toEqual([['happy'], ['sad'], [], []]);
  });

  test('may be written by another system: accents in two parts, a space at the end', () => {
    const german = moodMatcher({ ...bundled, happy: { ...bundled.happy, library: ['Fr\u00f6hlich'] } });
    expect([german.byName('FRO\u0308HLICH'), german.byName('fröhlich ')]).toEqual([['happy'], ['happy']]);
  });

  test('may be for two moods', () => {
    const shared = moodMatcher({
      ...bundled,
      happy: { ...bundled.happy, library: ['Party'] },
      surprise: { ...bundled.surprise, library: ['party'] },
    });
    expect(shared.byName('PARTY')).toEqual(['happy', 'surprise']);
  });
});

describe('a file by its tags', () => {
  test.each([
    ['Happy', ['happy']],
    ['Calm; soothing', ['sad']],
    ['CHILL-OUT / relaxing', ['angry']],
    ['Émouvant', []],
    ['Unhappy', []],
    ['', []],
  ])('MOOD %s: %j', (mood, moods) => expect(byMood(mood)).toEqual(moods));

  test.each([
    ['Synth-Pop', ['happy']],
    ['Popcorn', []],
    ['LO FI Hip Hop', ['angry']],
    ['Bossa Nova', ['disgust']],
    ['Drum And Bass', ['surprise']],
    ['Dark Ambient', ['neutral']],
    ['Folklore', []],
  ])('genre %s: %j', (genre, moods) => expect(byGenre(genre)).toEqual(moods));

  test('is for each mood that one of its values names', () => expect(byMood('Warm', 'Joyful')).toEqual(['fear', 'happy']));

  test('goes by its genre only where no MOOD is known', () => {
    expect(ofTags({ moods: ['Relaxing'], genres: ['Pop'] })).toEqual(['angry']);
    expect(ofTags({ moods: ['Bizarre'], genres: ['Pop'] })).toEqual(['happy']);
  });

  test('goes without accents, in the words of the mapping too', () => {
    const french = moodMatcher({ ...bundled, sad: { ...bundled.sad, tags: ['Mélancolique'] } });
    expect(french.byTags({ moods: ['melancolique'], genres: [] })).toEqual(['sad']);
  });
});
