import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { instant, ms, share } from '../../src/domain/units.ts';
import type { Feeling, Impression } from '../../src/mood/feeling.ts';
import { beginFeeling, captureFeeling, expressionOf, feel } from '../../src/mood/feeling.ts';
import type { RoomReading } from '../../src/mood/reading.ts';
import { showing } from '../group/made.ts';

const manners = {
  ...{ hold: ms(3000), margin: share(0.1), away_after: ms(10_000), inertia: ms(45_000), fade_after: ms(1_200_000) },
};
const nobody: RoomReading = { kind: 'nobody' };
const sure = (emotion: Emotion): RoomReading => ({ kind: 'sure', scores: showing(emotion) });
const unsure: RoomReading = { kind: 'unsure', scores: showing('fear', 0.3) };

/** Five moments a second; the state carries its own time along. */
class Room {
  feeling: Feeling = beginFeeling;
  at = 0;
  during(seconds: number, reading: RoomReading, presence: Impression['presence'] = 'present'): this {
    for (let i = 0; i < seconds * 5; i += 1) {
      this.feeling = feel(this.feeling, { at: instant(this.at), reading, presence }, manners);
      this.at += 200;
    }
    return this;
  }
  get told() {
    return [this.feeling.mood, expressionOf(this.feeling)];
  }
}

describe('feel', () => {
  test('the first mood is the first expression, and fast', () => {
    const room = new Room().during(1, sure('happy'));
    expect(room.told).toEqual(['happy', 'happy']);
  });

  test('a first sure glance that differs from what has settled does not turn the mood at once', () => {
    const room = new Room().during(60, nobody, 'absent').during(4, unsure);
    expect(room.told).toEqual(['neutral', 'neutral']);
    expect(room.during(2, sure('fear')).feeling.mood).toBe('neutral');
  });

  test('an expression moves within seconds and the mood within a minute or so', () => {
    const room = new Room().during(300, sure('neutral')).during(6, sure('happy'));
    expect(room.told).toEqual(['neutral', 'happy']);
    expect(room.during(60, sure('happy')).told).toEqual(['happy', 'happy']);
  });

  test('a face that turns away leaves no expression, and the mood as it was', () => {
    const room = new Room().during(60, sure('happy')).during(15, nobody);
    expect(room.told).toEqual(['happy', 'none']);
  });

  test('an empty room is away at once, and whoever comes back brings a new mood', () => {
    const room = new Room().during(300, sure('sad')).during(1, nobody, 'absent');
    expect(room.feeling.mood).toBe('away');
    expect(room.during(60, nobody, 'absent').during(4, sure('happy')).told).toEqual(['happy', 'happy']);
  });

  test('somebody without a face makes an empty room neutral after the hold, and the first face then decides at once', () => {
    const room = new Room().during(60, nobody, 'absent').during(2, nobody);
    expect(room.feeling.mood).toBe('away');
    expect(room.during(2, nobody).feeling.mood).toBe('neutral');
    expect(room.during(4, sure('happy')).feeling.mood).toBe('happy');
  });

  test('nothing that is unknown changes the mood', () => {
    const room = new Room().during(60, sure('sad')).during(3600, nobody, 'unknown');
    expect(room.told).toEqual(['sad', 'none']);
  });

  test('somebody whose face was not seen for twenty minutes is neutral; an unsure face is a face', () => {
    const room = new Room().during(60, sure('sad')).during(1190, nobody);
    expect(room.feeling.mood).toBe('sad');
    expect(room.during(20, nobody).feeling.mood).toBe('neutral');
    expect(new Room().during(60, sure('sad')).during(2400, unsure).feeling.mood).toBe('sad');
  }, 30_000);

  test('a neutral mood that no face has shown says so, until a face is read', () => {
    const shown = new Room().during(300, sure('neutral')).during(1210, nobody);
    expect(shown.feeling).toMatchObject({ mood: 'neutral', blank: 'faded' });
    expect(shown.during(2, unsure).feeling.blank).toBe('faded');
    expect(shown.during(4, sure('neutral')).feeling).not.toHaveProperty('blank');
    const never = new Room().during(60, nobody, 'absent').during(4, nobody);
    expect(never.feeling).toMatchObject({ mood: 'neutral', blank: 'unread' });
    expect(never.during(1300, nobody).feeling.blank).toBe('unread');
    expect(captureFeeling(never.feeling, sure('happy'), instant(never.at), manners)).not.toHaveProperty('blank');
    expect(never.during(1, nobody, 'absent').feeling).not.toHaveProperty('blank');
  });

  test('what was asked for counts at once, and is not undone by the next moment', () => {
    const room = new Room().during(600, sure('neutral'));
    const captured = captureFeeling(room.feeling, sure('happy'), instant(room.at), manners);
    expect(captured?.mood).toBe('happy');
    room.feeling = captured as Feeling;
    expect(room.during(10, sure('neutral')).feeling.mood).toBe('happy');
    expect(captureFeeling(room.feeling, unsure, instant(room.at), manners)).toBeUndefined();
    expect(captureFeeling(room.feeling, nobody, instant(room.at), manners)).toBeUndefined();
  });

  test('without inertia the mood is the expression', () => {
    let feeling = beginFeeling;
    const swift = { ...manners, inertia: ms(0) };
    for (let at = 0; at < 10_000; at += 200)
      feeling = feel(feeling, { at: instant(at), reading: sure('happy'), presence: 'present' }, swift);
    for (let at = 10_000; at <= 13_200; at += 200)
      feeling = feel(feeling, { at: instant(at), reading: sure('sad'), presence: 'present' }, swift);
    expect(feeling.mood).toBe('sad');
  });
});
