// node summary.mjs REPORT STATUS FAILED_CHECKS: `N passed, N failed, N skipped` of a vitest run.
// Exit 1 unless something passed and nothing failed. What failed without a failed test (a file that cannot be loaded, a rejected
// promise that nobody caught, a time limit, a check before the tests) counts as one each: "0 failed" is never said of a bad run. A file whose
// tests never finished, because its process died, is named on standard error and counts as one.
import { existsSync, readFileSync } from 'node:fs';

const [report, status, failedChecks] = process.argv.slice(2);
const files = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
const count = (tests, ...states) => tests.filter((each) => states.includes(each.status)).length;

const tests = files.flatMap((file) => file.assertionResults);
const passed = count(tests, 'passed');
const skipped = count(tests, 'skipped', 'todo', 'disabled');
const lost = files.filter((file) => count(file.assertionResults, 'pending') > 0);
for (const file of lost) process.stderr.write(`${file.name}: ${count(file.assertionResults, 'pending')} tests never finished; did its process die?\n`);
const isBroken = (file) => file.status === 'failed' || lost.includes(file);
const broken = files.filter((file) => isBroken(file) && count(file.assertionResults, 'failed') === 0).length;
const found = count(tests, 'failed') + broken;
const unexplained = found === 0 && (Number(status) !== 0 || passed === 0) ? 1 : 0;
const failed = found + unexplained + Number(failedChecks);

process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
