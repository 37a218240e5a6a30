import type { SourcesAnswer } from '../../../../src/web/api/music.ts';
import type { Asked } from '../../box/asked.ts';
import { Card } from '../../parts/card.tsx';
import { amountOf, sourceName, stateOf } from '../../sentences/tracks.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { Problem } from './problem.tsx';

const t = words('music');

/** The sources in use, in their order, and what each can do now. */
export function Sources({ asked }: { readonly asked: Asked<SourcesAnswer> }) {
  return (
    <Card title={t('sources')}>
      <Problem asked={asked} />
      {asked.answer && <p class="quiet small">{t('sources_hint')}</p>}
      <ol class="sources">
        {asked.answer?.sources.map((source) => (
          <li key={source.name} class={source.state.kind}>
            <p>{sourceName(source.name)}</p>
            <p class="quiet small">
              <Linked text={[stateOf(source.state), amountOf(source)].filter((piece) => piece !== '').join(' · ')} />
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
