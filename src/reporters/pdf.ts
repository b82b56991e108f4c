import { HeimrError } from '../errors.js';
import { chartsOf } from './charts/catalog.js';
import { writeDocument } from './document/write-document.js';
import { pageData } from './pdf/page-data.js';
import type { Reporter } from './reporter.js';

/** The whole report for people, to be sent and printed: page one is the verdict, the rest is why. */
export const pdf: Reporter = {
  id: 'pdf',
  title: 'PDF report',
  docs: 'docs/reporters/pdf.md',
  mediaType: 'application/pdf',
  extensions: ['.pdf'],
  needs: 'typesetter',
  render: (analysis, { typesetter } = {}) => {
    if (!typesetter) {
      throw new HeimrError(
        'usage',
        'The PDF report cannot be made without a typesetter.',
        "Give one: render(analysis, 'pdf', { typesetter: await loadTypesetter() }), with loadTypesetter from heimr/node.",
      );
    }
    const charts = chartsOf(analysis, { scheme: 'light' });
    const { startedAt } = analysis.run;
    const madeAt = startedAt === null ? NaN : Date.parse(startedAt);
    const data = pageData(writeDocument(analysis), charts, (codePoint) => typesetter.familyOf(codePoint));
    return typesetter.typeset(JSON.stringify(data), Number.isFinite(madeAt) ? madeAt : null);
  },
};
