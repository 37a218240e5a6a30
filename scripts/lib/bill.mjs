// The bill of materials of a package (CycloneDX 1.5): every Node module in a folder, as it is there.
// `node scripts/lib/bill.mjs FOLDER NAME VERSION ARCHITECTURE`
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders of all modules below a folder, nested ones too. */
export function modulesIn(folder) {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) return [];
  const folders = readdirSync(modules).flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => join(name, each)) : [name]));
  return folders.map((name) => join(modules, name)).flatMap((each) => [each, ...modulesIn(each)]);
}

const SPDX = /^[\w.+-]+$/;
/** `license` of a package.json; old ones have a list `licenses`. */
const licences = ({ license, licenses }) => {
  const names = license ? [license] : (licenses ?? []).map(({ type }) => type);
  if (names.length === 0) return undefined;
  return names.map((name) => (SPDX.test(name) ? { license: { id: name } } : { expression: name }));
};

/** One module, from its package.json. */
export function moduleComponent(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', name, version, 'bom-ref': purl, licenses: licences(manifest), purl };
}

export const bill = (component, components) => ({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { component }, components });

function packageBill(folder, name, version, architecture) {
  const modules = modulesIn(folder).filter((each) => existsSync(join(each, 'package.json'))).map(moduleComponent);
  const byReference = new Map(modules.map((each) => [each['bom-ref'], each]));
  const components = [...byReference.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
  return bill({ type: 'application', name, version, purl: `pkg:deb/${name}/${name}@${encodeURIComponent(version)}?arch=${architecture}` }, components);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(packageBill(...process.argv.slice(2)), undefined, 1));
