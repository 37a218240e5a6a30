import type { InferOutput } from 'valibot';
import { nullable, number, object } from 'valibot';
import { endpoint } from './endpoint.ts';

const KIOSK = object({
  /** The quiet hours (`player.quiet_hours`), in minutes since midnight; null: none. If `to` is the smaller one, they span midnight. */
  night: nullable(object({ from: number(), to: number() })),
});
export type KioskAnswer = InferOutput<typeof KIOSK>;

export const KIOSK_ENDPOINTS = {
  'GET /api/kiosk': endpoint({
    level: 'guest',
    summary: 'When a screen that always shows the mood should be dark: in the quiet hours.',
    output: KIOSK,
  }),
} as const;
