/** Longer ones are cut or refused by some programs. */
const LONGEST = 2000;
/** Letters that are markup, quotes or brackets somewhere: in an address they may always be written as their code. */
const ACTIVE = /[^\w:/?#@%&=+,.~-]/g;

/**
 * An address that may be followed, whoever wrote the analysis it stands in.
 * @returns it in letters that no output has to escape; null where it is none of http or https, holds credentials, or is too long
 */
export function webAddress(text: string): string | null {
  let address: URL;
  try {
    address = new URL(text);
  } catch {
    return null;
  }
  if (address.protocol !== 'http:' && address.protocol !== 'https:') return null;
  if (address.username !== '' || address.password !== '') return null;
  const { origin, pathname, search, hash } = address;
  // Of the origin only an IPv6 address holds any, and has to keep it.
  const plain = origin + `${pathname}${search}${hash}`.replace(ACTIVE, (letter) => encodeURIComponent(letter).replace(/^[^%]$/, coded));
  return plain.length <= LONGEST ? plain : null;
}

function coded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
