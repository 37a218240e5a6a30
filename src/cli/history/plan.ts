import type { PlanDecision } from '../../daemon/process/plan-store.ts';
import type { DayKind, PlannedHours } from '../../domain/plan.ts';
import { DAY_KINDS, plannedBy, runsOf, surenessOf } from '../../domain/plan.ts';
import type { PlanProposal } from '../../history/diary/proposal.ts';
import { table } from '../console/table.ts';

/** What was decided about the plan of the day, and what the last weeks suggest. */
export type KnownPlan = { readonly decision: PlanDecision; readonly proposal: PlanProposal };

/** The plan of the day as lines: the one in use, and what is proposed with how sure that is. */
export function planLines({ decision: { plan, state }, proposal }: KnownPlan): readonly string[] {
  const used = state === 'used' && plan ? [STATES.used, ...daysOf((day) => agreed(plan[day])), ''] : [STATES[state]];
  return [...used, ...proposed(proposal)];
}

/** The same for programs, in the form of `GET /api/plan`. */
export const planJson = ({ decision: { plan, state }, proposal }: KnownPlan): object => ({ state, ...(plan && { plan }), proposal });

const STATES = {
  used: 'This plan is in use: it decides while somebody is there and no face can be read.',
  undecided: 'No plan is in use; nobody has decided about one yet. The page lets you use what is proposed.',
  refused: 'No plan is in use: somebody has put it away on the page.',
} as const;

function proposed(proposal: PlanProposal): readonly string[] {
  const { missing } = proposal;
  if (missing > 0)
    return [`There is not enough history for a proposal: at least ${missing === 1 ? 'one more day' : `${missing} more days`}.`];
  return ['Proposed from the last eight weeks', ...daysOf((day) => suggested(proposal[day]))];
}

const NAMES: Readonly<Record<DayKind, string>> = { workday: 'Monday to Friday', weekend: 'Saturday and Sunday' };

function daysOf(rowsOf: (day: DayKind) => readonly (readonly string[])[]): readonly string[] {
  return DAY_KINDS.flatMap((day) => {
    const rows = rowsOf(day);
    return ['', NAMES[day], ...(rows.length === 0 ? ['  nothing'] : table(rows).map((line) => `  ${line}`))];
  });
}

const agreed = (hours: PlannedHours): readonly (readonly string[])[] =>
  runsOf(hours).map(({ from, mood, to }) => [hoursOf(from, to), mood]);

function suggested(hours: PlanProposal[DayKind]): readonly (readonly string[])[] {
  return runsOf(plannedBy(hours)).map(({ from, mood, to }) => {
    const { days, share } = surenessOf(hours, { from, to });
    return [hoursOf(from, to), mood, `${Math.round(100 * share)} % of the time`, `seen on ${days} days`];
  });
}

const hoursOf = (from: number, to: number): string => `${clock(from)}-${clock(to)}`;
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
