import type { Percent } from '../../domain/units.ts';
import { percent } from '../../domain/units.ts';
import type { Player } from '../../players/port.ts';
import type { Log } from '../../shared/log.ts';

export type VolumeControlParts = {
  readonly player: Player;
  /** The loudest volume allowed now. */
  readonly ceiling: () => Percent;
  readonly changed: () => void;
  readonly log: Log;
};

/** Keeps the volume as people want it, but no louder than allowed. Quiet hours begin and end by themselves. */
export class VolumeControl {
  /** The volume that people want, regardless of quiet hours; restored when those end. */
  requested: Percent;
  readonly #parts: VolumeControlParts;

  constructor(parts: VolumeControlParts, requested: Percent | undefined) {
    this.#parts = parts;
    this.requested = requested ?? parts.player.volume;
  }

  apply(): Promise<void> | void {
    const { ceiling, changed, log, player } = this.#parts;
    const volume = percent(Math.min(this.requested, ceiling()));
    if (volume < this.requested) log.debug({ volume, wanted: this.requested }, 'volume.quiet_hours');
    if (volume !== player.volume) return player.setVolume(volume).then(changed);
  }
}
