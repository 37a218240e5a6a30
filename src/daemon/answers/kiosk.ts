import { hoursOf } from '../../config/hours.ts';
import type { PlayerConfig } from '../../config/schema.ts';
import { done } from '../../domain/result.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { KIOSK_ENDPOINTS } from '../../web/api/kiosk.ts';

export const kioskAnswers = ({ quiet_hours }: Pick<PlayerConfig, 'quiet_hours'>): AnswersOf<typeof KIOSK_ENDPOINTS> => ({
  'GET /api/kiosk': async () => done({ night: hoursOf(quiet_hours) ?? null }),
});
