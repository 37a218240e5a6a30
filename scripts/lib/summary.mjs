// node summary.mjs REPORT STATUS FAILED_CHECKS [LINE]: `N passed, N failed, N skipped` of a vitest run, and of what LINE counts in the same words.
// Exit 1 unless something passed and nothing failed. What failed without a failed test (a file that cannot be loaded, a rejected
// promise that nobody caught, a time limit, a check before the tests) counts as one each: "0 failed" is never said of a bad run. A file whose
// tests never finished, because its process died, is named on standard error and counts as one. So does a LINE in other words.
import { existsSync, readFileSync } from 'node:fs';

const [report, status, failedChecks, line] = process.argv.slice(2);
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
const beside = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(line ?? '0 passed, 0 failed, 0 skipped')?.slice(1).map(Number) ?? [0, 1, 0];
const failed = found + unexplained + Number(failedChecks) + beside[1];

process.stdout.write(`${passed + beside[0]} passed, ${failed} failed, ${skipped + beside[2]} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
