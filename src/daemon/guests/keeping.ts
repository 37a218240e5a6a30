import { LONGEST_LEASE } from '../../domain/sound-guest.ts';
import { elapsed, later, moment } from '../../domain/units.ts';
import type { GuestStore } from '../process/guest-store.ts';
import type { GuestKeeping } from './guest-desk.ts';
import { leaseLeft } from './guest-list.ts';

/** The guests as the state folder keeps them: by the calendar, since no other clock goes on over a restart. */
export const keptIn = (store: Pick<GuestStore, 'remembered' | 'keep'>): GuestKeeping => ({
  remembered: ({ at, today }) => ({
    guests: store.remembered.flatMap(({ title, until, ...guest }) => {
      const left = leaseLeft(until, today, LONGEST_LEASE);
      return left > 0 ? [{ ...guest, ...(title !== undefined && { title }), ends: later(at, left) }] : [];
    }),
  }),
  keep: ({ guests }, { at, today }) =>
    store.keep(guests.map(({ ends, ...guest }) => ({ ...guest, until: moment(today + elapsed(at, ends)) }))),
});

/** Keeps nothing: for a box that is only made up. */
export const UNKEPT: GuestKeeping = { remembered: () => ({ guests: [] }), keep: () => undefined };
