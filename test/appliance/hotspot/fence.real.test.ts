import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FENCE, fenceRules } from '../../../src/appliance/hotspot/fence-rules.ts';

const program = (name: string, ...args: readonly string[]): boolean => spawnSync(name, args).status === 0;
/** Two network namespaces and nftables, which want root. */
const isPossible =
  process.getuid?.() === 0 &&
  program('unshare', '--net', 'nft', 'list', 'ruleset') &&
  program('unshare', '--net', 'ip', 'link', 'add', 'dev', 'wlan0', 'type', 'veth', 'peer', 'name', 'phone');

/** The box: the daemon has port 80 on every address, SSH is there, and the set-up page and its DNS are on their own ports. */
const BOX = `
const { createServer } = require('node:http'), { createSocket } = require('node:dgram');
const say = (what) => (_, res) => res.end(what);
createServer(say('the daemon')).listen(80, '0.0.0.0');
createServer(say('ssh')).listen(22, '0.0.0.0');
createServer(say('the set-up page')).listen(8053, '192.168.4.1');
const dns = createSocket('udp4');
dns.on('message', (_, { address, port }) => dns.send('the box', port, address));
dns.bind(5300, '192.168.4.1');
setTimeout(() => process.exit(), 60000);
`;
/** A phone: what it gets from each address, a line each. */
const PHONE = `
const { get } = require('node:http'), { createSocket } = require('node:dgram');
const page = (url) => new Promise((resolve) => {
  const asked = get(url, { timeout: 3000 }, (res) => { let text = ''; res.on('data', (part) => (text += part)).on('end', () => resolve(text)); });
  asked.on('timeout', () => asked.destroy()).on('error', () => resolve('nothing'));
});
const name = (server) => new Promise((resolve) => {
  const socket = createSocket('udp4').on('message', (text) => resolve(String(text)));
  socket.send('who', 53, server);
  setTimeout(() => resolve('nothing'), 5000);
});
(async () => {
  for (let tries = 0; tries < 100 && (await page('http://192.168.4.1/')) === 'nothing'; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  const asked = ['http://192.168.4.1/', 'http://1.2.3.4/', 'http://192.168.4.1:22/', 'http://192.168.9.1/', 'http://192.168.9.1:22/'];
  const got = [];
  for (const url of asked) got.push(await page(url));
  for (const server of ['192.168.4.1', '8.8.8.8']) got.push(await name(server));
  console.log(JSON.stringify(got));
  process.exit();
})();
`;
const SCRIPT = `
set -e
cd "$1"
ip link set lo up
ip link add wlan0 type veth peer name phone
ip addr add 192.168.4.1/24 dev wlan0 && ip link set wlan0 up
ip addr add 192.168.9.1/32 dev lo
nft -f rules
"$2" box.js & box=$!
trap 'kill $box' EXIT
unshare --net sleep 50 & other=$!
while [ "$(readlink /proc/$other/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do :; done
ip link set phone netns $other
nsenter --net --target $other sh -ec 'ip addr add 192.168.4.20/24 dev phone; ip link set phone up; ip route add default via 192.168.4.1; exec "$1" phone.js' - "$2"
kill $other
nft delete table inet ${FENCE}
`;

test.runIf(isPossible)('visitors of the hotspot get the set-up page and its DNS from every address, and nothing else of the box', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-fence-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ rules: fenceRules('wlan0'), 'box.js': BOX, 'phone.js': PHONE }))
    writeFileSync(join(folder, name), text);
  const args = ['--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c', SCRIPT, '-', folder, process.execPath];
  const { stdout, stderr, status } = spawnSync('unshare', args, { encoding: 'utf8', timeout: 55_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual(['the set-up page', 'the set-up page', 'nothing', 'the set-up page', 'nothing', 'the box', 'the box']);
});
