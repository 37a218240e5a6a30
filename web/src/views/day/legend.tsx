import type { DayAnswer } from '../../../../src/web/api/day.ts';
import type { Key } from '../../words/areas.ts';
import { words } from '../../words/words.ts';

const t = words('day');

type Sign = { readonly kind: 'somebody' | 'played' | 'liked' | 'skipped'; readonly word: Key<'day'> };

/** What the marks under the moods mean, of those that are there. */
export function Legend({ day: { plays, presence } }: { readonly day: DayAnswer }) {
  const signs: readonly (Sign & { readonly isThere: boolean })[] = [
    { kind: 'somebody', word: 'somebody', isThere: presence.some(({ present }) => present) },
    { kind: 'played', word: 'played', isThere: plays.some(({ liked, skipped }) => !liked && !skipped) },
    { kind: 'liked', word: 'liked', isThere: plays.some(({ liked }) => liked) },
    { kind: 'skipped', word: 'skipped', isThere: plays.some(({ liked, skipped }) => skipped && !liked) },
  ];
  return (
    <ul class="legend small quiet">
      {signs
        .filter(({ isThere }) => isThere)
        .map(({ kind, word }) => (
          <li key={kind}>
            <svg class={kind === 'somebody' ? 'presence' : 'marks'} aria-hidden="true">
              <rect class={kind} width="100%" height="100%" />
            </svg>
            {t(word)}
          </li>
        ))}
    </ul>
  );
}
