import { expect, test } from 'vitest';
import { inVenue } from '../../../src/daemon/report/in-venue.ts';
import { happyReport } from '../../fakes/box.ts';

test('a venue tells of a face where it is, and nothing else', () => {
  const [face] = happyReport.faces;
  if (!face) throw new Error('no face');
  const told = inVenue({ ...happyReport, faces: [{ ...face, unsure: true, camera: 'front' }] });
  const { id, box } = face;
  expect(told.faces).toEqual([{ id, box, unsure: false, counts: false, camera: 'front' }]);
  expect({ ...told, faces: [] }).toEqual({ ...happyReport, faces: [] });
});
