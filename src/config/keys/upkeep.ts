import type { KeySection } from './key.ts';

export const HISTORY_KEYS: KeySection = {
  enabled: {
    doc: 'Remember moods, tracks, skips and likes (never a picture), and learn from the skips and likes',
    format: 'flag',
    default: true,
  },
  keep_days: { doc: 'How many days to remember', format: 'positive', default: 365, range: [0.1, 36500], unit: 'days' },
  private_statistics: {
    doc: 'Add noise to statistics that leave the box, so that nobody can tell from them whether a person was there (differential privacy)',
    format: 'flag',
    default: false,
  },
  epsilon: {
    doc: 'How much these statistics may tell of one person on one day: less is more private, and needs more days (ε)',
    format: 'positive',
    default: 1,
    range: [0.01, 20],
  },
};

export const UPDATE_KEYS: KeySection = {
  url: {
    doc: 'On a box from the image: a folder at an https:// address that is looked at daily for a newer image; empty: none',
    format: 'update-folder',
    default: '',
    fixed: true,
  },
  hours: {
    doc: "Hours in which what update.url offers is installed by itself, and the box started into it once nothing is heard and nobody seen, in this machine's time; empty: only from the page",
    format: 'hours',
    default: '03:00-05:00',
  },
};

export const STATE_KEYS: KeySection = {
  dir: {
    doc: 'Folder for what must survive a restart; empty: /var/lib/moodbox for the service and root, ~/.local/state/moodbox for anybody else',
    format: 'text',
    default: '',
    fixed: true,
  },
};

export const LOG_KEYS: KeySection = {
  level: {
    doc: 'How much to log: debug, info, warn, error or silent; the docs describe the log at info',
    format: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
  },
};
