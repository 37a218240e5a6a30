import { randomBytes } from 'node:crypto';
import { SHORTEST_SECRET } from '../../config/contradictions.ts';
import type { MqttConfig } from '../../config/schema.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { secretOf } from '../credentials.ts';
import { ConnectionLost } from '../errors.ts';
import { Membership } from './membership.ts';

type GroupConfig = Pick<MqttConfig, 'base_topic' | 'group' | 'id' | 'group_secret' | 'group_secret_file'>;
type Warn = (fields: object, event: string) => void;

/** The secret of the group; undefined if none is set. The failure is a sentence that says what to do. */
export function groupSecretIn(config: Pick<GroupConfig, 'group_secret' | 'group_secret_file'>): Result<string | undefined, string> {
  if (config.group_secret === '' && config.group_secret_file === '') return done(undefined);
  try {
    const secret = secretOf(config, 'group_secret') ?? '';
    if (secret.length >= SHORTEST_SECRET) return done(secret);
    return failed(`the secret of the group must have ${SHORTEST_SECRET} characters or more (openssl rand -hex 16 makes one)`);
  } catch (err) {
    if (err instanceof ConnectionLost) return failed(err.message);
    throw err;
  }
}

/**
 * The box's membership of its group; undefined if the group has no secret. A secret that cannot be read is as one that nobody else has: the
 * box hears no other, rather than everybody.
 */
export function membershipOf(config: GroupConfig, warn: Warn): Membership | undefined {
  const read = groupSecretIn(config);
  if (read.ok && read.value === undefined) return undefined;
  if (!read.ok) warn({ why: read.why }, 'group.bad_secret');
  const secret = read.ok && read.value !== undefined ? read.value : randomBytes(32).toString('hex');
  return new Membership(secret, `${config.base_topic}/group/${config.group}`, config.id);
}
