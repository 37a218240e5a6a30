import { afterAll, describe, expect, test } from 'vitest';
import { Cafe } from './cafe.ts';
import { Network } from './network.ts';
import { measured } from './promises.ts';

const network = Network.make();
afterAll(() => network?.[Symbol.dispose]());
const YOUTUBE = { faults: { audio: 'at its pace' }, librarySeconds: 25 } as const;

/** What is the same however the network is lost: the library steps in, is not cut off, and YouTube comes back at the end of a track. */
async function awayAndBack(cafe: Cafe, lose: () => Promise<void>, find: () => Promise<void>): Promise<void> {
  await cafe.opens('youtube sad', 150);
  const from = Date.now();
  await lose();
  await cafe.ear.hear('library sad', { from, within: 180 });
  measured('offline', cafe.ear.silence(from));
  await find();
  const back = Date.now();
  measured('online', await cafe.ear.hear('youtube sad', { from: back, within: 240 }));
  measured('online gap', cafe.ear.silence(back));
  // Whole tracks: neither the loss nor the return cuts one of the library's short.
  const library = cafe.ear.pieces.filter(({ at, heard }) => at > from && heard === 'library sad');
  const seconds = library.reduce((sum, { lasted }) => sum + lasted, 0) / 1000;
  const tracks = cafe.box.log.filter((line) => line.includes('"source":"library"') && line.includes('"msg":"track.started"')).length;
  expect(seconds / tracks, 'seconds heard of each track of the library').toBeGreaterThan(YOUTUBE.librarySeconds * 0.85);
  await cafe.isWellAndCloses();
}

describe.concurrent('the network goes in the middle of a video, and comes back', { timeout: 480_000 }, () => {
  test.runIf(network)('the cable is pulled', async () => {
    if (!network) return;
    await using cafe = await Cafe.open({ ...YOUTUBE, host: network.host, under: () => network.inside });
    await awayAndBack(
      cafe,
      async () => network.plug('down'),
      async () => network.plug('up'),
    );
  });

  test('the far end is gone, and turns everybody away', async () => {
    await using cafe = await Cafe.open(YOUTUBE);
    await awayAndBack(
      cafe,
      () => cafe.youtube.close(),
      () => cafe.youtube.reopen(),
    );
  });
});
