import { hostname } from 'node:os';
import type { KeySection } from './key.ts';

export const MQTT_KEYS: KeySection = {
  url: {
    doc: 'Address of the broker, such as mqtt://homeassistant.local or mqtts://…; empty: moodbox runs its own',
    format: 'broker',
    default: '',
  },
  base_topic: { doc: 'First level of all topics: <base_topic>/<id>/…', format: 'topic', default: 'moodbox' },
  id: { doc: 'Id of this box in topics and in Home Assistant; letters, digits, - and _', format: 'id', default: defaultId() },
  name: { doc: 'Name of this box for people', format: 'text', default: 'moodbox' },
  area: {
    doc: 'Area that Home Assistant proposes for a box it has not met before, such as Kitchen; empty: none',
    format: 'text',
    default: '',
  },
  group: {
    doc: 'Group of this box, the same word in each of its boxes (letters, digits, - and _): they share one mood and one of them plays; empty: none',
    format: 'group',
    default: '',
  },
  group_secret: {
    doc: 'Secret of the group, the same in each of its boxes, 16 characters or more: a box with it listens to no others; empty: none',
    format: 'text',
    default: '',
    sensitive: true,
  },
  group_secret_file: { doc: 'File that holds the secret of the group', format: 'text', default: '', names: 'file' },
  discovery: { doc: 'Announce this box to Home Assistant', format: 'flag', default: true },
  mac: {
    doc: 'Tell Home Assistant the hardware addresses of this machine, so that all that it knows of the machine is one device; false: several boxes run here',
    format: 'flag',
    default: true,
  },
  discovery_prefix: { doc: "Home Assistant's discovery prefix", format: 'topic', default: 'homeassistant' },
  status_topic: { doc: "Home Assistant's birth topic", format: 'topic', default: 'homeassistant/status' },
  username: { doc: 'User name for the broker; empty: none', format: 'text', default: '' },
  password: { doc: 'Password for the broker; password_file is safer', format: 'text', default: '', sensitive: true },
  password_file: { doc: 'File that holds the password (such as a systemd credential)', format: 'text', default: '', names: 'file' },
  ca: { doc: "Certificate file of the authority that signed a private broker's certificate", format: 'text', default: '', names: 'file' },
  cert: { doc: 'Client certificate file', format: 'text', default: '', names: 'file' },
  key: { doc: 'Client key file', format: 'text', default: '', names: 'file' },
  verify: { doc: "Check the broker's certificate", format: 'flag', default: true },
  client_id: { doc: 'MQTT client id; empty: made from id', format: 'text', default: '' },
  keepalive: { doc: 'MQTT keep-alive interval', format: 'duration', default: '30s', range: ['0s', '18h'] },
  version: { doc: 'MQTT version: 5, or 4 for 3.1.1', format: ['5', '4'], default: '5' },
  qos: { doc: 'MQTT quality of service: 0 at most once, 1 at least once, 2 exactly once', format: ['0', '1', '2'], default: '1' },
  broker_host: {
    doc: "Address that moodbox's own broker listens on: 127.0.0.1, or 0.0.0.0 for the whole network",
    format: 'host',
    default: '127.0.0.1',
  },
  broker_port: { doc: "Port of moodbox's own broker; 0: any free port", format: 'tcp-port', default: 1883 },
  broker_cert: {
    doc: "Certificate file of moodbox's own broker; with it the network reaches the broker by TLS, on broker_tls_port; empty: no TLS",
    format: 'text',
    default: '',
    names: 'file',
  },
  broker_key: { doc: 'Key file of that certificate', format: 'text', default: '', names: 'file' },
  broker_tls_port: { doc: "Port of moodbox's own broker for TLS; 0: any free port", format: 'tcp-port', default: 8883 },
  broker_plain: {
    doc: 'With a certificate: whether broker_port stays open to the network as well, without TLS',
    format: 'flag',
    default: false,
  },
  broker_reader: {
    doc: "User name of an account of moodbox's own broker that may read the boxes and write nothing; empty: none",
    format: 'text',
    default: '',
  },
  broker_reader_password: {
    doc: 'Password of that account; broker_reader_password_file is safer',
    format: 'text',
    default: '',
    sensitive: true,
  },
  broker_reader_password_file: { doc: 'File that holds that password', format: 'text', default: '', names: 'file' },
};

function defaultId(): string {
  const fromHost = (hostname().split('.')[0] ?? '').replace(/[^a-zA-Z0-9_-]/g, '-').slice(0, 64);
  return fromHost || 'moodbox';
}
