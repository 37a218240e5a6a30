// The bill of materials of an image (CycloneDX): Debian's packages from a list (name, version and architecture, a line each), and the Node modules.
// `node scripts/image/bill.mjs PACKAGES.tsv NAME`
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bill, moduleComponent } from '../lib/bill.mjs';
import { neededModules } from '../lib/needed.mjs';

const [list, name] = process.argv.slice(2);
const root = fileURLToPath(new URL('../..', import.meta.url));

const packages = readFileSync(list, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'))
  .map(([each, version, architecture]) => {
    const purl = `pkg:deb/debian/${encodeURIComponent(each)}@${encodeURIComponent(version)}?arch=${architecture}&distro=trixie`;
    return { type: 'library', name: each, version, purl };
  });
const modules = neededModules().map((folder) => moduleComponent(`${root}${folder}`));
console.log(JSON.stringify(bill({ type: 'operating-system', name }, [...packages, ...modules]), undefined, 1));
