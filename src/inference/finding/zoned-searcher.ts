import type { Frame } from '../../domain/sight.ts';
import type { FoundFace } from '../port.ts';
import { isIgnored } from '../zones.ts';
import type { FaceSearcher } from './searcher.ts';

/**
 * The same searches without the faces in the frame's ignored parts. They are left out here, where faces are found, so that no face in a zone
 * is ever followed: a followed face would make the search for others rarer.
 */
export function zonedSearcher(searcher: FaceSearcher): FaceSearcher {
  const all = <F extends FoundFace>(frame: Frame, found: readonly F[]): readonly F[] => found.filter((face) => !isIgnored(frame, face));
  const one = (frame: Frame, face: FoundFace | undefined): FoundFace | undefined => (face && isIgnored(frame, face) ? undefined : face);
  return {
    find: async (frame, sizes) => all(frame, await searcher.find(frame, sizes)),
    inPart: async (frame, part, care) => all(frame, await searcher.inPart(frame, part, care)),
    findAgain: async (frame, before) => one(frame, await searcher.findAgain(frame, before)),
    clearly: async (frame, face) => one(frame, await searcher.clearly(frame, face)),
    surely: async (frame, face) => one(frame, await searcher.surely(frame, face)),
  };
}
