import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('gc-pressure');
