import { expect, test } from 'vitest';
import { readCard } from '../../src/appliance/card/card-reading.ts';
import { reportText } from '../../src/appliance/report-text.ts';

const file = (name: string, text: string, changed = 0) => ({ name, changed, bytes: Buffer.from(text) });
const where = { hostname: 'kitchen', addresses: ['192.168.1.20'], port: 80 };

test('the report tells the address, what was read, and what is wrong, and no password', () => {
  const yaml = 'system:\n  hostname: kitchen\n  wifi: {ssid: Home, password: “hush hush”}\nmood:\n  hodl: 2m\n';
  const report = reportText(
    readCard([file('moodbox.yaml', 'mood:\n', 1), file('moodbox.yaml.txt', yaml, 2), file('user-data', 'timezone: UTC\n')]),
    where,
  );
  expect(report.split('\r\n')).toEqual([
    'moodbox writes this file at every start, as an answer to moodbox.yaml. Change moodbox.yaml, not this one.',
    '',
    'The page: http://kitchen.local',
    'or by number: http://192.168.1.20',
    '',
    'Read: user-data',
    '  time zone: UTC',
    '',
    'Read: moodbox.yaml.txt',
    '  name: kitchen',
    '  Wi-Fi: Home',
    '  (curly quotes were read as straight ones (line 3))',
    'Wrong, and not used (what the box had before stays):',
    '  - mood.hodl: unknown key; did you mean mood.hold?',
    'As long as something is wrong here, nothing that the box had before is taken away.',
    '',
    'Not read: moodbox.yaml, because another file with settings is newer.',
    '',
  ]);
});

test('a box without network says so, and a port that is not the usual one is named', () => {
  const report = reportText(readCard([]), { ...where, addresses: [], port: 8080 });
  expect(report).toContain('The page: http://kitchen.local:8080\r\n');
  expect(report).toContain('no network yet');
  expect(report).toContain('There is no moodbox.yaml here');
});

test('a page that only the box itself opens has no address to tell', () => {
  const report = reportText(readCard([]), { ...where, isLocal: true });
  expect(report).toContain('The page: only the box itself opens it, because web.host says so.');
  expect(report).not.toContain('http://');
});

test('what else happened at this start stands below the address, with the line ends of Windows', () => {
  const report = reportText(readCard([]), { ...where, news: ['The box was reset.', 'Its last lines:\n  one'] });
  expect(report).toContain('192.168.1.20\r\n\r\nThe box was reset.\r\n\r\nIts last lines:\r\n  one\r\n\r\nThere is no');
});
