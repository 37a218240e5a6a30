import { signal } from '@preact/signals';
import type { MachineAnswer } from '../../../../src/web/api/box-shapes.ts';
import { barOf } from '../../box/bar.ts';
import { command } from '../../box/command.ts';
import { report } from '../../box/report.ts';
import { Card } from '../../parts/card.tsx';
import { words } from '../../words/words.ts';
import type { Releases, UpdateAsked } from './sentences.ts';
import { updateEnd, updateState } from './sentences.ts';

const t = words('upkeep');

/** An update that somebody has asked for here. */
const asked = signal<UpdateAsked | undefined>(undefined);

/** The programs and their releases, and the update of the one that YouTube needs fresh. */
export function Versions({ versions }: { readonly versions: MachineAnswer['versions'] }) {
  const { moodbox, mpv, node } = versions;
  const ytdlp = versions.ytdlp && { ...versions.ytdlp, ...report.value?.ytdlp };
  return (
    <Card title={t('versions')}>
      <dl class="gauges">
        <Program name="moodbox" version={moodbox} />
        <Program name="Node" version={node.replace(/^v/, '')} />
        {mpv !== undefined && <Program name="mpv" version={mpv} />}
        {ytdlp && <Program name="yt-dlp" version={ytdlp.installed ?? t('unknown')} />}
      </dl>
      {ytdlp && <Update releases={ytdlp} />}
    </Card>
  );
}

const Program = ({ name, version }: { readonly name: string; readonly version: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{version}</dd>
  </div>
);

function Update({ releases }: { readonly releases: Releases }) {
  const bar = barOf('update');
  const running = asked.value !== undefined && updateEnd(releases, asked.value) === undefined;
  const press = async (): Promise<void> => {
    if (running || !(await command({ type: 'update' }, t('update_asked')))) return;
    asked.value = { installed: releases.installed, lastAt: releases.last?.at ?? 0 };
  };
  return (
    <>
      <p role="status">{updateState(releases, asked.value)}</p>
      {bar === '' ? (
        <div class="row">
          <button type="button" aria-disabled={running} onClick={() => void press()}>
            {t('update')}
          </button>
        </div>
      ) : (
        <p class="quiet small">{bar}</p>
      )}
    </>
  );
}
