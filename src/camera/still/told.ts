import type { Log } from '../../shared/log.ts';

/** Is told what is passed over in a folder of pictures, or in a clip. */
export type PassedOver = {
  /** A file that cannot be shown; `why` is the end of a sentence that names it. */
  readonly file: (name: string, why: string) => void;
  /** At the end of each round: how many files, or pictures of a clip, were passed over in it, of how many. */
  readonly round: (passedOver: number, of: number) => void;
};

/** So many files are named; beyond that they are counted only. */
const MOST_NAMED = 20;

/** Nothing is said. */
export const untold: PassedOver = { file: () => undefined, round: () => undefined };

/**
 * Says each file once for the same reason, and the number of a round when it is larger than before: in an empty room fewer pictures are
 * looked at.
 */
export function toldOnce(log: Log): PassedOver {
  const said = new Set<string>();
  let most = 0;
  return {
    file: (file, why) => {
      const sentence = `${file} ${why}`;
      if (said.size >= MOST_NAMED || said.has(sentence)) return;
      said.add(sentence);
      log.warn({ file, why }, 'camera.passed_over');
    },
    round: (passedOver, of) => {
      if (passedOver > most) log.warn({ passedOver, of }, 'camera.pictures_passed_over');
      most = Math.max(most, passedOver);
    },
  };
}
