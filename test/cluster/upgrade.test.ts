/** The tests that run on the previous version of Kubernetes as well. */
import { describeApply } from './support/apply';
import { describeUpgrade } from './support/upgrade';

describeApply('aiworker');
describeUpgrade();
