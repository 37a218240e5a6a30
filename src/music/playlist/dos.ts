/**
 * The upper halves of the code pages of DOS that `TextDecoder` does not know: of Western (850; its letters are those of 437, too) and
 * Central Europe (852).
 */
const UPPER_HALVES = {
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®___¡«»_____ÁÂÀ©____¢¥_' + '______ãÃ________ðÐÊËÈıÍÎÏ_____Ì_ÓßÔÒõÕµþÞÚÛÙýÝ___±___§÷_°_·_³²_ ',
  cp852:
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę_źČş«»_____ÁÂĚŞ____Żż_' + '______Ăă________đĐĎËďŇÍÎě____ŢŮ_ÓßÔŃńňŠšŔÚŕŰýÝţ____ˇ_§÷_°__űŘř_ ',
} as const;

export type DosEncoding = keyof typeof UPPER_HALVES;

/** The names of the encodings here. */
export const DOS_ENCODINGS: readonly DosEncoding[] = ['cp850', 'cp852'];

/** The text of these bytes. Lines and boxes, which no name holds, become `_`. */
export const dosText = (bytes: Uint8Array, encoding: DosEncoding): string =>
  Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (UPPER_HALVES[encoding][byte - 128] ?? ''))).join('');
