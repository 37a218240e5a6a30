/** The scheme is bounded so that a long reason without any address is read in one go. */
const ADDRESS = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^\s/'"]*@)?([^\s/?#'"]*)[^\s'"]*/gi;

/** Cuts every address in a text down to scheme and host: cameras carry passwords before the host, in the path and in the query. */
export const withoutSecrets = (text: string): string => text.replace(ADDRESS, '$1$2');
