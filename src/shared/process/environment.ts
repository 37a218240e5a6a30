/**
 * What each program that we start learns of our environment: what it needs for its work, and nothing else. Ours may hold passwords
 * (`MOODBOX_MQTT_PASSWORD`) and name the folder with the service's credentials; a program that a stranger's song or stream takes over
 * must not find them there.
 */

/** Where programs are, the language and the time: every program gets these. */
const COMMON = /^(PATH|LANG|LANGUAGE|LC_\w+|TZ|TZDIR|TMPDIR)$/;
/** The user's proxies (which may hold a password) and the certificate authorities to trust. */
const NETWORK = /^((http|https|ftp|all|no)_proxy|ssl_cert_(file|dir))$/i;
/** The sound server and its settings. They are found by the user's folders. */
const SOUND = /^(HOME|XDG_(RUNTIME_DIR|CONFIG_HOME)|DBUS_SESSION_BUS_ADDRESS|PULSE_\w+|PIPEWIRE_\w+|ALSA_\w+|JACK_\w+)$/;
/** A Python, or modules, at a place of their own. */
const PYTHON = /^PYTHON\w+$/;
const SYSTEMD = /^NOTIFY_SOCKET$/;

/** `errand`: moodbox itself, as a child of the daemon, which starts some of the others. `other`: the small tools of the system, and what knows neither the network nor the sound. */
export type ProgramKind = 'yt-dlp' | 'mpv' | 'ffmpeg' | 'snapserver' | 'systemd-notify' | 'errand' | 'other';

const LEARNS: Readonly<Record<ProgramKind, readonly RegExp[]>> = {
  'yt-dlp': [COMMON, NETWORK, PYTHON],
  mpv: [COMMON, NETWORK, SOUND],
  ffmpeg: [COMMON, NETWORK],
  snapserver: [COMMON, SOUND],
  'systemd-notify': [COMMON, SYSTEMD],
  errand: [COMMON, NETWORK, SOUND, PYTHON],
  other: [COMMON],
};

/** The environment for a program of that kind, out of ours. */
export const environmentFor = (kind: ProgramKind, ours: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv =>
  chosen(ours, (name) => LEARNS[kind].some((pattern) => pattern.test(name)));

/** The variables about proxies and certificate authorities only. */
export const networkSettings = (ours: NodeJS.ProcessEnv): Readonly<Record<string, string>> => chosen(ours, (name) => NETWORK.test(name));

const chosen = (ours: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(ours).filter((entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0])));
