import type { Express, RequestHandler, Response } from 'express';
import { mayDo } from '../../domain/access.ts';
import type { Method } from '../api/endpoint.ts';
import type { Access } from './access.ts';
import { notEnough } from './denial.ts';
import { refuseWith } from './refuse.ts';
import type { Route } from './route-levels.ts';
import { ROUTE_LEVELS } from './route-levels.ts';
import type { Caller } from './standing.ts';

/** Adds routes to the page. Each is in `ROUTE_LEVELS`, and its handlers run only for those who may call it. */
export const guarded =
  (app: Express, access: Access) =>
  (route: Route, ...handlers: readonly RequestHandler[]): void => {
    const [method, path] = route.split(' ') as [Method, string];
    const add = { GET: app.get, POST: app.post, PUT: app.put, DELETE: app.delete }[method].bind(app) as (
      path: string,
      ...all: RequestHandler[]
    ) => void;
    add(path, needs(access, route), ...handlers);
  };

/** The caller of a guarded route. */
export const callerIn = (res: Response): Caller => res.locals.caller as Caller;

const needs =
  (access: Access, route: Route): RequestHandler =>
  (req, res, next) => {
    const caller = access.callerOf(req);
    res.locals.caller = caller;
    if (mayDo(caller.standing, ROUTE_LEVELS[route])) next();
    else refuseWith(res, notEnough(caller.standing, access.kept.owner !== undefined));
  };
