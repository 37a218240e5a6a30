import { keyMeantBy } from './system/networks.ts';
import { SYSTEM_KEYS } from './system/system-settings.ts';

/**
 * What the loader of moodbox's configuration says, for whoever has only the card: what belongs elsewhere is sent there, and of what nobody
 * knows only the line is told, since it may be a piece of a password. `name`: the file's.
 */
export function plainProblem(problem: string, text: string, name: string): string {
  const said = problem.startsWith(`${name}: `) ? problem.slice(name.length + 2) : problem;
  if (said.startsWith('must hold sections')) return `${lineOfFirst(text)}write a key, a colon, a blank and the value`;
  const [, key, hint] = /^(.+?): unknown key(; did you mean .*)?$/.exec(said) ?? [];
  if (key !== undefined) return strangerOf(key, hint, text);
  const [, section] = /^([\w.]+): must be a section with keys$/.exec(said) ?? [];
  if (section !== undefined) return `${section}: its keys belong on lines of their own below it, indented by two blanks`;
  return said;
}

function strangerOf(key: string, hint: string | undefined, text: string): string {
  const line = lineOfKey(key, text);
  const word = key.toLowerCase();
  if (SYSTEM_KEYS.some((each) => each === word)) return `${line}${word} belongs under 'system:', indented by two blanks`;
  const meant = keyMeantBy(word);
  if (meant === 'ssid' || meant === 'password') return `${line}'${meant}' belongs under 'system:' and 'wifi:', as in the file of the image`;
  return hint === undefined ? `${line}has a key that moodbox does not know` : `${key}: unknown key${hint}`;
}

function lineOfKey(key: string, text: string): string {
  const wanted = [key, key.split('.').at(-1) ?? key];
  const index = text.split('\n').findIndex((each) => wanted.includes(/^\s*(?:- +)?["']?(.+?)["']?\s*:/.exec(each)?.[1] ?? ''));
  return index < 0 ? '' : `line ${index + 1}: `;
}

function lineOfFirst(text: string): string {
  const index = text.split('\n').findIndex((each) => /^\s*[^\s#]/.test(each));
  return index < 0 ? '' : `line ${index + 1}: `;
}
