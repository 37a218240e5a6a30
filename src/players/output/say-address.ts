import type { Config } from '../../config/schema.ts';
import { assertNever } from '../../domain/assert-never.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { failed } from '../../domain/result.ts';
import type { SpeechWorld, Unsaid } from './speech.ts';
import { say } from './speech.ts';
import { spokenAddress } from './spoken-address.ts';

/**
 * Where this machine is in the network. `address`: its IPv4 address, undefined while it has none. `code`: the digits that the page asks for
 * while it has no PIN.
 */
export type Located = { readonly hostname: string; readonly address: string | undefined; readonly code?: string | undefined };

/** Says once, on the configured output, where the page is. */
export async function sayAddress(
  { player, web }: Pick<Config, 'player' | 'web'>,
  at: Located,
  world: SpeechWorld,
): Promise<Result<void, Refusal>> {
  if (player.voice === 'off') return failed(refusal('voice_off'));
  const sentence = spokenAddress(player.voice, { ...at, port: web.port, isSecure: web.cert !== '' });
  const said = await say(sentence, player.voice, player, world);
  return said.ok ? said : failed(refusedFor(said.why));
}

function refusedFor(why: Unsaid): Refusal {
  switch (why.kind) {
    case 'missing':
      return refusal('voice_missing');
    case 'no-loudspeaker':
      return refusal('voice_nowhere');
    case 'failed':
      return refusal('voice_unheard');
    default:
      return assertNever(why);
  }
}
