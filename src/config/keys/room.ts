import type { KeySection } from './key.ts';
import { UP_TO_A_WEEK } from './key.ts';

export const MOOD_KEYS: KeySection = {
  of: {
    doc: "Whose mood counts: largest (the nearest face) or group (everybody's, weighted by size and certainty)",
    format: ['largest', 'group'],
    default: 'largest',
  },
  hold: {
    doc: 'Debounce: a new expression must lead for this long before it counts',
    format: 'duration',
    default: '3s',
    range: ['0s', '1h'],
  },
  margin: { doc: 'Hysteresis: by how much a new expression or mood must lead the present one (0 to 1)', format: 'share', default: 0.1 },
  min_confidence: {
    doc: 'A face whose strongest smoothed score is below this is unsure and does not change the mood (0 to 1; 0: every face counts)',
    format: 'share',
    default: 0.6,
  },
  smoothing: { doc: "Time constant of the running average of each face's scores", format: 'duration', default: '1s', range: ['0s', '10m'] },
  personal: {
    doc: 'Learn how each face usually looks while it is in sight, and read its expressions against that; nothing is stored',
    format: 'flag',
    default: true,
  },
  away_after: {
    doc: 'After this long without a face the expression is `none`; the room is not away before that either (see presence.hold)',
    format: 'duration',
    default: '10s',
    range: UP_TO_A_WEEK,
  },
  inertia: {
    doc: 'How slowly the mood follows the expressions: longer is calmer; 0s: the mood is the expression',
    format: 'duration',
    default: '45s',
    range: UP_TO_A_WEEK,
  },
  fade_after: {
    doc: 'If somebody is there but no face has been seen for this long, the mood becomes neutral',
    format: 'duration',
    default: '20m',
    range: UP_TO_A_WEEK,
  },
  senses: {
    doc: 'What other devices say of how people feel (sense/set): off, beside (never against a face that is read surely) or equal (like another face)',
    format: ['off', 'beside', 'equal'],
    default: 'beside',
  },
};

export const PRESENCE_KEYS: KeySection = {
  hold: {
    doc: 'How long somebody counts as present after the last face or movement',
    format: 'duration',
    default: '5m',
    range: UP_TO_A_WEEK,
  },
  topic: {
    doc: 'MQTT topic of a presence sensor (ON or OFF), such as a radar or a PIR; empty: none, though presence/set still works',
    format: 'sensor-topic',
    default: '',
  },
};
