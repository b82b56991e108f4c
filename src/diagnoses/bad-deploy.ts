import { defineDiagnosis } from './diagnosis.js';
import { near, VERSION_EVENTS } from './events.js';

/** A version that went live at the onset made it worse. */
export const badDeploy = defineDiagnosis({
  id: 'bad-deploy',
  title: 'A new version made it worse',
  docs: 'docs/diagnoses/bad-deploy.md',
  claim: 'A new version went live in the service just when the trouble began, and the trouble is in that service.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Did the version in build information change, or a rollout happen, at the onset?' },
    { source: 'traces', question: 'Do spans of the service have another version from the onset on?' },
    { source: 'logs', question: 'Do logs say that another version was started?' },
  ],
  lookAlikes: [
    { id: 'restart', toldApartBy: 'after a restart alone the version is the same, and the trouble ends when the process is warm' },
    { id: 'n-plus-one', toldApartBy: 'calls that become more without another version come from the data or from the requests' },
    { id: 'slow-query', toldApartBy: 'the same statements are slow, and not more or other ones' },
  ],
  fix: (service) => `Roll ${service} back to the version before, then look at what the new one does differently.`,
  verify: 'With the version before, the same test shows the latency and errors of before.',
  experimental: false,
  examine(c, place, file) {
    const here =
      c.share(['own', 'pool', 'database', 'cache', 'queue', 'peer'], place) +
      c.errorShare(['own', 'unreachable', 'database', 'pool'], place);
    const event = file.signal(VERSION_EVENTS, 3, near(c, place), 'up');
    const versions = c.versionChange(place);
    if (versions) file.also('traces', 3, versions.text, versions.at);
    const said = file.log(/\b(version|release|build)\b.{0,40}\d+\.\d+|deploy(ed|ment|ing)?\b|rollout|rolling update/i, 1);
    if (!event && !versions && !said) return file.exclude('no other version went live at the onset');
    if (!event && !versions) return file.exclude('logs alone do not show another version');
    // What a process that is being replaced does not answer is lost on the way to it.
    const around = Math.max(here, c.around(place));
    file.lost(['own', 'pool', 'database', 'cache', 'queue', 'peer'], 3);
    file.failed(['own', 'database', 'pool'], 2);
    if (around >= 0.2) file.hard();
    else file.against(3, 'the time is lost elsewhere');
  },
});
