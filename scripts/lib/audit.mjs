// Asks the registry for known faults of the modules that the service runs with: exit 1 and a line for each if there are any. Modules that only
// build, test or install are named, and do not fail it: they are not installed with the service. A registry that does not answer is said loudly.
import { execFileSync } from 'node:child_process';
import { neededModules } from './needed.mjs';

const FLAGS = ['audit', '--json', '--package-lock-only', '--fetch-retries=0', '--fetch-timeout=20000'];

/** npm's report. `npm audit` exits with 1 if it finds something, and then prints it all the same. */
function report() {
  try {
    return JSON.parse(execFileSync('npm', FLAGS, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 }));
  } catch ({ stdout }) {
    try {
      return JSON.parse(stdout);
    } catch {
      return {};
    }
  }
}

const { vulnerabilities } = report();
if (vulnerabilities === undefined) {
  console.log('SKIPPED: the registry does not answer `npm audit` here; NOTHING is known about faults of the modules');
} else {
  const needed = new Set(neededModules());
  const found = Object.values(vulnerabilities).flatMap(({ name, severity, nodes }) => nodes.map((node) => ({ name, severity, node })));
  const serious = found.filter(({ node }) => needed.has(node));
  for (const { name, severity, node } of found) console.log(`${needed.has(node) ? 'FAULT' : 'not installed'}: ${name} (${severity}) in ${node}`);
  console.log(`${serious.length} faults in what the service runs with`);
  process.exitCode = serious.length === 0 ? 0 : 1;
}
