import type { Node, Scalar, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { called, lineOf } from '../../config/yaml-mistake.ts';
import { isUnset } from './text-map.ts';

/** What a comment says that looks as if it held a password. */
const PASSWORD = /^\s*#.*(pass|kennwort|psk|clave|contrase)/i;

/** What stands behind a # in the networks of the section `system` and may be meant to count: a sentence each, without the text itself. */
export function commentNotes(section: Node, text: string): readonly string[] {
  const wifi: unknown = isMap(section) ? section.get('wifi', true) : undefined;
  const entries = (isSeq(wifi) ? wifi.items : [wifi]).filter((each): each is YAMLMap => isMap(each));
  return entries.flatMap((entry) => [...cutNotes(entry, text), ...hiddenNotes(entry, text)]);
}

/** `password: sunshine #2024` is the password sunshine. */
const cutNotes = (entry: YAMLMap, text: string): readonly string[] =>
  ['ssid', 'password'].flatMap((key) => {
    const value: unknown = entry.get(key, true);
    if (!isScalar(value) || commentBehind(value, text) === undefined) return [];
    const line = lineOf(text, value.range?.[0] ?? 0);
    const name = called(text.split('\n')[line - 1]);
    return [`line ${line}: what stands behind # is a comment, and not part of ${name}; if it belongs to it, put all of it in quotes`];
  });

/**
 * The blanks and the comment behind a value that has no quotation marks around it, up to the end of its line; undefined if there is
 * none.
 */
export function commentBehind({ range, type }: Scalar, text: string): string | undefined {
  if (type !== 'PLAIN' || !range) return undefined;
  return /^[ \t]+#[^\n]*/.exec(text.slice(range[1]))?.[0];
}

/** A network without a password, beside which a password stands in a comment. */
function hiddenNotes(entry: YAMLMap, text: string): readonly string[] {
  const ssid: unknown = entry.get('ssid', true);
  if (!isScalar(ssid) || !ssid.range || !isUnset(entry.get('password'))) return [];
  const lines = text.split('\n');
  const at = lineOf(text, ssid.range[0]) - 1;
  const isBeside = (line = ''): boolean => /^\s*(#|country\s*:|hidden\s*:)/.test(line) && !/ssid/i.test(line);
  const below = lines.slice(at + 1);
  const end = below.findIndex((line) => !isBeside(line));
  const start = lines.slice(0, at).findLastIndex((line) => !isBeside(line));
  const found = lines.findIndex((line, index) => index > start && index <= at + (end < 0 ? below.length : end) && PASSWORD.test(line));
  if (found < 0) return [];
  const network = String(ssid.value);
  return [`line ${found + 1}: a password stands behind #, so '${network}' is read as a Wi-Fi without one: take the # away if it has one`];
}
