/** `true`: somebody is there; `false`: nobody is; `null`: the sensor does not know any more. */
export type SensorWord = boolean | null;

const SOMEBODY = new Set(['on', 'true', 'yes', 'home', 'present', 'presence', 'occupied', 'detected', 'motion']);
const NOBODY = new Set(['off', 'false', 'no', 'not_home', 'away', 'absent', 'clear', 'unoccupied', 'vacant']);
const NOTHING = new Set(['', 'none', 'null', 'unknown', 'unavailable']);

/**
 * Where a JSON object holds the word; the first of these that is there counts: Zigbee2MQTT (`occupancy`, `presence`), Z-Wave JS UI
 * (`value`), Tasmota (`Switch1`, in it `Action`, and `POWER`). A door contact says nothing about who is in the room.
 */
const KEYS = ['occupancy', 'presence', 'motion', 'state', 'value', 'Switch1', 'Action', 'POWER'] as const;
const DEEPEST = 3;
/** Characters. A Zigbee2MQTT device that sends all its readings needs a few hundred. */
const LONGEST = 4096;

/**
 * What a radar, a PIR sensor or Home Assistant says about a room: a word in upper or lower case, a number of people, or JSON that holds one
 * of them. `undefined` for anything else.
 */
export function sensorWordIn(payload: string): SensorWord | undefined {
  if (payload.length > LONGEST) return undefined;
  const text = payload.trim();
  return /^[{"]/.test(text) ? fromJson(parsed(text), 0) : fromText(text);
}

function fromJson(value: unknown, depth: number): SensorWord | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return fromText(value);
  if (typeof value === 'number') return fromCount(value);
  if (typeof value !== 'object' || depth === DEEPEST) return undefined;
  const key = KEYS.find((each) => Object.hasOwn(value, each));
  return key === undefined ? undefined : fromJson((value as Readonly<Record<string, unknown>>)[key], depth + 1);
}

function fromText(text: string): SensorWord | undefined {
  const word = text.trim().toLowerCase();
  if (/^\d{1,9}$/.test(word)) return fromCount(Number(word));
  if (SOMEBODY.has(word)) return true;
  if (NOBODY.has(word)) return false;
  return NOTHING.has(word) ? null : undefined;
}

/** A number of people. */
const fromCount = (number: number): boolean | undefined => (number >= 0 ? number > 0 : undefined);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
