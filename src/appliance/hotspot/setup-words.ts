/** The languages of the set-up page; the first is for everybody else. */
export const SETUP_LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type SetupLanguage = (typeof SETUP_LANGUAGES)[number];

export type SetupWord =
  | 'title'
  | 'about'
  | 'ssid'
  | 'password'
  | 'password_hint'
  | 'country'
  | 'hidden'
  | 'connect'
  | 'bad_ssid'
  | 'bad_password'
  | 'bad_country'
  | 'too_often'
  | 'not_reached'
  | 'trying'
  | 'trying_about';

/** `{network}`: the name that was typed. `{address}`: where the page of the box is afterwards. */
export const SETUP_WORDS: Readonly<Record<SetupLanguage, Readonly<Record<SetupWord, string>>>> = {
  en: {
    title: 'moodbox: your Wi-Fi',
    about: 'Type the name and the password of your Wi-Fi. The box then leaves this network and joins yours.',
    ssid: 'Name of the Wi-Fi',
    password: 'Password',
    password_hint: 'Leave it empty if the Wi-Fi has none.',
    country: 'Country (two letters, such as GB)',
    hidden: 'The Wi-Fi is hidden',
    connect: 'Connect',
    bad_ssid: 'The name of a Wi-Fi has 1 to 32 letters.',
    bad_password: 'A password has 8 to 63 characters, none of them an accented letter or an emoji.',
    bad_country: 'The country has two letters, such as GB.',
    too_often: 'That was too often. Wait a minute, and try again.',
    not_reached: 'The box could not connect to “{network}”. Check the name and the password.',
    trying: 'The box is trying “{network}”',
    trying_about:
      'This network goes away now. Join your own Wi-Fi again and open {address}. If that does not work, this network is back in two minutes.',
  },
  de: {
    title: 'moodbox: dein WLAN',
    about: 'Gib Name und Passwort deines WLANs ein. Die Box verlässt dann dieses Netz und verbindet sich mit deinem.',
    ssid: 'Name des WLANs',
    password: 'Passwort',
    password_hint: 'Lass das Feld leer, wenn das WLAN keins hat.',
    country: 'Land (zwei Buchstaben, etwa DE)',
    hidden: 'Das WLAN ist verborgen',
    connect: 'Verbinden',
    bad_ssid: 'Der Name eines WLANs hat 1 bis 32 Zeichen.',
    bad_password: 'Ein Passwort hat 8 bis 63 Zeichen, keine Umlaute und keine Emojis.',
    bad_country: 'Das Land hat zwei Buchstaben, etwa DE.',
    too_often: 'Das war zu oft. Warte eine Minute und versuch es noch einmal.',
    not_reached: 'Die Box konnte sich nicht mit „{network}“ verbinden. Prüf den Namen und das Passwort.',
    trying: 'Die Box versucht es mit „{network}“',
    trying_about:
      'Dieses Netz verschwindet jetzt. Geh zurück in dein eigenes WLAN und öffne {address}. Klappt das nicht, ist dieses Netz in zwei Minuten wieder da.',
  },
  fr: {
    title: 'moodbox : votre Wi-Fi',
    about: 'Saisissez le nom et le mot de passe de votre Wi-Fi. La box quitte alors ce réseau et rejoint le vôtre.',
    ssid: 'Nom du Wi-Fi',
    password: 'Mot de passe',
    password_hint: 'Laissez le champ vide si le Wi-Fi n’en a pas.',
    country: 'Pays (deux lettres, par exemple FR)',
    hidden: 'Le Wi-Fi est masqué',
    connect: 'Se connecter',
    bad_ssid: 'Le nom d’un Wi-Fi compte de 1 à 32 caractères.',
    bad_password: 'Un mot de passe compte de 8 à 63 caractères, sans accents ni émojis.',
    bad_country: 'Le pays s’écrit en deux lettres, par exemple FR.',
    too_often: 'Trop d’essais. Attendez une minute, puis réessayez.',
    not_reached: 'La box n’a pas pu se connecter à « {network} ». Vérifiez le nom et le mot de passe.',
    trying: 'La box essaie « {network} »',
    trying_about:
      'Ce réseau disparaît maintenant. Rejoignez votre propre Wi-Fi et ouvrez {address}. Si cela ne marche pas, ce réseau revient dans deux minutes.',
  },
  es: {
    title: 'moodbox: tu wifi',
    about: 'Escribe el nombre y la contraseña de tu wifi. La caja deja entonces esta red y se une a la tuya.',
    ssid: 'Nombre de la wifi',
    password: 'Contraseña',
    password_hint: 'Déjalo vacío si la wifi no tiene.',
    country: 'País (dos letras, como ES)',
    hidden: 'La wifi está oculta',
    connect: 'Conectar',
    bad_ssid: 'El nombre de una wifi tiene de 1 a 32 caracteres.',
    bad_password: 'Una contraseña tiene de 8 a 63 caracteres, sin acentos ni emojis.',
    bad_country: 'El país tiene dos letras, como ES.',
    too_often: 'Demasiados intentos. Espera un minuto y vuelve a intentarlo.',
    not_reached: 'La caja no ha podido conectarse a «{network}». Comprueba el nombre y la contraseña.',
    trying: 'La caja está probando «{network}»',
    trying_about: 'Esta red desaparece ahora. Vuelve a tu wifi y abre {address}. Si no funciona, esta red estará de vuelta en dos minutos.',
  },
};

/** The language of a browser's `Accept-Language`: the one with the highest weight that the page speaks. */
export function setupLanguage(accepted = ''): SetupLanguage {
  const wishes = accepted
    .slice(0, 200)
    .split(',')
    .map((wish) => /^\s*([a-z]{2,3})[a-z0-9-]*\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(wish));
  const [best] = wishes
    .flatMap((wish) =>
      SETUP_LANGUAGES.filter((each) => each === wish?.[1]?.toLowerCase()).map((language) => ({ language, weight: Number(wish?.[2] ?? 1) })),
    )
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return best?.language ?? 'en';
}

/** The country that a browser's first language belongs to, such as DE for de-DE; empty if it says none. */
export const countryGuess = (accepted = ''): string => /^\s*[a-z]{2,3}-([a-z]{2})\b/i.exec(accepted)?.[1]?.toUpperCase() ?? '';
