import type { Emotion } from '../../../domain/emotion.ts';
import type { Random } from '../../../shared/random.ts';
import { BY_ENERGY } from '../character.ts';
import { dice, oneOf } from '../dice.ts';
import type { ModeName } from '../score.ts';
import { STYLES_BY_MOOD } from '../styles/by-mood.ts';
import { styleNamed } from '../styles/ensembles.ts';
import { isMinor, TONICS } from '../theory/keys.ts';
import type { Direction, Modulation } from './modulation.ts';
import { commonColour, modulation } from './modulation.ts';
import { lettersOf } from './plan.ts';
import type { FlowState, FlowWish, Stretch } from './state.ts';

/** A stretch that has just begun, and the degree of its first chord. */
type Beginning = { readonly stretch: Stretch; readonly degree: number };

/** Whether the present stretch is over: it has had its sections, or another mood or ensemble is wanted. */
export const isOver = ({ stretch }: FlowState, { mood, style }: FlowWish): boolean =>
  stretch === undefined || stretch.done >= stretch.letters.length || stretch.mood !== mood || stretch.wishedStyle !== style;

/** Begins a stretch in the wanted mood, in a key that the last one leads to. `mode` is the one of its character. */
export function begun(state: FlowState, wish: FlowWish, { seed, mode }: { readonly seed: number; readonly mode: ModeName }): Beginning {
  const random = dice(seed, 'stretch');
  const style = styleNamed(wish.style ?? oneOf(random, STYLES_BY_MOOD[wish.mood]));
  const wanted = oneOf(random, style.colours);
  const colour = state.end ? commonColour(state.end.key, mode, wanted) : wanted;
  const beatsPerBar = oneOf(random, style.beatsPerBar);
  const { key, degree } = wayInto(random, state, mode, { colour, direction: directionOf(state.stretch?.mood, wish) });
  const letters = lettersOf(random, wish.rising === true);
  const stretch = { mood: wish.mood, wishedStyle: wish.style, style: style.name, seed, key, colour, beatsPerBar, letters, done: 0 };
  return { stretch, degree };
}

function wayInto(random: Random, { end }: FlowState, mode: ModeName, how: Parameters<typeof modulation>[3]): Modulation {
  if (end) return modulation(random, end.key, mode, how);
  return { key: { tonic: oneOf(random, TONICS[isMinor(mode) ? 'minor' : 'major']), mode }, degree: 0 };
}

/** More energy goes with brighter keys, less with darker ones. */
function directionOf(from: Emotion | undefined, { mood, rising }: FlowWish): Direction {
  if (rising) return 'brighter';
  if (from === undefined || from === mood) return 'near';
  return BY_ENERGY.indexOf(mood) < BY_ENERGY.indexOf(from) ? 'brighter' : 'darker';
}
