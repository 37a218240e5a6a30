import { describe, expect, test } from 'vitest';
import type { PlaybackIntent } from '../../../src/daemon/control/policy.ts';
import { differing, due, inForce, likelyMoods, musicFor, musicMood, nextLift } from '../../../src/daemon/control/policy.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import { instant, ms } from '../../../src/domain/units.ts';

const settings = { change: 'eager', change_after: ms(60_000), away: 'stop', away_fade: ms(30_000) } as const;
const room = (change: Partial<PlaybackIntent>): PlaybackIntent => ({
  seen: 'happy',
  override: 'auto',
  transport: 'playing',
  autoplay: true,
  blind: false,
  ...change,
});
const at = (moment: number) => instant(moment);
const matched = (mood: PlaybackIntent['seen'], moment = 0) => ({ mood, at: at(moment) });

const nothing = { kind: 'nothing' };
const silence = { kind: 'silence' };
const left = { ...silence, leaving: true };
const music = (mood: string) => ({ kind: 'music', mood });

describe('due', () => {
  test('the first mood is followed at once', () => expect(due(room({}), at(5), settings)).toEqual(music('happy')));

  test('music that fits goes on', () => expect(due(room({ matchedTo: matched('happy') }), at(99_999), settings)).toEqual(nothing));

  test('without auto-play nothing changes by itself, whoever comes, goes or chose a mood before', () => {
    for (const change of [{}, { override: 'sad' as const }, { seen: 'away' as const, matchedTo: matched('happy') }]) {
      expect(due(room({ autoplay: false, ...change }), at(99_999), settings)).toEqual(nothing);
    }
  });

  test('another mood waits until the minute is over', () => {
    const sad = room({ seen: 'sad', matchedTo: matched('happy') });
    expect(due(sad, at(59_999), settings)).toEqual(nothing);
    expect(due(sad, at(60_000), settings)).toEqual(music('sad'));
  });

  test('an override is followed at once, also to the mood that is seen', () => {
    expect(due(room({ override: 'sad', matchedTo: matched('happy') }), at(1), settings)).toEqual(music('sad'));
    expect(due(room({ override: 'happy', matchedTo: matched('happy') }), at(1), settings)).toEqual(nothing);
  });

  test('back to auto, the camera waits its minute again', () =>
    expect(due(room({ seen: 'happy', matchedTo: matched('sad', 1000) }), at(30_000), settings)).toEqual(nothing));

  test('when everybody has left, the music stops, or goes on if so configured', () => {
    const empty = room({ seen: 'away', matchedTo: matched('happy') });
    expect(due(empty, at(1), settings)).toEqual(left);
    expect(due(empty, at(1), { ...settings, away: 'continue' })).toEqual(nothing);
  });

  test('a camera that is off or lost says nothing about the room, so the music goes on', () => {
    expect(due(room({ seen: 'away', blind: true, matchedTo: matched('happy') }), at(1), settings)).toEqual(nothing);
    expect(due(room({ seen: 'away', override: 'away', blind: true, matchedTo: matched('happy') }), at(1), settings)).toEqual(left);
  });

  test('while another box of the group plays, music here ends and none begins, whatever people asked for', () => {
    for (const transport of ['playing', 'paused', 'stopped'] as const) {
      expect(due(room({ mute: true, transport, matchedTo: matched('happy') }), at(1), settings)).toEqual(silence);
      expect(due(room({ mute: true, transport }), at(1), settings)).toEqual(nothing);
    }
    expect(due(room({ mute: false }), at(1), settings)).toEqual(music('happy'));
  });

  test('somebody who comes into a silent room hears music at once', () =>
    expect(due(room({ matchedTo: matched('away', 1000) }), at(1001), settings)).toEqual(music('happy')));

  test('a room that has always been empty stays as it is', () => expect(due(room({ seen: 'away' }), at(1), settings)).toEqual(nothing));

  test('music that was asked for in an empty room ends after an hour, unless it is to go on anyway, or no camera looks', () => {
    const empty = room({ seen: 'away', matchedTo: { ...matched('away'), asked: true } });
    expect(due(empty, at(3_599_999), settings)).toEqual(nothing);
    expect(due(empty, at(3_600_000), settings)).toEqual(left);
    expect(due(empty, at(3_600_000), { ...settings, away: 'continue' })).toEqual(nothing);
    for (const change of [{ blind: true }, { autoplay: false }, { matchedTo: matched('away') }]) {
      expect(due({ ...empty, ...change }, at(3_600_000), settings)).toEqual(nothing);
    }
  });

  test.each(['paused', 'stopped'] as const)('while %s nothing changes', (transport) => {
    expect(due(room({ transport, seen: 'sad', override: 'sad', matchedTo: matched('happy') }), at(99_999), settings)).toEqual(nothing);
  });
});

test('an override is in force, auto leaves it to the camera', () => {
  expect(inForce({ seen: 'sad', override: 'auto' })).toBe('sad');
  expect(inForce({ seen: 'sad', override: 'away' })).toBe('away');
});

describe('due, gently', () => {
  const gentle = { change: 'gentle', change_after: ms(240_000), away: 'stop', away_fade: ms(30_000) } as const;
  const sad = (differs: number) => room({ seen: 'sad', matchedTo: matched('happy'), differs: at(differs) });
  const track = (left?: number) => ({ sounding: { endless: false, ...(left !== undefined && { left: ms(left) }) } });
  const endless = { sounding: { endless: true } };

  test('a track is heard to its end, and the next one is for the mood', () => {
    expect(due(sad(100_000), at(200_000), gentle, track(120_000))).toEqual(nothing);
    expect(due(sad(100_000), at(200_000), gentle, { ...track(0), ended: true })).toEqual(music('sad'));
  });

  test('after four minutes of another mood, a track with more than a minute left is cut short', () => {
    expect(due(sad(100_000), at(339_999), gentle, track(120_000))).toEqual(nothing);
    expect(due(sad(100_000), at(340_000), gentle, track(120_000))).toEqual(music('sad'));
    expect(due(sad(100_000), at(340_000), gentle, track(60_000))).toEqual(nothing);
    expect(due(sad(100_000), at(340_000), gentle, track())).toEqual(music('sad'));
  });

  test('a track that somebody asked for by its address is heard to its end, in every manner, unless a person chooses a mood', () => {
    const asked = { sounding: { endless: false, asked: true } };
    for (const manner of [gentle, settings]) {
      expect(due(sad(0), at(3_600_000), manner, asked)).toEqual(nothing);
      expect(due(sad(0), at(3_600_000), manner, { ...asked, ended: true })).toEqual(music('sad'));
      expect(due({ ...sad(0), override: 'angry' }, at(1), manner, asked)).toEqual(music('angry'));
    }
  });

  test('an endless track gives way by a crossfade, at most once a minute', () => {
    expect(due(sad(50_000), at(59_000), gentle, endless)).toEqual(nothing);
    expect(due(sad(50_000), at(60_000), gentle, endless)).toEqual({ ...music('sad'), blend: true });
  });

  test('music that goes over to another mood by itself is asked to at once, and nothing is cut or faded', () => {
    const flows = { sounding: { endless: true, flows: true } };
    for (const settings of [gentle, { ...gentle, change: 'eager', change_after: ms(60_000) } as const])
      expect(due(sad(50_000), at(51_000), settings, flows)).toEqual(music('sad'));
  });

  test('in silence there is nothing to wait for', () => expect(due(sad(1000), at(2000), gentle)).toEqual(music('sad')));

  test('an override and somebody who comes into a silent room are followed at once', () => {
    expect(due({ ...sad(0), override: 'fear' }, at(1), gentle, track(200_000))).toEqual(music('fear'));
    expect(due(room({ matchedTo: matched('away') }), at(1), gentle, track(200_000))).toEqual(music('happy'));
  });
});

test('the mood differs from the first other mood until the music matches again', () => {
  const intent = room({ seen: 'sad', matchedTo: matched('happy') });
  expect(differing(intent, at(5))).toBe(5);
  expect(differing({ ...intent, differs: at(5) }, at(99))).toBe(5);
  expect(differing({ ...intent, seen: 'angry', differs: at(5) }, at(99))).toBe(5);
  expect(differing({ ...intent, seen: 'happy', differs: at(5) }, at(99))).toBeUndefined();
  expect(differing(room({}), at(5))).toBeUndefined();
});

describe('music that leads on', () => {
  const lifting = { ...settings, manner: 'lift', lift_step: ms(300_000) } as const;
  const now = { at: at(400_000), hears: 'sad', ended: true } as const;
  const lift = { from: 'sad', step: 0, heard: ms(300_000), at: at(400_000) } as const;
  const sad = room({ seen: 'sad', matchedTo: matched('sad', 100_000), lift });

  test('is for the mood of the current step of the lift, and says why', () => {
    const onward = { ...sad, lift: nextLift(sad, now, lifting) };
    expect(musicMood(onward)).toBe('neutral');
    expect(inForce(onward)).toBe('sad');
    expect(musicFor(onward)).toEqual({ kind: 'music', mood: 'neutral', because: 'lift' });
    expect(due(onward, now.at, lifting)).toEqual({ kind: 'music', mood: 'neutral', because: 'lift' });
    expect(musicFor(sad)).toEqual(music('sad'));
  });

  test('stays if a room that feels better already hears matching music', () =>
    expect(due(room({ seen: 'neutral', matchedTo: matched('neutral') }), at(400_000), lifting)).toEqual(nothing));

  test('takes no step before music may change again', () =>
    expect(nextLift({ ...sad, matchedTo: matched('sad', 350_000) }, now, lifting)).toMatchObject({ step: 0 }));

  test('does not lead after a choice by hand, nor if music is to match the mood', () => {
    expect(nextLift({ ...sad, override: 'sad' }, now, lifting)).toBeUndefined();
    expect(nextLift(sad, now, { ...lifting, manner: 'match' })).toBeUndefined();
    expect(nextLift(room({ seen: 'happy', override: 'sad' }), now, lifting)).toBeUndefined();
  });
});

describe('likely moods', () => {
  const scores = scoresBy((emotion) => ({ angry: 0.05, disgust: 0, fear: 0.1, happy: 0.5, sad: 0.2, surprise: 0, neutral: 0.15 })[emotion]);
  test('are the present one, then what else the faces show', () =>
    expect(likelyMoods('happy', scores)).toEqual(['happy', 'sad', 'neutral']));
  test('are what the faces show, if another mood is held', () => expect(likelyMoods('fear', scores)).toEqual(['fear', 'happy', 'sad']));
  test('are the present one and neutral, if nobody is seen', () => expect(likelyMoods('sad', undefined)).toEqual(['sad', 'neutral']));
  test('put the next step of the lift before what else the faces show, and are three at most', () => {
    expect(likelyMoods('sad', scores, 'neutral')).toEqual(['sad', 'neutral', 'happy']);
    expect(likelyMoods('neutral', undefined, 'happy')).toEqual(['neutral', 'happy']);
    expect(likelyMoods('fear', scores, 'neutral')).toEqual(['fear', 'neutral', 'happy']);
  });
  test('name no mood twice', () => expect(likelyMoods('neutral', undefined)).toEqual(['neutral']));
});
