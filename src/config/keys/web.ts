import type { KeySection } from './key.ts';

export const WEB_KEYS: KeySection = {
  host: { doc: 'Address that the page listens on: 127.0.0.1, or 0.0.0.0 for the whole network', format: 'host', default: '127.0.0.1' },
  port: { doc: 'Port of the page; 0: any free port', format: 'tcp-port', default: 8080 },
  guests: {
    doc: 'Who may look at the page without a PIN: link (whoever has the guest link), open (everybody in the network) or off (nobody)',
    format: ['link', 'open', 'off'],
    default: 'link',
  },
  camera_on: {
    doc: 'Who may switch the camera on from the page: owner or household; the household may always switch it off',
    format: ['owner', 'household'],
    default: 'owner',
  },
  preview: {
    doc: 'What the page shows of the camera: off (no more than the moods of the faces), stage (where the faces are, without a picture) or picture (an owner may look at the live picture for five minutes at a time)',
    format: ['off', 'stage', 'picture'],
    default: 'stage',
  },
  cert: {
    doc: 'For https: the file of the certificate with those that lead to its authority (PEM); empty: plain http',
    format: 'text',
    default: '',
    names: 'file',
  },
  key: { doc: "For https: the file of the certificate's key (PEM, without a password)", format: 'text', default: '', names: 'file' },
  proxies: {
    doc: "Reverse proxies that tell the visitor's address, such as [127.0.0.1, 192.168.1.2]; empty: none",
    format: 'networks',
    default: [],
    fixed: true,
  },
  frame_ancestors: {
    doc: 'Pages that may show this one in a frame, by their origin, such as [http://homeassistant.local:8123]; empty: none',
    format: 'origins',
    default: [],
  },
  discoverable: {
    doc: 'Announce the page in the local network (with avahi-utils), so that Home Assistant finds this box; only where web.host opens the page to others',
    format: 'flag',
    default: true,
  },
  metrics: {
    doc: 'Answer Prometheus at /metrics; guests and above also get the mood, and strangers only how the box is doing',
    format: 'flag',
    default: false,
  },
};
