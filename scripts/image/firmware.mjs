// Leaves in a folder of firmware what the drivers of this kernel can load in a mini-PC, and deletes the rest.
// `modinfo -F firmware DRIVERS… | node scripts/image/firmware.mjs FOLDER`; a line of modinfo names a file, and may have `*` in it. FOLDER is
// /usr/lib/firmware of an image. What a driver needs without naming it (sound by Intel) and the law of the air (`regulatory.db`) stay. Ends with 1 if no
// driver names anything that is there.
import { existsSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Firmware for access points, which no mini-PC has in it. */
const OF_ROUTERS = /^(mediatek\/(mt76(15|22|63)|mt79(15|16|81|86|88|92|96)|mt7996\/)|ath11k\/(IPQ|QCN)|ath10k\/QCA(4019|9887|9888|988X|9984|99X0))/;
/** Firmware for graphics cards by AMD; what is left is for graphics inside a processor. A name that nobody knew when this was written stays. */
const CARDS = [
  '(r[1-7]\\d\\d|rv\\d|cedar|redwood|juniper|cypress|barts|turks|caicos|cayman|btc|tahiti|pitcairn|verde|oland|hainan|banks|bonaire|hawaii|tonga|topaz)',
  '(fiji|polaris|vega|navi|si58|sienna|dimgrey|navy|beige|arcturus|aldebaran)',
  'gc_(9_4|9_5|10_3_[0-5]|11_0_[023]|12)_',
  'psp_(13_0_(0|6|7|10|12|14)|14_0_[235])_',
  'sdma_(4_4|6_0_[023]|7)',
  'smu_(13_0_(0|6|7|10|14)|14_0_[23])',
  'vcn_(4_0_[034]\\.|5)',
  'dcn_(3_2|4)',
];
const OF_CARDS = new RegExp(`^(amdgpu|radeon)/(${CARDS.join('|')})`, 'i');
/**
 * For the signal processor in processors by Intel, whose driver puts these names together while it runs. In a mini-PC the sound goes through a codec on HDA;
 * the other topologies are for tablets and Chromebooks.
 */
const OF_SOUND = /^intel\/(sof\/[^/]+\.ri|sof-ipc4\/[^/]+\/[^/]+\.ri|sof(-ace|-ipc4)?-tplg\/sof-hda-generic[^/]*\.tplg)$/;
/** Intel's drivers name the newest version that they know, and take older ones. */
const INTEL = /^(iwlwifi-.+)-(\d+)\.ucode$/;

/** The law of the air: which channels a country allows. Its link leads out of the folder. */
const isLaw = (file) => file.startsWith('regulatory.');

const folder = process.argv[2];
const names = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const files = filesIn('');

const wanted = new Set(names.flatMap((name) => [...matching(name), ...olderOf(name)]).filter((file) => !OF_ROUTERS.test(file) && !OF_CARDS.test(file)));
if (wanted.size === 0) {
  console.error('firmware: no driver names any file that is there; is this list the one of modinfo?');
  process.exit(1);
}
for (const file of files) if (OF_SOUND.test(file)) wanted.add(file);
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
