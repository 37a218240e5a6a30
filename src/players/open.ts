import type { PlayerConfig } from '../config/schema.ts';
import { MpvPlayer } from './mpv-player.ts';
import type { Player } from './port.ts';
import { snapcastOf } from './snapcast/configuration.ts';
import { SnapcastPlayer } from './snapcast/player.ts';
import type { SnapcastWorld } from './snapcast/server.ts';

/** Opens the player for the configured output. Throws `OutputError` for an output that can never work as configured. */
export async function openPlayer(config: PlayerConfig, world: SnapcastWorld): Promise<Player> {
  const listening = snapcastOf(config.output);
  return listening ? SnapcastPlayer.open(config, listening, world) : MpvPlayer.open(config, world);
}
