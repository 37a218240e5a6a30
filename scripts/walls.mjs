// The walls between the rooms of src, as one table. `node scripts/walls.mjs` writes them into biome.json, where Biome holds every import to
// them; with --check it only says whether biome.json is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ADAPTER = ['domain', 'shared', 'config'];
const ADAPTER_RULE = 'an adapter imports its own room, domain, shared and config';
const PORTS = ['camera/port', 'inference/port', 'music/port', 'players/port', 'mqtt/port', 'history/port', 'web/port', 'web/api/*', 'group/port'];

/**
 * What a room may import beside itself: whole rooms, or single files of one. A room that is not named here may import everything.
 * `pure`: nothing of Node either. `not`: files of the room to which the wall does not apply. `wings`: the room's folders, lowest first; each may
 * import those before it. Files at the top of a room tie its wings together.
 */
const ROOMS = {
  domain: { may: [], pure: true, rule: 'domain imports nothing' },
  shared: { may: ['domain'], rule: 'shared knows no room', wings: ['async', 'process'] },
  config: { may: ['domain', 'shared'], rule: 'config knows no room' },
  mood: { may: ['domain'], pure: true, rule: 'mood is pure: it imports only domain' },
  learning: { may: ['domain', 'mood'], pure: true, rule: 'learning is pure: it imports only domain and mood' },
  camera: { may: ADAPTER, rule: ADAPTER_RULE, wings: ['stream', 'network'] },
  inference: { may: ADAPTER, rule: ADAPTER_RULE, wings: ['motion', 'finding', 'engines'] },
  music: { may: ADAPTER, rule: ADAPTER_RULE, wings: ['choose', 'playlist', 'library', 'subsonic', 'youtube', 'composer', 'composed'] },
  'music-assistant': {
    may: [
      ...ADAPTER,
      ...['music/port', 'music/choose/mapping', 'music/choose/ranking', 'music/library/mood-matching', 'players/port', 'players/player-events'],
    ],
    rule: 'Music Assistant is a source and a player in one: it knows the ports of both, and what decides which music fits',
  },
  players: { may: ADAPTER, rule: ADAPTER_RULE, wings: ['mpv', 'output', 'snapcast'] },
  mqtt: { may: [...ADAPTER, 'group/port'], rule: ADAPTER_RULE, wings: ['link', 'sensor', 'broker', 'home-assistant', 'group'] },
  web: { may: ADAPTER, rule: ADAPTER_RULE, wings: ['limits', 'api', 'process'] },
  history: { may: ADAPTER, rule: ADAPTER_RULE },
  backup: { may: [...ADAPTER, 'history/snapshot', 'history/faults'], rule: 'a backup knows the files of the state folder, and no room but the history' },
  appliance: { may: ADAPTER, rule: 'the appliance turns a card into files: it knows domain, shared and config' },
  group: { may: ['domain', 'mood', 'shared'], rule: 'a group knows moods and its own port, and no adapter' },
  evaluation: { may: [...ADAPTER, 'inference'], rule: 'evaluation judges the network: it knows inference, and nothing that the daemon runs' },
  daemon: {
    may: [...ADAPTER, 'mood', 'learning', 'group', ...PORTS, 'web/view', 'backup/tar', 'backup/unpack'],
    not: ['compose', 'compose-broker', 'compose-page', 'compose-setup', 'compose-sound', 'life', 'main', 'safe-mode'],
    rule: 'only daemon/compose.ts and its parts import adapters',
    wings: ['report', 'process', 'sensing', 'playback', 'guests', 'control', 'upkeep'],
  },
  simulate: {
    may: [...ADAPTER, 'mood', 'daemon', 'music/port', 'players/port'],
    barred: ['daemon/compose', 'daemon/main', 'daemon/daemon'],
    rule: 'a simulation knows what the daemon decides, and no adapter',
  },
  bench: { may: [...ADAPTER, 'camera', 'inference', 'evaluation'], rule: 'the bench looks: it knows the camera and inference, and nothing that follows' },
  cli: {},
};

/** What stands above the daemon: not even the file that puts it together imports it. */
const ABOVE = ['cli', 'bench', 'simulate', 'evaluation'].map((room) => `../**/${room}/**`);
const ABOVE_RULE = 'the daemon runs without the commands, the bench, the simulation and the evaluation';

const wall = (includes, group, message) => ({
  includes,
  linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns: [{ group, message }] } } } } },
});

/** The import patterns of everything that the room may not import. */
function barred(room, { may = [], barred: files = [], pure = false }) {
  const others = Object.keys(ROOMS).filter((other) => other !== room && !may.includes(other));
  const open = (other) => may.filter((each) => each.startsWith(`${other}/`)).map((each) => `!../**/${each}.ts`);
  return [
    ...others.flatMap((other) => [`../**/${other}/**`, ...open(other)]),
    ...files.map((each) => `../**/${each}.ts`),
    ...(pure ? ['node:*'] : []),
  ];
}

/** One wall for the top of a room and one for each of its wings, which repeats the room's: the last rule that fits a file is the one that holds. */
function wallsOf([room, { rule, not = [], wings = [], ...entry }]) {
  if (!entry.may) return [];
  const group = barred(room, entry);
  const top = wall([`src/${room}/**/*.ts`, ...not.map((file) => `!src/${room}/${file}.ts`)], group, rule);
  const inner = wings.map((wing, index) => {
    const later = wings.slice(index + 1).map((other) => `../**/${other}/**`);
    const message = `${rule}; ${room}/${wing} imports none of the folders ${wings.slice(index + 1).join(', ')}`;
    return wall([`src/${room}/${wing}/**/*.ts`], [...group, ...later], message);
  });
  return [top, ...inner.slice(0, -1), ...(not.length > 0 ? [wall(not.map((file) => `src/${room}/${file}.ts`), ABOVE, ABOVE_RULE)] : [])];
}

const file = fileURLToPath(new URL('../biome.json', import.meta.url));
const before = readFileSync(file, 'utf8');
const config = JSON.parse(before);
const isWall = ({ linter }) => linter.rules.style?.noRestrictedImports !== undefined;
const after = { ...config, overrides: [...config.overrides.filter((each) => !isWall(each)), ...Object.entries(ROOMS).flatMap(wallsOf)] };
const same = JSON.stringify(after) === JSON.stringify(config);
if (process.argv.includes('--check')) {
  if (!same) process.stderr.write("biome.json does not hold the walls of scripts/walls.mjs: run 'node scripts/walls.mjs' and 'npx biome check --write biome.json'\n");
  process.exitCode = same ? 0 : 1;
} else if (!same) writeFileSync(file, `${JSON.stringify(after, undefined, 2)}\n`);
