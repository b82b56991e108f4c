import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('dependency-errors');
