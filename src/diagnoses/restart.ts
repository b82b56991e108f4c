import { defineDiagnosis } from './diagnosis.js';
import { near, RESTART_EVENTS } from './events.js';

/** The process went away and came back. */
export const restart = defineDiagnosis({
  id: 'restart',
  title: 'A service ended or was restarted',
  docs: 'docs/diagnoses/restart.md',
  claim: 'The process of the service ended and was started again; meanwhile it did not answer, and afterwards it was cold.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Did the start time of the process change, did the container restart, was it not there for a while?' },
    { source: 'logs', question: 'Do logs tell of an end and a start, or of refused connections to it?' },
    { source: 'traces', question: 'Do calls to the service fail without a span of the service?' },
  ],
  lookAlikes: [
    { id: 'bad-deploy', toldApartBy: 'another version runs afterwards, and the trouble stays' },
    { id: 'memory-leak', toldApartBy: 'memory grew before the process ended' },
    { id: 'dependency-errors', toldApartBy: 'the service answers, with errors' },
  ],
  fix: (service) =>
    `Find out why ${service} ended (exit code, the last lines of its log, the kernel's log, probes that failed), and let its callers bridge a restart.`,
  verify: 'The start time of the process is before the test in a repeated run.',
  experimental: true,
  examine(c, place, file) {
    const started = file.signal(RESTART_EVENTS, 3, near(c, place, 2), 'up');
    const gone = file.signal(
      ['scrape-up', 'kube-not-ready', 'kube-replicas-missing'],
      2,
      ({ signal }) => signal.service === place || signal.instance?.includes(place) === true,
    );
    const unreachable = file.failed(['unreachable'], 3);
    const said = file.log(
      /\b(start(ed|ing)|listening|boot(ed|ing)|shut(ting)? ?down|stopp(ed|ing)|SIGTERM|SIGKILL|exit(ed|ing)?|crash(ed)?|terminat)/i,
      1.5,
    );
    file.log(/ECONNREFUSED|connection refused|no such host|upstream connect|503 service unavailable/i, 1, null);
    if (!started && !gone && unreachable < 0.2)
      return file.exclude(said ? 'logs alone do not show a restart' : 'its process ran through', [...RESTART_EVENTS, 'scrape-up']);
    if (started) file.hard();
    if (c.versionChange(place) || c.changed(['version-change', 'kube-rollout'], near(c, place)).length > 0)
      file.against(4, 'another version runs afterwards');
    if (c.grown(['nodejs-heap', 'jvm-heap-bytes', 'process-memory', 'container-memory'], place))
      file.against(2.5, 'its memory grew before');
    const swollen = gone ? c.swollen(['nodejs-heap', 'jvm-heap-bytes', 'process-memory', 'container-memory'], place) : null;
    if (swollen) file.also('metrics', 0.5, swollen.text, swollen.at, { signal: swollen.signal });
    const errors = c.errorShare(['unreachable', 'own'], place);
    const around = c.around(place);
    if (errors < 0.1 && around < 0.1) file.against(3, 'what users saw is elsewhere');
    else if (around > 0.1) file.around(1);
    if (!started && !gone && c.signals(['scrape-up', ...RESTART_EVENTS]).length > 0) file.against(1, 'its start time did not change');
  },
});
