import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import type { Visit } from './download.ts';
import { openUrl } from './download.ts';
import type { Fault } from './fault.ts';

/**
 * Where releases of yt-dlp lie, as GitHub lays them out: `releases/latest` leads to `releases/tag/<version>` (or answers
 * `{"tag_name": …}`), and the files are at `releases/download/<version>/…`. Where the signature is not `needed`, it is still
 * checked if there is one.
 */
export type Origin = { readonly repository: string; readonly signature: 'needed' | 'if-there' };

/** yt-dlp's own builds (its README, "Release files" and "Update channels"); it recommends the nightly ones to those who want it to work. */
const CHANNELS: Readonly<Record<string, string>> = {
  nightly: 'https://github.com/yt-dlp/yt-dlp-nightly-builds',
  stable: 'https://github.com/yt-dlp/yt-dlp',
};

/** The origin that `music.ytdlp_updates` names; nothing for `off`. An address of one's own may go without signature over https. */
export function originOf(setting: string): Origin | undefined {
  if (setting === 'off') return undefined;
  const channel = CHANNELS[setting];
  if (channel) return { repository: channel, signature: 'needed' };
  const { protocol, hostname } = new URL(setting);
  const vouched = protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return { repository: setting.replace(/\/+$/, ''), signature: vouched ? 'if-there' : 'needed' };
}

/** A release's name: the day it was made, for nightly ones the second too. Also a safe name for a folder. */
export const VERSION = /^\d{4}\.\d{2}\.\d{2}(\.\d{1,9})?$/;

/** Whether one release is newer than another by their names; this machine's clock has no part in it. */
export function newer(one: string, other: string): boolean {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const place = [0, 1, 2, 3].find((i) => (left[i] ?? 0) !== (right[i] ?? 0));
  return place !== undefined && (left[place] ?? 0) > (right[place] ?? 0);
}

/** A repository that has moved answers with the way to its new place first. */
const MOST_HOPS = 3;

/** The name of the newest release. */
export async function newest({ repository }: Origin, visit: Visit): Promise<Result<string, Fault>> {
  let url = `${repository}/releases/latest`;
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const said = await openUrl(url, visit);
    if (!said.ok) return said;
    const version = 'redirect' in said.value ? said.value.redirect.split('/').at(-1) : tagIn(said.value.text);
    if (version && VERSION.test(version)) return done(version);
    if (!('redirect' in said.value)) break;
    const onward = new URL(said.value.redirect, url);
    if (url.startsWith('https:') && onward.protocol !== 'https:') return failed({ why: 'refused', detail: `${url} leads to ${onward}` });
    url = onward.href;
  }
  return failed({ why: 'nonsense', detail: `no release is named at ${url}` });
}

/** Where a file of a release is. */
export const fileAt = ({ repository }: Origin, version: string, name: string): string =>
  `${repository}/releases/download/${version}/${name}`;

function tagIn(text: string): string | undefined {
  try {
    const tag = (JSON.parse(text) as { readonly tag_name?: unknown } | null)?.tag_name;
    return typeof tag === 'string' ? tag : undefined;
  } catch {
    return undefined; // A page instead of an answer: somebody's login page, for instance.
  }
}
