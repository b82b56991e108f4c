/*
 * Words that a sentence may use besides those of its evidence and still count as checked: grammar, change, time, amount, and what every load test is about.
 * A sentence with any other word may be true; code cannot tell, so it is shown and marked.
 */

const WORDS = `
a an the this that these those it its they their them he she we our which who whose what when where while whereas because since so such there here then than
and or but nor not no none never neither nothing without only just even still also too very much many most more less least few fewer some any all each every both other others another own same
is are was were be been being am do does did done has have had having will would can could may might must shall should cannot
of in on at by for from to into onto over under within between among through during before after until till about around roughly approximately nearly almost up down out off again as with per via against across along toward towards
i you one two three four five six seven eight nine ten eleven twelve first second third half quarter dozen hundred thousand once twice thrice
s ms sec secs second seconds minute minutes min hour hours day millisecond milliseconds percent percentage share rate ratio times time fold long longer short
request requests response responses answer answers call calls user users test load latency latencies duration median typical typically average mean percentile p50 p75 p90 p95 p99 endpoint endpoints service run whole total
slow slower slowed slowdown slowly fast faster quick quicker
rise rises rose risen rising increase increases increased increasing grow grows grew grown growing climb climbed climbs jump jumps jumped higher high fall falls fell fallen falling drop drops dropped dropping decrease decreased decreases lower low decline declined reach reached reaches double doubled triple tripled halve halved collapse collapsed went go goes gone got get gets become becomes became
take takes took taken need needs needed see sees saw seen show shows showed shown find finds found use uses used using remain remains remained stay stays stayed keep keeps kept
usual usually normal normally otherwise hardly earlier later afterwards beforehand previously now already then instead rather compared comparison versus
last lasts lasted begin begins began begun start starts started end ends ended
cause causes caused likely probably possibly known unknown evidence
number amount level value part place point little lot several
whatever however therefore thus
kb mb gb kib mib gib bytes fifth sixth seventh eighth ninth tenth twofold threefold fourfold fivefold tenfold
offered spent spend spends arrived arrive arrives answered replied noticed notice wrote written write writes hit hits ran run runs log logs logged trace traces span spans trouble problem
fail fails failed failing failure failures error errors
`;
const NEUTRAL: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

const stem = (word: string): string => word.replace(/(?:ations?|ings?|ures?|ed|es|s|ly|e)$/, '');

/**
 * @param text a sentence, slots filled
 * @param cited all words of what it cites
 * @returns words that are neither neutral nor in what is cited; names in quotes are checked elsewhere
 */
export function foreignWords(text: string, cited: string): string[] {
  const known = new Set((cited.toLowerCase().match(/[a-z]+/g) ?? []).map(stem));
  const words =
    text
      .replace(/"[^"]*"|“[^”]*”/g, ' ')
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  return [...new Set(words)].filter((word) => word.length > 1 && !NEUTRAL.has(word) && !known.has(stem(word)));
}
