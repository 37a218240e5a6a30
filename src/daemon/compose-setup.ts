import { hostname } from 'node:os';
import { offeredCameras } from '../camera/offered.ts';
import type { Config } from '../config/schema.ts';
import { findNearby } from '../mqtt/nearby/find.ts';
import { tryBroker } from '../mqtt/sign-in.ts';
import { offeredOutputs } from '../players/output/offered.ts';
import { sayAddress } from '../players/output/say-address.ts';
import { playTone } from '../players/output/tone.ts';
import type { Clock } from '../shared/async/clock.ts';
import { ownAddresses } from '../shared/own-addresses.ts';
import type { BoxParts } from './answers/box.ts';
import type { SetupParts } from './answers/setup.ts';

/** Milliseconds: longer than a search, a tone or a sign-in takes. The page gives up after 20 s. */
const LIMIT = 12_000;
/** Milliseconds: the sentence lasts a good ten seconds, and an answer may take 20. */
const SPEECH_LIMIT = 19_000;

/** What the setup looks at and tries. */
export const setupOf = ({ mqtt, player }: Config, clock: Clock): SetupParts => ({
  cameras: () => offeredCameras(),
  outputs: () => offeredOutputs(player.mpv, clock, AbortSignal.timeout(LIMIT)),
  playTone: (output) => playTone(player.mpv, output, clock, AbortSignal.timeout(LIMIT)),
  findNearby: () => findNearby({ clock, signal: AbortSignal.timeout(LIMIT) }),
  tryBroker: (typed) => tryBroker(mqtt, typed, AbortSignal.timeout(LIMIT)),
});

/** Says on the box's loudspeaker where the page is. */
export const addressSpeaker = (config: Config, clock: Clock, signal: AbortSignal): BoxParts['sayAddress'] => {
  const located = () => ({ hostname: hostname(), address: ownAddresses()[0] });
  return () => sayAddress(config, located(), { clock, signal: AbortSignal.any([signal, AbortSignal.timeout(SPEECH_LIMIT)]) });
};
