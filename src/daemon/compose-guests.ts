import type { Config } from '../config/schema.ts';
import type { Daemon, Rooms } from './daemon.ts';
import { dismisser } from './guests/dismiss.ts';
import { guestDoorOf, openGuestDoor } from './guests/guest-door.ts';
import { keptIn } from './guests/keeping.ts';
import { GuestStore } from './process/guest-store.ts';
import type { DaemonWorld } from './world.ts';

/** What the daemon needs for people who play their own music on its loudspeaker. */
export function guestsOf({ guests }: Config, { clock, log, scope, stateDir }: DaemonWorld): Pick<Rooms, 'guestsKept' | 'dismissGuest'> {
  const kept = scope.own(GuestStore.open(stateDir, log.child({ room: 'daemon' })));
  const over = new AbortController();
  scope.own({ [Symbol.asyncDispose]: async () => over.abort() });
  const dismissGuest = dismisser(guests, { clock, log: log.child({ room: 'music' }), signal: over.signal });
  return { guestsKept: keptIn(kept), dismissGuest };
}

/** Opens the door at which programs of this machine say that they play. */
export async function openDoor(daemon: Daemon, { clock, env, log, scope, stateDir }: DaemonWorld): Promise<void> {
  const path = guestDoorOf(stateDir, env);
  scope.own(await openGuestDoor({ clock, log: log.child({ room: 'daemon' }), path, take: (word) => daemon.guest(word) }));
}
