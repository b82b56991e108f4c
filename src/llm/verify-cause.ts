import type { ExplanationPart } from '../model/explanation.js';
import { type Cited, type Flaw, open, wrong } from './cited.js';
import type { Candidate, Subject } from './evidence-item.js';

/** From here on "certainly" may be said, and "the cause is" without a "likely". */
const SURE = 0.85;

/** What systems suffer from, as prose names it. Named where nothing cited speaks of it, it is invented. */
const MECHANISMS: readonly (RegExp | readonly [prose: RegExp, cited: RegExp])[] = [
  /garbage[- ]collect|\bgc\b/i,
  [
    /connection pool|pool (?:of connections|exhaust|was|is|ran)|exhausted pool|connections? (?:leak|exhaust)/i,
    /\bpool\b|\bconnections?\b/i,
  ],
  /deadlock|lock contention|row locks?|table locks?|\blocks?\b|\blocked\b/i,
  /memory leak|out of memory|\boom\b|\bmemory\b|\bheap\b/i,
  /\bcpu\b|\bprocessor/i,
  /\bdisks?\b|\bi\/o\b|\biops\b/i,
  /\bnetwork|packet loss|\bdns\b|\btls\b|bandwidth/i,
  /\bcach(?:e|ing)/i,
  /\bdeploy|\brelease|\brollout|new version|\bmigration/i,
  /\bretr(?:y|ies|ied|ying)/i,
  /rate[- ]limit|throttl/i,
  /autoscal|scal(?:ed|ing) (?:down|up|in|out)/i,
  /\brestart|\bcrash|\breboot|failover/i,
  /slow quer|\bindex(?:es)?\b|\bsql\b|\bquer(?:y|ies)\b|n\+1|\bdatabase\b|\bpostgres/i,
  /\bdependenc|third[- ]party|downstream|upstream/i,
  /thread pool|\bworkers?\b|event loop/i,
  /load generator|injector/i,
  /\bcron|\bbackup|batch job/i,
  /misconfigur|configuration (?:error|change)/i,
  /\battack|\bddos|malicious/i,
  /kubernetes|\bpods?\b|container|load balancer/i,
  /kafka|message broker|message queue|rabbit/i,
];
const CERTAIN =
  /\b(?:definitely|certainly|undoubtedly|without (?:a |any )?doubt|clearly|obviously|proven|proves|guaranteed|confirmed|conclusively|unquestionably|must be|100 ?%|no doubt)\b/i;
/** Words that say that a cause is not known. */
export const ABSTAINS =
  /\b(?:not known|unknown|cannot|can't|could not|insufficient|not enough|no (?:single )?(?:root )?cause|unclear|undetermined|not possible|none of|no evidence|not be determined|not supported|remains? open)\b/i;
const TROUBLE =
  /\b(?:slow(?:er|ed|ness|down)?|degrad\w*|fail(?:s|ed|ing|ures?)?|problems?|bottlenecks?|saturat\w*|exhaust\w*|outage|overload\w*|leaks?|stall\w*|spik\w*|anomal\w*|incident|unhealthy|regress\w*|root cause)\b/i;
const WELL =
  /\b(?:nothing (?:wrong|unusual|abnormal)|(?:is|was|are|looks?) healthy|no (?:problems?|issues?|anomal\w+|findings?) (?:was|were|is|are)?\s?(?:found|detected|seen|present)|performed well|all good|works? as expected|no action is)\b/i;
/** Words that deny. */
export const NEGATED =
  /\b(?:no|not|none|never|without|nothing|hardly|absence of|absent|free of|neither|nor|ruled out)\b|(?<![\d.,])0(?![\d.,])/i;

/** Holds what a sentence says of causes against what may be said of them: what is cited, how sure we are, whether there is anything to explain. */
export function checkCauses(sentence: string, part: ExplanationPart, cited: Cited, subject: Subject): Flaw[] {
  return [
    ...abstention(sentence, part, subject),
    ...deniedFailures(sentence, cited),
    ...certainty(sentence, cited, subject),
    ...mechanisms(sentence, part, cited),
  ];
}

function abstention(sentence: string, part: ExplanationPart, { healthy, candidates }: Subject): Flaw[] {
  if (healthy) {
    if (part === 'cause') return [wrong('cause', 'nothing wrong was found, so there is no cause')];
    return part !== 'ruled-out' && part !== 'against' && TROUBLE.test(sentence) && !NEGATED.test(sentence)
      ? [wrong('cause', 'nothing wrong was found')]
      : [];
  }
  if (part !== 'ruled-out' && WELL.test(sentence)) return [wrong('cause', 'something wrong was found')];
  if (part === 'cause' && candidates.length === 0 && !ABSTAINS.test(sentence))
    return [wrong('cause', 'no cause is supported by the evidence; say that it is not known')];
  return [];
}

/** "No request failed" beside a count of failed ones. */
function deniedFailures(sentence: string, { items }: Cited): Flaw[] {
  const failed = items.flatMap(({ facts }) => facts.filter(({ name, value }) => /^failed requests(?: during)?$/.test(name) && value > 0));
  return failed.length > 0 && /\b(?:no|none|not one|zero|never)\b[^.;]{0,40}\bfail/i.test(sentence)
    ? [wrong('direction', `${failed[0]?.value} requests failed`)]
    : [];
}

function certainty(sentence: string, { candidates }: Cited, subject: Subject): Flaw[] {
  const match = CERTAIN.exec(sentence);
  const sure = Math.max(0, ...(candidates.length > 0 ? candidates : subject.candidates.slice(0, 1)).map(({ confidence }) => confidence));
  return match === null || sure >= SURE ? [] : [wrong('certainty', `"${match[0]}": our confidence is ${sure.toFixed(2)}`)];
}

function mechanisms(sentence: string, part: ExplanationPart, { words }: Cited): Flaw[] {
  return MECHANISMS.flatMap((mechanism) => {
    const [prose, known] = mechanism instanceof RegExp ? [mechanism, mechanism] : mechanism;
    const match = prose.exec(sentence);
    if (match === null || known.test(words)) return [];
    const why = `"${match[0]}": nothing that is cited speaks of it`;
    // Advice may go beyond what was seen; it is then marked. What speaks against or was ruled out may name what it is not.
    return [part === 'to-do' || (part === 'against' && NEGATED.test(sentence)) ? open('cause', why) : wrong('cause', why)];
  });
}

/** Whether a model may name this cause first: ours, or one that is as likely to within a tenth. */
export function mayLead(candidate: Candidate, { candidates }: Subject): boolean {
  return (candidates[0]?.confidence ?? 0) - candidate.confidence <= 0.1;
}
