import { expect, test } from 'vitest';
import { setupAnswers } from '../../../src/daemon/answers/setup.ts';
import { done } from '../../../src/domain/result.ts';
import type { PageVisitor } from '../../../src/web/port.ts';
import { DEVICES } from '../../fakes/settings.ts';

const OWNER: PageVisitor = { level: 'owner', address: '192.168.1.7' };

test('only what may be saved is offered, and gets a tone', async () => {
  const played: string[] = [];
  const answers = setupAnswers({
    ...DEVICES,
    playTone: async (id) => {
      played.push(id);
      return done(undefined);
    },
  });
  expect(await answers['GET /api/outputs'](undefined, OWNER)).toEqual({
    ok: true,
    value: {
      outputs: [
        { id: 'alsa/sysdefault:CARD=Device', name: 'USB Audio Device' },
        { id: 'alsa/sysdefault:CARD=vc4hdmi0', name: 'HDMI' },
      ],
    },
  });
  for (const id of ["alsa/file:'|touch x',raw", 'alsa/hw:CARD=unknown', 'pcm:/tmp/x'])
    expect(await answers['POST /api/outputs/test']({ id }, OWNER)).toMatchObject({ ok: false });
  expect(await answers['POST /api/outputs/test']({ id: 'alsa/sysdefault:CARD=Device' }, OWNER)).toMatchObject({ value: { played: true } });
  expect(played).toEqual(['alsa/sysdefault:CARD=Device']);
});

test('one tone at a time', async () => {
  let end = (): void => undefined;
  const playing = new Promise<void>((resolve) => {
    end = resolve;
  });
  const answers = setupAnswers({ ...DEVICES, playTone: () => playing.then(() => done(undefined)) });
  const first = answers['POST /api/outputs/test']({ id: 'auto' }, OWNER);
  expect(await answers['POST /api/outputs/test']({ id: 'auto' }, OWNER)).toMatchObject({
    ok: false,
    why: { sentence: expect.stringMatching(/not over yet/) },
  });
  end();
  expect(await first).toMatchObject({ ok: true });
  expect(await answers['POST /api/outputs/test']({ id: 'auto' }, OWNER)).toMatchObject({ ok: true });
});

test('a broker that refuses says why', async () => {
  const answers = setupAnswers(DEVICES);
  const typed = { url: 'mqtt://10.0.0.2', username: 'home', password: 'wrong' };
  expect(await answers['POST /api/brokers/test'](typed, OWNER)).toMatchObject({
    value: { connected: false, sentence: expect.stringMatching(/bad user name/) },
  });
  expect(await answers['POST /api/brokers/test']({ ...typed, password: 'geheim' }, OWNER)).toMatchObject({ value: { connected: true } });
});
