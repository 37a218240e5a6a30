import type { KeySection } from './key.ts';

export const GUESTS_KEYS: KeySection = {
  rest: {
    doc: 'How long moodbox stays silent after somebody who played their own music on its loudspeaker (AirPlay, Spotify Connect) has left',
    format: 'duration',
    default: '30s',
    range: ['0s', '10m'],
  },
  lease: {
    doc: 'How long such a guest counts as there if nothing more is heard of it: AirPlay, say, may have crashed',
    format: 'duration',
    default: '4h',
    range: ['1m', '24h'],
  },
  dismiss: {
    doc: "Program that ends a guest's music when somebody presses 'moodbox now'; it gets the guest's name. Empty: none, and the guest has to stop by itself",
    format: 'text',
    default: '',
    names: 'program',
  },
};
