import type { Director } from '../../src/daemon/control/director.ts';
import type { PlaybackRequest } from '../../src/daemon/playback/request.ts';

const STEPS: ReadonlySet<string | symbol> = new Set(['sighted', 'tick', 'trackEnded', 'command']);

/** A director whose requests are carried out after each step, as the daemon does it. */
export function conducted(director: Director, perform: (request: PlaybackRequest) => void): Director {
  const get = (target: Director, name: string | symbol): unknown => {
    const member: unknown = Reflect.get(target, name, target);
    if (typeof member !== 'function') return member;
    if (!STEPS.has(name)) return member.bind(target);
    return (...args: readonly unknown[]) => {
      const requests = Reflect.apply(member, target, args) as readonly PlaybackRequest[];
      for (const request of requests) perform(request);
      return requests;
    };
  };
  return new Proxy(director, { get });
}
