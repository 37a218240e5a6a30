// The Node modules that moodbox needs to run: `node scripts/lib/needed.mjs` prints the folder of each, one a line. A package of the lockfile is
// needed if moodbox's built code imports it, or a needed package does so in code that runs; what only its installation imports stays behind.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Folders of a package that nothing loads when it runs: they build it, install it, try it or show it. */
const NOT_RUN = /^(scripts?|install|tests?|__tests__|examples?|bench(marks?)?|docs?|node_modules|deps|\..*)$/;
const CODE = /\.[cm]?js$/;
/** Bare names in `from '…'`, `import '…'`, `import('…')` and `require('…')`. */
const IMPORTS = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'`]([^."'`/\s][^"'`\s]*)["'`]/g;

const files = (folder, skipped) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped(path, entry.name) ? [] : files(path, skipped);
    return CODE.test(entry.name) ? [path] : [];
  });

const packageOf = (name) => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/');
const importedBy = (paths) => new Set(paths.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(IMPORTS)].map(([, name]) => packageOf(name))));

/** Where Node finds a package that is imported from a file of `folder`: in the nearest node_modules upwards. */
function found(name, folder) {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(root, path, 'package.json'))) return path;
    if (at === '.') return undefined;
  }
}

/** The entry point's own folder counts even if its name is one of `NOT_RUN`. */
function codeOf(folder) {
  const whole = join(root, folder);
  const { main } = JSON.parse(readFileSync(join(whole, 'package.json'), 'utf8'));
  const entry = join(whole, main || '.');
  return files(whole, (path, name) => NOT_RUN.test(name) && !entry.startsWith(`${path}/`));
}

/** Only what a package declares is its own import: comments and texts name others. */
function declaredBy(folder) {
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}

export function neededModules() {
  const own = [join(root, 'bin/moodbox'), ...files(join(root, 'dist'), (path) => /dist\/(page|(cli\/)?bench)$/.test(path))];
  const needed = new Set();
  const waiting = [...importedBy(own)].map((name) => found(name, '.'));
  while (waiting.length > 0) {
    const folder = waiting.pop();
    if (folder === undefined || needed.has(folder)) continue;
    needed.add(folder);
    const imported = importedBy(codeOf(folder));
    waiting.push(...declaredBy(folder).filter((name) => imported.has(name)).map((name) => found(name, folder)));
  }
  return [...needed].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(neededModules().join('\n'));
