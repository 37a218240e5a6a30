import type { Mood } from '../../domain/emotion.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { DateRange, Diary, DiaryDay } from '../../history/port.ts';
import type { DAY_ENDPOINTS } from '../../web/api/day.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { PlanStore } from '../process/plan-store.ts';

export type DayParts = { readonly diary: Diary; readonly plan: Pick<PlanStore, 'decision' | 'decide'> };

/** What the page asks about the past, and about the plan that comes of it. */
export const dayAnswers = ({ diary, plan }: DayParts): AnswersOf<typeof DAY_ENDPOINTS> => ({
  'GET /api/day': async ({ date }) => {
    const answer = await diary.days(date, 1);
    const [day] = answer.ok ? answer.value : [];
    if (!answer.ok) return answer;
    return day ? done(wholeDay(day)) : failed(refusal('no_day'));
  },
  'GET /api/week': async ({ date }) =>
    told(await diary.days(date, 7), (days) => ({ days: days.map(stripOfDay), shares: sharesOfDays(days) })),
  'GET /api/transitions': async (dates) =>
    told(await diary.transitions(dates), (transitions) => ({
      transitions: transitions.map((each) => ({ ...each, played: [...each.played] })),
    })),
  'GET /api/statistics': async (dates) =>
    told(await diary.statistics(dates), (counted) => ({
      ...counted,
      agreement: { share: counted.agreement.share ?? null, answers: counted.agreement.answers },
    })),
  'GET /api/history.csv': (dates) => exported(diary, dates, 'csv'),
  'GET /api/history.json': (dates) => exported(diary, dates, 'json'),
  'GET /api/research.csv': async () => told(await diary.research(), (csv) => asFile(csv, 'moodbox-research.csv')),
  'DELETE /api/history': async ({ before }) => told(await diary.erase(before), (erased) => erased),
  'GET /api/plan': async () =>
    told(await diary.proposal(), ({ workday, weekend, missing }) => ({
      ...decided(plan),
      proposal: { workday: [...workday], weekend: [...weekend], missing },
    })),
  'PUT /api/plan': async (asked) => {
    plan.decide(asked.decision === 'use' ? { state: 'used', plan: asked.plan } : { ...plan.decision, state: 'refused' });
    return done(decided(plan));
  },
});

const decided = ({ decision: { plan, state } }: DayParts['plan']) => ({ state, ...(plan && { plan }) });

const stripOfDay = ({ date, zone, since, until, ticks, moods }: DiaryDay) => ({
  date,
  zone,
  since,
  until,
  ticks: [...ticks],
  moods: [...moods],
});

const wholeDay = (day: DiaryDay) => ({
  ...stripOfDay(day),
  ...{ presence: [...day.presence], plays: [...day.plays], shares: [...day.shares], more: day.more },
});

function sharesOfDays(days: readonly DiaryDay[]): { mood: Mood; time: number }[] {
  const times = new Map<Mood, number>();
  for (const { mood, time } of days.flatMap(({ shares }) => shares)) times.set(mood, (times.get(mood) ?? 0) + time);
  return [...times].map(([mood, time]) => ({ mood, time })).sort((a, b) => b.time - a.time);
}

const exported = async (diary: Diary, dates: DateRange, as: 'csv' | 'json') =>
  told(await diary.exported(dates, as), (content) => asFile(content, `moodbox-${dates.since}-to-${dates.until}.${as}`));

const asFile = (content: string, name: string) => ({ bytes: new TextEncoder().encode(content), name });

const told = <T, A>(answer: Result<T, Refusal>, as: (value: T) => A): Result<A, Refusal> => (answer.ok ? done(as(answer.value)) : answer);
