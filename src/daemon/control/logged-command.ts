import type { Command } from '../../domain/command.ts';
import { shownAddress } from '../../shared/address.ts';

/** A command as the log may hold it: an address may have a password in it. */
export const loggedCommand = (command: Command): Command =>
  command.type === 'announce' || command.type === 'play_url' ? { ...command, url: shownAddress(command.url) } : command;
