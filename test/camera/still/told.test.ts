import { describe, expect, it } from 'vitest';
import { toldOnce } from '../../../src/camera/still/told.ts';
import { FakeLog } from '../../fakes/log.ts';

describe('toldOnce', () => {
  it('names a file once for each reason, and twenty at most', () => {
    const log = new FakeLog();
    const told = toldOnce(log);
    for (const why of ['is empty', 'is empty', 'is cut off']) told.file('a.jpg', why);
    expect(log.lines.map(({ fields }) => fields)).toEqual([
      { file: 'a.jpg', why: 'is empty' },
      { file: 'a.jpg', why: 'is cut off' },
    ]);
    for (let i = 0; i < 100; i += 1) told.file(`${i}.jpg`, 'is empty');
    expect(log.lines).toHaveLength(20);
  });

  it('counts a round, and says a number only if it is larger than before', () => {
    const log = new FakeLog();
    const told = toldOnce(log);
    for (const many of [0, 2, 2, 1, 3]) told.round(many, 9);
    expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
      ['camera.pictures_passed_over', { passedOver: 2, of: 9 }],
      ['camera.pictures_passed_over', { passedOver: 3, of: 9 }],
    ]);
  });
});
