import { decodedPart } from '../../shared/address.ts';

/** A user and a password, as they are meant. */
export type Login = { readonly user: string; readonly password: string };

/** The user and password in an address, if there are any. A `%` that begins no byte stands for itself. */
export const loginOf = ({ username, password }: URL): Login | undefined =>
  username === '' && password === '' ? undefined : { user: decodedPart(username), password: decodedPart(password) };

/** The Authorization header of Basic authentication (RFC 7617). */
export const basic = ({ user, password }: Login): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
