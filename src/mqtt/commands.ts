import type { Command } from '../domain/command.ts';
import { ADDRESSED, NUMBERS, PLAIN, parseCommand, SWITCHES } from '../domain/command.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { fitting, jsonObject } from '../shared/json.ts';
import { OFF, ON, PRESS } from './payloads.ts';
import { sensorWordIn } from './sensor/payload.ts';
import type { CommandTopics } from './topics.ts';

const LONGEST = 64;
const LONGEST_SENSE = 400;
const LONGEST_GUEST = 1000;
const LONGEST_ADDRESSED = 2048;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/**
 * The command in a message on a command topic, or a sentence that says what is wrong with it. The sentence never repeats the payload, so
 * that the number of different sentences is bounded.
 */
export function commandOf(topic: string, payload: string, set: CommandTopics): Result<Command, string> {
  if (topic === set.presence) return presence(payload);
  if (topic === set.sense) return sense(payload);
  if (topic === set.guest) return guest(payload);
  const addressed = ADDRESSED.find((name) => topic === set[name]);
  if (addressed) return withAddress(addressed, payload);
  if (payload.length > LONGEST) return failed(`a command has at most ${LONGEST} characters`);
  const text = payload.trim();
  if (topic === set.override) return override(text);
  const number = NUMBERS.find((name) => topic === set[name]);
  if (number) return parseCommand({ type: number, value: NUMBER.test(text) ? Number(text) : undefined });
  const switched = SWITCHES.find((name) => topic === set[name]);
  if (switched) return parseCommand({ type: switched, on: text === ON ? true : text === OFF ? false : undefined });
  const button = PLAIN.find((name) => topic === set[name]);
  if (!button) return failed('not a command topic');
  // An empty payload is how people clear a retained message: it must not press anything.
  return text === PRESS ? parseCommand({ type: button }) : failed(`a button wants the payload ${PRESS}`);
}

function presence(payload: string): Result<Command, string> {
  const on = sensorWordIn(payload);
  return on === undefined
    ? failed('presence wants ON or OFF, a number of people, or JSON with one of them; empty or None: the sensor says nothing any more')
    : done({ type: 'presence', on });
}

/** `{"name":"Watch","valence":-0.4,"arousal":0.6}`. */
function sense(payload: string): Result<Command, string> {
  if (payload.length > LONGEST_SENSE) return failed(`what a sense says has at most ${LONGEST_SENSE} characters`);
  return inObject(payload.trim(), 'sense');
}

/** `{"name":"AirPlay","state":"playing","title":"…","lease":"2h"}`. */
function guest(payload: string): Result<Command, string> {
  if (payload.length > LONGEST_GUEST) return failed(`what a guest says has at most ${LONGEST_GUEST} characters`);
  return inObject(payload.trim(), 'guest');
}

/** A bare address, or `{"url":"http://…/tts.mp3","volume":40}`. */
function withAddress(type: (typeof ADDRESSED)[number], payload: string): Result<Command, string> {
  if (payload.length > LONGEST_ADDRESSED) return failed(`${type} has at most ${LONGEST_ADDRESSED} characters`);
  const text = payload.trim();
  return text.startsWith('{') ? inObject(text, type) : parseCommand({ url: text, type });
}

/** `happy`, `happy 30m`, or `{"mood":"happy","for":"30m"}`. */
function override(text: string): Result<Command, string> {
  if (text.startsWith('{')) return inObject(text, 'override');
  const [mood, ...span] = text.split(/\s+/);
  return parseCommand({ mood, ...(span.length > 0 && { for: span.join('') }), type: 'override' });
}

/** What each command that comes as a JSON object may look like. */
const EXAMPLES = {
  sense: '{"name":"Watch","valence":-0.4,"arousal":0.6}',
  guest: '{"name":"AirPlay","state":"playing"}',
  override: '{"mood":"happy","for":"30m"}',
  announce: '{"url":"http://homeassistant.local:8123/tts.mp3"}',
  play_url: '{"url":"http://radio.example/stream"}',
} as const;

function inObject(text: string, type: keyof typeof EXAMPLES): Result<Command, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed(`this is not valid JSON; ${type} wants an object such as ${EXAMPLES[type]}`);
  }
  const word = fitting(jsonObject, value);
  return word ? parseCommand({ ...word, type }) : failed(`${type} wants a JSON object such as ${EXAMPLES[type]}`);
}
