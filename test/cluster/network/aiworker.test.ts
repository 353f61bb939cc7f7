import { describeNetwork } from './support/describe-network';

describeNetwork('aiworker', 'gitea/app-gitea');
