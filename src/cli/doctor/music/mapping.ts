import { ConfigError } from '../../../config/load.ts';
import type { MusicConfig } from '../../../config/schema.ts';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import type { Mapping } from '../../../music/choose/mapping.ts';
import type { Finding } from '../check.ts';
import { failing } from '../check.ts';

/** The mapping that the configuration names, or what a check says when it has mistakes. */
export async function checkedMapping({ mapping, preset }: MusicConfig): Promise<Result<Mapping, Finding>> {
  const { loadMapping } = await import('../../../music/choose/mapping.ts');
  try {
    return done(loadMapping(mapping, preset));
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    return failed(failing(err.problems.join('; '), 'mend that file, or leave music.mapping empty for the one that comes with moodbox'));
  }
}
