import { expect, test } from 'vitest';
import { inVenue } from '../../../src/daemon/report/in-venue.ts';
import { happyReport } from '../../fakes/box.ts';

test('a venue tells of a face where it is, and nothing else', () => {
  const [face] = happyReport.faces;
  if (!face) throw new Error('no face');
  const told = inVenue({ ...happyReport, faces: [{ ...face, unsure: true, camera: 'front', score: 0.9 } as typeof face] });
  const { x, y, width, height } = face;
  expect(told.faces).toEqual([{ x, y, width, height, unsure: false, camera: 'front' }]);
  expect({ ...told, faces: [] }).toEqual({ ...happyReport, faces: [] });
});
