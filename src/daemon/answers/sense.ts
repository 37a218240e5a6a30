import type { CommandOrigin } from '../../domain/access.ts';
import type { Command } from '../../domain/command.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { ReportedSense } from '../../domain/report.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { senseWordOf } from '../../domain/sense.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { SENSE_ENDPOINTS } from '../../web/api/sense.ts';
import { knownLevel } from './known-level.ts';

/** What the endpoint for other devices' senses needs of the daemon. */
export type SenseParts = {
  command(command: Command, by: CommandOrigin): Result<void, Refusal>;
  senses(): readonly ReportedSense[];
};

export const senseAnswers = (box: SenseParts): AnswersOf<typeof SENSE_ENDPOINTS> => ({
  'POST /api/sense': async (said, by) => {
    const word = senseWordOf(said);
    if (!word.ok) return failed({ sentence: word.why });
    const taken = box.command({ type: 'sense', ...word.value }, { door: 'page', ...by, level: knownLevel(by) });
    return taken.ok ? done({ senses: [...box.senses()] }) : taken;
  },
});
