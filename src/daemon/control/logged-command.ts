import type { Command } from '../../domain/command.ts';
import { shownAddress } from '../../shared/address.ts';

/** A command as the log may hold it: an address may have a password in it, and what a device says of how people feel is kept nowhere. */
export function loggedCommand(command: Command): object {
  if (command.type === 'announce' || command.type === 'play_url') return { ...command, url: shownAddress(command.url) };
  if (command.type !== 'sense') return command;
  const { feels, ...word } = command;
  return feels === null ? { ...word, over: true } : word;
}
