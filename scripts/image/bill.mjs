// The bill of materials of an image (CycloneDX): Debian's packages from a list (name, version and architecture, a line each), and the Node modules
// that are in the image, with what the lockfile says of them.
// `node scripts/image/bill.mjs PACKAGES.tsv FOLDER NAME`; FOLDER has the node_modules.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [list, folder, name] = process.argv.slice(2);
const lock = JSON.parse(readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url)), 'utf8')).packages;

const packages = readFileSync(list, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'))
  .map(([each, version, architecture]) => {
    const purl = `pkg:deb/debian/${encodeURIComponent(each)}@${encodeURIComponent(version)}?arch=${architecture}&distro=trixie`;
    return { type: 'library', 'bom-ref': purl, name: each, version, purl };
  });

/** The modules in `node_modules` of a folder, and those inside of them, as paths from the top. */
function modulesIn(path) {
  const at = join(path, 'node_modules');
  if (!existsSync(join(folder, at))) return [];
  const own = readdirSync(join(folder, at)).flatMap((each) => (each.startsWith('@') ? readdirSync(join(folder, at, each)).map((inner) => `${each}/${inner}`) : [each]));
  return own
    .map((each) => join(at, each))
    .filter((each) => existsSync(join(folder, each, 'package.json')))
    .flatMap((each) => [each, ...modulesIn(each)]);
}

function moduleAt(path) {
  const { name: each, version } = JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8'));
  const locked = lock[path];
  if (locked?.version !== version) throw new Error(`${path} is ${version} in the image and ${locked?.version ?? 'nothing'} in package-lock.json`);
  const purl = `pkg:npm/${each.replace('@', '%40')}@${version}`;
  const licences = locked.license ? { licenses: [{ expression: locked.license }] } : {};
  return { type: 'library', 'bom-ref': `${purl}#${path}`, name: each, version, purl, ...licences, ...hashesOf(locked.integrity) };
}

const hashesOf = (integrity = '') =>
  integrity.startsWith('sha512-') ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] } : {};

const made = process.env.SOURCE_DATE_EPOCH ? { timestamp: new Date(process.env.SOURCE_DATE_EPOCH * 1000).toISOString() } : {};
const component = { type: 'operating-system', name };
const components = [...packages, ...modulesIn('').sort().map(moduleAt)];
console.log(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { ...made, component }, components }, undefined, 1));
