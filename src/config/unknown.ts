const nearTo = (name: string, near: string | undefined): string => `${name}: unknown key${near ? `; did you mean ${near}?` : ''}`;

/**
 * The problem for an unknown key, with the one of `names` that has the same words in another section (`fps` means `camera.fps`), or else
 * with the nearest if it is near enough: up to half of the letters of the last word may differ, four at most.
 */
export function unknownKey(name: string, names: readonly string[]): string {
  const near = names.map((each) => ({ each, steps: distance(plain(name), plain(each)) })).sort((a, b) => a.steps - b.steps)[0];
  const word = name.split(/[._]/).at(-1) ?? name;
  const most = Math.min(4, Math.ceil(word.length / 2));
  const known = near?.steps === 0 ? near.each : elsewhere(name, names);
  return nearTo(name, known ?? (near && near.steps <= most ? near.each : undefined));
}

/** Upper and lower case, dots, dashes and underscores are the same to most people. */
const plain = (name: string): string => name.toLowerCase().replace(/[.-]/g, '_');

/** The one name with the same words but for its section. */
function elsewhere(name: string, names: readonly string[]): string | undefined {
  const words = [name.replace(/^MOODBOX_/, ''), withoutSection(name)];
  const same = names.filter((each) => withoutSection(each) !== each && words.includes(withoutSection(each)));
  return same.length === 1 ? same[0] : undefined;
}

const withoutSection = (name: string): string => name.replace(/^MOODBOX_/, '').replace(/^[^._]*[._]/, '');

/** The Levenshtein distance: how many letters must change to turn `a` into `b`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
