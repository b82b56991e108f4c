/** What a field is, by its name. */
export type NameKind = 'error' | 'status' | 'version' | 'parameter' | 'other';

const ERROR =
  /(?:^|[._])(?:err|error|exception|cause|reason)(?:[._](?:type|kind|class|name|message|msg|code))?$|^error_?(?:message|code|type)$/i;
const STATUS = /status|code$/i;
const VERSION = /version$/i;
/** Times, sizes, ids, places in the program: parameters by their nature, or said elsewhere. */
const PARAMETERS =
  /^(?:@?t|@?ts|@?timestamp|@?time|date|asctime|v|pid|tid|n|ms|[rl]?host(?:name)?|r?user(?:_?name)?|login|account|customer|email|session|thread(?:_?name)?|process|caller|line(?:no)?|file(?:name)?|seq|offset|flags|remote|client|detected_level|@?level|levelname|lvl|severity(?:_?text|_?number)?|log\.?_?level|traceparent|attempt|retry|count)$|(?:^|[._-])(?:u?ids?|guid|uuid|key|token|hash|ip|port|stack(?:_?trace)?|duration|elapsed|latency|took|time|ms|seconds|bytes|size|length|agent|cookie|body)$|[a-z]I[dD]s?$|traceid$|spanid$|_(?:ms|us|ns|s)$/i;
/** Names repeat in every line of a service. */
const known = new Map<string, NameKind>();
const MAX_KNOWN = 5000;

/** What a field is, by its name: `error` says why, `status` and `version` are numbers that are constants, `parameter` differs from line to line. */
export function nameKind(name: string): NameKind {
  const before = known.get(name);
  if (before !== undefined) return before;
  const kind = ERROR.test(name)
    ? 'error'
    : STATUS.test(name)
      ? 'status'
      : VERSION.test(name)
        ? 'version'
        : PARAMETERS.test(name)
          ? 'parameter'
          : 'other';
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, kind);
  return kind;
}
