import type { Report, SeenFace } from '../../domain/report.ts';

/** A report as a venue tells it: of each face only where it is. Whatever else a face may have one day stays inside. */
export const inVenue = (report: Report): Report => ({ ...report, faces: report.faces.map(placeOf) });

const placeOf = ({ id, box, camera }: SeenFace): SeenFace => ({
  ...{ id, unsure: false, counts: false },
  ...(box && { box }),
  ...(camera !== undefined && { camera }),
});
