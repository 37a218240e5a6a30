// The bill of materials of a package (CycloneDX 1.5): every Node module in a folder, as it is there, with what the lockfile says of it.
// `node scripts/lib/bill.mjs FOLDER NAME VERSION ARCHITECTURE`
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lock = JSON.parse(readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url)), 'utf8')).packages;

/** All modules below a folder, nested ones too, as paths from there. */
function modulesIn(folder, path = '') {
  const at = join(path, 'node_modules');
  if (!existsSync(join(folder, at))) return [];
  const names = readdirSync(join(folder, at)).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, at, name)).map((each) => join(name, each)) : [name],
  );
  return names
    .map((name) => join(at, name))
    .filter((each) => existsSync(join(folder, each, 'package.json')))
    .flatMap((each) => [each, ...modulesIn(folder, each)]);
}

const SPDX = /^[\w.+-]+$/;
/** `license` of a package.json; old ones have a list `licenses`. */
const licences = ({ license, licenses }) => {
  const names = license ? [license] : (licenses ?? []).map(({ type }) => type);
  if (names.length === 0) return undefined;
  return names.map((name) => (SPDX.test(name) ? { license: { id: name } } : { expression: name }));
};

const hashes = (integrity = '') =>
  integrity.startsWith('sha512-') ? [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] : undefined;

/** One module. Throws if it is not the one that the lockfile names. */
function moduleComponent(folder, path) {
  const manifest = JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const locked = lock[path];
  if (locked?.version !== version) throw new Error(`${path} is ${version} in ${folder} and ${locked?.version ?? 'nothing'} in package-lock.json`);
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: licences(manifest), hashes: hashes(locked.integrity) };
}

/** What a folder has in its node_modules, each version once. */
export function moduleComponents(folder) {
  const modules = modulesIn(folder).map((path) => moduleComponent(folder, path));
  const byReference = new Map(modules.map((each) => [each['bom-ref'], each]));
  return [...byReference.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
}

/** The time is that of the commit, if the environment says it: then the same files make the same bill. */
export function bill(component, components) {
  const { SOURCE_DATE_EPOCH: made } = process.env;
  const timestamp = made ? { timestamp: new Date(made * 1000).toISOString() } : {};
  return { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { ...timestamp, component }, components };
}

function packageBill(folder, name, version, architecture) {
  const purl = `pkg:deb/${name}/${name}@${encodeURIComponent(version)}?arch=${architecture}`;
  return bill({ type: 'application', name, version, purl }, moduleComponents(folder));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(packageBill(...process.argv.slice(2)), undefined, 1));
