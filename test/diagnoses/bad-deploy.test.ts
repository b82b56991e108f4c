import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('bad-deploy');
