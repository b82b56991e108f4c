import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('memory-leak');
