import type { Report } from './report.ts';

/** What has been tallyAfter since the daemon started. */
export type Tally = {
  readonly moods: number;
  readonly tracks: number;
  readonly failures: number;
  readonly cameraLosses: number;
  readonly brokerLosses: number;
};

export const NOTHING_COUNTED: Tally = { moods: 0, tracks: 0, failures: 0, cameraLosses: 0, brokerLosses: 0 };

/** The counts after a new report; `before` is the report before it, if there was one. */
export function tallyAfter(tally: Tally, before: Report | undefined, now: Report): Tally {
  const began = (of: (report: Report) => string | undefined): number =>
    of(now) !== undefined && (!before || of(before) !== of(now)) ? 1 : 0;
  return {
    moods: tally.moods + (before && before.mood !== now.mood ? 1 : 0),
    tracks: tally.tracks + began(heardTrack),
    failures: tally.failures + began(failedTrack),
    cameraLosses: tally.cameraLosses + began(({ camera }) => (camera.kind === 'lost' ? 'lost' : undefined)),
    brokerLosses: tally.brokerLosses + began(({ broker }) => (broker.kind === 'lost' ? 'lost' : undefined)),
  };
}

/** The track that can be heard, playing or paused. */
const heardTrack = ({ playback }: Report): string | undefined =>
  playback.kind === 'playing' || playback.kind === 'paused' ? playback.track.id : undefined;

const failedTrack = ({ playback }: Report): string | undefined => (playback.kind === 'failed' ? playback.track.id : undefined);
