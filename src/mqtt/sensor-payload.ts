/** `true`: somebody is there; `false`: nobody is; `null`: the sensor says nothing any more. */
export type SensorWord = boolean | null;

const SOMEBODY = new Set(['on', 'true', 'yes', 'home', 'present', 'presence', 'occupied', 'detected', 'motion']);
const NOBODY = new Set(['off', 'false', 'no', 'not_home', 'away', 'absent', 'clear', 'unoccupied', 'vacant']);
const NOTHING = new Set(['', 'none', 'null', 'unknown', 'unavailable']);

/**
 * Where in a JSON object the word is, the first that is there: Zigbee2MQTT (`occupancy`, `presence`), Z-Wave JS UI (`value`), Tasmota (`Switch1`,
 * in it `Action`, and `POWER`). A door contact says nothing of who is in the room.
 */
const KEYS = ['occupancy', 'presence', 'motion', 'state', 'value', 'Switch1', 'Action', 'POWER'] as const;
const DEEPEST = 3;
/** Characters; a device of Zigbee2MQTT that tells everything of itself needs some hundreds. */
const LONGEST = 4096;

/**
 * What a radar, a PIR sensor or Home Assistant says of a room: a word in any case, a count of people, or JSON with one of them in it.
 * `undefined` where it is none of that.
 */
export function sensorWordIn(payload: string): SensorWord | undefined {
  if (payload.length > LONGEST) return undefined;
  const said = payload.trim();
  return /^[{"]/.test(said) ? meant(parsed(said), 0) : worded(said);
}

function meant(value: unknown, depth: number): SensorWord | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return worded(value);
  if (typeof value === 'number') return counted(value);
  if (typeof value !== 'object' || depth === DEEPEST) return undefined;
  const key = KEYS.find((each) => Object.hasOwn(value, each));
  return key === undefined ? undefined : meant((value as Readonly<Record<string, unknown>>)[key], depth + 1);
}

function worded(text: string): SensorWord | undefined {
  const word = text.trim().toLowerCase();
  if (/^\d{1,9}$/.test(word)) return counted(Number(word));
  if (SOMEBODY.has(word)) return true;
  if (NOBODY.has(word)) return false;
  return NOTHING.has(word) ? null : undefined;
}

/** How many people there are. */
const counted = (number: number): boolean | undefined => (number >= 0 ? number > 0 : undefined);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
