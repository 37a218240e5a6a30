import { object, string } from 'valibot';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import { jsonFitting } from '../../../shared/json.ts';
import type { Visit } from './download.ts';
import { openUrl } from './download.ts';
import type { Fault } from './fault.ts';

/**
 * Where yt-dlp's releases come from, in GitHub's layout: `releases/latest` redirects to `releases/tag/<version>` (or answers
 * `{"tag_name": …}`), and the files are at `releases/download/<version>/…`. A signature that is not `needed` is still checked if there
 * is one.
 */
export type Origin = { readonly repository: string; readonly signature: 'needed' | 'if-there' };

/** yt-dlp's own builds (its README, "Release files" and "Update channels"). It recommends the nightly ones to regular users. */
const CHANNELS: Readonly<Record<string, string>> = {
  nightly: 'https://github.com/yt-dlp/yt-dlp-nightly-builds',
  stable: 'https://github.com/yt-dlp/yt-dlp',
};

/** The origin that `music.ytdlp_updates` names; undefined for `off`. The user's own https or loopback address needs no signature. */
export function originOf(setting: string): Origin | undefined {
  if (setting === 'off') return undefined;
  const channel = CHANNELS[setting];
  if (channel) return { repository: channel, signature: 'needed' };
  const { protocol, hostname } = new URL(setting);
  const isTrusted = protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return { repository: setting.replace(/\/+$/, ''), signature: isTrusted ? 'if-there' : 'needed' };
}

/** A release's name: the day of its build, with the time for nightly ones. Also safe as the name of a folder. */
export const VERSION = /^\d{4}\.\d{2}\.\d{2}(\.\d{1,9})?$/;

/** Whether release `one` is newer than `other`, by their names and not by this machine's clock. */
export function newer(one: string, other: string): boolean {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const place = [0, 1, 2, 3].find((i) => (left[i] ?? 0) !== (right[i] ?? 0));
  return place !== undefined && (left[place] ?? 0) > (right[place] ?? 0);
}

/** A repository that has moved first redirects to its new address. */
const MOST_HOPS = 3;

/** Asks the origin for the name of its newest release. */
export async function newest({ repository }: Origin, visit: Visit): Promise<Result<string, Fault>> {
  let url = `${repository}/releases/latest`;
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const answer = await openUrl(url, visit);
    if (!answer.ok) return answer;
    const version = 'redirect' in answer.value ? answer.value.redirect.split('/').at(-1) : tagIn(answer.value.text);
    if (version && VERSION.test(version)) return done(version);
    if (!('redirect' in answer.value)) break;
    const onward = new URL(answer.value.redirect, url);
    if (url.startsWith('https:') && onward.protocol !== 'https:') return failed({ why: 'refused', detail: `${url} leads to ${onward}` });
    url = onward.href;
  }
  return failed({ why: 'nonsense', detail: `no release is named at ${url}` });
}

/** The address of a file of a release. */
export const fileAt = ({ repository }: Origin, version: string, name: string): string =>
  `${repository}/releases/download/${version}/${name}`;

/** `undefined` for what is not GitHub's answer but a page, for example a login page. */
const tagIn = (text: string): string | undefined => jsonFitting(TAG, text)?.tag_name;
const TAG = object({ tag_name: string() });
