// Leaves in a folder of firmware what the drivers of this kernel can load, and deletes the rest.
// `modinfo -F firmware DRIVERS… | node scripts/image/firmware.mjs FOLDER`; a line of modinfo names a file, and may have `*` in it. FOLDER is
// /usr/lib/firmware of an image. Files of no radio (the law of the air, `regulatory.db`) stay. Ends with 1 if no driver names anything that is there.
import { existsSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Firmware for access points, which no mini-PC has in it. */
const OF_ROUTERS = /^(mediatek\/(mt76(15|22|63)|mt79(15|16|81|86|88|92|96)|mt7996\/)|ath11k\/(IPQ|QCN)|ath10k\/QCA(4019|9887|9888|988X|9984|99X0))/;
/** Intel's drivers name the newest version that they know, and take older ones. */
const INTEL = /^(iwlwifi-.+)-(\d+)\.ucode$/;

/** The law of the air: which channels a country allows. Its link leads out of the folder. */
const isLaw = (file) => file.startsWith('regulatory.');

const folder = process.argv[2];
const names = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const files = filesIn('');

const wanted = new Set(names.flatMap((name) => [...matching(name), ...olderOf(name)]).filter((file) => !OF_ROUTERS.test(file)));
if (wanted.size === 0) {
  console.error('firmware: no driver names any file that is there; is this list the one of modinfo?');
  process.exit(1);
}
const root = realpathSync(folder);
for (const file of [...wanted]) wanted.add(inPlace(file));
for (const file of files) {
  if (!wanted.has(file) && !wanted.has(inPlace(file)) && !isLaw(file)) rmSync(join(folder, file), { force: true });
}
removeEmpty(folder);
console.log(`firmware: ${wanted.size} of ${files.length} files stay`);

function matching(name) {
  const pattern = new RegExp(`^${name.split('*').map(escaped).join('.*')}$`);
  return files.filter((file) => pattern.test(file));
}

/** The newest version of Intel's firmware that is there and that the driver takes. */
function olderOf(name) {
  const [, family, newest] = INTEL.exec(name) ?? [];
  if (family === undefined) return [];
  const versions = files
    .map((file) => ({ file, match: INTEL.exec(file) }))
    .filter(({ match }) => match?.[1] === family && Number(match[2]) <= Number(newest))
    .sort((a, b) => Number(b.match[2]) - Number(a.match[2]));
  return versions.slice(0, 1).map(({ file }) => file);
}

function escaped(text) {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

/** Every file by every name that leads to it: a folder may be a link to another. */
function filesIn(path) {
  return readdirSync(join(folder, path)).flatMap((name) => {
    const each = join(path, name);
    return statSync(join(folder, each), { throwIfNoEntry: false })?.isDirectory() ? filesIn(each) : [each];
  });
}

/** Where the file really stands; itself where it is a link to nothing, or has gone already. */
function inPlace(file) {
  const path = join(folder, file);
  return existsSync(path) ? relative(root, realpathSync(path)) : file;
}

/** Folders without a file in them, and links to what has gone. */
function removeEmpty(path) {
  const entries = readdirSync(path, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) removeEmpty(join(path, entry.name));
  for (const entry of entries) if (entry.isSymbolicLink() && !isLaw(entry.name) && !existsSync(join(path, entry.name))) rmSync(join(path, entry.name));
  if (path !== folder && readdirSync(path).length === 0) rmdirSync(path);
}
