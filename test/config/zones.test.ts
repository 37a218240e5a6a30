import { describe, expect, test } from 'vitest';
import { type ConfigError, loadConfig } from '../../src/config/load.ts';
import { zonesIn } from '../../src/config/zones.ts';

const left = { camera: '', x: 0, y: 0, width: 0.3, height: 1 };

describe('camera.ignore', () => {
  test.each([
    [[], []],
    [['0 0 0.3 1'], [left]],
    ['0 0 0.3 1', [left]],
    [[{ front: ' 0  0 0.3 1 ' }], [{ ...left, camera: 'front' }]],
    [
      'front=0 0 0.3 1, back = 0.7 0 0.3 1',
      [
        { ...left, camera: 'front' },
        { ...left, camera: 'back', x: 0.7 },
      ],
    ],
    [[left], [left]],
  ])('is read from %j', (written, zones) => expect(zonesIn(written)).toEqual(zones));

  test.each([
    [['0 0 0.3'], 'has no rectangle of the picture in line 1, such as'],
    [['0 0 0.3 1', '0.8 0 0.3 1'], 'has no rectangle of the picture in line 2, such as'],
    [['0 0 0 1'], 'in line 1'],
    [['a b c d'], 'in line 1'],
    [[{ front: '0 0 1 1', back: '0 0 1 1' }], 'in line 1'],
    [7, 'must be a list with a line for each rectangle'],
    [Array.from({ length: 33 }, () => '0 0 1 1'), 'has 33 rectangles, 32 at most'],
  ])('says what is wrong with %j', (written, why) => expect(() => zonesIn(written)).toThrow(why));

  const problems = (env: Record<string, string>): readonly string[] => {
    try {
      loadConfig({ env });
      return [];
    } catch (err) {
      return (err as ConfigError).problems;
    }
  };
  const cameras = { MOODBOX_CAMERA_SOURCES: 'front=/dev/video0,back=/dev/video2' };

  test('belongs to a camera of the box', () => {
    expect(loadConfig({ env: { ...cameras, MOODBOX_CAMERA_IGNORE: 'back=0 0 1 0.5' } }).camera.ignore).toMatchObject([{ camera: 'back' }]);
    expect(problems({ ...cameras, MOODBOX_CAMERA_IGNORE: 'door=0 0 1 0.5' })).toEqual([
      "camera.ignore needs the name of a camera for each rectangle (front, back), not 'door'",
    ]);
    expect(problems({ ...cameras, MOODBOX_CAMERA_IGNORE: '0 0 1 0.5' })).toEqual([
      'camera.ignore needs the name of a camera for each rectangle (front, back)',
    ]);
    expect(problems({ MOODBOX_CAMERA_IGNORE: 'front=0 0 1 0.5' })).toEqual([
      "camera.ignore names the camera 'front', but camera.sources names none: leave the name out",
    ]);
  });

  test('names its variable if that is wrong', () =>
    expect(problems({ MOODBOX_CAMERA_IGNORE: '0 0 2 1' })).toEqual([
      expect.stringMatching(/^camera\.ignore: has no rectangle of the picture in line 1, .*\(set by MOODBOX_CAMERA_IGNORE\)$/),
    ]));
});
