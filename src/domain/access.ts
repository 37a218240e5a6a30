import type { Command } from './command.ts';

/** What somebody may do, from the least to the most: guests see, the household chooses music and moods, owners look after the box. */
export const LEVELS = ['guest', 'household', 'owner'] as const;
export type AccessLevel = (typeof LEVELS)[number];

/** A visitor's level. Strangers have none: they may only ask to be let in. */
export const STANDINGS = ['stranger', ...LEVELS] as const;
export type Standing = (typeof STANDINGS)[number];

const RANKS: Readonly<Record<Standing, number>> = { stranger: 0, guest: 1, household: 2, owner: 3 };

/** Whether somebody of this standing may do what needs that one. */
export const mayDo = (standing: Standing, needed: Standing): boolean => RANKS[standing] >= RANKS[needed];

/** The level that each command needs on the page. Switching the camera on is the exception: `levelOf` knows it. */
export const COMMAND_LEVELS: Readonly<Record<Command['type'], AccessLevel>> = {
  override: 'household',
  play: 'household',
  pause: 'household',
  next: 'household',
  stop: 'household',
  like: 'household',
  dislike: 'household',
  undo: 'household',
  seek: 'household',
  capture: 'household',
  volume: 'household',
  autoplay: 'household',
  presence: 'household',
  sense: 'household',
  announce: 'household',
  play_url: 'household',
  guest: 'household',
  moodbox_now: 'household',
  // Off: everybody who lives with the box may have privacy. A guest could end the evening of a whole café with it, and only an owner could
  // undo that.
  camera: 'household',
  update: 'owner',
};

/** The level that this command needs. `cameraOn` is the one that switching the camera on needs (`web.camera_on`). */
export const levelOf = (command: Command, cameraOn: AccessLevel): AccessLevel =>
  command.type === 'camera' && command.on ? cameraOn : COMMAND_LEVELS[command.type];

/** The ways by which a command reaches a box: its own page, its MQTT broker, or another box of its group. */
export const DOORS = ['page', 'broker', 'group'] as const;

/** Who gave a command. The page knows the level and the IP address; the broker has its own accounts and tells neither. */
export type CommandOrigin = { readonly door: (typeof DOORS)[number]; readonly level?: AccessLevel; readonly address?: string };
