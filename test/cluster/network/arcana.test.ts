import { describeNetwork } from './support/describe-network';

describeNetwork('arcana', 'logging/app-elasticsearch');
