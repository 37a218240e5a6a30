import type { LearntCamera } from '../../daemon/sensing/learning-desk.ts';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { ScoreBias } from '../../learning/bias.ts';
import type { BiasProposal } from '../../learning/proposal.ts';
import { FEWEST_ANSWERS } from '../../learning/proposal.ts';
import { figure, rounded, table } from '../console/table.ts';

/** What was learnt, for people. */
export function learntLines(cameras: readonly LearntCamera[]): readonly string[] {
  if (cameras.length === 0) return ['nothing to learn from yet: answer “Was that right?” on the page, with yes as well as with no'];
  return cameras.flatMap((each, index) => [...(index > 0 ? [''] : []), ...linesOf(each)]);
}

function linesOf({ camera, kept, proposal }: LearntCamera): readonly string[] {
  const { after, answers, before, shown } = proposal;
  return [
    ...(camera === '' ? [] : [`camera ${camera}`]),
    ...table([
      ['answers', String(answers)],
      ['the box had shown what was answered', `${shown}`],
      [`the network was right${kept ? ', as it is corrected now' : ''}`, `${before}`],
      ['with this correction, on answers held out', `${after}`],
    ]),
    '',
    ...table([['', ...EMOTIONS], numbers('learnt', proposal.bias), ...(kept ? [numbers('applied', kept.bias)] : [])]),
    '',
    SAID[proposal.verdict],
    ...(kept
      ? [
          `a correction from ${kept.answers} answers is applied; 'moodbox learn --undo' goes back to ${kept.before ? 'the one before' : 'none'}`,
        ]
      : []),
  ];
}

const SAID: Readonly<Record<BiasProposal['verdict'], string>> = {
  few: `too few answers: ${FEWEST_ANSWERS} are needed`,
  'no-better': 'no correction is proposed: it would not be right more often than chance explains',
  better: "'moodbox learn --apply' corrects what this camera shows from now on",
};

const numbers = (name: string, bias: ScoreBias): readonly string[] => [name, ...bias.map((each) => figure(each, 2))];

/** The same for programs. */
export const learntJson = ({ camera, kept, proposal: { bias, ...counts } }: LearntCamera) => ({
  ...{ camera, ...counts, bias: byName(bias) },
  applied: kept ? { bias: byName(kept.bias), answers: kept.answers, at: new Date(kept.at).toISOString() } : null,
});

const byName = (bias: ScoreBias) => Object.fromEntries(EMOTIONS.map((emotion, index) => [emotion, rounded(bias[index] ?? 0, 3)]));
