// The bill of materials of an image (CycloneDX): Debian's packages from a list (name, version and architecture, a line each), and the Node modules
// that are in the image.
// `node scripts/image/bill.mjs PACKAGES.tsv FOLDER NAME`; FOLDER has the node_modules.
import { readFileSync } from 'node:fs';
import { bill, moduleComponents } from '../lib/bill.mjs';

const [list, folder, name] = process.argv.slice(2);

const packages = readFileSync(list, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'))
  .map(([each, version, architecture]) => {
    const purl = `pkg:deb/debian/${encodeURIComponent(each)}@${encodeURIComponent(version)}?arch=${architecture}&distro=trixie`;
    return { type: 'library', 'bom-ref': purl, name: each, version, purl };
  });
console.log(JSON.stringify(bill({ type: 'operating-system', name }, [...packages, ...moduleComponents(folder)]), undefined, 1));
