import { MemoryStore } from 'express-rate-limit';
import { expect, test } from 'vitest';
import { systemClock, today } from '../../../src/shared/async/clock.ts';
import { Access } from '../../../src/web/access/access.ts';
import { ROUTE_LEVELS } from '../../../src/web/access/route-levels.ts';
import type { AppParts } from '../../../src/web/app.ts';
import { appOf } from '../../../src/web/app.ts';
import { DIRECT } from '../../../src/web/limits/address.ts';
import { FakeLog } from '../../fakes/log.ts';
import { stateFolder } from '../../fakes/web-config.ts';

type Layer = {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: unknown };
};

test('every route of the page has its standing, and no router hides others', async () => {
  const house = { exposed: true, guests: 'link' } as const;
  const access = await Access.open({ stateDir: stateFolder(), house, isProxy: () => false, clock: systemClock, today, log: new FakeLog() });
  const parts = { access, house, log: new FakeLog(), names: [], origins: DIRECT, counts: new MemoryStore(), frameAncestors: [] };
  const app = appOf(parts as unknown as AppParts);
  const layers = app.router.stack as unknown as readonly Layer[];
  const routes = layers.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
  );
  expect(routes.sort()).toEqual(Object.keys(ROUTE_LEVELS).sort());
  expect(layers.filter(({ handle }) => handle.stack !== undefined)).toEqual([]);
});
