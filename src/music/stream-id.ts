import { isSecretSetting } from '../shared/secrets.ts';

/** A value longer than this is a token, and not the name of a station or a format. */
const LONGEST_VALUE = 20;

/**
 * The id of a stream in the history, on MQTT and in a taste: its address without user name, password and fragment, and without the settings
 * in path and query that may be secret.
 */
export function streamId(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = '';
  const path = url.pathname.split(/(?<=[/;&])/);
  url.pathname = path.filter((part) => !part.includes('=') || isHarmless(part)).join('');
  url.search = url.search.slice(1).split('&').filter(isHarmless).join('&');
  return url.href;
}

/** Whether a setting may be told. A word without a value is often a listener's key. */
function isHarmless(setting: string): boolean {
  const [name = '', value] = setting.split('=', 2);
  return value !== undefined && value.length <= LONGEST_VALUE && !isSecretSetting(name);
}
