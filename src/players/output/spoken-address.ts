/** The languages in which a box says its address. */
export const VOICES = ['en', 'de', 'fr', 'es'] as const;
export type VoiceLanguage = (typeof VOICES)[number];

/**
 * What a box says of itself. `address`: its IPv4 address, undefined while it has no network. `port`: the page's. `code`: the digits that
 * the page asks for while it has no PIN.
 */
export type WhereItIs = {
  readonly hostname: string;
  readonly address: string | undefined;
  readonly port: number;
  readonly isSecure: boolean;
  readonly code?: string | undefined;
};

type Phrases = {
  readonly page: (name: string, numbers: string) => string;
  readonly dot: string;
  readonly port: string;
  readonly noNetwork: string;
  /** Said twice: nobody has a pencil at hand the first time. */
  readonly code: (digits: string) => string;
};

const PHRASES: Readonly<Record<VoiceLanguage, Phrases>> = {
  en: {
    page: (name, numbers) => `This is moodbox. On your phone, open ${name}, or ${numbers}.`,
    dot: 'dot',
    port: 'colon',
    noNetwork: 'This is moodbox. I have no network yet.',
    code: (digits) => `The page asks for a code. It is ${digits}. Once more: ${digits}.`,
  },
  de: {
    page: (name, numbers) => `Hier ist moodbox. Öffne auf deinem Telefon ${name}, oder ${numbers}.`,
    dot: 'Punkt',
    port: 'Doppelpunkt',
    noNetwork: 'Hier ist moodbox. Ich habe noch kein Netz.',
    code: (digits) => `Die Seite fragt nach einem Code. Er ist ${digits}. Noch einmal: ${digits}.`,
  },
  fr: {
    page: (name, numbers) => `Ici moodbox. Ouvrez sur votre téléphone ${name}, ou ${numbers}.`,
    dot: 'point',
    port: 'deux-points',
    noNetwork: 'Ici moodbox. Je n’ai pas encore de réseau.',
    code: (digits) => `La page demande un code. Le voici : ${digits}. Je répète : ${digits}.`,
  },
  es: {
    page: (name, numbers) => `Aquí moodbox. Abre en tu teléfono ${name}, o ${numbers}.`,
    dot: 'punto',
    port: 'dos puntos',
    noNetwork: 'Aquí moodbox. Todavía no tengo red.',
    code: (digits) => `La página pide un código. Es ${digits}. Lo repito: ${digits}.`,
  },
};

/** The port that an address needs not name. */
const usualPort = (isSecure: boolean): number => (isSecure ? 443 : 80);

/** What is said of where the page is, and of the code for the first PIN. */
export function spokenAddress(language: VoiceLanguage, { hostname, address, port, isSecure, code }: WhereItIs): string {
  const { code: coded, dot, noNetwork, page, port: colon } = PHRASES[language];
  if (address === undefined) return noNetwork;
  const behind = port === usualPort(isSecure) ? '' : ` ${colon} ${port}`;
  const numbers = address.split('.').join(` ${dot} `);
  const where = page(`${hostname.replaceAll('-', ' - ')} ${dot} local${behind}`, `${numbers}${behind}`);
  return code === undefined ? where : `${where} ${coded(code.split('').join(', '))}`;
}
