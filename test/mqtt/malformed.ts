const STRANGE = [
  'null',
  '1e999',
  '-1',
  '"\u0000"',
  '[]',
  '{}',
  'true',
  '"plays"',
  '{"__proto__":{"mood":"sad"}}',
  '[[[[[[[[[[]]]]]]]]]]',
  '0.30000000000000004',
];

/** A good message gone bad by chance: cut, repeated, with letters changed, or with a strange value in the place of one. One line. */
export function malformed(message: string, random: () => number): string {
  const at = Math.floor(random() * message.length);
  const to = at + Math.floor(random() * 8);
  switch (Math.floor(random() * 6)) {
    case 0:
      return message.slice(0, at);
    case 1:
      return message.slice(0, at) + message.slice(to);
    case 2:
      return `${message.slice(0, to)}${message.slice(at)}`;
    case 3:
      return Array.from({ length: to }, () => String.fromCharCode(32 + Math.floor(random() * 95))).join('');
    case 4:
      return `${message.slice(0, at)}${String.fromCharCode(32 + Math.floor(random() * 200))}${message.slice(at + 1)}`;
    default:
      return withStrange(message, random);
  }
}

/** One of the message's values, wherever it stands, is another one. */
function withStrange(message: string, random: () => number): string {
  const values = [...message.matchAll(/:("[^"]*"|[\d.]+|true|false|\{)/g)];
  const chosen = values[Math.floor(random() * values.length)];
  const strange = STRANGE[Math.floor(random() * STRANGE.length)] ?? 'null';
  return chosen ? `${message.slice(0, chosen.index + 1)}${strange}${message.slice(chosen.index + chosen[0].length)}` : strange;
}

/** Up to so many of them, each a line of plain letters that is no JSON. */
export const malformedLines = (message: string, count: number, random: () => number): readonly string[] =>
  Array.from({ length: count }, () => malformed(message, random)).filter((line) => /^[\x20-\x7e]+$/.test(line) && !isJson(line));

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
