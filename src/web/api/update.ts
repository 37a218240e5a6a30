import { object, picklist } from 'valibot';
import { ms } from '../../domain/units.ts';
import { endpoint } from './endpoint.ts';
import { UPDATE } from './update-shapes.ts';

/** Updates of the whole system, on a box that was started from the image. Any other box answers that it was not. */
export const UPDATE_ENDPOINTS = {
  'GET /api/update': endpoint({
    level: 'household',
    summary: 'The two slots of the system, the last try and the last installation, and what is offered. image: false on other boxes.',
    output: UPDATE,
  }),
  'POST /api/update/install': endpoint({
    level: 'owner',
    summary: 'Installs the update that was sent in pieces (file), or what update.url offers (offer). GET /api/update says how far it is.',
    input: object({ from: picklist(['file', 'offer'], 'from is file or offer') }),
    output: UPDATE,
    rate: { most: 10, span: ms(60_000) },
  }),
  'POST /api/update/restart': endpoint({
    level: 'owner',
    summary: 'Starts the machine again, into the update that waits for it. The music stops for that.',
    input: object({}),
    output: UPDATE,
    rate: { most: 10, span: ms(60_000) },
  }),
} as const;
