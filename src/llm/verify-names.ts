import { type Cited, type Flaw, open, wrong } from './cited.js';
import type { Subject } from './evidence-item.js';

/** What checking the names of a sentence came to. */
export interface NamesChecked {
  flaws: Flaw[];
  /** Names that stand in what is cited. */
  agreed: number;
}

/** What looks like the name of something rather than a word. */
const NAMES =
  /"([^"\n]+)"|“([^”\n]+)”|`([^`\n]+)`|\b((?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) \/[^\s,;]*)|((?<![\w])\/[\w.{}:-]+(?:\/[\w.{}:-]+)+)|\b([A-Za-z][A-Za-z0-9]*(?:[_.:@][A-Za-z0-9]+)+)\b|\b([a-z]+[A-Z][A-Za-z0-9]*)\b|\b([a-z]+-\d+[a-z0-9-]*|[a-z]{2,}\d+[a-z]*)\b/g;
/** "the payments service": a word in the place of a name. */
const PLACES =
  /\b([A-Za-z][\w-]*)[ -](service|database|db|cache|pod|host|endpoint|topic|cluster|node|region|table|microservice|server)\b/gi;
/** Words in that place that name nothing. */
const ORDINARY =
  /^(?:a|an|the|this|that|these|those|one|each|every|any|some|all|no|another|other|others|same|whole|single|affected|slow|slower|slowest|fast|failing|failed|faulty|healthy|unhealthy|called|calling|downstream|upstream|backend|back-end|frontend|front-end|shared|main|primary|external|internal|third-party|underlying|web|api|application|app|message|which|its|their|only|busy|full|new|old|load|target|particular|specific|per|of|in|and|or|to|for|first|last|local|remote|sql|relational|saturated|overloaded|exhausted|named|tested|under|behind)$/i;

/** @param sentence slots filled */
export function checkNames(sentence: string, cited: Cited, subject: Subject): NamesChecked {
  const flaws: Flaw[] = [];
  let agreed = 0;
  const tell = (name: string, weight: 'false' | 'open', why: string): void => {
    flaws.push((weight === 'false' ? wrong : open)('name', `${name.slice(0, 60)}: ${why}`));
  };
  for (const match of sentence.matchAll(NAMES)) {
    const name = (match.slice(1).find((part) => part !== undefined) ?? '').replace(/[.,:]+$/, '');
    if (HARMLESS.test(name) || name === '') continue;
    if (has(cited.words, name)) agreed++;
    else tell(name, 'false', 'is named in nothing that is cited');
  }
  for (const [, word = '', kind = ''] of sentence.matchAll(PLACES)) {
    if (ORDINARY.test(word) || has(cited.words, word)) continue;
    tell(`${word} ${kind}`, word.includes('-') || /\d/.test(word) ? 'false' : 'open', 'is named in nothing that is cited');
  }
  // Names of this very run in a sentence that does not cite them: the right words about the wrong thing.
  for (const name of namesOf(subject)) {
    if (!hasWord(sentence, name)) continue;
    if (has(cited.words, name)) agreed++;
    else tell(name, 'false', 'is not what is cited here');
  }
  // Letters of other alphabets that look like ours make another name of a name.
  const foreign = sentence.match(/[\p{L}]/gu)?.filter((letter) => letter > '\u024f' && !cited.words.includes(letter.toLowerCase())) ?? [];
  if (foreign.length > 0) tell(foreign.slice(0, 5).join(''), 'false', 'are letters that nothing cited has');
  if (isTurned(sentence, cited, subject)) tell('names', 'open', 'stand in another order than in what is cited');
  return { flaws, agreed };
}

/** Whether two names stand the other way round than in the statement that has both: "calls from A to B" is not "from B to A". */
function isTurned(sentence: string, { items }: Cited, subject: Subject): boolean {
  const names = namesOf(subject).filter((name) => hasWord(sentence, name));
  const place = (text: string, name: string): number => text.toLowerCase().indexOf(name.toLowerCase());
  return names.some((a) =>
    names.some(
      (b) =>
        a !== b &&
        place(sentence, a) < place(sentence, b) &&
        items.some(({ text }) => hasWord(text, a) && hasWord(text, b) && place(text, a) > place(text, b)),
    ),
  );
}

const HARMLESS = /^(?:e\.g|i\.e|vs|p\d{2,3}|HTTP\/\d|tcp\/ip|i\/o|n\+1|etc)$/i;

function namesOf({ items, candidates }: Subject): string[] {
  const quoted = items.flatMap(({ text }) => [...text.matchAll(/"([^"\n]{1,64})"/g)].map((match) => match[1] ?? ''));
  const all = [
    ...quoted,
    ...items.flatMap(({ names }) => names),
    ...candidates.flatMap(({ service }) => (service === null ? [] : [service])),
  ];
  return [...new Set(all)].filter((name) => name.length > 2);
}

const has = (words: string, name: string): boolean => hasWord(words, name.toLowerCase());

/** Whole, not as a part of a longer name. */
function hasWord(text: string, name: string): boolean {
  const lower = text.toLowerCase();
  const wanted = name.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const around = `${lower[at - 1] ?? ' '}${lower[at + wanted.length] ?? ' '}`;
    if (!/[a-z0-9_-]/.test(around.charAt(0)) && !/[a-z0-9_]/.test(around.charAt(1))) return true;
  }
  return false;
}
