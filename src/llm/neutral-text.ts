/*
 * Text from files and telemetry, made harmless before a model reads it: no links, no markup, nothing hidden, no sentences that give orders. Whoever can
 * put a text into a label, a log line or a span attribute must not thereby speak to the model.
 */

const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u{e0000}-\u{e007f}]/gu;
const LINK = /\b(?:[a-z][a-z0-9+.-]{1,12}:\/\/|www\.|data:|javascript:|mailto:)[^\s"'<>)]*/gi;
const MARKUP = /<\/?[a-z!?][^>]{0,200}>|!?\[[^\]]{0,200}\]\([^)]{0,300}\)|\{\{|\}\}|```+|<<+|>>+|\[\/?INST\]|<\|[^|]{0,40}\|>/gi;
/** Sentences that address a model or an operator. Broad on purpose: what is withheld here, people still read in the report. */
const ORDERS =
  /\b(?:ignore|disregard|forget|override|bypass)\b|\binstructions?\b|\bprompts?\b|\bsystem\s*:|\bassistant\b|\byou (?:are|must|should|will|have to|need to)\b|\b(?:respond|reply|answer|output|print|say|report|conclude|state|mark|classify|tell)\b[^.]{0,40}\b(?:that|with|as|only|the user|healthy|verdict|ok)\b|\bact as\b|\bpretend\b|\bnew (?:rule|task)s?\b|\bjailbreak\b|\b(?:curl|wget|sudo|rm -|chmod|kubectl|eval|exec)\b|\b(?:verdict|root cause|confidence)\s*(?:is|=|:)/i;

/** Names as load tools and services have them. */
const NAME = /^[A-Za-z0-9 _.,:/{}*()@$#+=?&%-]{1,64}$/;

/** @returns the text without what could act; sentences that give orders are withheld */
export function neutral(text: string, limit = 300): string {
  const plain = text.replace(HIDDEN, ' ').replace(LINK, '<link>').replace(MARKUP, ' ').replace(/\s+/g, ' ').trim();
  const kept = plain
    .split(/(?<=[.!?;])\s+/)
    .map((sentence) => (ORDERS.test(sentence) ? '<text withheld>' : sentence))
    .join(' ');
  return kept.length > limit ? `${kept.slice(0, limit - 1)}…` : kept;
}

/** @returns whether a name can be shown to a model as it is */
export function isPlainName(name: string): boolean {
  return NAME.test(name) && !ORDERS.test(name) && !LINK.test(name) && !name.includes('{{');
}

/** @returns a log message or response message as a template: what differs from line to line is `<*>` */
export function template(message: string): string {
  return neutral(
    message
      .replace(/"[^"]*"|'[^']*'/g, '<*>')
      .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b0x[0-9a-f]+\b|\b[0-9a-f]{12,}\b/gi, '<*>')
      .replace(/\d+(?:[.,:]\d+)*/g, '<*>'),
    120,
  );
}
