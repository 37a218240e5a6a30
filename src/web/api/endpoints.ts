import type { Standing } from '../../domain/access.ts';
import { ABOUT_ENDPOINTS } from './about.ts';
import { BOX_ENDPOINTS } from './box.ts';
import { CAMERA_ENDPOINTS } from './camera.ts';
import { DAY_ENDPOINTS } from './day.ts';
import type { AnswersOf, Endpoint } from './endpoint.ts';
import { GUEST_ENDPOINTS } from './guest.ts';
import { KIOSK_ENDPOINTS } from './kiosk.ts';
import { LEARNING_ENDPOINTS } from './learning.ts';
import { MUSIC_ENDPOINTS } from './music.ts';
import { NOW_ENDPOINTS } from './now.ts';
import { ROOMS_ENDPOINTS } from './rooms.ts';
import { SENSE_ENDPOINTS } from './sense.ts';
import { SETTINGS_ENDPOINTS } from './settings.ts';
import { UPDATE_ENDPOINTS } from './update.ts';
import { VENUE_ENDPOINTS } from './venue.ts';

/** Every endpoint that the daemon answers. Each area of the page has a table of its own. */
export const ENDPOINTS = {
  ...ABOUT_ENDPOINTS,
  ...BOX_ENDPOINTS,
  ...CAMERA_ENDPOINTS,
  ...DAY_ENDPOINTS,
  ...GUEST_ENDPOINTS,
  ...KIOSK_ENDPOINTS,
  ...LEARNING_ENDPOINTS,
  ...MUSIC_ENDPOINTS,
  ...NOW_ENDPOINTS,
  ...ROOMS_ENDPOINTS,
  ...SENSE_ENDPOINTS,
  ...SETTINGS_ENDPOINTS,
  ...UPDATE_ENDPOINTS,
  ...VENUE_ENDPOINTS,
} as const;

export type EndpointRoute = keyof typeof ENDPOINTS;
export type PageAnswers = AnswersOf<typeof ENDPOINTS>;

export const ENDPOINT_ROUTES = Object.keys(ENDPOINTS) as readonly EndpointRoute[];

/** The description of an endpoint, whichever it is. */
export const endpointOf = (route: EndpointRoute): Endpoint => ENDPOINTS[route];

/** The least standing for each endpoint. */
export const ENDPOINT_LEVELS = Object.fromEntries(ENDPOINT_ROUTES.map((route) => [route, ENDPOINTS[route].level])) as Readonly<
  Record<EndpointRoute, Standing>
>;
